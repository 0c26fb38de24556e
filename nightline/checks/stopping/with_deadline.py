"""`with_deadline`: one budget for all, not one for each."""

from __future__ import annotations

import ast
import re
from typing import Any

from nightline.checks.stopping import SET
from nightline.checks.stopping.lines import End, Lines
from nightline.checks.stopping.texts import TIMEOUT, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

_entry = about(TIMEOUT)
register(
    _entry(
        "budget-for-each",
        "a new budget for each question",
        "Each turn of your loop makes a new timeout, and its clock begins at zero. So no clock "
        "counts all the questions together.",
        "How many timeouts does your function make for four carriers? How many budgets are there?",
        35,
    ),
    _entry(
        "budget-shared-out",
        "a share of the budget for each question",
        "You gave each question a fixed share. One carrier needed more than its share, although the "
        "others left enough time.",
        "What must one clock stand around, so that a fast carrier leaves its time to a slow one?",
        35,
    ),
    _entry(
        "budget-without-clock",
        "nothing that ends the waiting",
        "No clock ended your function when the budget was over. It waited for the last answer.",
        "Which tool of the lesson cancels what waits in its block? Does your code enter its block?",
    ),
    _entry(
        "looked-too-late",
        "a look at the clock between the questions",
        "You compared the time between two questions. But a question that is open does not look at "
        "the clock: you waited for its answer first.",
        "What can end a wait in its middle?",
    ),
    _entry(
        "deadline-kept-secret",
        "a deadline that nobody hears of",
        "The budget was over and a price was missing, but your function returned as if all was well.",
        "Read the “Raises” line again. Who catches the `TimeoutError` in your code?",
    ),
    _entry(
        "two-on-one-line",
        "two questions on one line",
        "Together is faster, but here the carriers share one telephone line.",
        "Ask in a loop, one carrier after the other. Where does the limit for the whole loop stand?",
    ),
    _entry(
        "timeout-needs-async-with",
        "with where async with is needed",
        "Leaving the block of `asyncio.timeout` may need a wait. A plain `with` cannot wait.",
        "Which word stands before `with` in the lesson's example?",
    ),
    _entry(
        "given-up-early",
        "a TimeoutError before the budget was over",
        "Your function gave up although there was time left.",
        "Print what your timeout gets. Is it the whole budget, in seconds?",
    ),
)
know_error(
    "'Timeout' object does not support the context manager",
    "timeout-needs-async-with",
    sets=SET,
    cell="def with_deadline",
)

# No single carrier needs the whole budget; all together need more.
SLOW = {
    "Danube": Offer(0.3, 59),
    "Helvet": Offer(0.4, 129),
    "Lumen": Offer(0.2, 54),
    "Corvo": Offer(0.5, 72),
}
SLOW_BUDGET = 1.0
# Enough time, but the first one needs more than a third of it.
QUICK = {"Jura": Offer(0.5, 49), "Isar": Offer(0.1, 76), "Boreal": Offer(0.2, 64)}
QUICK_BUDGET = 0.9


async def _slow(answer: Any, stage: Stage) -> End:
    return await Lines(stage, SLOW, goodbye=0).watch(
        list(SLOW), SLOW_BUDGET, expect=(TimeoutError,)
    )


async def _quick(answer: Any, stage: Stage) -> End:
    return await Lines(stage, QUICK, goodbye=0).watch(
        list(QUICK), QUICK_BUDGET, expect=(TimeoutError,)
    )


def _in_turn(evidence: Evidence) -> Finding:
    most = evidence.most_in_flight
    expected = "Never more than 1 open."
    if not evidence.calls:
        return missed("You asked no carrier.", "Each carrier is asked.", "asked-nobody")
    if most > 1:
        did = f"{most} questions were open at the same time."
        return missed(did, expected, "two-on-one-line", in_time=True)
    return met("Never more than 1 question was open.")


def _keeps_the_budget(evidence: Evidence) -> Finding:
    end: End = evidence.result
    total = sum(offer.delay for offer in SLOW.values())
    expected = f"`TimeoutError` at {seconds(SLOW_BUDGET)}."
    given = f"The budget was {seconds(SLOW_BUDGET)}, the carriers needed {seconds(total)}"
    if end.raised is None and end.at > SLOW_BUDGET + ROUNDING:
        did = f"{given}, and you returned {shown(end.returned)} at {seconds(end.at)}."
        return missed(did, expected, _why_no_end(evidence.source), in_time=True)
    if end.raised is None:
        did = f"{given}, and at {seconds(end.at)} you returned {shown(end.returned)}."
        return missed(did, expected, "deadline-kept-secret")
    did = f"{given}, and you raised `TimeoutError` at {seconds(end.at)}."
    if end.at > SLOW_BUDGET + ROUNDING:
        return missed(did, expected, "looked-too-late", in_time=True)
    if end.at < SLOW_BUDGET - ROUNDING:
        return missed(did, expected, _why_early(end, SLOW_BUDGET, len(SLOW)), in_time=True)
    return met(did)


def _why_no_end(source: str) -> str:
    """The mistake of an answer that waited for the last price."""
    tree = ast.parse(source)
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.AsyncWith)]
    limits = [node for node in blocks if "timeout" in ast.unparse(node.items[0])]
    waits = any(isinstance(inner, ast.Await) for node in limits for inner in ast.walk(node))
    code = ast.unparse(tree)
    if waits or "wait_for(" in code:
        return "budget-for-each"
    looks = re.search(r"\btime\(|monotonic|perf_counter", code)
    return "looked-too-late" if looks else "budget-without-clock"


def _why_early(end: End, budget: float, carriers: int) -> str:
    return "budget-shared-out" if end.at > budget / carriers - ROUNDING else "given-up-early"


def _gives_all_prices(evidence: Evidence) -> Finding:
    end: End = evidence.result
    wanted = [offer.answer for offer in QUICK.values()]
    if end.raised is not None:
        total = sum(offer.delay for offer in QUICK.values())
        did = f"The budget was {seconds(QUICK_BUDGET)}, the carriers needed {seconds(total)}, and "
        did += f"you raised `TimeoutError` at {seconds(end.at)}."
        key = _why_early(end, QUICK_BUDGET, len(QUICK))
        return missed(did, f"{shown(wanted)}.", key)
    return compare(Evidence(evidence.trial, result=end.returned, given=evidence.given), wanted)


WITH_DEADLINE = Task(
    name="with_deadline",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("too little time", _slow), Trial("enough time", _quick)),
    requirements=(
        Requirement("One question at a time", _in_turn),
        Requirement("Ends when the budget is over", _keeps_the_budget, "too little time"),
        Requirement("Returns all prices when there is time", _gives_all_prices, "enough time"),
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
        "the last. When it fires, the question that is open is cancelled, and `TimeoutError` leaves "
        "the block and the function."
    ),
    reflect="Before you go on, say which line of your function heard the `CancelledError`.",
)
