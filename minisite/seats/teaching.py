"""Consumers and an app to compare, for lessons. The site never routes them.

`one_thread` is the mistake that `routing.own_thread` mends. `Slow` blocks its thread for a while at
each message and says which thread that was. `WaitsInReceive` and `SpawnsTasks` show what a long
`await` in `receive` does to the socket's own next message.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer

from minisite.seats.routing import ASGIApp, own_thread

BLOCKS = 0.3  # seconds for which `Slow` stands still
WAITS = 0.2  # seconds for which the two others wait


class Slow(WebsocketConsumer):
    """A synchronous consumer. Each message gets the name of the thread that worked for it."""

    def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        time.sleep(BLOCKS)
        self.send(json.dumps({"thread": threading.get_ident()}))


class WaitsInReceive(AsyncWebsocketConsumer):
    """Awaits something long in `receive`, so the socket's next message waits too."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await asyncio.sleep(WAITS)
        await self.send(text_data)


class SpawnsTasks(AsyncWebsocketConsumer):
    """Starts a task for each message, keeps it, and stops what is left when the socket closes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tasks: set[asyncio.Task[None]] = set()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        task = asyncio.create_task(self.work(text_data))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def work(self, text: str | None) -> None:
        await asyncio.sleep(WAITS)
        await self.send(text)

    async def disconnect(self, code: int) -> None:
        for task in self.tasks:
            task.cancel()


def one_thread() -> ASGIApp:
    """`Slow` as Channels serves it: all sockets of the process share one thread."""
    app: ASGIApp = Slow.as_asgi()
    return app


def thread_for_each() -> ASGIApp:
    """`Slow` with the site's mend: each socket has a thread of its own."""
    return own_thread(Slow.as_asgi())
