"""The days of `serve_until`: who comes when, when the stop comes, and what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GOOD, CUT, LEAVES = "all finish in time", "the bound passes", "a visitor leaves"
EMPTY, NOBODY = "nobody inside", "nobody came"
CLEANING = 0.2  # seconds that cleaning up after a visitor takes; after later ones it takes less
OTHER = "the other "  # of two visitors with the same name
WATCHED = 300.0  # virtual seconds after which an answer counts as never returning


@dataclass(frozen=True)
class Day:
    """One trial: who comes when and needs how long, when the stop comes, and the bound."""

    visits: tuple[tuple[str, float, float], ...]
    stop: float
    bound: float
    leaves: tuple[str, ...] = ()

    @property
    def cut(self) -> list[str]:
        """Who must be cut off, in the order in which they came."""
        last = self.stop + self.bound
        return [
            name for name, came, needs in self.visits if came < self.stop and came + needs > last
        ]

    def cleaning(self, name: str) -> float:
        """How long cleaning up takes: who came first is done last."""
        return CLEANING - 0.02 * self.cut.index(name) if name in self.cut else CLEANING

    @property
    def ends(self) -> float:
        """When the answer must return."""
        if self.cut:
            return round(self.stop + self.bound + CLEANING, 6)
        inside = [came + needs for _, came, needs in self.visits if came < self.stop]
        return max([self.stop, *inside])


DAYS = {
    GOOD: Day((("Ada", 0, 1.0), ("Ben", 0.5, 1.5), ("Cy", 1.2, 0.2)), stop=1.0, bound=5),
    CUT: Day(
        (
            *(("Dora", 0, 60), ("Emil", 0.3, 1.2), ("Fay", 0.5, 90), ("Lea", 0.6, 70)),
            *(("Max", 0.7, 80), (f"{OTHER}Fay", 0.8, 90), ("Noa", 0.9, 50), ("Gus", 2.5, 0.1)),
        ),
        stop=1.0,
        bound=2,
    ),
    LEAVES: Day((("Hal", 0, 0.5), ("Ida", 0, 1.5), ("Jon", 0.8, 0.9)), 2.0, 3, leaves=("Hal",)),
    EMPTY: Day((("Kim", 0, 0.4),), stop=2.0, bound=4),
    NOBODY: Day((), stop=1.0, bound=4),
}


class Visitor(str):
    """A visitor as the answer sees it; two of them may be equal, and `label` tells them apart."""

    label: str

    def __new__(cls, label: str) -> Visitor:
        visitor = super().__new__(cls, label.removeprefix(OTHER))
        visitor.label = label
        return visitor


@dataclass
class Served:
    """What happened on one day."""

    day: Day
    begins: dict[str, float] = field(default_factory=dict)
    ends: dict[str, float] = field(default_factory=dict)
    cancelled: dict[str, float] = field(default_factory=dict)
    cleaned: dict[str, float] = field(default_factory=dict)
    result: Any = None
    returned_at: float | None = None
    inside_at_return: tuple[str, ...] = ()
    asked_to_end: tuple[str, ...] = ()  # who was cancelled when the answer returned
    queued: int = 0  # how many stood in the queue when the answer returned
