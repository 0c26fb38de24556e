"""Blocking work on trial: where it runs, how much at once, and whether the loop goes on meanwhile.

A piece of work stays inside until a witness on the loop has had turns and let it out. So nothing is
judged by the clock: work that keeps the loop's thread is seen because the witness has no turn.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import inspect
import io
import os
import pickle
import sys
import threading
import types
from collections.abc import Awaitable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from nightline.judging.clock import real_perf_counter, real_sleep
from nightline.judging.evidence import Place
from nightline.judging.places import place_of_frame
from nightline.judging.stage import Stage

# Real seconds between two turns of the witness, and how many of them in a row must see the same. More
# of them where a thread makes the calls: between two of them the witness may have its turn.
NAP = 0.0002
STEADY = 3
STEADY_FOR_THREADS = 30
# Bounds, in real seconds, for answers that use no pool, or not as pools are meant: how long to wait
# for work that may still come in (shorter each time), and when a loop without a turn counts as stuck.
QUIET, QUIET_AT_LEAST = 0.3, 0.03
STUCK = 0.4


@dataclass
class Job:
    """What a pool got to do. `asks` is true once it has given work to a pool itself."""

    pool: ThreadPoolExecutor
    future: Future[Any] | None = None
    asks: bool = False

    @property
    def is_open(self) -> bool:
        return self.future is None or not self.future.done()


@dataclass(frozen=True)
class Work:
    """One piece of work: what it was about, and whether it ran on the "line", in "pool" or a "thread"."""

    what: Any
    where: str
    place: Place | None = None


class Hall:
    """Where the blocking work of one trial goes in and out. Use it as a context manager."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._line = threading.get_ident()
        self._process = os.getpid()
        self._before = {thread.ident for thread in threading.enumerate()}
        self._changed = threading.Condition()
        self._waiting: list[object] = []
        self._jobs: list[Job] = []
        self._quiet = QUIET
        self._over = False
        self._beat = self._steady = 0
        self._seen = (0, 0)
        self._last = real_perf_counter()
        self.given: set[ThreadPoolExecutor] = set()
        self.work: list[Work] = []
        self.most = 0
        self.stuck: Place | None = None
        self.closed_early = False
        self.returned: Any = None
        self.raised: BaseException | None = None
        self.after: Any = None

    @property
    def other_processes(self) -> bool:
        """Whether work went to a pool of processes that the answer made itself."""
        return any(isinstance(j.pool, Processes) and j.pool not in self.given for j in self._jobs)

    @property
    def pools(self) -> int:
        """How many pools got work."""
        return len({id(job.pool) for job in self._jobs})

    def places(self, where: str) -> list[Work]:
        """The pieces of work that ran there."""
        return [work for work in self.work if work.where == where]

    # What the blocking functions of a trial call.

    def enter(self, what: Any) -> None:
        """Go in with a piece of work, and come out when the witness says so."""
        me = threading.get_ident()
        if os.getpid() != self._process:
            return
        if me == self._line:
            place = place_of_frame(sys._getframe(1), self._stage.files)
            self.work.append(Work(what, "line", place))
            return
        ticket = object()
        with self._changed:
            self.work.append(Work(what, "pool" if _pool_of_thread() in self.given else "thread"))
            self._waiting.append(ticket)
            self.most = max(self.most, len(self._waiting))
            self._last = real_perf_counter()
            beat, since = self._beat, real_perf_counter()
            while ticket in self._waiting and not self._over:
                self._changed.wait(0.02)
                now = real_perf_counter()
                if self._beat != beat:
                    beat, since = self._beat, now
                elif now - since > STUCK and (place := self._loop_stands()):
                    self.stuck = self.stuck or place
                    self._over = True
                    self._changed.notify_all()
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    def _loop_stands(self) -> Place | None:
        """Where the answer keeps the loop's thread; None while the loop itself has it."""
        return place_of_frame(sys._current_frames().get(self._line), self._stage.files)

    # What the trial's run function uses.

    async def watch(self, awaitable: Awaitable[Any]) -> Hall:
        """Await the answer beside the witness, and keep what came of it."""
        witness = asyncio.ensure_future(self._witness())
        try:
            self.returned = await awaitable
            if inspect.iscoroutine(self.returned):
                self.returned = None  # let it go: the warning names the line that made it
        except Exception as error:
            self.raised = error
            raise
        finally:
            self._over = True
            with self._changed:
                self._changed.notify_all()
            await witness
        return self

    async def _witness(self) -> None:
        while not self._over:
            self._beat += 1
            self._let_out()
            real_sleep(NAP)
            await asyncio.sleep(0)

    def _let_out(self) -> None:
        """Let the newest piece of work out, as soon as nobody else can come in before."""
        with self._changed:
            inside = len(self._waiting)
            if not inside:
                return
            expected = self._expected()
            self._steady = self._steady + 1 if self._seen == (inside, expected) else 0
            self._seen = (inside, expected)
            steady = STEADY_FOR_THREADS if any(job.asks for job in self._jobs) else STEADY
            full = 0 < expected <= inside and self._steady >= steady
            if full or real_perf_counter() - self._last > self._quiet:
                if not full:
                    self._quiet = max(QUIET_AT_LEAST, self._quiet / 2)
                self._waiting.pop()
                self._steady = 0
                self._last = real_perf_counter()
                self._changed.notify_all()

    def _expected(self) -> int:
        """How many pieces of work the pools can have inside now."""
        jobs: dict[ThreadPoolExecutor, int] = {}
        for job in self._jobs:
            if job.is_open and not job.asks:
                jobs[job.pool] = jobs.get(job.pool, 0) + 1
        return sum(min(pool._max_workers, number) for pool, number in jobs.items())

    def __enter__(self) -> Hall:
        self._stack = contextlib.ExitStack()
        self._stack.enter_context(self._pools_watched())
        return self

    def __exit__(self, *error: object) -> None:
        self._over = True
        with self._changed:
            self._changed.notify_all()
        for pool in self.given:
            ThreadPoolExecutor.shutdown(pool, wait=False)
        self._stack.close()

    @contextlib.contextmanager
    def _pools_watched(self) -> Iterator[None]:
        """Note what pools get to do. A pool of processes becomes a stand-in without processes."""
        hall, real = self, ThreadPoolExecutor.submit
        real_processes = concurrent.futures.ProcessPoolExecutor

        def submit(self: ThreadPoolExecutor, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            me = threading.get_ident()
            if me != hall._line and me in hall._before:
                return real(self, fn, *args, **kwargs)

            if asking := getattr(_local, "job", None):
                asking.asks = True
            job = Job(self)

            def call() -> Any:
                _local.job = job
                try:
                    return fn(*args, **kwargs)
                finally:
                    _local.job = None

            hall._jobs.append(job)
            job.future = real(self, call)
            return job.future

        def processes(max_workers: int | None = None, *args: Any, **kwargs: Any) -> Processes:
            return Processes(self, max_workers or 2)

        ThreadPoolExecutor.submit = submit  # type: ignore[method-assign,assignment]
        concurrent.futures.ProcessPoolExecutor = processes  # type: ignore[assignment,misc]
        self._stage.lend(ProcessPoolExecutor=processes)
        try:
            yield
        finally:
            ThreadPoolExecutor.submit = real  # type: ignore[method-assign]
            concurrent.futures.ProcessPoolExecutor = real_processes  # type: ignore[misc]


class Threads(ThreadPoolExecutor):
    """A pool that the trial gives to the answer. It notes when the answer closes it."""

    def __init__(self, hall: Hall, workers: int) -> None:
        super().__init__(workers)
        self._hall = hall

    def give(self) -> Threads:
        """Make it the pool in which the work is expected."""
        self._hall.given.add(self)
        return self

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._hall.closed_early |= self in self._hall.given
        super().shutdown(wait, cancel_futures=cancel_futures)


class Processes(Threads):
    """Behaves like a pool of processes: what it gets must be found by name in a file."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            Sender(self._hall).dump((fn, args, kwargs))
        except Exception as error:
            future.set_exception(pickle.PicklingError(f"{_name(fn)} cannot be sent: {error}"))
            return future
        return ThreadPoolExecutor.submit(self, fn, *args, **kwargs)


class Sender(pickle.Pickler):
    """Refuses what a new process could not import."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(io.BytesIO())
        self._home = {"__main__", hall._stage._names.get("__name__")}

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, types.FunctionType) and (
            thing.__module__ in self._home or "<" in thing.__qualname__
        ):
            raise pickle.PicklingError(f"no file has a function `{thing.__name__}`")
        return NotImplemented


_local = threading.local()


def _pool_of_thread() -> Any:
    job = getattr(_local, "job", None)
    return job.pool if job else None


def _name(function: Any) -> str:
    return f"`{getattr(function, '__name__', type(function).__name__)}`"
