"""Task `closing_time`: some time to finish, then everybody leaves and no order is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.window import SET
from nightline.checks.window.watch import Watched, end_all, stuck_finding, unless_stuck, watch
from nightline.judging.diagnoses import Diagnosis, register
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
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

END = "The end of the night"
register(
    Diagnosis(
        "sent-home-too-early",
        "clerks sent home while there was time",
        "Orders could still be done, and you ended the work. That the queue is empty is no sign: "
        "the last orders are then in the hands of the clerks.",
        "Which call waits until all orders are done? Let that wait come before the cancelling.",
        "08",
        END,
    ),
    Diagnosis(
        "grace-not-kept",
        "a wait without an end",
        "You waited for all orders, however long that took. The hall must close when the time is "
        "over.",
        "Which tool of lesson 06 ends a wait after some seconds? Put it around this one.",
        "06",
    ),
    Diagnosis(
        "grace-not-caught",
        "a TimeoutError that nobody caught",
        "The time was over, so the wait ended with `TimeoutError`. Here that is no failure: it is "
        "the moment to send the clerks home.",
        "Around which lines must the `try` stand, so that your function goes on afterwards?",
        "06",
    ),
    Diagnosis(
        "waits-the-whole-grace",
        "a pause where a wait is needed",
        "All orders were done, and you still waited. The given time is a limit, and not a duration.",
        "Which call ends at the moment when the last order is done?",
        "08",
        END,
    ),
    Diagnosis(
        "clerks-not-cancelled",
        "clerks who wait for ever",
        "You returned, and the clerks still stood in `get`. They never end by themselves, because "
        "an empty queue only makes them wait.",
        "Which method of a task ends its wait?",
        "08",
        END,
        misconceptions=(43,),
    ),
    Diagnosis(
        "cancel-not-awaited",
        "clerks who were told to go and are still here",
        "`cancel` only asks. A task ends at its next turn, and its cleanup may take longer. You "
        "returned before that.",
        "After the `cancel` calls, what could you await to know that all of them have ended?",
        "08",
        END,
    ),
    Diagnosis(
        "pause-after-cancel",
        "a fixed pause after cancel",
        "All clerks had left, and you still waited. A fixed time is too long for these clerks, and "
        "too short for slower ones.",
        "What can you await that ends when the last clerk has ended?",
        "08",
        END,
    ),
    Diagnosis(
        "cancelled-twice",
        "clerks disturbed while they tidied up",
        "A clerk was cancelled, began to put its order back, and was cancelled again. The second "
        "cancellation struck its cleanup, so the order was lost.",
        "How often does your code call `cancel` for one clerk?",
        "06",
    ),
    Diagnosis(
        "order-in-hand-lost",
        "orders that came back too late for you",
        "A clerk who is cancelled at work puts the order back into the queue. You looked into the "
        "queue before that, so these orders are in nobody's list.",
        "At which moment can no order come back any more?",
        "08",
        END,
    ),
)
know_error("TimeoutError", "grace-not-caught", sets=SET, cell="closing_time")

TIDYING = 0.05  # what a clerk needs to put an order back
BEFORE = 0.1  # how long the clerks work before the hall closes


@dataclass(frozen=True)
class _Plan:
    """One closing: the orders, how long one takes, and the time that is given."""

    orders: list[str]
    takes: float
    grace: float
    done: float  # seconds until all orders are done, counted from the closing


NIGHTS = {
    "time enough": _Plan([f"Isar {number}" for number in (7, 2, 9, 4, 1)], 0.4, 5.0, 1.1),
    "too little time": _Plan([f"Fjord {n}" for n in (3, 8, 1, 6, 5, 2, 9, 4, 7)], 0.4, 0.8, 1.9),
    "nothing to do": _Plan([], 0.4, 2.0, 0.0),
}


@dataclass
class _Hall:
    """The hall at closing time: who served what, and what the answer did."""

    queue: asyncio.Queue[str]
    takes: float
    now: Callable[[], float]
    served: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    watched: Watched = field(default_factory=Watched)
    closed: float = 0.0
    left: float = 0.0
    disturbed: str = ""
    still_there: int = 0
    told: int = 0

    async def clerk(self) -> None:
        try:
            await self._work()
        finally:
            self.left = self.now()

    async def _work(self) -> None:
        while True:
            try:
                order = await self.queue.get()
            except asyncio.CancelledError:
                self.sent.append(self.now())
                raise
            try:
                await asyncio.sleep(self.takes)
                self.served.append(order)
            except asyncio.CancelledError:
                self.sent.append(self.now())
                self.disturbed = order
                await asyncio.sleep(TIDYING)
                self.disturbed = ""
                self.queue.put_nowait(order)
                self.back.append(order)
                raise
            finally:
                self.queue.task_done()


def _closing(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    plan = NIGHTS[name]

    async def run(answer: Any, stage: Stage) -> _Hall:
        hall = _Hall(asyncio.Queue(), plan.takes, stage.loop.time)
        for order in plan.orders:
            hall.queue.put_nowait(order)
        clerks = [asyncio.create_task(hall.clerk()) for _ in range(2)]
        await asyncio.sleep(BEFORE)
        hall.closed = stage.loop.time()
        try:
            hall.watched = await watch(lambda: answer(hall.queue, list(clerks), plan.grace), stage)
        finally:
            here = {clerk for clerk in clerks if not clerk.done()}
            hall.still_there = len(here)
            hall.told = sum(clerk.cancelling() > 0 for clerk in here)
            if hall.told == len(here):
                await asyncio.wait(here, timeout=1) if here else None
            await end_all({clerk for clerk in here if not clerk.done()})
        return hall

    return run


def _waits_and_ends(evidence: Evidence) -> Finding:
    hall, plan = evidence.result, NIGHTS[evidence.trial]
    ends = min(plan.done, plan.grace)
    words = "when all orders are done" if plan.done < plan.grace else "when the time is over"
    expected = f"The clerks leave at {seconds(ends)}, {words}."
    if hall.watched.stuck:
        return stuck_finding(hall.watched.stuck, ends, expected, clerks_wait=True)
    sent = min((at - hall.closed for at in hall.sent), default=hall.watched.seconds)
    if hall.still_there == 2 and not hall.told:
        sent = hall.watched.seconds
    if sent < ends - ROUNDING:
        did = f"You ended the work after {seconds(sent)}, with {len(hall.served)} of "
        did += f"{count(len(plan.orders), 'order')} done."
        return missed(did, expected, "sent-home-too-early")
    if sent > ends + ROUNDING:
        key = "waits-the-whole-grace" if plan.done < plan.grace else "grace-not-kept"
        did = f"You waited for {seconds(sent)}."
        return missed(did, expected, key)
    return met(f"The work ended after {seconds(sent)}.")


def _clerks_have_left(evidence: Evidence) -> Finding:
    hall: _Hall = evidence.result
    if hall.disturbed and not hall.still_there:
        did = f"The clerk with `{hall.disturbed}` was cancelled again while it tidied up."
        return missed(did, "Each clerk is cancelled once.", "cancelled-twice")
    if not hall.still_there:
        gone = hall.left - hall.closed
        if hall.watched.seconds > gone + ROUNDING:
            did = f"The last clerk had left after {seconds(gone)}, and you returned after "
            did += f"{seconds(hall.watched.seconds)}."
            return missed(did, f"You return after {seconds(gone)}.", "pause-after-cancel")
        return met("Both clerks had left when you returned.")
    did = f"{count(hall.still_there, 'clerk')} had not left when you returned"
    key = "cancel-not-awaited" if hall.told else "clerks-not-cancelled"
    did += ", although you had cancelled them." if hall.told else "."
    return missed(did, "Both clerks have left.", key)


def _reports(evidence: Evidence) -> Finding:
    hall, plan, got = evidence.result, NIGHTS[evidence.trial], evidence.result.watched.returned
    wanted = [order for order in plan.orders if order not in hall.served]
    if isinstance(got, list) and all(isinstance(order, str) for order in got):
        lost = sorted(set(wanted) - set(got))
        if lost and set(lost) <= set(hall.back) and set(got) <= set(wanted):
            did = f"`{lost[0]}` was not served, and it is not in your list."
            expected = f"All {len(wanted)} orders that nobody served."
            return missed(did, expected, "order-in-hand-lost")
        got, wanted = sorted(got), sorted(wanted)
    return compare(replace(evidence, result=got), wanted)


CLOSING_TIME = Task(
    name="closing_time",
    set=SET,
    level="core",
    minutes=12,
    trials=tuple(Trial(name, _closing(name)) for name in NIGHTS),
    requirements=(
        Requirement("Lets the clerks work until all is done, or the time is over", _waits_and_ends),
        Requirement("All clerks have left", unless_stuck(_clerks_have_left)),
        Requirement("Reports each order that nobody served", unless_stuck(_reports)),
    ),
    hints=(
        "Three steps: wait, send home, look. What does each of them need from the one before?",
        "`queue.join()` waits until all orders are done. Which tool ends that wait after `grace` "
        "seconds, and which error must you then catch?",
        "`cancel` only asks. A clerk still puts an order back. So await all clerks before you look "
        "into the queue, and keep their `CancelledError` away from you.",
        "`await asyncio.gather(*clerks, return_exceptions=True)`. Then take orders out with "
        "`queue.get_nowait()` while the queue is not empty.",
    ),
    why=(
        "`join` under a timeout ends at the earlier of two moments. `cancel` asks the clerks to "
        "leave, and `gather` waits until they have tidied up. Only then is the queue at rest, so "
        "only then its content is the truth."
    ),
    reflect="Before you go on, say which order would be lost if you looked before the `gather`.",
)
