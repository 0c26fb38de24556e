"""`fastest`: the first answer counts, and the other questions end."""

from __future__ import annotations

from collections import Counter
from typing import Any

import nightline.checks.stopping.fastest_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.stopping import SET
from nightline.checks.stopping.lines import GOODBYE, End, Lines, listed
from nightline.checks.stopping.reading import returns_in_finally
from nightline.judging.evidence import Evidence
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

# The winner is neither the first, nor the last, nor the cheapest. The next one is far behind.
OFFERS = {
    "Fjord": Offer(0.9, 118),
    "Jura": Offer(0.8, 49),
    "Kestrel": Offer(0.2, 168),
    "Aurora": Offer(1.2, 89),
}
OTHER = {"Helvet": Offer(0.7, 29), "Isar": Offer(0.6, 76), "Lumen": Offer(0.137, 54)}
ALONE = {"Garonne": Offer(0.1, 83)}
LEAVES = 0.1
# Turns of one task: a wait needs one, a loop that looks again and again needs many.
MOST_TURNS = 14


async def _four(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OFFERS).watch(list(OFFERS))


async def _three(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OTHER).watch(list(OTHER))


async def _one(answer: Any, stage: Stage) -> End:
    return await Lines(stage, ALONE).watch(list(ALONE))


async def _leaves(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OFFERS).watch(list(OFFERS), leave=LEAVES)


def _asks_all(evidence: Evidence) -> Finding:
    asked = {call.who for call in evidence.calls}
    together = sum(call.start == 0 for call in evidence.calls)
    expected = f"{len(OFFERS)} questions open at once."
    if len(evidence.calls) > len(asked):
        did = f"{count(len(evidence.calls), 'question')} were sent to {len(asked)} carriers."
        later = evidence.calls[-1].start > 0
        return missed(did, expected, "asked-winner-again" if later else "asked-twice", in_time=True)
    if not evidence.calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    if together < len(OFFERS):
        did = f"You have {len(OFFERS)} carriers, and began with {count(together, 'question')}."
        key = "one-by-one" if len(asked) == len(OFFERS) else "not-all-asked"
        return missed(did, expected, key, in_time=True)
    return met(f"{count(together, 'question')} open at once.")


def _returns_at_once(evidence: Evidence) -> Finding:
    end: End = evidence.result
    offers = _offers(evidence)
    name = _winner(offers)
    first = offers[name].delay
    turns = max(Counter(step.task for step in evidence.steps).values(), default=0)
    if turns > MOST_TURNS:
        did = f"{name} answered at {seconds(first)}. One task of yours ran {turns} times."
        return missed(did, "One wait.", "looked-again-and-again", in_time=True)
    # Who waits for one goodbye after another is slower, and right.
    latest = first + GOODBYE * (len(offers) - 1) + ROUNDING
    if end.at > latest or any(at > first + ROUNDING for at in end.heard[:1]):
        did = f"{name} answered at {seconds(first)}, and {end.way}."
        expected = f"It ends at {seconds(first + GOODBYE)}, when the others have said goodbye."
        return missed(did, expected, "waited-for-more", in_time=True)
    return met(f"The first answer came at {seconds(first)}, and {end.way}.")


def _is_first(evidence: Evidence) -> Finding:
    end: End = evidence.result
    offers = _offers(evidence)
    name = _winner(offers)
    wanted, got = (name, offers[name].answer), end.returned
    nameless = type(got) is tuple and len(got) == 2 and str(got[0]).startswith("Task-")
    if got == wanted[1] or nameless:
        did = f"You returned {shown(got)}, without the name of a carrier."
        return missed(did, f"{shown(wanted)}.", "first-without-name")
    if got != wanted and got in [(one, offer.answer) for one, offer in offers.items()]:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "not-the-first")
    return compare(Evidence(evidence.trial, result=got, given=evidence.given), wanted)


def _offers(evidence: Evidence) -> dict[str, Offer]:
    return {"three carriers": OTHER, "one carrier": ALONE}.get(evidence.trial, OFFERS)


def _winner(offers: dict[str, Offer]) -> str:
    return min(offers, key=lambda one: offers[one].delay)


def others_ended(evidence: Evidence) -> Finding:
    """No question is open in the moment in which the answer ends."""
    end: End = evidence.result
    expected = "No question is open any more."
    if end.open:
        did = f"When your function ended, {listed(end.open)} "
        did += f"{'was' if len(end.open) == 1 else 'were'} still being asked."
        key = "not-all-stopped" if end.heard else "others-go-on"
        key = "cancelled-not-waited-for" if end.told else key
        return missed(did, expected, key, in_time=True)
    return met("No question was open when your function ended.")


def ends_when_cancelled(evidence: Evidence) -> Finding:
    """The traveller leaves: the answer ends as cancelled, and its questions with it."""
    end: End = evidence.result
    expected = "It ends as cancelled, and no question is open."
    if end.open:
        did = f"The traveller left, and your function ended at {seconds(end.at)}. "
        did += f"{listed(end.open)} {'was' if len(end.open) == 1 else 'were'} still being asked."
        key = "not-all-stopped" if end.heard else "race-goes-on"
        return missed(did, expected, "cancelled-not-waited-for" if end.told else key)
    if not end.cancelled:
        did = f"The traveller left, and your function returned {shown(end.returned)}."
        returns = returns_in_finally(evidence.source)
        return missed(did, expected, "finally-with-return" if returns else "swallowed-cancel")
    return met("Cancelled, it stopped its questions and ended.")


FASTEST = Task(
    name="fastest",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial("four carriers", _four),
        Trial("three carriers", _three),
        Trial("one carrier", _one),
        Trial("the traveller leaves", _leaves),
    ),
    requirements=(
        Requirement("Asks all carriers at once", _asks_all, "four carriers"),
        Requirement("Ends with the first answer", _returns_at_once, "four carriers"),
        Requirement("Returns name and price of the first", _is_first, "four carriers"),
        Requirement("The other questions have ended", others_ended, "four carriers"),
        Requirement("Holds for other carriers too", _is_first, "three carriers"),
        Requirement("Ends with the first answer there too", _returns_at_once, "three carriers"),
        Requirement("Holds for one carrier too", _is_first, "one carrier"),
        Requirement(
            "Stops its questions when it is cancelled", ends_when_cancelled, "the traveller leaves"
        ),
    ),
    hints=(
        "You need four things: one task a carrier, a wait for the first, a signal to the others, and "
        "a wait for their end. Which of them do you have?",
        "A dict from each task to the name of its carrier can be given to `asyncio.wait` too: it "
        "takes the keys.",
        "Your function may be cancelled while it waits. Which statement runs the signals in that "
        "case as well?",
        "`done, _ = await asyncio.wait(names, return_when=asyncio.FIRST_COMPLETED)` inside `try`. In "
        "`finally`: cancel every task, then `await asyncio.gather(*names, return_exceptions=True)`.",
    ),
    why=(
        "`cancel` on a task that is done does nothing, so the `finally` may cancel all of them. It "
        "runs with an answer, with an error, and when the function itself is cancelled. The "
        "`gather` in it waits until every question has really ended."
    ),
    reflect="Before you go on, say what `gather` raises for tasks that were cancelled, when it has "
    "no `return_exceptions=True`.",
)
