"""An answer as Django runs a request: on a loop, with one thread for its hops, and watched.

What counts is seen on the loop and in the threads, never in seconds: each job that the loop gave to
a thread, and each database connection with the thread that opened it.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import threading
import traceback
import types
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.database import watched
from nightline.judging.evidence import Place
from nightline.judging.places import place_of_error
from nightline.judging.stage import Stage

# Real seconds in which timers wait for a thread; see `nightline.judging.visits`.
GRACE = 0.1
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
NOT_PLAIN = "sync_to_async can only be applied to sync functions"


@dataclass(frozen=True)
class Call:
    """A call of a function that the trial lent, and the thread it ran in."""

    name: str
    thread: str
    about: Any = None


@dataclass
class Request:
    """What one run of an answer showed.

    Attributes:
        result: what it returned.
        error: what it raised, if the trial wants to judge that itself.
        refused: where Django refused a database call in the loop's thread, or asgiref what it got.
        lazy: whether that was because rows were read there.
        not_plain: whether that was because `sync_to_async` got no plain function.
        through: the lines of the answer that led there.
        loop, own: the names of the loop's thread and of the request's.
        hops: how many jobs the loop gave to threads.
        most_open: the most of these at one moment, counted on the loop.
        calls: calls of the lent functions, in order of their begin.
        connected: names of the threads that opened a database connection.
        left_open: how many of these were still open when the request was over.
        given: what the trial gave to the answer, as it was afterwards.
        caught: how many refusals never came out of the answer.
        unsafe: whether the answer turned Django's refusal off.
    """

    result: Any = None
    error: BaseException | None = None
    refused: Place | None = None
    lazy: bool = False
    not_plain: bool = False
    through: frozenset[int] = frozenset()
    loop: str = ""
    own: str = ""
    hops: int = 0
    most_open: int = 0
    calls: list[Call] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    left_open: int = 0
    given: Any = None
    caught: int = 0
    unsafe: bool = False

    def threads_of(self, name: str) -> list[str]:
        """The threads in which a lent function ran, one for each call."""
        return [call.thread for call in self.calls if call.name == name]

    def note(self, name: str, about: Any = None) -> str:
        """Note a call of a lent function. Returns the name of its thread."""
        thread = threading.current_thread().name
        self.calls.append(Call(name, thread, about))
        return thread

    def ask_database(self) -> None:
        """What the lent functions do that use the database: Django may refuse it here."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def holds(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error is of this kind, or a group of errors that has one."""
    if isinstance(error, BaseExceptionGroup):
        return any(holds(one, kind) for one in error.exceptions)
    return isinstance(error, kind)


def prepare() -> None:
    """Set Django up. A trial names it: `Trial(…, prepare=prepare)`."""
    from nightline import database

    database.setup()
    import django.db.models  # noqa: F401

    import minisite.booking.models  # noqa: F401


async def run_request(
    stage: Stage,
    request: Request,
    call: Callable[[], Awaitable[Any]],
    expects: tuple[type[BaseException], ...] = (),
) -> Request:
    """Run an answer inside the context that Django makes for each request.

    Args:
        stage: the trial's stage.
        request: where everything is noted. The functions lent to the answer note there too.
        call: calls the answer.
        expects: errors that the trial judges itself.
    """
    from asgiref.sync import ThreadSensitiveContext, sync_to_async
    from django.core.exceptions import SynchronousOnlyOperation
    from django.db import connections

    stage.loop.grace = GRACE
    request.loop = threading.current_thread().name
    context: Any = ThreadSensitiveContext()
    with _environment(request), _connections(request) as opened, watched() as watch:
        await context.__aenter__()
        try:
            request.own = await sync_to_async(lambda: threading.current_thread().name)()
            with _jobs(stage, request):
                try:
                    request.result = await call()
                except SynchronousOnlyOperation as error:
                    request.refused = place_of_error(error, stage.files, "") or Place("your answer")
                    frames = _frames(error)
                    request.lazy = _is_lazy(frames, stage.files)
                    request.through = _lines(frames, stage.files)
                except TypeError as error:
                    if NOT_PLAIN not in str(error):
                        raise
                    request.refused = place_of_error(error, stage.files, "") or Place("your answer")
                    request.not_plain = True
                    request.through = _lines(_frames(error), stage.files)
                except expects as error:
                    request.error = error
            request.caught = watch.refused if request.refused is None else 0
            # As Django does at the end of each request, in the request's own thread.
            await sync_to_async(connections.close_all)()
            request.left_open = sum(one.connection is not None for one in opened)
        finally:
            with stage.loop.held():
                await context.__aexit__(None, None, None)
            for one in opened:
                if one.connection is not None:
                    one.inc_thread_sharing()
                    await asyncio.to_thread(one.close)
    return request


def _frames(error: BaseException) -> list[tuple[types.CodeType, int]]:
    """The code and the line of each frame that an error passed through, the outermost first."""
    return [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]


def _lines(frames: list[tuple[types.CodeType, int]], files: frozenset[str]) -> frozenset[int]:
    return frozenset(line for code, line in frames if code.co_filename in files)


def _is_lazy(frames: list[tuple[types.CodeType, int]], files: frozenset[str]) -> bool:
    """Whether the refusal came from reading rows, directly or by a generator, in the answer's code."""
    codes = [code for code, _ in frames]
    mine = [number for number, code in enumerate(codes) if code.co_filename in files]
    if any(codes[number].co_flags & inspect.CO_GENERATOR for number in mine):
        return True
    below = codes[mine[-1] + 1].co_name if mine and mine[-1] + 1 < len(codes) else ""
    return below in {"__iter__", "__len__", "__bool__", "__getitem__", "__contains__", "__repr__"}


@contextlib.contextmanager
def _jobs(stage: Stage, request: Request) -> Iterator[None]:
    """Count the jobs that the loop gives to threads, whichever way."""
    loop: Any = stage.loop
    real, now = loop.run_in_executor, 0

    def done(_: object) -> None:
        nonlocal now
        now -= 1

    def run_in_executor(executor: Any, function: Any, *args: Any) -> Any:
        nonlocal now
        future = real(executor, function, *args)
        now += 1
        request.hops += 1
        request.most_open = max(request.most_open, now)
        future.add_done_callback(done)
        return future

    loop.run_in_executor = run_in_executor
    try:
        yield
    finally:
        del loop.run_in_executor


@contextlib.contextmanager
def _connections(request: Request) -> Iterator[list[Any]]:
    """Note each database connection that is opened, and the thread that opens it."""
    from django.db.backends.signals import connection_created

    opened: list[Any] = []

    def note(connection: Any, **about: Any) -> None:
        request.connected.append(threading.current_thread().name)
        opened.append(connection)

    connection_created.connect(note)
    try:
        yield opened
    finally:
        connection_created.disconnect(note)


@contextlib.contextmanager
def _environment(request: Request) -> Iterator[None]:
    """Turn Django's refusal on again, whatever the answer did to it."""
    before = os.environ.get(UNSAFE)
    try:
        yield
    finally:
        request.unsafe = os.environ.get(UNSAFE) != before
        if before is None:
            os.environ.pop(UNSAFE, None)
        else:
            os.environ[UNSAFE] = before
