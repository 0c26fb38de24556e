"""The microphones of a trial, and what they heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from nightline.checks.streams.readers import Heard
from nightline.judging.stage import Stage

CLOSES = 0.2  # seconds that a microphone needs to close


class Microphone:
    """The microphone of a trial: what it heard, and when it was open."""

    def __init__(self, stage: Stage, name: str, pauses: Sequence[float] = (1.0,)) -> None:
        self._now, self._name, self._pauses = stage.loop.time, name, pauses
        self.heard: list[tuple[float, str]] = []
        self.open = self.most = 0
        self.opened: list[float] = []

    async def listen(self) -> AsyncGenerator[str, None]:
        """What an answer gets as `listen`."""
        self.opened.append(round(self._now(), 6))
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            while True:
                for pause in self._pauses:
                    await asyncio.sleep(pause)
                    text = f"{self._name} {len(self.heard) + 1}\n"
                    self.heard.append((round(self._now(), 6), text))
                    yield text
        finally:
            await asyncio.sleep(CLOSES)
            self.open -= 1

    def due(self, heard: Heard) -> list[tuple[float, str]]:
        """What was heard while this reader was there."""
        left = heard.left if heard.left is not None else heard.stopped or 0.0
        return [(at, text) for at, text in self.heard if heard.began < at < left]
