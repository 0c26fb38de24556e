"""The virtual clock: an event loop whose time moves only while nothing can run.

Three waits of one second cost exactly 3.0 one after another and exactly 1.0 together, and no
real time. The time compaction is looptime's; this module adds what judging needs: the loop says
when it is in a deadlock, blocking calls move its time, and the clock functions of `time` agree
with it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures.thread
import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from looptime import LoopTimeEventLoop

# Saved before any trial can touch them: evidence about real time uses these.
real_sleep = time.sleep
real_perf_counter = time.perf_counter

# A read of the clock costs no time, so code that polls it would never see it move. After this
# many reads inside one step the poll counts as blocking, and each read costs a millisecond.
POLLS_BEFORE_BLOCKING = 1000
POLL_SECONDS = 0.001

# The same for a loop that gives way again and again (`while not done: await asyncio.sleep(0)`): with
# somebody always ready, no timer would ever come. After this many turns each one costs a millisecond.
TURNS_BEFORE_POLLING = 2000

# How long, in real seconds, threads get to wake a loop that has nothing to run and no timer, and how
# long it waits where no thread is at work: then nothing can come.
DEADLOCK_GRACE = 0.1
NOBODY_GRACE = 0.005

# How asyncio and concurrent.futures name the threads of an executor.
EXECUTOR_THREADS = ("asyncio_", "ThreadPoolExecutor-")
WORKER = concurrent.futures.thread._worker.__code__

# How often the loop looks for a sign of a thread before its time moves. looptime makes 42 whole turns
# of the loop for that, which makes long scenarios slow; where no thread is, nothing can come.
LOOKS_FOR_THREADS = 12


class Deadlock(BaseException):
    """Every task waits, no timer is set, and no thread is at work: nothing can ever happen."""


class OutOfTime(BaseException):
    """The virtual clock passed the trial's bound: the answer goes on for ever."""


