"""An evening at two programs: real Django, real threads, real connections, counted.

The servers are played in this process: an event loop with doorkeepers for the shop, a pool of
threads for the office. It runs in a thread of its own, where the clock is the real one.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

PROCESSES, CLERKS, LIMIT = 2, 4, 20
TRAVELLERS = 24  # that come at once to each process of the shop
# When each clerk asks within one hour, in seconds: the first lookups, and the last one.
ASKS = (0, 300, 600, 3590)
PATIENCE = 3.0  # real seconds until all that may come in are in
SETTLE = 0.02  # and then so many until nobody else came in


@dataclass
class Evening:
    """What was counted. `given` are the settings."""

    given: Any
    played: bool = False
    shop_peak: int = 0
    shop_left: int = 0
    office_peak: int = 0
    office_opened: int = 0
    lookups: int = CLERKS * len(ASKS)


class _Room:
    """The view that everybody visits. Whoever is inside stays there until the room is let go."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.leave = threading.Event()
        self.inside = self.most = 0

    def lookup(self, request: Any) -> Any:
        from django.db import connection
        from django.http import HttpResponse

        connection.ensure_connection()
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.leave.wait(PATIENCE)
        with self.lock:
            self.inside -= 1
        return HttpResponse("21:40")

    def let_go_when(self, expected: int, settle: float = SETTLE) -> None:
        """Wait until so many are inside and nobody else follows; then let all of them go."""
        until = time.monotonic() + PATIENCE
        while self.most < expected and time.monotonic() < until:
            time.sleep(0.002)
        seen = -1
        while seen < self.most:
            seen = self.most
            time.sleep(settle)
        self.leave.set()


class _Connections:
    """The connections that were opened meanwhile, kept so that none is closed by the collector."""

    def __init__(self) -> None:
        self.opened = 0
        self.all: list[Any] = []

    def note(self, connection: Any, **about: object) -> None:
        self.opened += 1
        if not any(connection is known for known in self.all):
            self.all.append(connection)

    @property
    def still_open(self) -> int:
        return sum(each.connection is not None for each in self.all)

    def grow_older(self, seconds: float) -> None:
        for each in self.all:
            if each.close_at is not None:
                each.close_at -= seconds

    def close(self) -> None:
        for each in self.all:
            if each.connection is not None:
                each.connection.close()
                each.connection = None


def prepare() -> None:
    """Set Django up, before the trial's clock."""
    from nightline import database

    database.setup()
    import django.core.handlers.asgi
    import django.core.handlers.wsgi
    import django.test  # noqa: F401


def play(given: dict[str, dict[str, Any]]) -> Evening:
    """Let travellers and clerks come, and count."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_play, given).result()


def _play(given: dict[str, dict[str, Any]]) -> Evening:
    seen = Evening(given, played=True)
    with _counted(given["shop"]["CONN_MAX_AGE"]) as connections:
        room = _Room()
        asyncio.run(_shop(room, given["shop"]["places"]))
        seen.shop_peak, seen.shop_left = room.most, connections.still_open
    with _counted(given["office"]["CONN_MAX_AGE"]) as connections:
        seen.office_peak = _office(given["office"]["threads"], connections)
        seen.office_opened = connections.opened
    return seen


@contextlib.contextmanager
def _counted(age: float | None) -> Iterator[_Connections]:
    """Set `CONN_MAX_AGE` for new connections, and note each of them."""
    from django.db import connections as django_connections
    from django.db.backends.signals import connection_created

    settings, counted = django_connections.settings["default"], _Connections()
    kept = settings["CONN_MAX_AGE"]
    settings["CONN_MAX_AGE"] = age
    connection_created.connect(counted.note, dispatch_uid="nightline.evening")
    try:
        yield counted
    finally:
        connection_created.disconnect(dispatch_uid="nightline.evening")
        settings["CONN_MAX_AGE"] = kept
        counted.close()


async def _shop(room: _Room, places: int) -> None:
    from django.core.handlers.asgi import ASGIHandler, ASGIRequest
    from django.urls import path

    addresses = (path("lookup/", room.lookup),)

    class Handler(ASGIHandler):  # type: ignore[misc]
        def create_request(self, scope: Any, body_file: Any) -> tuple[ASGIRequest | None, Any]:
            request, error = super().create_request(scope, body_file)
            if request is not None:
                request.urlconf = addresses
            return request, error

    async def visit(door: asyncio.Semaphore, app: Any) -> None:
        async with door:
            await app(_scope(), _Reader().receive, _nothing)

    doors = [asyncio.Semaphore(places) for _ in range(PROCESSES)]
    apps = [Handler() for _ in doors]
    visits = [
        visit(door, app) for door, app in zip(doors, apps, strict=True) for _ in range(TRAVELLERS)
    ]
    expected = PROCESSES * min(places, TRAVELLERS)
    letting_go = asyncio.to_thread(room.let_go_when, expected)
    await asyncio.gather(letting_go, *visits)


def _office(threads: int, connections: _Connections) -> int:
    from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
    from django.test import RequestFactory
    from django.urls import path

    room = _Room()

    class Request(WSGIRequest):  # type: ignore[misc]
        urlconf = (path("lookup/", lambda request: room.lookup(request)),)

    class Handler(WSGIHandler):  # type: ignore[misc]
        request_class = Request

    app, environ = Handler(), RequestFactory(SERVER_NAME="localhost").get("/lookup/").environ

    def visit() -> None:
        response: Any = app(dict(environ), lambda status, headers, exc_info=None: None)
        b"".join(response)
        response.close()

    with ThreadPoolExecutor(threads) as pool:
        most = 0
        for now, later in zip(ASKS, [*ASKS[1:], ASKS[-1]], strict=True):
            room.leave.clear()
            jobs = [pool.submit(visit) for _ in range(CLERKS)]
            room.let_go_when(min(threads, CLERKS), settle=0.005)
            wait(jobs)
            for job in jobs:
                job.result()
            connections.grow_older(later - now)
            most = max(most, room.most)
    return most


class _Reader:
    """What a traveller sends: one request, and then they wait for the answer."""

    def __init__(self) -> None:
        self.sent = False

    async def receive(self) -> dict[str, Any]:
        if self.sent:
            await asyncio.Event().wait()
        self.sent = True
        return {"type": "http.request", "body": b"", "more_body": False}


async def _nothing(message: Any) -> None:
    """The answer's content is no subject here."""


def _scope() -> dict[str, Any]:
    from django.test import AsyncRequestFactory

    request: Callable[..., Any] = AsyncRequestFactory().get
    scope: dict[str, Any] = request("/lookup/", SERVER_NAME="localhost").scope
    return scope | {"headers": [(b"host", b"localhost")]}
