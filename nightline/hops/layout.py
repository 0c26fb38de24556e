"""Where the bars of a thread diagram go: along the time axis, and side by side in a lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nightline.hops.recorder import Hop

#: To scale only if at least half of the bars take this share of the whole time, so are visible.
VISIBLE = 0.015

LaneKind = Literal["loop", "thread"]
Lane = tuple[LaneKind, int]


@dataclass(frozen=True)
class Place:
    """Where a hop goes: positions on the time axis, its lane, and the line inside the lane."""

    number: int
    hop: Hop
    asked: float
    left: float
    right: float
    lane: Lane
    line: int

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
    begin = min(hop.asked for hop in hops)
    whole = max(hop.end for hop in hops) - begin
    seen = sum(hop.end - hop.start >= VISIBLE * whole for hop in hops)
    if whole > 0 and seen * 2 >= len(hops):
        times = [
            tuple((at - begin) * 1000 for at in (hop.asked, hop.start, hop.end)) for hop in hops
        ]
        return Layout(_places(hops, times), whole * 1000, True)
    steps = _steps(hops)
    return Layout(_places(hops, steps), max(step[2] for step in steps), False)


def _steps(hops: Sequence[Hop]) -> list[tuple[float, ...]]:
    """Number the events. A hop that is not kept waiting is asked for and starts in one step."""
    events = sorted(
        (at, kind, index)
        for index, hop in enumerate(hops)
        for kind, at in enumerate((hop.asked, hop.start, hop.end))
    )
    found = [[0.0, 0.0, 0.0] for _ in hops]
    step = -1
    before = (-1, -1)
    for _, kind, index in events:
        if not (kind == 1 and before == (0, index)):
            step += 1
        found[index][kind] = step
        before = kind, index
    return [tuple(one) for one in found]


def _places(hops: Sequence[Hop], times: Sequence[tuple[float, ...]]) -> list[Place]:
    taken: dict[tuple[Lane, int], float] = {}
    places = []
    for number, (hop, (asked, left, right)) in enumerate(zip(hops, times, strict=True), 1):
        lane: Lane = ("thread", hop.thread) if hop.kind == "to thread" else ("loop", hop.loop)
        line = 0
        while taken.get((lane, line), -1.0) > left:
            line += 1
        taken[lane, line] = right
        places.append(Place(number, hop, asked, left, right, lane, line))
    return places
