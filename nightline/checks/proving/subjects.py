"""What the learner's tests are tried on: the desk, right ways to sell, and six mutants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

BERTH = 12
Sell = Callable[["Desk"], Awaitable[object]]


class CardRefused(Exception):
    """The bank said no; learners read its name."""


STOPS: list[str] = []  # in which call a sale was stopped


@contextlib.contextmanager
def _noting(call: str) -> Iterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        STOPS.append(call)
        raise


class Desk:
    """A ticket desk, as the exercise shows it."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses = refuses
        self.on_hold: set[int] = set()

    async def hold(self) -> int:
        with _noting("hold"):
            await asyncio.sleep(0.1)
        self.on_hold.add(BERTH)
        return BERTH

    async def pay(self, berth: int) -> str:
        with _noting("pay"):
            await asyncio.sleep(0.2)
        if self.refuses:
            raise CardRefused
        return f"ticket for berth {berth}"

    async def release(self, berth: int) -> None:
        self.on_hold.discard(berth)
        await asyncio.sleep(0.05)


async def _with_finally(desk: Desk) -> str:
    berth = await desk.hold()
    try:
        return await desk.pay(berth)
    finally:
        await desk.release(berth)


@contextlib.asynccontextmanager
async def _held(desk: Desk) -> AsyncIterator[int]:
    berth = await desk.hold()
    try:
        yield berth
    finally:
        await desk.release(berth)


async def _with_context(desk: Desk) -> str:
    async with _held(desk) as berth:
        return await desk.pay(berth)


RIGHT: tuple[Sell, ...] = (_with_finally, _with_context)


async def _never_releases(desk: Desk) -> str:
    return await desk.pay(await desk.hold())


async def _releases_after_a_sale(desk: Desk) -> str:
    berth = await desk.hold()
    try:
        ticket = await desk.pay(berth)
    except asyncio.CancelledError:
        await desk.release(berth)
        raise
    await desk.release(berth)
    return ticket


async def _hides_a_refusal(desk: Desk) -> str | None:
    berth = await desk.hold()
    try:
        return await desk.pay(berth)
    except CardRefused:
        return None
    finally:
        await desk.release(berth)


async def _forgets_a_stop(desk: Desk) -> str:
    berth = await desk.hold()
    try:
        ticket = await desk.pay(berth)
    except Exception:
        await desk.release(berth)
        raise
    await desk.release(berth)
    return ticket


async def _loses_the_ticket(desk: Desk) -> None:
    berth = await desk.hold()
    try:
        await desk.pay(berth)
    finally:
        await desk.release(berth)


async def _gives_another_error(desk: Desk) -> str:
    try:
        return await _with_finally(desk)
    except CardRefused:
        raise RuntimeError("something went wrong") from None


async def _swallows_a_stop(desk: Desk) -> str | None:
    berth = await desk.hold()
    try:
        return await desk.pay(berth)
    except asyncio.CancelledError:
        return None
    finally:
        await desk.release(berth)


async def _releases_too_early(desk: Desk) -> str:
    berth = await desk.hold()
    await desk.release(berth)
    return await desk.pay(berth)


@dataclass(frozen=True)
class Mutant:
    """A broken `sell`: what it does, and the diagnosis of tests that let it pass."""

    name: str
    sell: Sell
    key: str


MUTANTS = (
    Mutant("the buyer gets no ticket", _loses_the_ticket, "ticket-untested"),
    Mutant("the berth stays on hold after a sale", _never_releases, "sale-untested"),
    Mutant(
        "the berth stays on hold after a refused card", _releases_after_a_sale, "refusal-untested"
    ),
    Mutant("a refused card gives no error", _hides_a_refusal, "refusal-hidden"),
    Mutant("a refused card gives another error", _gives_another_error, "refusal-another"),
    Mutant("the berth stays on hold after a stop", _forgets_a_stop, "stop-untested"),
    Mutant("a stopped sale does not end as cancelled", _swallows_a_stop, "stop-not-told"),
    Mutant("the hold ends before the payment", _releases_too_early, "early-release-unseen"),
)

# Tracebacks and messages call each of them what the exercise calls it.
for _sell in (*RIGHT, *(mutant.sell for mutant in MUTANTS)):
    _sell.__name__ = _sell.__qualname__ = "sell"
