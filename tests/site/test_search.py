"""Search: what a traveller may ask, what comes back, and what is said when a carrier fails."""

import asyncio
from typing import Any

import httpx
import pytest
from django.test import AsyncRequestFactory, RequestFactory
from django.urls import reverse

from minisite.carriers.app import CarriersApp
from minisite.carriers.table import CARRIERS
from minisite.search import views
from minisite.search.upstream import client, reach
from minisite.stack import site


def get(virtually: Any, url: str, app: CarriersApp, **params: str) -> tuple[httpx.Response, float]:
    """The site's answer through all of Django, and the virtual seconds it took."""

    async def main() -> httpx.Response:
        transport = httpx.ASGITransport(app=site())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as visitor:
            with reach(app):
                return await visitor.get(url, params=params)

    result: tuple[httpx.Response, float] = virtually(main)
    return result


def test_named_addresses() -> None:
    assert reverse("search:page") == "/"
    assert reverse("search:page_one_by_one") == "/one-by-one/"
    assert reverse("search:search_async") == "/api/search/"
    assert reverse("search:search_sync") == "/api/search-sync/"


def test_a_search_takes_as_long_as_the_slowest_carrier(
    virtually: Any, question: dict[str, str]
) -> None:
    app = CarriersApp()
    response, seconds = get(virtually, "/api/search/", app, **question)
    found = response.json()
    assert seconds == 0.3
    assert found["seconds"] == 0.3
    assert app.log.most_in_flight == 12
    assert (len(found["offers"]), found["missing"], found["asked"]) == (12, [], 12)
    prices = [offer["price"] for offer in found["offers"]]
    assert prices == sorted(prices)
    assert {key: found[key] for key in question} == question


def test_a_slower_carrier_makes_the_search_exactly_as_slow(
    virtually: Any, question: dict[str, str]
) -> None:
    app = CarriersApp()
    app.slow("Garonne", 1.25)
    assert get(virtually, "/api/search/", app, **question)[1] == 1.25


def test_the_view_itself_can_be_driven_without_the_site(
    virtually: Any, question: dict[str, str]
) -> None:
    app = CarriersApp()

    async def main() -> Any:
        with reach(app):
            return await views.search_async(AsyncRequestFactory().get("/", question))

    response, seconds = virtually(main)
    assert (response.status_code, seconds) == (200, 0.3)
    assert app.log.most_in_flight == 12


def test_who_misses_the_deadline_is_named(virtually: Any, question: dict[str, str]) -> None:
    app = CarriersApp()
    response, seconds = get(virtually, "/api/search/", app, **question, deadline="0.205")
    late = [carrier.name for carrier in CARRIERS if carrier.delay > 0.205]
    missing = response.json()["missing"]
    assert seconds == 0.205
    assert [each["carrier"] for each in missing] == late
    assert missing[0]["why"] == "Boreal gave no answer within 0.205 s."
    assert len(response.json()["offers"]) == 12 - len(late)
    assert all(call.end == 0.205 for call in app.log.calls if call.carrier in late)


def test_the_page_says_which_carrier_is_missing_and_why(
    virtually: Any, question: dict[str, str]
) -> None:
    app = CarriersApp()
    app.down("Fjord", "snowed in")
    app.slow("Isar", 30)
    response, seconds = get(virtually, "/", app, **question)
    assert seconds == 1.5
    assert "2 carriers are missing" in response.text
    assert "Fjord is snowed in." in response.text
    assert "Isar gave no answer within 1.5 s." in response.text
    assert response.text.count('class="offer"') == 10


def test_a_full_carrier_says_when_to_come_back(virtually: Any, question: dict[str, str]) -> None:
    app = CarriersApp()

    async def main() -> Any:
        with reach(app):
            crowd = [
                asyncio.create_task(client().get("/quotes/Corvo"))
                for _ in range(6)  # as many as Corvo answers at once
            ]
            await asyncio.sleep(0)
            found = await views.search_async(AsyncRequestFactory().get("/", question))
            await asyncio.gather(*crowd)
            return found

    text = virtually(main)[0].content.decode()
    assert "Corvo answers 6 requests at once, not more. Try again in 1 s." in text


