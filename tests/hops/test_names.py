"""What a hop is called, without a line of anybody's code being run."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from nightline.hops.names import LONGEST_NAME, name_of


class Middleware:
    def process_request(self) -> None:
        pass

    @classmethod
    def make(cls) -> None:
        pass

    @staticmethod
    def plain() -> None:
        pass


class SessionMiddleware(Middleware):
    pass


class Callable_:
    def __call__(self) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked for")

    def __repr__(self) -> str:
        raise AssertionError("repr was called")


def price() -> None:
    pass


@functools.wraps(price)
def decorated() -> None:
    pass


async def quote() -> None:
    pass


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (price, "price"),
        (SessionMiddleware().process_request, "SessionMiddleware.process_request"),
        (SessionMiddleware.make, "SessionMiddleware.make"),
        (Middleware.process_request, "Middleware.process_request"),
        (Middleware.plain, "Middleware.plain"),
        (functools.partial(functools.partial(price)), "price"),
        (
            functools.partial(SessionMiddleware().process_request),
            "SessionMiddleware.process_request",
        ),
        (lambda: 1, "a lambda"),
        (decorated, "price"),
        (sync_to_async(price), "price"),
        (async_to_sync(quote), "quote"),
        (list, "list"),
        ([].append, "append"),
        (len, "len"),
    ],
)
def test_names(function: object, name: str) -> None:
    assert name_of(function) == name


def test_an_object_is_named_by_its_type_and_asked_nothing() -> None:
    assert name_of(Callable_()) == "Callable_"
    assert name_of(functools.partial(Callable_())) == "Callable_"


def test_an_inner_function_has_its_own_name() -> None:
    def inner() -> None:
        pass

    assert name_of(inner) == "inner"


def test_a_wrapper_of_an_object_has_the_name_of_its_class() -> None:
    """As Django wraps a synchronous middleware."""

    def inner() -> None:
        pass

    inner.__wrapped__ = SessionMiddleware()  # type: ignore[attr-defined]
    assert name_of(inner) == "SessionMiddleware"


def test_a_wrapper_around_itself_ends() -> None:
    def inner() -> None:
        pass

    inner.__wrapped__ = inner  # type: ignore[attr-defined]
    assert name_of(inner) == "inner"


def test_a_name_is_short() -> None:
    def a() -> None:
        pass

    a.__qualname__ = "x" * 200
    assert len(name_of(a)) == LONGEST_NAME


def test_a_view_class_is_named() -> None:
    from django.views import View

    class Board(View):
        pass

    assert name_of(Board.as_view()) == "Board"


def test_receivers_of_a_signal_are_named() -> None:
    import asyncio

    from django.dispatch import Signal

    from nightline.hops.recorder import recording

    def note(**named: Any) -> None:
        pass

    def paint(**named: Any) -> None:
        pass

    signal = Signal()
    signal.connect(note)
    signal.connect(paint)
    with recording() as seen:
        asyncio.run(signal.asend(None))
        asyncio.run(signal.asend_robust(None))
    assert [hop.name for hop in seen.list] == ["note, paint", "note, paint"]
