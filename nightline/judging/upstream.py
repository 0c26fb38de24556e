"""Fake carriers: they answer after a delay on the loop's clock, and write down every request."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nightline.judging.evidence import Call


@dataclass(frozen=True)
class Offer:
    """What a fake carrier does: it waits `delay` seconds, then gives `answer` or raises it."""

    delay: float
    answer: object


class Upstream:
    """Carriers that a trial lends to an answer.

    Args:
        offers: what each carrier does, by name.
        now: the loop's time in seconds.
        name: what the function is called that asks one of them, as pictures show it.

    Example:
        >>> carriers = Upstream({"Aurora": Offer(0.2, 49)}, loop.time)
        >>> await carriers.ask("Aurora")
        49
    """

    def __init__(
        self, offers: Mapping[str, Offer], now: Callable[[], float], name: str = "quote"
    ) -> None:
        self._offers = dict(offers)
        self._now = now
        self.calls: list[Call] = []
        code = Upstream.quote.__code__.replace(co_name=name, co_qualname=name)
        function = types.FunctionType(code, globals(), name)
        self.ask: Callable[[str], Coroutine[Any, Any, Any]] = types.MethodType(function, self)

    def __iter__(self) -> Iterator[str]:
        return iter(self._offers)

    @property
    def longest(self) -> float:
        """The longest delay in seconds: what asking all of them together costs."""
        return max(offer.delay for offer in self._offers.values())

    @property
    def total(self) -> float:
        """The sum of all delays in seconds: what asking them one by one costs."""
        return round(sum(offer.delay for offer in self._offers.values()), 6)

    async def quote(self, carrier: str) -> Any:
        """Ask one carrier. Raises what its offer says, LookupError or TypeError for another name."""
        if not isinstance(carrier, str):
            raise TypeError(f"ask one carrier at a time, by its name; got {carrier!r}")
        if carrier not in self._offers:
            raise LookupError(f"no carrier of this check is called {carrier!r}")
        offer = self._offers[carrier]
        number = len(self.calls)
        self.calls.append(Call(carrier, self._now(), None, "open"))
        outcome = "cancelled"
        try:
            await asyncio.sleep(offer.delay)
            outcome = "failed" if isinstance(offer.answer, BaseException) else "answered"
        finally:
            self.calls[number] = replace(self.calls[number], end=self._now(), outcome=outcome)
        if isinstance(offer.answer, BaseException):
            raise offer.answer
        return offer.answer