def test_a_carrier_that_answers_nonsense_or_not_at_all(
    virtually: Any, question: dict[str, str]
) -> None:
    async def nonsense(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].endswith("Aurora"):
            raise httpx.ConnectError("nobody there")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"<p>hello"})

    response, _ = get(virtually, "/api/search/", nonsense, **question)  # type: ignore[arg-type]
    missing = {each["carrier"]: each["why"] for each in response.json()["missing"]}
    assert missing["Aurora"] == "Aurora could not be reached."
    assert missing["Boreal"] == "Boreal gave an answer that we cannot read."
    assert len(missing) == 12


def test_both_worlds_find_the_same(virtually: Any, question: dict[str, str]) -> None:
    app = CarriersApp()
    for carrier in CARRIERS:
        app.slow(carrier.name, 0.01)
    app.down("Jura")
    together, _ = get(virtually, "/api/search/", app, **question)
    app.log.calls.clear()
    with reach(app):
        one_by_one = views.search_sync(RequestFactory().get("/", question))
    expected = {**together.json(), "seconds": 0}
    import json

    assert {**json.loads(one_by_one.content), "seconds": 0} == expected
    assert app.log.open_at("Jura") == 0
    ends = [call.end for call in app.log.calls]
    starts = [call.start for call in app.log.calls]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False) if end)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"origin": ""}, "origin", "Choose a station."),
        ({"origin": "atlantis"}, "origin", "No night train stops at “atlantis”."),
        ({"destination": "vienna"}, "destination", "You are there already."),
        ({"date": "5 May"}, "date", "Write the date as year-month-day"),
        ({"date": "2026-04-30"}, "date", "That night has passed."),
        ({"deadline": "0"}, "deadline", "greater than or equal to 0.01"),
        ({"deadline": "nan"}, "deadline", "Enter a number."),
    ],
)
@pytest.mark.parametrize("address", ["/api/search/", "/api/search-sync/", "/", "/one-by-one/"])
def test_bad_input_is_refused_before_anybody_is_asked(
    virtually: Any,
    question: dict[str, str],
    address: str,
    change: dict[str, str],
    field: str,
    message: str,
) -> None:
    app = CarriersApp()
    response, _ = get(virtually, address, app, **{**question, **change})
    assert response.status_code == 400
    assert app.log.calls == []
    if "api" in address:
        assert message in response.json()["errors"][field][0]
    elif field != "deadline":  # the page has no field for it
        assert message in response.text
        assert 'aria-invalid="true"' in response.text


def test_the_empty_page_has_labels_and_offers_tomorrow(virtually: Any) -> None:
    response, _ = get(virtually, "/", CarriersApp())
    assert response.status_code == 200
    for name in ("origin", "destination", "date"):
        assert f'<label for="id_{name}">' in response.text
    assert 'value="2026-05-02"' in response.text


def test_pages_load_nothing_from_elsewhere(virtually: Any, question: dict[str, str]) -> None:
    response, _ = get(virtually, "/", CarriersApp(), **question)
    assert "http" not in response.text.replace("http-equiv", "")
    sheet, _ = get(virtually, "/static/nightline/site.css", CarriersApp())
    assert sheet.status_code == 200
    assert "url(" not in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text


def test_a_view_in_front_of_the_site(virtually: Any) -> None:
    from django.http import HttpResponse
    from django.urls import path

    async def hello(request: Any) -> HttpResponse:
        await asyncio.sleep(3)
        return HttpResponse(reverse("search:page"))

    async def main() -> tuple[str, int]:
        transport = httpx.ASGITransport(app=site([path("hello/", hello)]))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as visitor:
            mine, front = await asyncio.gather(visitor.get("/hello/"), visitor.get("/"))
            return mine.text, front.status_code

    assert virtually(main) == (("/", 200), 3.0)


def test_one_client_for_each_loop(virtually: Any) -> None:
    app = CarriersApp()

    async def main() -> tuple[httpx.AsyncClient, bool]:
        with reach(app):
            return client(), client() is client()

    (first, same), _ = virtually(main)
    (second, _), _ = virtually(main)
    assert same
    assert first is not second
