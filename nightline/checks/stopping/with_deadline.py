"""`with_deadline`: one budget for all, not one for each."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import nightline.checks.stopping.deadline_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.stopping import SET
from nightline.checks.stopping.lines import End, Lines
from nightline.checks.stopping.reading import catches_signals, one_limit_around_a_loop
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

# No single carrier needs the whole budget; all together need more. The times are uneven, so that
# no guess at a share comes out right.
SLOW = {
    "Danube": Offer(0.35, 59),
    "Helvet": Offer(0.45, 129),
    "Lumen": Offer(0.2, 54),
    "Corvo": Offer(0.5, 72),
}
SLOW_BUDGET = 1.2
# Enough time, but the first one needs more than a third of it.
QUICK = {"Jura": Offer(0.5, 49), "Isar": Offer(0.1, 76), "Boreal": Offer(0.2, 64)}
QUICK_BUDGET = 0.9
BROKEN = {"Fjord": Offer(0.2, 118), "Aurora": Offer(0.1, 89)}
BROKEN_BUDGET = 3.0
LEAVES = 0.1


async def _slow(answer: Any, stage: Stage) -> End:
    return await Lines(stage, SLOW, goodbye=0).watch(
        list(SLOW), SLOW_BUDGET, expect=(TimeoutError,)
    )


async def _quick(answer: Any, stage: Stage) -> End:
    carriers = list(QUICK)
    end = await Lines(stage, QUICK, goodbye=0).watch(carriers, QUICK_BUDGET, expect=(TimeoutError,))
    end.changed = carriers != list(QUICK)
    return end


async def _broken(answer: Any, stage: Stage) -> End:
    offers = {**BROKEN, "Aurora": Offer(0.1, ConnectionError("no line to Aurora"))}
    return await Lines(stage, offers, goodbye=0).watch(
        list(offers), BROKEN_BUDGET, expect=(Exception,)
    )


async def _leaves(answer: Any, stage: Stage) -> End:
    end = await Lines(stage, BROKEN, goodbye=0).watch(
        list(BROKEN), BROKEN_BUDGET, expect=(Exception,), leave=LEAVES
    )
    # A task behind the call may end by itself: this task is about the budget.
    if end.open:
        await asyncio.sleep(BROKEN_BUDGET)
    return end


def _in_turn(evidence: Evidence) -> Finding:
    most = evidence.most_in_flight
    expected = "Each carrier once, never more than 1 open."
    if not evidence.calls:
        return missed("You asked no carrier.", "Each carrier is asked.", "asked-nobody")
    if most > 1:
        did = f"{most} questions were open at the same time."
        return missed(did, expected, "two-on-one-line", in_time=True)
    asked = {call.who for call in evidence.calls}
    if len(asked) < len(evidence.calls):
        did = f"{count(len(evidence.calls), 'question')} went to {count(len(asked), 'carrier')}."
        return missed(did, expected, "asked-twice", in_time=True)
    return met("Never more than 1 question was open.")


def _keeps_the_budget(evidence: Evidence) -> Finding:
    end: End = evidence.result
    total = sum(offer.delay for offer in SLOW.values())
    expected = f"`TimeoutError` at {seconds(SLOW_BUDGET)}."
    given = f"The budget was {seconds(SLOW_BUDGET)}, the carriers needed {seconds(total)}"
    late, early = end.at > SLOW_BUDGET + ROUNDING, end.at < SLOW_BUDGET - ROUNDING
    if end.raised is None and late:
        did = f"{given}, and you returned {shown(end.returned)} at {seconds(end.at)}."
        return missed(did, expected, _why_no_end(evidence.source), in_time=True)
    if end.raised is None:
        did = f"{given}, and at {seconds(end.at)} you returned {shown(end.returned)}."
        key = "clock-signal-caught" if catches_signals(evidence.source) else "deadline-kept-secret"
        return missed(did, expected, "deadline-left-carriers-out" if early else key)
    did = f"{given}, and you raised `TimeoutError` at {seconds(end.at)}."
    if late:
        return missed(did, expected, _why_late(evidence), in_time=True)
    if early:
        return missed(did, expected, _why_early(evidence, SLOW_BUDGET, len(SLOW)), in_time=True)
    return met(did)


def _why_no_end(source: str) -> str:
    """The mistake of an answer that waited for the last price."""
    if one_limit_around_a_loop(source):
        return "clock-signal-caught" if catches_signals(source) else "clock-set-too-late"
    if "wait_for(" in source or re.search(r"timeout\(.*\):\s+.*await", source):
        return "budget-for-each"
    return "looked-too-late" if _reads_a_clock(source) else "budget-without-clock"


def _why_late(evidence: Evidence) -> str:
    """The mistake of an answer that gave up, but too late."""
    if evidence.calls[-1].outcome != "cancelled":
        return "looked-too-late"
    around = one_limit_around_a_loop(evidence.source)
    return "clock-set-too-late" if around else "budget-for-each"


def _reads_a_clock(source: str) -> bool:
    return bool(re.search(r"\btime\(|monotonic|perf_counter", source))


def _why_early(evidence: Evidence, budget: float, carriers: int) -> str:
    """The mistake of an answer that gave up with time left: a share is what one question got."""
    last = evidence.calls[-1]
    open_for = evidence.result.at - last.start
    share = abs(open_for - budget / carriers) < ROUNDING
    around = one_limit_around_a_loop(evidence.source)
    return "budget-shared-out" if share and not around else "given-up-early"


def _gives_all_prices(evidence: Evidence) -> Finding:
    end: End = evidence.result
    wanted = [offer.answer for offer in QUICK.values()]
    if end.raised is not None:
        total = sum(offer.delay for offer in QUICK.values())
        did = f"The budget was {seconds(QUICK_BUDGET)}, the carriers needed {seconds(total)}, and "
        did += f"you raised `TimeoutError` at {seconds(end.at)}."
        key = _why_early(evidence, QUICK_BUDGET, len(QUICK))
        return missed(did, f"{shown(wanted)}.", key)
    if type(end.returned) is list and end.returned != wanted:
        key = ""
        if len(evidence.calls) < len(wanted):
            key = "deadline-left-carriers-out"
        elif end.returned[-len(wanted) :] == wanted:
            key = "deadline-list-kept"
        elif sorted(end.returned, key=str) == sorted(wanted, key=str):
            key = "deadline-prices-out-of-order"
        if key:
            return missed(f"You returned {shown(end.returned)}.", f"{shown(wanted)}.", key)
    if end.changed:
        did = f"You were given {count(len(wanted), 'carrier')}, and the list has changed since."
        return missed(did, "The list is as it was.", "deadline-list-emptied")
    return compare(Evidence(evidence.trial, result=end.returned, given=evidence.given), wanted)


def _passes_errors_on(evidence: Evidence) -> Finding:
    end: End = evidence.result
    if isinstance(end.raised, ConnectionError):
        return met("A carrier failed, and its error reached the caller.")
    did = f"Aurora raised `ConnectionError`, and {_outcome(end)}."
    return missed(did, "`ConnectionError`.", "deadline-caught-too-much")


def _ends_as_cancelled(evidence: Evidence) -> Finding:
    end: End = evidence.result
    if end.cancelled:
        return met("The end of the budget, a failure and a stop signal all reached the caller.")
    did = f"The traveller left at {seconds(LEAVES)}, and {_outcome(end)}."
    return missed(did, "It ends as cancelled.", "deadline-caught-too-much")


def _outcome(end: End) -> str:
    if end.raised is not None:
        return f"you raised `{type(end.raised).__name__}`"
    return f"you returned {shown(end.returned)}"


WITH_DEADLINE = Task(
    name="with_deadline",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("too little time", _slow),
        Trial("enough time", _quick),
        Trial("a carrier fails", _broken),
        Trial("the traveller leaves", _leaves),
    ),
    requirements=(
        Requirement("One question at a time", _in_turn),
        Requirement("Ends when the budget is over", _keeps_the_budget, "too little time"),
        Requirement("Returns all prices when there is time", _gives_all_prices, "enough time"),
        Requirement("Passes the error of a carrier on", _passes_errors_on, "a carrier fails"),
        Requirement("Passes a stop signal on", _ends_as_cancelled, "the traveller leaves"),
    ),
    hints=(
        "Run the trial below your answer. At which moment should the picture end? Which of your "
        "timeouts could end it there?",
        "A timeout limits what stands in its block. At present the block holds one question.",
        "Exchange two lines: the loop belongs inside the `async with`, not the `async with` inside "
        "the loop.",
    ),
    why=(
        "There is one `async with`, so there is one clock, and it counts from the first question to "
        "the last. When it fires, the `CancelledError` is raised at `await quote(carrier)`, where the "
        "function stands. At the end of the block it becomes a `TimeoutError`."
    ),
    reflect="Before you go on, say which line of your function heard the `CancelledError`.",
)
