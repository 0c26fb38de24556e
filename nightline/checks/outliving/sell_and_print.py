"""`sell_and_print`: a message that leaves when the sale is committed, and only then."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.outliving import SET
from nightline.checks.outliving import commit_mistakes as commit_mistakes
from nightline.checks.outliving.office import (
    Message,
    Queue,
    line_with,
    office,
    plan,
    prepare,
    sold_outside,
    was_a_plan,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

REFUSED = "The card was refused."
ALONE, BAD, FAMILY = "a good card", "a refused card", "a family"
FAMILY_BAD, GOES_ON = "a family, third card refused", "a family, the caller goes on"
CARDS = {ALONE: "+", BAD: "-", FAMILY: "+++", FAMILY_BAD: "++-", GOES_ON: "+-+"}


@dataclass
class Seen:
    """What one scene showed.

    Attributes:
        during: messages that left before the caller's transaction was over.
        charged: for each charge, whether other connections saw the ticket already.
        errors: what the calls raised.
        tickets: how often `charge` got a ticket.
        left: the primary keys of the tickets that were sold in the end.
    """

    sales: int
    results: list[Any] = field(default_factory=list)
    errors: list[BaseException | None] = field(default_factory=list)
    charged: list[bool] = field(default_factory=list)
    tickets: int = 0
    during: int = 0
    messages: list[Message] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    called: int = 0
    is_plan: bool = False
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    wanted: list[tuple[Any, ...]] = field(default_factory=list)


class Till:
    """One scene: cards, the queue, and the sales."""

    def __init__(self, answer: Any, ada: Any, train: int, cards: str) -> None:
        self.answer, self.ada, self.train, self.cards = answer, ada, train, cards
        self.queue, self.seen = Queue(), Seen(len(cards))

    def sell(self, number: int) -> None:
        """One sale; `cards` says for each whether its card is good ("+") or refused ("-")."""
        seen, name = self.seen, f"Traveller {number}"

        def charge(ticket: Any) -> None:
            is_ticket = type(ticket).__name__ == "Booking"
            seen.tickets += is_ticket
            seen.charged.append(is_ticket and sold_outside(ticket))
            if self.cards[number] == "-":
                raise ConnectionError(REFUSED)

        try:
            result = self.answer(self.train, self.ada, name, charge)
        except ConnectionError as error:
            if str(error) != REFUSED:
                raise
            seen.errors.append(error)
            raise
        seen.errors.append(None)
        seen.is_plan = plan(result) or seen.is_plan
        seen.results.append(result)
        berth = getattr(result, "berth", None)
        train = getattr(berth, "departure_id", None)
        who = getattr(result, "traveller_id", None), getattr(result, "passenger", None)
        seen.facts.append((train, *who))
        seen.wanted.append((self.train, self.ada.pk, name))


def _play(answer: Any, stage: Stage) -> dict[str, Seen]:
    """All scenes, in one database."""
    seen = {}
    with office() as (ada, train):
        for name, cards in CARDS.items():
            till = Till(answer, ada, train, cards)
            stage.lend(print_ticket=till.queue)
            seen[name] = _scene(till, family=len(cards) > 1, goes_on=name == GOES_ON)
            if seen[name].is_plan:
                break
    return seen


def _scene(till: Till, *, family: bool, goes_on: bool) -> Seen:
    """Sell with these cards: alone, or as a family, whose caller may go on after a refused card."""
    from django.db import transaction

    from minisite.booking.models import Booking

    before = set(Booking.objects.values_list("pk", flat=True))

    def sell_all() -> None:
        for number in range(len(till.cards)):
            try:
                till.sell(number)
            except ConnectionError:
                if not goes_on:
                    raise

    with contextlib.suppress(ConnectionError):
        if family:
            with transaction.atomic():
                sell_all()
                till.seen.during = len(till.queue.sent)
        else:
            sell_all()
    seen = till.seen
    seen.messages, seen.called = till.queue.sent, till.queue.called
    after = Booking.objects.values_list("pk", flat=True).order_by("pk")
    seen.left = [key for key in after if key not in before]
    return seen


def _good(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result[ALONE]
    expected = "The `Booking` that the desk made."
    if seen.is_plan:
        return was_a_plan(expected)
    (result,) = seen.results or (None,)
    if seen.errors and seen.errors[0]:
        return missed("The card was good, and an error came out.", expected, "good-card-failed")
    if not seen.left:
        return missed("Afterwards no ticket was sold.", "One ticket is sold.", "nothing-was-sold")
    if len(seen.left) > 1:
        did = f"One call sold {count(len(seen.left), 'ticket')}."
        return missed(did, "One ticket.", "more-than-one-sold")
    if result is None:
        return missed("You returned `None`.", expected, "nothing-returned")
    if getattr(result, "pk", None) != seen.left[0]:
        return missed(f"You returned {shown(result)}.", expected, "not-the-booking")
    if seen.facts != seen.wanted:
        did = "The train, the traveller or the name on the ticket is another one."
        return missed(did, "As the caller said.", "another-sale")
    return met("One ticket was sold.")


def _charge(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result[ALONE]
    if seen.is_plan:
        return None
    expected = "One charge, while nobody else can see the ticket."
    if not seen.charged:
        return missed("The card was never charged.", expected, "never-charged")
    if len(seen.charged) > 1:
        did = f"The card was charged {len(seen.charged)} times."
        return missed(did, expected, "charged-again")
    if not seen.tickets:
        return missed(
            "`charge` got something else than the ticket.", expected, "charge-got-no-ticket"
        )
    if seen.charged[0]:
        did = "When the card was charged, all others saw the ticket as sold."
        key = "charged-after-commit" if "on_commit(" in _charging(evidence) else "sold-before-paid"
        return missed(did, expected, key)
    return met("The card was charged once, inside the transaction.")


def _charging(evidence: Evidence) -> str:
    return "\n".join(line for line in evidence.source.splitlines() if "charge" in line)


def _told(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result[ALONE]
    if seen.is_plan or not seen.left:
        return None
    expected = "One message, after the commit."
    if not seen.messages:
        if seen.called:
            return missed("You called the work itself.", expected, "done-in-the-page")
        return missed("The sale is committed, and no message left.", expected, "never-told")
    if seen.messages[0].early:
        did = f"{line_with(evidence, 'enqueue')} sent the message while the transaction was open."
        handed = "on_commit(" in evidence.source
        return missed(did, expected, "told-at-once" if handed else "told-inside")
    if len(seen.messages) > 1:
        did = f"One ticket, {count(len(seen.messages), 'message')}."
        return missed(did, expected, "message-again")
    return _right_key(seen)


def _right_key(seen: Seen) -> Finding:
    for message, key in zip(seen.messages, seen.left, strict=False):
        if str(message.ticket) != str(key):
            did = f"The message says {shown(message.ticket)} for the ticket."
            return missed(did, f"Its primary key, {key}.", "ticket-not-by-key")
    return met("The message left after the commit.")


def _refused(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(BAD)
    if seen is None:
        return None
    expected = "No ticket, no message, and the ConnectionError comes out."
    if seen.messages:
        did = "The card was refused, and a message left."
        return missed(did, expected, "told-inside")
    if seen.left:
        return missed("The card was refused, and the ticket is sold.", expected, "sold-unpaid")
    if not seen.errors or seen.errors[0] is None:
        did = "The card was refused, and your function raised nothing."
        return missed(did, expected, "refused-card-hidden")
    return met("A refused card leaves nothing behind.")


def _family(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(FAMILY)
    if seen is None:
        return None
    expected = "No message before the caller's transaction is committed, then three."
    if seen.during or any(message.early for message in seen.messages):
        did = (
            f"{count(max(seen.during, 1), 'message')} left while the caller's transaction was open."
        )
        return missed(did, expected, "told-before-the-caller")
    if len(seen.messages) != 3:
        did = f"Three tickets were sold, and {count(len(seen.messages), 'message')} left."
        return missed(did, expected, "never-told" if len(seen.messages) < 3 else "message-again")
    return _right_key(seen)


def _family_refused(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(FAMILY_BAD)
    if seen is None:
        return None
    if seen.messages:
        did = "The caller rolled back, and "
        did += f"{count(len(seen.messages), 'message')} had left."
        return missed(did, "No message.", "told-before-the-caller")
    if seen.left:
        did = f"The caller rolled back, and {count(len(seen.left), 'ticket')} stayed."
        return missed(did, "No ticket.", "sold-unpaid")
    return met("A family with a refused card: no ticket, no message.")


def _goes_on(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(GOES_ON)
    if seen is None:
        return None
    expected = "The first and the third ticket are sold, with a message each."
    if len(seen.left) > 2:
        did = "The second card was refused, the caller went on, and three tickets are sold."
        return missed(did, expected, "sold-unpaid")
    if len(seen.left) < 2 or len(seen.messages) != 2:
        did = f"{count(len(seen.left), 'ticket')} sold, {count(len(seen.messages), 'message')}."
        return missed(did, expected, "more-than-its-own-undone")
    return _right_key(seen)


SELL_AND_PRINT = Task(
    name="sell_and_print",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial("five sales", _play, prepare=prepare),),
    requirements=(
        Requirement("Sells the berth and returns the ticket", _good),
        Requirement("Charges the card before the sale is final", _charge),
        Requirement("The message leaves after the commit", _told),
        Requirement("A refused card leaves nothing behind", _refused),
        Requirement("Waits for the caller's transaction", _family),
        Requirement("The caller's rollback leaves nothing behind", _family_refused),
        Requirement("A refused card undoes its own sale only", _goes_on),
    ),
    hints=(
        "Three things must be undone together when the card is refused. Which of them can a database undo, and "
        "which one not?",
        "The sale and the charge stand in one `transaction.atomic()` block. The message must not.",
        "Django calls a function for you when the *outermost* transaction is committed. Hand it over inside "
        "the block.",
        "`transaction.on_commit(lambda: print_ticket.enqueue(ticket.pk))`, inside the block.",
    ),
    why=(
        "A rollback undoes rows, and no messages. `on_commit` joins the two: it calls the function when "
        "the outermost transaction is committed, and forgets it when its own block is rolled back."
    ),
    reflect="Before you go on, say what happens to the traveller if the server is killed between the commit and the message.",
)
