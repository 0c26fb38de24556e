"""What goes wrong at a desk: the mistakes that `book_berth` and `swap_berths` can show."""

from __future__ import annotations

from nightline.checks.orm.crowd import Crowd, Failed, calls_locks
from nightline.checks.orm.mistakes import RACE
from nightline.checks.orm.tables import Ordered
from nightline.judging.diagnoses import Diagnosis, register
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
        "every-train-dearer",
        "other trains that became dearer",
        "`Departure.objects` stands for all trains. An `update` writes to each row of its query, so "
        "one ticket made the whole timetable dearer.",
        "Which rows does your `update` mean? What stands before it must say so.",
    ),
    Diagnosis(
        "cancelled-not-sold",
        "a cancelled berth that nobody gets any more",
        "The ticket for this berth was cancelled, so the berth is free again. Your query counts the "
        "cancelled ticket as if it still held the berth.",
        "What does `live()` leave out in `free_berths`? Does your own query do that?",
    ),
    Diagnosis(
        "own-sold-out",
        "another error of the same name",
        "Your cell makes a class `SoldOut` of its own. The caller waits for the class that the setup "
        "cell imports, and the two are not the same.",
        "Where does your `SoldOut` come from? The setup cell has one ready.",
    ),
    Diagnosis(
        "departure-is-a-key",
        "an attribute of a number",
        "`departure` is the primary key of the train, a number. It has no attributes of a train.",
        "Read the line “Args” of the docstring. Which query finds a row by its key?",
    ),
    Diagnosis(
        "f-in-create",
        "F where a new row is written",
        "`F` means the value that stands in the row already. A new row has none yet, so it needs the "
        "number itself.",
        "Which row has this price? Read it there, after your first write.",
        "16",
        RACE,
    ),
    Diagnosis(
        "no-transaction",
        "an error that undoes nothing",
        "No transaction stands around your writes, so each of them is a step of its own. An error "
        "after them undoes nothing.",
        "What makes one step of several writes? On which kind of function does it stand?",
        "16",
        RACE,
        misconceptions=(81,),
    ),
    Diagnosis(
        "first-write-elsewhere",
        "a first write that keeps nobody waiting",
        "Your transaction writes first, but not to the rows on which others must wait. SQLite locks the "
        "whole file and hides that. PostgreSQL locks rows, so nobody would wait for you.",
        "Which rows must nobody else change until you are done? Does your first `update` find them?",
        "16",
        RACE,
        misconceptions=(83,),
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


def in_order(
    evidence: Evidence,
    order: Ordered,
    shared: tuple[frozenset[tuple[str, int]], ...],
    what: str,
    reads_first: str = "transaction-reads-first",
) -> Finding:
    """Whether all writes stand in a transaction that does not look before its first one.

    Args:
        evidence: the trial's.
        order: of the answer's queries.
        shared: sets of rows, table and key. To write all of one set makes others wait.
        what: what these rows are, for the learner.
        reads_first: the key of the diagnosis for a transaction that looks first.
    """
    if order.outside:
        did = f"{order.outside} of {count(order.writes, 'write')} stood in no transaction."
        return missed(did, "All writes in one transaction.", "writes-outside")
    if calls_locks(evidence.source):
        return met("You ask for locked rows. SQLite cannot lock rows, so this was not tried here.")
    if order.reads_first:
        did = "The first query of your transaction reads."
        return missed(did, "Its first query writes.", reads_first)
    if order.held is not None and not any(rows <= order.held for rows in shared):
        did = f"Before your transaction looks, it has not written to {what}."
        return missed(did, f"Its first write is to {what}.", "first-write-elsewhere")
    return met("The first query of the transaction writes. What it reads afterwards stays true.")
