"""`sync`: synchronous code from a cell, in one thread."""

import asyncio
import os
import threading
from contextvars import ContextVar
from typing import Any

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection

from minisite.network.models import Station
from nightline.bridge import sync

word: ContextVar[str] = ContextVar("word", default="nothing")


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def test_it_returns_what_the_function_returns() -> None:
    assert run(sync(Station.objects.get, slug="paris")).name == "Paris"
    assert run(sync(max, 3, 4)) == 4


def test_the_same_call_without_it_is_refused() -> None:
    async def cell() -> int:
        return Station.objects.count()

    with pytest.raises(SynchronousOnlyOperation):
        run(cell())
    assert "DJANGO_ALLOW_ASYNC_UNSAFE" not in os.environ


def test_all_calls_share_one_thread_and_one_connection() -> None:
    def where() -> tuple[int, int]:
        return threading.get_ident(), id(connection.cursor().db.connection)

    async def cell() -> set[tuple[int, int]]:
        await Station.objects.acount()
        return set(await asyncio.gather(*(sync(where) for _ in range(5))))

    ((thread, _),) = run(cell())
    assert thread != threading.get_ident()


def test_the_loop_goes_on_meanwhile() -> None:
    async def cell() -> bool:
        release = threading.Event()
        waiting = asyncio.create_task(sync(release.wait, 10))
        await asyncio.sleep(0)
        release.set()  # reached only because the loop is free
        return await waiting

    assert run(cell()) is True


def test_errors_and_context_variables_come_through() -> None:
    async def cell() -> str:
        word.set("Nightline")
        return await sync(word.get)

    assert run(cell()) == "Nightline"
    with pytest.raises(Station.DoesNotExist):
        run(sync(Station.objects.get, slug="atlantis"))


async def asynchronous() -> None: ...


def test_what_is_no_synchronous_function_is_refused_in_plain_words() -> None:
    with pytest.raises(TypeError, match=r"Await it: await asynchronous\(…\)"):
        run(sync(asynchronous))
    with pytest.raises(TypeError, match="Await it without sync"):
        run(sync(asynchronous()))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="given a int, not a function"):
        run(sync(7))  # type: ignore[arg-type]
