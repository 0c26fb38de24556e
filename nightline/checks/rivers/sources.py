"""Feeds that write down when they are opened, what they give, and when they are closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Literal

State = Literal["not begun", "awaits", "handed on", "hangs up", "closed"]


class Source:
    """One feed: it waits, hands on, and is closed at its end or earlier.

    Args:
        items: what it gives, each with the seconds it waits before.
        now: the loop's time in seconds.
        endless: whether it begins again after its last item.
        hang_up: seconds that closing takes.
        on_open: called when it is opened.

    Example:
        >>> source = Source([(0.1, "Isar 1"), (0.2, "Isar 2")], loop.time)
        >>> [item async for item in source.feed()]
        ['Isar 1', 'Isar 2']
    """

    def __init__(
        self,
        items: Sequence[tuple[float, Any]],
        now: Callable[[], float],
        *,
        endless: bool = False,
        hang_up: float = 0.05,
        on_open: Callable[[], None] | None = None,
    ) -> None:
        self.items = list(items)
        self.endless = endless
        self._now = now
        self._hang_up = hang_up
        self._on_open = on_open
        self.state: State = "not begun"
        self.opened: float | None = None
        self.closed: float | None = None
        self.given: list[Any] = []

    @property
    def is_open(self) -> bool:
        """Whether it was begun and is not closed."""
        return self.state not in ("not begun", "closed")

    @property
    def planned(self) -> list[tuple[float, Any]]:
        """When each item comes for a reader that always waits for the next one."""
        at, plan = 0.0, []
        for pause, item in self.items:
            at = round(at + pause, 6)
            plan.append((at, item))
        return plan

    async def feed(self) -> AsyncGenerator[Any, None]:
        """The async generator that an answer gets."""
        self.opened = self._now()
        if self._on_open:
            self._on_open()
        try:
            while True:
                for pause, item in self.items:
                    self.state = "awaits"
                    await asyncio.sleep(pause)
                    self.given.append(item)
                    self.state = "handed on"
                    yield item
                if not self.endless:
                    break
        finally:
            self.state = "hangs up"
            await asyncio.sleep(self._hang_up)
            self.state, self.closed = "closed", self._now()
