"""The recorder: it turns a thread's start, resume and suspend events into rows and segments."""

from __future__ import annotations

import asyncio
import functools
import inspect
import sys
import time
import types
from collections.abc import Callable
from typing import Self

from nightline.timeline.codes import idle_codes, wanted_by_default
from nightline.timeline.labels import call_label, error_text
from nightline.timeline.rows import CLOSED, Call, Outcome, Row, Segment

__all__ = ["Recorder", "Row", "Segment", "wanted_by_default"]

_ASYNC = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR

# What the code of a starting frame is to the recorder.
NOTHING, ROW, IDLE, CREATE_TASK = range(4)


class Recorder:
    """Context manager: records every wanted coroutine that starts inside it, on this thread.

    Args:
        wanted: says for a code object whether its calls get rows. It is asked once a code object,
            and only for coroutine functions and asynchronous generator functions. Comprehensions
            and generator expressions are never asked for: they belong to their function.
        clock: returns the time of an event, in seconds.

    Raises:
        RuntimeError: on entering, if this thread is recorded already, or if no hook is free.

    Example:
        >>> with Recorder(wanted_by_default) as recorder:
        ...     asyncio.run(main())
        >>> [row.label for row in recorder.rows]
        ['main()', "quote('Aurora')"]
    """

    def __init__(
        self,
        wanted: Callable[[types.CodeType], bool],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.clock = clock
        self.start = 0.0
        self.end: float | None = None
        #: When the event loop waited for something to do: (start, end) in the clock's seconds.
        self.idle: list[tuple[float, float]] = []
        #: The surrounding coroutine that recording began in, if any; it has no row.
        self.body: Call | None = None
        self._wanted = wanted
        self._rows: list[Row] | None = None
        self._calls: list[Call] = []
        # Rows that have not ended, by the identity of their frame. Recorders of several threads
        # may share it: a frame lives in one thread.
        self._live: dict[int, Call] = {}
        self._creators: dict[int, int] = {}
        self._idle_since: float | None = None
        self._kinds: dict[int, int] = {}
        self._codes: list[types.CodeType] = []
        for code in idle_codes():
            self._learn(code, IDLE)
        self._learn(asyncio.BaseEventLoop.create_task.__code__, CREATE_TASK)
        self._body_frame: types.FrameType | None = None
        self._source = source()

    @property
    def rows(self) -> list[Row]:
        """The rows in the order of their starts; a snapshot while recording still goes on."""
        if self._rows is not None:
            return self._rows
        now = self.clock()
        return [call.row(now) for call in self._calls]

    def watch(self, frame: types.FrameType) -> None:
        """Record the runs of `frame`, a coroutine already running, as `body`. Call before enter."""
        if frame.f_code.co_flags & _ASYNC:
            self._body_frame = frame

    def __enter__(self) -> Self:
        frame, self._body_frame = self._body_frame, None
        try:
            self._source.attach(self)
            self.start = self.clock()
            if frame is not None:
                self.body = Call(frame.f_code, self.start, self.clock)
                self._live[id(frame)] = self.body
                self._source.follow(self, frame.f_code)
        except BaseException:  # an interrupt, too, must not leave a hook behind
            self._source.detach(self, None)
            raise
        return self

    def stop(self) -> None:
        """Let go of all hooks, from any thread: for a thread that was stopped inside the block."""
        self._source.detach(self, None)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            self._source.detach(self, error)
        finally:
            self.end = self.clock()
            if self.body is not None and self.body.begin is not None:
                self.body.runs.extend((self.body.begin, self.end, 0))
                self.body.begin = None
            self._rows = [call.row(self.end) for call in self._calls]
            self._creators.clear()
            self._kinds.clear()
            self._codes.clear()
            mine = {id(call) for call in [*self._calls, self.body]}
            for key, call in list(self._live.items()):
                if id(call) in mine:
                    del self._live[key]

    # What follows is called by the sources, for events on the recorded thread only.

    def kind(self, code: types.CodeType) -> int:
        """Return what `code` is: NOTHING, ROW, IDLE or CREATE_TASK."""
        kind = self._kinds.get(id(code))
        return self._decide(code) if kind is None else kind

    def _decide(self, code: types.CodeType) -> int:
        asynchronous = code.co_flags & _ASYNC and not code.co_name.startswith("<")
        return self._learn(code, ROW if asynchronous and self._wanted(code) else NOTHING)

    def _learn(self, code: types.CodeType, kind: int) -> int:
        self._codes.append(code)  # as long as it is kept, its id belongs to it alone
        self._kinds[id(code)] = kind
        return kind

    def entered(self, kind: int, frame: types.FrameType) -> None:
        """A frame of that kind runs its first instruction."""
        if kind == ROW:
            self._started(frame)
        elif kind == IDLE:
            self._idle_since = self.clock()
        elif kind == CREATE_TASK:
            self._created(frame)

    def _started(self, frame: types.FrameType) -> None:
        key = id(frame)
        call = Call(frame.f_code, self.clock(), self.clock)
        creator = self._creators.pop(key, None)
        above = self._nearest(frame.f_back)
        call.index = len(self._calls)
        call.parent = creator if above is None else above.index if above.index >= 0 else None
        call.label = call_label(frame)
        call.task = current_task_name()
        self._calls.append(call)
        self._live[key] = call

    def _created(self, frame: types.FrameType) -> None:
        inner = getattr(frame.f_locals.get("coro"), "cr_frame", None)
        if inner is not None and self._live:
            above = self._nearest(frame.f_back)
            if above is not None and above.index >= 0:
                self._creators[id(inner)] = above.index

    def _nearest(self, frame: types.FrameType | None) -> Call | None:
        live = self._live
        while frame is not None:
            call = live.get(id(frame))
            if call is not None and call.code is frame.f_code:
                return call
            frame = frame.f_back
        return None

    def resumed(self, key: int) -> None:
        """The frame with that identity goes on, with a value or with an exception."""
        call = self._live.get(key)
        if call is not None:
            call.begin = self.clock()

    def suspended(self, key: int, at: int) -> None:
        """The frame gave the thread back at that instruction, to go on later."""
        call = self._live.get(key)
        if call is not None:
            now = self.clock()
            call.runs.extend((self._latest() if call.begin is None else call.begin, now, at))
            call.begin = None

    def _latest(self) -> float:
        """Return when a row last gave the thread back.

        An exception that the inner coroutine catches wakes the outer one, on 3.11 without an
        event. The outer one then began to run when the inner one ended.
        """
        return max((call.runs[-2] for call in self._calls if call.runs), default=self.start)

    def ended(self, key: int, at: int, outcome: Outcome, error: str | None) -> Call | None:
        """The frame is finished."""
        call = self._live.get(key)
        if call is not None:
            self.suspended(key, at)
            del self._live[key]
            call.end = call.runs[-2]
            call.outcome = outcome
            call.error = error
        return call

    def idled(self) -> None:
        """The event loop's wait for something to do is over."""
        if self._idle_since is not None:
            self.idle.append((self._idle_since, self.clock()))
            self._idle_since = None


class Source:
    """Where a recorder's events come from."""

    def attach(self, recorder: Recorder) -> None:
        raise NotImplementedError

    def follow(self, recorder: Recorder, code: types.CodeType) -> None:
        """Tell the recorder about frames of `code` that run already."""

    def detach(self, recorder: Recorder, error: BaseException | None) -> None:
        raise NotImplementedError


@functools.cache
def source() -> Source:
    """Return the source this Python has: `sys.monitoring`, or `sys.setprofile` on 3.11."""
    if sys.version_info >= (3, 12):
        from nightline.timeline.monitoring import Monitoring

        return Monitoring()
    from nightline.timeline.profiling import Profiling

    return Profiling()


def outcome_of(error: BaseException) -> tuple[Outcome, str | None]:
    """Return outcome and error text of a row that `error` ended."""
    if isinstance(error, asyncio.CancelledError):
        return "cancelled", None
    if isinstance(error, GeneratorExit):
        return "cancelled", CLOSED
    return "failed", error_text(error)


def current_task_name() -> str | None:
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    return None if task is None else task.get_name()
