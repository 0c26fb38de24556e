"""The trials of `departures_sse`: what its displays got, and what each must get when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nightline.checks.streams.readers import Heard, wall
from nightline.checks.streams.reports import PLAN, Report, Source
from nightline.checks.streams.server_sent import Event, Script, script_of
from nightline.judging.stage import Stage

BEAT = 15
OTHER_BEAT = 12  # of the display that comes back: who wrote 15 is found out

FROM_START, BACK, SLOW, DOWN = (
    "two displays",
    "a display that comes back",
    "a display on a slow line",
    "the network is down",
)
STAYS, COMES, BOOKMARK = 70.0, 10.0, 8


@dataclass
class Boards:
    """What the displays of a trial got, and whether something still waited after they had left."""

    readers: list[Heard]
    source: Source
    waiting: int = 0

    @property
    def scripts(self) -> list[Script]:
        return [script_of(heard.chunks) for heard in self.readers]


def trial(
    play: Callable[[Any], Any], fails: float = float("inf"), beat: int = BEAT
) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Boards:
        source = Source(stage, fails)
        stage.lend(next_report=source.next_report, HEARTBEAT=beat)
        async with wall(stage, answer, ConnectionError) as hall:
            readers = await play(hall)
            await asyncio.sleep(1)
            boards = Boards(readers, source, source.waiting)
        for heard in readers:
            if heard.failed and not isinstance(heard.failed, ConnectionError):
                raise heard.failed
        return boards

    return run


async def two_displays(hall: Any) -> list[Heard]:
    async def later() -> Heard:
        await asyncio.sleep(COMES)
        return await hall.read(leaves=STAYS - COMES)  # type: ignore[no-any-return]

    return list(await asyncio.gather(hall.read(leaves=STAYS), later()))


async def comes_back(hall: Any) -> list[Heard]:
    await asyncio.sleep(COMES)
    return [await hall.read(last=str(BOOKMARK), leaves=STAYS - COMES)]


async def on_a_slow_line(hall: Any) -> list[Heard]:
    return [await hall.read(leaves=150, pace=BEAT + 5)]


async def network_is_down(hall: Any) -> list[Heard]:
    return [await hall.read(leaves=50)]


def due(
    comes: float, bookmark: int, beat: int = BEAT
) -> tuple[list[tuple[float, Report]], list[float]]:
    """When each report and each heartbeat must be sent to a display."""
    reports = [(max(at, comes), r) for at, r in PLAN if r.number > bookmark]
    beats, last = [], comes
    for at in [*(at for at, _ in reports), STAYS]:
        while last + beat < at:
            last += beat
            beats.append(round(last, 6))
        last = at
    return reports, beats


def of_reports(script: Script) -> list[Event]:
    """The events that mean a report, right or wrong. The others are heartbeats with data."""
    known = {str(r.number) for _, r in PLAN}
    texts = [r.text.splitlines()[0] for _, r in PLAN]
    return [e for e in script.events if e.number in known or any(text in e.data for text in texts)]
