"""Visitors with cookies of their own, and what a trial sees of the database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from nightline.judging.database import Watch, restored, watched
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare, station
from nightline.judging.trial import Trial, run_trial


def run(play: Callable[[Any, Stage], Any], answer: Any = None) -> Evidence:
    return run_trial(Trial("a station", play, prepare=prepare), answer or who)


async def who(request: Any) -> Any:
    from django.http import JsonResponse

    user = await request.auser()
    seen = await request.session.aget("seen", 0) + 1
    await request.session.aset("seen", seen)
    await asyncio.sleep(2)
    return JsonResponse({"user": user.username, "seen": seen, "method": request.method})


def at(answer: Any) -> Any:
    from django.urls import path

    return path("mine/", answer)


def test_each_visitor_has_cookies_and_may_be_signed_in() -> None:
    async def play(answer: Any, stage: Stage) -> Any:
        with restored():
            async with station(stage, at(answer)) as site:
                ada, guest = await site.visitor("ada"), await site.visitor()
                both = await asyncio.gather(ada.get("/mine/"), guest.get("/mine/"))
                return [*both, await ada.get("/mine/")]

    evidence = run(play)
    assert evidence.error is None
    first, guest, again = evidence.result
    assert first.body == {"user": "ada", "seen": 1, "method": "GET"}
    assert guest.body == {"user": "", "seen": 1, "method": "GET"}
    assert again.body["seen"] == 2
    assert (first.seconds, again.seconds) == (2.0, 2.0)


def test_a_form_carries_its_token_unless_it_is_left_out() -> None:
    async def play(answer: Any, stage: Stage) -> Any:
        with restored():
            async with station(stage, at(answer)) as site:
                guest = await site.visitor()
                return [
                    (await guest.post("/mine/", {"a": "1"}, csrf=csrf)).status
                    for csrf in (False, True)
                ]

    assert run(play).result == [403, 200]


def test_a_trial_chooses_the_middleware() -> None:
    def stamp(get_response: Any) -> Any:
        async def middleware(request: Any) -> Any:
            response = await get_response(request)
            response["X-Stamp"] = "here"
            return response

        return middleware

    stamp.async_capable = True  # type: ignore[attr-defined]
    stamp.sync_capable = False  # type: ignore[attr-defined]

    async def plain(request: Any) -> Any:
        from django.http import HttpResponse

        return HttpResponse("hello")

    async def play(answer: Any, stage: Stage) -> Any:
        async with station(stage, at(answer), middleware=[stamp]) as site:
            reply = await (await site.visitor()).get("/mine/")
            return reply.headers["X-Stamp"], reply.body, "x-frame-options" in reply.headers

    assert run(play, plain).result == ("here", "hello", False)


def test_what_a_view_raises_is_the_trials_error() -> None:
    async def fails(request: Any) -> Any:
        raise KeyError("berths")

    async def play(answer: Any, stage: Stage) -> Any:
        async with station(stage, at(answer)) as site:
            await (await site.visitor()).get("/mine/")

    assert isinstance(run(play, fails).error, KeyError)


@pytest.mark.parametrize("closes", [False, True])
def test_the_database_is_watched(closes: bool) -> None:
    async def play(answer: Any, stage: Stage) -> Watch:
        from asgiref.sync import sync_to_async
        from django.core.exceptions import SynchronousOnlyOperation
        from django.db import connections, transaction

        from minisite.network.models import Station

        @sync_to_async
        @transaction.atomic
        def rename() -> None:
            Station.objects.filter(pk=1).update(name="Elsewhere")

        await sync_to_async(connections.close_all)()  # what an earlier trial left
        with restored(), watched() as seen:
            await Station.objects.acount()
            await rename()
            with contextlib.suppress(SynchronousOnlyOperation):
                list(Station.objects.all())
            if closes:
                await sync_to_async(connections.close_all)()
            seen.result = seen.left_open  # type: ignore[attr-defined]
        return seen

    evidence = run(play)
    assert evidence.error is None
    seen = evidence.result
    assert [query.in_transaction for query in seen.queries] == [False, True]
    assert seen.threads == 1
    assert seen.refused == 1
    assert seen.result == (0 if closes else 1)


def test_what_a_trial_wrote_is_gone_afterwards() -> None:
    async def play(answer: Any, stage: Stage) -> Any:
        from minisite.network.models import Station

        with restored():
            await Station.objects.all().aupdate(name="Elsewhere")
        return await Station.objects.filter(name="Elsewhere").acount()

    assert run(play).result == 0


def test_a_cookie_that_the_site_renews_takes_the_place_of_the_old_one() -> None:
    async def signs_in(request: Any) -> Any:
        from django.contrib.auth import alogin
        from django.contrib.auth.models import User
        from django.http import HttpResponse

        await alogin(
            request,
            await User.objects.aget(username="ada"),
            "django.contrib.auth.backends.ModelBackend",
        )
        return HttpResponse("welcome")

    async def play(answer: Any, stage: Stage) -> Any:
        with restored():
            async with station(stage, at(answer)) as site:
                ada = await site.visitor("ada")
                before = ada.cookies
                await ada.post("/mine/")
                return before, ada.cookies

    before, after = run(play, signs_in).result
    assert before.keys() <= after.keys()
    assert after["csrftoken"] != before.get("csrftoken")


def test_watches_inside_one_another_keep_apart() -> None:
    async def play(answer: Any, stage: Stage) -> tuple[Watch, Watch]:
        from minisite.network.models import Station

        with watched() as outer:
            with watched() as inner:  # both have seen the same, nothing, when it ends
                pass
            await Station.objects.acount()
        return outer, inner

    outer, inner = run(play).result
    assert (len(outer.queries), len(inner.queries)) == (1, 0)


def test_an_error_is_noted_and_its_page_is_short() -> None:
    async def failing(request: Any) -> Any:
        raise LookupError("no such train")

    async def play(answer: Any, stage: Stage) -> Any:
        async with station(stage, at(failing)) as site:
            reply = await (await site.visitor()).get("/mine/")
            seen = [str(error) for error in site.errors]
            site.errors.clear()
        return reply.status, reply.body, seen

    assert run(play).result == (500, "Server Error (500)", ["no such train"])


def test_requests_outside_a_trial_get_their_debug_page() -> None:
    from django.test import RequestFactory

    prepare()
    from django.core.handlers.exception import response_for_exception

    try:
        raise LookupError("no such train")
    except LookupError as error:
        response = response_for_exception(RequestFactory().get("/"), error)
    assert response.status_code == 500
    assert b"no such train" in response.content


def test_a_lazy_user_is_not_looked_up_to_tell_an_error() -> None:
    async def reads(request: Any) -> Any:
        user = request.user
        return user.is_authenticated

    async def play(answer: Any, stage: Stage) -> Any:
        with restored(), watched() as seen:
            with contextlib.suppress(Exception):
                async with station(stage, at(reads)) as site:
                    await (await site.visitor("ada")).get("/mine/")
            return seen.refused

    assert run(play).result == 1
