"""`all_or_nothing`: after the first error no request is sent, and none is open."""

from __future__ import annotations

import asyncio
from typing import Any

import nightline.checks.derailed.journey_mistakes
import nightline.checks.derailed.journey_slips  # noqa: F401  (both register their diagnoses)
from nightline.checks.derailed import SET
from nightline.checks.derailed.endings import (
    Ending,
    OnStrike,
    SoldOut,
    is_theirs,
    name_of,
    of_value,
    single_errors,
    theirs,
    watch,
)
from nightline.judging.evidence import Call, Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

GOOD = "every leg succeeds"
NO_BERTH = "a carrier has no berth"
NO_TICKET = "a carrier prints no ticket"
# Berth and ticket of each leg: delay and answer. No two requests end at the same moment, and the
# slowest berth and the slowest ticket belong to different legs.
BERTHS = {"Danube": (0.1, 31), "Corvo": (0.2, 7), "Lumen": (0.3, 52), "Helvet": (0.45, 18)}
TICKETS = {
    "Danube": (0.33, "D-4410"),
    "Corvo": (0.17, "C-0932"),
    "Lumen": (0.21, "L-7781"),
    "Helvet": (0.15, "H-2056"),
}
FAILS = "Corvo"


def _offers(table: dict[str, tuple[float, Any]], error: Exception | None) -> dict[str, Offer]:
    offers = {name: Offer(*entry) for name, entry in table.items()}
    if error is not None:
        offers[FAILS] = Offer(table[FAILS][0], theirs(error))
    return offers


async def _travel(answer: Any, stage: Stage) -> Ending:
    no_berth = SoldOut(FAILS) if stage.name == NO_BERTH else None
    no_ticket = OnStrike(FAILS) if stage.name == NO_TICKET else None
    berths = stage.carriers(_offers(BERTHS, no_berth), "find_berth")
    tickets = stage.carriers(_offers(TICKETS, no_ticket), "print_ticket")
    return await watch(stage, list(berths), [berths, tickets])


WANTED = [(BERTHS[name][1], TICKETS[name][1]) for name in BERTHS]
REPRS = sorted(map(repr, WANTED))
LONGEST = max(BERTHS[name][0] + TICKETS[name][0] for name in BERTHS)
TOTAL = sum(BERTHS[name][0] + TICKETS[name][0] for name in BERTHS)
ROUNDS = max(delay for delay, _ in BERTHS.values()) + max(delay for delay, _ in TICKETS.values())


def _returns_pairs(evidence: Evidence) -> Finding:
    got = evidence.result.value
    expected, did = f"{shown(WANTED)}.", f"You returned {shown(got)}."
    if not isinstance(got, list | tuple):
        return compare(of_value(evidence), WANTED)
    parts = [part for one in got for part in (one if isinstance(one, list | tuple) else [one])]
    futures = [part for part in parts if isinstance(part, asyncio.Future)]
    if futures:
        did = f"You returned {count(len(futures), 'object')} of type `{type(futures[0]).__name__}`."
        return missed(did, expected, "tasks-for-results")
    if key := _other_form(got):
        return missed(did, expected, key)
    return compare(of_value(evidence), WANTED)


def _other_form(got: Any) -> str:
    """The key for right answers in another form; empty when they are not that."""
    berths, tickets = [pair[0] for pair in WANTED], [pair[1] for pair in WANTED]
    rows = [tuple(one) if isinstance(one, list) else one for one in got]
    if rows == WANTED and got != WANTED:
        return "lists-for-pairs"
    if rows in ([tuple(berths), tuple(tickets)], [tuple(tickets), tuple(berths)]):
        return "berths-then-tickets"
    if rows in (berths, tickets, berths + tickets):
        return "half-of-each-pair"
    if not all(isinstance(one, tuple) for one in rows):
        return ""
    if [pair[::-1] for pair in rows] == WANTED:
        return "ticket-before-berth"
    if len(rows) < len(WANTED) and set(rows) < set(WANTED):
        return "legs-missing"
    return "legs-out-of-order" if rows != WANTED and sorted(map(repr, rows)) == REPRS else ""


