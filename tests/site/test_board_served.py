"""The board under real servers: many visitors, two processes, disconnects and shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db.backends.signals import connection_created
from django.test.utils import override_settings

from minisite.board import feed
from minisite.board.models import State
from minisite.board.reporting import report
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
