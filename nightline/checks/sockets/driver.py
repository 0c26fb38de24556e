"""Sockets to a consumer, in process and on the trial's clock, as a server would drive them.

Channels' own test client is not used: it patches what all sockets of the process share, it ends a
consumer that is slow, and its patience is real time.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
from collections.abc import AsyncIterator
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.places import source_of
from nightline.judging.stage import Stage

OPENING = 1.0  # virtual seconds that a visitor waits for the socket to open
CLOSING = 5.0  # and a server for the consumer to end
A_MOMENT = 0.02  # virtual seconds in which a consumer does what it need not wait for
# Channels hops before each message. That costs no virtual time, unless a thread takes so long.
GRACE = 0.5
TOO_EARLY = "a message was sent before the socket was accepted"


@dataclass
class Said:
    """What a consumer sent over one socket: when, and the text as it was, or the type of no text."""

    at: float
    text: str

    @property
    def data(self) -> Any:
        """What the JSON says; None if it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass
class Seen:
    """What happened to a socket, as plain data.

    Args:
        state: "silent" (neither accepted nor closed), "refused" (closed, never accepted), "open",
            "closed" (by the consumer) or "left" (by the visitor).
        said: what came over it while the visitor was there.
        late: what was sent when the visitor had left.
        no_text: the names of the types that were sent in place of text.
        goodbye: virtual seconds from the visitor's leaving to the consumer's end.
        error: what ended the consumer.
        cancelled: whether a CancelledError ended it that no server sent.
    """

    state: str = "silent"
    said: list[Said] = field(default_factory=list)
    late: list[Said] = field(default_factory=list)
    no_text: list[str] = field(default_factory=list)
    goodbye: float = 0.0
    error: BaseException | None = None
    cancelled: bool = False

    @property
    def opened(self) -> bool:
        """Whether it was ever open."""
        return self.state in ("open", "closed", "left")


