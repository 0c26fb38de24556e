"""`waiting_room`: three requests at a time, a patient door, and a turn that is always given back."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from nightline.checks.layers import SET
from nightline.checks.layers import waiting_mistakes as waiting_mistakes
from nightline.checks.layers.worlds import (
    FITS_BOTH,
    Seen,
    adds_no_hop,
    arrived,
    measured,
    of_layers,
    plain_layer,
    problem_of,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ROOM, PATIENCE = 3, 0.5
CROWD, STAY, LONG = 12, 0.3, 0.9  # visitors, and how long a page takes
ASYNC, DOOR, SYNC = "twelve visitors", "failures at the door", "a synchronous site"
BODY = {"page": "summer tickets"}


class Inside:
    """Who is in the room: a page that counts."""

    def __init__(self) -> None:
        self.now = self.most = self.came = 0

    async def stay(self, wait: float) -> None:
        self.now += 1
        self.came += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(wait)
        finally:
            self.now -= 1


async def _crowd(answer: Any, stage: Stage) -> Seen:
    from django.http import JsonResponse

    inside = Inside()

    async def page(request: Any) -> Any:
        await inside.stay(float(request.GET["seconds"]))
        return JsonResponse(BODY)

    async def visits(site: Station) -> list[Reply]:
        async def one(wait: float) -> Reply:
            return await (await site.visitor()).get(f"/page/?seconds={wait}")

        alone = await one(LONG)
        return [alone, *await asyncio.gather(*(one(STAY) for _ in range(CROWD)))]

    seen = await measured(answer, stage, visits, page)
    seen.notes = {"most": inside.most, "came": inside.came}
    return seen


async def _door(answer: Any, stage: Stage) -> Seen:
    """The layer alone: requests that fail, visitors who leave, then a full room."""
    from django.test import RequestFactory

    if problem := problem_of(answer):
        return Seen(problem)
    inside, seen = Inside(), Seen()

    async def page(what: str) -> Any:
        await inside.stay({"fails": 0.1, "late": 0.1}.get(what, 0.2))
        if what == "fails":
            raise ConnectionError("no carrier answers")
        if what == "late":
            raise TimeoutError("the carrier is late")
        return what

    # A layer gets a request; these carry what their page shall do.
    async def next_layer(request: Any) -> Any:
        return await page(request.what)

    layer = answer(next_layer)

    def visit(what: str) -> asyncio.Task[Any]:
        request = RequestFactory().get("/page/")
        request.what = what
        return asyncio.ensure_future(layer(request))

    first = [visit("fails"), visit("late"), visit("leaves")]
    waiting = visit("leaves")
    await asyncio.sleep(0.05)
    waiting.cancel()
    first[2].cancel()
    seen.notes["ends"] = await asyncio.gather(*first, waiting, return_exceptions=True)
    await asyncio.sleep(1)
    inside.most = 0
    then = [visit("stays") for _ in range(ROOM + 1)]
    seen.notes["then"] = await asyncio.gather(*then, return_exceptions=True)
    seen.notes["most"] = inside.most
    for ending in (*seen.notes["ends"], *seen.notes["then"]):
        if isinstance(ending, Exception) and not isinstance(ending, ConnectionError | TimeoutError):
            raise ending  # an error of the middleware itself
    return seen


def _synchronous(answer: Any, stage: Stage) -> Seen:
    from django.http import JsonResponse
    from django.test import RequestFactory

    if problem := problem_of(answer):
        return Seen(problem)
    response = JsonResponse(BODY)
    got = plain_layer(answer, lambda request: response)(RequestFactory().get("/page/"))
    return Seen(notes={"same": got is response, "got": got})


def _three_inside(evidence: Evidence) -> Finding | None:
    most = evidence.result.notes["most"]
    expected = f"At most {ROOM} at once, and at some moment exactly {ROOM}."
    did = f"{count(most, 'request')} {'was' if most == 1 else 'were'} inside at once."
    if most > ROOM:
        return missed(did, expected, "room-for-everybody", in_time=True)
    if most < ROOM:
        return missed(did, expected, "room-too-small", in_time=True)
    return met(did)


def _late_ones(evidence: Evidence) -> Finding | None:
    alone, *replies = evidence.result.replies
    if alone.status != 200:
        did = (
            f"One visitor came alone, to a page of {seconds(LONG)}. They got status {alone.status}"
        )
        did += f" at {seconds(alone.seconds)}."
        return missed(did, "The page: only the wait at the door has a limit.", "limit-on-the-visit")
    served = [reply for reply in replies if reply.status == 200]
    turned = [reply for reply in replies if reply.status == 503]
    for reply in [alone, *served]:
        if found := arrived(reply, BODY):
            return found
    if others := [reply for reply in replies if reply.status not in (200, 503)]:
        did = f"{count(len(others), 'visitor')} got status {others[0].status}."
        return missed(did, "Status 200 or 503.", "other-answer-at-the-door")
    expected = f"{2 * ROOM} pages, and {CROWD - 2 * ROOM} times status 503 at {seconds(PATIENCE)}."
    did = (
        f"{CROWD} visitors came together. {count(len(served), 'page')} and {len(turned)} times 503."
    )
    if not turned:
        limited = re.search(r"\b(timeout|timeout_at|wait_for|wait)\(", evidence.source)
        key = "another-patience" if limited else "waits-without-limit"
        return missed(did, expected, key, in_time=True)
    at = max(reply.seconds for reply in turned)
    did = f"{did[:-1]}, at {seconds(at)}."
    if at < PATIENCE - 0.01 or at > PATIENCE + 0.01 or len(served) != 2 * ROOM:
        return missed(did, expected, _wrong_wait(at), in_time=True)
    came = evidence.result.notes["came"] - 1
    if came > len(served):
        did = f"{count(came, 'request')} reached the page, and {len(served)} visitors got it."
        return missed(did, "Who is turned away never gets in.", "turned-away-inside")
    for reply in turned:
        after = reply.headers.get("Retry-After")
        if after != "1":
            did = f"A visitor with status 503 got `Retry-After: {after}`."
            return missed(did, "`Retry-After: 1`.", "no-retry-after")
    return met(did)


def _wrong_wait(at: float) -> str:
    return "nobody-waits" if at < 0.01 else "another-patience"


def _gives_back(evidence: Evidence) -> Finding | None:
    notes = evidence.result.notes
    if notes["most"] != ROOM:
        did = "One request failed, one was late, one visitor left the room, and one left the door. "
        did += (
            f"Then {ROOM + 1} came, and never more than {count(notes['most'], 'request')} got in."
        )
        if notes["most"] > ROOM:
            did = f"After a visitor had left, {notes['most']} requests were inside at once."
            return missed(did, f"At most {ROOM}.", "turn-given-twice", in_time=True)
        return missed(did, f"{ROOM} at once: each turn was given back.", "turn-kept", in_time=True)
    fourth = notes["then"][-1]
    if fourth != "stays":
        did = f"A visitor who waited 0.2 s at the door got {shown(fourth)}."
        return missed(did, "The page.", "another-patience", in_time=True)
    return met("Each turn was given back.")


def _errors_pass(evidence: Evidence) -> Finding | None:
    failed, late, left, gone = evidence.result.notes["ends"]
    if not isinstance(late, TimeoutError):
        did = f"The page itself raised `TimeoutError`. Your middleware made {_words(late)} of it."
        return missed(did, "The error, passed on.", "error-taken-for-the-door")
    if not isinstance(failed, ConnectionError):
        did = f"The page raised `ConnectionError`. Your middleware made {_words(failed)} of it."
        return missed(did, "The error, passed on.", "error-taken-for-the-door")
    for one, where in ((left, "inside"), (gone, "at the door")):
        if not isinstance(one, asyncio.CancelledError):
            did = f"A visitor left {where}, and the request went on. It gave {_words(one)}."
            return missed(did, "A request that is cancelled ends.", "swallowed-cancel")
    return met("Errors of the page were passed on.")


def _words(ending: object) -> str:
    status = getattr(ending, "status_code", None)
    return f"status {status}" if status else shown(ending)


def _untouched(evidence: Evidence) -> Finding | None:
    if evidence.result.notes["same"]:
        return met("On a synchronous site nothing changed.")
    did = f"On a synchronous site, your function gave {_words(evidence.result.notes['got'])}."
    return missed(did, "The response of `get_response`.", "sync-site-changed")


WAITING_ROOM = Task(
    name="waiting_room",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial(ASYNC, _crowd, prepare=prepare),
        Trial(DOOR, _door, prepare=prepare),
        Trial(SYNC, _synchronous, prepare=prepare),
    ),
    requirements=(
        FITS_BOTH,
        Requirement("Three requests are inside at once", of_layers(_three_inside), ASYNC),
        Requirement("The others wait, but not for ever", of_layers(_late_ones), ASYNC),
        Requirement("Errors and leaving visitors pass", of_layers(_errors_pass), DOOR),
        Requirement("Each turn is given back", of_layers(_gives_back), DOOR),
        Requirement("A synchronous site stays as it is", of_layers(_untouched), SYNC),
        adds_no_hop(ASYNC),
    ),
    hints=(
        "What can three hold at once, while a fourth waits for it? Where must it be made, so that "
        "all visitors of a site share it?",
        "The limit of 0.5 s is for the wait at the door only. Which line waits there, and which "
        "line must stand outside of the `asyncio.timeout` block?",
        "Inside the timeout, only `await room.acquire()`. Then `try`, `return await "
        "get_response(request)`, and `finally` gives the turn back.",
        "`except TimeoutError` belongs to the `try` around the timeout alone. It returns "
        "`HttpResponse(status=503, headers={'Retry-After': '1'})`.",
    ),
    why=(
        "The semaphore is made once for a site, so all its visitors share it. The time limit "
        "surrounds the wait for a turn and nothing else, so a slow page is never cut. `finally` "
        "gives the turn back, however the request ends."
    ),
    reflect="Before you go on, say what four worker processes would do to the number three.",
)
