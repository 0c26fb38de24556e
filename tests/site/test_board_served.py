"""The board under real servers: many visitors, two processes, disconnects and shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from django.db.backends.signals import connection_created
from django.test.utils import override_settings

from minisite.board import feed, teaching
from minisite.board.models import State
from minisite.board.reporting import report
from minisite.wsgi import application as wsgi
from nightline.serving import Site, serve
from tests.site.processes import BOUND, SERVERS, environment, manage, process, until
from tests.site.shop import HOME, train

pytestmark = pytest.mark.usefixtures("sold")


@pytest.fixture
def site() -> Iterator[Site]:
    opened = serve()
    yield opened
    opened.stop()


def test_every_visitor_sees_a_report_and_none_holds_a_connection(site: Site) -> None:
    night, opened = train(1), []

    def count(connection: Any, **_: Any) -> None:
        opened.append(connection)

    connection_created.connect(count)
    try:
        assert asyncio.run(_watch_together(site, night.pk, opened)) == ["boarding"] * 20
    finally:
        connection_created.disconnect(count)
    assert until(lambda: feed.open_streams() == 0), "who leaves is noticed"


async def _watch_together(site: Site, train: int, opened: list[Any]) -> list[str]:
    said = []
    shown = asyncio.Semaphore(0)

    async def watch(client: httpx.AsyncClient) -> None:
        async with client.stream("GET", f"/board/{HOME}/stream/") as answer:
            assert answer.headers["content-type"] == "text/event-stream"
            event = ""
            async for line in answer.aiter_lines():
                name, _, text = line.partition(": ")
                if name == "event":
                    event = text
                if name == "data" and event == "board":
                    shown.release()
                if name == "data" and event == "line":
                    said.append(json.loads(text)["says"])
                    return

    async with site.client() as client, asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(watch(client))
        for _ in range(20):
            await shown.acquire()
        assert feed.open_streams() == 20
        # The reader looks in between, for a millisecond.
        assert until(lambda: not any(each.connection for each in opened))
        await asyncio.to_thread(report, train, State.BOARDING)
    return said


def test_more_boards_than_allowed_are_refused(site: Site) -> None:
    with override_settings(BOARD_STREAMS=0), httpx.Client(trust_env=False) as client:
        answer = client.get(f"{site.url}/board/{HOME}/stream/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"{site.url}/board/atlantis/stream/").status_code == 404


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def wsgi_server() -> Iterator[str]:
    """The site under WSGI, with its teaching streams, one request at a time."""
    with make_server("127.0.0.1", 0, wsgi, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def arrivals(address: str) -> list[float]:
    """When each chunk arrived, in seconds since the question."""
    began, found = time.monotonic(), []
    with httpx.Client(trust_env=False) as client, client.stream("GET", address) as answer:
        for _ in answer.iter_raw():
            found.append(time.monotonic() - began)
    return found


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_a_generator_streams_only_in_its_own_world(site: Site) -> None:
    from django.urls import path

    import minisite.urls

    views = {"a/": teaching.chunks_async, "s/": teaching.chunks_sync}
    for route, view in views.items():
        site.mount(route, view)
    urls = [path(route, view) for route, view in views.items()]
    with pytest.MonkeyPatch.context() as patch, wsgi_server() as other:
        patch.setattr(minisite.urls, "urlpatterns", urls)
        with override_settings(ROOT_URLCONF=__name__):
            patch.setattr(sys.modules[__name__], "urlpatterns", urls, raising=False)
            late = {
                (world, route): arrivals(f"{address}/{route}")[0] / teaching.PAUSE
                for world, address in (("asgi", site.url), ("wsgi", other))
                for route in views
            }
    # The first chunk comes after one pause, or after all of them.
    middle = teaching.CHUNKS * 0.7
    assert {key for key, pauses in late.items() if pauses < middle} == {
        ("asgi", "a/"),
        ("wsgi", "s/"),
    }


def test_the_twin_that_holds_its_connection_says_so(site: Site) -> None:
    site.mount("holds/", teaching.holds_on)
    site.mount("lets-go/", teaching.lets_go)

    def says(route: str) -> set[bool]:
        answer = httpx.get(f"{site.url}/{route}", trust_env=False)
        return {json.loads(line)["holds"] for line in answer.text.splitlines()}

    assert (says("holds/"), says("lets-go/")) == ({True}, {False})


def test_the_twin_that_swallows_its_cancellation_goes_on(site: Site) -> None:
    site.mount("zombie/", teaching.never_stops)
    with (
        httpx.Client(trust_env=False) as client,
        client.stream("GET", f"{site.url}/zombie/") as answer,
    ):
        next(answer.iter_raw())
    assert until(lambda: len(teaching.produced) == 10)


@pytest.mark.parametrize("name", SERVERS)
def test_a_report_of_another_process_arrives_and_a_stop_comes_in_time(
    tmp_path: Path, name: str
) -> None:
    here = environment(tmp_path)
    with (
        process(here, *SERVERS[name]) as (server, address),
        httpx.Client(trust_env=False, timeout=20) as client,
        client.stream("GET", f"{address}/board/vienna/stream/") as answer,
    ):
        text = answer.iter_text()
        seen = ""
        while "event: board" not in seen:
            seen += next(text)
        manage(here, "dispatch", "vienna", "--every", "0", "--most", "1")
        while "event: line" not in seen:
            seen += next(text)
        server.send_signal(signal.SIGTERM)
        began = time.monotonic()
        with contextlib.suppress(httpx.HTTPError):
            for _ in text:
                pass
        server.wait(timeout=30)
        # Twice the bound: the machine may be busy, and an unbounded server would never end.
        assert time.monotonic() - began < 2 * BOUND + 2
