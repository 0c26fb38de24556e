"""Tests of the site run on a private database, as a learner's kernel does.

`test_postgresql.py` runs some of them again with `NIGHTLINE_TEST_DATABASE`, an address.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from nightline import database
from nightline.judging.clock import VirtualLoop


def _set_up() -> None:
    """Before any test module imports a model."""
    address = os.environ.get("NIGHTLINE_TEST_DATABASE")
    if not address:
        database.setup()
        return
    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "minisite.settings"
    os.environ["DATABASE_URL"] = address
    os.environ["NIGHTLINE_TODAY"] = database.COURSE_DAY
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed", verbosity=0)


_set_up()

QUESTION = {"origin": "vienna", "destination": "hamburg", "date": "2026-05-05"}


def in_virtual_time(main: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    """The result of `main()` and the virtual seconds it took, on the clock that judges answers."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)

        async def timed() -> tuple[Any, float]:
            began = loop.time()
            return await main(), round(loop.time() - began, 6)

        try:
            return runner.run(timed())
        finally:
            loop.use_real_time()


@pytest.fixture
def question() -> dict[str, str]:
    """A search that no carrier fails on its own."""
    return dict(QUESTION)


@pytest.fixture
def virtually() -> Callable[[Callable[[], Awaitable[Any]]], tuple[Any, float]]:
    return in_virtual_time


@pytest.fixture
def sold() -> Iterator[None]:
    """What the test sells, and to whom, is gone afterwards. The railway stays."""
    from django.contrib.auth.models import User
    from django.contrib.sessions.models import Session
    from django.core.cache import cache

    from minisite.booking.models import Booking, Hold
    from minisite.trains.models import Departure
    from tests.site.shop import HOME

    yield
    cache.clear()
    for model in (Hold, Booking, Session, User):
        model.objects.all().delete()
    Departure.objects.filter(origin=HOME).delete()


@pytest.fixture
def settings_debug_off() -> Iterator[None]:
    """The pages that a visitor sees when something is wrong, instead of those for developers."""
    from django.test.utils import override_settings

    with override_settings(DEBUG=False):
        yield
