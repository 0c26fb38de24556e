"""A reader of a stream: the site in this process, with each chunk noted when it is sent."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.stage import Stage
from nightline.judging.station import station

ROUTE = "mine/"
# Virtual seconds that a stream gets to end when its reader has left, and to show what it left behind.
PATIENCE = 5.0


@dataclass
class Heard:
    """What one reader got. Moments are virtual seconds since the request.

    Attributes:
        is_async: whether Django could await the view.
        is_generator: whether the view itself is a generator.
        kind: what the view returned: "stream", "sync" for one of a plain generator, "whole" for a
            complete response, "" if it failed.
        made: the type of what it returned.
        events: pairs of a moment and an event, as `(moment, name, data)`; data None if it is no JSON.
        text: all that was sent.
        began: when the view had returned.
        ended: when the answer was complete; None where it was not.
        stopped: when the site was done with it; None if it went on after its reader had left.
        cut: whether it was cancelled although nobody had left.
        failed: what the stream raised.
    """

    is_async: bool = True
    is_generator: bool = False
    kind: str = ""
    made: str = ""
    content_type: str = ""
    events: list[tuple[float, str, Any]] = field(default_factory=list)
    text: str = ""
    began: float = 0.0
    ended: float | None = None
    stopped: float | None = None
    cut: bool = False
    failed: BaseException | None = None


async def hear(
    answer: Any, stage: Stage, query: str, leaves: float | None = None, pace: float = 0.0
) -> Heard:
    """Read the stream of a view, to its end or for so many seconds.

    Args:
        answer: the view.
        stage: the trial's stage.
        query: what stands behind the `?` of the address.
        leaves: the seconds after which the reader leaves; without it, the reader stays.
        pace: the seconds that each chunk takes on its line.

    Raises:
        Exception: what the view, or its stream, raised.
    """
    from asgiref.sync import ThreadSensitiveContext, iscoroutinefunction
    from django.urls import path

    if not iscoroutinefunction(answer):
        return Heard(is_async=False, is_generator=inspect.isasyncgenfunction(answer))
    heard, now = Heard(), stage.loop.time

    @functools.wraps(answer)
    async def view(request: Any) -> Any:
        response = await answer(request)
        heard.began = round(now(), 6)
        return _noted(heard, response)

    async with station(stage, path(ROUTE, view)) as site:
        context: Any = ThreadSensitiveContext()  # Django would make it, and wait for a real thread
        await context.__aenter__()
        try:
            await _exchange(site._app, heard, stage, query, leaves, pace)
        finally:
            with stage.loop.held():
                await context.__aexit__(None, None, None)
    if heard.failed is not None:
        raise heard.failed
    return heard


async def _exchange(
    app: Any, heard: Heard, stage: Stage, query: str, leaves: float | None, pace: float
) -> None:
    now, gone = stage.loop.time, asyncio.Event()
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if gone.is_set():
            return  # as a server does
        if message["type"] == "http.response.start":
            heads = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            heard.content_type = heads.get("content-type", "")
            return
        if body := message.get("body", b"").decode(errors="replace"):
            heard.text += body
            heard.events += [(round(now(), 6), *each) for each in _events(body)]
        if not message.get("more_body", False):
            heard.ended = round(now(), 6)
        elif pace:
            await asyncio.sleep(pace)

    task = asyncio.ensure_future(app(_scope(query), receive, send))
    await asyncio.wait({task}, timeout=leaves)
    left = not task.done()
    gone.set()
    await asyncio.wait({task}, timeout=PATIENCE)
    if task.done():
        heard.stopped = round(now(), 6)
        heard.cut = not left and task.cancelled()
        heard.failed = None if task.cancelled() else task.exception()
    else:
        task.cancel()  # who caught the first one may not catch a second
    await asyncio.sleep(PATIENCE)  # what was left behind shows itself


def _noted(heard: Heard, response: Any) -> Any:
    """Note what the view returned. What Django would have to collect in a thread is not read."""
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    heard.made = type(response).__name__
    if not isinstance(response, HttpResponseBase):
        return response
    if not response.streaming:
        heard.kind = "whole"
        return response
    heard.kind = "stream" if getattr(response, "is_async", False) else "sync"
    return response if heard.kind == "stream" else HttpResponse()


def _events(text: str) -> list[tuple[str, Any]]:
    """The server-sent events of a chunk: name and data."""
    found = []
    for block in filter(None, text.split("\n\n")):
        lines = dict(line.partition(": ")[::2] for line in block.splitlines())
        data = None
        with contextlib.suppress(ValueError):
            data = json.loads(lines.get("data", ""))
        found.append((lines.get("event", ""), data))
    return found


def _scope(query: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": f"/{ROUTE}",
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/event-stream")],
    }
