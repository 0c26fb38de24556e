"""Run an answer on a fresh loop in a fresh thread, bounded, and bring back the evidence.

The kernel's own loop is never touched: `asyncio.run` inside an answer works, and an answer that
never ends is unwound.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nightline.judging.clock import real_perf_counter, real_sleep
from nightline.judging.evidence import Evidence, Place
from nightline.judging.places import place_of_frame, source_of
from nightline.judging.stage import Stage

# Trials patch process-wide things (`time`, warnings), so one runs at a time.
ONE_AT_A_TIME = threading.RLock()
# An answer may catch what unwinds it, so it is raised again; each time the loop gets this long,
# in real seconds, to close in good order.
# A loop that catches everything is left only if the error strikes between two of its rounds: many
# quick tries find that place.
UNWIND_SECONDS = (0.5, 0.5, 0.5, *(0.01,) * 150)


class Unwound(BaseException):
    """Raised inside an answer that ran past its bound, to end it."""


@dataclass(frozen=True)
class Trial:
    """One run of an answer.

    Args:
        name: what is tried, as the learner reads it ("twelve carriers").
        run: called as `run(answer, stage)`; what it returns is awaited if it can be.
        limit: real seconds after which the answer counts as endless. A bound, not a measure.
        end: virtual seconds after which it does.
        prepare: called before the clocks become virtual, for what keeps them: imports, Django.

    Example:
        >>> async def three(answer, stage):
        ...     carriers = stage.carriers({"Aurora": Offer(0.2, 49)})  # lends `quote`
        ...     return await answer(list(carriers))
        >>> Trial("one carrier", three)
    """

    name: str
    run: Callable[[Any, Stage], Any]
    limit: float = 4.0
    end: float = 3600.0
    prepare: Callable[[], object] | None = None


def run_trial(trial: Trial, answer: object) -> Evidence:
    """Run one trial and return what was observed. Never raises what the answer raises."""
    with ONE_AT_A_TIME:
        if trial.prepare:
            trial.prepare()
        evidence = Evidence(trial.name, source_of(answer))
        stage = Stage(trial.name, answer, trial.end, evidence)
        finished = threading.Event()

        def work() -> None:
            with contextlib.suppress(Unwound):  # it may strike in the `finally` as well
                try:
                    stage.play(trial.run)
                finally:
                    finished.set()

        gc.freeze()  # what a trial leaves is collected at its end: look at nothing older
        thread = start_thread(work)
        started = real_perf_counter()
        try:
            if not _finishes(finished, trial.limit):
                evidence.endless = _where(thread, stage)
                evidence.hung = not _unwind(thread, finished)
        except BaseException:  # the learner pressed stop, or the guard stops the cell: end it too
            _unwind(thread, finished)
            raise
        finally:
            gc.unfreeze()
            stage.restore()
            if evidence.endless:
                _never_collect(stage)
        evidence.real_seconds = real_perf_counter() - started
        return evidence


def start_thread(work: Callable[[], None]) -> threading.Thread:
    """How a trial gets its thread. The one place to change where there are no threads."""
    thread = threading.Thread(target=work, name="trial", daemon=True)
    thread.start()
    return thread


def _finishes(finished: threading.Event, limit: float) -> bool:
    """Wait for the end of a trial; on a machine that has no time for us, as long again."""
    used = time.process_time()
    if finished.wait(limit):
        return True
    return time.process_time() - used < limit / 2 and finished.wait(limit)


def _where(thread: threading.Thread, stage: Stage) -> Place:
    frame = sys._current_frames().get(thread.ident or 0)
    return place_of_frame(frame, stage.files) or stage.busy_place() or Place("your answer")


def _unwind(thread: threading.Thread, finished: threading.Event) -> bool:
    """Raise `Unwound` in the thread until it ends; False if it survives."""
    with _unwinding_in_silence():
        for wait in UNWIND_SECONDS:
            if thread.ident is None or finished.is_set() or not thread.is_alive():
                break
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(Unwound)
            )
            finished.wait(wait)
        if ended := finished.is_set() or not thread.is_alive():
            return ended
        _let_it_strike()
    return finished.is_set()


def _let_it_strike() -> None:
    """Let `Unwound` strike in a thread that can take it, in place of one that stands in a call.

    While one waits to strike, Python 3.11 stops every other thread that a timeline records.
    """
    ready = threading.Event()

    def take() -> None:
        with contextlib.suppress(Unwound):
            ready.set()
            while True:
                real_sleep(0.001)

    thread = threading.Thread(target=take, name="trial", daemon=True)
    thread.start()
    ready.wait()
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Unwound)
    )
    thread.join(1.0)


def _never_collect(stage: Stage) -> None:
    """Keep tasks that cannot be ended, beyond the end of the process.

    A coroutine that catches every error also catches what closes it, and then runs on without a
    loop: letting it go would spin for ever.
    """
    for task in list(stage.loop.tasks):
        if not task.done():
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(task))


@contextlib.contextmanager
def _unwinding_in_silence() -> Iterator[None]:
    """`Unwound` may strike inside a weakref callback, where Python can only print it."""
    real = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if unraisable.exc_type is not Unwound:
            real(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = real
