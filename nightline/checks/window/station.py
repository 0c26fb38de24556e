"""What the trials lend: a printer that writes down its tickets, and travellers with orders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from nightline.checks.window import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Call, most_in_flight

register(
    Diagnosis(
        "sign-printed",
        "a sign taken for an order",
        "`None` came out as the last item, and you printed it. It is no order: it only says that "
        "no more will come.",
        "Where do you look at what you got, before you work with it?",
        "08",
        "The end of the night",
    ),
    Diagnosis(
        "another-evening",
        "an order that nobody brought",
        "You printed an order of the stand-ins in the notebook. A check brings other orders, and so "
        "does each evening.",
        "From which call should this order come?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "orders-for-tickets",
        "orders where tickets are asked",
        "The tickets were printed, but you kept the orders. A ticket is what `print_ticket` gives.",
        "What happens to the value of `await print_ticket(order)` in your code?",
    ),
    Diagnosis(
        "asked-by-two",
        "two who fetch at the same time",
        "There is one entrance, and two of your tasks stood in it. So `next_order` was called again "
        "before the first call had returned.",
        "How many tasks should fetch, and how do the others get what it fetched?",
        "08",
        "A queue between two",
    ),
)
know_error("nobody ordered None", "sign-printed", sets=SET)
know_error("nobody ordered '", "another-evening", sets=SET)
know_error("is already being asked", "asked-by-two", sets=SET)


class Printer:
    """Prints tickets, each in its own time, and writes down when.

    Args:
        takes: how many seconds each order's ticket needs.
        now: the loop's time.
    """

    def __init__(self, takes: dict[str, float], now: Callable[[], float]) -> None:
        self.takes = takes
        self.now = now
        self.calls: list[Call] = []

    async def print_ticket(self, order: Any) -> str:
        """Print one ticket. Raises LookupError for what nobody ordered."""
        if not isinstance(order, str) or order not in self.takes:
            raise LookupError(f"nobody ordered {order!r}")
        number = len(self.calls)
        self.calls.append(Call(order, self.now(), None, "open"))
        outcome = "cancelled"
        try:
            await asyncio.sleep(self.takes[order])
            outcome = "answered"
        finally:
            self.calls[number] = replace(self.calls[number], end=self.now(), outcome=outcome)
        return ticket_for(order)

    @property
    def printed(self) -> list[str]:
        """The orders whose tickets came out, in the order of their beginning."""
        return [call.who for call in self.calls if call.outcome == "answered"]

    @property
    def most_at_once(self) -> int:
        return most_in_flight(self.calls)

    @property
    def last(self) -> float:
        """When the last ticket came out."""
        return max((call.end or 0.0 for call in self.calls), default=0.0)


def ticket_for(order: str) -> str:
    """A text that cannot be guessed from the name."""
    return f"ticket {sum(map(ord, order))}: {order}"


class Crowd:
    """Travellers who come one after another, to be fetched or to put their orders in themselves.

    Args:
        name: what the function is called that fetches one, for messages.
        items: what they bring.
        pauses: how many seconds pass before each of them, and before it is known that no more come.
        now: the loop's time.
    """

    def __init__(
        self, name: str, items: Sequence[Any], pauses: Sequence[float], now: Callable[[], float]
    ) -> None:
        self.name = name
        self.items = list(items)
        self.pauses = list(pauses)
        self.now = now
        self.came: list[tuple[float, Any]] = []
        self.most_waiting = 0
        self.at_the_door = False
        self._asked = False

    async def travellers(self, queue: Any) -> None:
        for item, pause in zip(self.items, self.pauses, strict=False):
            await asyncio.sleep(pause)
            self.at_the_door = True
            await queue.put(item)
            self.at_the_door = False
            self.came.append((self.now(), item))
            self.most_waiting = max(self.most_waiting, queue.qsize())

    async def next(self) -> Any:
        if self._asked:
            raise RuntimeError(f"{self.name} is already being asked")
        self._asked = True
        try:
            number = len(self.came)
            await asyncio.sleep(self.pauses[min(number, len(self.pauses) - 1)])
        finally:
            self._asked = False
        if number >= len(self.items):
            return None
        self.came.append((self.now(), self.items[number]))
        return self.items[number]
