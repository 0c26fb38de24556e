"""Pools on trial: what they get to do, and stand-ins for those that the trial gives to the answer."""

from __future__ import annotations

import io
import pickle
import threading
import types
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nightline.checks.blocking.hall import Hall

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
