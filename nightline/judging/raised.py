"""What views raise on trial: noted, and answered with a short page.

Importing this costs nothing; `listen` needs Django to be set up.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import traceback
import types
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

# What Django says itself where debug pages are off.
PAGE = "Server Error (500)"

# What a view raises becomes a page with status 500. These are the errors themselves.
_errors: ContextVar[list[BaseException] | None] = ContextVar("errors", default=None)


@contextlib.contextmanager
def noted(errors: list[BaseException]) -> Iterator[None]:
    """Add to this list what views raise while the block runs."""
    token = _errors.set(errors)
    try:
        yield
    finally:
        _errors.reset(token)


@functools.cache
def listen() -> None:
    """Note errors and leave out debug pages, once for this process.

    A debug page can take longer than all the rest of a visit, and nobody reads it on trial.
    Requests outside of `noted` still get theirs.
    """
    from django.core.signals import got_request_exception
    from django.http import HttpResponse
    from django.views import debug

    real = debug.technical_500_response

    @functools.wraps(real)
    def page(*args: Any, **kwargs: Any) -> Any:
        return real(*args, **kwargs) if _errors.get() is None else HttpResponse(PAGE, status=500)

    debug.technical_500_response = page
    got_request_exception.connect(_note, dispatch_uid="nightline.judging.raised")


def close_returned(error: BaseException, files: frozenset[str]) -> None:
    """Close a coroutine that a view returned: Django holds it, and the error names it already.

    Else it would be let go at some later moment, and warn in the middle of another trial.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            continue
        for value in list(frame.f_locals.values()):
            # Not `isinstance`: it asks a lazy `request.user` for its class, and that asks the database.
            if type(value) is not types.CoroutineType:
                continue
            if inspect.getcoroutinestate(value) == inspect.CORO_CREATED:
                value.close()


def _note(**about: object) -> None:
    seen, error = _errors.get(), sys.exc_info()[1]
    if seen is not None and error is not None:
        seen.append(error)
