"""One reader for all boards of an event loop: it asks the database, and tells who waits.

A hundred boards that each asked once a second would be a hundred queries a second. Here it is one,
however many boards hang. When a report is made in this process, `ring` wakes the reader at once;
what another process reports is found at the next look, `BOARD_POLL` seconds later at most. The
database is the only thing that processes share, so nothing else must be installed for that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import Context
from weakref import WeakKeyDictionary

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.db import DatabaseError

from minisite.board import reading
from minisite.board.reading import News
from minisite.connections import query

ROOM = 50  # news that wait for one slow browser
AT_ONCE = 500  # news in one look
SECONDS_TO_BEGIN = 10  # for the first look at the database

log = logging.getLogger("django.nightline.board")


class Inbox:
    """What one stream has not sent yet.

    Attributes:
        lost: The browser was too slow and news were thrown away: it needs the whole board.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.lost = False
        self._news: asyncio.Queue[News] = asyncio.Queue(ROOM)

    async def get(self) -> News:
        """The next news, when there are some."""
        return await self._news.get()

    def put(self, news: News) -> None:
        """Take news of this station. It never waits: one slow browser must not stop the others."""
        if news.origin != self.origin:
            return
        if self._news.full():
            self.lost = True
            self._empty()
        self._news.put_nowait(news)

    def start_anew(self) -> None:
        """The browser gets the whole board now: nothing that waits is needed."""
        self.lost = False
        self._empty()

    def _empty(self) -> None:
        while not self._news.empty():
            self._news.get_nowait()


class Feed:
    """The reader of one event loop. It runs while a stream is open, and not longer."""

    def __init__(self) -> None:
        self.bell = asyncio.Event()
        self.inboxes: set[Inbox] = set()
        self._has_begun = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._last = 0

    @asynccontextmanager
    async def subscribe(self, origin: str) -> AsyncIterator[Inbox]:
        """Inside, an inbox receives all news of a station.

        Whoever reads the board after this point misses nothing. Some news may be in both.

        Raises:
            TimeoutError: The database does not answer.
        """
        inbox = Inbox(origin)
        self.inboxes.add(inbox)
        try:
            if self._reader is None:
                self._has_begun.clear()
                # In a context of its own. In that of the first request, all reading would be done
                # in that request's thread, which ends with the request.
                self._reader = asyncio.get_running_loop().create_task(
                    self._read(), name="board feed", context=Context()
                )
            # Not `wait_for`: on Python 3.11 it may swallow a cancellation that meets the result.
            async with asyncio.timeout(SECONDS_TO_BEGIN):
                await self._has_begun.wait()
            yield inbox
        finally:
            self.inboxes.discard(inbox)
            if not self.inboxes and self._reader is not None:
                self._reader.cancel()
                self._reader = None

    async def _read(self) -> None:
        async with ThreadSensitiveContext():
            while not self._has_begun.is_set():
                with _patience():
                    self._last = await query(reading.last_number)
                    self._has_begun.set()
                    break
                await asyncio.sleep(settings.BOARD_POLL)
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(settings.BOARD_POLL):
                        await self.bell.wait()
                self.bell.clear()
                with _patience():
                    await self._look()

    async def _look(self) -> None:
        for news in await query(reading.news, self._last, AT_ONCE):
            self._last = news.number
            for inbox in self.inboxes:
                inbox.put(news)


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """A database that is away for a moment must not end the boards."""
    try:
        yield
    except DatabaseError as error:
        log.warning("The boards could not look: %s", error)


_feeds: WeakKeyDictionary[asyncio.AbstractEventLoop, Feed] = WeakKeyDictionary()
_lock = threading.Lock()


def feed() -> Feed:
    """The feed of the running event loop."""
    loop = asyncio.get_running_loop()
    with _lock:
        if loop not in _feeds:
            _feeds[loop] = Feed()
        return _feeds[loop]


def ring() -> None:
    """Wake the readers of all loops in this process. Call it from any thread."""
    with _lock:
        feeds = list(_feeds.items())
    for loop, each in feeds:
        with contextlib.suppress(RuntimeError):  # that loop is closed
            loop.call_soon_threadsafe(each.bell.set)


def open_streams() -> int:
    """How many streams this process serves now."""
    with _lock:
        return sum(len(each.inboxes) for each in _feeds.values())
