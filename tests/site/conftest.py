"""Tests of the site run on a private database, as a learner's kernel does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from nightline import database
from nightline.judging.clock import VirtualLoop

database.setup()  # before any test module imports a model

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
