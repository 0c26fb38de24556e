"""`book_both`: two trains or none, in one transaction that writes first, in one hop."""

from __future__ import annotations

import dataclasses
from typing import Any

from nightline.checks.court import SET
from nightline.checks.court import journey_mistakes as journey_mistakes  # used by their names
from nightline.checks.court.book_trials import (
    AGAIN,
    BOTH,
    CROWD,
    MANY_FREE,
    MOST,
    Tried,
    in_a_crowd,
    on_the_site,
    with_failing_writes,
)
from nightline.checks.court.journeys import BACK, IN_LINE, PRICES, THERE, Answer
from nightline.checks.orm.crowd import Crowd, calls_locks
from nightline.checks.orm.desk_mistakes import everything_or_nothing, nobody_meets_errors
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

SITE, MANY, BROKEN = "on the site", "a crowd", "a failing write"


def _is_awaited(evidence: Evidence) -> Finding:
    if not evidence.result:
        did = "Your view is a plain `def`, so Django runs it in a thread of its own."
        return missed(did, "An `async def` view, which Django awaits.", "view-in-a-thread")
    return met("Django awaited your view.")


def _sells(evidence: Evidence) -> Finding | None:
    price = price_of_both()
    wanted: dict[str, tuple[int, dict[str, Any]]] = {
        "ada": (200, {"there": 4, "back": 1, "price": price}),
        AGAIN: (409, {"error": f"Train {BACK} is sold out."}),
    }
    answers: list[Answer] = evidence.result
    for answer in answers:
        if answer.who in wanted and (found := _answer(evidence, answer, *wanted[answer.who])):
            return found
    return met("One journey was sold. The second was not, and nothing of it.") if answers else None


def price_of_both() -> int:
    """What a journey costs, in euro."""
    return sum(PRICES.values())


def _answer(
    evidence: Evidence, answer: Answer, status: int, body: dict[str, Any]
) -> Finding | None:
    assert answer.after is not None
    both = status == 200
    who = "The next traveller came, and " if answer.who == AGAIN else "Ada came, and "
    who += "both trains had free berths. " if both else f"train {BACK} was sold out. "
    expected = f"Status {status} with {shown(body)}."
    if not both and answer.sold != (0, 0):
        did = f"{who}{count(sum(answer.sold), 'ticket')} more stayed in the table."
        inside = "atomic" in evidence.source and "except" in evidence.source
        key = "journey-caught-inside" if inside else "journey-half-sold"
        return missed(did, "No ticket.", key)
    did = f"{who}You answered {answer.status} with {shown(answer.body)}."
    if both and answer.sold == (0, 0):
        key = "ticket-not-written" if answer.status == 200 else "journey-refused-too-early"
        return missed(f"{did} No ticket was written.", expected, key)
    if both and answer.sold != (1, 1):
        sold = f"{answer.sold[0]} there and {answer.sold[1]} back"
        return missed(f"{who}You sold {sold}.", "One there and one back.", "journey-half-sold")
    if both and answer.after.fares != tuple(PRICES.values()):
        did = f"{who}Afterwards the trains cost {' and '.join(map(str, answer.after.fares))} euro."
        expected = f"{' and '.join(map(str, PRICES.values()))} euro, as before."
        return missed(did, expected, "journey-fare-changed")
    if both and answer.after.owners != {answer.who}:
        return missed(did, f"Tickets for {answer.who}.", "ticket-for-another")
    if answer.status != status:
        return missed(did, expected, "journey-status")
    got = answer.body
    if got == body:
        return None
    if not isinstance(got, dict):
        return missed(did, expected, "wrong-result")
    if got.keys() != body.keys():
        return missed(did, expected, "wrong-key")
    if not both:
        return missed(did, expected, "journey-other-text")
    if not all(isinstance(value, int) for value in got.values()):
        return missed(did, expected, "wrong-type")
    if (got["there"], got["back"]) == (body["back"], body["there"]):
        return missed(did, expected, "journey-turned-round")
    if got["price"] != price_of_both():
        return missed(did, expected, "journey-price")
    others = {got[name] for name in ("there", "back") if got[name] != body[name]}
    return missed(
        did, expected, "journey-key-not-number" if others <= answer.after.keys else "wrong-result"
    )


def _guest(evidence: Evidence) -> Finding | None:
    guests = [answer for answer in evidence.result if answer.who == "a guest"]
    if not guests:
        return None
    (guest,) = guests
    wanted = {"error": "Please sign in."}
    if guest.status != 401 or guest.body != wanted or guest.sold != (0, 0):
        did = f"A guest came. You answered {guest.status}"
        did += f" with {shown(guest.body, 60)}." if guest.body else "."
        return missed(did, f"Status 401 with {shown(wanted)}.", "journey-guest-served")
    return met("A guest was asked to sign in.")


