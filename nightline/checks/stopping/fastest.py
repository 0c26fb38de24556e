"""`fastest`: the first answer counts, and the other questions end."""

from __future__ import annotations

from typing import Any

from nightline.checks.stopping import SET
from nightline.checks.stopping.lines import GOODBYE, End, Lines, listed
from nightline.checks.stopping.texts import CANCEL, FINALLY, REST, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
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

_rest = about(REST)
register(
    _rest(
        "waited-for-more",
        "waiting after the first answer",
        "The first answer was there, and your function went on waiting. `gather` and a plain `wait` "
        "return when all are done, and a fixed time is only a guess.",
        "Which argument lets `asyncio.wait` return when one task is done?",
    ),
    _rest(
        "others-go-on",
        "questions that nobody stopped",
        "You had what you needed and returned. But the other tasks were not cancelled, so they "
        "go on, although nobody wants their answers.",
        "`wait` gives you two sets. What must happen to each task in the second one?",
        33,
    ),
    _rest(
        "cancelled-not-waited-for",
        "cancelled, and not waited for",
        "`cancel` is a request and returns at once. When your function returned, the others had "
        "not yet said goodbye to their carriers.",
        "What can you await that ends when all the cancelled tasks have ended?",
    ),
    about(CANCEL)(
        "awaited-what-it-cancelled",
        "a cancelled task that was awaited",
        "Whoever awaits a cancelled task gets its `CancelledError`. Here that was your function, so "
        "it ended too, and the answer was lost.",
        "How did the lesson wait for cancelled tasks without getting their errors?",
    ),
    about(FINALLY)(
        "race-goes-on",
        "questions that outlive their function",
        "The traveller left, and your function ended at its `await`. The lines behind that `await`, "
        "which should stop the questions, never ran.",
        "Where must these lines stand, so that they run however the wait ends?",
        30,
    ),
    _rest(
        "not-all-asked",
        "carriers that were not asked",
        "The fastest carrier can only win if it is asked. You do not know before who that is.",
        "Make one task for each carrier. Then wait for the first of them.",
    ),
    _rest(
        "first-without-name",
        "the price without its carrier",
        "A finished task knows its result, but not which carrier it asked.",
        "Where could you keep the name that belongs to each task?",
    ),
    _rest(
        "not-the-first",
        "another carrier than the first to answer",
        "The pair you returned is a real offer, but it is not the one that came first.",
        "Print `done`. What does `wait` tell you about it: its price, its place, or its time?",
    ),
)
know_error("CancelledError:", "awaited-what-it-cancelled", sets=SET, cell="def fastest")
know_error("CancelledError:", "awaited-what-it-cancelled", sets=SET, cell="def hedged")

# The winner is neither the first, nor the last, nor the cheapest. The next one is far behind.
OFFERS = {
    "Fjord": Offer(0.9, 118),
    "Jura": Offer(0.8, 49),
    "Kestrel": Offer(0.2, 168),
    "Aurora": Offer(1.2, 89),
}
FIRST = "Kestrel"
OTHER = {"Helvet": Offer(0.7, 29), "Isar": Offer(0.6, 76), "Lumen": Offer(0.1, 54)}
LEAVES = 0.1


async def _four(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OFFERS).watch(list(OFFERS))


async def _three(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OTHER).watch(list(OTHER))


async def _leaves(answer: Any, stage: Stage) -> End:
    return await Lines(stage, OFFERS).watch(list(OFFERS), leave=LEAVES)


def _asks_all(evidence: Evidence) -> Finding:
    asked = {call.who for call in evidence.calls}
    together = sum(call.start == 0 for call in evidence.calls)
    expected = f"{len(OFFERS)} questions open at once."
    if len(evidence.calls) > len(asked):
        did = f"{count(len(evidence.calls), 'question')} were sent to {len(asked)} carriers."
        return missed(did, expected, "asked-twice", in_time=True)
    if not evidence.calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    if together < len(OFFERS):
        did = f"At the start {count(together, 'question')} of {len(OFFERS)} was open."
        key = "one-by-one" if len(asked) == len(OFFERS) else "not-all-asked"
        return missed(did, expected, key, in_time=True)
    return met(f"{count(together, 'question')} open at once.")


def _returns_at_once(evidence: Evidence) -> Finding:
    end: End = evidence.result
    first = OFFERS[FIRST].delay
    # Who waits for one goodbye after another is slower, and right.
    if end.at > first + GOODBYE * len(OFFERS) + ROUNDING:
        did = f"{FIRST} answered at {seconds(first)}, and {end.way}."
        expected = f"It ends at {seconds(first + GOODBYE)}, when the others have said goodbye."
        return missed(did, expected, "waited-for-more", in_time=True)
    return met(f"The first answer came at {seconds(first)}, and {end.way}.")


def _is_first(evidence: Evidence) -> Finding:
    end: End = evidence.result
    offers = OFFERS if evidence.trial == "four carriers" else OTHER
    name = min(offers, key=lambda one: offers[one].delay)
    wanted, got = (name, offers[name].answer), end.returned
    if type(got) is int and got == wanted[1]:
        did = f"You returned {shown(got)}, a price and no name."
        return missed(did, f"{shown(wanted)}.", "first-without-name")
    if got != wanted and got in [(one, offer.answer) for one, offer in offers.items()]:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "not-the-first")
    return compare(Evidence(evidence.trial, result=got, given=evidence.given), wanted)


def others_ended(evidence: Evidence) -> Finding:
    """No question is open in the moment in which the answer ends."""
    end: End = evidence.result
    expected = "No question is open any more."
    if end.open:
        did = f"When your function ended, {listed(end.open)} "
        did += f"{'was' if len(end.open) == 1 else 'were'} still being asked."
        key = "cancelled-not-waited-for" if end.told else "others-go-on"
        return missed(did, expected, key, in_time=True)
    return met("No question was open when your function ended.")


def ends_when_cancelled(evidence: Evidence) -> Finding:
    """The traveller leaves: the answer ends as cancelled, and its questions with it."""
    end: End = evidence.result
    expected = "It ends as cancelled, and no question is open."
    if end.open:
        did = f"The traveller left, and your function ended at {seconds(end.at)}. "
        did += f"{listed(end.open)} {'was' if len(end.open) == 1 else 'were'} still being asked."
        key = "cancelled-not-waited-for" if end.told else "race-goes-on"
        return missed(did, expected, key)
    if not end.cancelled:
        did = f"The traveller left, and your function returned {shown(end.returned)}."
        return missed(did, expected, "swallowed-cancel")
    return met("Cancelled, it stopped its questions and ended.")


FASTEST = Task(
    name="fastest",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial("four carriers", _four),
        Trial("three carriers", _three),
        Trial("the traveller leaves", _leaves),
    ),
    requirements=(
        Requirement("Asks all carriers at once", _asks_all, "four carriers"),
        Requirement("Ends with the first answer", _returns_at_once, "four carriers"),
        Requirement("Returns name and price of the first", _is_first, "four carriers"),
        Requirement("The other questions have ended", others_ended, "four carriers"),
        Requirement("Holds for other carriers too", _is_first, "three carriers"),
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
    reflect="Before you go on, say what the `gather` at the end would raise without "
    "`return_exceptions=True`.",
)
