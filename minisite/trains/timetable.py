"""The timetable of a station for one night, kept in the cache for a minute.

What is free changes every moment, so it is not in here. When trains leave does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from minisite.network.calendar import today
from minisite.network.models import Station
from minisite.trains.models import Departure


@dataclass(frozen=True)
class Line:
    """One train in a timetable. The price is in euro."""

    departs: datetime
    arrives: datetime
    destination: str
    carrier: str
    train: str
    price: int
    url: str


@dataclass(frozen=True)
class Timetable:
    """All trains from one station on one night, and when this list was made."""

    lines: list[Line]
    made: datetime


async def timetable_async(origin: str, night: date) -> Timetable:
    """The trains that leave a station on a night, from the cache if it knows them."""
    key = _key(origin, night)
    found: Timetable | None = await cache.aget(key)
    if found is None:
        found = _timetable([each async for each in departures(origin, night)])
        await cache.aset(key, found, settings.TIMETABLE_SECONDS)
    return found


def timetable_sync(origin: str, night: date) -> Timetable:
    """`timetable_async` for synchronous code."""
    key = _key(origin, night)
    found: Timetable | None = cache.get(key)
    if found is None:
        found = _timetable(departures(origin, night))
        cache.set(key, found, settings.TIMETABLE_SECONDS)
    return found


def departures(origin: str, night: date) -> QuerySet[Departure]:
    """The trains that leave a station on a night, with where they go: one query."""
    return Departure.objects.filter(origin=origin, night=night).select_related("destination")


def stations() -> QuerySet[Station]:
    """Stations from which a train on sale leaves."""
    return Station.objects.filter(
        pk__in=Departure.objects.filter(night__gte=today()).values("origin")
    )


def nights() -> QuerySet:
    """Nights on which a train on sale leaves, the first fourteen."""
    coming = Departure.objects.filter(night__gte=today())
    return coming.order_by("night").values_list("night", flat=True).distinct()[:14]


def _key(origin: str, night: date) -> str:
    return f"timetable:{origin}:{night}"


def _timetable(found: Iterable[Departure]) -> Timetable:
    lines = [
        Line(
            departs=each.departs,
            arrives=each.arrives,
            destination=each.destination.name,
            carrier=each.carrier,
            train=each.train,
            price=each.price,
            url=each.get_absolute_url(),
        )
        for each in found
    ]
    return Timetable(lines, timezone.now())
