"""Events from `sys.setprofile`, on Python 3.11.

A profile event does not carry an exception. Whether a frame was suspended, returned or raised is
told by the instruction it stopped at. What it raised is looked for a moment later: in the
exception that somebody handles, and in the outcome of the task.
"""

from __future__ import annotations

import asyncio
import contextlib
import dis
import sys
import threading
import types
import warnings
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from nightline.timeline.recorder import (
    IDLE,
    NOTHING,
    ROW,
    Recorder,
    Source,
    outcome_of,
)
from nightline.timeline.rows import CLOSED, UNSEEN, Call

YIELD = dis.opmap["YIELD_VALUE"]
RETURN = dis.opmap["RETURN_VALUE"]
RESUME = dis.opmap.get("RESUME", -1)
# Stands before the `yield` of an asynchronous generator.
ASYNC_GEN_WRAP = dis.opmap.get("ASYNC_GEN_WRAP", -1)
# Throws the error of an `async with` block into its generator: that is no `aclose()`.
THROWS = contextlib._AsyncGeneratorContextManager.__aexit__.__code__
PATIENCE = 2000  # events after which an unseen exception is no longer looked for
PATIENCE_WITH_NAMES = 60  # the same for exceptions that were given a name

ProfileFunction = Callable[[types.FrameType, str, Any], object]


class Profiling(Source):
    """A profile function for each recorded thread."""

    def __init__(self) -> None:
        self._hooks: dict[int, Hook] = {}

    def attach(self, recorder: Recorder) -> None:
        thread = threading.get_ident()
        if thread in self._hooks:
            raise RuntimeError(
                "A timeline already records this thread: end it before you begin another one."
            )
        previous = sys.getprofile()
        if previous is not None:
            warnings.warn(
                "Another tool profiles this thread: it pauses while the timeline records.",
                RuntimeWarning,
                stacklevel=4,
            )
        hook = self._hooks[thread] = Hook(recorder, previous)
        sys.setprofile(hook.function)

    def detach(self, recorder: Recorder, error: BaseException | None) -> None:
        for thread, hook in list(self._hooks.items()):
            if hook.recorder is recorder:
                # Python removes a profile function that raised, so it may be gone already.
                if thread == threading.get_ident() and sys.getprofile() in (hook.function, None):
                    sys.setprofile(hook.previous)
                hook.settle(error)
                del self._hooks[thread]


