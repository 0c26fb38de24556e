"""What a hop is called: the function's name, read without running anybody's code."""

from __future__ import annotations

import functools
import types

from asgiref.sync import AsyncToSync, SyncToAsync

from nightline.timeline.labels import shorten, type_name

LONGEST_NAME = 60
#: Wrappers inside wrappers that are looked through, at most.
DEEPEST = 20


def name_of(function: object) -> str:
    """Return a short name of what a bridge runs.

    A method is named with the class of its object, also where it is inherited. A partial has the
    name of its function, a decorated function that of the inner one, a class-based view that
    of its class. Receivers of a signal, which Django runs in one go, are named one after another.

    Example:
        >>> name_of(SessionMiddleware(view).process_request), name_of(lambda: 1)
        ('SessionMiddleware.process_request', 'a lambda')
    """
    return shorten(_name(function, DEEPEST), LONGEST_NAME)


def _name(function: object, depth: int) -> str:
    if depth:
        if isinstance(function, functools.partial):
            return _name(function.func, depth - 1)
        if isinstance(function, SyncToAsync):
            return _name(function.__dict__["func"], depth - 1)
        if isinstance(function, AsyncToSync):
            return _name(function.__dict__["awaitable"], depth - 1)
        if isinstance(function, types.FunctionType):
            inner = _inside(function)
            if inner:
                return ", ".join(_name(one, depth - 1) for one in inner)
    if isinstance(function, types.MethodType):
        owner = function.__self__
        method = getattr(function.__func__, "__name__", "")
        owner_name = owner.__name__ if isinstance(owner, type) else type_name(owner)
        return f"{owner_name}.{method}" if method else owner_name
    if isinstance(function, types.FunctionType):
        if function.__name__ == "<lambda>":
            return "a lambda"
        return function.__qualname__.rpartition("<locals>.")[2]
    if isinstance(function, types.BuiltinMethodType):
        return function.__name__
    return function.__name__ if isinstance(function, type) else type_name(function)


def _inside(function: types.FunctionType) -> list[object]:
    """Return what a function stands for, if it stands for others."""
    if function.__module__ == "django.dispatch.dispatcher" and function.__closure__:
        cells = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))
        receivers = cells.get("sync_receivers") or cells.get("async_receivers")
        if receivers is not None and isinstance(receivers.cell_contents, list | tuple):
            return list(receivers.cell_contents)
    inside = vars(function)
    if "view_class" in inside:
        return [inside["view_class"]]
    return [inside["__wrapped__"]] if "__wrapped__" in inside else []
