"""A train's page, the timetable, and search results that lead to them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minisite.booking import desk
from minisite.carriers.app import CarriersApp
from minisite.carriers.table import BY_NAME, CARRIERS
from minisite.carriers.trains import train as offered
from minisite.search.upstream import reach
from minisite.trains.finding import find_sync
from minisite.trains.models import Departure
from tests.site.shop import Browser, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
WORLDS = ["trains", "trains-sync"]
NIGHT = date(2026, 5, 5)


def test_what_is_seeded_is_what_the_carriers_offer() -> None:
    assert Departure.objects.filter(origin="vienna", night=NIGHT).count() == len(CARRIERS)
    for departure in Departure.objects.filter(origin="vienna", night=NIGHT):
        question = {"origin": "vienna", "destination": "hamburg", "date": "2026-05-05"}
        offer = offered(BY_NAME[departure.carrier], question)
        assert departure.berths.count() == offer["berths"]
        assert (departure.train, departure.price) == (offer["train"], offer["price"])


@pytest.mark.parametrize("world", WORLDS)
def test_the_page_shows_each_berth(world: str) -> None:
    night = train(5)
    client = Browser()
    address = night.get_absolute_url().replace("trains", world)
    client.post(f"/hold/{night.pk}/", {"number": 2})
    desk.hold(night.pk, 3, "somebody else")
    desk.book(night.pk, 4, traveller())
    page = client.get(address).content.decode()
    for text in ("in your basket until", "held until", "booked", "Compartment 2"):
        assert text in page
    assert page.count('type="radio"') == 5
    assert page.count("disabled") == 3
    assert "<strong>2</strong> of 5 berths are free" in page


@pytest.mark.parametrize("world", WORLDS)
def test_a_train_that_nobody_has_opened_is_asked_for_and_written_down(world: str) -> None:
    app, client = CarriersApp(), Browser()
    address = f"/{world}/jura/oslo/athens/2026-05-09/"
    with reach(app):
        assert client.get(address).status_code == 200
        assert client.get(address).status_code == 200
    assert len(app.log.calls) == 1
    found = Departure.objects.get(origin="oslo", destination="athens")
    assert found.get_absolute_url() == address.replace("-sync", "")


@pytest.mark.parametrize("world", WORLDS)
def test_a_carrier_that_gives_no_answer_is_named(world: str) -> None:
    app, client = CarriersApp(), Browser()
    app.down("Jura", "snowed in")
    with reach(app):
        page = client.get(f"/{world}/jura/oslo/athens/2026-05-09/")
    assert page.status_code == 503
    text = page.content.decode()
    assert "<title>Jura gives no answer" in text
    assert "Jura is snowed in." in text
    assert "we do not know whether Jura runs a train" in text
    for way_on in ("date=2026-05-08", "date=2026-05-09", "date=2026-05-10", "Ask again"):
        assert way_on in text


@pytest.mark.parametrize("world", WORLDS)
def test_where_a_carrier_gives_no_answer_our_own_trains_are_offered(world: str) -> None:
    night = Departure.objects.get(carrier="Lumen", origin="vienna", night=NIGHT)
    Departure.objects.filter(carrier="Jura", origin="vienna", night=NIGHT).update(origin="oslo")
    app = CarriersApp()
    app.down("Jura")
    try:
        with reach(app):
            page = Browser().get(f"/{world}/jura/vienna/hamburg/2026-05-05/").content.decode()
    finally:
        Departure.objects.filter(carrier="Jura", origin="oslo").update(origin="vienna")
    assert f'href="{night.get_absolute_url()}"' in page
    assert page.count('class="offer"') == len(CARRIERS) - 1


@pytest.mark.parametrize("address", ["/", "/one-by-one/"])
def test_search_knows_its_own_train_of_a_carrier_that_gives_no_answer(
    address: str, question: dict[str, str]
) -> None:
    night = Departure.objects.get(carrier="Jura", origin="vienna", night=NIGHT)
    app = CarriersApp()
    for carrier in CARRIERS:
        app.slow(carrier.name, 0)
    app.down("Jura")
    with reach(app):
        page = Browser().get(address, question).content.decode()
        assert f'href="{night.get_absolute_url()}"' in page
        page = Browser().get(address, {**question, "origin": "Oslo"}).content.decode()
    assert "We do not know whether Jura runs a train." in page
    assert "date=2026-05-06" in page


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("jura/oslo/athens/2026-04-30", "That night has passed."),
        ("jura/oslo/athens/2027-05-30", "180 days ahead"),
        ("jura/oslo/atlantis/2026-05-09", "no such page"),
        ("jura/oslo/oslo/2026-05-09", "no such page"),
        ("nobody/oslo/athens/2026-05-09", "no such page"),
        ("JURA/oslo/athens/2026-05-09", "no such page"),
        ("jura/oslo/athens/2026-02-30", "no such page"),
    ],
)
@pytest.mark.parametrize("world", WORLDS)
def test_addresses_that_lead_nowhere(
    world: str, path: str, says: str, settings_debug_off: None
) -> None:
    page = Browser().get(f"/{world}/{path}/")
    assert page.status_code == 404
    assert says in page.content.decode()


def test_two_visitors_open_the_same_train_at_once() -> None:
    from minisite.search.asking import Question, offer_from
    from minisite.trains.opening import write_down
    from tests.site.test_desk import in_threads

    question = Question(*_stations("oslo", "rome"), NIGHT)
    offer = offer_from(offered(BY_NAME["Jura"], question.params()))
    done = in_threads(lambda _: write_down(question, offer).pk, 6)
    assert len(set(done)) == 1
    night = find_sync("jura", "oslo", "rome", NIGHT)
    assert night.berths.count() == offer.berths


def _stations(*slugs: str) -> list[object]:
    from minisite.network.models import Station

    return [Station.objects.get(slug=slug) for slug in slugs]


@pytest.mark.parametrize("address", ["/", "/one-by-one/"])
def test_search_says_what_is_left_and_leads_to_the_train(
    address: str, question: dict[str, str]
) -> None:
    night = Departure.objects.get(carrier="Jura", origin="vienna", night=NIGHT)
    ada, app = traveller(), CarriersApp()
    for carrier in CARRIERS:
        app.slow(carrier.name, 0)
    for _ in range(night.berths.count() - 1):
        desk.book(night.pk, None, ada)
    with reach(app):
        page = Browser().get(address, question).content.decode()
        assert "1 berth left" in page
        assert f'href="{night.get_absolute_url()}"' in page
        desk.hold(night.pk, None, "somebody")
        assert "none left" in Browser().get(address, question).content.decode()


@pytest.mark.parametrize("address", ["/api/timetable", "/api/timetable-sync"])
def test_the_timetable_is_made_once_a_minute(address: str) -> None:
    client = Browser()
    first = client.get(f"{address}/vienna/2026-05-05/").json()
    assert [line["destination"] for line in first["trains"]] == ["Hamburg"] * 12
    assert [line["departs"] for line in first["trains"]] == sorted(
        line["departs"] for line in first["trains"]
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{address}/vienna/2026-05-05/").json() == first
    assert [query for query in queries if "departure" in query["sql"]] == []
    cache.clear()
    assert client.get(f"{address}/vienna/2026-05-05/").json()["made"] != first["made"]
    assert client.get(f"{address}/oslo/2026-05-05/").json()["trains"] == []


@pytest.mark.parametrize("address", ["/timetable/", "/timetable-sync/"])
def test_the_page_of_the_timetable(address: str) -> None:
    client = Browser()
    page = client.get(address).content.decode()
    assert '<label for="id_origin">From</label>' in page
    page = client.get(address, {"origin": "vienna", "night": "2026-05-05"}).content.decode()
    assert page.count("€") == 12
    assert reverse("trains:train", args=("jura", "vienna", "hamburg", NIGHT)) in page
    wrong = client.get(address, {"origin": "atlantis", "night": "2026-05-05"})
    assert wrong.status_code == 400
    assert "There is no station “atlantis”." in wrong.content.decode()
    # Search finds trains from Berlin, so the timetable does not say that there are none.
    for origin in ("berlin", "Berlin", "BERLIN"):
        page = client.get(address, {"origin": origin})
        assert page.status_code == 200
        assert "No train from Berlin is in our list for this night yet." in page.content.decode()
        assert 'href="/?origin=berlin"' in page.content.decode()
    assert 'value="berlin" selected' in client.get("/?origin=berlin").content.decode()
