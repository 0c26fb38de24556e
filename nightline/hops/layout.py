"""Where the bars of a thread diagram go: along the time axis, and side by side in a lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nightline.hops.recorder import Hop

#: To scale only if at least half of the bars take this share of the whole time, so are visible,
VISIBLE = 0.015
#: and if the whole takes so many seconds: below that a picture would show the machine's mood.
TINY = 0.02

LaneKind = Literal["loop", "thread"]
Lane = tuple[LaneKind, int]


@dataclass(frozen=True)
class Place:
    """Where a hop goes: positions on the time axis, its lane, and the line inside the lane.

    It has `waited` if its thread was busy when it was asked for.
    """

    number: int
    hop: Hop
    asked: float
    left: float
    right: float
    lane: Lane
    line: int
    waited: bool

    @property
    def came_from(self) -> Lane:
        kind: LaneKind = "loop" if self.lane[0] == "thread" else "thread"
        return kind, self.hop.loop if kind == "loop" else self.hop.thread


@dataclass(frozen=True)
class Layout:
    """All places, the length of the axis, and whether it is to scale (then in milliseconds)."""

    places: list[Place]
    length: float
    to_scale: bool

    @property
    def lanes(self) -> list[Lane]:
        """The lanes from top to bottom, each loop that took part and each thread."""
        hops = [place.hop for place in self.places]
        loops: list[Lane] = [("loop", number) for number in sorted({hop.loop for hop in hops})]
        threads: list[Lane] = [("thread", n) for n in sorted({hop.thread for hop in hops})]
        return loops + threads

    def lines(self, lane: Lane) -> int:
        """Return how many lines the bars of a lane need, so that none covers another."""
        return max((place.line + 1 for place in self.places if place.lane == lane), default=1)


def layout(hops: Sequence[Hop]) -> Layout:
    """Place hops by time if that can be seen, else by order: an equal step from event to event."""
    waited = _waited(hops)
    begin = min(hop.asked for hop in hops)
    whole = max(hop.end for hop in hops) - begin
    seen = sum(hop.end - hop.start >= VISIBLE * whole for hop in hops)
    if whole > TINY and seen * 2 >= len(hops):
        times = [
            tuple((at - begin) * 1000 for at in (hop.asked, hop.start, hop.end)) for hop in hops
        ]
        return Layout(_places(hops, times, waited), whole * 1000, True)
    steps = _steps(hops, waited)
    return Layout(_places(hops, steps, waited), max(step[2] for step in steps), False)


def _waited(hops: Sequence[Hop]) -> list[bool]:
    """Say of each hop whether its thread was busy with another one when it was asked for."""
    free: dict[int, float] = {}
    waited = []
    for hop in hops:
        if hop.kind == "to loop":
            waited.append(False)  # a loop takes it in between
            continue
        waited.append(hop.asked < free.get(hop.thread, 0.0) <= hop.start)
        free[hop.thread] = max(hop.end, free.get(hop.thread, 0.0))
    return waited


def _steps(hops: Sequence[Hop], waited: Sequence[bool]) -> list[tuple[float, ...]]:
    """Number the events. A hop that is not kept waiting is asked for and starts in one step."""
    events = sorted(
        (at, kind, index)
        for index, hop in enumerate(hops)
        for kind, at in enumerate((hop.asked, hop.start, hop.end))
        if kind or waited[index]
    )
    found = [[0.0, 0.0, 0.0] for _ in hops]
    for step, (_, kind, index) in enumerate(events):
        found[index][kind] = step
    return [
        (asked if late else start, start, end)
        for (asked, start, end), late in zip(found, waited, strict=True)
    ]


def _places(
    hops: Sequence[Hop], times: Sequence[tuple[float, ...]], waited: Sequence[bool]
) -> list[Place]:
    taken: dict[tuple[Lane, int], float] = {}
    places = []
    for number, (hop, (asked, left, right)) in enumerate(zip(hops, times, strict=True), 1):
        lane: Lane = ("thread", hop.thread) if hop.kind == "to thread" else ("loop", hop.loop)
        line = 0
        while taken.get((lane, line), -1.0) > left:
            line += 1
        taken[lane, line] = right
        places.append(Place(number, hop, asked, left, right, lane, line, waited[number - 1]))
    return places
