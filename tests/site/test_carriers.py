"""The twelve carriers: the table, and the service that answers for them."""

import asyncio
import subprocess
import sys
from typing import Any

import httpx
import pytest

from minisite.carriers.app import CarriersApp
from minisite.carriers.table import BY_NAME, CARRIERS, quote

ALL = [carrier.name for carrier in CARRIERS]


def client_of(app: CarriersApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://carriers")


def ask(virtually: Any, app: CarriersApp, *paths: str, **params: str) -> list[httpx.Response]:
    """The answers to questions asked together, in virtual time."""

    async def main() -> list[httpx.Response]:
        async with client_of(app) as client:
            return await asyncio.gather(*(client.get(path, params=params) for path in paths))

    answers: list[httpx.Response] = virtually(main)[0]
    return answers


def test_there_are_twelve_from_a_to_l() -> None:
    assert "".join(name[0] for name in ALL) == "ABCDEFGHIJKL"
    assert all(name.isascii() and name.isalpha() for name in ALL)


def test_delays_fit_into_a_lesson() -> None:
    delays = [carrier.delay for carrier in CARRIERS]
    assert sum(delays) == pytest.approx(2.0)
    assert max(delays) == 0.3


def test_no_two_delays_and_no_two_prices_are_equal() -> None:
    assert len({carrier.delay for carrier in CARRIERS}) == 12
    assert len({carrier.price for carrier in CARRIERS}) == 12


def test_the_table_and_the_service_need_no_django() -> None:
    code = (
        "import sys, minisite.carriers.table, minisite.carriers.app, minisite.carriers.server;"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_quote_waits_and_gives_the_price(virtually: Any) -> None:
    async def one_by_one() -> list[int]:
        return [await quote(name) for name in ALL]

    prices, seconds = virtually(one_by_one)
    assert prices == [carrier.price for carrier in CARRIERS]
    assert seconds == 2.0


def test_twelve_together_take_as_long_as_the_slowest(virtually: Any) -> None:
    app = CarriersApp()

    async def main() -> list[httpx.Response]:
        async with client_of(app) as client:
            return await asyncio.gather(*(client.get(f"/quotes/{name}") for name in ALL))

    answers, seconds = virtually(main)
    assert [answer.json()["price"] for answer in answers] == [c.price for c in CARRIERS]
    assert seconds == 0.3
    assert app.log.most_in_flight == 12


def test_one_after_another_is_never_more_than_one(virtually: Any) -> None:
    app = CarriersApp()

    async def main() -> None:
        async with client_of(app) as client:
            for name in ALL:
                await client.get(f"/quotes/{name}")

    assert virtually(main)[1] == 2.0
    assert app.log.most_in_flight == 1
    assert [call.carrier for call in app.log.calls] == ALL
    first, second = app.log.calls[:2]
    assert (first.end, second.start) == (0.15, 0.15)


def test_a_train_for_a_route(virtually: Any, question: dict[str, str]) -> None:
    (answer,) = ask(virtually, CarriersApp(), "/quotes/Jura", **question)
    train = answer.json()
    assert set(train) == {"carrier", "train", "departs", "arrives", "price", "berths"}
    assert train["departs"].startswith("2026-05-05T")
    assert train["arrives"] > train["departs"]
    assert ask(virtually, CarriersApp(), "/quotes/Jura", **question)[0].json() == train


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/", {}, 200),
        ("/quotes/Nobody", {}, 404),
        ("/quotes/Jura", {"origin": "paris"}, 400),
        ("/quotes/Jura", {"origin": "paris", "destination": "atlantis", "date": "x"}, 400),
    ],
)
def test_status(virtually: Any, path: str, params: dict[str, str], status: int) -> None:
    (answer,) = ask(virtually, CarriersApp(), path, **params)
    assert answer.status_code == status
    assert status == 200 or answer.json()["error"]


def test_more_than_its_capacity_is_turned_away_at_once(virtually: Any) -> None:
    app = CarriersApp()
    capacity = BY_NAME["Corvo"].capacity
    answers = ask(virtually, app, *["/quotes/Corvo"] * (capacity + 2))
    assert sorted(a.status_code for a in answers) == [200] * capacity + [429] * 2
    assert answers[-1].headers["Retry-After"] == "1"
    assert app.log.most_in_flight == capacity
    assert [call.end for call in app.log.calls if call.status == 429] == [0.0, 0.0]


def test_a_flaky_carrier_fails_the_same_searches_each_time(virtually: Any) -> None:
    def failed_days() -> list[int]:
        app = CarriersApp()
        return [
            day
            for day in range(1, 29)
            if ask(
                virtually,
                app,
                "/quotes/Kestrel",
                origin="paris",
                destination="rome",
                date=f"2026-06-{day:02}",
            )[0].status_code
            == 503
        ]

    once = failed_days()
    assert once == failed_days()
    assert 0 < len(once) < 28


def test_a_carrier_is_down_or_slow_until_told_otherwise(virtually: Any) -> None:
    app = CarriersApp()
    app.down("Fjord", "snowed in")
    app.slow("Isar", 5)

    async def main() -> list[tuple[int, float]]:
        clock = asyncio.get_running_loop().time
        seen = []
        async with client_of(app) as client:
            for name in ("Fjord", "Isar"):
                began = clock()
                answer = await client.get(f"/quotes/{name}")
                seen.append((answer.status_code, round(clock() - began, 6)))
        return seen

    assert virtually(main)[0] == [(503, 0.25), (200, 5.0)]
    assert ask(virtually, app, "/quotes/Fjord")[0].json() == {"error": "Fjord is snowed in."}
    app.restore()
    assert virtually(main)[0] == [(200, 0.25), (200, 0.14)]
    with pytest.raises(KeyError, match="no carrier called 'Nobody'"):
        app.down("Nobody")


def test_a_caller_who_leaves_frees_the_carrier(virtually: Any) -> None:
    app = CarriersApp()

    async def main() -> None:
        async with client_of(app) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await client.get("/quotes/Boreal")

    virtually(main)
    (call,) = app.log.calls
    assert (call.end, call.status) == (0.1, None)
    assert app.log.open_at("Boreal") == 0
