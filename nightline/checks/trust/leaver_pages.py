"""What the learner's tests are tried on: an office, two right pages, and seven mutants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from nightline.checks.trust.running import Mutant

BERTH, NAMES, NEEDS = 12, ("Aurora", "Boreal", "Corvo"), 0.2
LAST_ASKED = NEEDS * (len(NAMES) - 1)


class Office:
    """A ticket office, as the exercise shows it."""

    def __init__(self) -> None:
        self.on_hold: set[int] = set()
        self.asked: list[str] = []

    async def ask(self, name: str) -> None:
        self.asked.append(name)
        await asyncio.sleep(NEEDS)


View = Callable[[Any], Awaitable[Any]]


def _reply(berth: int | None = BERTH) -> Any:
    from django.http import JsonResponse

    return JsonResponse({"berth": berth}, status=200 if berth else 503)


async def _ask_all(office: Office) -> None:
    for name in NAMES:
        await office.ask(name)


def right(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
            return _reply()
        finally:
            office.on_hold.discard(BERTH)

    return page


@contextlib.contextmanager
def _held(office: Office) -> Iterator[None]:
    office.on_hold.add(BERTH)
    try:
        yield
    finally:
        office.on_hold.discard(BERTH)


def with_context(office: Office) -> View:
    """Right code of another form."""

    async def page(request: Any) -> Any:
        with _held(office):
            await _ask_all(office)
        return _reply()

    return page


def _after_success_only(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        await _ask_all(office)
        office.on_hold.discard(BERTH)
        return _reply()

    return page


def _never_ends_the_hold(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
        except asyncio.CancelledError:
            office.on_hold.discard(BERTH)
            raise
        return _reply()

    return page


def _goes_on_behind(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            task = asyncio.create_task(_ask_all(office))
            await asyncio.wait([task])
            return _reply()

    return page


def _swallows(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            for name in NAMES:
                with contextlib.suppress(asyncio.CancelledError):
                    await office.ask(name)
            return _reply()

    return page


def _holds_nothing(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            pass
        await _ask_all(office)
        return _reply()

    return page


def _ends_the_hold_late(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
        except asyncio.CancelledError:
            loop = asyncio.get_running_loop()
            loop.call_later(10, office.on_hold.discard, BERTH)
            raise
        office.on_hold.discard(BERTH)
        return _reply()

    return page


def _sells_nothing(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            await _ask_all(office)
        return _reply(None)

    return page


MUTANTS = (
    Mutant("a visitor who stays gets status 503", _sells_nothing, "leaver-stay-untested"),
    Mutant("the berth stays on hold after a good visit", _never_ends_the_hold, "leaver-good-visit"),
    Mutant(
        "the berth stays on hold when the visitor leaves",
        _after_success_only,
        "leaver-hold-untested",
    ),
    Mutant(
        "the berth stays on hold for 10 s more when the visitor leaves",
        _ends_the_hold_late,
        "leaver-looked-too-late",
    ),
    Mutant("the page asks on in a task of its own", _goes_on_behind, "leaver-asks-on"),
    Mutant("the page swallows the stop and asks on", _swallows, "leaver-swallows"),
    Mutant("nothing is on hold during the visit", _holds_nothing, "leaver-middle-unseen"),
)
