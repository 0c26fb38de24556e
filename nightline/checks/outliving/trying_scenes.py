"""The other side on which `keep_trying` is judged: it fails, is busy, or never answers."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.stage import Stage
from nightline.judging.trial import Trial

NEVER = 1000.0


class Busy(ConnectionError):
    """As in the notebook."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"come again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Try:
    """What a try does: it takes so long, and then fails with an error, or gives a value."""

    error: BaseException | None = None
    value: Any = None
    takes: float = 0.0


@dataclass
class Seen:
    """When tries began, how many were cancelled, how it ended; `plain` for a plain `def`."""

    starts: list[float] = field(default_factory=list)
    cancelled: int = 0
    most: int = 0
    value: Any = None
    error: BaseException | None = None
    end: float = 0.0
    plain: bool = False


class Other:
    """The other side, which does what the list says; after its end it gives "too late"."""

    def __init__(self, stage: Stage, tries: Sequence[Try]) -> None:
        self.loop, self.tries, self.seen, self.open = stage.loop, list(tries), Seen(), 0

    async def work(self) -> Any:
        now = self.tries.pop(0) if self.tries else Try(value="too late")
        self.seen.starts.append(round(self.loop.time(), 4))
        self.open += 1
        self.seen.most = max(self.seen.most, self.open)
        try:
            await asyncio.sleep(now.takes)
        except asyncio.CancelledError:
            self.seen.cancelled += 1
            raise
        finally:
            self.open -= 1
        if now.error is not None:
            raise now.error
        return now.value


def trial(name: str, script: Sequence[Try], tries: int, first: float = 1.0) -> Trial:
    async def run(answer: Any, stage: Stage) -> Seen:
        stage.lend(Busy=Busy)
        other = Other(stage, script)
        seen, known = other.seen, [each.error for each in script]
        seen.plain = not inspect.iscoroutinefunction(answer)
        try:
            seen.value = await answer(other.work, tries, first, 3.0)
        except Exception as error:
            if not isinstance(error, ConnectionError | TimeoutError) and error not in known:
                raise
            seen.error = error
        seen.end = round(stage.loop.time(), 4)
        return seen

    return Trial(name, run)


async def left(answer: Any, stage: Stage) -> Seen:
    """The worker is told to stop during a pause, then during a try."""
    stage.lend(Busy=Busy)
    for script, moment in ((AWAY, 0.5), ([Try(takes=2.0)], 1.0)):
        other = Other(stage, script)
        task = asyncio.ensure_future(answer(other.work, 5, 1.0, 3.0))
        await asyncio.sleep(moment)
        if task.done():  # nothing is left to stop: other trials tell why
            with contextlib.suppress(ConnectionError, TimeoutError):
                task.result()
            continue
        stage.cancel(task)
        await asyncio.wait([task], timeout=20.0)
    return other.seen


AWAY = [Try(ConnectionError(f"away, {n}")) for n in ("first", "second", "third", "fourth")]
WORKS, GIVES_UP, BUSY, SLOW = (
    "three failures, then it works",
    "never works",
    "busy",
    "never answers",
)
OTHER, EMPTY, STOP = "another error", "nothing to tell", "told to stop"
FILE, BUSY_LAST = "a missing file", "busy to the end"
