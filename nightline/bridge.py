"""`sync`: synchronous Django code from a cell, in one thread that is kept for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from nightline import database

P = ParamSpec("P")
R = TypeVar("R")


async def sync(fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run synchronous code in a thread of its own and wait for it, while the loop goes on.

    Django refuses to query the database in a thread whose event loop is running, and a cell is
    such a thread. All calls of `sync` share one thread, so they run one after another and see
    the same database connection. It is the thread that Django's own asynchronous methods use.

    Args:
        fn: A function. Pass it, do not call it: `sync(fn)`, not `sync(fn())`.
        args, kwargs: Its arguments.

    Returns:
        What `fn` returns. An error in `fn` comes out here. Beware of a lazy queryset: evaluate
        it inside `fn`.

    Raises:
        TypeError: `fn` is asynchronous, or no function at all.
        SiteUnavailable: Django cannot be set up in this kernel.

    Example:
        >>> await sync(Station.objects.count)
        22
    """
    if inspect.iscoroutinefunction(fn):
        raise TypeError(f"{fn.__name__} is asynchronous already. Await it: await {fn.__name__}(…)")
    if inspect.iscoroutine(fn):
        fn.close()
        raise TypeError("sync() was given a coroutine. Await it without sync().")
    if not callable(fn):
        raise TypeError(
            f"sync() was given a {type(fn).__name__}, not a function. "
            "Pass the function without calling it: sync(fn), not sync(fn())."
        )
    database.setup()
    from asgiref.sync import sync_to_async

    return await sync_to_async(fn, thread_sensitive=True)(*args, **kwargs)
