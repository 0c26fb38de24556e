"""A reader of the offers: what `checks.streams` hears of a stream, as events with their moments."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.streams.readers import Heard as Stream
from nightline.checks.streams.readers import wall
from nightline.judging.stage import Stage

# Virtual seconds in which what a stream has left behind shows itself.
PATIENCE = 5.0
HEADERS = {"content-type": "text/event-stream"}


@dataclass
class Heard:
    """What one reader got.

    Args:
        stream: what was heard, empty if the view was not run.
        is_async: whether Django could await the view.
        is_generator: whether the view itself is a generator.
        events: moment, name and data of each event; data None if it is no JSON.
        after: what the stream still gave after its reader had left.
        reported: whether an error that nobody expects came out of the stream, or into Python's log.
    """

    stream: Stream
    is_async: bool = True
    is_generator: bool = False
    events: list[tuple[float, str, Any]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    reported: bool = False

    @property
    def is_stream(self) -> bool:
        """Whether there is a stream to judge."""
        return self.stream.kind == "stream"

    @property
    def last(self) -> str:
        """The name of the last event; empty if there was none."""
        return self.events[-1][1] if self.events else ""


async def hear(
    answer: Any,
    stage: Stage,
    query: str,
    leaves: float | None = None,
    *,
    at_once: bool = False,
    pace: float = 0.0,
) -> Heard:
    """Read the stream of a view, to its end or for so many seconds.

    Args:
        answer: the view.
        stage: the trial's stage.
        query: what stands behind the `?` of the address.
        leaves: the seconds after which the reader leaves; without it, the reader stays.
        at_once: whether the reader leaves as soon as the head of the answer is there.
        pace: the seconds that each chunk takes on its line.

    Raises:
        Exception: what the view, or its stream, raised.
    """
    from asgiref.sync import iscoroutinefunction

    if not iscoroutinefunction(answer):
        return Heard(Stream(), False, inspect.isasyncgenfunction(answer))
    after: list[str] = []

    @functools.wraps(answer)
    async def view(request: Any) -> Any:
        response = await answer(request)
        if getattr(response, "is_async", False):
            response._iterator = _late(response._iterator, stage, leaves, after)
        return response

    async with wall(stage, view) as hall:
        stream = await hall.read(query, leaves=leaves, at_once=at_once, pace=pace)
        await asyncio.sleep(PATIENCE)
    if stream.failed is not None:
        raise stream.failed
    events = [(moment, *each) for moment, text in stream.chunks for each in _events(text)]
    return Heard(stream, events=events, after=after)


async def _late(
    chunks: Any, stage: Stage, leaves: float | None, after: list[str]
) -> AsyncIterator[Any]:
    """The chunks of a stream, and a note of those that come when the reader has left."""
    async with contextlib.aclosing(chunks):
        async for chunk in chunks:
            if leaves is not None and stage.loop.time() >= leaves:
                after.append(chunk)
            yield chunk


async def hear_failing(answer: Any, stage: Stage, query: str, leaves: float) -> Heard:
    """Read a stream in which an error comes up that nobody expects, and see who hears of it."""
    heard: list[Any] = []
    before = stage.loop.get_exception_handler()
    stage.loop.set_exception_handler(lambda loop, context: heard.append(context))
    try:
        found = await hear(answer, stage, query, leaves)
    except Exception:
        found = Heard(Stream(kind="stream", headers=HEADERS), reported=True)
    finally:
        stage.loop.set_exception_handler(before)
    for task in list(stage.loop.tasks):  # Python would report these when it lets them go
        if getattr(task, "_log_traceback", False):
            heard.append(task.exception())
    found.reported = found.reported or bool(heard)
    return found


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
