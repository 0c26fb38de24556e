"""`search_by_deadline`: what is there when the time is over."""

from __future__ import annotations

import ast
from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.views import SET
from nightline.checks.views.answers import (
    OFFERS,
    all_asked,
    different,
    lend_carriers,
    some,
    together,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
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
from nightline.judging.visits import (
    IS_ASYNC,
    ON_THE_LOOP,
    Visits,
    of_visitors,
    page_of,
    prepare,
    visit,
)

BRANCH = "Branch line: what is there after the deadline"
register(
    Diagnosis(
        "all-or-nothing",
        "one late carrier spoils the answer",
        "One deadline around all the questions ends all the waits when it comes. The answers "
        "that were there already are lost with it.",
        "Give the deadline to each question. Then one late carrier harms only itself.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "one-failure-fails-all",
        "one failed carrier spoils the answer",
        "A carrier raised an error, and it ended all the questions. So the traveller sees no offer "
        "at all, although the other carriers would answer.",
        "Where can you catch the error of one carrier, so that the others do not notice?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "group-fails-together",
        "one error that ends a whole group",
        "A `TaskGroup` cancels all its tasks as soon as one of them fails. It then raises an "
        "`ExceptionGroup`, which `except ConnectionError` does not catch.",
        "Catch the error of a carrier inside its own task, before the group sees it.",
        "05",
    ),
    Diagnosis(
        "timeout-not-caught",
        "TimeoutError that nobody caught",
        "`asyncio.timeout` raises `TimeoutError` at the end of its block. An `except` inside the "
        "block comes too early, and sees only the cancelling.",
        "Write the `try` around the whole `async with` block, for each carrier.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "with-without-async",
        "with where async with is needed",
        "To leave the block of `asyncio.timeout` may need a wait. So it cannot stand in a plain "
        "`with`.",
        "Which word stands before `with` in the lesson's example?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "number-with-a-point",
        "int for a number with a point",
        "`int` reads only whole numbers from a text. A deadline such as 0.35 is none.",
        "Which type holds 0.35? Call it with the text.",
    ),
    Diagnosis(
        "no-deadline",
        "nothing that ends a wait",
        "Your view waits until the last carrier has answered, however long that takes.",
        "Which tool ends a wait when its time is over? Put one around each question.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "deadline-not-as-asked",
        "another deadline than the visitor's",
        "You stopped waiting at another moment than the address says.",
        "Print the number of seconds that your timeout gets. Does it come from `request.GET`?",
    ),
    Diagnosis(
        "deadline-passed",
        "longer than the deadline",
        "The traveller waited longer than the deadline in the address.",
        "When does the clock of your deadline start, and for how many questions?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "none-among-offers",
        "offers without a price",
        "A carrier without an answer is no offer. Its name belongs to `missing`.",
        "Which value stands for “no answer”? Leave it out when you make `offers`.",
    ),
    Diagnosis(
        "waits-for-the-deadline",
        "waiting although all is there",
        "All carriers had answered, and your view went on waiting.",
        "Which wait ends as soon as the last answer is there?",
        "14",
        BRANCH,
    ),
)
MINE = "search_by_deadline"
know_error("unhandled errors in a TaskGroup", "group-fails-together", cell=MINE)
know_error("cannot be reached", "one-failure-fails-all", cell=MINE)
know_error("TimeoutError", "timeout-not-caught", cell=MINE)
know_error("'Timeout' object does not support the context manager", "with-without-async")
know_error("invalid literal for int() with base 10: '0.", "number-with-a-point")

DOWN = "Corvo"
SHORT = 0.35
LONG = 5.0
LONGEST = max(offer.delay for offer in OFFERS.values())


def _slow_offers() -> dict[str, Offer]:
    """Slower carriers, and one that fails: with an error of its own in each trial."""
    failure = ConnectionError(f"{DOWN} cannot be reached")
    return {
        name: Offer(offer.delay, failure if name == DOWN else offer.answer)
        for name, offer in OFFERS.items()
    }


async def _short(answer: Any, stage: Stage) -> Visits:
    lend_carriers(stage, _slow_offers())
    return await visit(answer, stage, f"deadline={SHORT}")


async def _long(answer: Any, stage: Stage) -> Visits:
    lend_carriers(stage, _slow_offers())
    return await visit(answer, stage, f"deadline={LONG}")


def _deadline(evidence: Evidence) -> float:
    return SHORT if evidence.trial == "a short deadline" else LONG


def _until(deadline: float) -> dict[str, Any]:
    there = [name for name, offer in OFFERS.items() if offer.delay < deadline and name != DOWN]
    return {
        "offers": {name: OFFERS[name].answer for name in there},
        "missing": [name for name in OFFERS if name not in there],
    }


def _in_time(evidence: Evidence) -> Finding:
    took, deadline = evidence.result.replies[0].seconds, _deadline(evidence)
    ends = [
        call.end - call.start
        for call in evidence.calls
        if call.outcome == "cancelled" and call.end is not None
    ]
    if took > deadline + ROUNDING and ends and max(ends) <= took + ROUNDING:
        pass  # each wait has a deadline; below it is told which
    elif took > deadline + ROUNDING:
        key = "deadline-passed" if some(evidence, _ends_a_wait) else "no-deadline"
        did = f"The visitor waited {seconds(took)}."
        return missed(did, f"At most {seconds(deadline)}.", key, in_time=deadline == SHORT)
    stopped = min(ends, default=deadline)
    if abs(stopped - deadline) > ROUNDING and stopped < took + ROUNDING:
        did = f"You stopped waiting for a carrier after {round(stopped, 6):g} s."
        expected = f"After {seconds(deadline)}, as the address says."
        return missed(did, expected, "deadline-not-as-asked", in_time=deadline == SHORT)
    if took > deadline + ROUNDING:
        did = f"The visitor waited {seconds(took)}."
        return missed(did, f"At most {seconds(deadline)}.", "deadline-passed", in_time=True)
    if deadline > LONGEST and took > LONGEST + ROUNDING:
        did = f"The last carrier answered at {seconds(LONGEST)}, you at {seconds(took)}."
        return missed(did, f"An answer at {seconds(LONGEST)}.", "waits-for-the-deadline")
    return met(f"The visitor waited {seconds(took)}.")


def _ends_a_wait(node: ast.AST) -> bool:
    name = getattr(node, "attr", getattr(node, "id", getattr(node, "arg", "")))
    return name in ("timeout", "timeout_at", "wait_for", "wait", "cancel", "monotonic", "time")


def _around_all(node: ast.AST) -> bool:
    """Whether this is one timeout around all questions: a gather or a group inside it."""
    if isinstance(node, ast.AsyncWith):
        uses, inside = ast.unparse(node.items[0]), "".join(map(ast.unparse, node.body))
        return "timeout" in uses and ("gather(" in inside or "TaskGroup(" in inside)
    return isinstance(node, ast.Call) and "wait_for(asyncio.gather(" in ast.unparse(node)


def _what_is_there(evidence: Evidence) -> Finding | None:
    if not all_asked(evidence):
        return None
    wanted, reply = _until(_deadline(evidence)), evidence.result.replies[0]
    body = reply.body if isinstance(reply.body, dict) else {}
    cut = any(call.outcome == "cancelled" for call in evidence.calls)
    if cut and not body.get("offers") and some(evidence, _around_all):
        did = f"The deadline came, and you answered {reply.status} with {shown(reply.body)}."
        there = count(len(wanted["offers"]), "offer")
        return missed(did, f"The {there} that were there by then.", "all-or-nothing")
    failed = OFFERS[DOWN].delay
    if not body.get("offers") and abs(reply.seconds - failed) <= ROUNDING:
        did = f"{DOWN} failed at {seconds(failed)}, and you answered without any offer."
        expected = f"The offers of the others, until {seconds(_deadline(evidence))}."
        return missed(did, expected, "one-failure-fails-all")
    if found := page_of(reply):
        return found
    offers = body.get("offers")
    if isinstance(offers, dict) and None in offers.values():
        name = next(name for name in offers if offers[name] is None)
        return missed(f"`offers` has {name} with no price.", "Prices only.", "none-among-offers")
    return different(reply, wanted) or met(
        f"{count(len(wanted['offers']), 'offer')}, and {len(wanted['missing'])} missing."
    )


def _nothing_open(evidence: Evidence) -> Finding:
    still = sum(row.name == evidence.asked and row.outcome == "open" for row in evidence.rows)
    if still:
        did = f"You answered while {count(still, 'question')} still ran."
        return missed(did, "Nothing left running.", "leftover-task", in_time=True)
    took = evidence.result.replies[0].seconds
    return met(f"The visitor waited {seconds(took)}, and no question was left open.")


SEARCH_BY_DEADLINE = Task(
    name="search_by_deadline",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial("a short deadline", _short, prepare=prepare),
        Trial("a long deadline", _long, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        ON_THE_LOOP,
        together(len(CARRIERS), trial="a short deadline", took=f"{SHORT:g} s, until the deadline."),
        Requirement("The visitor waits until the deadline at most", of_visitors(_in_time)),
        Requirement("Answers with what is there at the deadline", of_visitors(_what_is_there)),
        Requirement("No question is left open", of_visitors(_nothing_open)),
    ),
    hints=(
        "What does one question give in each of its three cases: an answer, an error, too late?",
        "Write a coroutine that asks one carrier and always returns. Then gather it for all.",
        "`async with asyncio.timeout(deadline):` around one `quote`. Outside of it, catch "
        "`TimeoutError` and `ConnectionError`.",
        "Let it return None when there is no offer. The names with None are the missing ones.",
    ),
    why=(
        "Each question has the deadline of its own, and all of them start at the same moment. "
        "So a late carrier ends only its own wait, and `timeout` cancels it: nothing is left "
        "running."
    ),
    reflect="Before you go on, say what changes if the questions go out one after another.",
)
