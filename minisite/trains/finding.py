"""The train behind an address: from the database, or else from its carrier."""

from datetime import date, timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from minisite.carriers.table import BY_NAME
from minisite.network.calendar import today
from minisite.network.models import Station
from minisite.search.asking import Missing, Offer, Question, ask_one, ask_one_sync
from minisite.trains.models import Departure
from minisite.trains.opening import write_down


class NotOnSale(Exception):
    """There is no such train to buy now. The message says why; `again` whether to ask again.

    Where nobody answered, `unanswered` is what was asked.
    """

    def __init__(self, why: str, *, unanswered: Question | None = None) -> None:
        super().__init__(why)
        self.again = unanswered is not None
        self.unanswered = unanswered


async def find_async(carrier: str, origin: str, destination: str, night: date) -> Departure:
    """A train with its stations. One that nobody has looked at yet is asked for and written down.

    Args:
        carrier: Its name in an address, such as "jura".
        origin, destination: Slugs of two stations.
        night: The evening on which it leaves.

    Raises:
        Http404: There is no such carrier or station.
        NotOnSale: The night is too far away or over, or the carrier gives no answer.
    """
    name = _name(carrier)
    known = await _stored(name, origin, destination, night).afirst()
    if known is not None:
        return known
    stations = {each.slug: each async for each in _stations(origin, destination)}
    question = _question(stations, origin, destination, night)
    offer = _offer(question, await ask_one(question, name))
    return await sync_to_async(write_down)(question, offer)


def find_sync(carrier: str, origin: str, destination: str, night: date) -> Departure:
    """`find_async` for synchronous code."""
    name = _name(carrier)
    known = _stored(name, origin, destination, night).first()
    if known is not None:
        return known
    stations = {each.slug: each for each in _stations(origin, destination)}
    question = _question(stations, origin, destination, night)
    offer = _offer(question, ask_one_sync(question, name))
    return write_down(question, offer)


def _name(carrier: str) -> str:
    name = carrier.capitalize()
    if name not in BY_NAME or carrier != name.lower():
        raise Http404
    return name


def _stored(name: str, origin: str, destination: str, night: date) -> QuerySet[Departure]:
    return Departure.objects.select_related("origin", "destination").filter(
        carrier=name, origin=origin, destination=destination, night=night
    )


def _stations(*slugs: str) -> QuerySet[Station]:
    return Station.objects.filter(slug__in=slugs)


def _question(stations: dict[str, Station], origin: str, destination: str, night: date) -> Question:
    if len(stations) < 2:
        raise Http404
    if night < today():
        raise NotOnSale("That night has passed.")
    if night > today() + timedelta(days=settings.SALE_DAYS):
        raise NotOnSale(f"Berths are sold {settings.SALE_DAYS} days ahead, not earlier.")
    return Question(stations[origin], stations[destination], night)


def same_route(question: Question) -> QuerySet[Departure]:
    """What Nightline itself has on sale where and when this was asked: other carriers' trains."""
    return Departure.objects.filter(
        origin=question.origin, destination=question.destination, night=question.night
    )


def _offer(question: Question, reply: Offer | Missing) -> Offer:
    if isinstance(reply, Missing):
        raise NotOnSale(reply.why, unanswered=question)
    return reply
