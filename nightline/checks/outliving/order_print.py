"""`order_print`: a message that carries a number and a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nightline.checks.outliving import SET
from nightline.checks.outliving.office import (
    CARRIES,
    Message,
    Queue,
    office,
    plan,
    prepare,
    was_a_plan,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "no-message",
        "nothing was sent",
        "No message left your function, so no worker will ever hear of this ticket.",
        "Which call sends the message? Does your code come to that line?",
        "21",
        CARRIES,
    ),
    Diagnosis(
        "message-again",
        "more than one message",
        "Each message makes a worker print the ticket once more.",
        "How often does your code call `enqueue` for one ticket?",
    ),
    Diagnosis(
        "ticket-not-by-key",
        "a ticket that the worker cannot look up",
        "The worker reads the row by its primary key. What came in this place is something else.",
        "Which attribute of every row is its primary key? Print it for this ticket.",
        "21",
        CARRIES,
    ),
    Diagnosis(
        "moment-not-iso",
        "a moment in another form",
        "The worker reads the moment of the sale in ISO form, and finds another text here, or none.",
        "A datetime has a method for this form. What is its name?",
        "21",
        CARRIES,
    ),
    Diagnosis(
        "moment-without-zone",
        "a moment without its zone",
        "The text says a time of day, and not in which zone. Without a zone, half past nine is another moment in "
        "each country.",
        "Print `ticket.booked` and your text. What is missing at the end?",
    ),
    Diagnosis(
        "moment-without-time",
        "a day without its time",
        "The text says a day only. Many tickets are sold on one day, and the printer wants the moment.",
        "Print `ticket.booked` and your text. Which part of it is not there?",
    ),
    Diagnosis(
        "another-moment",
        "another moment than that of the sale",
        "The message tells a moment, and it is not when this ticket was sold. A ticket may wait for days before it "
        "is printed.",
        "Which attribute of the ticket is the moment of its sale?",
    ),
    Diagnosis(
        "message-refused-caught",
        "a refused message that nobody hears of",
        "`enqueue` refused what you gave it, and your code caught the error. So no message left, and nobody "
        "knows.",
        "Which of your arguments cannot travel? Change it, and you need no `except`.",
        "21",
        CARRIES,
        misconceptions=(112,),
    ),
    Diagnosis(
        "receipt-not-returned",
        "the receipt is lost",
        "`enqueue` gives a receipt, with which the page can ask later what became of the work. Your "
        "function returns something else.",
        "What does `enqueue` return? Pass that on.",
    ),
)


@dataclass(frozen=True)
class Ordered:
    """One ticket, what was sent for it, and what the answer returned."""

    key: int
    booked: datetime
    messages: tuple[Message, ...]
    called: int
    receipt: bool
    result: Any
    is_plan: bool
    refused: str


def _order(answer: Any, stage: Stage) -> list[Ordered]:
    from minisite.booking import desk

    seen = []
    stage.expect_blocking()  # it is plain code, for a thread
    with office() as (ada, train):
        tickets = [desk.book(train, None, ada, "Ada") for _ in range(3)]
        for ticket in tickets[1:]:
            ticket.booked -= timedelta(days=2)  # so it was not sold just now
            ticket.save()
            queue = Queue()
            stage.lend(print_ticket=queue)
            result = answer(ticket)
            seen.append(
                Ordered(
                    ticket.pk,
                    ticket.booked,
                    tuple(queue.sent),
                    queue.called,
                    any(result is each for each in queue.receipts),
                    None if plan_of(result) else result,
                    plan(result),
                    queue.refused,
                )
            )
    return seen


def plan_of(result: Any) -> bool:
    return type(result).__name__ == "coroutine"


def _sends(evidence: Evidence) -> Finding:
    expected = "One message for one ticket."
    for order in evidence.result:
        if order.is_plan:
            return was_a_plan(evidence, expected)
        if not order.messages:
            if order.called:
                return missed("Your function called the work itself.", expected, "done-in-the-page")
            if order.refused:
                did = f"`enqueue` raised `{order.refused}`, and no message left."
                return missed(did, expected, "message-refused-caught")
            return missed("Your function sent no message.", expected, "no-message")
        if len(order.messages) > 1:
            did = f"One ticket, {count(len(order.messages), 'message')}."
            return missed(did, expected, "message-again")
    return met("One message left for each ticket.")


def _carries(evidence: Evidence) -> Finding | None:
    for order in evidence.result:
        if len(order.messages) != 1:
            return None
        (message,) = order.messages
        if isinstance(message.ticket, bool) or str(message.ticket) != str(order.key):
            did = f"The message says {shown(message.ticket)} for the ticket."
            return missed(did, f"Its primary key, {order.key}.", "ticket-not-by-key")
        if bad := _bad_moment(message.booked, order.booked):
            did = f"The message says {shown(message.booked)} for the moment of the sale."
            return missed(did, f"{shown(order.booked.isoformat())}.", bad)
    return met("The message carries the ticket's key and the moment of its sale.")


def _bad_moment(text: Any, booked: datetime) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return "moment-not-iso"
    if len(text) <= len("2026-05-01"):
        return "moment-without-time"
    if moment.tzinfo is None:
        return "moment-without-zone"
    return "" if abs((moment - booked).total_seconds()) < 1 else "another-moment"


def _receipt(evidence: Evidence) -> Finding | None:
    for order in evidence.result:
        if len(order.messages) != 1:
            return None
        if not order.receipt:
            did = f"You returned {shown(order.result)}."
            return missed(did, "The receipt that `enqueue` gave.", "receipt-not-returned")
    return met("You returned the receipt.")


ORDER_PRINT = Task(
    name="order_print",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("two tickets", _order, prepare=prepare),),
    requirements=(
        Requirement("Sends one message for a ticket", _sends),
        Requirement("The message carries what the worker reads", _carries),
        Requirement("Returns the receipt", _receipt),
    ),
    hints=(
        "Two arguments go into the message. Which of them could you write on a postcard?",
        "A worker can find a row again by its primary key. And a datetime has a method that writes it as "
        "text in ISO form.",
        "Send `ticket.pk` in place of `ticket`, and `ticket.booked.isoformat()` for the moment.",
    ),
    why=(
        "A message is JSON, so it holds numbers and texts. The primary key is enough: the worker reads the "
        "row, and sees it as it is then."
    ),
    reflect="Before you go on, say why a fresh row is better for the worker than a copy.",
)
