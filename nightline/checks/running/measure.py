"""`measure`: visits at planned moments, and waits that count from them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.running.measure_mistakes  # noqa: F401  (registers them)
from nightline.checks.running import SET
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

STEADY, SLOW, BUSY = "a steady site", "a site that gets slow", "a moment when the program is busy"
FAILS, BREAKS = "two visits without an answer", "a mistake in `send`"


@dataclass(frozen=True)
class Plan:
    """What one trial asks for.

    Args:
        rate, span: as the answer gets them.
        needs: seconds of each visit's answer, in the order of the visits; the last one goes on.
        blocks: seconds for which the third visit keeps the thread.
        fails: which visits get no answer.
        broken: which visit raises another error; none when negative.
    """

    rate: int
    span: float
    needs: tuple[float, ...]
    blocks: float = 0.0
    fails: tuple[int, ...] = ()
    broken: int = -1

    @property
    def moments(self) -> list[float]:
        """The planned moments."""
        return [number / self.rate for number in range(int(self.rate * self.span))]


PLANS = {
    STEADY: Plan(4, 2.5, (0.4,)),
    SLOW: Plan(2, 4, (0.1, 0.1, 3.6, 3.0, 2.4, 1.8, 0.1)),
    BUSY: Plan(8, 1.5, (0.3,), blocks=0.7),
    FAILS: Plan(4, 2, (0.3,), fails=(1, 4)),
    BREAKS: Plan(4, 1, (0.3,), broken=2),
}


@dataclass
class Seen:
    """What the site saw, and what the answer returned, in virtual seconds from its start."""

    plan: Plan
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    open_now: int = 0
    most: int = 0
    result: Any = None
    error: BaseException | None = None
    returned_at: float = 0.0

    @property
    def possible(self) -> list[float]:
        """The first moment at which each visit could begin: the thread may have been kept."""
        if not self.plan.blocks:
            return self.plan.moments
        begin = self.plan.moments[2]
        until = begin + self.plan.blocks
        return [until if begin < moment < until else moment for moment in self.plan.moments]

    @property
    def waits(self) -> list[float | None]:
        """The right result."""
        return [
            None if number in self.plan.fails else round(self.ends[number] - moment, 6)
            for number, moment in enumerate(self.plan.moments)
        ]


def _site(seen: Seen, now: Callable[[], float]) -> Callable[[], Coroutine[Any, Any, str]]:
    plan = seen.plan

    async def send() -> str:
        number = len(seen.starts)
        seen.starts.append(round(now(), 6))
        seen.ends.append(float("inf"))
        seen.open_now += 1
        seen.most = max(seen.most, seen.open_now)
        try:
            if plan.blocks and number == 2:
                time.sleep(plan.blocks)  # noqa: ASYNC251 (that it blocks is the point)
            await asyncio.sleep(plan.needs[min(number, len(plan.needs) - 1)])
        except asyncio.CancelledError:
            seen.cut.append(number)
            raise
        finally:
            seen.open_now -= 1
            seen.ends[number] = round(now(), 6)
        if number == plan.broken:
            raise FileNotFoundError("the list of addresses is missing")
        if number in plan.fails:
            raise ConnectionResetError("no answer")
        return "the page"

    return send


async def _run(answer: Any, stage: Stage) -> Seen:
    plan = PLANS[stage.name]
    seen = Seen(plan)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    if plan.blocks:
        stage.expect_blocking()
    mine = asyncio.all_tasks()
    try:
        seen.result = await answer(plan.rate, plan.span, _site(seen, lambda: loop.time() - begin))
    except (FileNotFoundError, ConnectionError, ExceptionGroup) as error:
        if not _is_ours(error, FileNotFoundError if plan.broken >= 0 else ConnectionError):
            raise
        seen.error = error
        for task in asyncio.all_tasks() - mine:  # what `gather` left is no subject here
            task.cancel()
            await asyncio.wait({task})
    seen.returned_at = round(loop.time() - begin, 6)
    return seen


def _is_ours(error: BaseException, kind: type[Exception]) -> bool:
    if isinstance(error, ExceptionGroup):
        return error.subgroup(kind) is not None
    return isinstance(error, kind)


def _starts(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    plan, starts, possible = seen.plan, seen.starts, seen.possible
    wanted = f"{count(len(possible), 'visit')}, one each {seconds(1 / plan.rate)}."
    if not starts:
        return missed("You sent no visit.", wanted, "measure-sent-nothing")
    late = [n for n, (s, p) in enumerate(zip(starts, possible, strict=False)) if s > p + ROUNDING]
    early = [n for n, (s, p) in enumerate(zip(starts, possible, strict=False)) if s < p - ROUNDING]
    if early:
        number = early[0]
        did = f"Visit {number + 1} began at {seconds(starts[number])}."
        expected = f"It begins at {seconds(possible[number])}."
        together = len(set(starts)) == 1 and len(starts) > 1
        key = "measure-all-at-once" if together else "measure-before-its-moment"
        if late and late[0] < number:
            key = "measure-other-moments"
        return missed(did, expected, key, in_time=True)
    if late:
        number = late[0]
        did = f"Visit {number + 1} began at {seconds(starts[number])}."
        gap = starts[number] - seen.ends[number - 1] if number else -1.0
        still_open = sum(end > starts[number] + ROUNDING for end in seen.ends[:number])
        if still_open and not plan.blocks:
            did += f" At most {seen.most} visits were open at once."
            key = "measure-limited"
        elif -ROUNDING <= gap <= 1 / plan.rate + ROUNDING:
            did += f" At that moment visit {number} had its answer."
            key = "measure-closed-loop"
        elif plan.blocks:
            key = "measure-plan-drifts"
        else:
            key = "measure-other-moments"
        return missed(did, f"It begins at {seconds(possible[number])}.", key, in_time=True)
    if len(starts) != len(possible):
        did = f"You sent {count(len(starts), 'visit')} in {seconds(plan.span)}."
        return missed(did, wanted, "measure-number-of-visits", in_time=True)
    return met(f"{count(len(starts), 'visit')}, each at its moment.")


def _waits(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.error is not None:
        did = f"Visit {seen.plan.fails[0] + 1} got no answer, and its ConnectionError came out."
        expected = "The waits of the others, and `None` for this one."
        return missed(did, expected, "measure-one-failure-ended-all")
    if len(seen.starts) != len(seen.plan.moments):
        did = f"You sent {count(len(seen.starts), 'visit')}. {len(seen.plan.fails)} got no answer."
        again = len(seen.starts) > len(seen.plan.moments) and seen.plan.fails
        key = "measure-sent-again" if again else "measure-number-of-visits"
        return missed(did, f"{len(seen.plan.moments)} visits.", key, in_time=True)
    got = seen.result
    if got is None:
        return missed("You returned `None`.", "A list of waits.", "nothing-returned")
    if missing := seen.ends.count(float("inf")) + len(seen.cut):
        did = f"You returned at {seconds(seen.returned_at)}. "
        did += f"{count(missing, 'answer')} had not come."
        return missed(did, "The waits of all visits.", "measure-slow-ones-lost", in_time=True)
    if not isinstance(got, list | tuple):
        return missed(f"You returned {shown(got)}.", "A list of waits.", "wrong-type")
    got, wanted = list(got), seen.waits
    if len(got) == len(wanted) and all(map(_close, got, wanted)):
        return met(f"{count(len(got), 'wait')}, each from the planned moment.")
    did, expected = f"You returned {shown(_rounded(got))}.", f"{shown(_rounded(wanted))}."
    return missed(did, expected, _waits_key(seen, got, wanted))


def _waits_key(seen: Seen, got: list[Any], wanted: list[float | None]) -> str:
    if seen.plan.fails:
        answered = [wait for wait in wanted if wait is not None]
        if len(got) == len(answered) and all(map(_close, got, answered)):
            return "measure-failures-left-out"
        if any(isinstance(one, BaseException) for one in got):
            return "measure-errors-as-waits"
        if len(got) == len(wanted) and all(
            isinstance(got[number], int | float) for number in seen.plan.fails
        ):
            return "measure-failure-as-wait"
    if len(got) != len(wanted):
        return "measure-number-of-waits"
    if any(one is not None and not isinstance(one, int | float) for one in got):
        return "wrong-type"
    sent = [end - start for start, end in zip(seen.starts, seen.ends, strict=True)]
    if all(map(_close, got, sent)):
        return "measure-from-the-sending"
    by_end = sorted(range(len(wanted)), key=lambda number: seen.ends[number])
    if all(map(_close, got, [wanted[number] for number in by_end])):
        return "measure-order-of-answers"
    if all(map(_close, got, seen.ends)):
        return "measure-moments-as-waits"
    if all(one is None or _close(one / 1000, wait) for one, wait in zip(got, wanted, strict=True)):
        return "measure-not-in-seconds"
    if any(all(map(_close, got, _rounded(wanted, digits))) for digits in range(3)):
        return "measure-waits-rounded"
    return "wrong-result"


def _close(got: Any, wanted: float | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    return isinstance(got, int | float) and abs(got - wanted) <= ROUNDING


def _rounded(values: list[Any], digits: int = 3) -> list[Any]:
    return [round(value, digits) if isinstance(value, float) else value for value in values]


def _lets_out(evidence: Evidence) -> Finding | None:
    seen: Seen = evidence.result
    if seen.error is None:
        did = f"`send` raised FileNotFoundError. You returned {shown(_shown_result(seen.result))}."
        return missed(did, "FileNotFoundError comes out.", "measure-error-hidden")
    return met("An error that is no visitor's came out.")


def _shown_result(result: Any) -> Any:
    return _rounded(list(result)) if isinstance(result, list | tuple) else result


MEASURE = Task(
    name="measure",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _run) for name in PLANS),
    requirements=(
        Requirement("Visits come at their moments", _starts, STEADY),
        Requirement("A slow site does not slow them", _starts, SLOW),
        Requirement("A busy moment does not move the plan", _starts, BUSY),
        Requirement("Each wait is told, in the order of the plan", _waits, SLOW),
        Requirement("A wait counts from the planned moment", _waits, BUSY),
        Requirement("A visit without an answer is told", _waits, FAILS),
        Requirement("Other errors come out", _lets_out, BREAKS),
    ),
    hints=(
        "In your code, which line waits for an answer? May the next visit wait for that line?",
        "Make the plan first: a list of moments. What is the moment of visit number 3, at 4 a second?",
        "Write an inner `async def visit(planned)`. It sleeps until its moment, sends, and returns the time since "
        "`planned`. What runs all of them, and keeps their order?",
        "`await asyncio.sleep(planned - loop.time())`, then `await send()`, then `return loop.time() - planned`. "
        "Gather one such visit for each moment.",
    ),
    why=(
        "Each visit knows its moment before anything is sent, so no slow answer can move it. And the wait counts from "
        "that moment, so it also holds the time in which this program itself was late."
    ),
    reflect="Before you go on, say how many visits are open at once when the site stops answering.",
)
