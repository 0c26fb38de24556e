"""`serve()` for real: uvicorn on loopback, and what a notebook does to it."""

import asyncio
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.http import HttpResponse
from django.views import View

from minisite.carriers.table import CARRIERS
from minisite.network.models import Station
from nightline.bridge import sync
from nightline.serving import Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    opened = serve()
    yield opened
    opened.stop()


def visit(site: Site, url: str, **params: str) -> httpx.Response:
    async def main() -> httpx.Response:
        async with site.client() as client:
            return await client.get(url, params=params)

    return asyncio.run(main())


def test_a_second_call_returns_the_open_one_and_a_closed_one_is_replaced() -> None:
    first = serve()
    assert serve() is first
    assert visit(first, "/").status_code == 200
    first.stop()
    first.stop()
    assert not first.is_open
    second = serve()
    assert second is not first
    assert visit(second, "/").status_code == 200
    second.stop()


def test_its_text_is_the_same_every_time(site: Site) -> None:
    assert repr(site) == "<Nightline site: open>"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", site.url)


def test_closing_and_opening_leaves_no_threads_behind() -> None:
    serve().stop()
    before = threading.active_count()
    for _ in range(3):
        serve().stop()
    assert threading.active_count() <= before


def test_both_worlds_reach_the_carriers_over_http(site: Site, question: dict[str, str]) -> None:
    for carrier in CARRIERS:
        site.carriers.slow(carrier.name, 0.04)
    site.carriers.log.clear()
    together = visit(site, "/api/search/", **question).json()
    assert site.carriers.log.most_in_flight > 1
    site.carriers.log.clear()
    one_by_one = visit(site, "/api/search-sync/", **question).json()
    assert site.carriers.log.most_in_flight == 1
    assert {**together, "seconds": 0} == {**one_by_one, "seconds": 0}
    assert len(site.carriers.log.calls) == 12


def test_a_new_site_has_healthy_carriers() -> None:
    first = serve()
    first.carriers.down("Jura")
    first.stop()
    second = serve()
    try:
        assert second.carriers is first.carriers
        with httpx.Client(trust_env=False) as client:
            from minisite.carriers.server import address_of

            answer = client.get(f"{address_of(second.carriers)}/quotes/Jura")
        assert answer.json() == {"carrier": "Jura", "price": 49}
    finally:
        second.stop()


def test_mounted_views_come_first_and_may_be_replaced(site: Site) -> None:
    async def hello(request: Any) -> HttpResponse:
        return HttpResponse("one")

    class Hello(View):
        async def get(self, request: Any) -> HttpResponse:
            return HttpResponse("two")

    site.mount("hello/", hello)
    assert visit(site, "/hello/").text == "one"
    site.mount("hello/", Hello.as_view())
    assert visit(site, "/hello/").text == "two"
    assert visit(site, "/").status_code == 200


def test_a_view_that_fails_answers_500_and_the_site_lives(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(request: Any) -> HttpResponse:
        raise ZeroDivisionError("by a learner")

    site.mount("broken/", broken)
    response = visit(site, "/broken/")
    assert response.status_code == 500
    assert "by a learner" in response.text
    assert visit(site, "/nowhere/").status_code == 404
    assert visit(site, "/").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_a_blocked_site_does_not_block_the_carriers(site: Site) -> None:
    go_on = threading.Event()

    async def stands(request: Any) -> HttpResponse:
        go_on.wait(10)  # the site's loop stands still
        return HttpResponse("on")

    site.mount("stands/", stands)

    async def main() -> tuple[int, str]:
        from minisite.carriers.server import address_of

        async with site.client() as client:
            blocked = asyncio.create_task(client.get("/stands/"))
            carrier = await client.get(f"{address_of(site.carriers)}/quotes/Corvo")
            go_on.set()
            return carrier.status_code, (await blocked).text

    assert asyncio.run(main()) == (200, "on")


def test_it_shares_the_kernels_database(site: Site) -> None:
    from nightline import database

    asyncio.run(sync(Station.objects.filter(slug="madrid").delete))
    try:
        page = visit(site, "/").text
        assert "Madrid</option>" not in page
        assert "Berlin</option>" in page
    finally:
        database.restore()
    assert "Madrid</option>" in visit(site, "/").text


SCRIPT = """
import asyncio, socket
from nightline import serve

async def broken(request):
    raise ZeroDivisionError

async def endless(request):
    await asyncio.sleep(600)

async def cell():
    site = serve()
    site.mount("broken/", broken)
    site.mount("endless/", endless)
    async with site.client() as client:
        print(site, (await client.get("/")).status_code, serve() is site)
        print((await client.get("/broken/")).status_code, (await client.get("/none/")).status_code)
        left_open = asyncio.create_task(client.get("/endless/"))
        with socket.create_connection(("127.0.0.1", client.base_url.port)) as rude:
            rude.sendall(b"no HTTP at all\\r\\n\\r\\n")
            await asyncio.to_thread(rude.recv, 100)
        left_open.cancel()

asyncio.run(cell())
"""


def test_whatever_happens_a_kernel_that_ends_closes_it_without_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "<Nightline site: open> 200 True\n500 404\n"
    assert (done.stderr, done.returncode) == ("", 0)
