"""The seat map: who sees what, who may do what, and what a socket survives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections
from django.test.utils import override_settings
from django.utils import timezone

from minisite.booking import desk
from minisite.booking.models import Hold
from minisite.seats import consumers, presence, telling, wishes
from minisite.seats.models import Watcher
from minisite.stack import site
from tests.site.shop import Browser, cookies, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
FROM = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _nobody_is_left(monkeypatch: pytest.MonkeyPatch) -> Any:
    # Channels' test client patches this while it waits. Two that wait at once leave it patched.
    monkeypatch.setattr("channels.db.close_old_connections", close_old_connections)
    yield
    assert telling.open_sockets() == 0
    assert not Watcher.objects.exists()


@asynccontextmanager
async def socket(
    departure: int, jar: dict[str, str] | None = None, origin: str = FROM, path: str = ""
) -> AsyncIterator[WebsocketCommunicator]:
    """A browser's socket on a train, through the whole site. It is closed afterwards."""
    headers = [(b"host", b"localhost:8000"), (b"origin", origin.encode())]
    text = "; ".join(f"{name}={value}" for name, value in (jar or {}).items())
    headers.append((b"cookie", text.encode()))
    made = WebsocketCommunicator(site(), path or f"/ws/trains/{departure}/", headers)
    try:
        yield made
    finally:
        await made.disconnect()


async def opened(made: WebsocketCommunicator) -> dict[int, str]:
    """Open it and give the berths that it shows first."""
    assert (await made.connect(timeout=5))[0]
    return states(await take(made, "seats"))


async def take(made: WebsocketCommunicator, kind: str) -> dict[str, Any]:
    """The next message of a kind."""
    while True:
        message: dict[str, Any] = json.loads(await made.receive_from(timeout=5))
        if message["type"] == kind:
            return message


def states(message: dict[str, Any]) -> dict[int, str]:
    return {each["number"]: each["state"] for each in message["berths"]}


async def wish(made: WebsocketCommunicator, do: str, number: int | None = None) -> None:
    await made.send_to(json.dumps({"do": do, "number": number}))


def run(main: Callable[[], Awaitable[Any]]) -> Any:
    return asyncio.run(main())  # type: ignore[arg-type]


def test_a_hold_and_its_end_are_seen_by_everybody_at_once() -> None:
    night, jar = train(3), cookies(traveller())

    async def main() -> None:
        async with socket(night.pk, jar) as ada, socket(night.pk) as stranger:
            assert await opened(ada) == dict.fromkeys((1, 2, 3), "free")
            await opened(stranger)
            await wish(ada, "hold", 2)
            done = await take(ada, "done")
            assert (done["says"], done["basket"]) == ("Berth 2 is yours for 10 minutes.", 1)
            seen = await take(stranger, "seats")
            assert states(seen) == {1: "free", 2: "held", 3: "free"}
            assert 590 < seen["berths"][1]["left"] <= 600
            await wish(ada, "release", 2)
            assert (await take(ada, "done"))["says"] == "Berth 2 is given back."
            assert states(await take(stranger, "seats"))[2] == "free"

    run(main)


def test_each_sees_their_own_holds_and_nobody_elses_basket() -> None:
    night, user = train(3), traveller()
    jar = cookies(user)
    desk.hold(night.pk, 1, "somebody else's basket")

    async def main() -> str:
        async with socket(night.pk, jar) as ada, socket(night.pk) as stranger:
            await opened(ada)
            await opened(stranger)
            await wish(ada, "hold")
            assert states(await take(ada, "seats")) == {1: "held", 2: "mine", 3: "free"}
            seen = await take(stranger, "seats")
            assert states(seen) == {1: "held", 2: "held", 3: "free"}
            return json.dumps(seen)

    text = run(main)
    for hold in Hold.objects.all():
        assert hold.basket not in text
    assert "owner" not in text


def test_what_the_pages_and_the_staff_do_is_seen_too() -> None:
    night, ada = train(2), traveller()
    ticket, client = desk.book(night.pk, 2, ada), Browser()

    async def main() -> list[str]:
        seen = []
        async with socket(night.pk) as stranger:
            seen.append((await opened(stranger))[2])
            await sync_to_async(desk.cancel)(ticket.reference, ada)
            seen.append(states(await take(stranger, "seats"))[2])
            await sync_to_async(client.post)(f"/hold/{night.pk}/", {"number": 2})
            seen.append(states(await take(stranger, "seats"))[2])
            await sync_to_async(client.post)("/sign-out/")
            seen.append(states(await take(stranger, "seats"))[2])
        return seen

    assert run(main) == ["booked", "free", "held", "free"]