def _crowd_served(evidence: Evidence) -> Finding | None:
    crowd: Crowd | None = evidence.result
    if crowd is None:
        return None
    if found := nobody_meets_errors(crowd, MOST, ()):
        return found
    statuses = [answer.status for answer in crowd.outcomes]
    there, back = len(crowd.tickets), crowd.price
    did = f"{CROWD} travellers, {len(MANY_FREE[THERE])} berths there and {MOST} back. "
    did += f"{there} sold there, {back} back, and {statuses.count(200)} read that they have both."
    expected = f"{MOST} sold there, {MOST} back, and {MOST} read so."
    if (there, back, statuses.count(200)) == (MOST, MOST, MOST):
        return met(did)
    if there > back:
        return missed(did, expected, "journey-half-sold")
    if back < MOST:
        return missed(did, expected, "journey-refused-too-early")
    return missed(did, expected, "journey-status")


def _one_hop(evidence: Evidence) -> Finding | None:
    tried: Tried = evidence.result
    hops = tried.first.hops
    if tried.first.value is None:
        return None
    if hops > 1:
        return missed(f"Your view made {hops} hops.", "1 hop.", "journey-one-hop-more")
    return met(f"Your view made {count(hops, 'hop')}.")


def _order(evidence: Evidence) -> Finding | None:
    tried: Tried = evidence.result
    order = tried.first.order
    if not order or not order.writes:
        return None
    line = tried.lines[0]
    if order.outside:
        did = f"{order.outside} of {count(order.writes, 'write')} stood in no transaction."
        return missed(did, "All writes in one transaction.", "writes-outside")
    if line.reads_first:
        did = "The first query of your transaction reads."
        key = (
            "journey-lock-not-taken" if calls_locks(evidence.source) else "transaction-reads-first"
        )
        return missed(did, "Its first query writes, or locks.", key)
    lacks = [train for _, train in IN_LINE - line.held]
    if line.unknown or not lacks:
        return met("The transaction has its place in the line before it looks.")
    if len(lacks) == 1:
        did = f"Before `sell` looks, your transaction has not changed or locked train {lacks[0]}."
        return missed(did, f"A place in the line of trains {THERE} and {BACK}.", "journey-one-line")
    did = "Before your transaction looks, it has not written to both trains."
    return missed(did, "Its first write is to both trains.", "first-write-elsewhere")


def _same_order(evidence: Evidence) -> Finding | None:
    tried: Tried = evidence.result
    if len(tried.lines) < 3:  # there were fewer writes than two
        return None
    turned, usual = (tried.lines[number].begins_with for number in (0, 2))
    if len(turned) == len(usual) == 1 and turned != usual:
        did = f"You take the place of the train `there` first: {BACK} on one trip, {THERE} on the other."
        return missed(did, "Both at once, or in an order that is the same.", "journey-crosswise")
    return met("Whoever travels the other way takes the places in the same order.")


def _closed(evidence: Evidence) -> Finding:
    if left := evidence.result.first.left_open:
        did = f"{count(left, 'connection')} that you opened was still open at the end."
        return missed(did, "No open connection.", "orm-connection-left")
    return met("No connection was left open.")


def _whole(evidence: Evidence) -> Finding | None:
    # A view may also try again, if in the end it has sold both and said so.
    failed = [each for each in evidence.result.failed if each.raised or each.changed != BOTH]
    tried = dataclasses.replace(evidence, result=failed)
    return everything_or_nothing(tried) if evidence.result.failed else None


BOOK_BOTH = Task(
    name="book_both",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(SITE, on_the_site, prepare=prepare),
        Trial(MANY, in_a_crowd, prepare=prepare),
        Trial(BROKEN, with_failing_writes, prepare=prepare),
    ),
    requirements=(
        Requirement("Django can await the view", _is_awaited, SITE),
        Requirement("Each traveller gets both trains, or none", _sells, SITE),
        Requirement("A guest is asked to sign in", _guest, SITE),
        Requirement("The transaction takes its place in the line before it looks", _order, BROKEN),
        Requirement(
            "A crowd meets no error page, and each berth has one owner", _crowd_served, MANY
        ),
        Requirement("Two travellers never wait for each other", _same_order, BROKEN),
        Requirement("If a write fails, nothing is changed", _whole, BROKEN),
        Requirement("The sale goes to a thread once", _one_hop, BROKEN),
        Requirement("No connection stays open", _closed, BROKEN),
    ),
    hints=(
        "Which lines must all happen, or none of them? Which lines must nobody come between?",
        "`sell` reads before it writes. So what must stand before the first `sell`, in the same "
        "transaction? Look at lesson 16: which row do all buyers of a train change?",
        "One plain function with `@transaction.atomic`: an update of both trains' `changes` with "
        '`F("changes") + 1`, then two calls of `sell`. The coroutine awaits `sync_to_async` of it.',
        "`try: there, back = await sync_to_async(sell_both)()` and `except SoldOut as error:` stand in the "
        "view, outside of the transaction. Before them: `await request.auser()`.",
    ),
    why=(
        "The update is the place in both lines, so what `sell` reads stays true. It takes them for every "
        "trip in the same way, so nobody waits in a circle. `SoldOut` leaves the transaction and undoes it."
    ),
    reflect="Before you go on, say what `sell` could see if it came before the update.",
)
