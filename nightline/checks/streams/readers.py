"""Readers of a stream: the whole site in this process, with servers and networks played by us.

A client of `httpx` hands a response over when it is complete. These readers note each chunk when
it is sent, leave when they like, and may be slow.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import functools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from nightline.checks.streams.watching import no_sleep_in_threads, noting, view_errors
from nightline.judging.places import place_of_task
from nightline.judging.stage import Stage
from nightline.judging.station import GRACE

ROUTE = "mine/"
# Virtual seconds that a stream gets to end when its reader has left.
PATIENCE = 2.0
# How long a reader takes to say that it leaves, when it leaves while something is sent.
MOMENT = 0.01
Kind = Literal["stream", "sync", "whole", "none", ""]


@dataclass
class Heard:
    """What one reader saw of a stream. Moments are virtual seconds.

    Attributes:
        began: when it asked.
        kind: what the view returned: a stream, one of a synchronous generator, a whole answer, or
            nothing that Django could send. Empty if the view failed.
        made: what the view returned, as its type's name.
        returned: when the view had returned.
        chunks: what was sent, each with its moment.
        ended: when the answer was complete; None where it was not.
        left: when the reader left; None if it stayed.
        stopped: when the site was done with it; None if it went on and on.
        stands: where a stream that went on stood.
        cut: whether it was cancelled although nobody left.
        failed: what the stream raised.
        source: the generator that the view made.
    """

    began: float = 0.0
    kind: Kind = ""
    made: str = ""
    returned: float = 0.0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[tuple[float, str]] = field(default_factory=list)
    ended: float | None = None
    left: float | None = None
    stopped: float | None = None
    stands: str = ""
    cut: bool = False
    failed: BaseException | None = None
    source: Any = None

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.chunks)


class Wall:
    """Where displays hang. `wall` makes it.

    Attributes:
        slept: seconds of each `time.sleep` in a thread that the answer started. They cost no time.
    """

    def __init__(self, stage: Stage, view: Callable[..., Any]) -> None:
        from django.urls import path

        from minisite.stack import site

        self.slept: list[float] = []
        self._stage, self._view = stage, view
        self._app: Any = site([path(ROUTE, self._noting())])
        self._now: dict[object, Heard] = {}
        self._before = asyncio.all_tasks(stage.loop)
        self._undone = False

    async def read(
        self,
        query: str = "",
        *,
        last: str = "",
        leaves: float | None = None,
        at_once: bool = False,
        at_first: bool = False,
        pace: float = 0.0,
        on_chunk: Callable[[], object] = lambda: None,
    ) -> Heard:
        """Hang up one display, and come back when it is taken down.

        Args:
            query: what stands behind the `?` of the address.
            last: its `Last-Event-ID`.
            leaves: the seconds after which it leaves; without it, it stays to the end.
            at_once: whether it leaves as soon as the head of the answer is there.
            at_first: whether it leaves while the first chunk is on its way.
            pace: the seconds that each chunk takes on its line.
            on_chunk: called at each chunk.

        Raises:
            Exception: what the view raised before its stream began.
        """
        from asgiref.sync import ThreadSensitiveContext

        loop = self._stage.loop
        # Django would make this context itself. Its exit waits for a thread of its own.
        context: Any = ThreadSensitiveContext()
        await context.__aenter__()
        try:
            return await self._read(query, last, leaves, at_once, at_first, pace, on_chunk)
        finally:
            with loop.held():
                await context.__aexit__(None, None, None)

    async def _read(
        self,
        query: str,
        last: str,
        leaves: float | None,
        at_once: bool,
        at_first: bool,
        pace: float,
        on_chunk: Callable[[], object],
    ) -> Heard:
        now, gone = self._stage.loop.time, asyncio.Event()
        heard = Heard(began=self._moment())
        asked = [{"type": "http.request", "body": b"", "more_body": False}]

        def leave() -> None:
            heard.left = self._moment()
            gone.set()

        async def receive() -> dict[str, Any]:
            if asked:
                return asked.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if heard.left is not None:
                return  # as a server does
            if message["type"] == "http.response.start":
                heard.status = message["status"]
                heard.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
                if at_once:
                    leave()
                    await asyncio.sleep(MOMENT)
                return
            if body := message.get("body", b""):
                if b"<coroutine object" in body:  # it would send more and more of them
                    raise RuntimeError("A coroutine was sent in place of its result.")
                heard.chunks.append((self._moment(), body.decode(errors="replace")))
                on_chunk()
                if at_first:
                    leave()
                    await asyncio.sleep(MOMENT)
                    return
            if not message.get("more_body", False):
                heard.ended = self._moment()
            elif pace:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pace):
                        await gone.wait()

        key = object()
        self._now[key] = heard
        scope = _scope(query, last) | {"nightline": key}
        task = asyncio.ensure_future(self._app(scope, receive, send))
        await asyncio.wait({task}, timeout=leaves)
        if not task.done() and heard.left is None:
            leave()
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            heard.stands = str(place_of_task(task, self._stage.files) or "your view")
            self._undone = True
            return heard
        heard.stopped = round(now(), 6)
        if hasattr(heard.source, "aclose"):  # Python does so when nobody holds it any more
            await asyncio.wait({asyncio.ensure_future(heard.source.aclose())}, timeout=PATIENCE)
        if task.cancelled():
            heard.cut = True
        else:
            error = task.exception()
            heard.failed = heard.failed or error
        return heard

    def _moment(self) -> float:
        return round(self._stage.loop.time(), 6)

    def _noting(self) -> Callable[..., Any]:
        """The view, and a note of what it returns. Of its own kind, so that Django treats it alike."""
        from asgiref.sync import iscoroutinefunction

        view = self._view
        if iscoroutinefunction(view):

            @functools.wraps(view)
            async def awaited(request: Any) -> Any:
                return self._noted(request, await view(request))

            return awaited

        @functools.wraps(view)
        def called(request: Any) -> Any:
            return self._noted(request, view(request))

        return called

    def _noted(self, request: Any, response: Any) -> Any:
        from django.http import HttpResponse
        from django.http.response import HttpResponseBase

        heard = self._now[request.scope["nightline"]]
        heard.made, heard.returned = type(response).__name__, self._moment()
        if not isinstance(response, HttpResponseBase):
            heard.kind = "none"
            if asyncio.iscoroutine(response):
                response.close()
            return HttpResponse(status=500)
        if not response.streaming:
            heard.kind = "whole"
            return response
        heard.kind = "stream" if getattr(response, "is_async", False) else "sync"
        if heard.kind == "sync":
            # A thread would collect it, and sleep in real time. What would come is known.
            return HttpResponse()
        heard.source = response._iterator
        response._iterator = noting(response._iterator, heard)
        return response

    def bury(self) -> None:
        """Let nobody wait for streams that go on for ever: neither for them nor for their tasks."""
        if not self._undone:
            return
        mine = asyncio.current_task(self._stage.loop)
        for task in asyncio.all_tasks(self._stage.loop) - self._before - {mine}:
            asyncio.tasks._unregister_task(task)
            # Letting one go would print an error of ours into the notebook, also at its end.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(task))


def _scope(query: str, last: str) -> dict[str, Any]:
    headers = [(b"host", b"localhost"), (b"accept", b"text/event-stream")]
    if last:
        headers.append((b"last-event-id", last.encode()))
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": f"/{ROUTE}",
        "query_string": query.encode(),
        "headers": headers,
    }


@asynccontextmanager
async def wall(
    stage: Stage, view: Callable[..., Any], lets_pass: type[Exception] | tuple[()] = ()
) -> AsyncIterator[Wall]:
    """Put a view into the site for a trial.

    Args:
        stage: the trial's stage.
        view: the view, of either kind.
        lets_pass: errors that a view may raise.

    Raises:
        Exception: on leaving the block, what the view raised before its stream began.

    Example:
        >>> async with wall(stage, answer) as hall:
        ...     heard = await hall.read("?seconds=3", leaves=10)
    """
    hall = Wall(stage, view)
    stage.loop.grace = GRACE
    try:
        with no_sleep_in_threads(hall.slept), view_errors() as errors:
            yield hall
    finally:
        hall.bury()
    for error in errors:
        if not isinstance(error, lets_pass):
            raise error
