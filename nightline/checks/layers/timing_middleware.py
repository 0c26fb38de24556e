"""`timing_middleware`: a function for both worlds that measures without a hop."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from nightline.checks.layers import SET
from nightline.checks.layers import timing_mistakes as timing_mistakes
from nightline.checks.layers.kinds import problem_of
from nightline.checks.layers.passing import FAILING, PASSES, failing
from nightline.checks.layers.worlds import (
    FITS_BOTH,
    Seen,
    adds_no_hop,
    arrived,
    asked_once,
    in_turn,
    measured,
    of_layers,
    plain_layer,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, seconds, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

OTHER_CLOCK = re.compile(r"_ns\b|datetime|timezone|process_time|thread_time|\bloop\b")
HEADER = "X-Milliseconds"
ASYNC, SYNC = "an asynchronous site", "a synchronous site"
# Virtual seconds: how long the site stands open, the slow page, when the other comes, the quick one.
OPEN, SLOW, LATER, QUICK = 0.35, 0.4, 0.12, 0.1
# Where seconds become milliseconds.
THOUSAND = re.compile(r"\*\s*1_?000|1_?000(\.0)?\s*\*|1e3")
BODY = {"page": "departures"}


async def _asynchronous(answer: Any, stage: Stage) -> Seen:
    from django.http import JsonResponse

    came: list[Any] = []

    async def page(request: Any) -> Any:
        came.append(request)
        await asyncio.sleep(float(request.GET["seconds"]))
        return JsonResponse(BODY)

    async def visits(site: Station) -> list[Reply]:
        slow, quick = await site.visitor(), await site.visitor()
        await asyncio.sleep(OPEN)

        async def comes_later() -> Reply:
            await asyncio.sleep(LATER)
            return await quick.get(f"/page/?seconds={QUICK}")

        return list(await asyncio.gather(slow.get(f"/page/?seconds={SLOW}"), comes_later()))

    seen = await measured(answer, stage, visits, page)
    seen.notes["came"] = len(came)
    return seen


def _synchronous(answer: Any, stage: Stage) -> Seen:
    import time

    from django.http import JsonResponse
    from django.test import RequestFactory

    if problem := problem_of(answer):
        return Seen(problem)
    stage.expect_blocking()

    def page(request: Any) -> Any:
        time.sleep(float(request.GET["seconds"]))
        return JsonResponse(BODY)

    seen, layer = Seen(), plain_layer(answer, page)
    for wait in (SLOW, QUICK):
        request = RequestFactory().get("/page/", {"seconds": str(wait)})
        seen.notes[str(wait)] = layer(request)
    return seen


def _says(evidence: Evidence, wait: float, got: Any, others: dict[str, float]) -> Finding | None:
    """What is wrong with the header of a page that took `wait` seconds; None when nothing is."""
    wanted = round(1000 * wait)
    expected = f"`{HEADER}: {wanted}`, for a page of {seconds(wait)}."
    if got is None:
        return missed(f"A response came without `{HEADER}`.", expected, "no-milliseconds")
    did = f"A page of {seconds(wait)} said `{HEADER}: {got}`."
    try:
        number = float(got)
    except ValueError:
        return missed(did, expected, "not-milliseconds")
    if abs(number - wanted) <= 1:
        whole = str(got).strip().isdigit()
        return None if whole else missed(did, expected, "not-milliseconds")
    if abs(number - wait) < 0.01 or abs(number - 1000 * wanted) < 1000:
        return missed(did, expected, "not-milliseconds")
    if abs(number) < 1 and not THOUSAND.search(evidence.source):
        return missed(did, expected, "not-milliseconds")
    if abs(number + wanted) <= 1:
        return missed(did, expected, "earlier-minus-later")
    for key, value in others.items():
        if abs(number - 1000 * value) <= 2:
            return missed(did, expected, key)
    if number > wanted + 5:
        return missed(did, expected, "clock-of-the-site")
    key = "another-clock" if OTHER_CLOCK.search(evidence.source) else "measured-nothing"
    return missed(did, expected, key)


def _measures(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.hops:
        return None  # in another thread the clock is another one
    slow, quick = seen.replies
    for reply, stay in ((slow, SLOW), (quick, QUICK)):
        if found := arrived(reply, BODY) or asked_once(seen.notes["came"], 2):
            return found
        if found := in_turn(reply, stay):
            return found
    says = slow.headers.get(HEADER)
    if says == quick.headers.get(HEADER) and says not in (None, "0"):
        did = f"A page of {seconds(SLOW)} and one of {seconds(QUICK)} both said `{HEADER}: {says}`."
        return missed(did, "Two different numbers.", "always-the-same")
    shared = {"clock-shared": SLOW - LATER}
    return (
        _says(evidence, SLOW, slow.headers.get(HEADER), shared)
        or _says(evidence, QUICK, quick.headers.get(HEADER), {})
        or met(f"A page of {seconds(SLOW)} said `{HEADER}: {slow.headers[HEADER]}`.")
    )


def _measures_in_sync(evidence: Evidence) -> Finding | None:
    for wait in (SLOW, QUICK):
        response = evidence.result.notes[str(wait)]
        if response == "coroutine":
            did = "On a synchronous site, your function returned a coroutine."
            return missed(did, "The response.", "async-in-sync-world")
        if not hasattr(response, "headers"):
            did = f"On a synchronous site, your function returned {shown(response)}."
            return missed(did, "The response of `get_response`.", "layer-swallows")
        if found := _says(evidence, wait, response.headers.get(HEADER), {}):
            return found
    return met(f"A page of {seconds(SLOW)} said so there, too.")


TIMING_MIDDLEWARE = Task(
    name="timing_middleware",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(ASYNC, _asynchronous, prepare=prepare),
        Trial(SYNC, _synchronous, prepare=prepare),
        Trial(FAILING, failing, prepare=prepare),
    ),
    requirements=(
        FITS_BOTH,
        Requirement("Each response says how long it took", of_layers(_measures), ASYNC),
        Requirement("It does so on a synchronous site", of_layers(_measures_in_sync), SYNC),
        PASSES,
        adds_no_hop(ASYNC),
    ),
    hints=(
        "Which of your functions runs once, and which for each request? In which of them must a "
        "request's clock start?",
        "Write two inner functions. One is `async def` and awaits `get_response(request)`, the "
        "other calls it. Return the one that fits `iscoroutinefunction(get_response)`.",
        "Read `time.perf_counter()` before and after `get_response`. Set the header to "
        "`round(1000 * (after - before))`.",
        "Above the `def` of `timing_middleware` stands `@sync_and_async_middleware`, so that Django "
        "hands over either kind.",
    ),
    why=(
        "Django hands over a `get_response` of the site's own kind, because the decorator says that "
        "both will do. The coroutine function is awaited on the loop, so no hop is added and "
        "nobody's thread waits."
    ),
    reflect="Before you go on, say what Django would do without the decorator.",
)
