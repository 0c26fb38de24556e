"""Journeys of two trains: the tables of `book_both`, its visitors, and what they got."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nightline.checks.orm.tables import change, rows

THERE, BACK = 9, 4  # the primary keys of the two trains
PRICES = {THERE: 61, BACK: 87}
# So many berths are free, with these numbers: the two trains do not begin with the same one.
FREE = {THERE: (4, 5), BACK: (1,)}
# The rows that all who buy a journey share.
IN_LINE = frozenset(("trains_departure", train) for train in (THERE, BACK))
FORM = {"there": THERE, "back": BACK}
TURNED = {"there": BACK, "back": THERE}


def open_trains(free: dict[int, tuple[int, ...]]) -> None:
    """Give the two trains these berths, all free, and their prices."""
    change(
        *(
            f"DELETE FROM trains_berth WHERE departure_id = {train} "
            f"AND number NOT IN ({', '.join(map(str, numbers))})"
            for train, numbers in free.items()
        ),
        *(f"UPDATE trains_departure SET price = {PRICES[t]} WHERE id = {t}" for t in PRICES),
    )


TICKETS = (
    "SELECT b.departure_id, b.number, u.username, t.id, t.berth_id FROM booking_booking t "
    "JOIN trains_berth b ON b.id = t.berth_id JOIN auth_user u ON u.id = t.traveller_id "
    f"WHERE t.cancelled IS NULL AND b.departure_id IN ({THERE}, {BACK}) ORDER BY t.id"
)


@dataclass(frozen=True)
class Tables:
    """What the tables say of the two trains.

    Args:
        numbers: the berths that are sold, by train.
        owners: the names of those who have a ticket.
        keys: the primary keys of the tickets, and of their berths.
        fares: what the trains cost, there and back.
    """

    numbers: dict[int, list[int]]
    owners: frozenset[str] = frozenset()
    keys: frozenset[int] = frozenset()
    fares: tuple[int, ...] = tuple(PRICES.values())

    @property
    def sold(self) -> tuple[int, int]:
        """How many tickets there are: there, back."""
        return len(self.numbers[THERE]), len(self.numbers[BACK])


def tables() -> Tables:
    """Read the tables once."""
    found = rows(TICKETS)
    cost = dict(rows("SELECT id, price FROM trains_departure WHERE id IN (?, ?)", THERE, BACK))
    numbers = {train: [row[1] for row in found if row[0] == train] for train in PRICES}
    keys = frozenset(key for row in found for key in row[3:])
    return Tables(
        numbers, frozenset(row[2] for row in found), keys, tuple(cost[train] for train in PRICES)
    )


@dataclass(frozen=True)
class Answer:
    """What one traveller read, and what the tables said before and afterwards."""

    who: str
    status: int
    body: Any
    before: Tables | None = None
    after: Tables | None = None

    @property
    def sold(self) -> tuple[int, int]:
        """How many tickets this visit made: there, back."""
        if self.before is None or self.after is None:
            return 0, 0
        (there, back), (there_now, back_now) = self.before.sold, self.after.sold
        return there_now - there, back_now - back


async def call(answer: Any, user: Any, form: dict[str, int]) -> Answer:
    """Call the view as the site would for this user, without the site."""
    from django.test import AsyncRequestFactory

    async def auser() -> Any:
        return user

    request: Any = AsyncRequestFactory().post("/mine/", form)
    request.user, request.auser = user, auser
    try:
        response = await answer(request)
    finally:
        request.close()
    text = response.content.decode()
    try:
        return Answer(user.username, response.status_code, json.loads(text))
    except ValueError:
        return Answer(user.username, response.status_code, text)


def user(pk: int) -> Any:
    """A user whose row `open_users` has made."""
    from django.contrib.auth.models import User

    return User(pk=pk, username=f"traveller{pk}")
