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


def tickets() -> dict[int, list[tuple[int, str, int]]]:
    """The tickets of both trains: number of the berth, name of the user, price."""
    found: dict[int, list[tuple[int, str, int]]] = {THERE: [], BACK: []}
    for train, *ticket in rows(
        "SELECT b.departure_id, b.number, u.username, t.price FROM booking_booking t "
        "JOIN trains_berth b ON b.id = t.berth_id JOIN auth_user u ON u.id = t.traveller_id "
        "WHERE t.cancelled IS NULL ORDER BY t.id"
    ):
        if train in found:
            found[train].append((ticket[0], ticket[1], ticket[2]))
    return found


def owners() -> frozenset[str]:
    """The names of all who have a ticket of these trains."""
    return frozenset(name for train in tickets().values() for _, name, _ in train)


def counted() -> tuple[int, int]:
    """How many tickets each train has: there, back."""
    now = tickets()
    return len(now[THERE]), len(now[BACK])


@dataclass(frozen=True)
class Answer:
    """What one traveller read, how much was sold before and after, whose tickets there are."""

    who: str
    status: int
    body: Any
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    owners: frozenset[str] = frozenset()

    @property
    def sold(self) -> tuple[int, int]:
        """How many tickets this visit made: there, back."""
        return self.after[0] - self.before[0], self.after[1] - self.before[1]


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
