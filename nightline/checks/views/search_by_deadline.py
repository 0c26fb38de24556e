"""`search_by_deadline`: what is there when the time is over."""

from __future__ import annotations

import ast
import asyncio
from dataclasses import dataclass
from typing import Any

from asgiref.sync import iscoroutinefunction

from minisite.carriers.table import CARRIERS
from nightline.checks.views import SET
from nightline.checks.views import deadline_mistakes as deadline_mistakes  # used by their names
from nightline.checks.views.answers import (
    KEEPS_CARRIERS,
    OFFERS,
    all_asked,
    together,
    visit_among,
)
from nightline.checks.views.reading import catches_all, some, uses
from nightline.checks.views.replies import different, of_another
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
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer
from nightline.judging.visits import IS_ASYNC, ON_THE_LOOP, Visits, of_visitors

LEAVES = "a visitor who leaves"
DOWN, FREE = "Kestrel", "Isar"
SHORT = 0.35
LONG = 5.0
ENDS_A_WAIT = ("timeout", "timeout_at", "wait_for", "wait", "cancel", "monotonic", "time")
LONGEST = max(offer.delay for offer in OFFERS.values())
ANSWERS: dict[str, Any] = {name: offer.answer for name, offer in OFFERS.items()} | {FREE: 0}


@dataclass(frozen=True)
class Left(Visits):
    """A visitor who left, and how many coroutines of the answer went on although cancelled."""

    went_on: int = 0


def _offers(down: str = "") -> dict[str, Offer]:
    """A free berth is among the offers. A carrier that is down has an error of its own each time."""
    failure = ConnectionError(f"{down} cannot be reached")
    return {
        name: Offer(offer.delay, failure if name == down else ANSWERS[name])
        for name, offer in OFFERS.items()
    }


async def _short(answer: Any, stage: Stage) -> Visits:
    return await visit_among(_offers(DOWN), answer, stage, f"deadline={SHORT}")


async def _long(answer: Any, stage: Stage) -> Visits:
    return await visit_among(_offers(DOWN), answer, stage, f"deadline={LONG}")


async def _leaves(answer: Any, stage: Stage) -> Visits:
    """A visitor leaves while all questions are open: Django would cancel the view."""
    from django.test import AsyncRequestFactory

    if not iscoroutinefunction(answer):
        return Visits(False)
    stage.lend(CARRIERS=list(stage.carriers(_offers())))
    view = asyncio.ensure_future(answer(AsyncRequestFactory().get("/", {"deadline": SHORT})))
    await asyncio.sleep(min(offer.delay for offer in OFFERS.values()) / 2)
    tasks = [task for task in asyncio.all_tasks() if _is_of(stage, task)]
    view.cancel()
    await asyncio.wait({view, *tasks}, timeout=LONG)
    await asyncio.sleep(LONG)  # who was not cancelled ends by itself
    went_on = [task for task in tasks if task.done() and task.cancelling() and not task.cancelled()]
    return Left(True, aside=True, went_on=len(went_on))


def _is_of(stage: Stage, task: asyncio.Task[Any]) -> bool:
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and code.co_filename in stage.files


def _deadline(evidence: Evidence) -> float:
    return SHORT if evidence.trial == "a short deadline" else LONG


def _until(deadline: float) -> dict[str, Any]:
    there = [name for name, offer in OFFERS.items() if offer.delay < deadline and name != DOWN]
    return {
        "offers": {name: ANSWERS[name] for name in there},
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
        key = "deadline-passed" if uses(evidence, *ENDS_A_WAIT) else "no-deadline"
        did = f"The visitor waited {seconds(took)}."
        return missed(did, f"At most {seconds(deadline)}.", key, in_time=deadline == SHORT)
    stopped = min(ends, default=deadline)
    if abs(stopped - OFFERS[DOWN].delay) <= ROUNDING and (key := _stops_at_error(evidence)):
        did = f"{DOWN} failed at {seconds(stopped)}, and you stopped waiting for the others then."
        expected = f"The others are waited for until {seconds(deadline)}."
        return missed(did, expected, key, in_time=deadline == SHORT)
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


def _stops_at_error(evidence: Evidence) -> str:
    """What makes an answer stop at the first error of a carrier; empty if nothing is known to."""
    if uses(evidence, "FIRST_EXCEPTION"):
        return "stopped-at-an-error"
    return "group-fails-together" if uses(evidence, "TaskGroup") else ""


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
    if reply.status == 200 and (found := _named_mistake(evidence, body, wanted)):
        return found
    return different(evidence, reply, wanted) or met(
        f"{count(len(wanted['offers']), 'offer')}, and {len(wanted['missing'])} missing."
    )


def _named_mistake(
    evidence: Evidence, body: dict[str, Any], wanted: dict[str, Any]
) -> Finding | None:
    offers, missing = body.get("offers"), body.get("missing")
    if not isinstance(offers, dict) or not isinstance(missing, list):
        return None
    for name, price in offers.items():
        if price is None:
            return missed(
                f"`offers` has {name} with no price.", "Prices only.", "none-among-offers"
            )
        if isinstance(price, str):
            did = f"`offers` has {name} with {shown(price)}."
            return missed(did, "Prices only.", "text-among-offers")
    lost = [name for name in wanted["offers"] if name not in offers]
    if len(lost) == len(wanted["offers"]) and set(missing) >= set(lost) and catches_all(evidence):
        did = f"{lost[0]} answered, and your `missing` names it."
        return missed(did, f"An offer of {lost[0]}.", "error-hidden")
    if lost == [FREE] and offers:
        did = f"{FREE} gave the price 0, and your `offers` does not have it."
        return missed(did, f"`{FREE}: 0` among the offers.", "zero-lost")
    if missing == [name for name in wanted["missing"] if name != DOWN] != wanted["missing"]:
        did = f"{DOWN} is out of order, and your `missing` does not name it."
        return missed(did, f"{DOWN} in `missing`.", "broken-not-missing")
    return of_another(evidence, offers, ANSWERS)


def _nothing_open(evidence: Evidence) -> Finding:
    still = sum(row.name == evidence.asked and row.outcome == "open" for row in evidence.rows)
    if still:
        did = f"You answered while {count(still, 'question')} still ran."
        return missed(did, "Nothing left running.", "leftover-task", in_time=True)
    took = evidence.result.replies[0].seconds
    return met(f"The visitor waited {seconds(took)}, and no question was left open.")


def _ends_when_cancelled(evidence: Evidence) -> Finding:
    went_on = getattr(evidence.result, "went_on", 0)
    if went_on:
        did = f"A visitor left, and {count(went_on, 'coroutine')} of yours went on."
        return missed(did, "Who is cancelled ends.", "went-on-after-cancel")
    return met("When the visitor left, your coroutines ended.")


SEARCH_BY_DEADLINE = Task(
    name="search_by_deadline",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial("a short deadline", _short, prepare=prepare),
        Trial("a long deadline", _long, prepare=prepare),
        Trial(LEAVES, _leaves, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        ON_THE_LOOP,
        KEEPS_CARRIERS,
        together(len(CARRIERS), trial="a short deadline", took=f"{SHORT:g} s, until the deadline."),
        Requirement("The visitor waits until the deadline at most", of_visitors(_in_time)),
        Requirement("Answers with what is there at the deadline", of_visitors(_what_is_there)),
        Requirement("No question is left open", of_visitors(_nothing_open)),
        Requirement("It ends when the visitor leaves", _ends_when_cancelled, LEAVES),
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
