"""Pools on trial: what they get to do, and stand-ins for those that the trial gives to the answer."""

from __future__ import annotations

import concurrent.futures
import contextlib
import io
import pickle
import threading
import types
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nightline.checks.blocking.hall import Hall
    from nightline.judging.stage import Stage

# What each thread of a pool is about: its `job`.
LOCAL = threading.local()


@dataclass
class Job:
    """What a pool got to do. `asks` is true once it has given work to a pool itself."""

    pool: ThreadPoolExecutor
    future: Future[Any] | None = None
    asks: bool = False

    @property
    def is_open(self) -> bool:
        return self.future is None or not self.future.done()


def pool_of_thread() -> ThreadPoolExecutor | None:
    """The pool whose work this thread does; None for a thread of no pool."""
    job: Job | None = getattr(LOCAL, "job", None)
    return job.pool if job else None


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
        if not self._hall._over and self in self._hall.given:
            self._hall.closed_early = True
        super().shutdown(wait, cancel_futures=cancel_futures)


class Processes(Threads):
    """Behaves like a pool of processes: what it gets must be found by name in a file."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            Sender(self._hall).dump((fn, args, kwargs))
        except Exception as error:
            future.set_exception(pickle.PicklingError(str(error)))
            return future
        return ThreadPoolExecutor.submit(self, fn, *args, **kwargs)


# An error's text names the type, and an answer should see that of a real pool.
Threads.__name__, Processes.__name__ = "ThreadPoolExecutor", "ProcessPoolExecutor"


class Sender(pickle.Pickler):
    """Refuses what a new process could not import."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(io.BytesIO())
        self._home = {"__main__", hall._stage._names.get("__name__")}

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, types.FunctionType) and (
            thing.__module__ in self._home or "<" in thing.__qualname__
        ):
            raise pickle.PicklingError(f"Can't pickle {thing.__name__}: no file has it")
        return NotImplemented


@contextlib.contextmanager
def watched(hall: Hall, stage: Stage) -> Iterator[None]:
    """Note what pools get to do. A pool of processes becomes one of threads."""
    real = ThreadPoolExecutor.submit
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
        return Processes(hall, max_workers or 2)

    real_hook = threading.excepthook

    def hook(args: threading.ExceptHookArgs) -> None:
        if args.thread is None or args.thread.ident in hall._before:
            real_hook(args)  # else the report tells what went wrong

    threading.excepthook = hook
    ThreadPoolExecutor.submit = submit  # type: ignore[method-assign,assignment]
    concurrent.futures.ProcessPoolExecutor = processes  # type: ignore[assignment,misc]
    stage.lend(ProcessPoolExecutor=processes)
    try:
        yield
    finally:
        threading.excepthook = real_hook
        ThreadPoolExecutor.submit = real  # type: ignore[method-assign]
        concurrent.futures.ProcessPoolExecutor = real_processes  # type: ignore[misc]
