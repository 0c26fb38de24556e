"""Server-sent events: what a board's browser receives, line by line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from django.conf import settings

from minisite.board import reading
from minisite.board.feed import Inbox, feed
from minisite.board.reading import Board, News
from minisite.connections import query

RETRY_MS = 2000  # after which a browser that lost its stream comes back


async def events(origin: str, after: int | None = None) -> AsyncIterator[bytes]:
    """A board as a stream: first the whole board, then each change.

    It ends by itself after `STREAM_SECONDS`. The browser comes back and says what it saw last, so
    nothing is lost. Between visits to the database it holds no connection. When the visitor
    leaves, the server cancels it, and nobody produces anything any more.

    Args:
        origin: The station's slug.
        after: The number of the last report that the browser has seen. It then receives what it
            missed instead of the whole board.

    Yields:
        Parts of `text/event-stream`: `board` events (the whole board as JSON), `line` events (one
        train), and a comment as a heartbeat every `BOARD_HEARTBEAT` seconds.

    Example:
        >>> async with aclosing(events("vienna")) as stream:
        ...     async for part in stream:
        ...         print(part.decode())
    """
    async with feed().subscribe(origin) as inbox:
        yield f"retry: {RETRY_MS}\n\n".encode()
        shown = 0
        async for number, part in _opening(origin, after):
            shown = number
            yield part
        clock = asyncio.get_running_loop().time
        # No `asyncio.timeout` around a `yield`: it would cancel whoever waits for the next part.
        end = clock() + settings.STREAM_SECONDS
        while (left := end - clock()) > 0:
            news = await _next(inbox, min(settings.BOARD_HEARTBEAT, left))
            if inbox.lost:
                inbox.start_anew()
                async for number, part in _opening(origin, None):
                    shown = number
                    yield part
            elif news is None:
                yield b": still here\n\n"
            elif news.number > shown:
                shown = news.number
                yield _of_line(news)


async def _opening(origin: str, after: int | None) -> AsyncIterator[tuple[int, bytes]]:
    """What a browser needs first: what it missed, or else everything. With the last number."""
    found = None if after is None else await query(reading.missed, origin, after)
    if found is not None:
        yield after or 0, b": nothing is lost\n\n"
        for news in found:
            yield news.number, _of_line(news)
        return
    board = await query(reading.board, origin)
    if board is not None:
        yield board.number, _of_board(board)


async def _next(inbox: Inbox, seconds: float) -> News | None:
    """The next news; None if there are none for so long."""
    try:
        async with asyncio.timeout(seconds):
            return await inbox.get()
    except TimeoutError:
        return None


def _of_board(board: Board) -> bytes:
    return _event("board", board.number, board.as_json())


def _of_line(news: News) -> bytes:
    return _event("line", news.number, {"night": news.night, **asdict(news.line)})


def _event(name: str, number: int, data: object) -> bytes:
    # JSON has no line ends of its own, so one `data:` line is enough.
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, default=str)}\n\n".encode()