class Hook:
    """One thread's profile function and the exceptions it still has to find."""

    def __init__(self, recorder: Recorder, previous: Any) -> None:
        self.recorder = recorder
        self.previous = previous
        self.pending: list[Unsettled] = []
        self.instructions: dict[int, tuple[types.CodeType, bytes]] = {}
        self.thrown: dict[int, int] = {}
        self.closing: set[int] = set()
        self.events = 0
        self.function = self._function()

    def _function(self) -> ProfileFunction:
        recorder = self.recorder
        live = recorder._live
        kinds = recorder._kinds
        decide = recorder._decide
        pending = self.pending

        def profile(frame: types.FrameType, event: str, value: object) -> None:
            if pending:
                self.look(frame)
            if event == "call":
                code = frame.f_code
                kind = kinds.get(id(code))
                if kind is None:
                    kind = decide(code)
                if kind == ROW or (kind == NOTHING and id(frame) in live):
                    self.called(frame, code)
                elif kind != NOTHING:
                    recorder.entered(kind, frame)
            elif event == "return":
                key = id(frame)
                if key in live:
                    self.returned(key, frame, value)
                elif kinds.get(id(frame.f_code)) == IDLE:
                    recorder.idled()

        return profile

    def opcodes(self, code: types.CodeType) -> bytes:
        found = self.instructions.get(id(code))
        if found is None:
            found = self.instructions[id(code)] = (code, code.co_code)
        return found[1]

    def called(self, frame: types.FrameType, code: types.CodeType) -> None:
        at = frame.f_lasti
        opcodes = self.opcodes(code)
        key = id(frame)
        if opcodes[at] == RESUME:
            if opcodes[at + 1] & 3 == 0:
                self.recorder.entered(self.recorder.kind(code), frame)
            else:
                self.recorder.resumed(key)
        else:  # an exception is thrown into it
            self.thrown[key] = at
            if opcodes[at] == YIELD and opcodes[at - 2] == ASYNC_GEN_WRAP:
                thrower = frame.f_back
                if thrower is None or thrower.f_code is not THROWS:
                    self.closing.add(key)  # nearly always `aclose()`
            self.recorder.resumed(key)

    def returned(self, key: int, frame: types.FrameType, value: object) -> None:
        at = frame.f_lasti
        opcode = self.opcodes(frame.f_code)[at]
        thrown = self.thrown.pop(key, None) if self.thrown else None
        unmoved = thrown == at and value is None
        if opcode == YIELD and not unmoved:
            self.recorder.suspended(key, at)
            if self.pending:
                self.forget(current_task())
        elif opcode == RETURN:
            self.closing.discard(key)
            self.recorder.ended(key, at, "returned", None)
        elif opcode == YIELD and frame.f_code.co_flags & 0x80:
            # Thrown in at the yield itself: `close()`. A cancelled await is one instruction on.
            self.recorder.ended(key, at, "cancelled", CLOSED)
        else:
            call = self.recorder.ended(key, at, "failed", UNSEEN)
            if call is not None:
                task = current_task()
                if key in self.closing:
                    self.closing.discard(key)
                    call.outcome, call.error = "cancelled", CLOSED  # until it proves otherwise
                elif thrown is not None and task is not None and task.cancelling():
                    call.outcome, call.error = "cancelled", None  # until it proves otherwise
                self.pending.append(Unsettled(call, key, task))
                self.events = 0

    def look(self, frame: types.FrameType) -> None:
        """Look for the pending exceptions: handled now, given a name, or kept by their task."""
        self.events += 1
        handled = sys.exc_info()[1]
        if handled is not None:
            self.pending[:] = [one for one in self.pending if not one.match(handled)]
        if self.pending and self.events < PATIENCE_WITH_NAMES and id(frame) in self.recorder._live:
            for value in list(frame.f_locals.values()):
                if issubclass(type(value), BaseException):
                    self.pending[:] = [one for one in self.pending if not one.match(value)]
        if self.pending:
            self.pending[:] = [one for one in self.pending if not one.ask_task()]
        if self.events > PATIENCE:
            self.pending.clear()

    def forget(self, task: asyncio.Task[Any] | None) -> None:
        """Give up exceptions of a task that goes on: it caught them, so its own end tells nothing."""
        self.pending[:] = [
            one for one in self.pending if one.task is None or one.task() is not task
        ]

    def settle(self, error: BaseException | None) -> None:
        """Look one last time, when recording ends with `error`."""
        for one in self.pending:
            if not (error is not None and one.match(error)):
                one.ask_task()
        self.pending.clear()


class Unsettled:
    """A row that ended with an exception nobody has seen yet."""

    def __init__(self, call: Call, key: int, task: asyncio.Task[Any] | None) -> None:
        self.call = call
        self.key = key
        self.task = None if task is None else weakref.ref(task)

    def match(self, error: BaseException) -> bool:
        """Settle the row if `error`, or one it came from, passed through its frame."""
        for one in family(error):
            trace = one.__traceback__
            while trace is not None:
                if id(trace.tb_frame) == self.key and trace.tb_frame.f_code is self.call.code:
                    self.call.outcome, self.call.error = outcome_of(one)
                    return True
                trace = trace.tb_next
        return False

    def ask_task(self) -> bool:
        """Settle the row by its task's outcome. Asking leaves no mark on the task."""
        task = None if self.task is None else self.task()
        if task is None or not task.done():
            return False
        if task.cancelled():
            self.call.outcome, self.call.error = "cancelled", None
            return True
        error = getattr(task, "_exception", None)  # `exception()` would mark it as retrieved
        return isinstance(error, BaseException) and self.match(error)


def family(error: BaseException) -> Iterator[BaseException]:
    """Yield `error`, its causes and contexts, and the members of groups, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen or len(seen) > 100:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions


def current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
