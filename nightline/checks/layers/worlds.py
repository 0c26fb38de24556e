"""What Django sees in a middleware, and what a request costs on a site that has it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.layers import world_mistakes as world_mistakes
from nightline.checks.layers.kinds import problem_of
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Judge,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, station

CREATED = inspect.CORO_CREATED


@dataclass
class Seen:
    """What a trial saw of a middleware.

    Args:
        problem: the key of what Django would see wrong, and what was done; then nothing else ran.
        replies: what the visitors got.
        hops: how many hops one request made on a site with the answer, less those without it.
        jobs: how many more jobs it gave to threads in other ways, such as `asyncio.to_thread`.
        back: how many times such a request had to come back to the loop.
        notes: what else the trial wrote down.
    """

    problem: tuple[str, str] | None = None
    replies: list[Reply] = field(default_factory=list)
    hops: int = 0
    jobs: int = 0
    back: int = 0
    notes: dict[str, Any] = field(default_factory=dict)


async def measured(
    answer: Any, stage: Stage, visits: Callable[[Station], Awaitable[list[Reply]]], view: Any
) -> Seen:
    """Build the site with a middleware and send visitors; count the hops of one request first."""
    from django.urls import path

    from nightline.hops.recorder import recording

    if problem := problem_of(answer):
        return Seen(problem)
    pages = path("page/", view), path("hello/", _hello)
    seen, numbers, jobs = Seen(), [], []
    errors: list[BaseException] = []
    try:
        for middleware in ([], [answer]):
            async with station(stage, *pages, middleware=middleware) as site:
                errors = site.errors
                guest = await site.visitor()
                await guest.get("/hello/")
                with recording() as record, _jobs(stage.loop) as given:
                    await guest.get("/hello/")
                numbers.append(record.count)
                jobs.append(len(given))
                seen.back = record.back
                if middleware:
                    seen.replies = await visits(site)
    except Exception as error:  # also one that no layer of Django's turns into a page
        errors.append(error)
        raise
    finally:
        for each in errors:
            close_held(each)
    seen.hops = numbers[1] - numbers[0]
    seen.jobs = jobs[1] - jobs[0] - seen.hops
    return seen


@contextlib.contextmanager
def _jobs(loop: Any) -> Iterator[list[Any]]:
    """What the loop gives to executors inside the block; a bridge's hops are among it."""
    given: list[Any] = []
    run_in_executor = loop.run_in_executor

    def noted(executor: Any, function: Any, *args: Any) -> Any:
        given.append(function)
        return run_in_executor(executor, function, *args)

    loop.run_in_executor = noted
    try:
        yield given
    finally:
        del loop.run_in_executor


def close_held(error: BaseException) -> None:
    """Close a plan that was taken for a response: the error tells of it, at its line.

    Else it would be let go at some later moment, and warn in the middle of another trial.
    """
    if "'coroutine' object" not in str(error):
        return
    for frame, _ in traceback.walk_tb(error.__traceback__):
        for value in list(frame.f_locals.values()):
            if inspect.iscoroutine(value) and inspect.getcoroutinestate(value) == CREATED:
                value.close()


async def _hello(request: Any) -> Any:
    from django.http import JsonResponse

    return JsonResponse({})


def of_layers(judge: Judge) -> Judge:
    """A judge that cannot tell when the middleware was not tried, because of its kind."""
    return lambda evidence: None if evidence.result.problem else judge(evidence)


def _fits_both(evidence: Evidence) -> Finding:
    if problem := evidence.result.problem:
        key, did = problem
        expected = (
            "A coroutine function around a coroutine function, a plain one around a plain one."
        )
        if key in ("django-not-told", "one-world-only"):
            expected = "`sync_capable` and `async_capable`, both true."
        elif key == "called-too-early":
            expected = "Not before there is a request."
        return missed(did, expected, key)
    return met("Django can use it in both worlds.")


def _adds_no_hop(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    if seen.hops or seen.back:
        did = f"With your middleware, one request makes {count(seen.hops, 'hop')} more"
        did += f", and comes back to the loop {count(seen.back, 'time')}." if seen.back else "."
        return missed(did, "Not one hop more.", "hops-added")
    if seen.jobs:
        did = (
            f"With your middleware, one request gives {count(seen.jobs, 'more call')} to a thread."
        )
        return missed(did, "All of it stays on the loop.", "thread-added")
    return met("It adds no hop.")


FITS_BOTH = Requirement("Django can use it in both worlds", _fits_both)


def adds_no_hop(trial: str) -> Requirement:
    """With the middleware, a request makes as many hops as without it."""
    return Requirement("It adds no hop", of_layers(_adds_no_hop), trial)


def arrived(reply: Reply, wanted: Any) -> Finding | None:
    """What is wrong with a reply whose body is not the view's; None when nothing is."""
    if reply.status == 200 and reply.body == wanted:
        return None
    did = f"A visitor got status {reply.status} and {shown(reply.body)}."
    return missed(did, f"The view's own answer, {shown(wanted)}.", "layer-swallows")


def in_turn(reply: Reply, stay: float) -> Finding | None:
    """What is wrong when a visitor had to wait for another one; None when nobody had to."""
    if reply.seconds <= stay + 0.02:
        return None
    did = f"A page takes {seconds(stay)}, and its visitor had it after {seconds(reply.seconds)}."
    return missed(did, "Nobody waits for another visitor.", "visitors-in-turn", in_time=True)


def asked_once(came: int, visitors: int) -> Finding | None:
    """What is wrong when the view ran more often than visitors came; None when it did not."""
    if came <= visitors:
        return None
    did = f"{count(visitors, 'visitor')} came, and the view ran {count(came, 'time')}."
    return missed(did, "Once for each visitor.", "view-run-twice")


def plain_layer(answer: Any, page: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A synchronous site with one middleware, and a page behind it.

    Returns:
        What takes a request and gives the response, or the text "coroutine" where the middleware
        gave one; that one is closed.
    """

    def next_layer(request: Any) -> Any:
        early = None
        if hook := getattr(layer, "process_view", None):
            early = hook(request, page, (), {})
            early = asyncio.run(early) if inspect.iscoroutine(early) else early
        return page(request) if early is None else early

    layer = answer(next_layer)

    def visit(request: Any) -> Any:
        response = layer(request)
        if inspect.iscoroutine(response):
            response.close()
            return "coroutine"
        return response

    return visit
