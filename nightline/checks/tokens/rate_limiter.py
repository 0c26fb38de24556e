"""Task `RateLimiter`: so many in any stretch of time, and nobody later than the rule asks."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import nightline.checks.tokens.rate_limiter_mistakes  # noqa: F401  (registers them)
from nightline.checks.tokens import SET
from nightline.checks.tokens.watched import ended, thread_locks_told
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
)
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# When the clock begins: a limiter may take 0 for "never", and a real clock does not begin there.
MORNING = 1000.0
LATE = 0.02
PATIENCE = 100.0
MOST_STEPS = 5000


@dataclass(frozen=True)
class _Plan:
    """A limiter and when its callers come, in seconds after the first one may come."""

    name: str
    times: int
    seconds: float
    arrivals: tuple[float, ...]
    in_turn: bool = False  # one caller who asks again and again

    @property
    def due(self) -> list[float]:
        """The earliest times the rule allows."""
        starts: list[float] = []
        for number, arrival in enumerate(self.arrivals):
            earliest = starts[number - self.times] + self.seconds if number >= self.times else 0.0
            starts.append(round(max(arrival, earliest, *starts[-1:]), 6))
        return starts


@dataclass
class _Passed:
    """When the callers of each limiter passed; `stuck` if some never did.

    `shared` names what all limiters have in common: a collection outside of them that changed.
    """

    plans: tuple[_Plan, ...]
    starts: list[list[float]] = field(default_factory=list)
    stuck: bool = False
    shared: str = ""


ALONE, TOGETHER = "one caller, seven times", "several callers at once"
PLANS: dict[str, tuple[_Plan, ...]] = {
    ALONE: (_Plan("one caller", 3, 1.0, (0,) * 7, in_turn=True),),
    # A limiter for each, all at the same time: they must not know of each other.
    TOGETHER: (
        _Plan("a crowd", 3, 1.0, (0,) * 7),
        _Plan("around a border", 2, 1.0, (0.8, 0.9, 1.0, 1.1, 2.85, 2.95)),
        _Plan("a crowd after a pause", 2, 0.5625, (0, 20, 20, 20, 20, 20)),
    ),
}


def _pass(plans: tuple[_Plan, ...]) -> Callable[[Any, Stage], Coroutine[Any, Any, _Passed]]:
    async def run(answer: Any, stage: Stage) -> _Passed:
        await asyncio.sleep(MORNING)
        passed = _Passed(plans)
        calls: list[Callable[[], Coroutine[Any, Any, None]]] = []
        before = _collections(answer)
        with thread_locks_told(globals_of(answer)):
            for plan in plans:
                limiter, starts = answer(plan.times, plan.seconds), list[float]()
                passed.starts.append(starts)
                groups = [plan.arrivals] if plan.in_turn else [(at,) for at in plan.arrivals]
                calls += [partial(callers, limiter, group, starts) for group in groups]
            passed.stuck = await ended(calls, PATIENCE) is None
            # Whoever gives tokens back with a task of their own gets the time for it.
            await asyncio.sleep(2 * max(plan.seconds for plan in plans))
        after = _collections(answer)
        passed.shared = next((name for name in after if after[name] != before.get(name)), "")
        return passed

    async def callers(limiter: Any, arrivals: tuple[float, ...], starts: list[float]) -> None:
        loop = asyncio.get_running_loop()
        for arrival in arrivals:
            await asyncio.sleep(max(0.0, MORNING + arrival - loop.time()))
            await limiter.turn()
            starts.append(round(loop.time() - MORNING, 4))

    return run


def _collections(answer: Any) -> dict[str, Any]:
    """What lives longer than one limiter, by name: numbers and collections, as they are now."""
    of_class = {name: value for name, value in vars(answer).items() if not name.startswith("__")}
    return {
        name: list(value) if isinstance(value, list | dict | set | deque) else value
        for name, value in [*globals_of(answer).items(), *of_class.items()]
        if isinstance(value, list | dict | set | deque | int | float) and not name.startswith("_")
    }


def _all_pass(evidence: Evidence) -> Finding:
    passed: _Passed = evidence.result
    total = sum(len(plan.arrivals) for plan in passed.plans)
    came = sum(map(len, passed.starts))
    if passed.stuck:
        if passed.shared:
            return _shares(passed)
        did = f"{came} of {count(total, 'caller')} passed. The others still waited after "
        return missed(f"{did}{seconds(PATIENCE)}.", "Everybody passes.", "rate-turn-never-comes")
    if len(evidence.steps) > MOST_STEPS:
        did = f"Your callers woke up more than {MOST_STEPS} times to look."
        return missed(did, "They sleep until their turn.", "rate-turn-spins")
    return met(f"{came} of {count(total, 'caller')} passed.")


def _shares(passed: _Passed) -> Finding:
    did = f"Your limiters write into one `{passed.shared}`, which stands outside of them."
    return missed(did, "Each limiter has its own memory.", "rate-limiters-share")


def _said(starts: list[float]) -> str:
    return ", ".join(f"{start:g}" for start in starts) + " s"


def _keeps_the_rate(evidence: Evidence) -> Finding | None:
    if evidence.result.stuck:
        return None
    for plan, passed in zip(evidence.result.plans, evidence.result.starts, strict=True):
        starts = sorted(passed)
        rule = f"{plan.times} in any {seconds(plan.seconds)}"
        did = f"The rule is {rule}. Turns began at {_said(starts)}."
        expected = f"{_said(plan.due)}."
        for first, last in zip(starts, starts[plan.times :], strict=False):
            if last - first < plan.seconds - ROUNDING:
                if evidence.result.shared:
                    return _shares(evidence.result)
                return missed(did, expected, _why_early(plan, starts), in_time=True)
    return met(f"Turns began at {_said(sorted(evidence.result.starts[0]))}.")


def _why_early(plan: _Plan, starts: list[float]) -> str:
    if plan.in_turn:
        together = starts[-1] - starts[0] < plan.seconds - ROUNDING
        return "rate-missing" if together else "rate-off"
    early = plan.name == "around a border" and starts[2] - starts[0] < plan.seconds - ROUNDING
    if early and starts[3] - starts[0] >= plan.seconds - ROUNDING:
        return "rate-other-number"
    keys = {"a crowd": "rate-all-woke-together", "around a border": "rate-fixed-window"}
    return keys.get(plan.name, "rate-turns-saved-up")


def _nobody_late(evidence: Evidence) -> Finding | None:
    if evidence.result.stuck:
        return None
    for plan, passed in zip(evidence.result.plans, evidence.result.starts, strict=True):
        starts, due = sorted(passed), plan.due
        late = [n for n, start in enumerate(starts) if start > due[n] + LATE]
        if late:
            if evidence.result.shared:
                return _shares(evidence.result)
            did = f"Turns began at {_said(starts)}."
            key = "rate-spaced-evenly" if late[0] < plan.times else "rate-turn-late"
            return missed(did, f"{_said(due)}.", key, in_time=True)
    return met("Nobody waited longer than the rule asks.")


RATE_LIMITER = Task(
    name="RateLimiter",
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(Trial(name, _pass(plans)) for name, plans in PLANS.items()),
    requirements=(
        Requirement("Everybody gets a turn", _all_pass),
        *(Requirement(f"Keeps the rate: {name}", _keeps_the_rate, name) for name in PLANS),
        *(Requirement(f"Nobody waits too long: {name}", _nobody_late, name) for name in PLANS),
    ),
    hints=(
        "Four callers come, and three may pass in a second. Whose time decides when the fourth may "
        "pass?",
        "Keep the times at which the last callers passed. How many of them do you need? The oldest "
        "of these decides.",
        "Between looking at the times and writing down the new one stands a wait. Who may come "
        "between? You know what keeps others out.",
        "In `turn`, inside `async with self.lock:`: if `times` callers have passed, sleep until the "
        "oldest time plus `seconds`, and forget that time. Then add the time of now.",
    ),
    why=(
        "Only the last `times` passes matter: a new one may begin `seconds` after the oldest of "
        "them. Here the wait belongs inside the lock. Callers behind it must not look before this "
        "one has written its time, so they stand in line."
    ),
    reflect="Before you go on, say how a limiter could allow a third call in advance, and who would "
    "complain.",
)
