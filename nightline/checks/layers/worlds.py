"""What Django sees in a middleware, and what a request costs on a site that has it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.layers import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Judge, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, station

BOTH = "A middleware for both worlds"
register(
    Diagnosis(
        "django-not-told",
        "a middleware that Django takes for a synchronous one",
        "Your code may be fit for both worlds, but Django cannot know. It reads two attributes, "
        "`sync_capable` and `async_capable`, and without them it expects synchronous code only.",
        "Which line above `railway` in the lesson sets both attributes? What stands in the class?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "one-world-only",
        "a middleware for asynchronous sites only",
        "Django looks at `sync_capable` and `async_capable`. Yours says that it cannot work on a "
        "synchronous site.",
        "The other office has a WSGI server. Which decorator of the lesson names both worlds?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "object-not-marked",
        "an object that Django takes for a plain function",
        "Your `__call__` is `async def`. But Django asks about the object, and an object is no "
        "function. The next layer outside takes the plan for a response.",
        "Print `iscoroutinefunction` of the object. Which call puts the mark on it?",
        "17",
        "When it goes wrong",
        misconceptions=(86,),
    ),
    Diagnosis(
        "plain-in-async-world",
        "a plain function around an asynchronous one",
        "You got a `get_response` that must be awaited, and you gave back a plain function. To "
        "say that it is capable does not make it asynchronous.",
        "Where do you ask which kind of `get_response` you have? What do you return for each?",
        "17",
        BOTH,
        misconceptions=(65, 87),
    ),
    Diagnosis(
        "async-in-sync-world",
        "a coroutine on a synchronous site",
        "On a synchronous site `get_response` is a plain function, and nobody awaits there. Your "
        "middleware makes a plan all the same.",
        "Which question about `get_response` tells you the world you are in?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "other-way-round",
        "the two worlds exchanged",
        "Around a coroutine function you put a plain one, and around a plain function a coroutine "
        "function. Both are here, each at the other's place.",
        "Read your condition aloud. For which `get_response` is it true?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "response-not-awaited",
        "a plan taken for the response",
        "On an asynchronous site, a call of `get_response` makes a coroutine. The response exists "
        "only after the wait.",
        "Which word is missing before `get_response(request)` in your asynchronous function?",
        "17",
        BOTH,
        misconceptions=(65,),
    ),
    Diagnosis(
        "response-awaited-in-sync",
        "a response that was awaited",
        "`get_response` gave a response, and you awaited it. On a synchronous site the call itself "
        "gives the response.",
        "In which of the two worlds does this line run? What is `get_response` there?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "no-layer",
        "nothing for Django to call",
        "Django calls the outer function once, with `get_response`, and keeps what it returns. For "
        "each request it calls that. Here it is nothing that can be called.",
        "What does `old_style` in the lesson return, and when does that run?",
        "17",
        BOTH,
    ),
    Diagnosis(
        "hops-added",
        "a middleware that hops",
        "With your middleware in the list, a request leaves the loop's thread more often. Django "
        "does that for code which it takes for synchronous. `sync_to_async` does it too, and so "
        "does Django's own base class for `process_request` and `process_response`.",
        "Count with `hops`, and read the names in the picture. Which of them is yours?",
        "17",
        "The price of hello",
    ),
    Diagnosis(
        "layer-swallows",
        "a response that did not arrive",
        "A middleware stands between the view and the visitor. What it returns is what the visitor "
        "gets, and here that is not the response of `get_response`.",
        "Does every way through your inner function end in `return` and the response?",
        "17",
        BOTH,
    ),
)
know_error(
    "'coroutine' object does not support item",
    "response-not-awaited",
    sets=SET,
    explains_unrun=True,
)
know_error(
    "'coroutine' object has no attribute", "response-not-awaited", sets=SET, explains_unrun=True
)
know_error("response of type", "response-awaited-in-sync", sets=SET)
know_error("Response can't be used in 'await'", "response-awaited-in-sync", sets=SET)
know_error("object Plain can't be used in 'await'", "response-awaited-in-sync", sets=SET)

# What a request makes without any middleware of its own is Django's, whatever the version.
Get = Callable[[Any], Any]


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
    for world, layer in (("an asynchronous", in_async), ("a synchronous", in_sync)):
        if inspect.iscoroutine(layer):
            layer.close()
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
    for middleware in ([], [answer]):
        async with station(stage, *pages, middleware=middleware) as site:
            guest = await site.visitor()
            await guest.get("/hello/")
            with recording() as record:
                await guest.get("/hello/")
            numbers.append(record.count)
            seen.back = record.back
            if middleware:
                seen.replies = await visits(site)
    seen.hops = numbers[1] - numbers[0]
    return seen


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


def plain_response(layer: Any, request: Any) -> Any:
    """Call a layer of a synchronous site; a coroutine that comes out is closed.

    Returns:
        The response, or the text "coroutine".
    """
    response = layer(request)
    if inspect.iscoroutine(response):
        response.close()
        return "coroutine"
    return response
