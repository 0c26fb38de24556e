"""Jobs beside one another: whether the loop is free meanwhile, and results that come in no order."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Any

from nightline.judging.evidence import Blocked, Place
from nightline.judging.places import place_of_frame
from nightline.judging.stage import Stage

# Real seconds in which a free loop does what it is asked. A bound, no measure.
PATIENCE = 1.0
REAL_WAIT = asyncio.wait


def see_the_loop(stage: Stage, thread: int) -> None:
    """Note it as blocked time if the loop's thread stands still. Called in another thread.

    Args:
        stage: the trial's stage.
        thread: the identity of the loop's thread.
    """
    free = threading.Event()
    stage.loop.call_soon_threadsafe(free.set)
    if free.wait(PATIENCE):
        return
    place = place_of_frame(sys._current_frames().get(thread), stage.files) or Place("your answer")
    stage.explain(blocked="coroutine-waits-for-thread")
    stage.note_blocked(Blocked(place, "", PATIENCE, place.source or "join()", 0))


class _AnyOrder(set[Any]):
    """What `asyncio.wait` calls done: a set has no order, so it may be the other way round."""

    def __init__(self, items: set[Any], backwards: bool) -> None:
        super().__init__(items)
        self.backwards = backwards

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(set(super().__iter__()), key=_age, reverse=self.backwards))

    def pop(self) -> Any:
        first = next(iter(self))
        self.remove(first)
        return first


def _age(job: Any) -> tuple[int, str]:
    name = job.get_name() if isinstance(job, asyncio.Task) else ""
    return len(name), name


@contextlib.contextmanager
def any_order(backwards: bool) -> Iterator[None]:
    """Let `asyncio.wait` give what is done by age, or backwards: nobody can rely on either."""

    async def wait(*args: Any, **kwargs: Any) -> tuple[set[Any], set[Any]]:
        done, pending = await REAL_WAIT(*args, **kwargs)
        return _AnyOrder(done, backwards), pending

    asyncio.wait = wait
    try:
        yield
    finally:
        asyncio.wait = REAL_WAIT
