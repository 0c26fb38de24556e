"""What crossed between an event loop's thread and another one, through asgiref's two bridges.

While a record is open, `SyncToAsync.__call__` and `AsyncToSync.__call__` are replaced for the whole
process, so that calls by a server's thread are seen too. Django makes some of its bridges when it is
imported: the class is patched, so these are seen as well. What runs is a copy of the bridge
whose function notes on which thread it is, and when.

`asyncio.to_thread` and `loop.run_in_executor` are not counted: they are not bridges. They neither
carry changes of context variables back nor keep Django's code on one thread.

There is no lock here: a trial can be ended at any instruction, also at one that holds a lock.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any, Literal, Self

from asgiref.sync import AsyncToSync, SyncToAsync

from nightline.hops.names import name_of
from nightline.timeline.labels import type_name

Kind = Literal["to thread", "to loop"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One call that a bridge handed over, from a loop to a thread or from a thread to a loop.

    It is a hop too where asgiref hands it to the thread that waits for it already.

    Attributes:
        name: what ran, such as `SessionMiddleware.process_request`.
        kind: "to thread" (`sync_to_async`) or "to loop" (`async_to_sync`).
        thread: number of the thread, 1, 2, … in order of first use: the one it ran on, or the one
            that a hop to a loop came from.
        start: when it began to run there, in seconds since the recording began.
        end: when it ended there. A call that is not over when the recording ends, ends with it.
        error: whether it raised.
        raised: the name of the error's type, or "".
        asked: when it was asked for. Between `asked` and `start` it waited for its thread.
        loop: number of the loop's thread, 1 unless loops of several threads took part.
    """

    name: str
    kind: Kind
    thread: int
    start: float
    end: float
    error: bool = False
    raised: str = ""
    asked: float = 0.0
    loop: int = 1


class _Call:
    """A hop while it is recorded; times are in nanoseconds."""

    __slots__ = ("asked", "began", "ended", "kind", "looper", "name", "raised", "worker")

    def __init__(self, function: object, kind: Kind) -> None:
        self.name = name_of(function)
        self.kind = kind
        self.asked = perf_counter_ns()  # unlike `perf_counter`, no trial ever replaces this one
        self.began: int | None = None
        self.ended: int | None = None
        self.raised = ""
        # Threads themselves: a number is given away again when its thread is over.
        self.worker: threading.Thread | None = None
        self.looper: threading.Thread | None = None


class Record:
    """The hops of this process since it was opened. Can be read while it is open.

    Attributes:
        begin: when it was opened, in nanoseconds of `time.perf_counter_ns`.
    """

    def __init__(self) -> None:
        self.begin = 0
        self._calls: list[_Call] = []
        self._list: tuple[Hop, ...] | None = None
        self._owner = 0

    @property
    def list(self) -> tuple[Hop, ...]:
        """The hops that began to run, in order of their starts."""
        return self._read() if self._list is None else self._list

    @property
    def count(self) -> int:
        """How many calls left an event loop's thread for another one."""
        return sum(hop.kind == "to thread" for hop in self.list)

    @property
    def back(self) -> int:
        """How many calls went from a thread to an event loop."""
        return sum(hop.kind == "to loop" for hop in self.list)

    @property
    def threads(self) -> int:
        """How many different threads took part, the loops' own not counted."""
        return len({hop.thread for hop in self.list})

    def start(self) -> None:
        self._owner = threading.get_ident()
        self._calls, self._list = [], None
        self.begin = perf_counter_ns()
        _open.append(self)
        _patch()

    def stop(self) -> None:
        """Stop recording; the second time this does nothing."""
        if self not in _open:
            return
        self._list = self._read()
        self._calls = []
        _open.remove(self)
        _patch()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.stop()

    def _read(self) -> tuple[Hop, ...]:
        now = perf_counter_ns()
        ran = [(call.began, call) for call in list(self._calls) if call.began is not None]
        ran.sort(key=lambda one: one[0])
        workers: dict[threading.Thread | None, int] = {}
        loopers: dict[threading.Thread | None, int] = {}
        return tuple(
            Hop(
                name=call.name,
                kind=call.kind,
                thread=workers.setdefault(call.worker, len(workers) + 1),
                start=(began - self.begin) / 1e9,
                end=((now if call.ended is None else call.ended) - self.begin) / 1e9,
                error=bool(call.raised),
                raised=call.raised,
                asked=(call.asked - self.begin) / 1e9,
                loop=loopers.setdefault(call.looper, len(loopers) + 1),
            )
            for began, call in ran
        )


def recording() -> Record:
    """Record the hops of this process inside a `with` block, and draw nothing.

    Returns:
        A context manager that gives the live `Record`: `count`, `back`, `threads`, `list`.

    Example:
        >>> with recording() as seen:
        ...     await visitor.get("/mine/")
        >>> seen.count
        13
    """
    return Record()


def stop_thread(thread: int) -> None:
    """Stop what a thread opened that was ended, or left behind, inside its block."""
    for record in list(_open):
        if record._owner == thread:
            record.stop()


_open: list[Record] = []
_real_sync_to_async: Any = SyncToAsync.__call__
_real_async_to_sync: Any = AsyncToSync.__call__


def _patch() -> None:
    """Patch the bridges while a record is open. Safe to repeat, and to be overtaken.

    Who takes the patch off looks once more: somebody may have opened a record meanwhile.
    """
    while True:
        needed = bool(_open)
        for bridge, real, ours in (
            (SyncToAsync, _real_sync_to_async, _sync_to_async),
            (AsyncToSync, _real_async_to_sync, _async_to_sync),
        ):
            # What a third party put there is not ours to replace.
            if bridge.__dict__["__call__"] in (real, ours):
                type.__setattr__(bridge, "__call__", ours if needed else real)
        if needed == bool(_open):
            return


async def _sync_to_async(self: Any, *args: Any, **named: Any) -> Any:
    __traceback_hide__ = True
    records = tuple(_open)
    if records:
        call = _Call(self.func, "to thread")
        call.looper = threading.current_thread()
        for record in records:
            record._calls.append(call)
        self = _copied(self, func=_in_thread(call, self.func))
    return await _real_sync_to_async(self, *args, **named)


def _async_to_sync(self: Any, *args: Any, **named: Any) -> Any:
    __traceback_hide__ = True
    records = tuple(_open)
    if records:
        call = _Call(self.awaitable, "to loop")
        call.worker = threading.current_thread()
        for record in records:
            record._calls.append(call)
        self = _copied(self, awaitable=_on_loop(call, self.awaitable))
    return _real_async_to_sync(self, *args, **named)


def _copied(bridge: Any, **changed: Any) -> Any:
    """A bridge of the same class with other attributes; the same one may run in many tasks."""
    copied = object.__new__(type(bridge))
    copied.__dict__.update(bridge.__dict__ | changed)
    return copied


def _in_thread(call: _Call, function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **named: Any) -> Any:
        __traceback_hide__ = True
        call.worker = threading.current_thread()
        call.began = perf_counter_ns()
        try:
            return function(*args, **named)
        except BaseException as error:
            call.raised = type_name(error)
            raise
        finally:
            call.ended = perf_counter_ns()

    return run


def _on_loop(call: _Call, function: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
    async def follow(awaitable: Awaitable[Any]) -> Any:
        __traceback_hide__ = True
        call.looper = threading.current_thread()
        call.began = perf_counter_ns()
        try:
            return await awaitable
        except BaseException as error:
            call.raised = type_name(error)
            raise
        finally:
            call.ended = perf_counter_ns()

    return lambda *args, **named: follow(function(*args, **named))
