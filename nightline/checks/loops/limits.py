"""What the trials of this set see of limits: those that an answer puts on its waits."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Protocol

from nightline.checks.loops.watched import swapped
from nightline.judging.stage import Stage


class Waits(Protocol):
    """Where a limit is noted that is another one than the caller's."""

    waited: float | None


@contextlib.contextmanager
def slow_futures(
    stage: Stage,
    too_short: Callable[[float], bool] = lambda timeout: True,
    overran: Callable[[float], object] = lambda timeout: None,
) -> Iterator[None]:
    """The first wait with a limit that is too short ends at once, as if the coroutine were slow.

    `overran` hears of a wait that came to the end of its limit.
    """
    real, told = Future.result, set()

    def result(future: Any, timeout: float | None = None) -> Any:
        if timeout is not None and id(future) not in told and too_short(timeout):
            told.add(id(future))
            raise TimeoutError()
        try:
            return real(future, timeout)
        except TimeoutError:
            if timeout is not None and not future.done():
                overran(timeout)
            raise

    with swapped(stage, Future, "result", result):
        yield


@contextlib.contextmanager
def limits_noted(stage: Stage, waits: Waits, given: float, answers: bool) -> Iterator[None]:
    """Note a wait whose limit is not the one that the caller gave.

    Where the coroutine answers, a limit that is too short strikes at once. Where it does not, one that
    is too long strikes late.
    """
    real: Any = asyncio.wait_for

    def too_short(timeout: float) -> bool:
        if not answers or timeout >= given - 0.1:
            return False
        waits.waited = timeout
        return True

    def overran(timeout: float) -> None:
        if not answers and timeout > 1.5 * given:
            waits.waited = timeout

    def wait_for(plan: Any, timeout: float | None) -> Any:
        if timeout is not None and not too_short(timeout):
            overran(timeout)
        return real(plan, timeout)

    futures = slow_futures(stage, too_short, overran)
    with futures, swapped(stage, asyncio, "wait_for", wait_for):
        yield
