"""Task `closing_time`: some time to finish, then everybody leaves and no order is lost."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import nightline.checks.window.closing_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.window import SET
from nightline.checks.window.watch import (
    CALLED_OFF,
    LONG,
    MAY_BE_CANCELLED,
    Stuck,
    Watched,
    call_off,
    end_all,
    stuck_finding,
    unless_called_off,
    unless_stuck,
    watch,
)
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
NIGHTS[CALLED_OFF] = NIGHTS["too little time"]
POLLING = 0.02  # an answer may look from time to time whether the clerks are gone


class Queue(asyncio.Queue[str]):
    """A queue that writes down what the answer does with it."""

    def __init__(self) -> None:
        super().__init__()
        self.clerks: list[asyncio.Task[None]] = []
        self.brought: list[str] = []
        self.last_taken = 0.0

    def put_nowait(self, item: str) -> None:
        if self.clerks and asyncio.current_task() not in self.clerks:
            self.brought.append(item)
        super().put_nowait(item)

    def get_nowait(self) -> str:
        item = super().get_nowait()
        if asyncio.current_task() not in self.clerks:
            self.last_taken = asyncio.get_running_loop().time()
        return item


@dataclass
class _Hall:
    """The hall at closing time: who served what, and what the answer did."""

    queue: Queue
    takes: float
    now: Callable[[], float]
    served: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    last_back: float = 0.0
    waiting_when_sent: int = 0
    went_on: bool = False
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

    def _cancelled(self) -> None:
        if not self.sent:
            self.waiting_when_sent = self.queue.qsize()
        self.sent.append(self.now())

    async def _work(self) -> None:
        while True:
            try:
                order = await self.queue.get()
            except asyncio.CancelledError:
                self._cancelled()
                raise
            try:
                await asyncio.sleep(self.takes)
                self.served.append(order)
            except asyncio.CancelledError:
                self._cancelled()
                self.disturbed = order
                await asyncio.sleep(TIDYING)
                self.disturbed = ""
                self.queue.put_nowait(order)
                self.back.append(order)
                self.last_back = self.now()
                raise
            finally:
                self.queue.task_done()


def _closing(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    plan = NIGHTS[name]

    async def run(answer: Any, stage: Stage) -> _Hall:
        hall = _Hall(Queue(), plan.takes, stage.loop.time)
        for order in plan.orders:
            hall.queue.put_nowait(order)
        clerks = [asyncio.create_task(hall.clerk()) for _ in range(2)]
        await asyncio.sleep(BEFORE)
        hall.closed, hall.queue.clerks = stage.loop.time(), clerks
        if name == CALLED_OFF:
            call = functools.partial(answer, hall.queue, list(clerks), plan.grace)
            hall.went_on = await call_off(call, plan.grace / 2, stage)
            await end_all({clerk for clerk in clerks if not clerk.done()})
            return hall
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
    if hall.queue.brought and any(order not in plan.orders for order in hall.queue.brought):
        did = f"You put `{hall.queue.brought[0]}` into the queue."
        return missed(did, "The orders of the hall, and no others.", "brought-to-closing")
    if hall.watched.stuck:
        return _stuck(hall, hall.watched.stuck, ends, expected)
    sent = min((at - hall.closed for at in hall.sent), default=hall.watched.seconds)
    if hall.still_there == 2 and not hall.told:
        sent = hall.watched.seconds
    if sent < ends - ROUNDING:
        did = f"You ended the work after {seconds(sent)}, with {len(hall.served)} of "
        did += f"{count(len(plan.orders), 'order')} done."
        own = sent > ROUNDING and hall.waiting_when_sent
        return missed(did, expected, "another-grace" if own else "sent-home-too-early")
    if sent > ends + ROUNDING:
        key = "waits-the-whole-grace" if plan.done < plan.grace else "grace-not-kept"
        did = f"You waited for {seconds(sent)}."
        return missed(did, expected, key)
    return met(f"The work ended after {seconds(sent)}.")


def _stuck(hall: _Hall, stuck: Stuck, ends: float, expected: str) -> Finding:
    """What a stuck answer waited for: the clerks of the hall are not its own tasks."""
    finding = stuck_finding(stuck, ends, expected, clerks_wait=True)
    source = stuck.at.source if stuck.at else ""
    key = ""
    if any(at < hall.closed + LONG for at in hall.sent):
        key = "joined-after-closing" if ".join()" in source else ""
        key = "drained-too-far" if ".get()" in source else key
    elif ".join()" not in source and ".get()" not in source:
        key = "waits-for-clerks"
    return missed(finding.did, expected, key) if key else finding


def _clerks_have_left(evidence: Evidence) -> Finding:
    hall: _Hall = evidence.result
    if hall.disturbed and not hall.still_there:
        did = f"The clerk with `{hall.disturbed}` was cancelled again while it tidied up."
        return missed(did, "Each clerk is cancelled once.", "cancelled-twice")
    if not hall.still_there and max(hall.sent) > min(hall.sent) + POLLING:
        did = f"One clerk was cancelled after {seconds(min(hall.sent) - hall.closed)}, and another "
        did += f"after {seconds(max(hall.sent) - hall.closed)}."
        return missed(did, "All are cancelled at one moment.", "sent-home-in-turn")
    if not hall.still_there:
        gone = hall.left - hall.closed
        if hall.watched.seconds > gone + POLLING:
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
            looked = 0 < hall.last_back <= hall.queue.last_taken
            return missed(did, expected, "stopped-before-empty" if looked else "order-in-hand-lost")
        got, wanted = sorted(got), sorted(wanted)
    finding = compare(replace(evidence, result=got), wanted)
    return met("Each order that nobody served is in your list.") if finding.passed else finding


CLOSING_TIME = Task(
    name="closing_time",
    set=SET,
    level="core",
    minutes=12,
    trials=tuple(Trial(name, _closing(name)) for name in NIGHTS),
    requirements=(
        Requirement(
            "Lets the clerks work until all is done, or the time is over",
            unless_called_off(_waits_and_ends),
        ),
        Requirement("All clerks have left", unless_stuck(_clerks_have_left)),
        Requirement("Reports each order that nobody served", unless_stuck(_reports)),
        MAY_BE_CANCELLED,
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
    reflect="Before you go on, say which order would be lost if you looked before the clerks have left.",
)
