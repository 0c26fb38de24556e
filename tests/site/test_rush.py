"""A rush: 200 people want the 50 berths of one train at the same moment."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth.models import User

from minisite.booking.models import Booking, Hold
from tests.site.shop import cookies, cookies_of_all, together, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
PEOPLE, BERTHS = 200, 50


def crowd() -> list[dict[str, str]]:
    User.objects.bulk_create(
        [User(username=f"traveller {number}", password="!") for number in range(PEOPLE)]
    )
    return cookies_of_all(list(User.objects.all()))


@pytest.mark.parametrize("address", ["/api/book/", "/api/book-sync/"])
def test_no_berth_is_sold_twice_and_nobody_meets_an_error(address: str) -> None:
    night = train(BERTHS)
    answers = together((address, {"departure": night.pk}, jar) for jar in crowd())
    assert Counter(each.status_code for each in answers) == {201: BERTHS, 409: PEOPLE - BERTHS}
    berths = [each.json()["berth"] for each in answers if each.status_code == 201]
    assert sorted(berths) == list(range(1, BERTHS + 1))
    assert Booking.objects.live().count() == BERTHS
    said = {each.json()["error"] for each in answers if each.status_code == 409}
    assert said == {"Every berth on this train is booked."}


def test_everybody_wants_the_same_berth() -> None:
    night = train(BERTHS)
    form = {"departure": night.pk, "number": 7}
    answers = together(("/api/book/", form, jar) for jar in crowd()[:60])
    assert Counter(each.status_code for each in answers) == {201: 1, 409: 59}


def test_visitors_without_an_account_hold_as_many_as_there_are() -> None:
    night = train(BERTHS)
    form = {"any": "1"}
    answers = together((f"/hold/{night.pk}/", form, cookies()) for _ in range(2 * BERTHS))
    assert {each.status_code for each in answers} == {302}
    to_basket = sum(each.headers["location"] == "/basket/" for each in answers)
    assert (to_basket, Hold.objects.count()) == (BERTHS, BERTHS)


def test_who_may_book_by_program() -> None:
    night = train(1)
    (nobody,) = together([("/api/book/", {"departure": night.pk}, cookies())])
    assert nobody.status_code == 401
    ada = cookies(traveller())
    (unclear,) = together([("/api/book/", {"number": "x"}, ada)])
    assert unclear.status_code == 400
    assert set(unclear.json()["errors"]) == {"departure", "number"}
    (forged,) = together([("/api/book/", {"departure": night.pk}, {**ada, "csrftoken": "b" * 32})])
    assert forged.status_code == 403
    assert "we could not see" in forged.text.lower()
