"""What goes wrong at a desk: the mistakes that `book_berth` and `swap_berths` can show."""

from __future__ import annotations

from nightline.checks.orm import SET
from nightline.checks.orm.crowd import Crowd, Failed
from nightline.checks.orm.mistakes import RACE
from nightline.checks.orm.tables import Ordered
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, count, met, missed

register(
    Diagnosis(
        "check-then-act",
        "a look that was no longer true",
        "Between your look and your write others looked too, and saw the same. The constraint then "
        "refused all writes but one, and the other travellers met an error page.",
        "Put both into one plain function, in one transaction that writes first.",
        "16",
        RACE,
        misconceptions=(83,),
    ),
    Diagnosis(
        "transaction-reads-first",
        "a transaction that looks first",
        "Your transaction reads, and others may read the same before it writes. SQLite then refuses the "
        "second writer. PostgreSQL refuses nobody, and both go on with a number of the past.",
        "Which row do all of them change anyway? Let that be the first line.",
        "16",
        RACE,
        misconceptions=(83,),
    ),
    Diagnosis(
        "half-of-it-stayed",
        "half of the work stayed",
        "A write failed, and what was written before it stayed. Each query outside a transaction is "
        "a step of its own.",
        "Which lines belong together? What makes one step of them?",
        "16",
        "The berth race",
        misconceptions=(81,),
    ),
    Diagnosis(
        "writes-outside",
        "a write outside the transaction",
        "A write that stands in no transaction is a step of its own. If what follows fails, it stays.",
        "Between which two lines does your transaction begin and end? Does each write stand inside?",
        "16",
        RACE,
    ),
    Diagnosis(
        "failed-write-hidden",
        "a failure that nobody hears of",
        "The database could not write. Your function caught its error, and told the caller that all "
        "is well, or something else that is not true.",
        "Which `except` catches this error? Which errors do you really expect there?",
    ),
    Diagnosis(
        "price-read-too-early",
        "a price of the past",
        "You read the price, computed the new one in Python and wrote it. Others read the same price in "
        "between.",
        "How does the database add 2 to the value that stands there at that moment?",
        "16",
        RACE,
        misconceptions=(83,),
    ),
    Diagnosis(
        "told-too-early",
        "sold out, with free berths",
        "Travellers were sent away although berths were free. Somebody took the berth that they had "
        "looked at, but the next berth was still there.",
        "What does an error of the constraint really say about the other berths?",
        "16",
        RACE,
        misconceptions=(83,),
    ),
    Diagnosis(
        "sold-out-too-early",
        "sold out before the end",
        "There was a free berth, and you raised `SoldOut`.",
        "Print what your query for the free berths gives before the first ticket.",
    ),
    Diagnosis(
        "sold-out-not-raised",
        "no error where the train is full",
        "The caller expects the error `SoldOut`. What leaves a transaction as an error also undoes what "
        "it has written.",
        "What does your query give when no berth is free? Which line asks about that?",
        "16",
        RACE,
    ),
    Diagnosis(
        "raised-for-nothing",
        "a dearer train without a ticket",
        "The price was raised for somebody who got no ticket. Only an error that leaves the block of the "
        "transaction undoes what the block has written.",
        "Where do you raise `SoldOut`: inside the transaction, or after its end?",
        "16",
        RACE,
    ),
    Diagnosis(
        "ticket-not-written",
        "no ticket in the table",
        "Your function came to its end, and no booking was written.",
        "Which method of `Booking.objects` writes a row? Was it called?",
    ),
    Diagnosis(
        "other-berth",
        "another berth than the lowest",
        "A ticket was sold, but not for the free berth with the lowest number.",
        "`free_berths` has an order. Which of its rows do you take?",
    ),
    Diagnosis(
        "not-the-trains-price",
        "another price than the train's",
        "The price on the ticket is what the train cost when this traveller came.",
        "Where in your function do you read the price, and from which row?",
    ),
    Diagnosis(
        "price-of-the-next",
        "the price of the next traveller",
        "You raised the price first, and then read what the *next* traveller pays.",
        "What did the train cost before your update? You know by how much you raised it.",
    ),
    Diagnosis(
        "price-not-raised",
        "a price that did not rise",
        "After a ticket the train costs 2 euro more.",
        "Which line changes the row of the train? Does it write, or only change an object in memory?",
    ),
    Diagnosis(
        "ticket-for-another",
        "somebody else's name on the ticket",
        "The ticket belongs to the traveller who came, and says their `username`.",
        "Compare the arguments of your `create` with the docstring.",
    ),
)
for sign in ("atomic", "with ", "Atomic"):
    know_error("SynchronousOnlyOperation", "atomic-in-a-coroutine", sets=SET, line=sign)


def nobody_meets_errors(
    crowd: Crowd, number: int, expected: tuple[type[Exception], ...], what: str = "travellers"
) -> Finding | None:
    """What is wrong if somebody of a crowd met an error that nobody planned."""
    from django.db import IntegrityError, OperationalError

    errors = [
        each
        for each in crowd.outcomes
        if isinstance(each, Exception) and not isinstance(each, expected)
    ]
    if not errors:
        return None
    names = sorted({type(error).__name__ for error in errors})
    did = f"{len(crowd.outcomes)} {what}, {count(number, 'berth')}. {len(crowd.tickets)} sold, "
    did += f"{len(errors)} met `{'` or `'.join(names)}`."
    if any(isinstance(error, OperationalError) for error in errors):
        did += f" It said: {next(e for e in errors if isinstance(e, OperationalError))}."
        key = "transaction-reads-first"
    elif any(isinstance(error, IntegrityError) for error in errors):
        key = "check-then-act"
    else:
        key = "raised"
    sold = min(number, len(crowd.outcomes))
    wanted = f"{sold} sold, {len(crowd.outcomes) - sold} answered “sold out”, no error page."
    return missed(did, wanted, key)


def everything_or_nothing(evidence: Evidence) -> Finding:
    """Whether the tables are as before when a write failed, and the caller heard of it."""
    results: list[Failed] = evidence.result
    for each in results:
        did = f"Write {each.write} of {each.of} failed"
        if each.changed:
            return missed(f"{did}, and {each.changed}.", "Nothing is changed.", "half-of-it-stayed")
        if not each.raised:
            return missed(
                f"{did}, and no error came out.", "The caller sees it.", "failed-write-hidden"
            )
    tried = count(len(results), "write")
    return met(f"{tried} failed in turn, and nothing was changed.")


def in_order(evidence: Evidence, order: Ordered) -> Finding:
    """Whether all writes stand in a transaction that does not look before its first one."""
    if order.outside:
        did = f"{order.outside} of {count(order.writes, 'write')} stood in no transaction."
        return missed(did, "All writes in one transaction.", "writes-outside")
    if order.reads_first and "select_for_update" not in evidence.source:
        did = "The first query of your transaction reads."
        return missed(did, "Its first query writes.", "transaction-reads-first")
    return met("The first query of the transaction writes. What it reads afterwards stays true.")
