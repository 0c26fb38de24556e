"""The seat map under real servers: both kinds, two processes with and without Redis, shutdown."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket  # of websocket-client, which JupyterLab brings
from django.db.backends.signals import connection_created

from minisite.booking import desk
from minisite.booking.models import Hold
from minisite.seats import telling
from nightline.serving import Site, serve
from tests.site import redis_server
from tests.site.processes import BOUND, SERVERS, environment, manage, process, until
from tests.site.shop import cookies, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
HOLD = "from minisite.booking import desk; desk.hold(1, 1, 'somebody')"


@contextlib.contextmanager
def opened(address: str, departure: int, **jar: str) -> Iterator[websocket.WebSocket]:
    """A browser's socket on a train."""
    made = websocket.create_connection(
        f"{address.replace('http', 'ws')}/ws/trains/{departure}/",
        origin=address,
        cookie="; ".join(f"{name}={value}" for name, value in jar.items()),
        timeout=20,
    )
    try:
        yield made
    finally:
        made.close()


def take(made: websocket.WebSocket, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(made.recv())
        if message["type"] == kind:
            return message


def state(made: websocket.WebSocket, number: int = 1) -> str:
    """How a berth stands in the next picture."""
    berths = take(made, "seats")["berths"]
    return next(str(each["state"]) for each in berths if each["number"] == number)


@pytest.fixture
def site() -> Iterator[Site]:
    opened = serve()
    yield opened
    opened.stop()


def test_the_site_in_a_kernel_has_the_seat_map_too(site: Site) -> None:
    night, made_here = train(1), []

    def count(connection: Any, **_: Any) -> None:
        made_here.append(connection)

    connection_created.connect(count)
    try:
        with opened(site.url, night.pk, **cookies(traveller())) as ada:
            assert state(ada) == "free"
            with opened(site.url, night.pk) as stranger:
                assert state(stranger) == "free"
                assert take(ada, "people")["count"] in (1, 2)
                ada.send(json.dumps({"do": "hold", "number": 1}))
                assert (state(ada), state(stranger)) == ("mine", "held")
                assert telling.open_sockets() == 2
            # From another thread than the server's, as when a cell changes something.
            desk.release_all(Hold.objects.get().basket)
            assert state(ada) == "free"
            mine = threading.get_ident()
            servers = [each for each in made_here if each._thread_ident != mine]
            assert servers
            assert until(lambda: not any(each.connection for each in servers))
    finally:
        connection_created.disconnect(count)
    assert until(lambda: telling.open_sockets() == 0)


@pytest.mark.parametrize("name", SERVERS)
def test_every_server_opens_sockets_and_stops_in_time(tmp_path: Path, name: str) -> None:
    here = environment(tmp_path)
    with process(here, *SERVERS[name]) as (server, address), opened(address, 1) as made:
        assert state(made) == "free"
        made.send("nonsense")
        assert "JSON" in take(made, "error")["says"]
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            websocket.create_connection(
                f"{address.replace('http', 'ws')}/ws/trains/1/", origin="http://evil.example"
            )
        server.send_signal(signal.SIGTERM)
        began = time.monotonic()
        server.wait(timeout=30)
        # Twice the bound: the machine may be busy, and an unbounded server would never end.
        assert time.monotonic() - began < 2 * BOUND + 2
    if name != "daphne":  # which drops its sockets; nobody counts them after half a minute
        with contextlib.closing(sqlite3.connect(here["NIGHTLINE_SQLITE"])) as connection:
            (left,) = connection.execute("select count(*) from seats_watcher").fetchone()
        assert left == 0, "a server that stops says goodbye for its sockets"


def test_two_processes_talk_through_redis(tmp_path: Path) -> None:
    with redis_server.running() as url:
        here = environment(tmp_path, REDIS_URL=url)
        with (
            process(here, *SERVERS["uvicorn"]) as (_, first),
            process(here, *SERVERS["daphne"]) as (_, second),
            opened(first, 1) as here_made,
            opened(second, 1) as there_made,
        ):
            assert (state(here_made), state(there_made)) == ("free", "free")
            while take(here_made, "people")["count"] < 2:
                pass
            began = time.monotonic()
            manage(here, "shell", "-c", HOLD)  # a third process
            assert (state(here_made), state(there_made)) == ("held", "held")
            assert time.monotonic() - began < 9, "told, not found by a look every ten seconds"


def test_when_redis_goes_away_the_desk_still_sells(tmp_path: Path) -> None:
    with redis_server.running() as url:
        here = environment(tmp_path, REDIS_URL=url)
    manage(here, "shell", "-c", HOLD)
    with contextlib.closing(sqlite3.connect(here["NIGHTLINE_SQLITE"])) as connection:
        (held,) = connection.execute("select count(*) from booking_hold").fetchone()
    assert held == 1


def test_a_redis_that_cannot_be_is_said_at_the_start(tmp_path: Path) -> None:
    here = environment(tmp_path, REDIS_URL="localhost:6379")
    done = subprocess.run(
        [sys.executable, "-m", "minisite", "--port", "0"],
        env=here,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("REDIS_URL must begin with redis://")
