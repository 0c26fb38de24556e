"""Rows and segments: what a recording is made of."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from nightline.timeline.codes import line_at

Outcome = Literal["returned", "failed", "cancelled", "open"]

#: The `error` of a row that nobody cancelled but that `close()` or the garbage collector ended.
CLOSED = "closed before its end"
#: The `error` of a failed row whose exception Python 3.11 did not let us see.
UNSEEN = "an exception"


@dataclass(slots=True)
class Segment:
    """One uninterrupted run of a coroutine, the calls it made included.

    Attributes:
        start: when it got the thread, in the recorder's clock.
        end: when it gave the thread back.
        line: the line where it gave the thread back.
    """

    start: float
    end: float
    line: int


@dataclass(slots=True)
class Row:
    """One call of a coroutine function or of an asynchronous generator function.

    Attributes:
        index: its place in the order of starts, from 0.
        name: the function's name, such as `quote`.
        label: the call, such as `quote('Aurora')`.
        parent: index of the row that awaits it directly, else of the row that created its task.
        task: name of the asyncio task it started in.
        start: when its first line ran, in the recorder's clock.
        end: when it ended; None while it is open.
        outcome: "returned", "failed", "cancelled" or "open".
        error: the error of a failed row, such as "ValueError: sold out".
        segments: its runs, in order.
    """

    index: int
    name: str
    label: str
    parent: int | None
    task: str | None
    start: float
    end: float | None
    outcome: Outcome
    error: str | None
    segments: list[Segment]


class Call:
    """A row while it is recorded. It knows its frame by identity only, so the frame is let go."""

    __slots__ = (
        "begin",
        "clock",
        "code",
        "end",
        "error",
        "index",
        "label",
        "outcome",
        "parent",
        "runs",
        "start",
        "task",
    )

    def __init__(self, code: types.CodeType, start: float, clock: Callable[[], float]) -> None:
        self.code = code
        self.clock = clock
        self.start = start
        self.begin: float | None = start
        self.index = -1
        self.label = code.co_name
        self.parent: int | None = None
        self.task: str | None = None
        self.end: float | None = None
        self.outcome: Outcome = "open"
        self.error: str | None = None
        # start, end and instruction of each run, one after the other: a tuple for each would
        # keep the garbage collector busy. A start is None where no event told of it.
        self.runs: list[Any] = []

    def segments(self, until: float) -> list[Segment]:
        runs = iter(self.runs)
        found = [
            Segment(end if start is None else start, end, line_at(self.code, at))
            for start, end, at in zip(runs, runs, runs, strict=True)
        ]
        if self.begin is not None:
            found.append(Segment(self.begin, until, self.code.co_firstlineno))
        return found

    def row(self, until: float) -> Row:
        return Row(
            index=self.index,
            name=self.code.co_name,
            label=self.label,
            parent=self.parent,
            task=self.task,
            start=self.start,
            end=self.end,
            outcome=self.outcome,
            error=self.error,
            segments=self.segments(until),
        )
