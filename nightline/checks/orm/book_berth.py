"""`book_berth`: the look and the write in one transaction, before a crowd."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.orm import SET
from nightline.checks.orm.crowd import (
    FIRST_BERTH,
    TRAIN,
    Crowd,
    Failed,
    each_write_fails,
    open_train,
    others_now,
    price_now,
    tickets_now,
    together,
)
from nightline.checks.orm.desk_mistakes import everything_or_nothing, in_order, nobody_meets_errors
from nightline.checks.orm.tables import NOT_REFUSED, Asked, ask, prepare, rows
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, plain, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ONE, MANY, BROKEN = "one after another", "a crowd", "a write that fails"
BERTHS, TRAVELLERS, PRICE, STEP = 3, 5, 61, 2
CROWD, FEW = 6, 4
FREED = 2  # the number of a berth whose ticket was cancelled
CANCELLED = (
    "INSERT INTO booking_booking "
    "(reference, berth_id, traveller_id, passenger, price, cancelled, booked) VALUES "
    f"('GGGGGGGG', {FIRST_BERTH + FREED - 1}, 1, 'Dan', 44, '2026-05-01', '2026-05-01')"
)


@dataclass(frozen=True)
class Sale:
    """One visit to the desk: who came, what they got, and the tables afterwards."""

    traveller: int
    sold_out: bool
    value: Any
    tickets: tuple[Any, ...]
    price: int
    others_dearer: bool = False
    in_transaction: bool = True


def _user(pk: int) -> Any:
    from django.contrib.auth.models import User

    return User(pk=pk, username=f"traveller{pk}")


async def _one_by_one(answer: Any, stage: Stage) -> list[Asked]:
    from minisite.booking.errors import SoldOut
    from nightline.judging.database import restored

    runs = []
    with restored():
        open_train(BERTHS, PRICE, TRAVELLERS, CANCELLED)
        others = others_now()
        for pk in range(1, TRAVELLERS + 1):

            async def visit(pk: int = pk) -> Any:
                try:
                    return await stage.answer(TRAIN, _user(pk))
                except SoldOut as error:
                    return error
                except Exception as error:
                    if pk <= BERTHS and type(error).__name__ != "SoldOut":
                        raise
                    return error  # where only one error is planned, another one is a result

            run = await ask(stage, visit)
            sold_out, inside = isinstance(run.value, SoldOut), _within(run)
            dearer = others_now() != others
            sale = Sale(pk, sold_out, run.value, tickets_now(), price_now(), dearer, inside)
            runs.append(replace(run, facts=sale))
    return runs


def _within(run: Asked) -> bool:
    """Whether a transaction stood around any write, or there was none."""
    order = run.order
    return order is None or not order.writes or order.outside < order.writes


async def _crowd(answer: Any, stage: Stage) -> Crowd:
    from nightline.judging.database import restored

    with restored():
        open_train(FEW, PRICE, CROWD)
        users = [_user(pk) for pk in range(1, CROWD + 1)]
        return await together(
            stage, [functools.partial(stage.answer, TRAIN, user) for user in users]
        )


async def _failing(answer: Any, stage: Stage) -> list[Failed]:
    from minisite.booking.errors import Refused
    from nightline.judging.database import restored

    with restored():
        return await each_write_fails(
            stage,
            lambda: open_train(BERTHS, PRICE, 1),
            lambda: stage.answer(TRAIN, _user(1)),
            _changed,
            Refused,
        )


def _changed() -> str:
    said = []
    if price_now() != PRICE:
        said.append(f"the train cost {price_now()} euro in place of {PRICE}")
    if tickets := tickets_now():
        said.append(f"{count(len(tickets), 'ticket')} had been written")
    return " and ".join(said)


def _sales(evidence: Evidence) -> Finding:
    before = PRICE
    for run in evidence.result:
        sale: Sale = run.facts
        if sale.traveller <= BERTHS:
            found = _sold(sale, before)
            before += STEP
        else:
            found = _sold_out(sale, before)
        if found:
            return found
    return met(
        f"{BERTHS} tickets for {PRICE}, {PRICE + STEP} and {before - STEP} euro, then sold out."
    )


def _sold(sale: Sale, before: int) -> Finding | None:
    from minisite.booking.models import Booking

    expected = f"A ticket for berth {sale.traveller} and {before} euro."
    who = f"Traveller {sale.traveller} came, and {count(BERTHS - sale.traveller + 1, 'berth')} "
    who += "was free. " if sale.traveller == BERTHS else "were free. "
    if isinstance(sale.value, Exception) and not sale.sold_out:
        return missed(who + "You raised an error of your own.", expected, "own-sold-out")
    if sale.sold_out:
        return missed(who + "You raised `SoldOut`.", expected, "sold-out-too-early")
    if len(sale.tickets) < sale.traveller:
        return missed(who + "No ticket was written.", expected, "ticket-not-written")
    number, price, traveller, passenger = sale.tickets[-1]
    if sale.traveller == FREED and number != FREED:
        did = f"{who}You sold berth {number}. The only ticket for berth {FREED} is a cancelled one."
        return missed(did, expected, "cancelled-not-sold")
    if number != sale.traveller:
        return missed(who + f"You sold berth {number}.", expected, "other-berth")
    if price != before:
        did = who + f"The train cost {before} euro, and the ticket says {price}."
        return missed(
            did, expected, "price-of-the-next" if price == before + STEP else "not-the-trains-price"
        )
    if sale.price != before + STEP:
        did = f"After a ticket for {before} euro the train costs {sale.price} euro."
        return missed(did, f"{before + STEP} euro.", "price-not-raised")
    if sale.others_dearer:
        did = "After one ticket, other trains cost more as well."
        return missed(did, "Only this train is dearer.", "every-train-dearer")
    if (traveller, passenger) != (sale.traveller, f"traveller{sale.traveller}"):
        did = f"The ticket is for {shown(passenger)}, user {traveller}."
        return missed(
            did, f"`'traveller{sale.traveller}'`, user {sale.traveller}.", "ticket-for-another"
        )
    if sale.value is None:
        return missed("The ticket is there, and you returned `None`.", expected, "nothing-returned")
    if not isinstance(sale.value, Booking):
        did = f"You returned an object of type `{type(sale.value).__name__}`."
        return missed(did, "The new `Booking`.", "wrong-type")
    return None


def _sold_out(sale: Sale, before: int) -> Finding | None:
    full = f"All {BERTHS} berths were sold. Traveller {sale.traveller} "
    if isinstance(sale.value, Exception) and not sale.sold_out:
        name = type(sale.value).__name__
        if name == "SoldOut":
            did = f"{full}met a `SoldOut` of your own."
            return missed(did, "The `SoldOut` of the setup cell.", "own-sold-out")
        did = f"{full}met `{name}: {plain(str(sale.value))}`."
        return missed(did, "`SoldOut` is raised.", "sold-out-not-raised")
    if not sale.sold_out:
        did = f"All {BERTHS} berths were sold. Traveller {sale.traveller} got {shown(sale.value)}."
        return missed(did, "`SoldOut` is raised.", "sold-out-not-raised")
    if sale.price != before:
        did = f"A traveller came too late, and the train costs {sale.price} euro in place of {before}."
        key = "raised-for-nothing" if sale.in_transaction else "no-transaction"
        return missed(did, "Nothing is changed.", key)
    return None


def _crowd_served(evidence: Evidence) -> Finding:
    from minisite.booking.errors import SoldOut

    crowd: Crowd = evidence.result
    if found := nobody_meets_errors(crowd, FEW, (SoldOut,)):
        return found
    sold = len(crowd.tickets)
    start = f"{CROWD} travellers, {FEW} berths, {sold} sold"
    if sold != FEW:
        out = sum(isinstance(each, SoldOut) for each in crowd.outcomes)
        did = f"{start}. {count(out, 'traveller')} read “sold out”."
        return missed(did, f"{FEW} sold, {CROWD - FEW} read “sold out”.", "told-too-early")
    prices = Counter(price for _, price, *_ in crowd.tickets)
    wanted = [PRICE + STEP * number for number in range(FEW)]
    if sorted(prices.elements()) != wanted or crowd.price != wanted[-1] + STEP:
        paid = ", ".join(str(price) for price in sorted(prices.elements()))
        did = f"{start}, for {paid} euro. Afterwards the train costs {crowd.price} euro."
        expected = f"{', '.join(map(str, wanted))} euro, and {wanted[-1] + STEP} afterwards."
        return missed(did, expected, "price-read-too-early")
    return met(f"{start}, each at its own price. The others read “sold out”.")


def _crowd_closed(evidence: Evidence) -> Finding:
    if left := evidence.result.left_open:
        did = f"{count(left, 'connection')} stayed open after {CROWD} travellers."
        return missed(did, "No open connection.", "orm-connection-left")
    return met("No connection was left open.")


def _order(evidence: Evidence) -> Finding | None:
    order = evidence.result[0].order
    return in_order(evidence, order, _shared(), "this train")


def _shared() -> tuple[frozenset[tuple[str, int]], ...]:
    """What all buyers of the train may write first: its own row, or the rows of all its berths."""
    berths = rows(
        "SELECT id FROM trains_berth WHERE departure_id = ? AND number <= ?", TRAIN, BERTHS
    )
    train = frozenset({("trains_departure", TRAIN)})
    return train, frozenset(("trains_berth", pk) for (pk,) in berths)


know_error("'int' object has no attribute", "departure-is-a-key", sets=SET, line="departure.")
know_error("can only be used to update", "f-in-create", sets=SET)

BOOK_BERTH = Task(
    name="book_berth",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(ONE, _one_by_one, prepare=prepare),
        Trial(MANY, _crowd, prepare=prepare),
        Trial(BROKEN, _failing, prepare=prepare),
    ),
    requirements=(
        replace(NOT_REFUSED, trial=ONE),
        Requirement("Each traveller gets the right ticket, or `SoldOut`", _sales, ONE),
        Requirement("A crowd buys each berth once, at its own price", _crowd_served, MANY),
        Requirement("If a write fails, nothing is changed", everything_or_nothing, BROKEN),
        Requirement("No connection stays open", _crowd_closed, MANY),
        Requirement("The transaction writes before it looks", _order, ONE),
    ),
    hints=(
        "Which lines must nobody come between? Put exactly these into one plain function.",
        "Who writes first to a row makes the others wait. Which row do all buyers of this train share, "
        "and what do you have to change in it anyway?",
        "After `update(price=F('price') + 2)` nobody else can change this train. Now read what it "
        "costs, and what is free. An error that leaves the transaction undoes the update.",
        "`@transaction.atomic` stands above a plain `def sell():` inside `book_berth`. The last line is "
        "`return await sync_to_async(sell)()`.",
    ),
    why=(
        "The update is the place in the line: until this transaction ends, no other one can write to "
        "the train. So what it reads afterwards stays true. `SoldOut` leaves the block, and the update "
        "is undone."
    ),
    reflect="Before you go on, say what a second server with the same database would change.",
)
