"""The runs of `with_lifespan`: a server's day, message by message."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.gateways.exchange import Visitor, http_scope, together
from nightline.judging.stage import Stage

DAY, FAILS, PLAIN = "a whole day", "the start fails", "a server without lifespan"
FAILS_OTHERWISE, ENDED = "the start fails otherwise", "the server is ended while it starts"
STUCK, BROKEN = "the stop fails", "the application inside fails"
REASONS = {FAILS: "no carrier answers", FAILS_OTHERWISE: "the timetable is empty"}
TIMEOUT = 30.0  # virtual seconds that the server waits for one message
QUIET = 900.0  # virtual seconds before the first visitor comes
VISITS = ("/one/", "/two/")
KINDS = {
    f"lifespan.{moment}.{outcome}"
    for moment in ("startup", "shutdown")
    for outcome in ("complete", "failed")
}


class Stuck(Exception):
    """What `stop` or the application inside raises, where a trial wants that."""


@dataclass
class Day:
    """What happened on one day of a server, in order, and the virtual second of each event."""

    events: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    handed_on: list[str] = field(default_factory=list)
    same: bool = True
    silent: str = ""
    error: BaseException | None = None
    wrapped: Any = None
    is_app: bool = True

    def note(self, event: str) -> None:
        """Write an event down."""
        self.events.append(event)
        self.times.append(asyncio.get_running_loop().time())

    def place(self, event: str) -> int:
        """At which place this happened first; -1 if it did not."""
        return self.events.index(event) if event in self.events else -1

    def between(self, one: str, other: str) -> float:
        """Virtual seconds from the first of one event to the first of another."""
        return self.times[self.place(other)] - self.times[self.place(one)]


class Server:
    """Plays a server for an application made by the answer.

    Args:
        answer: the learner's function.
        day: where everything is written.
        reason: the error with which `start` fails; None if it does not.
        stuck: what fails with `Stuck`: "stop", "app" or nothing.
    """

    def __init__(
        self, answer: Any, day: Day, reason: Exception | None = None, stuck: str = ""
    ) -> None:
        self.day, self.reason, self.stuck = day, reason, stuck
        self.inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self.news = asyncio.Event()
        self.passed: tuple[Any, ...] = ()
        wrapped = answer(*self.given())
        if inspect.iscoroutine(wrapped):
            wrapped.close()
        day.wrapped, day.is_app = wrapped, callable(wrapped)
        self.wrapped = wrapped

    def given(self) -> tuple[Callable[..., Any], ...]:
        """The three arguments of the answer, plain functions under the names of the task."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await self.visited(scope, receive, send)

        async def start() -> None:
            self.day.note("start begins")
            await asyncio.sleep(0.5)
            if self.reason is not None:
                raise self.reason
            self.day.note("start ends")

        async def stop() -> None:
            self.day.note("stop begins")
            await asyncio.sleep(0.3)
            if self.stuck == "stop":
                raise Stuck("the client is stuck")
            self.day.note("stop ends")

        for function in (app, start, stop):
            function.__qualname__ = function.__name__  # Python's errors say it
        return app, start, stop

    async def visited(self, scope: Any, receive: Any, send: Any) -> None:
        """A call of the application inside."""
        self.day.handed_on.append(scope["type"] + scope.get("path", ""))
        if scope["type"] == "lifespan":
            raise ValueError("This application cannot handle lifespan.")
        self.day.note("visit")
        # Bound methods are equal, and not the same object, when they are looked up again.
        self.day.same &= any((scope, receive, send) == known for known in self.passed)
        await asyncio.sleep(0.2)
        if self.stuck == "app":
            raise Stuck("the page is broken")

    async def send(self, message: Any) -> None:
        """Take a message of the application."""
        self.day.said.append(message)
        kind = message.get("type") if isinstance(message, dict) else str(message)
        self.day.note(str(kind))
        self.news.set()

    async def say(self, kind: str, call: asyncio.Task[Any]) -> None:
        """Give the application a message, and wait for its answer, or for the end of the call."""
        self.news.clear()
        self.day.note(f"lifespan.{kind}")
        self.inbox.put_nowait({"type": f"lifespan.{kind}"})
        answered = asyncio.create_task(self.news.wait())
        done, _ = await asyncio.wait(
            {answered, call}, timeout=TIMEOUT, return_when=asyncio.FIRST_COMPLETED
        )
        answered.cancel()
        if not done and not self.day.silent:
            self.day.silent = kind

    async def visits(self) -> None:
        """Two visitors at once, one of them by websocket."""
        visitors = [Visitor() for _ in VISITS]
        scopes = [http_scope(VISITS[0]), {**http_scope(VISITS[1]), "type": "websocket"}]
        self.passed = tuple(
            (scope, visitor.receive, visitor.send)
            for scope, visitor in zip(scopes, visitors, strict=True)
        )
        await together(*(self.wrapped(*three) for three in self.passed))

    def live(self) -> asyncio.Task[Any]:
        """Call the application with the type `lifespan`."""
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}}
        return asyncio.ensure_future(self.wrapped(scope, self.inbox.get, self.send))


async def _life(server: Server, day: Day) -> None:
    call = server.live()
    await server.say("startup", call)
    await asyncio.sleep(QUIET)  # nobody comes yet; a start that nobody awaited has time to end
    if server.reason is None:
        if not server.stuck:
            await server.visits()
        if not call.done():
            await server.say("shutdown", call)
    done, _ = await asyncio.wait({call}, timeout=1)
    if not done:
        call.cancel()
        await asyncio.wait({call})
    elif not call.cancelled():
        day.error = call.exception()
        if day.error is not None:
            traceback.clear_frames(day.error.__traceback__)


async def a_day(answer: Any, stage: Stage) -> Day:
    """From the start of the server to its end."""
    day = Day()
    server = Server(answer, day)
    if day.is_app:
        await _life(server, day)
    return day


async def fails(answer: Any, stage: Stage) -> Day:
    """A start that fails."""
    day = Day()
    otherwise = stage.name == FAILS_OTHERWISE
    reason = REASONS[stage.name]
    server = Server(answer, day, ValueError(reason) if otherwise else ConnectionError(reason))
    if day.is_app:
        await _life(server, day)
    return day


async def stuck(answer: Any, stage: Stage) -> Day:
    """A stop that fails."""
    day = Day()
    server = Server(answer, day, stuck="stop")
    if day.is_app:
        await _life(server, day)
    return day


async def ended(answer: Any, stage: Stage) -> None:
    """A server that is ended while it starts: it cancels the call."""
    server = Server(answer, Day())
    if not server.day.is_app:
        return
    call = server.live()
    server.inbox.put_nowait({"type": "lifespan.startup"})
    await asyncio.wait({call}, timeout=0.2)
    if "start begins" in server.day.events and not call.done():
        stage.cancel(call)
        await asyncio.wait({call}, timeout=1)
    if not call.done():
        call.cancel()
        await asyncio.wait({call}, timeout=1)
    if call.done() and not call.cancelled() and (error := call.exception()):
        traceback.clear_frames(error.__traceback__)


async def plain(answer: Any, stage: Stage) -> Day:
    """Visitors of a server that knows no lifespan."""
    day = Day()
    server = Server(answer, day)
    if day.is_app:
        await server.visits()
    return day


async def broken(answer: Any, stage: Stage) -> Day:
    """Visitors for whom the application inside fails."""
    day = Day()
    server = Server(answer, day, stuck="app")
    if day.is_app:
        try:
            await server.visits()
        except Exception as error:
            traceback.clear_frames(error.__traceback__)
            day.error = error
    return day
