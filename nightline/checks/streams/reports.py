"""The reports of a trial, on its clock, and who waits for the next one."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from nightline.judging.stage import Stage

# Asked with the same number so often, and always answered: it never ends.
OFTEN = 20
NEVER = float("inf")


class Report(NamedTuple):
    """What the station says, as the notebook's own class shows it."""

    number: int
    text: str


# When each report is made, in virtual seconds.
PLAN = (
    (0.0, Report(7, "NJ 40 is 20 minutes late")),
    (4.3, Report(8, "NJ 233 leaves from platform 9")),
    (30.6, Report(9, "NJ 40 is boarding\nPlease mind the step")),
    (30.6, Report(12, "NJ 466 is cancelled\n\nPlease ask at the desk")),
)


class Source:
    """The reports of a trial, and who waits for one."""

    def __init__(self, stage: Stage, fails: float = NEVER) -> None:
        self.waiting = 0
        self.failed = False
        self.again = self._same = 0
        self._loop, self._fails = stage.loop, fails
        self._last: tuple[Any, float] | None = None

    async def next_report(self, after: Any) -> Report:
        """As the notebook's `next_report`."""
        self.waiting += 1
        try:
            return await self._next(after)
        finally:
            self.waiting -= 1

    async def _next(self, after: Any) -> Report:
        coming = [(at, report) for at, report in PLAN if report.number > after]
        at, report = coming[0] if coming else (NEVER, None)
        if report is not None and at <= self._loop.time():
            self._count(after)
            await (asyncio.Event().wait() if self._same > OFTEN else asyncio.sleep(0))
            return report
        if min(at, self._fails) == NEVER:
            await asyncio.Event().wait()
        wait = min(at, self._fails) - self._loop.time()
        await asyncio.sleep(wait if wait > 0 else float(self.failed))  # who asks on must not spin
        if report is None or self._fails <= at:
            self.failed = True
            raise ConnectionError("the station's network is down")
        return report

    def _count(self, after: Any) -> None:
        asked = (after, round(self._loop.time(), 3))
        self._same = self._same + 1 if asked == self._last else 0
        self.again, self._last = max(self.again, self._same), asked
