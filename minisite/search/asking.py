"""One question to all carriers: the same work together and one by one, side by side."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx
from django.conf import settings

from minisite.carriers.table import CARRIERS
from minisite.network.models import Station
from minisite.search import upstream


@dataclass(frozen=True)
class Question:
    """What a traveller wants to know."""

    origin: Station
    destination: Station
    night: date

    def params(self) -> dict[str, str]:
        """The question as a carrier reads it, in the address."""
        return {
            "origin": self.origin.slug,
            "destination": self.destination.slug,
            "date": self.night.isoformat(),
        }


@dataclass(frozen=True)
class Offer:
    """A berth that a carrier would sell. The price is in euro, times are local."""

    carrier: str
    train: str
    departs: datetime
    arrives: datetime
    price: int
    berths: int

    @property
    def length(self) -> timedelta:
        return self.arrives - self.departs


@dataclass(frozen=True)
class Missing:
    """A carrier that gave no offer, and why, as a sentence.

    `left` is how many berths Nightline itself still has on a train of theirs that is on sale
    already; None when it knows of no such train.
    """

    carrier: str
    why: str
    left: int | None = None


@dataclass(frozen=True)
class Wait:
    """From when to when a carrier kept us waiting, in seconds after the search began."""

    carrier: str
    start: float
    end: float
    answered: bool


@dataclass(frozen=True)
class Result:
    """All that a search found, cheapest first, and what it did not find."""

    offers: list[Offer]
    missing: list[Missing]
    waits: list[Wait]
    seconds: float

    def with_left(self, left: Mapping[str, int]) -> "Result":
        """The same, but with as many berths of these carriers as are left."""
        offers = [
            replace(offer, berths=left.get(offer.carrier, offer.berths)) for offer in self.offers
        ]
        missing = [replace(each, left=left.get(each.carrier)) for each in self.missing]
        return replace(self, offers=offers, missing=missing)

    def as_json(self) -> dict[str, Any]:
        offers = [
            {
                **asdict(offer),
                "departs": offer.departs.isoformat(timespec="minutes"),
                "arrives": offer.arrives.isoformat(timespec="minutes"),
            }
            for offer in self.offers
        ]
        return {
            "offers": offers,
            "missing": [{"carrier": each.carrier, "why": each.why} for each in self.missing],
            "asked": len(self.waits),
            "seconds": round(self.seconds, 3),
        }


Reply = tuple[Offer | Missing, Wait]


async def ask_together(question: Question, deadline: float) -> Result:
    """Ask all carriers at once.

    Args:
        question: What to ask.
        deadline: Seconds for all of them together. Who has not answered by then is missing.
    """
    clock = asyncio.get_running_loop().time
    began = clock()

    async def ask(name: str) -> Reply:
        start = clock()
        try:
            async with asyncio.timeout_at(began + deadline):
                response = await upstream.client().get(f"/quotes/{name}", params=question.params())
            reply = _read(name, response)
        except TimeoutError:
            reply = Missing(name, f"{name} gave no answer within {deadline:g} s.")
        except httpx.HTTPError as error:
            reply = _unreached(name, error)
        return reply, _wait(reply, start - began, clock() - began)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(carrier.name)) for carrier in CARRIERS]
    return _result([task.result() for task in tasks], clock() - began)


async def ask_one(question: Question, name: str) -> Offer | Missing:
    """Ask one carrier, with the settings' timeout."""
    try:
        async with asyncio.timeout(settings.CARRIER_TIMEOUT):
            response = await upstream.client().get(f"/quotes/{name}", params=question.params())
    except TimeoutError:
        return Missing(name, f"{name} gave no answer within {settings.CARRIER_TIMEOUT:g} s.")
    except httpx.HTTPError as error:
        return _unreached(name, error)
    return _read(name, response)


def ask_one_sync(question: Question, name: str) -> Offer | Missing:
    """Ask one carrier, with the settings' timeout."""
    with upstream.blocking_client() as client:
        return _ask_with(client, question, name)


def ask_one_by_one(question: Question) -> Result:
    """Ask one carrier after another, each with the settings' timeout."""
    clock = time.perf_counter
    began = clock()
    replies: list[Reply] = []
    with upstream.blocking_client() as client:
        for carrier in CARRIERS:
            start = clock()
            reply = _ask_with(client, question, carrier.name)
            replies.append((reply, _wait(reply, start - began, clock() - began)))
    return _result(replies, clock() - began)


def _ask_with(client: httpx.Client, question: Question, name: str) -> Offer | Missing:
    try:
        response = client.get(f"/quotes/{name}", params=question.params())
    except httpx.HTTPError as error:
        return _unreached(name, error)
    return _read(name, response)


def offer_from(body: dict[str, Any]) -> Offer:
    """An offer from what a carrier says.

    Raises:
        KeyError, TypeError, ValueError: It does not say what it should.
    """
    times = {key: datetime.fromisoformat(body[key]) for key in ("departs", "arrives")}
    return Offer(**{**body, **times})


def _read(name: str, response: httpx.Response) -> Offer | Missing:
    """An offer, or the carrier's own words for why there is none."""
    try:
        body = response.json()
        if response.status_code == 200:
            return offer_from(body)
        why = body["error"]
    except (ValueError, KeyError, TypeError):
        return Missing(name, f"{name} gave an answer that we cannot read.")
    if "Retry-After" in response.headers:
        why += f" Try again in {response.headers['Retry-After']} s."
    return Missing(name, why)


def _unreached(name: str, error: httpx.HTTPError) -> Missing:
    if isinstance(error, httpx.TimeoutException):
        return Missing(name, f"{name} gave no answer within {settings.CARRIER_TIMEOUT:g} s.")
    return Missing(name, f"{name} could not be reached.")


def _wait(reply: Offer | Missing, start: float, end: float) -> Wait:
    return Wait(reply.carrier, start, end, answered=isinstance(reply, Offer))


def _result(replies: list[Reply], seconds: float) -> Result:
    offers = [reply for reply, _ in replies if isinstance(reply, Offer)]
    return Result(
        offers=sorted(offers, key=lambda offer: (offer.price, offer.carrier)),
        missing=[reply for reply, _ in replies if isinstance(reply, Missing)],
        waits=[wait for _, wait in replies],
        seconds=seconds,
    )
