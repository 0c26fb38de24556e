"""`sell_and_print`: a message that leaves when the sale is committed, and only then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nightline.checks.outliving import SET
from nightline.checks.outliving import commit_mistakes as commit_mistakes
from nightline.checks.outliving.commit_scenes import (
    ALONE,
    BAD,
    FAMILY,
    FAMILY_BAD,
    GOES_ON,
    Seen,
    play,
)
from nightline.checks.outliving.office import line_with, prepare, was_a_plan
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.task import Task
from nightline.judging.trial import Trial


def _good(evidence: Evidence) -> Finding:
    seen: Seen = evidence.result[ALONE]
    expected = "The `Booking` that the desk made."
    if seen.is_plan:
        return was_a_plan(evidence, expected)
    (result,) = seen.results or (None,)
    if seen.errors and seen.errors[0]:
        error = seen.errors[0]
        says = f"{type(error).__name__}: {error}".removesuffix(": ")
        did = f"The card was good, and `{says}` came out."
        return missed(did, expected, "good-card-failed")
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
    if seen.messages[0].late:
        did = "A thread sent the message when your function had returned."
        return missed(did, expected, "told-by-a-thread")
    return _right_key(seen)


def _right_key(seen: Seen) -> Finding:
    told = sorted(str(message.ticket) for message in seen.messages)
    if set(told) < set(map(str, seen.left)):
        did = f"Tickets {listed(seen.left)} were sold. The messages are about {listed(told)}."
        return missed(did, "A message about each.", "ticket-read-late")
    for message, key in zip(seen.messages, seen.left, strict=False):
        if message.ticket is None:
            did = "The message carries no ticket."
            return missed(did, f"A primary key, {key}.", "message-empty")
        if str(message.ticket) != str(key):
            did = f"The message says {shown(message.ticket)} for the ticket."
            return missed(did, f"Its primary key, {key}.", "ticket-not-by-key")
    return met("The message left after the commit.")


def listed(keys: Sequence[Any]) -> str:
    """`5 and 6`."""
    return " and ".join(map(str, keys))


def _refused(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(BAD)
    if seen is None:
        return None
    expected = "No ticket, no message, and the ConnectionError comes out."
    if len(seen.charged) > 1:
        did = f"The card was refused, and you charged it {len(seen.charged)} times."
        return missed(did, expected, "charged-again")
    if seen.left:
        did = "The card was refused, and the ticket is sold."
        return missed(did, expected, "refusal-caught-inside")
    if seen.messages:
        did = "The card was refused, and a message left."
        return missed(did, expected, "told-inside")
    if not seen.errors or seen.errors[0] is None:
        did = "The card was refused, and your function raised nothing."
        return missed(did, expected, "refused-card-hidden")
    return met("A refused card leaves nothing behind.")


def _family(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(FAMILY)
    if seen is None:
        return None
    expected = "No message before the caller's transaction is committed, then two."
    if seen.during or any(message.early for message in seen.messages):
        did = (
            f"{count(max(seen.during, 1), 'message')} left while the caller's transaction was open."
        )
        return missed(did, expected, "told-before-the-caller")
    if len(seen.messages) != 2:
        did = f"Two tickets were sold, and {count(len(seen.messages), 'message')} left."
        return missed(did, expected, "never-told" if len(seen.messages) < 2 else "message-again")
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
        return missed(did, "No ticket.", "refusal-caught-inside")
    return met("A family with a refused card: no ticket, no message.")


def _goes_on(evidence: Evidence) -> Finding | None:
    seen: Seen | None = evidence.result.get(GOES_ON)
    if seen is None:
        return None
    expected = "The first and the third ticket are sold, with a message each."
    if len(seen.left) > 2:
        did = "The second card was refused, the caller went on, and three tickets are sold."
        return missed(did, expected, "refusal-caught-inside")
    if len(seen.left) < 2 or len(seen.messages) != 2:
        did = f"{count(len(seen.left), 'ticket')} sold, {count(len(seen.messages), 'message')}."
        return missed(did, expected, "more-than-its-own-undone")
    return _right_key(seen)


SELL_AND_PRINT = Task(
    name="sell_and_print",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial("five sales", play, prepare=prepare),),
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
