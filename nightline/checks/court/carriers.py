"""Twelve carriers that stand in no lesson, and when each of them answers under a limit."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any

from nightline.judging.findings import seconds
from nightline.judging.upstream import Offer

# The dearest answers first but one, one berth is free, and no two prices are equal. Their order is not
# that of the alphabet, neither of all nor of those who are down.
OFFERS = {
    "Arden": Offer(0.31, 84),
    "Brenta": Offer(0.74, 61),
    "Jutland": Offer(0.16, 142),
    "Drava": Offer(0.57, 77),
    "Elbe": Offer(1.43, 38),
    "Furka": Offer(0.22, 99),
    "Gotha": Offer(0.45, 0),
    "Havel": Offer(0.92, 45),
    "Iberia": Offer(0.27, 120),
    "Cadiz": Offer(0.36, 53),
    "Kolyma": Offer(0.61, 70),
    "Loire": Offer(0.11, 91),
}
FREE = "Gotha"
DOWN = ("Jutland", "Cadiz")
PRICES: dict[str, Any] = {name: offer.answer for name, offer in OFFERS.items()}


@dataclass(frozen=True)
class Evening:
    """What a traveller asks for: how many offers, questions at once, seconds; and who is down."""

    limit: int
    deadline: float
    best: int = 3
    failing: tuple[str, ...] = DOWN

    @property
    def query(self) -> str:
        """What stands behind the `?` of the address."""
        return f"best={self.best}&limit={self.limit}&deadline={self.deadline}"

    @property
    def ends(self) -> dict[str, float]:
        """When each question ends, by name, if nobody is stopped."""
        free, ends = [0.0] * self.limit, {}
        for name, offer in OFFERS.items():
            ends[name] = round(heapq.heappop(free) + offer.delay, 6)
            heapq.heappush(free, ends[name])
        return ends

    @property
    def due(self) -> float:
        """When the traveller has everything: with the last answer, or at the deadline."""
        return min(max(self.ends.values()), self.deadline)

    @property
    def why(self) -> str:
        """When that is, and why then."""
        reason = "the last answer is there" if self.due < self.deadline else "the deadline comes"
        return f"At {seconds(self.due)}, when {reason}."

    @property
    def there(self) -> list[str]:
        """Whose price comes in time, in the order of their answers."""
        in_time = [
            (end, name)
            for name, end in self.ends.items()
            if end < self.deadline and name not in self.failing
        ]
        return [name for _, name in sorted(in_time)]

    @property
    def missing(self) -> list[str]:
        """Who has no price at the end, in the order of `CARRIERS`."""
        there = self.there
        return [name for name in OFFERS if name not in there]

    @property
    def told(self) -> str:
        """The evening in a few words."""
        return f"Limit {self.limit}, deadline {seconds(self.deadline)}."


def offers(evening: Evening) -> dict[str, Offer]:
    """The carriers of an evening. One that is down raises an error of its own each time."""
    return {
        name: Offer(offer.delay, ConnectionError(f"{name} cannot be reached"))
        if name in evening.failing
        else offer
        for name, offer in OFFERS.items()
    }
