"""`waiting_room`: three requests at a time, a patient door, and a turn that is always given back."""

from __future__ import annotations

import ast
import asyncio
import re
from typing import Any

from nightline.checks.layers import SET
from nightline.checks.layers import waiting_mistakes as waiting_mistakes
from nightline.checks.layers.kinds import problem_of
from nightline.checks.layers.passing import close_plan, error_passes, leaving_passes, words
from nightline.checks.layers.worlds import (
    FITS_BOTH,
    Seen,
    adds_no_hop,
    arrived,
    close_held,
    measured,
    of_layers,
    plain_layer,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds, shown
from nightline.judging.reading import calls_of, nodes_of
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ROOM, PATIENCE = 3, 0.5
CROWD, STAY, LONG = 12, 0.27, 0.9  # visitors, and how long a page takes
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
    async def get_response(request: Any) -> Any:
        return await page(request.what)

    layer = answer(get_response)

    def visit(what: str) -> asyncio.Task[Any]:
        request = RequestFactory().get("/page/")
        request.what = what
        return asyncio.ensure_future(layer(request))

    first = [visit("fails"), visit("late"), visit("leaves")]
    waiting = visit("leaves")
    await asyncio.sleep(0.05)
    waiting.cancel()
    first[2].cancel()
    await asyncio.sleep(0.01)
    seen.notes["inside"] = inside.now
    seen.notes["ends"] = await asyncio.gather(*first, waiting, return_exceptions=True)
    await asyncio.sleep(1)
    inside.most = 0
    then = [visit("stays") for _ in range(ROOM + 1)]
    seen.notes["then"] = await asyncio.gather(*then, return_exceptions=True)
    seen.notes["most"] = inside.most
    for ending in (*seen.notes["ends"], *seen.notes["then"]):
        if isinstance(ending, Exception) and not isinstance(ending, ConnectionError | TimeoutError):
            close_held(ending)
            raise ending  # an error of the middleware itself
        close_plan(ending)
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
        return missed(did, expected, _too_many(evidence, most), in_time=True)
    if not any(reply.status == 200 for reply in evidence.result.replies[1:]):
        did = f"{CROWD} visitors came after three others had left, and nobody got in."
        return missed(did, expected, "turn-kept", in_time=True)
    if most < ROOM:
        return missed(did, expected, "room-too-small", in_time=True)
    return met(did)


def _too_many(evidence: Evidence, most: int) -> str:
    """Why too many were inside: where the room is made, and whether everybody was."""
    if most < CROWD:
        return "more-turns-than-allowed"
    made_inside = any(
        re.search(r"(Semaphore|Lock|Condition|Queue)$", ast.unparse(call.func))
        for inner in nodes_of(evidence.source)
        if isinstance(inner, ast.AsyncFunctionDef)
        for call in calls_of(inner)
    )
    return "room-for-everybody" if made_inside else "turn-not-held"


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
    last = max(reply.seconds for reply in served)
    if last > 2 * STAY + 0.015:
        did = f"A page takes {seconds(STAY)}. The last of {len(served)} came at {seconds(last)}."
        return missed(did, f"At {seconds(2 * STAY)}.", "waits-by-looking", in_time=True)
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
    if notes["inside"] > 2:
        did = "Three were inside and one visitor left. The page of that visitor was still made."
        return missed(did, "It ends with its visit.", "page-goes-on", in_time=True)
    if evidence.leftover:
        did = (
            f"At the end {count(len(evidence.leftover), 'task')} of yours still waited for a turn."
        )
        return missed(did, "Nobody waits for a turn.", "turn-for-nobody", in_time=True)
    if notes["most"] != ROOM:
        did = "One request failed, one was late, one visitor left the room, and one left the door. "
        did += (
            f"Then {ROOM + 1} came, and never more than {count(notes['most'], 'request')} got in."
        )
        if notes["most"] > ROOM:
            did = f"After a visitor had left, {notes['most']} requests were inside at once."
            return missed(did, f"At most {ROOM}.", "turn-given-twice", in_time=True)
        alone = re.search(r"(create_task|ensure_future)\(|asyncio\.wait\(", evidence.source)
        key = "turn-for-nobody" if alone and "finally" in evidence.source else "turn-kept"
        return missed(did, f"{ROOM} at once: each turn was given back.", key, in_time=True)
    fourth = notes["then"][-1]
    if fourth != "stays":
        did = f"A visitor who waited 0.2 s at the door got {shown(fourth)}."
        return missed(did, "The page.", "another-patience", in_time=True)
    return met("Each turn was given back.")


def _errors_pass(evidence: Evidence) -> Finding | None:
    failed, late, left, gone = evidence.result.notes["ends"]
    for one, error in ((late, TimeoutError), (failed, ConnectionError)):
        if error_passes(one, error):
            did = f"The page itself raised `{error.__name__}`. Your middleware made {words(one)} of it."
            return missed(did, "The error, passed on.", "error-taken-for-the-door")
    return (
        leaving_passes(left, " inside")
        or leaving_passes(gone, " at the door")
        or met("Errors of the page were passed on.")
    )


def _untouched(evidence: Evidence) -> Finding | None:
    if re.search(r"threading\.\w*(Semaphore|Lock|Condition)\b", evidence.source):
        did = "Your cell makes a limit for threads."
        return missed(did, "The response of `get_response`, at once.", "sync-site-changed")
    if evidence.result.notes["same"]:
        return met("On a synchronous site nothing changed.")
    did = f"On a synchronous site, your function gave {words(evidence.result.notes['got'])}."
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