class Socket:
    """One visitor's socket. `Sockets.open` makes it."""

    def __init__(self, app: Any, scope: dict[str, Any], stage: Stage) -> None:
        self.seen = Seen()
        self._app, self._scope, self._loop = app, scope, stage.loop
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._decided = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Ask for the socket and wait until it is accepted or closed, or the patience is at its end."""
        self._inbox.put_nowait({"type": "websocket.connect"})
        # A server gives each socket a context of its own.
        self._task = self._loop.create_task(self._run(), context=Context())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._decided.wait(), OPENING)
        await asyncio.sleep(A_MOMENT)

    async def send(self, message: str | bytes, wait: float = A_MOMENT) -> None:
        """Send text or bytes, and wait a moment for what comes of it."""
        kind = "text" if isinstance(message, str) else "bytes"
        self._inbox.put_nowait({"type": "websocket.receive", kind: message})
        await asyncio.sleep(wait)

    @property
    def unread(self) -> int:
        """How many messages the consumer has not taken yet."""
        return self._inbox.qsize()

    async def leave(self) -> None:
        """Close it from the visitor's side, and wait for the consumer's end."""
        if self._task is None:
            return
        start = self._loop.time()
        if self.seen.state == "open":
            self.seen.state = "left"
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait([self._task], timeout=CLOSING)
        self.seen.goodbye = round(self._loop.time() - start, 6)
        self.seen.cancelled = self._task.cancelled()
        if not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=CLOSING)
        await asyncio.sleep(A_MOMENT)

    async def _run(self) -> None:
        from asgiref.sync import ThreadSensitiveContext

        context: Any = ThreadSensitiveContext()
        await context.__aenter__()
        try:
            await self._app(self._scope, self._inbox.get, self._send)
        except Exception as error:
            self.seen.error = error
        finally:
            self._decided.set()
            # Its exit waits for a thread of its own.
            with self._loop.held():
                await context.__aexit__(None, None, None)

    async def _send(self, message: dict[str, Any]) -> None:
        kind, seen = message["type"], self.seen
        if kind == "websocket.accept":
            if seen.state == "open":
                raise RuntimeError("the socket was accepted twice")
            if seen.state == "silent":
                seen.state = "open"
        elif kind == "websocket.close":
            if seen.state in ("silent", "open"):
                seen.state = "refused" if seen.state == "silent" else "closed"
                self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        elif seen.state == "silent":
            raise RuntimeError(TOO_EARLY)
        else:
            self._note(message)
        self._decided.set()

    def _note(self, message: dict[str, Any]) -> None:
        text = message.get("text", message.get("bytes"))
        if not isinstance(text, str):
            self.seen.no_text.append(type(text).__name__)
            raise TypeError(f"the text of a message must be str, not {type(text).__name__}")
        said = self.seen.said if self.seen.state == "open" else self.seen.late
        said.append(Said(round(self._loop.time(), 6), text))


class Sockets:
    """The sockets of a trial. `sockets` makes it."""

    def __init__(self, answer: Any, layer: Any, stage: Stage) -> None:
        self._app, self._source = answer.as_asgi(), source_of(answer)
        self._layer, self._stage = layer, stage
        self.discarded: list[str] = []  # the groups from which the answer took a channel
        self._sockets: list[Socket] = []

    def in_group(self, name: str) -> int:
        """How many channels are in this group now."""
        return len(self._layer.groups.get(name, ()))

    @property
    def members(self) -> int:
        """How many channels are in groups now, ghosts included."""
        return sum(len(channels) for channels in self._layer.groups.values())

    async def open(self, train: int = 7, user: Any = None) -> Socket:
        """A visitor asks for a socket at the page of this train."""
        if user is None:
            from django.contrib.auth.models import AnonymousUser

            user = AnonymousUser()
        scope = {
            "type": "websocket",
            "path": f"/ws/trains/{train}/",
            "headers": [],
            "query_string": b"",
            "subprotocols": [],
            "url_route": {"args": (), "kwargs": {"train": train}},
            "user": user,
        }
        socket = Socket(self._app, scope, self._stage)
        self._sockets.append(socket)
        await socket.open()
        if TOO_EARLY in str(socket.seen.error) and "accept(" not in self._source:
            socket.seen.error = None  # that nobody accepts says more
        return socket

    async def leave_all(self) -> None:
        """Let everybody go who is still there."""
        for socket in self._sockets:
            if socket._task is not None and not socket._task.done():
                await socket.leave()

    def raise_first(self) -> None:
        """Raise what ended a consumer, so that the report explains it."""
        for socket in self._sockets:
            if socket.seen.error is not None:
                raise socket.seen.error


@contextlib.asynccontextmanager
async def sockets(answer: Any, stage: Stage) -> AsyncIterator[Sockets]:
    """Open a trial's sockets, with a channel layer of its own.

    Args:
        answer: the consumer; `problem_of` has found nothing wrong with its kind.
        stage: the trial's stage.

    Raises:
        Exception: on leaving the block, the first error that ended a consumer and was not forgiven
            (by setting `seen.error` to None).
    """
    from channels.layers import InMemoryChannelLayer, channel_layers

    layer = InMemoryChannelLayer()
    old = channel_layers.set("default", layer)
    stage.loop.grace = GRACE
    opened = Sockets(answer, layer, stage)
    discard = layer.group_discard

    async def noted(group: str, channel: str) -> None:
        opened.discarded.append(group)
        await discard(group, channel)

    layer.group_discard = noted
    try:
        yield opened
        await opened.leave_all()
    finally:
        if old is None:
            channel_layers.backends.pop("default", None)
        else:
            channel_layers.set("default", old)
    opened.raise_first()


def prepare() -> None:
    """Set Django up, and import what a socket needs."""
    from nightline import database

    database.setup()
    import channels.generic.websocket
    import channels.layers  # noqa: F401

    import nightline.judging.database  # noqa: F401


def problem_of(answer: Any) -> tuple[str, str] | None:
    """What is wrong with the kind of an answer: the diagnosis and what was done; None if nothing is."""
    from channels.generic.websocket import WebsocketConsumer

    if not (inspect.isclass(answer) and hasattr(answer, "as_asgi")):
        kind = "a class" if inspect.isclass(answer) else f"an object of `{type(answer).__name__}`"
        return "no-consumer", f"Your answer is {kind} without `as_asgi`."
    if issubclass(answer, WebsocketConsumer):
        for name in ("connect", "receive", "disconnect"):
            if inspect.iscoroutinefunction(getattr(answer, name)):
                did = f"Your class is a `WebsocketConsumer`, and its `{name}` is `async def`."
                return "async-in-a-plain-consumer", did
    return None
