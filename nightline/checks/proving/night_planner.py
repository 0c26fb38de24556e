"""`night_planner`, the capstone of Part I: limit, deadline, partial results, clean cancel."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import nightline.checks.proving.planner_mistakes as mistakes
from nightline.checks.proving import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Judge,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

# Twelve carriers that stand in no lesson. The dearest answers first, and equal prices differ in name.
OFFERS = {
    "Mistral": Offer(0.30, 84),
    "Norden": Offer(0.75, 61),
    "Orient": Offer(0.15, 142),
    "Pampas": Offer(0.55, 77),
    "Quarz": Offer(1.40, 38),
    "Riviera": Offer(0.20, 99),
    "Sirocco": Offer(0.45, 61),
    "Tundra": Offer(0.90, 45),
    "Umbra": Offer(0.25, 120),
    "Vento": Offer(0.35, 53),
    "Wadi": Offer(0.60, 70),
    "Xenia": Offer(0.10, 91),
}
REFUSES = ("Orient", "Vento", "Quarz")
LEAVES, AFTERWARDS = 0.5, 5.0


@dataclass(frozen=True)
class Night:
    """One night: how many questions may be open, how long the traveller waits, who fails."""

    limit: int
    budget: float
    failing: tuple[str, ...] = ()


NIGHTS = {
    "time enough": Night(4, 10.0, REFUSES),
    "the budget ends": Night(3, 1.03, REFUSES[:2]),
    "room for all, and no time": Night(20, 0.05),
}
STOPPED = "the traveller leaves"
NIGHTS[STOPPED] = Night(4, 10.0)


@dataclass
class Plan:
    """How one call of the planner ended, and when."""

    returned: Any = None
    raised: BaseException | None = None
    cancelled: bool = False
    at: float = 0.0
    given: list[str] = field(default_factory=lambda: list(OFFERS))


def schedule(night: Night) -> tuple[dict[str, float], float]:
    """When each answer comes under the limit, by name, and when the last one has come."""
    free, ends = [0.0] * night.limit, {}
    for name, offer in OFFERS.items():
        ends[name] = heapq.heappop(free) + offer.delay
        heapq.heappush(free, ends[name])
    return ends, max(ends.values())


def wanted(night: Night) -> tuple[list[tuple[Any, str]], list[str]]:
    """What the planner should return."""
    ends, _ = schedule(night)
    there = [n for n, end in ends.items() if end < night.budget and n not in night.failing]
    offers = sorted((OFFERS[name].answer, name) for name in there)
    return offers, [name for name in OFFERS if name not in there]


def _failed(name: str, offer: Offer, night: Night) -> Offer:
    return replace(offer, answer=ConnectionError("no answer")) if name in night.failing else offer


async def _plan(answer: Any, stage: Stage) -> Plan:
    night = NIGHTS[stage.name]
    stage.carriers({name: _failed(name, offer, night) for name, offer in OFFERS.items()})
    plan = Plan()
    task = asyncio.ensure_future(stage.call(plan.given, night.limit, night.budget))
    task.add_done_callback(lambda _: setattr(plan, "at", stage.loop.time()))
    await asyncio.wait([task], timeout=LEAVES if stage.name == STOPPED else None)
    if not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=AFTERWARDS)
    await asyncio.sleep(0)
    if task.cancelled():
        plan.cancelled = True
    elif task.done() and isinstance(task.exception(), mistakes.PASSED_ON):
        plan.raised = task.exception()
    elif task.done():
        plan.returned = task.result()
    return plan


def _told(evidence: Evidence) -> str:
    """The night in a few words: its name and its numbers."""
    night = NIGHTS[evidence.trial]
    failing = "; ".join(["", *(f"{name} fails" for name in night.failing)])
    return f"Limit {night.limit}, budget {seconds(night.budget)}{failing}."


def _limit(evidence: Evidence) -> Finding:
    night = NIGHTS[evidence.trial]
    most, limit = evidence.most_in_flight, min(night.limit, len(OFFERS))
    expected = f"At most {night.limit} open, and at some moment exactly {limit}."
    if not evidence.calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    again = [who for who, times in Counter(c.who for c in evidence.calls).items() if times > 1]
    if again:
        first = next(call for call in evidence.calls if call.who == again[0])
        did = f"{count(len(evidence.calls), 'question')} were sent, and {again[0]} got two."
        key = "failed-asked-again" if first.outcome == "failed" else "asked-twice"
        return missed(did, "Each carrier is asked once.", key)
    if most > night.limit:
        did = f"{count(most, 'question')} were open at once."
        own = mistakes.line_of_own_limit(evidence.source, "night_planner")
        key = "plan-limit-in-each-call" if own else "too-many-in-flight"
        return missed(did, expected, key, in_time=True)
    if most < limit and (early := _too_early(evidence)):
        return early
    if most < limit:
        did = f"Never more than {count(most, 'question')} {'was' if most == 1 else 'were'} open."
        key = "one-by-one" if most == 1 else "plan-limit-not-used"
        return missed(did, expected, key, in_time=True)
    return met(f"At most {count(most, 'question')} open at once.")


def _due(night: Night) -> tuple[float, str]:
    """When the plan ends, and the same in words."""
    last = schedule(night)[1]
    due = min(last, night.budget)
    return due, f"At {seconds(due)}, when {mistakes.why_then(last, night.budget)}."


def _too_early(evidence: Evidence) -> Finding | None:
    """The finding for a planner that returned before its time; None for all others."""
    plan, (due, expected) = evidence.result, _due(NIGHTS[evidence.trial])
    if plan.raised is not None or plan.cancelled or plan.at >= due - ROUNDING:
        return None
    did = f"{_told(evidence)} It ended at {seconds(plan.at)}."
    return missed(did, expected, "plan-ended-early", in_time=True)


def _in_time(evidence: Evidence) -> Finding:
    night, plan = NIGHTS[evidence.trial], evidence.result
    last, (due, expected) = schedule(night)[1], _due(night)
    did = f"{_told(evidence)} It ended at {seconds(plan.at)}."
    if early := _too_early(evidence):
        return early
    if plan.at > night.budget + ROUNDING and last > night.budget:
        return missed(did, expected, mistakes.why_too_long(evidence.source), in_time=True)
    if plan.at > due + ROUNDING:
        sent = max((call.start for call in evidence.calls), default=0.0)
        latest = max(ends - OFFERS[n].delay for n, ends in schedule(night)[0].items())
        key = "plan-in-batches" if sent > latest + ROUNDING else "waited-longer"
        return missed(did, expected, key, in_time=True)
    return met(f"It ended at {seconds(plan.at)}.")


def _returns(evidence: Evidence) -> Finding:
    night, plan = NIGHTS[evidence.trial], evidence.result
    offers, missing = wanted(night)
    expected = f"{count(len(offers), 'offer')} and {count(len(missing), 'other name')}."
    if plan.cancelled:
        did = f"{_told(evidence)} It ended as cancelled, although nobody cancelled it."
        return missed(did, expected, "plan-cancelled-itself")
    if plan.raised is not None:
        did = f"{_told(evidence)} It raised `{type(plan.raised).__name__}`."
        return missed(did, expected, mistakes.why_raised(plan.raised))
    got = plan.returned
    if plan.given != list(OFFERS):
        did = f"Your planner was given {count(len(OFFERS), 'name')}, and left {len(plan.given)}."
        return missed(did, "The list of the caller as it was.", "list-of-the-caller")
    if isinstance(got, tuple) and len(got) == 2 and all(isinstance(part, list) for part in got):
        did = f"{_told(evidence)} You returned {count(len(got[0]), 'offer')} and "
        did += f"{count(len(got[1]), 'other name')}"
        if key := mistakes.why_other(got, (offers, missing)):
            did += f". {mistakes.first_difference(got, (offers, missing))}"
            return missed(did, expected, key)
    return compare(replace(evidence, result=got), (offers, missing))


def _leaves_no_question(evidence: Evidence) -> Finding:
    plan: Plan = evidence.result
    late = [c for c in evidence.calls if c.end is None or c.end > plan.at + ROUNDING]
    if late:
        did = f"It ended at {seconds(plan.at)}, and {late[0].who} was still asked."
        return missed(did, "No question is open.", "questions-outlive-the-plan", in_time=True)
    return met("No question was open when it ended.")


def _stops(evidence: Evidence) -> Finding:
    plan: Plan = evidence.result
    did = f"The traveller left at {seconds(LEAVES)}."
    expected = "The planner ends as cancelled, and no question is open."
    late = [call for call in evidence.calls if call.end is None or call.end > LEAVES + ROUNDING]
    if plan.cancelled and not late:
        return met(f"{did} The planner ended as cancelled, and no question was open.")
    if plan.cancelled or (plan.at > LEAVES + ROUNDING and late):
        did += f" When your planner had ended, the question to {late[0].who} was still open."
        return missed(did, expected, "questions-outlive-the-plan", in_time=True)
    ended = f"raised `{type(plan.raised).__name__}`" if plan.raised else "returned a plan"
    return missed(f"{did} Your planner {ended}.", expected, "stop-became-a-plan")


def _each_night(judge: Judge) -> Judge:
    """The same on every night but the one on which the traveller leaves."""

    def judge_one(evidence: Evidence) -> Finding | None:
        return met("") if evidence.trial == STOPPED else judge(evidence)

    return judge_one


NIGHT_PLANNER = Task(
    name="night_planner",
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(Trial(name, _plan) for name in NIGHTS),
    requirements=(
        Requirement("Keeps the limit, and uses it", _each_night(_limit)),
        Requirement("Ends with the last answer, or with the budget", _each_night(_in_time)),
        Requirement("Returns the offers and the other names", _each_night(_returns)),
        Requirement("No question stays open", _each_night(_leaves_no_question)),
        Requirement("Stops cleanly when the traveller leaves", _stops, STOPPED),
    ),
    hints=(
        "Four promises: a limit, a deadline, what is there so far, nothing left behind. Which tool of "
        "which lesson keeps each of them?",
        "The offers that came before the deadline must survive it. Where can each question write its "
        "offer, so that it is not lost when the waiting ends?",
        "Write `ask(carrier)`: it enters the semaphore, asks, catches `ConnectionError`, and puts the "
        "price into a dict of the planner. Who starts twelve of them, and stops them?",
        "`async with asyncio.timeout(budget), asyncio.TaskGroup() as group:` starts a task for each "
        "carrier. Around it stands `try … except TimeoutError`. Behind it, sort what the dict has.",
    ),
    why=(
        "The group waits for all tasks, and stops them when the timeout or the traveller stops it. "
        "Each task writes its own offer, so a deadline loses nothing. `except TimeoutError` catches "
        "the deadline only, and a stop signal passes."
    ),
    reflect="Part I is done. Say in one sentence what each of its twelve lessons gave to this planner.",
)
