"""A reader of the offers: what `checks.streams` hears of a stream, as events with their moments."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.streams.readers import Heard as Stream
from nightline.checks.streams.readers import wall
from nightline.judging.stage import Stage

# Virtual seconds in which what a stream has left behind shows itself.
PATIENCE = 5.0


@dataclass
class Heard:
    """What one reader got.

    Args:
        stream: what was heard, empty if the view was not run.
        is_async: whether Django could await the view.
        is_generator: whether the view itself is a generator.
        events: moment, name and data of each event; data None if it is no JSON.
    """

    stream: Stream
    is_async: bool = True
    is_generator: bool = False
    events: list[tuple[float, str, Any]] = field(default_factory=list)

    @property
    def is_stream(self) -> bool:
        """Whether there is a stream to judge."""
        return self.stream.kind == "stream"

    @property
    def last(self) -> str:
        """The name of the last event; empty if there was none."""
        return self.events[-1][1] if self.events else ""


async def hear(
    answer: Any, stage: Stage, query: str, leaves: float | None = None, pace: float = 0.0
) -> Heard:
    """Read the stream of a view, to its end or for so many seconds.

    Args:
        answer: the view.
        stage: the trial's stage.
        query: what stands behind the `?` of the address.
        leaves: the seconds after which the reader leaves; without it, the reader stays.
        pace: the seconds that each chunk takes on its line.

    Raises:
        Exception: what the view, or its stream, raised.
    """
    from asgiref.sync import iscoroutinefunction

    if not iscoroutinefunction(answer):
        return Heard(Stream(), False, inspect.isasyncgenfunction(answer))
    async with wall(stage, answer) as hall:
        stream = await hall.read(query, leaves=leaves, pace=pace)
        await asyncio.sleep(PATIENCE)
    if stream.failed is not None:
        raise stream.failed
    events = [(moment, *each) for moment, text in stream.chunks for each in _events(text)]
    return Heard(stream, events=events)


def _events(text: str) -> list[tuple[str, Any]]:
    """The server-sent events of a chunk: name and data."""
    found = []
    for block in filter(None, text.split("\n\n")):
        lines = dict(line.partition(": ")[::2] for line in block.splitlines())
        data = None
        with contextlib.suppress(ValueError):
            data = json.loads(lines.get("data", ""))
        found.append((lines.get("event", ""), data))
    return found
