"""How often one request of the site hops, under the real server and without one."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import path

from minisite.stack import site as make_site
from nightline.hops import Hops, hops
from nightline.serving import Site, serve


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    opened = serve()
    opened.mount("hello/", hello)
    yield opened
    opened.stop()


async def hello(request: Any) -> HttpResponse:
    return HttpResponse("Hello")


def hello_sync(request: Any) -> HttpResponse:
    return HttpResponse("Hello")


async def seen(client: httpx.AsyncClient, url: str) -> Hops:
    with hops(draw=False) as run:
        assert (await client.get(url)).status_code == 200
    return run


def test_all_of_a_request_is_counted_and_nothing_of_the_one_before(site: Site) -> None:
    """Each time: its last hop happens when the answer is with its reader already."""

    async def main() -> list[Hops]:
        async with site.client() as client:
            return [await seen(client, "/hello/") for _ in range(20)]

    runs = asyncio.run(main())
    assert len({tuple(hop.name for hop in run.list) for run in runs}) == 1
    assert {run.threads for run in runs} == {1}
    assert runs[0].list[-1].name == "HttpResponse.close"
    assert runs[0].list[2].name == "SessionMiddleware.process_request"


def test_two_requests_at_the_same_time_have_a_thread_each(site: Site) -> None:
    async def main() -> tuple[Hops, Hops]:
        async with site.client() as client:
            one = await seen(client, "/hello/")
            with hops(draw=False) as both:
                await asyncio.gather(client.get("/hello/"), client.get("/hello/"))
            return one, both

    one, both = asyncio.run(main())
    assert (both.count, both.threads) == (2 * one.count, 2)


def test_a_middleware_costs_hops_and_so_does_a_synchronous_view() -> None:
    async def main() -> tuple[Hops, Hops]:
        app = make_site([path("a/", hello), path("s/", hello_sync)])
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await seen(client, "/a/"), await seen(client, "/s/")

    seven = asyncio.run(main())
    with override_settings(MIDDLEWARE=[]):
        none = asyncio.run(main())
    for asynchronous, synchronous in (seven, none):
        assert synchronous.count == asynchronous.count + 1
        assert "hello_sync" in [hop.name for hop in synchronous.list]
    assert seven[0].count - none[0].count >= 7
    assert [hop.name for hop in none[0].list][-1] == "HttpResponse.close"


def test_an_answer_that_goes_on_is_not_waited_for(site: Site) -> None:
    from django.http import StreamingHttpResponse

    from nightline import serving

    async def board(request: Any) -> StreamingHttpResponse:
        async def rows() -> Any:
            while True:
                yield b"row"
                await asyncio.sleep(0.01)

        return StreamingHttpResponse(rows())

    site.mount("rows/", board)

    async def main() -> None:
        async with site.client() as client, client.stream("GET", "/rows/"):
            assert not site._closing
            serving.settle()

    asyncio.run(main())
