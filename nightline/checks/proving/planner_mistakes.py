"""The mistakes that the task `night_planner` can name, and how they are told apart."""

from __future__ import annotations

import ast
from typing import Any

from nightline.checks.proving.price_mistakes import line_of_own_limit
from nightline.checks.proving.texts import PLANNER, about
from nightline.judging.diagnoses import register
from nightline.judging.findings import shown
from nightline.judging.reading import calls_of, nodes_of

__all__ = ["line_of_own_limit"]

PASSED_ON = (ConnectionError, TimeoutError, ExceptionGroup)
Planned = tuple[list[Any], list[Any]]

_entry = about(PLANNER)
register(
    _entry(
        "plan-limit-in-each-call",
        "a limit that nobody shares",
        "Each question makes a semaphore of its own. A semaphore limits only those who share it.",
        "Which function runs only once in a night? Make the semaphore there.",
        48,
    ),
    _entry(
        "plan-limit-not-used",
        "fewer questions open than allowed",
        "There was room for one more question, and the next carrier was not asked.",
        "Is your number of open questions always the same? It is the argument `limit`.",
    ),
    _entry(
        "plan-in-batches",
        "a batch that waits for its slowest",
        "You ask some carriers, wait for all of them, and then ask the next ones. So fast carriers "
        "leave their place empty until the slowest one of the batch has answered.",
        "What could let the next question in as soon as one place is free?",
    ),
    _entry(
        "planner-budget-for-each",
        "a budget for each question",
        "Your timeout stands around one question, so each of them may take the whole budget. The waits "
        "for a free place are not counted at all.",
        "The traveller has one patience for the whole plan. Around which block must the timeout stand?",
        33,
    ),
    _entry(
        "plan-ended-early",
        "a plan that ended before its time",
        "Your planner returned although answers were still to come and the budget was not over.",
        "What does your planner wait for? And which time does your deadline get?",
    ),
    _entry(
        "failed-asked-again",
        "a failed carrier that was asked again",
        "Here each carrier is asked once. One that failed has no offer tonight.",
        "Compare with the “Args” of the docstring. What follows after a `ConnectionError`?",
    ),
    _entry(
        "list-of-the-caller",
        "a list that belongs to the caller",
        "You changed the list that you were given. The caller still needs it.",
        "Which list may you change? How do you make one of your own?",
    ),
    _entry(
        "plan-without-deadline",
        "a plan that knows no deadline",
        "The budget was over, and your planner went on waiting.",
        "Which `async with` ends a block when its time is over? What should it enclose?",
    ),
    _entry(
        "deadline-passed-on",
        "an error in place of a partial plan",
        "The budget was over, and your planner raised the `TimeoutError` to its caller. But the "
        "traveller wants to see the offers that are there.",
        "Which `except` turns the end of the time into an ordinary end? Where must it stand?",
    ),
    _entry(
        "carrier-ended-the-plan",
        "one failed carrier ends the plan",
        "The error of one carrier left its question and ended the whole plan. All other offers are lost "
        "with it.",
        "In which function does the error of one carrier belong, so that only its offer is missing?",
        24,
    ),
    _entry(
        "offers-lost-at-the-deadline",
        "offers that the deadline took away",
        "Some carriers had answered before the budget was over, and their offers are not in your plan. "
        "A result that you get only at the very end is lost when the waiting is cut off.",
        "When does a question know its price? Where can it put it at that moment?",
    ),
    _entry(
        "offers-in-another-order",
        "the right offers in another order",
        "All offers are there, but the cheapest does not come first. Pairs are compared by their first "
        "element, then by their second.",
        "What stands first in your pairs, and which order did you ask for?",
    ),
    _entry(
        "pairs-turned-round",
        "pairs the other way round",
        "Each offer is a pair of price and carrier, and yours begin with the name.",
        "Compare one of your pairs with the “Returns” lines of the docstring.",
    ),
    _entry(
        "names-in-another-order",
        "the other names in another order",
        "The names are right, but their order is not. A set has no order, and tasks end in any order.",
        "Which list has the order that the traveller expects? Go through that one.",
    ),
    _entry(
        "names-left-out",
        "a carrier that is nowhere",
        "Every carrier stands in one of the two lists: failed, too late, and never asked ones in the "
        "second. In yours some are missing or stand there by mistake.",
        "Who has no offer at the end? Ask that question for each carrier of the list.",
    ),
    _entry(
        "failed-among-the-offers",
        "a failed carrier among the offers",
        "A carrier that failed has no price. An error or a `None` is no offer that a traveller could "
        "book.",
        "What does your question leave behind when its carrier fails?",
    ),
    _entry(
        "questions-outlive-the-plan",
        "questions that outlive the plan",
        "Your planner had ended, and a question of it was still open. Nobody waits for that answer.",
        "Who stops the questions that are still open, and who waits until they have ended?",
        30,
    ),
    _entry(
        "plan-cancelled-itself",
        "a stop signal that nobody sent",
        "Your planner ended as cancelled. Whoever awaits a task that it cancelled gets a "
        "`CancelledError`.",
        "Which call waits for tasks and keeps their errors to itself?",
    ),
    _entry(
        "stop-became-a-plan",
        "a stop signal taken for the deadline",
        "The traveller left, and your planner went on as if its time were over. Whoever stopped it "
        "cannot know.",
        "Which errors does your `except` catch? Which one means that the budget is over?",
        29,
    ),
)


def why_then(last: float, budget: float) -> str:
    """Why the plan ends when it should."""
    return "the last answer is there" if last < budget else "the budget is over"


def why_too_long(source: str) -> str:
    """The diagnosis of a planner that passes its budget: a timeout for each question, or none."""
    outer = [
        node
        for node in nodes_of(source)
        if isinstance(node, ast.For)
        or (isinstance(node, ast.AsyncFunctionDef) and node.name != "night_planner")
    ]
    names = [ast.unparse(call.func) for node in outer for call in calls_of(node)]
    timed = any(name.endswith((".timeout", "wait_for", ".timeout_at")) for name in names)
    return "planner-budget-for-each" if timed else "plan-without-deadline"


def why_raised(error: BaseException) -> str:
    """The diagnosis of an error that the planner passed on."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return "deadline-passed-on" if isinstance(error, TimeoutError) else "carrier-ended-the-plan"


def why_other(got: Planned, wanted: Planned) -> str:
    """The diagnosis of a plan that differs from what is wanted; empty when it does not."""
    offers, missing = got
    if not all(isinstance(offer, tuple) and len(offer) == 2 for offer in offers):
        return ""
    if offers and all(isinstance(name, str) for name, _ in offers):
        return "pairs-turned-round"
    if any(type(price) is not int for price, _ in offers):
        return "failed-among-the-offers"
    if offers != wanted[0]:
        if sorted(offers) == wanted[0]:
            return "offers-in-another-order"
        return "offers-lost-at-the-deadline" if len(offers) < len(wanted[0]) else ""
    if missing != wanted[1]:
        same = len(missing) == len(wanted[1]) and set(missing) == set(wanted[1])
        return "names-in-another-order" if same else "names-left-out"
    return ""


def first_difference(got: Planned, wanted: Planned) -> str:
    """A sentence on what is missing or stands elsewhere."""
    for have, want in zip(got, wanted, strict=True):
        if have != want:
            lost = [item for item in want if item not in have]
            return f"{shown(lost[0])} is missing." if lost else f"They are {shown(have)}."
    return ""
