"""What the trials of this set lend and watch: locks, semaphores, and how calls end."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Literal, TypeVar

T = TypeVar("T")


class StandsForEver(RuntimeError):
    """A lock for threads would stop the trial's thread; learners read its name."""


MOST_LOOKS = 300  # at a lock, before any other coroutine had its turn


class WatchedLock(asyncio.Lock):
    """A lock that knows which task holds it, and who asked for it while holding it."""

    def __init__(self) -> None:
        super().__init__()
        self.holder: asyncio.Task[Any] | None = None
        self.taken = 0
        self.by_holder = False
        self._looks = 0

    def locked(self) -> bool:
        if self._looks == 0:
            asyncio.get_running_loop().call_soon(self._others_ran)
        self._looks += 1
        if self._looks > MOST_LOOKS and super().locked():
            raise StandsForEver(f"looked at the lock {MOST_LOOKS} times and let nobody else run")
        return super().locked()

    def _others_ran(self) -> None:
        self._looks = 0

    async def acquire(self) -> Literal[True]:
        me = asyncio.current_task()
        self.by_holder = self.by_holder or self.holder is me
        await super().acquire()
        self.holder = me
        self.taken += 1
        return True

    def release(self) -> None:
        super().release()
        self.holder = None

    @property
    def mine(self) -> bool:
        """Whether the task that runs now holds it."""
        return self.holder is not None and self.holder is asyncio.current_task()


class WatchedSemaphore(asyncio.Semaphore):
    """A semaphore that writes down when its tokens were given back."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.tokens = value
        self.taken = 0
        self.freed: list[float] = []

    async def acquire(self) -> Literal[True]:
        await super().acquire()
        self.taken += 1
        return True

    def release(self) -> None:
        self.freed.append(asyncio.get_running_loop().time())
        super().release()

    @property
    def free(self) -> int:
        """How many tokens are in the box."""
        return self.tokens - self.taken + len(self.freed)


# Messages of Python name the class; the learner knows these names.
for _class, _name in ((WatchedLock, "Lock"), (WatchedSemaphore, "Semaphore")):
    _class.__name__ = _class.__qualname__ = _name


async def ended(calls: Sequence[Callable[[], Awaitable[T]]], within: float) -> list[T] | None:
    """The results of calls that run together; None if some still waited after `within` seconds.

    What waits then is cancelled, so a mistake with a lock is told as such and not as a deadlock.
    Raises the first error of a call.
    """

    async def run(call: Callable[[], Awaitable[T]]) -> T:
        return await call()

    tasks = [asyncio.create_task(run(call)) for call in calls]
    _, waiting = await asyncio.wait(tasks, timeout=within)
    await stopped(*waiting)
    errors = [task.exception() for task in tasks if task.done() and not task.cancelled()]
    for error in errors:
        if error is not None:
            raise error
    return None if waiting else [task.result() for task in tasks]


async def stopped(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and give them a moment to end."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=1)


@contextlib.contextmanager
def counting_semaphores() -> Iterator[list[int]]:
    """Count what this thread makes with `asyncio.Semaphore`: a list of the limits."""
    made: list[int] = []
    real, mine = asyncio.Semaphore.__init__, threading.get_ident()

    def init(self: asyncio.Semaphore, value: int = 1) -> None:
        if threading.get_ident() == mine:
            made.append(value)
        real(self, value)

    asyncio.Semaphore.__init__ = init  # type: ignore[method-assign]
    try:
        yield made
    finally:
        asyncio.Semaphore.__init__ = real  # type: ignore[method-assign]


class _ThreadLock:
    """`threading.Lock`, but a wait that would stop this thread for ever is an error."""

    def __init__(self) -> None:
        self._lock = _real_lock()
        self._holder = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        me = threading.get_ident()
        if blocking and timeout < 0 and self._holder == me and self._lock.locked():
            raise StandsForEver("this thread holds the lock and would wait for it")
        got = self._lock.acquire(blocking, timeout)
        if got:
            self._holder = me
        return got

    def release(self) -> None:
        self._lock.release()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


class _ThreadSemaphore(threading.Semaphore):
    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        if blocking and timeout is None and self._value == 0:
            raise StandsForEver("nobody can give a token back while this thread waits")
        return super().acquire(blocking, timeout)

    __enter__ = acquire


_real_lock, _real_semaphore = threading.Lock, threading.Semaphore


@contextlib.contextmanager
def thread_locks_told(names: dict[str, Any]) -> Iterator[None]:
    """Let locks of `threading` raise where they would stop the trial's thread for ever.

    Args:
        names: the answer's globals. A lock in them is swapped too, and `from threading import Lock`.
    """
    swaps: dict[str, Any] = {}
    for name, value in names.items():
        if value is _real_lock or isinstance(value, type(_real_lock())):
            swaps[name] = _ThreadLock if value is _real_lock else _ThreadLock()
        elif value is _real_semaphore or type(value) is _real_semaphore:
            swaps[name] = _ThreadSemaphore
            if value is not _real_semaphore:
                swaps[name] = _ThreadSemaphore(value._value)
    kept = {name: names[name] for name in swaps}
    names.update(swaps)
    threading.Lock, threading.Semaphore = _ThreadLock, _ThreadSemaphore  # type: ignore
    try:
        yield
    finally:
        threading.Lock, threading.Semaphore = _real_lock, _real_semaphore  # type: ignore[misc]
        names.update(kept)
