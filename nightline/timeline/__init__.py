"""`timeline()`: a picture of what coroutines really did, one row for each call."""

from __future__ import annotations

import sys
import types
from dataclasses import replace
from typing import Self

from nightline.timeline import reading
from nightline.timeline.codes import wanted_by_default
from nightline.timeline.recorder import Recorder
from nightline.timeline.rows import Row, Segment
from nightline.timeline.show import show

__all__ = ["Timeline", "timeline"]


def timeline(title: str | None = None, beside: Timeline | None = None) -> Timeline:
    """Record every coroutine that starts inside the `with` block, then draw the train graph.

    There is a row for each call of a coroutine function of the notebook, or of the site: a thin
    rule while it waits, a solid bar while it runs. The strip above is the one thread. Outside a
    notebook the same is printed in words.

    Args:
        title: stands above the picture.
        beside: an earlier timeline to draw above this one, on the same time axis.

    Returns:
        A `Timeline`. Read it when the block is over.

    Raises:
        RuntimeError: on entering, if a timeline records this thread already.

    Example:
        >>> with timeline("one by one") as a:
        ...     await one_by_one(carriers)
        >>> with timeline("together", beside=a) as b:
        ...     await together(carriers)
        >>> b.most_in_flight("quote")
        4
    """
    if beside is not None and beside.running:
        raise RuntimeError("`beside` needs a timeline whose `with` block is over.")
    return Timeline(title, beside, sys._getframe(1).f_code.co_filename)


class Timeline:
    """What was recorded. Made by `timeline()`; all times are seconds since the block began.

    Example:
        >>> with timeline() as t:
        ...     await asyncio.gather(quote("Aurora"), quote("Boreal"))
        >>> [row.label for row in t.rows]
        ["quote('Aurora')", "quote('Boreal')"]
        >>> t.most_in_flight("quote"), t.duration < 0.5, t.free > 0.9
        (2, True, True)
    """

    def __init__(self, title: str | None, beside: Timeline | None, home: str) -> None:
        self.title = title
        self.beside = beside
        self._home = home
        self._recorder: Recorder | None = None
        self._rows: list[Row] | None = None
        self._turns: list[reading.Turn] = []
        self._idle: list[tuple[float, float]] = []
        self._duration = 0.0
        #: What the picture calls the code around the recording, which has no row.
        self.body = "this cell"
        #: Whether that code is a coroutine too, so that its turns are known.
        self.has_body = False

    @property
    def running(self) -> bool:
        """Whether the `with` block is not over yet."""
        return self._rows is None

    @property
    def rows(self) -> list[Row]:
        """The rows in the order of their starts: label, start, end, outcome, segments."""
        if self._rows is None:
            raise RuntimeError("The timeline can be read when its `with` block is over.")
        return self._rows

    @property
    def turns(self) -> list[reading.Turn]:
        """Who had the thread, in order: row (its index, -1 for this cell), start, end."""
        return self._turns if self.rows is not None else []

    @property
    def duration(self) -> float:
        """How long the block took, in seconds."""
        return self._duration if self.rows is not None else 0.0

    @property
    def free(self) -> float:
        """The share of the time, 0 to 1, in which the thread had nothing to do."""
        if not self.duration:
            return 1.0
        return reading.free_seconds(self._idle, self.turns, self.duration) / self.duration

    @property
    def others(self) -> list[tuple[float, float]]:
        """When the thread was busy, yet with no row: (start, end), in order."""
        busy = [(0.0, self.duration)] if self._idle else []
        waits = [reading.Turn(reading.BODY, start, end) for start, end in self._idle]
        return list(reading.subtract(reading.subtract(busy, waits), self.turns))

    @property
    def started(self) -> list[str]:
        """The labels in the order in which the rows started."""
        return [row.label for row in self.rows]

    @property
    def ended(self) -> list[str]:
        """The labels in the order in which the rows ended; open rows are left out."""
        over = [(row.end, row.index, row.label) for row in self.rows if row.end is not None]
        return [label for _, _, label in sorted(over)]

    @property
    def longest_run(self) -> float:
        """The longest time one row kept the thread without a pause, in seconds."""
        return max((turn.hold for turn in self.turns), default=0.0)

    def most_in_flight(self, name: str | None = None) -> int:
        """Return how many rows were open at once, at most: all rows, or those of one function."""
        return reading.most_in_flight(r for r in self.rows if name in (None, r.name))

    def __enter__(self) -> Self:
        body = sys._getframe(1)
        if body.f_code.co_name != "<module>":
            self.body = body.f_code.co_name
        recorder = Recorder(self._wanted)
        recorder.watch(body)
        recorder.__enter__()
        self._recorder, self._rows = recorder, None
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        recorder.__exit__(kind, error, trace)
        self._keep(recorder)
        if error is None:
            show(self)
        elif self._rows and not isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            try:
                show(self)
            except Exception as problem:  # the learner's own error matters more than the picture
                error.add_note(f"The timeline could not be drawn: {problem}")

    def _wanted(self, code: types.CodeType) -> bool:
        return code.co_filename == self._home or wanted_by_default(code)

    def _keep(self, recorder: Recorder) -> None:
        zero = recorder.start
        self._duration = (recorder.end or zero) - zero
        self._rows = [
            replace(
                row,
                start=row.start - zero,
                end=None if row.end is None else row.end - zero,
                segments=_shifted(row.segments, zero),
            )
            for row in recorder.rows
        ]
        self.has_body = recorder.body is not None
        body = recorder.body.segments(zero) if recorder.body else []
        self._turns = reading.turns(self._rows, _shifted(body, zero))
        self._idle = [(start - zero, end - zero) for start, end in recorder.idle]

    def __repr__(self) -> str:
        name = f"timeline {self.title!r}" if self.title else "timeline"
        return f"<{name}, not over>" if self.running else f"<{name}: {len(self.rows)} rows>"


def _shifted(segments: list[Segment], zero: float) -> list[Segment]:
    return [Segment(one.start - zero, one.end - zero, one.line) for one in segments]
