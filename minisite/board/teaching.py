"""Streams to compare, for lessons. The site never routes them; a lesson mounts what it shows.

The four ways of making a response arrive bit by bit: an asynchronous or a synchronous generator,
under a server that speaks ASGI or WSGI. Then two streams that query once before they begin: one
holds its connection to the end, one lets go.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.http import HttpRequest, StreamingHttpResponse

from minisite.network.models import Station

CHUNKS = 5
PAUSE = 0.1  # seconds before each chunk


async def count_async(chunks: int = CHUNKS, pause: float = PAUSE) -> AsyncIterator[bytes]:
    """Some chunks, with a pause before each. While it pauses, the loop is free."""
    for number in range(1, chunks + 1):
        await asyncio.sleep(pause)
        yield f"{number}\n".encode()


def count_sync(chunks: int = CHUNKS, pause: float = PAUSE) -> Iterator[bytes]:
    """The same from a synchronous generator. While it pauses, its thread stands still."""
    for number in range(1, chunks + 1):
        time.sleep(pause)
        yield f"{number}\n".encode()


async def chunks_async(request: HttpRequest) -> StreamingHttpResponse:
    """A view that streams an asynchronous generator: right under ASGI, one lump under WSGI."""
    return _plain(count_async())


def chunks_async_for_wsgi(request: HttpRequest) -> StreamingHttpResponse:
    """The same stream from a synchronous view, which a WSGI server can call without a bridge."""
    return _plain(count_async())


def chunks_sync(request: HttpRequest) -> StreamingHttpResponse:
    """A view that streams a synchronous generator: right under WSGI, one lump under ASGI."""
    return _plain(count_sync())


async def holds_on(request: HttpRequest) -> StreamingHttpResponse:
    """A stream that queries once. Its connection is open until the last chunk has left."""
    stations = await Station.objects.acount()
    return _plain(_report(stations))


async def lets_go(request: HttpRequest) -> StreamingHttpResponse:
    """The same stream. It gives its connection back before the first chunk."""
    stations = await Station.objects.acount()
    await sync_to_async(close_old_connections)()
    return _plain(_report(stations))


async def never_stops(request: HttpRequest) -> StreamingHttpResponse:
    """A producer that catches its cancellation and goes on, for half a second here.

    The list `produced` counts what it made. A visitor who leaves changes nothing about it.
    """

    async def produce() -> AsyncIterator[bytes]:
        for _ in range(10):
            with suppress(asyncio.CancelledError):  # the mistake
                await asyncio.sleep(0.05)
            produced.append(1)
            yield b"x"

    produced.clear()
    return _plain(produce())


produced: list[int] = []  # what `never_stops` made, whoever listened


async def _report(stations: int) -> AsyncIterator[bytes]:
    """Chunks that say whether this request still holds a connection."""
    for number in range(1, CHUNKS + 1):
        await asyncio.sleep(PAUSE)
        holds = await sync_to_async(is_connected)()
        yield json.dumps({"chunk": number, "stations": stations, "holds": holds}).encode() + b"\n"


def is_connected() -> bool:
    """Whether this thread holds a connection to the database now. It opens none."""
    return connection.connection is not None


def _plain(stream: AsyncIterator[bytes] | Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(stream, content_type="text/plain")
