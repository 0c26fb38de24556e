"""Blocking work on trial: where it runs, how much at once, and whether the loop goes on meanwhile.

A piece of work stays inside until a witness on the loop has had turns and let it out. So nothing is
judged by the clock: work that keeps the loop's thread is seen because the witness has no turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import sys
import threading
import weakref
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from nightline.checks.blocking.pools import Job, Processes, pool_of_thread, watched
from nightline.judging.clock import EXECUTOR_THREADS, real_perf_counter, real_sleep
from nightline.judging.evidence import Place
from nightline.judging.places import place_of_frame
from nightline.judging.stage import Stage

# Real seconds between two turns of the witness, and how many of them in a row must see the same. More
# of them where a thread makes the calls: between two of them the witness may have its turn.
NAP = 0.0002
STEADY = 3
STEADY_FOR_THREADS = 30
# Every so many turns the clock moves by so many virtual seconds, for an answer that sleeps. By more
# while a place is empty: an answer that looks now and then whether something is done may fill it.
TURNS_A_TICK, TICK, LONG_TICK = 10, 0.001, 0.05
# Bounds, in real seconds, for answers that use no pool, or not as pools are meant: how long to wait
# for work that may still come in (shorter each time).
QUIET, QUIET_AT_LEAST = 0.3, 0.03
# After so many waits of 0.02 s a loop without a turn counts as stuck. Waits are counted and not
# seconds: on a busy machine each of them takes longer, as the loop's turns do.
STUCK = 25
# An answer that was stuck in one trial is not waited for so long in the next.
STUCK_AGAIN = 5
_stuck_before: weakref.WeakSet[Any] = weakref.WeakSet()


@dataclass(frozen=True)
class Work:
    """One piece of work: what it was about, and whether it ran on the "line", in "pool" or a "thread"."""

    what: Any
    where: str
    place: Place | None = None


class Hall:
    """Where the blocking work of one trial goes in and out. Use it as a context manager.

    Args:
        stage: the trial's stage.
        total: how many pieces of work there are in all; 0 when that is not known.
        room: how many of them shall be inside at once.
        hold: virtual seconds that the first ones stay inside, for an answer that limits the time.
    """

    def __init__(self, stage: Stage, total: int = 0, room: int = 0, hold: float = 0.0) -> None:
        self._stage = stage
        self._total, self._room, self._hold = total, room, hold
        self._limit = STUCK_AGAIN if stage.answer in _stuck_before else STUCK
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
        self.idle = self.lost = 0
        self.own_default = False
        self.stuck: Place | None = None
        self.closed_early = False
        self.returned: Any = None
        self.raised: BaseException | None = None
        self.failure: Exception | None = None
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

    @property
    def workers(self) -> int:
        """How many workers the pools that got work have together."""
        return sum(pool._max_workers for pool in {job.pool for job in self._jobs})

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
            beat, waits = self._beat, 0
            while ticket in self._waiting and not self._over:
                waits += not self._changed.wait(0.02)
                if self._beat != beat:
                    beat, waits = self._beat, 0
                elif waits > self._limit and (place := self._loop_stands()):
                    self.stuck = self.stuck or place
                    with contextlib.suppress(TypeError):
                        _stuck_before.add(self._stage.answer)
                    self._over = True
                    self._changed.notify_all()
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    def fail(self, error: Exception) -> None:
        """Raise this error in the place of the blocking function, and keep it."""
        self.failure = error
        raise error

    def _loop_stands(self) -> Place | None:
        """Where the answer keeps the loop's thread; None while the loop itself has it."""
        return place_of_frame(sys._current_frames().get(self._line), self._stage.files)

    # What the trial's run function uses.

    async def watch(self, awaitable: Awaitable[Any]) -> Hall:
        """Await the answer beside the witness, and keep what came of it."""
        witness = asyncio.ensure_future(self._witness())
        try:
            self.returned = await awaitable
            if plans := [one for one in parts_of(self.returned) if inspect.iscoroutine(one)]:
                self.plan = plans[0].__name__
                self.returned = None  # let it go: the warning names the line that made it
        except Exception as error:
            self.raised = error
            if not self.failure or self.failure not in behind(error):
                raise
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()
            await witness
            default = getattr(asyncio.get_running_loop(), "_default_executor", None)
            prefix = getattr(default, "_thread_name_prefix", "asyncio")
            self.own_default = not prefix.startswith("asyncio")
        return self

    async def _witness(self) -> None:
        loop = self._stage.loop
        while not self._over:
            self._beat += 1
            if self._hold and self._can_go():
                loop.stand(self._hold)
                self._hold, self._steady = 0.0, 0
            self._let_out()
            real_sleep(0 if self._short() else NAP)  # a turn of the loop fills an empty place
            if self._beat % TURNS_A_TICK == 0:
                loop.stand(LONG_TICK if self._short() else TICK)
            await asyncio.sleep(0)

    def _short(self) -> bool:
        """Whether a place is empty although there is work to come. Known once, it is not asked again."""
        coming = bool(self._waiting) and len(self.work) < self._total
        return coming and len(self._waiting) < self._room and not self.idle

    def _can_go(self) -> bool:
        """Whether nobody else can come in before somebody goes out."""
        inside, expected = len(self._waiting), self._expected()
        asks = any(job.asks for job in self._jobs)
        steady = STEADY_FOR_THREADS if asks or self._short() else STEADY
        complete = 0 < self._total <= len(self.work)
        return (
            inside >= expected and (expected > 0 or complete) and inside > 0
        ) and self._steady >= steady

    def _let_out(self) -> None:
        """Let the newest piece of work out, as soon as nobody else can come in before."""
        with self._changed:
            if not self._waiting:
                return
            seen = (len(self._waiting), self._expected())
            self._steady = self._steady + 1 if self._seen == seen else 0
            self._seen = seen
            full = self._can_go() and not self._hold
            if full or real_perf_counter() - self._last > self._quiet:
                if not full:
                    self._quiet = max(QUIET_AT_LEAST, self._quiet / 2)
                elif self._short() and not any(job.asks for job in self._jobs):
                    self.idle = max(self.idle, self._room - len(self._waiting))
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
        self._stack.enter_context(watched(self, self._stage))
        return self

    def __exit__(self, *error: object) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        for pool in self.given | {job.pool for job in self._jobs}:
            ThreadPoolExecutor.shutdown(pool, wait=False)  # idle threads end at once
        for thread in threading.enumerate():  # an answer's own: it may fail, and we stay quiet
            if thread.ident not in self._before and not thread.name.startswith(EXECUTOR_THREADS):
                thread.join(QUIET)
        self._stack.close()


def parts_of(value: Any) -> list[Any]:
    """What a result holds: the elements of a list, the values of a dict, or the result alone."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else [value]


def behind(error: BaseException | None) -> list[BaseException]:
    """An error, and those from which it came: causes, what it holds, what was handled meanwhile."""
    if error is None:
        return []
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    before = error.__cause__ or error.__context__
    return [error, *(one for part in parts for one in behind(part)), *behind(before)]