def _legs_together(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    expected = f"All legs together, each at its own speed: {seconds(LONGEST)}."
    most = evidence.most_in_flight
    did = f"Never more than {count(most, 'request')} {'was' if most == 1 else 'were'} open. {seconds(ending.at)}."
    calls = len(evidence.calls)
    if not calls:
        return missed("You asked no carrier.", "Two requests for each leg.", "asked-nobody")
    if calls != 2 * len(BERTHS):
        did = f"You sent {count(calls, 'request')}."
        return missed(did, "Two requests for each leg.", "another-number-of-requests")
    early = _ticket_before_berth(evidence)
    if early:
        did = f"{early} was asked for a ticket before its berth was known."
        return missed(did, expected, "ticket-without-berth", in_time=True)
    if most == 1 or ending.at > TOTAL - ROUNDING:
        did = f"You asked for one leg after another. {did}"
        return missed(did, expected, "legs-awaited-in-turn", in_time=True)
    if abs(ending.at - ROUNDS) < ROUNDING:
        did = f"All berths came first, and then all tickets. {seconds(ending.at)}."
        return missed(did, expected, "in-two-rounds", in_time=True)
    if ending.at > LONGEST + ROUNDING:
        return missed(did, expected, "legs-not-together", in_time=True)
    return met(f"{count(most, 'request')} open at once, {seconds(ending.at)}.")


def _ticket_before_berth(evidence: Evidence) -> str:
    """The first carrier that was asked for its ticket before its berth was known."""
    berths, tickets = evidence.result.requests
    known = {call.who: call.end for call in berths if call.end is not None}
    early = [call.who for call in tickets if call.start < known.get(call.who, float("inf"))]
    return early[0] if early else ""


def _asked_again(evidence: Evidence) -> bool:
    """Whether the carrier that failed was asked the same once more."""
    failed = [[c.who for c in calls if c.who == FAILS] for calls in evidence.result.requests]
    return any(len(calls) > 1 for calls in failed)


def _stops(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    failed = next((call for call in evidence.calls if call.outcome == "failed"), None)
    if failed is None or failed.end is None:
        did = f"Your function ended at {seconds(ending.at)}, before {FAILS} could answer."
        return missed(did, "Every leg is asked.", "ended-early")
    at = failed.end
    expected = "No request after the failure. Nothing left running."
    late = [call for call in evidence.calls if call.start > at]
    did = f"{FAILS} failed at {seconds(at)}"
    if ending.error is None:
        did += f", and your function returned {shown(ending.value)} at {seconds(ending.at)}."
        return missed(did, f"The `{_kind(evidence)}` leaves your function.", "failure-hidden")
    if not all(map(is_theirs, single_errors(ending.error))):
        did += f", and your function raised {name_of(ending.error)}."
        expected = f"The `{_kind(evidence)}` leaves your function."
        return missed(did, expected, "error-replaced")
    passed = f"you passed {name_of(ending.error)} on"
    if ending.at > at + ROUNDING:
        did += f". At {seconds(ending.at)} {passed}."
        did += f" {_requests(late)} sent in between."
        if _asked_again(evidence):
            return missed(did, expected, "failed-carrier-asked-again", in_time=True)
        if not late:
            return missed(did, expected, "waited-to-fail", in_time=True)
        key = "errors-read-late" if "return_exceptions" in evidence.source else "error-heard-late"
        return missed(did, expected, key, in_time=True)
    did += f" and {passed}."
    if late:
        did += f" {_requests(late)} sent after that."
        return missed(did, expected, "others-went-on", in_time=True)
    if ending.open or ending.running:
        still = len(ending.open) or ending.running
        did += f" {count(still, 'request')} {'was' if still == 1 else 'were'} still open."
        cancelled = [call for call in evidence.calls if call.outcome == "cancelled"]
        key = "cancelled-not-awaited" if cancelled else "others-went-on"
        return missed(did, expected, key, in_time=True)
    return met(f"{did} No request was sent after that, and none was open.")


def _requests(calls: list[Call]) -> str:
    return f"{count(len(calls), 'new request')} {'was' if len(calls) == 1 else 'were'}"


def _kind(evidence: Evidence) -> str:
    return "SoldOut" if evidence.trial == NO_BERTH else "OnStrike"


ALL_OR_NOTHING = Task(
    name="all_or_nothing",
    set=SET,
    level="core",
    minutes=12,
    trials=tuple(Trial(name, _travel) for name in (GOOD, NO_BERTH, NO_TICKET)),
    requirements=(
        Requirement("Returns berth and ticket of each leg", _returns_pairs, GOOD),
        Requirement("The legs run together", _legs_together, GOOD),
        Requirement("Stops everything when a carrier has no berth", _stops, NO_BERTH),
        Requirement("Stops everything when a carrier prints no ticket", _stops, NO_TICKET),
    ),
    hints=(
        "One leg takes two steps, one after the other. How would you write a coroutine function "
        "for a single leg?",
        "All legs run together, and one error must stop the others. Which row of the lesson's "
        "table is that?",
        "Start the tasks inside `async with asyncio.TaskGroup() as group:` and keep them in a "
        "list. When may you read their results?",
        "`tasks = [group.create_task(leg(carrier)) for carrier in carriers]`. Below the block, "
        "each of them is done and has a `result()`.",
    ),
    why=(
        "The group starts all legs, and each goes on as soon as its berth is known. When one leg "
        "fails, the group cancels the others, waits until they have ended, and only then lets the "
        "error out. Below the block every task is done, so `result()` need not wait."
    ),
    reflect="Before you go on, say which requests a carrier may have answered before the failure.",
)
