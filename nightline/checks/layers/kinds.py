"""What kind of middleware an answer makes: whether Django can use it, in which world."""

from __future__ import annotations

import inspect
from typing import Any

from nightline.judging.findings import shown


class CalledTooEarly(Exception):
    """The next layer was called while the site was built, when there is no request yet."""


async def _awaited(request: Any) -> Any:
    raise CalledTooEarly


def _called(request: Any) -> Any:
    raise CalledTooEarly


def problem_of(answer: Any) -> tuple[str, str] | None:
    """What is wrong with the kinds of a middleware: the diagnosis and what was done, or None.

    It builds a layer for each world, as Django does, and calls neither.
    """
    from asgiref.sync import iscoroutinefunction

    layers: list[Any] = []
    try:
        layers += [answer(_awaited)]
        layers += [answer(_called)]
    except CalledTooEarly:
        return "called-too-early", "`get_response` was called while the site was built."
    finally:
        for layer in layers:
            if inspect.iscoroutine(layer):
                layer.close()
    for world, layer in zip(("an asynchronous", "a synchronous"), layers, strict=True):
        if not callable(layer):
            return _no_layer(answer, layer), _how_it_is_none(answer, layer, world)
    in_async, in_sync = layers
    awaits = iscoroutinefunction(in_async)
    calls = not iscoroutinefunction(in_sync) and not _awaits_when_called(in_sync)
    if not awaits and _awaits_when_called(in_async):
        did = "Around a `get_response` that must be awaited, Django sees a plain object."
        return "object-not-marked", did
    if not awaits and not calls:
        return "other-way-round", "Each kind of `get_response` got the other kind of function."
    if not awaits:
        did = "Around a `get_response` that must be awaited, Django sees a plain function."
        if inspect.isclass(answer) and _has_async_code(answer):
            return "object-without-mark", did.replace("function", "object")
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


def _no_layer(answer: Any, layer: Any) -> str:
    if inspect.isclass(answer):
        return "object-not-callable"
    if not inspect.iscoroutine(layer):
        return "no-layer"
    return "outer-is-async" if inspect.iscoroutinefunction(answer) else "called-too-early"


def _how_it_is_none(answer: Any, layer: Any, world: str) -> str:
    if inspect.isclass(answer):
        return f"Django got an object of `{type(layer).__name__}`, and cannot call it."
    if not inspect.iscoroutine(layer):
        return f"For {world} `get_response` you returned {shown(layer)}."
    if inspect.iscoroutinefunction(answer):
        return "The call of your outer function made a plan."
    return "You called your inner function while the site was built, and returned the plan."


def _awaits_when_called(layer: Any) -> bool:
    """Whether an object's `__call__` is `async def`; Django does not look there."""
    return inspect.iscoroutinefunction(vars(type(layer)).get("__call__"))


def _has_async_code(answer: type) -> bool:
    """Whether a class has a coroutine function as a method, or inside its `__call__`."""
    inner = getattr(vars(answer).get("__call__"), "__code__", None)
    flags = [getattr(each, "co_flags", 0) for each in getattr(inner, "co_consts", ())]
    return any(map(inspect.iscoroutinefunction, vars(answer).values())) or any(
        flag & inspect.CO_COROUTINE for flag in flags
    )