def test_who_may_hold() -> None:
    night, jar = train(1), cookies(traveller())

    async def main() -> None:
        async with socket(night.pk) as stranger, socket(night.pk, jar) as ada:
            await opened(stranger)
            await wish(stranger, "hold", 1)
            assert (await take(stranger, "error"))["says"] == wishes.SIGN_IN
            await opened(ada)
            await wish(ada, "hold", 1)
            await take(ada, "done")
            await wish(ada, "release", 1)
            await take(ada, "done")
            # Signed out in another window: the socket that is still open may do nothing more.
            await Session.objects.all().adelete()
            await wish(ada, "hold", 1)
            assert (await take(ada, "error"))["says"] == wishes.SIGN_IN

    run(main)
    assert not Hold.objects.exists()


def test_the_desk_refuses_with_its_own_sentence() -> None:
    night, jar = train(1), cookies(traveller())
    desk.hold(night.pk, 1, "somebody")

    async def main() -> list[str]:
        said = []
        async with socket(night.pk, jar) as ada:
            await opened(ada)
            for do, number in (("hold", 1), ("hold", None), ("hold", 9), ("release", 1)):
                await wish(ada, do, number)
                said.append((await take(ada, "error"))["says"])
        return said

    first, second, third, fourth = run(main)
    assert first.startswith("Somebody else was faster: berth 1 is held for them until")
    assert second.startswith("Every berth on this train is taken.")
    assert third.startswith("Somebody else was faster: berth 9")
    assert fourth == "You do not hold berth 1."


BAD = {
    "no json": "JSON",
    "[" * 5000: "300 characters",
    "[" * 290: "JSON",
    "[]": '"do"',
    '{"do": "book"}': '"do"',
    '{"do": ["hold"]}': '"do"',
    '{"do": "hold", "number": "3"}': "whole number",
    '{"do": "hold", "number": true}': "whole number",
    '{"do": "hold", "number": 0}': "whole number",
    '{"do": "hold", "number": 1e99}': "whole number",
    '{"do": "release"}': "whole number",
    "\u0000": "JSON",
}


def test_a_bad_message_gets_an_error_and_the_socket_lives() -> None:
    night, jar = train(1), cookies(traveller())

    async def main() -> None:
        async with socket(night.pk, jar) as ada:
            await opened(ada)
            for text, says in BAD.items():
                await ada.send_to(text)
                assert says in (await take(ada, "error"))["says"]
            await ada.send_to(bytes_data=b"\xff")
            assert "not bytes" in (await take(ada, "error"))["says"]
            await wish(ada, "hold", 1)
            await take(ada, "done")

    run(main)


def test_who_sends_too_much_is_closed() -> None:
    night = train(1)

    async def main() -> dict[str, Any]:
        async with socket(night.pk) as made:
            await opened(made)
            for _ in range(consumers.MESSAGES + 1):
                await made.send_to("x")
            while (message := await made.receive_output(5))["type"] != "websocket.close":
                pass
            return message

    assert run(main)["code"] == consumers.TOO_MANY


@pytest.mark.parametrize(
    ("origin", "path"),
    [
        ("http://evil.example", ""),
        ("http://localhost:9000", ""),
        ("", ""),
        ("null", ""),
        (FROM, "/ws/elsewhere/"),
        (FROM, "/ws/trains/x/"),
    ],
)
def test_foreign_pages_and_unknown_addresses_are_refused(origin: str, path: str) -> None:
    night = train(1)

    async def main() -> bool:
        async with socket(night.pk, origin=origin, path=path) as made:
            return (await made.connect(timeout=5))[0]

    assert run(main) is False


def test_a_train_that_does_not_exist() -> None:
    async def main() -> dict[str, Any]:
        async with socket(10**6) as made:
            assert (await made.connect(timeout=5))[0]
            return await made.receive_output(5)

    assert run(main)["code"] == consumers.NO_TRAIN


