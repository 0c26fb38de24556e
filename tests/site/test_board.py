"""The departure board: what a report does to pages, streams and the database."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test.utils import override_settings

from minisite.board import feed, reading, streaming
from minisite.board.models import Report, State
from minisite.board.reading import News
from minisite.board.reporting import report
from minisite.board.streaming import events
from tests.site.shop import HOME, Browser, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
Virtually = Callable[[Callable[[], Awaitable[Any]]], tuple[Any, float]]


def parsed(part: bytes) -> tuple[str, int, Any]:
    """Kind, number and data of one event; a comment is of the kind ""."""
    fields = dict(line.split(": ", 1) for line in part.decode().strip().splitlines())
    return fields.get("event", ""), int(fields.get("id", 0)), json.loads(fields.get("data", "0"))


async def take(stream: AsyncIterator[bytes], count: int) -> list[tuple[str, int, Any]]:
    """The next events, comments and `retry` left out."""
    found: list[tuple[str, int, Any]] = []
    while len(found) < count:
        part = parsed(await anext(stream))
        if part[0]:
            found.append(part)
    return found


say = sync_to_async(report)


@pytest.mark.parametrize("address", ["/api/board", "/api/board-sync"])
def test_the_board_as_json(address: str) -> None:
    first, second = train(1), train(1, "Fjord")
    report(first.pk, State.DELAYED, delay=20, platform="9a")
    report(first.pk, State.BOARDING, delay=20)
    found = Browser().get(f"{address}/{HOME}/").json()
    lines = {line["departure"]: line for line in found["lines"]}
    assert set(lines) == {first.pk, second.pk}
    assert found["number"] == Report.objects.latest("pk").pk
    late = lines[first.pk]
    assert (late["state"], late["says"], late["platform"]) == ("boarding", "boarding", "9a")
    assert late["expected"] > late["departs"]
    assert lines[second.pk]["expected"] == lines[second.pk]["departs"]
    assert Browser().get(f"{address}/atlantis/").status_code == 404


@pytest.mark.parametrize("address", ["/board/", "/board-sync/"])
def test_the_page_shows_all_without_javascript(address: str) -> None:
    night = train(1)
    report(night.pk, State.DELAYED, delay=35)
    page = Browser().get(f"{address}{HOME}/").content.decode()
    assert "35 min late" in page
    assert '<meta http-equiv="refresh" content="30">' in page
    assert night.get_absolute_url() in page
    assert (
        "No train that we sell leaves here" in Browser().get(f"{address}madrid/").content.decode()
    )
    assert Browser().get(f"{address}atlantis/").status_code == 404


def test_stations_with_a_board() -> None:
    page = Browser().get("/board/").content.decode()
    assert 'href="/board/vienna/"' in page
    assert 'href="/board/madrid/"' not in page


@pytest.mark.parametrize(
    ("state", "delay"), [("delayed", 0), ("delayed", 601), ("left", -1), ("lost", 0)]
)
def test_what_cannot_be_reported(state: str, delay: int) -> None:
    with pytest.raises(ValueError, match=r"delay|State"):
        report(train(1).pk, state, delay=delay)
    assert not Report.objects.exists()


def test_only_the_staff_report() -> None:
    night, client = train(1), Browser()
    address = f"/board/{HOME}/report/"
    client.force_login(traveller())
    assert client.get(address).status_code == 403
    client.force_login(User.objects.create_superuser("conductor"))
    wrong = client.post(address, {"departure": night.pk, "state": "delayed"})
    assert wrong.status_code == 400
    assert "Say how many minutes late it is." in wrong.content.decode()
    elsewhere = {"departure": 1, "state": "left"}
    assert client.post(address, elsewhere).status_code == 400
    form = {"departure": night.pk, "state": "delayed", "delay": "15", "platform": "3"}
    assert client.post(address, form, follow=True).status_code == 200
    assert Report.objects.get().delay == 15
    assert client.get("/staff/board/report/").status_code == 200


def test_a_stream_begins_with_the_board_and_tells_each_change() -> None:
    night = train(1)

    async def main() -> None:
        async with aclosing(events(HOME)) as stream:
            ((kind, number, board),) = await take(stream, 1)
            assert (kind, number) == ("board", board["number"])
            assert [line["departure"] for line in board["lines"]] == [night.pk]
            made = await say(night.pk, State.BOARDING)
            ((kind, number, line),) = await take(stream, 1)
            assert (kind, number) == ("line", made.pk)
            assert (line["departure"], line["says"]) == (night.pk, "boarding")

    asyncio.run(main())


def test_who_comes_back_gets_what_it_missed_and_nothing_twice() -> None:
    night = train(1)
    seen = report(night.pk, State.BOARDING).pk
    report(night.pk, State.DELAYED, delay=5)
    report(night.pk, State.LEFT, delay=5)

    async def main() -> list[str]:
        async with aclosing(events(HOME, seen)) as stream:
            missed = await take(stream, 2)
            await say(night.pk, State.CANCELLED)
            return [data["state"] for _, _, data in missed + await take(stream, 1)]

    assert asyncio.run(main()) == ["delayed", "left", "cancelled"]


@pytest.mark.parametrize("after", [10**9, -1])
def test_who_saw_another_database_or_missed_too_much_gets_all(after: int) -> None:
    night = train(1)
    last = report(night.pk, State.BOARDING).pk
    if after < 0:
        after = last
        Report.objects.bulk_create(
            [Report(departure=night, state="left") for _ in range(reading.MOST_MISSED + 1)]
        )

    async def main() -> str:
        async with aclosing(events(HOME, after)) as stream:
            return (await take(stream, 1))[0][0]

    assert asyncio.run(main()) == "board"


def test_a_slow_browser_gets_the_whole_board_instead_of_a_long_past() -> None:
    night = train(1)

    async def main() -> list[str]:
        async with aclosing(events(HOME)) as slow, aclosing(events(HOME)) as quick:
            await take(slow, 1)
            await take(quick, 1)
            count = feed.ROOM + 10
            for _ in range(count):
                await say(night.pk, State.BOARDING)
                await take(quick, 1)
            await say(night.pk, State.LEFT)
            await take(quick, 1)
            ((kind, _, data),) = await take(slow, 1)
            await say(night.pk, State.CANCELLED)
            ((after, _, line),) = await take(slow, 1)
            return [kind, data["lines"][0]["state"], after, line["state"]]

    assert asyncio.run(main()) == ["board", "left", "line", "cancelled"]


def test_a_quiet_stream_beats_and_ends_by_itself(virtually: Virtually) -> None:
    train(1)

    async def main() -> list[bytes]:
        async with aclosing(events(HOME)) as stream:
            return [part async for part in stream]

    with override_settings(BOARD_HEARTBEAT=15, STREAM_SECONDS=100):
        parts, seconds = virtually(main)
    assert seconds == 100
    assert [part for part in parts if part.startswith(b":")] == [b": still here\n\n"] * 7
    assert parts[0] == b"retry: 2000\n\n"


def test_many_boards_are_one_reader(virtually: Virtually, monkeypatch: pytest.MonkeyPatch) -> None:
    night, looks = train(1), []
    read = reading.news

    def counted(*args: Any, **where: Any) -> Any:
        looks.append(args)
        return read(*args, **where)

    monkeypatch.setattr(reading, "news", counted)

    async def watch() -> int:
        async with aclosing(events(HOME)) as stream:
            return len([part async for part in stream if part.startswith(b"id")])

    async def main() -> list[int]:
        watching = [asyncio.create_task(watch()) for _ in range(30)]
        await asyncio.sleep(5.5)
        assert feed.open_streams() == 30
        await say(night.pk, State.BOARDING)
        return await asyncio.gather(*watching)

    with override_settings(STREAM_SECONDS=10, BOARD_POLL=1):
        told, seconds = virtually(main)
    assert (told, seconds) == ([2] * 30, 10)
    assert 9 <= len(looks) <= 12, "once a second and once for the bell"


def test_when_the_last_one_leaves_nobody_reads() -> None:
    train(1)

    def readers() -> list[asyncio.Task[Any]]:
        return [each for each in asyncio.all_tasks() if each.get_name() == "board feed"]

    async def main() -> None:
        async with aclosing(events(HOME)) as first, aclosing(events(HOME)) as second:
            await take(first, 1)
            await take(second, 1)
            (reader,) = readers()
        assert feed.open_streams() == 0
        await asyncio.wait([reader], timeout=10)
        assert reader.cancelled()

    asyncio.run(main())


async def _reader_is_cancelled(turns: int) -> bool:
    """Leave so many turns of the loop after the bell. Whether nobody reads then."""
    async with aclosing(events(HOME)) as stream:
        await take(stream, 1)
        (reader,) = (each for each in asyncio.all_tasks() if each.get_name() == "board feed")
        await asyncio.sleep(0.01)
        feed.feed().bell.set()
        for _ in range(turns):
            await asyncio.sleep(0)
    await asyncio.wait([reader], timeout=2)
    return reader.cancelled()


def test_a_bell_that_rings_while_the_last_one_leaves_keeps_no_reader() -> None:
    train(1)

    async def main() -> list[bool]:
        return [await _reader_is_cancelled(turns) for turns in range(4)]

    with override_settings(BOARD_POLL=30):
        assert asyncio.run(main()) == [True] * 4


async def _ends_with_news(turns: int) -> str:
    """Cancel a wait for news so many turns of the loop after they came. What it did."""
    inbox = feed.Inbox("vienna")
    task = asyncio.create_task(streaming._next(inbox, 30))
    await asyncio.sleep(0.01)
    inbox.put(cast(News, SimpleNamespace(origin="vienna")))
    for _ in range(turns):
        await asyncio.sleep(0)
    was_done = task.done()
    task.cancel()
    await asyncio.wait([task])
    return "took them" if was_done else "cancelled" if task.cancelled() else "went on"


def test_a_reader_who_leaves_as_news_come_is_cancelled() -> None:
    async def main() -> set[str]:
        return {await _ends_with_news(turns) for turns in range(6)}

    assert asyncio.run(main()) == {"cancelled", "took them"}


def test_a_database_that_is_away_for_a_moment_ends_no_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night, read, failed = train(1), reading.news, []

    def away(*args: Any, **where: Any) -> Any:
        if not failed:
            failed.append(1)
            raise DatabaseError("away")
        return read(*args, **where)

    async def main() -> str:
        async with aclosing(events(HOME)) as stream:
            await take(stream, 1)
            monkeypatch.setattr(reading, "news", away)
            await say(night.pk, State.BOARDING)
            return (await take(stream, 1))[0][2]["state"]

    with override_settings(BOARD_POLL=0.05):
        assert asyncio.run(main()) == "boarding"
    assert failed


def test_under_wsgi_the_stream_refuses_at_once() -> None:
    answer = Browser().get(f"/board/{HOME}/stream/")
    assert answer.status_code == 503
    assert "WSGI" in answer.content.decode()
    assert answer.headers["Retry-After"] == "10"


def test_a_night_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    night = train(1)
    call_command("dispatch", HOME, every=0)
    states = list(Report.objects.values_list("state", flat=True))
    assert states == ["delayed", "boarding", "left"]
    assert capsys.readouterr().out.count(str(night.pk)) == 3
    with pytest.raises(CommandError, match="No train on sale"):
        call_command("dispatch", "madrid")
    with override_settings(DEBUG=False), pytest.raises(CommandError, match="own machine"):
        call_command("dispatch", HOME)


def test_reports_of_many_threads_are_seen_in_the_order_of_their_numbers() -> None:
    from tests.site.test_desk import in_threads

    night = train(1)
    seen: list[int] = []

    def work(number: int) -> None:
        if number == 0:
            last, until = 0, time.monotonic() + 20
            while len(seen) < 35 and time.monotonic() < until:
                for each in reading.news(last, 100):
                    seen.append(each.number)
                    last = each.number
            return
        for _ in range(5):
            report(night.pk, State.BOARDING)

    in_threads(work, 8)
    assert seen == list(Report.objects.values_list("pk", flat=True))
