"""How not to sell a berth: twins of `desk.book` for lessons. The site never calls them.

`check_then_act` looks first and writes later, with an `await` between. The constraint on
`Booking` then refuses the second buyer, who meets an error. Without the constraint the same code
sells one berth to many.
"""

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import BaseConstraint, QuerySet

from minisite.booking.models import Booking
from minisite.trains.models import Berth


async def check_then_act(departure: int, traveller: User) -> Booking | None:
    """Sell the first berth that looks free; None when none does.

    Between the question and the sale, others ask the same question and get the same answer.

    Example:
        >>> tickets = await asyncio.gather(*(check_then_act(train.pk, ada) for _ in range(80)))
    """
    sold = [pk async for pk in _live(departure).values_list("berth", flat=True)]
    berth = await _berths(departure).exclude(pk__in=sold).afirst()
    if berth is None:
        return None
    return await Booking.objects.acreate(
        berth=berth, traveller=traveller, passenger=traveller.username, price=0
    )


def check_then_act_sync(departure: int, traveller: User) -> Booking | None:
    """The same mistake in synchronous code: threads do what coroutines do."""
    sold = list(_live(departure).values_list("berth", flat=True))
    berth = _berths(departure).exclude(pk__in=sold).first()
    if berth is None:
        return None
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=0
    )


def take_constraint_away() -> None:
    """From now on, nothing keeps a berth from being sold twice.

    In a lesson, `database.restore()` brings the constraint back as well.

    Example:
        >>> await sync(teaching.take_constraint_away)
    """
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, _constraint())


def put_constraint_back() -> None:
    """Remove live bookings beyond the first of each berth, then protect berths again."""
    first: set[int] = set()
    for ticket in Booking.objects.live().order_by("pk"):
        if ticket.berth_id in first:
            ticket.delete()
        first.add(ticket.berth_id)
    with connection.schema_editor() as editor:
        editor.add_constraint(Booking, _constraint())


def _constraint() -> BaseConstraint:
    (constraint,) = Booking._meta.constraints
    return constraint


def _live(departure: int) -> QuerySet[Booking]:
    return Booking.objects.live().filter(berth__departure=departure)


def _berths(departure: int) -> QuerySet[Berth]:
    return Berth.objects.filter(departure=departure).order_by("number")
