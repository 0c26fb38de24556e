"""The lines to trains of a trial, and the trains."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from nightline.judging.stage import Stage

DIALS, HANGS_UP = 0.5, 0.25  # seconds
# The seconds before each position, and before the arrival.
PLAN = ((10.0, "km 3"), (10.0, "km 8"), (25.0, "km 14"), (5.0, None))
# `None` was given so often, and still somebody asks.
OFTEN = 5


class Line:
    """A line of a trial, and what became of it."""

    def __init__(self, train: Any, stage: Stage, fails: float) -> None:
        self.train, self.opened = train, round(stage.loop.time(), 6)
        self.is_open, self.nones = True, 0
        self._now, self._fails, self._plan = stage.loop.time, fails, list(PLAN)

    async def position(self) -> str | None:
        """As the notebook's."""
        if not self.is_open:
            raise RuntimeError("The line is not open: it was hung up.")
        if not self._plan:
            self.nones += 1
            await (asyncio.Event().wait() if self.nones > OFTEN else asyncio.sleep(0))
            return None
        pause, place = self._plan.pop(0)
        if self._now() + pause > self._fails:
            await asyncio.sleep(max(0.0, self._fails - self._now()))
            raise ConnectionError("the satellite is out of sight")
        await asyncio.sleep(pause)
        return place

    async def hang_up(self) -> None:
        """As the notebook's."""
        await asyncio.sleep(HANGS_UP)
        self.is_open = False


@functools.cache
def trains() -> list[tuple[int, str]]:
    """Two departures of the site: primary key and number of the train."""

    def ask() -> list[tuple[int, str]]:
        from django.db import connections

        from minisite.trains.models import Departure

        found = Departure.objects.order_by("-pk").values_list("pk", "train")
        first = found[0]
        other = next(each for each in found[1:50] if each[1] != first[1])
        connections.close_all()
        return [first, other]

    with ThreadPoolExecutor(1) as pool:  # a cell has a running loop in its own thread
        return pool.submit(ask).result()
