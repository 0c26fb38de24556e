"""What the trials of this set put between an answer and asyncio.

An answer that waits for its own loop would wait for ever, and `nest_asyncio.apply` would change the
learner's kernel for good. Both become an error here. A lock of threads that the loop's thread already
holds does too.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib
import inspect
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from typing import Any

from nightline.judging.clock import EXECUTOR_THREADS, real_perf_counter, real_sleep
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage

# Real seconds after which a thread that waits for a blocked loop is told so. A bound, no measure.
PATIENCE = 0.4
# How often to look at an answer that waits in a way of its own, such as a loop of short sleeps.
MOST_LOOKS = 50


class WaitsForItself(Exception):
    """The loop cannot come to this coroutine: the loop's thread waits for it. Learners read it."""


class NobodyRunsIt(Exception):
    """A coroutine was given to a loop that nobody runs. Learners read the name."""


class LoopInsideLoop(Exception):
    """`nest_asyncio` was called. Learners read the name."""


class LockHeldHere(Exception):
    """A thread waits for a lock that it holds itself. Learners read the name."""


class _Lock:
    """In place of `threading.Lock`, for an object that one thread uses."""

    def __init__(self) -> None:
        self._lock = _RealLock()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if blocking and self._lock.locked():
            raise LockHeldHere("this thread waits for a threading.Lock that it holds itself")
        return self._lock.acquire(blocking, timeout)

    def release(self) -> None:
        self._lock.release()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()


_RealLock = threading.Lock


@contextlib.contextmanager
def swapped(stage: Stage, owner: Any, name: str, fake: Any) -> Iterator[None]:
    """Put `fake` in place of `owner.name`, and of what the answer's notebook imported from there."""
    real = getattr(owner, name)
    stage.lend(**{key: fake for key, value in globals_of(stage.answer).items() if value is real})
    setattr(owner, name, fake)
    try:
        yield
    finally:
        setattr(owner, name, real)


@contextlib.contextmanager
def no_nesting(stage: Stage) -> Iterator[None]:
    """`apply()` of nest_asyncio and its successor raises `LoopInsideLoop`."""

    def apply(*args: Any, **kwargs: Any) -> None:
        raise LoopInsideLoop("nest_asyncio changes asyncio for the whole program")

    if hasattr(asyncio, "_nest_patched"):
        apply()
    with contextlib.ExitStack() as stack:
        for name in ("nest_asyncio", "nest_asyncio2"):
            with contextlib.suppress(ImportError):
                stack.enter_context(swapped(stage, importlib.import_module(name), "apply", apply))
        yield


@contextlib.contextmanager
def no_waiting_for(stage: Stage, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """While this loop's thread is blocked, waiting for a coroutine on it raises `WaitsForItself`."""
    real, home = asyncio.run_coroutine_threadsafe, threading.get_ident()

    def run_coroutine_threadsafe(coro: Any, given: asyncio.AbstractEventLoop) -> Any:
        future = _never_run(coro, home) if given is loop else real(coro, given)
        if given is not loop:
            future.result = functools.partial(_result, given, future)  # type: ignore[method-assign]
        return future

    with swapped(stage, asyncio, "run_coroutine_threadsafe", run_coroutine_threadsafe):
        yield


@contextlib.contextmanager
def no_sleeping_for(stage: Stage, began: Callable[[], bool]) -> Iterator[None]:
    """Who sleeps again and again in this thread, and so never lets a coroutine begin, is told so."""
    real, home, until = time.sleep, threading.get_ident(), 0.0

    def sleep(seconds: float) -> None:
        nonlocal until
        real(seconds)
        if threading.get_ident() != home or began():
            return
        real_sleep(0.001)
        until = until or real_perf_counter() + PATIENCE
        if real_perf_counter() > until:
            raise WaitsForItself("the loop's own thread sleeps, and waits for this result")

    with swapped(stage, time, "sleep", sleep):
        yield


@contextlib.contextmanager
def jobs_come_later(loop: Any) -> Iterator[None]:
    """A job that this blocked loop gives to its pool is done a turn later, and nobody does it."""

    def run_in_executor(executor: Any, function: Any, *args: Any) -> asyncio.Future[Any]:
        future = loop.create_future()
        for coroutine in filter(inspect.iscoroutine, args):
            coroutine.close()
        loop.call_soon(lambda: future.done() or future.set_result(None))
        return future  # type: ignore[no-any-return]

    loop.run_in_executor = run_in_executor
    try:
        yield
    finally:
        del loop.run_in_executor


def _never_run(coro: Any, home: int) -> Future[Any]:
    """The future of a coroutine whose loop cannot come to it; whoever waits for it is told so."""
    future: Future[Any] = Future()
    error = WaitsForItself("the loop's own thread waits for this result")
    if inspect.iscoroutine(coro):
        coro.close()

    def tell() -> None:
        with contextlib.suppress(InvalidStateError):
            future.set_exception(error)

    def result(timeout: float | None = None) -> Any:
        if threading.get_ident() == home:
            tell()
        return Future.result(future)

    future.result = result  # type: ignore[method-assign]
    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    future.add_done_callback(lambda _: timer.cancel())
    timer.start()
    return future


def _result(
    loop: asyncio.AbstractEventLoop, future: Future[Any], timeout: float | None = None
) -> Any:
    if not _soon_running(loop, future):
        raise NobodyRunsIt("no thread runs the loop that should do this")
    return Future.result(future, timeout)


def _soon_running(loop: asyncio.AbstractEventLoop, future: Any) -> bool:
    """Whether a thread runs this loop, or does after a moment in which it may start."""
    until = real_perf_counter() + PATIENCE
    while not loop.is_running() and not future.done() and real_perf_counter() < until:
        real_sleep(0.001)
    return loop.is_running() or future.done()


@contextlib.contextmanager
def quiet_threads() -> Iterator[None]:
    """An error in a thread that starts inside is told by the report, and the thread gets time to end."""
    real, before = threading.excepthook, {thread.ident for thread in threading.enumerate()}

    def hook(args: threading.ExceptHookArgs) -> None:
        if args.thread is None or args.thread.ident in before:
            real(args)

    threading.excepthook = hook
    try:
        yield
        for thread in threading.enumerate():
            if thread.ident not in before and not thread.name.startswith(EXECUTOR_THREADS):
                thread.join(2 * PATIENCE)
    finally:
        threading.excepthook = real


async def until_awaited(thread: int, returned: Callable[[], bool]) -> None:
    """Return when a thread waits for something, or came back from the answer; at the latest soon.

    So a coroutine ends after the return of an answer that does not wait for it, however slow the machine.
    """
    for _ in range(MOST_LOOKS):
        if _waits(thread) or returned():
            return
        await asyncio.sleep(0.001)


def _waits(thread: int) -> bool:
    """Whether this thread stands in one of the waits of `threading`, other than that of `start`."""
    frame, names = sys._current_frames().get(thread), set()
    while frame is not None:
        if frame.f_code.co_filename == threading.__file__:
            names.add(frame.f_code.co_name)
        frame = frame.f_back
    return "start" not in names and bool(names & {"wait", "join"})


@contextlib.contextmanager
def locks_watched(stage: Stage) -> Iterator[None]:
    """Each `threading.Lock` made inside raises where it would wait for its own thread."""
    with swapped(stage, threading, "Lock", _Lock):
        yield
