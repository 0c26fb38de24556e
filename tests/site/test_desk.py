"""The desk: who gets a berth, who does not, and what they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from minisite.booking import desk, teaching
from minisite.booking.errors import Ended, Refused, SoldOut, Taken, TooLate, TooMany
from minisite.booking.models import Booking, Hold
from minisite.booking.stock import berths_with_owners, left, place
from minisite.trains.models import Departure
from tests.site.shop import train, traveller

pytestmark = pytest.mark.usefixtures("sold")
LATER = timedelta(minutes=11)


def states(departure: Departure, basket: str = "") -> list[str]:
    return [place(berth, basket).state for berth in berths_with_owners(departure.pk)]


def test_the_first_free_berth_or_the_one_that_was_asked_for() -> None:
    night = train(3)
    assert desk.hold(night.pk, None, "a").berth.number == 1
    assert desk.hold(night.pk, 3, "b").berth.number == 3
    assert desk.book(night.pk, None, traveller()).berth.number == 2
    assert states(night, "a") == ["mine", "booked", "held"]


def test_what_is_held_is_refused_with_the_time_at_which_it_ends() -> None:
    night = train(1)
    until = timezone.localtime(desk.hold(night.pk, 1, "a").expires)
    with pytest.raises(Taken, match=f"berth 1 is held for them until {until:%H:%M}"):
        desk.hold(night.pk, 1, "b")
    with pytest.raises(SoldOut, match=f"only held, until {until:%H:%M}"):
        desk.book(night.pk, None, traveller())
    assert states(night, "a") == ["mine"]


def test_what_is_booked_is_refused() -> None:
    night = train(1)
    desk.book(night.pk, 1, traveller())
    with pytest.raises(Taken, match="berth 1 is booked"):
        desk.hold(night.pk, 1, "b")
    with pytest.raises(SoldOut, match="Every berth on this train is booked"):
        desk.hold(night.pk, None, "b")


def test_a_hold_that_expired_keeps_nobody_out() -> None:
    night = train(1)
    first = desk.hold(night.pk, 1, "a", now=timezone.now() - LATER)
    assert not first.is_live
    assert states(night) == ["free"]
    second = desk.hold(night.pk, 1, "b")
    assert list(Hold.objects.filter(berth__departure=night)) == [second]
    with pytest.raises(Ended, match="Nothing was booked"):
        desk.book_basket("a", [first.key], traveller())


def test_a_hold_that_expired_is_still_good_if_nobody_came() -> None:
    night = train(1)
    hold = desk.hold(night.pk, 1, "a", now=timezone.now() - LATER)
    (ticket,) = desk.book_basket("a", [hold.key], traveller(), "Ada L.")
    assert (ticket.berth_id, ticket.passenger, ticket.price) == (
        hold.berth_id,
        "Ada L.",
        night.price,
    )
    assert not Hold.objects.exists()


def test_the_same_wish_again_renews_the_hold() -> None:
    night = train(2)
    now = timezone.now()
    old = desk.hold(night.pk, 1, "a", now=now - timedelta(minutes=5))
    new = desk.hold(night.pk, 1, "a", now=now)
    assert new.expires - old.expires == timedelta(minutes=5)
    assert Hold.objects.count() == 1


def test_any_free_berth_is_one_more() -> None:
    night = train(2)
    assert [desk.hold(night.pk, None, "a").berth.number for _ in range(2)] == [1, 2]
    with pytest.raises(SoldOut):
        desk.hold(night.pk, None, "a")


def test_a_basket_is_sold_as_a_whole_or_not_at_all() -> None:
    one, other = train(1), train(1, "Lumen")
    ada = traveller()
    keys = [desk.hold(night.pk, 1, "a").key for night in (one, other)]
    Booking.objects.create(
        berth=other.berths.get(), traveller=ada, passenger="behind the desk's back", price=1
    )
    with pytest.raises(Taken):
        desk.book_basket("a", keys, ada)
    assert Booking.objects.count() == 1
    assert Hold.objects.count() == 2
    with pytest.raises(Ended):
        desk.book_basket("a", [*keys, uuid4()], ada)
    with pytest.raises(Ended):
        desk.book_basket("b", keys, ada)


def test_a_basket_has_a_limit_and_may_be_emptied() -> None:
    night = train(desk.MOST_HELD + 2)
    holds = [desk.hold(night.pk, None, "a") for _ in range(desk.MOST_HELD)]
    with pytest.raises(TooMany, match="6 berths at most"):
        desk.hold(night.pk, desk.MOST_HELD + 1, "a")
    desk.hold(night.pk, 1, "a")  # one of those it has
    desk.release(holds[3].key, "somebody else")
    assert Hold.objects.count() == desk.MOST_HELD
    desk.release(holds[3].key, "a")
    desk.hold(night.pk, desk.MOST_HELD + 1, "a")


def test_a_cancelled_berth_can_be_sold_again() -> None:
    night, ada, grace = train(1), traveller("ada"), traveller("grace")
    ticket = desk.book(night.pk, 1, ada)
    with pytest.raises(Booking.DoesNotExist):
        desk.cancel(ticket.reference, grace)
    cancelled = desk.cancel(ticket.reference, ada).cancelled
    assert desk.cancel(ticket.reference, ada).cancelled == cancelled
    assert desk.book(night.pk, 1, grace).berth_id == ticket.berth_id


def test_a_train_that_has_left_is_left_alone() -> None:
    night, ada = train(2), traveller()
    ticket = desk.book(night.pk, 1, ada)
    Departure.objects.filter(pk=night.pk).update(night=date(2026, 4, 30))
    for attempt in (
        lambda: desk.hold(night.pk, 2, "a"),
        lambda: desk.book(night.pk, 2, ada),
        lambda: desk.cancel(ticket.reference, ada),
    ):
        with pytest.raises(TooLate):
            attempt()
    assert Booking.objects.live().count() == 1


def test_an_error_in_the_middle_takes_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    night = train(2)
    holds = [desk.hold(night.pk, number, "a") for number in (1, 2)]
    create, calls = Booking.objects.create, []

    def create_once(**values: object) -> Booking:
        calls.append(values)
        if len(calls) == 2:
            raise ZeroDivisionError
        return create(**values)

    monkeypatch.setattr(Booking.objects, "create", create_once)
    with pytest.raises(ZeroDivisionError):
        desk.book_basket("a", [hold.key for hold in holds], traveller())
    assert (Booking.objects.count(), Hold.objects.count()) == (0, 2)


def test_the_database_itself_refuses_a_second_booking_of_a_berth() -> None:
    night, ada = train(1), traveller()
    ticket = desk.book(night.pk, 1, ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(berth=ticket.berth, traveller=ada, passenger="x", price=1)


def test_how_many_are_left() -> None:
    night, ada = train(5), traveller()
    desk.book(night.pk, None, ada)
    desk.hold(night.pk, None, "a")
    desk.hold(night.pk, None, "b", now=timezone.now() - LATER)
    desk.cancel(desk.book(night.pk, 5, ada).reference, ada)
    assert dict(left("oslo", night.destination_id, night.night)) == {"Jura": 3}


def in_threads(work: Callable[[int], object], count: int) -> list[object]:
    """Results or errors of many threads that begin at the same moment."""
    gate = Barrier(count)

    def run(number: int) -> object:
        gate.wait(30)
        try:
            return work(number)
        except Refused as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_one_berth_and_many_hands() -> None:
    night = train(1)
    people = [traveller(f"t{number}") for number in range(8)]
    done = in_threads(lambda number: desk.book(night.pk, 1, people[number]), 8)
    assert sum(isinstance(each, Booking) for each in done) == 1
    assert sum(isinstance(each, Taken) for each in done) == 7


def test_baskets_with_the_same_trains_do_not_wait_for_each_other_for_ever() -> None:
    one, other = train(8), train(8, "Lumen")
    people = [traveller(f"t{number}") for number in range(8)]
    keys = []
    for number in range(8):
        order = (one, other) if number % 2 else (other, one)
        keys.append([desk.hold(night.pk, None, f"basket {number}").key for night in order])
    done = in_threads(
        lambda number: desk.book_basket(f"basket {number}", keys[number], people[number]), 8
    )
    assert [len(each) for each in done if isinstance(each, list)] == [2] * 8


def crowd_of(size: int, departure: int, buyer: User) -> list[object]:
    """What a crowd gets that looks first and writes later, as coroutines of one kernel do."""

    async def main() -> list[object]:
        attempts = (teaching.check_then_act(departure, buyer) for _ in range(size))
        return await asyncio.gather(*attempts, return_exceptions=True)

    return asyncio.run(main())


def test_check_then_act_meets_the_constraint() -> None:
    night = train(3)
    done = crowd_of(8, night.pk, traveller())
    assert sum(isinstance(each, Booking) for each in done) == 1
    assert sum(isinstance(each, IntegrityError) for each in done) == 7


def test_check_then_act_without_the_constraint_sells_one_berth_to_all() -> None:
    night = train(3)
    teaching.take_constraint_away()
    try:
        done = crowd_of(8, night.pk, traveller())
        assert sum(isinstance(each, Booking) for each in done) == 8
        assert Booking.objects.live().values("berth").distinct().count() == 1
    finally:
        teaching.put_constraint_back()
    ticket = Booking.objects.live().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            berth=ticket.berth, traveller=ticket.traveller, passenger="x", price=1
        )


def test_sqlite_waits_its_turn_and_writes_a_log() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
    assert connection.transaction_mode == "IMMEDIATE"
