"""What Django sees in a middleware, and what a request costs on a site that has it."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.layers import world_mistakes as world_mistakes
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Judge, Requirement, count, met, missed, shown
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
        back: how many times such a request had to come back to the loop.
        notes: what else the trial wrote down.
    """

    problem: tuple[str, str] | None = None
    replies: list[Reply] = field(default_factory=list)
    hops: int = 0
    back: int = 0
    notes: dict[str, Any] = field(default_factory=dict)


async def _awaited(request: Any) -> Any:
    raise AssertionError("nobody calls this")


def _called(request: Any) -> Any:
    raise AssertionError("nobody calls this")


def problem_of(answer: Any) -> tuple[str, str] | None:
    """What is wrong with the kinds of a middleware: the diagnosis and what was done, or None.

    It builds a layer for each world, as Django does, and calls neither.
    """
    from asgiref.sync import iscoroutinefunction

    in_async, in_sync = answer(_awaited), answer(_called)
    for layer in (in_async, in_sync):
        if inspect.iscoroutine(layer):
            layer.close()
    for world, layer in (("an asynchronous", in_async), ("a synchronous", in_sync)):
        if not callable(layer):
            return "no-layer", f"For {world} `get_response` you returned {shown(layer)}."
    awaits, calls = iscoroutinefunction(in_async), not iscoroutinefunction(in_sync)
    if not awaits and not calls:
        return "other-way-round", "Each kind of `get_response` got the other kind of function."
    if not awaits:
        its_call = vars(type(in_async)).get("__call__")
        did = "Around a `get_response` that must be awaited, Django sees a plain function."
        if inspect.iscoroutinefunction(its_call):
            return "object-not-marked", did.replace("function", "object")
        return "plain-in-async-world", did
    if not calls:
        did = "Around a plain `get_response`, a call of your middleware makes a coroutine."
        return "async-in-sync-world", did
    if not getattr(answer, "async_capable", False):
        did = "Your middleware has no attribute `async_capable` that is true."
        return "django-not-told", did
    if not getattr(answer, "sync_capable", True):
        return "one-world-only", "Your middleware has `sync_capable = False`."
    return None


async def measured(
    answer: Any, stage: Stage, visits: Callable[[Station], Awaitable[list[Reply]]], view: Any
) -> Seen:
    """Build the site with a middleware and send visitors; count the hops of one request first."""
    from django.urls import path

    from nightline.hops.recorder import recording

    if problem := problem_of(answer):
        return Seen(problem)
    pages = path("page/", view), path("hello/", _hello)
    seen, numbers = Seen(), []
    errors: list[BaseException] = []
    try:
        for middleware in ([], [answer]):
            async with station(stage, *pages, middleware=middleware) as site:
                errors = site.errors
                guest = await site.visitor()
                await guest.get("/hello/")
                with recording() as record:
                    await guest.get("/hello/")
                numbers.append(record.count)
                seen.back = record.back
                if middleware:
                    seen.replies = await visits(site)
    finally:
        for error in errors:
            _close_plan(error)
    seen.hops = numbers[1] - numbers[0]
    return seen


def _close_plan(error: BaseException) -> None:
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
        return missed(did, expected, key)
    return met("Django can use it in both worlds.")


def _adds_no_hop(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result
    if seen.hops or seen.back:
        did = f"With your middleware, one request makes {count(seen.hops, 'hop')} more"
        did += f", and comes back to the loop {count(seen.back, 'time')}." if seen.back else "."
        return missed(did, "Not one hop more.", "hops-added")
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
