"""What is free on a train, seen from one basket. Each query is made once, for both worlds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from minisite.booking.models import Booking, Hold
from minisite.trains.models import Berth

State = Literal["free", "mine", "held", "booked"]


@dataclass(frozen=True)
class Place:
    """A berth as a traveller sees it. `until` says when a hold on it expires."""

    number: int
    compartment: int
    level: str
    state: State
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the traveller may choose it."""
        return self.state == "free"


def berths_with_owners(departure: int) -> QuerySet[Berth]:
    """The berths of a train with all that `place` needs, in one query.

    Evaluate it with `for` or `async for`.
    """
    booked = Booking.objects.live().filter(berth=OuterRef("pk"))
    berths = Berth.objects.filter(departure=departure).order_by("number")
    return berths.select_related("hold").annotate(is_booked=Exists(booked))


def place(berth: Berth, basket: str, now: datetime | None = None) -> Place:
    """How a berth of `berths_with_owners` looks to the owner of a basket."""
    hold: Hold | None = getattr(berth, "hold", None)
    if hold is not None and hold.expires <= (now or timezone.now()):
        hold = None
    state: State = "free"
    if berth.is_booked:  # type: ignore[attr-defined]
        state = "booked"
    elif hold is not None:
        state = "mine" if basket and hold.basket == basket else "held"
    until = hold.expires if hold is not None and state != "booked" else None
    return Place(berth.number, berth.compartment, berth.level, state, until)


def left(origin: str, destination: str, night: date) -> QuerySet:
    """How many berths each carrier has left on a route: pairs of its name and a number.

    Carriers whose train nobody has opened yet are not in it: all their berths are free.
    """
    booked = Booking.objects.live().filter(berth=OuterRef("pk"))
    held = Hold.objects.live().filter(berth=OuterRef("pk"))
    return (
        Berth.objects.filter(
            departure__origin=origin, departure__destination=destination, departure__night=night
        )
        .order_by()
        .values_list("departure__carrier")
        .annotate(left=Count("pk", filter=~Q(Exists(booked)) & ~Q(Exists(held))))
    )
