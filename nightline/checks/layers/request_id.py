"""`RequestId`: a class for both worlds that keeps nothing of a request on itself."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import json
import re
from typing import Any

from nightline.checks.layers import SET
from nightline.checks.layers import number_mistakes as number_mistakes
from nightline.checks.layers.kinds import problem_of
from nightline.checks.layers.passing import FAILING, PASSES, failing
from nightline.checks.layers.worlds import (
    FITS_BOTH,
    Seen,
    adds_no_hop,
    asked_once,
    in_turn,
    measured,
    of_layers,
    plain_layer,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

HEADER = "X-Request-Id"
ASYNC, SYNC = "an asynchronous site", "a synchronous site"
FRONT_DOOR = "front-door-7"
# Who comes when, stays how long, and brings which number.
VISITS = ((0.0, 0.4, ""), (0.1, 0.1, FRONT_DOOR), (0.2, 0.1, ""), (0.6, 0.1, ""))


def _lend_numbers(stage: Stage) -> set[str]:
    """Lend `new_id`; the set holds the numbers that it gave."""
    given, numbers = set(), itertools.count(40)

    def new_id() -> str:
        number = f"K-{next(numbers)}"
        given.add(number)
        return number

    new_id.__qualname__ = "new_id"  # as a view shows it
    stage.lend(new_id=new_id)
    return given


async def _asynchronous(answer: Any, stage: Stage) -> Seen:
    from django.http import JsonResponse

    given = _lend_numbers(stage)

    came: list[Any] = []

    async def page(request: Any) -> Any:
        came.append(request)
        number = getattr(request, "id", None)
        await asyncio.sleep(float(request.GET["seconds"]))
        return JsonResponse({"id": number}, json_dumps_params={"default": _readable})

    async def visits(site: Station) -> list[Reply]:
        async def one(comes: float, stays: float, number: str) -> Reply:
            visitor = await site.visitor()
            await asyncio.sleep(comes)
            brought = {"X_Request_Id": number} if number else {}
            return await visitor.get(f"/page/?seconds={stays}", **brought)

        return list(await asyncio.gather(*(one(*visit) for visit in VISITS)))

    seen = await measured(answer, stage, visits, page)
    seen.notes |= {"given": given, "came": len(came)}
    return seen


def _readable(value: Any) -> str:
    """What a view found that JSON does not know: a function by its name."""
    return f"function {value.__name__}" if inspect.isfunction(value) else repr(value)


async def _failing(answer: Any, stage: Stage) -> Seen:
    _lend_numbers(stage)
    return await failing(answer, stage)


def _synchronous(answer: Any, stage: Stage) -> Seen:
    from django.http import JsonResponse
    from django.test import RequestFactory

    given = _lend_numbers(stage)
    if problem := problem_of(answer):
        return Seen(problem)

    def page(request: Any) -> Any:
        return JsonResponse(
            {"id": getattr(request, "id", None)}, json_dumps_params={"default": _readable}
        )

    seen, layer = Seen(notes={"given": given}), plain_layer(answer, page)
    for number in ("", FRONT_DOOR, ""):
        headers = {HEADER: number} if number else {}
        request = RequestFactory().get("/page/", headers=headers)
        response = layer(request)
        if hasattr(response, "headers"):
            body = json.loads(response.content)
            response = Reply(response.status_code, body, _lower(response.headers), 0.0)
        seen.replies.append(response)
    return seen


def _lower(headers: Any) -> dict[str, str]:
    """Headers by their names in small letters: how they are written makes no difference."""
    return {name.lower(): value for name, value in headers.items()}


def _numbers(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    brought = (
        [number for _, _, number in VISITS] if evidence.trial == ASYNC else ["", FRONT_DOOR, ""]
    )
    for reply, number in zip(seen.replies, brought, strict=True):
        if found := _one(evidence, reply, number):
            return found
    if evidence.trial == ASYNC:
        for reply, (_, stay, _) in zip(seen.replies, VISITS, strict=True):
            if found := asked_once(seen.notes["came"], len(VISITS)) or in_turn(reply, stay):
                return found
    own = [reply.body["id"] for reply in seen.replies]
    if len(set(own)) < len(own):
        twice = next(one for one in own if own.count(one) > 1)
        did = f"Two requests had the number {shown(twice)}."
        return missed(did, "A new number for each.", "number-made-once")
    return met(f"Each of {len(own)} requests had its own number, and {FRONT_DOOR} kept its.")


def _one(evidence: Evidence, reply: Any, brought: str) -> Finding | None:
    seen: Seen = evidence.result
    if reply == "coroutine":
        did = "On a synchronous site, your class returned a coroutine."
        return missed(did, "The response.", "async-in-sync-world")
    if not isinstance(reply, Reply) or reply.status != 200 or not isinstance(reply.body, dict):
        did = f"A visitor got {shown(getattr(reply, 'body', reply))}."
        return missed(did, "The view's own answer.", "layer-swallows")
    found, sent, given = (
        reply.body["id"],
        reply.headers.get(HEADER.lower()),
        seen.notes["given"],
    )
    if found is None:
        set_somewhere = re.search(r"request\.id\s*(:[^=]+)?=|setattr\(request", evidence.source)
        key = "number-not-for-the-view" if set_somewhere else "number-elsewhere"
        return missed("The view found no `request.id`.", "The number.", key)
    if found == "function new_id":
        return missed("The view found the function `new_id`.", "A number.", "new-id-not-called")
    if brought and found != brought:
        did = f"A request brought the number {shown(brought)}, and the view found {shown(found)}."
        return missed(did, f"{shown(brought)}, in the view and in the response.", "number-replaced")
    if sent != found and sent == str(found):
        did = f"The view found {shown(found)}, an object of the type `{type(found).__name__}`."
        return missed(did, f"The text {shown(sent)}.", "number-not-text")
    if sent != found:
        did = f"The view found {shown(found)}, and its visitor got "
        did += f"{shown(sent)}." if sent else "no header `X-Request-Id`."
        others = [each.body["id"] for each in seen.replies if each is not reply]
        key = "number-of-another-visitor" if sent in others else "number-not-sent"
        return missed(did, f"{shown(found)} in both.", key)
    if not brought and found == FRONT_DOOR:
        did = f"A request without a number got {shown(found)}, which another one had brought."
        return missed(did, "A number of its own.", "number-of-another-visitor")
    if not brought and found not in given:
        did = f"A request without a number got {shown(found)}."
        same = [each for each in seen.replies if each is not reply and each.body["id"] == found]
        key = "number-made-once" if same else "number-not-from-new-id"
        return missed(did, "A new number from `new_id()`.", key)
    return None


REQUEST_ID = Task(
    name="RequestId",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(ASYNC, _asynchronous, prepare=prepare),
        Trial(SYNC, _synchronous, prepare=prepare),
        Trial(FAILING, _failing, prepare=prepare),
    ),
    requirements=(
        FITS_BOTH,
        Requirement("Each request has its own number", of_layers(_numbers), ASYNC),
        Requirement("It has one on a synchronous site", of_layers(_numbers), SYNC),
        PASSES,
        adds_no_hop(ASYNC),
    ),
    hints=(
        "Django makes one object, and calls it for every visitor. Where does a number belong that "
        "only one request has?",
        "In `__init__`, keep `get_response`, and mark the object if `get_response` is a coroutine "
        "function. In the class, say that both worlds are welcome.",
        "In `__call__`, set `request.id` first. Then give back the response, or on an asynchronous "
        "site the call of a second method, an `async def`.",
        "`if iscoroutinefunction(self): return self.acall(request)`. In `acall`, await "
        "`self.get_response(request)`, set the header and return the response.",
    ),
    why=(
        "The number lies on the request, which belongs to one visitor only. The mark on the object "
        "tells the next layer to await it. So nothing is adapted, and nothing hops."
    ),
    reflect="Before you go on, say what could be kept on `self` without harm.",
)
