"""The desk: the only place where a berth changes hands.

Everything here is synchronous, because a transaction belongs to one thread. Asynchronous code
calls it in one piece: `await sync_to_async(desk.book)(…)`.

Each function is one transaction that writes first: it counts up `Departure.changes`, and so waits
for whoever does the same, before it looks at what is free. What it sees then stays true until it
has finished. A look before the write would be a look at the past.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from minisite.booking.errors import Busy, Ended, Refused, SoldOut, Taken, TooLate, TooMany
from minisite.booking.models import Booking, Hold
from minisite.booking.signals import berths_changed, berths_sold
from minisite.databases import BUSY_SECONDS
from minisite.network.calendar import today
from minisite.trains.models import Berth, Departure

MOST_HELD = 6  # berths in one basket
_line = Lock()


def hold(departure: int, number: int | None, basket: str, *, now: datetime | None = None) -> Hold:
    """Keep a berth for a basket until the hold expires. The same wish again renews the hold.

    Args:
        departure: The train's primary key.
        number: Which berth; None takes the first that is free.
        basket: Whose it is, as `basket.key_of` made it.
        now: The time; the real one by default.

    Raises:
        Refused: Somebody else has it, or every one; the train has left; the basket is full.
    """
    now = now or timezone.now()
    with _alone(departure):
        mine = Hold.objects.filter(basket=basket).live(now)
        berth = _free_berth(departure, number, basket, now)
        if not mine.filter(berth=berth).exists() and mine.count() >= MOST_HELD:
            raise TooMany(
                f"A basket holds {MOST_HELD} berths at most. Book or give back one first."
            )
        Hold.objects.filter(berth=berth).delete()  # an expired one, or our own
        expires = now + timedelta(seconds=settings.HOLD_SECONDS)
        return Hold.objects.create(berth=berth, basket=basket, expires=expires)


def release(key: UUID, basket: str) -> None:
    """Give a held berth back. Nothing happens if the basket does not hold it."""
    _give_back(Hold.objects.filter(key=key, basket=basket))


def release_all(basket: str) -> None:
    """Give back everything a basket holds."""
    _give_back(Hold.objects.filter(basket=basket))


def book(departure: int, number: int | None, traveller: User, passenger: str = "") -> Booking:
    """Sell a berth directly, without a hold.

    Args:
        departure: The train's primary key.
        number: Which berth; None takes the first that is free.
        traveller: Who buys it.
        passenger: The name on the ticket; the traveller's by default.

    Raises:
        Refused: Somebody else has it, or every one; the train has left.

    Example:
        >>> ticket = await sync_to_async(desk.book)(departure.pk, None, traveller)
    """
    now = timezone.now()
    with _alone(departure):
        ticket = _sell(_free_berth(departure, number, "", now), traveller, passenger)
        berths_sold.send(Booking, tickets=[ticket])
        return ticket


def book_basket(
    basket: str,
    keys: Collection[UUID],
    traveller: User,
    passenger: str = "",
    names: Mapping[UUID, str] | None = None,
) -> list[Booking]:
    """Sell everything a basket holds, or nothing.

    A hold that expired is still good if nobody else took the berth.

    Args:
        basket: Whose it is.
        keys: The holds that the traveller saw. If one is gone, nothing is sold.
        traveller: Who buys.
        passenger: The name on the tickets; the traveller's by default.
        names: Other names, by hold, where not all travel under the same.

    Raises:
        Refused: A berth has gone to somebody else, or its train has left.
    """
    held = Hold.objects.filter(basket=basket, key__in=keys)
    with _alone(*held.values_list("berth__departure_id", flat=True)):
        holds = list(held.select_related("berth__departure").order_by("berth"))
        if len(holds) < len(set(keys)) or not holds:
            raise Ended(
                "Nothing was booked. A hold of yours had ended, and its berth is no longer in "
                "your basket. Below is what happened to it, and what is left."
            )
        names = names or {}
        tickets = [_sell(each.berth, traveller, names.get(each.key, passenger)) for each in holds]
        held.delete()
        berths_sold.send(Booking, tickets=tickets)
        return tickets


def cancel(reference: str, traveller: User) -> Booking:
    """Cancel a ticket, so that its berth is free again. A second time changes nothing.

    Raises:
        Booking.DoesNotExist: The traveller has no such ticket.
        TooLate: The train has left.
    """
    tickets = Booking.objects.select_related("berth__departure").filter(traveller=traveller)
    departure = tickets.get(reference=reference).berth.departure
    with _alone(departure.pk):
        ticket = tickets.get(reference=reference)
        if ticket.cancelled is None:
            ticket.cancelled = timezone.now()
            ticket.save(update_fields=["cancelled"])
        return ticket


def _give_back(holds: QuerySet[Hold]) -> None:
    trains = set(holds.values_list("berth__departure_id", flat=True))
    with _sentences(), _telling(trains), _in_line(), transaction.atomic():
        for pk in sorted(trains):
            Departure.objects.filter(pk=pk).update(changes=F("changes") + 1)
        holds.delete()


@contextmanager
def _alone(*departures: int) -> Iterator[None]:
    """One transaction that nobody else's on the same trains can overlap."""
    with _sentences(), _telling(departures), _in_line(), transaction.atomic():
        # Always in the same order, so that two baskets never wait for each other.
        for pk in sorted(set(departures)):
            train = Departure.objects.filter(pk=pk, night__gte=today())
            if not train.update(changes=F("changes") + 1):
                raise TooLate("This train has left. Its berths can no longer be changed.")
        yield