class VirtualLoop(LoopTimeEventLoop, asyncio.SelectorEventLoop):
    """An event loop on virtual time.

    Args:
        start: virtual seconds that the clock shows at first.
        end: virtual seconds at which `OutOfTime` ends the run.
        patience: real seconds that worker threads get before the loop calls a deadlock.

    `grace`, 0 unless a trial sets it, is how many real seconds timers wait for work that the loop
    gave to a thread. After that, or without it, time goes on at its real pace until the thread is
    done. Not for ever: the thread may itself wait for something on this loop.
    """

    def __init__(self, start: float = 0.0, end: float = 3600.0, patience: float = 5.0) -> None:
        self._stood = 0.0
        self._polls = 0
        self._turns = 0
        super().__init__(start=start, noop_cycles=0)
        # Who makes a loop may run it in another thread, and give it work from outside.
        self._maker = threading.current_thread()
        self._threads_before = set(threading.enumerate()) - {self._maker}
        # Workers that others left idle: an answer may have kept their executor, and use it again.
        self._workers_before = any(map(_is_worker, self._threads_before))
        self._end = end
        self._patience = patience
        self._compacted_select = self._selector.select
        self._selector.select = self._select  # type: ignore[method-assign]
        self.tasks: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self.after_step: Callable[[asyncio.Task[Any], float], None] | None = None
        self.on_deadlock: Callable[[], None] | None = None
        self._executor_jobs: set[asyncio.Future[Any]] = set()
        self._holds = 0
        self.grace = 0.0

    def time(self) -> float:
        """Virtual seconds since the loop was made, blocking calls included."""
        return super().time() + self._stood

    def stand(self, seconds: float) -> None:
        """Move the time forward while the thread is blocked: nobody else runs meanwhile."""
        self._stood += max(0.0, seconds)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Inside, timers wait. For an await that ends by a thread which the loop does not know of."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    def read_clock(self) -> tuple[float, float]:
        """The time as the answer's `time.monotonic()` sees it, and the seconds this read cost."""
        self._polls += 1
        cost = POLL_SECONDS if self._polls > POLLS_BEFORE_BLOCKING else 0.0
        self.stand(cost)
        return self.time(), cost

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self._executor_jobs.add(future)
        future.add_done_callback(self._executor_jobs.discard)
        return future

    def create_task(self, coro: Any, **kwargs: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = super().create_task(coro, **kwargs)
        self.tasks.add(task)
        return task

    def call_soon(  # type: ignore[override]
        self, callback: Any, *args: Any, context: Any = None
    ) -> asyncio.Handle:
        """Schedule a callback; a task's turn is timed for whoever set `after_step`."""
        task = getattr(callback, "__self__", None)
        after_step = self.after_step
        if after_step is None or not isinstance(task, asyncio.Task):
            return super().call_soon(callback, *args, context=context)

        def turn(*args: Any) -> None:
            start = real_perf_counter()
            try:
                callback(*args)
            finally:
                after_step(task, real_perf_counter() - start)

        return super().call_soon(turn, *args, context=context)

    def use_real_time(self) -> None:
        """Let the loop close in real time: compaction would jump over its own time limits."""
        if self.is_closed():
            return
        self.setup_looptime(_enabled=False)
        self._selector.select = self._compacted_select  # type: ignore[method-assign]

    def _select(self, timeout: float | None = None) -> list[tuple[Any, Any]]:
        self._polls = 0
        self._turns = self._turns + 1 if timeout == 0 else 0
        if self._turns > TURNS_BEFORE_POLLING:
            self.stand(POLL_SECONDS)
        if self.time() > self._end:
            raise OutOfTime
        if self._holds and timeout != 0:
            return self._poll(self._patience)
        if self._executor_jobs and timeout != 0 and (ready := self._poll(self.grace)):
            return ready
        if self._executor_jobs or timeout == 0:
            return self._compacted_select(timeout)
        if timeout is not None:
            return self._move(timeout)
        # Nothing runs and no timer is set. Only another thread can help, so wait for one.
        ready = self._wait_for_threads()
        if not ready:
            if self.on_deadlock:
                self.on_deadlock()
            raise Deadlock
        return ready

    def _move(self, timeout: float) -> list[tuple[Any, Any]]:
        """Move the time to the next timer, unless a thread has something for the loop."""
        others = set(threading.enumerate()) - {threading.current_thread()}
        if self._workers_before or not others <= self._threads_before:
            for _ in range(LOOKS_FOR_THREADS):
                if ready := self._poll(0):
                    return ready
        # The first call looks and the second one moves.
        return self._compacted_select(timeout) or self._compacted_select(timeout)

    def _wait_for_threads(self) -> list[tuple[Any, Any]]:
        # Look at the threads first: what one gave before it became idle is there when it is asked for.
        # Twice, since a worker that has just taken its job from the queue looks idle for a moment.
        for _ in range(2):
            idle = all(map(self._is_idle, threading.enumerate()))
            ready = self._poll(NOBODY_GRACE if idle else DEADLOCK_GRACE)
            if ready or not idle:
                break
        else:
            return []
        until = real_perf_counter() + self._patience
        while not ready and self._threads_at_work() and real_perf_counter() < until:
            ready = self._poll(DEADLOCK_GRACE)
        return ready or self._poll(0)  # the last one may have ended a moment ago

    def _poll(self, seconds: float) -> list[tuple[Any, Any]]:
        # The selector class's own select: the instance's attribute is looptime's replacement.
        return type(self._selector).select(self._selector, seconds)

    def _is_idle(self, thread: threading.Thread) -> bool:
        """Whether this thread cannot wake the loop. Those of others know nothing of it."""
        if _is_worker(thread):
            return _has_no_job(thread)
        return thread in self._threads_before or thread is threading.current_thread()

    def _threads_at_work(self) -> bool:
        # Idle workers of an executor live on and prove nothing; their jobs are counted above.
        started = set(threading.enumerate()) - self._threads_before - {self._maker}
        return any(not _is_worker(thread) for thread in started)


def _is_worker(thread: threading.Thread) -> bool:
    return thread.name.startswith(EXECUTOR_THREADS)


def _has_no_job(worker: threading.Thread) -> bool:
    """Whether a thread of an executor waits at an empty queue."""
    frame = sys._current_frames().get(worker.ident or 0)
    return frame is None or (frame.f_code is WORKER and frame.f_locals["work_queue"].empty())
