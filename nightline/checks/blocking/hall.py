"""Blocking work on trial: where it runs, how much at once, and whether the loop goes on meanwhile.

A piece of work stays inside until a witness on the loop has had turns and let it out. So nothing is
judged by the clock: work that keeps the loop's thread is seen because the witness has no turn.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import inspect
import os
import sys
import threading
from collections.abc import Awaitable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from nightline.checks.blocking.pools import LOCAL, Job, Processes, pool_of_thread
from nightline.judging.clock import EXECUTOR_THREADS, real_perf_counter, real_sleep
from nightline.judging.evidence import Place
from nightline.judging.places import place_of_frame
from nightline.judging.stage import Stage

# Real seconds between two turns of the witness, and how many of them in a row must see the same. More
# of them where a thread makes the calls: between two of them the witness may have its turn.
NAP = 0.0002
STEADY = 3
STEADY_FOR_THREADS = 30
# Every so many turns the clock moves by so many virtual seconds, for an answer that sleeps.
TURNS_A_TICK, TICK = 10, 0.001
# Bounds, in real seconds, for answers that use no pool, or not as pools are meant: how long to wait
# for work that may still come in (shorter each time), and when a loop without a turn counts as stuck.
QUIET, QUIET_AT_LEAST = 0.3, 0.03
STUCK = 0.4


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
        self.plan = ""

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
            self.work.append(Work(what, "pool" if pool_of_thread() in self.given else "thread"))
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
                self.plan = self.returned.__name__
                self.returned = None  # let it go: the warning names the line that made it
        except Exception as error:
            self.raised = error
            raise
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()
            await witness
        return self

    async def _witness(self) -> None:
        while not self._over:
            self._beat += 1
            self._let_out()
            real_sleep(NAP)
            await asyncio.sleep(0 if self._beat % TURNS_A_TICK else TICK)

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
        with self._changed:
            self._over = True
            self._changed.notify_all()
        for pool in self.given:
            ThreadPoolExecutor.shutdown(pool, wait=False)
        for thread in threading.enumerate():  # an answer's own: it may fail, and we stay quiet
            if thread.ident not in self._before and not thread.name.startswith(EXECUTOR_THREADS):
                thread.join(QUIET)
        self._stack.close()

    @contextlib.contextmanager
    def _pools_watched(self) -> Iterator[None]:
        """Note what pools get to do. A pool of processes becomes one of threads."""
        hall, real = self, ThreadPoolExecutor.submit
        real_processes = concurrent.futures.ProcessPoolExecutor

        def submit(self: ThreadPoolExecutor, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            me = threading.get_ident()
            if me != hall._line and me in hall._before:
                return real(self, fn, *args, **kwargs)

            if asking := getattr(LOCAL, "job", None):
                asking.asks = True
            job = Job(self)

            def call() -> Any:
                LOCAL.job = job
                try:
                    return fn(*args, **kwargs)
                finally:
                    LOCAL.job = None

            hall._jobs.append(job)
            job.future = real(self, call)
            return job.future

        def processes(max_workers: int | None = None, *args: Any, **kwargs: Any) -> Processes:
            return Processes(self, max_workers or 2)

        real_hook = threading.excepthook

        def hook(args: threading.ExceptHookArgs) -> None:
            if args.thread is None or args.thread.ident in hall._before:
                real_hook(args)  # else the report tells what went wrong

        threading.excepthook = hook
        ThreadPoolExecutor.submit = submit  # type: ignore[method-assign,assignment]
        concurrent.futures.ProcessPoolExecutor = processes  # type: ignore[assignment,misc]
        self._stage.lend(ProcessPoolExecutor=processes)
        try:
            yield
        finally:
            threading.excepthook = real_hook
            ThreadPoolExecutor.submit = real  # type: ignore[method-assign]
            concurrent.futures.ProcessPoolExecutor = real_processes  # type: ignore[misc]
