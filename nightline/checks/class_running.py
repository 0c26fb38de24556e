"""What runs a learner's test class on the trial's clock, in whichever set a learner writes it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def loops(prepare: Callable[[Any], object], longest: float | None = None) -> Iterator[None]:
    """Prepare each loop that `unittest` makes while the block runs.

    A test that fails in the middle leaves tasks and errors behind. With broken code, that is right.

    Args:
        prepare: gets each new loop.
        longest: virtual seconds for a test of broken code, which may wait for ever; None for right code.
    """
    make = asyncio.events.new_event_loop

    def new_event_loop() -> asyncio.AbstractEventLoop:
        loop: Any = make()
        prepare(loop)
        if longest is not None:
            loop.set_exception_handler(lambda loop, context: None)
            loop.call_later(longest, _give_up, loop)
        return loop  # type: ignore[no-any-return]

    asyncio.events.new_event_loop = asyncio.new_event_loop = new_event_loop
    try:
        yield
    finally:
        asyncio.events.new_event_loop = asyncio.new_event_loop = make


def without_debug(loop: Any) -> None:
    """Keep `unittest` from debug mode, which is slow and whose log names lines of ours."""
    loop.set_debug = lambda enabled: None


@contextlib.contextmanager
def unprofiled() -> Iterator[None]:
    """No picture shows these runs, and Python 3.11 records at a price for every call."""
    hook = sys.getprofile()
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(hook)


def clean_loop() -> None:
    """The last loop of a trial is looked at, and this one is clean."""
    asyncio.events.new_event_loop().close()


def _give_up(loop: asyncio.AbstractEventLoop) -> None:
    """End a test that waits for what its code never does. It counts as failed."""
    for task in asyncio.all_tasks(loop):
        task.cancel()
