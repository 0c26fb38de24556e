"""An alarm that reaches the main thread while it runs, waits or sleeps.

Two kinds: a timer signal where the system has one, a watching thread elsewhere (Windows). Both ask
`late(frame)` with the frame at which the main thread stands; if it answers True they raise
CellStopped there. Where neither signals nor threads exist (a browser's kernel) there is no alarm.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
import types
from collections.abc import Callable
from typing import Any, Protocol

Late = Callable[[types.FrameType | None], bool]


class Alarm(Protocol):
    """Goes off after a time, then again and again until it is stopped."""

    def start(self, seconds: float, again: float) -> None: ...

    def stop(self) -> None: ...


def make_alarm(late: Late, error: type[BaseException]) -> Alarm:
    """Return the best alarm for this system."""
    if hasattr(signal, "setitimer"):
        return SignalAlarm(late, error)
    return ThreadAlarm(late, error)


class SignalAlarm:
    """SIGALRM: interrupts a spinning cell, and `time.sleep` too."""

    def __init__(self, late: Late, error: type[BaseException]) -> None:
        self._late = late
        self._error = error
        self._before: Any = None

    def start(self, seconds: float, again: float) -> None:
        before = signal.signal(signal.SIGALRM, self._ring)
        if before != self._ring:
            self._before = before
        signal.setitimer(signal.ITIMER_REAL, seconds, again)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if signal.getsignal(signal.SIGALRM) == self._ring:
            signal.signal(signal.SIGALRM, self._before or signal.SIG_DFL)

    def _ring(self, _number: int, frame: types.FrameType | None) -> None:
        if self._late(frame):
            raise self._error


class ThreadAlarm:
    """A thread that watches. It cannot end a `time.sleep`, but the interrupt it sends may."""

    def __init__(self, late: Late, error: type[BaseException]) -> None:
        self._late = late
        self._error = error
        self._main = threading.main_thread().ident or 0
        self._changed = threading.Condition()
        self._rings_at: float | None = None
        self._again = 0.0
        self._round = 0  # counts starts and stops: a ring must not hit the cell after
        self._thread: threading.Thread | None = None

    def start(self, seconds: float, again: float) -> None:
        with self._changed:
            self._rings_at = time.monotonic() + seconds
            self._again = again
            self._round += 1
            self._changed.notify()
        if self._thread is None:
            thread = threading.Thread(target=self._watch, name="nightline-guard", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                return  # no threads here: cells have no limit
            self._thread = thread

    def stop(self) -> None:
        with self._changed:
            self._rings_at = None
            self._round += 1
            self._changed.notify()

    def _watch(self) -> None:
        rung_for, times = 0, 0
        while True:
            with self._changed:
                left = None if self._rings_at is None else self._rings_at - time.monotonic()
                if left is None or left > 0:
                    self._changed.wait(left)
                    continue
                self._rings_at = time.monotonic() + self._again
                times = times + 1 if rung_for == self._round else 1
                rung_for = self._round
                # Under the lock, so that the cell cannot end between the question and the answer.
                if self._late(sys._current_frames().get(self._main)):
                    self._raise_in_main(also_wake=times > 1)

    def _raise_in_main(self, also_wake: bool) -> None:
        thread = ctypes.c_ulong(self._main)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(self._error))
        if not also_wake:
            return
        # It did not help: the thread is inside a call that only an interrupt ends.
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(self._main, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)