@contextmanager
def _telling(departures: Collection[int]) -> Iterator[None]:
    """Say afterwards, once it is true, that these trains look different now."""
    yield
    for pk in set(departures):
        # Here nobody waits in line any more. A listener that fails must not fail a sale.
        transaction.on_commit(partial(berths_changed.send, Departure, departure=pk), robust=True)


@contextmanager
def _in_line() -> Iterator[None]:
    """Let the threads of this process wait in line, where the database has no line of its own.

    SQLite lets one writer in; the others sleep and try again, and who is lucky is next. This is
    for speed and patience only: what keeps a berth from being sold twice is the transaction.
    """
    if connection.vendor != "sqlite":
        yield
        return
    if not _line.acquire(timeout=BUSY_SECONDS):
        raise OperationalError("the line of writers is too long")
    try:
        yield
    finally:
        _line.release()


@contextmanager
def _sentences() -> Iterator[None]:
    """Say what the database means."""
    try:
        yield
    except IntegrityError as error:  # the constraint, if ever the code above it is wrong
        raise Taken("This berth is taken. Please choose another.") from error
    except OperationalError as error:
        raise Busy(
            "Very many people are booking now, and your turn did not come. Nothing was changed. "
            "Please try again."
        ) from error


def _free_berth(departure: int, number: int | None, basket: str, now: datetime) -> Berth:
    """A berth that this basket may have: nobody booked it, nobody else holds it."""
    berths = Berth.objects.filter(departure=departure)
    if number is not None:
        berths = berths.filter(number=number)
    booked = Booking.objects.live().filter(berth__departure=departure).values("berth")
    others = Hold.objects.live(now).filter(berth__departure=departure)
    if number is not None:  # who names a berth of their own renews its hold; "any" means one more
        others = others.exclude(basket=basket)
    unsold = berths.exclude(pk__in=booked)
    berth = unsold.exclude(pk__in=others.values("berth")).order_by("number").first()
    if berth is None:
        raise _why_not(number, unsold, others)
    return berth


def _why_not(number: int | None, unsold: QuerySet[Berth], others: QuerySet[Hold]) -> Refused:
    held = others.filter(berth__in=unsold).order_by("expires").first()
    until = f"{timezone.localtime(held.expires):%H:%M}" if held else ""
    if number is None and held:
        return SoldOut(
            f"Every berth on this train is taken. One is only held, until {until}: if it is not "
            "booked by then, it is free again."
        )
    if number is None:
        return SoldOut("Every berth on this train is booked.")
    if held:
        return Taken(
            f"Somebody else was faster: berth {number} is held for them until {until}. If they do "
            "not book it by then, it is free again."
        )
    return Taken(f"Somebody else was faster: berth {number} is booked. Please choose another.")


def _sell(berth: Berth, traveller: User, passenger: str) -> Booking:
    price = Departure.objects.values_list("price", flat=True).get(pk=berth.departure_id)
    name = passenger or traveller.get_full_name() or traveller.get_username()
    return Booking.objects.create(berth=berth, traveller=traveller, passenger=name, price=price)
