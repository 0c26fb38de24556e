"""What goes on beside a stream: errors of views, and threads that sleep."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any


@contextlib.contextmanager
def view_errors() -> Iterator[list[BaseException]]:
    """What views raise meanwhile: Django makes pages with status 500 of it."""
    from django.core.signals import got_request_exception

    errors: list[BaseException] = []

    def note(**about: object) -> None:
        if error := sys.exc_info()[1]:
            errors.append(error)

    got_request_exception.connect(note)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(note)


@contextlib.contextmanager
def no_sleep_in_threads(slept: list[float]) -> Iterator[None]:
    """Note `time.sleep` in threads that start from now on, and let it cost no time."""
    others, on_trial = {thread.ident for thread in threading.enumerate()}, time.sleep
    others.add(threading.get_ident())

    def sleep(seconds: Any, /) -> None:
        if threading.get_ident() in others:
            return on_trial(seconds)
        slept.append(seconds)
        return None

    time.sleep = sleep
    try:
        yield
    finally:
        time.sleep = on_trial


async def noting(chunks: Any, heard: Any) -> AsyncIterator[Any]:
    """The chunks of a stream, and a note of what it raises.

    Django takes every `TypeError` in a stream for the sign of a synchronous generator, reads it as
    such, and fails with another `TypeError`. Here the first one is still known.
    """
    try:
        async for chunk in chunks:
            yield chunk
    except Exception as error:
        heard.failed = error
        raise