def test_people_come_and_go() -> None:
    night, jar = train(1), cookies(traveller())

    async def main() -> list[int]:
        counts = []
        async with socket(night.pk, jar) as first:
            await opened(first)
            counts.append((await take(first, "people"))["count"])
            async with socket(night.pk, jar) as window:
                await opened(window)
                counts.append((await take(first, "people"))["count"])
                async with socket(night.pk) as stranger, socket(night.pk) as another:
                    await opened(stranger)
                    counts.append((await take(first, "people"))["count"])
                    await opened(another)
                    counts.append((await take(first, "people"))["count"])
            while counts[-1] > 1:
                counts.append((await take(first, "people"))["count"])
        return counts

    assert run(main) == [1, 1, 2, 3, 2, 1]


def test_nobody_is_counted_whose_process_was_killed() -> None:
    night = train(1)
    assert presence.arrive("x", night.pk, "user:1")
    assert presence.people(night.pk) == 1
    Watcher.objects.update(seen=timezone.now() - timedelta(minutes=1))
    assert presence.people(night.pk) == 0
    Watcher.objects.update(seen=timezone.now() - timedelta(minutes=5))
    presence.arrive("y", night.pk, "user:1")
    assert [each.channel for each in Watcher.objects.all()] == ["y"]
    presence.leave("y")


def test_a_visitor_has_so_many_sockets_and_a_process_too() -> None:
    night, jar = train(1), cookies(traveller())

    async def main() -> None:
        async with socket(night.pk, jar) as first, socket(night.pk, jar) as second:
            await opened(first)
            assert (await second.connect(timeout=5))[0]
            assert "too many windows" in (await take(second, "error"))["says"]
            assert (await second.receive_output(5))["code"] == consumers.TOO_MANY
        with override_settings(SOCKETS=1):
            async with socket(night.pk) as third, socket(night.pk) as fourth:
                await opened(third)
                assert (await fourth.connect(timeout=5))[0] is False

    with override_settings(SOCKETS_OF_VISITOR=1):
        run(main)


def test_a_map_finds_by_itself_what_no_message_told() -> None:
    """As in another process without Redis."""
    night = train(1)

    async def main() -> str:
        async with socket(night.pk) as made:
            await opened(made)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(telling, "_open", telling.Counter())
                await sync_to_async(desk.hold)(night.pk, 1, "somebody")
            return states(await take(made, "seats"))[1]

    with override_settings(SEAT_BEAT=0.1):
        assert run(main) == "held"


def test_an_old_picture_never_covers_a_newer_one() -> None:
    night = train(1)

    async def main() -> list[str]:
        from channels.layers import get_channel_layer

        async with socket(night.pk) as made:
            await opened(made)
            old = await sync_to_async(consumers.picture)(night.pk)
            await sync_to_async(desk.hold)(night.pk, 1, "somebody")
            seen = [states(await take(made, "seats"))[1]]
            message = {"type": "berths.changed", "picture": old}
            await get_channel_layer().group_send(telling.group(night.pk), message)
            await made.send_to("?")
            while (message := json.loads(await made.receive_from(5)))["type"] != "error":
                seen += [states(message)[1]] if message["type"] == "seats" else []
        return seen

    assert run(main) == ["held"]


def test_a_socket_ends_by_itself_and_survives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night, failed = train(1), []

    def away(*_: Any) -> None:
        failed.append(1)
        raise DatabaseError("away")

    async def main() -> int:
        async with socket(night.pk) as made:
            await opened(made)
            monkeypatch.setattr(presence, "stay", away)
            while (message := await made.receive_output(5))["type"] != "websocket.close":
                pass
            return message["code"]

    with override_settings(SEAT_BEAT=0.05, SOCKET_SECONDS=0.2):
        assert run(main) == consumers.AGAIN
    assert len(failed) > 1


def test_each_socket_has_a_thread_of_its_own() -> None:
    night = train(1)
    seen: list[int] = []

    async def main() -> int:
        import threading

        with pytest.MonkeyPatch.context() as patch:
            real = presence.people

            def people(departure: int) -> int:
                seen.append(threading.get_ident())
                return real(departure)

            patch.setattr(presence, "people", people)
            async with socket(night.pk) as one, socket(night.pk) as two, socket(night.pk) as three:
                for each in (one, two, three):
                    await opened(each)
                    await take(each, "people")
                return len(set(seen))

    assert run(main) == 3
