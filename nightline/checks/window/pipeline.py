"""Task `pipeline`: one who fetches, several who print, and a limit between them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

import nightline.checks.window.pipeline_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.window import SET
from nightline.checks.window.station import Crowd, Printer, ticket_for
from nightline.checks.window.watch import (
    STOPS_WHEN_CANCELLED,
    Watched,
    stuck_finding,
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
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


@dataclass(frozen=True)
class _Plan:
    """One night of a trial: the windows, the room, who comes how often, how long printing takes."""

    windows: int
    room: int
    takes: dict[str, float]
    pause: float


# Times differ, so that tickets come out in another order than the orders came.
NIGHTS = {
    "a fast crowd": _Plan(
        3,
        4,
        {
            f"Kestrel {number}": takes
            for number, takes in enumerate(
                (0.9, 0.3, 0.5, 0.4, 0.7, 0.3, 0.6, 0.4, 0.5, 0.3, 0.8, 0.4), start=1
            )
        },
        0.01,
    ),
    "a slow evening": _Plan(2, 2, {f"Helvet {number}": 0.5 for number in range(20, 26)}, 0.3),
    "one window": _Plan(1, 1, {f"Jura {number}": 0.2 for number in range(10)}, 0.01),
    "nobody": _Plan(2, 3, {}, 0.1),
}
CROWDED = "a fast crowd"
SLOW = "a slow evening"


@dataclass
class _Night:
    """What was seen of one night."""

    watched: Watched
    crowd: Crowd
    printer: Printer
    most_ahead: int = 0


def _night(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    plan = NIGHTS[name]

    async def run(answer: Any, stage: Stage) -> _Night:
        now = stage.loop.time
        crowd = Crowd("next_order", list(plan.takes), [plan.pause], now)
        printer = Printer(plan.takes, now)
        night = _Night(Watched(), crowd, printer)

        async def next_order() -> Any:
            order = await crowd.next()
            night.most_ahead = max(night.most_ahead, len(crowd.came) - len(printer.calls))
            return order

        stage.lend(next_order=next_order, print_ticket=printer.print_ticket)
        night.watched = await watch(lambda: stage.call(plan.windows, plan.room), stage)
        return night

    return run


def _returns(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    watched, last = night.watched, night.printer.last
    if watched.stuck:
        came = night.crowd.came[-1][0] if night.crowd.came else 0.0
        expected = "You return when the last ticket is printed."
        undone = len(night.printer.printed) < len(NIGHTS[evidence.trial].takes)
        return stuck_finding(watched.stuck, max(last, came), expected, undone=undone)
    return met(f"You returned at {seconds(watched.seconds)}.")


def _each_once(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    orders, got = list(NIGHTS[evidence.trial].takes), night.watched.returned
    begun = [call.who for call in night.printer.calls]
    twice = [order for order in orders if begun.count(order) > 1]
    missing = [order for order in orders if order not in night.printer.printed]
    expected = f"{count(len(orders), 'ticket')}, one for each order."
    if orders and not night.crowd.came:
        return missed("`next_order` was not called.", expected, "nobody-fetched")
    if twice:
        return missed(f"`{twice[0]}` was printed more than once.", expected, "printed-twice")
    if missing:
        did = f"{count(len(orders) - len(missing), 'ticket')} came out. The first order without "
        did += f"one is `{missing[0]}`."
        return missed(did, expected, "orders-lost")
    wanted = {order: ticket_for(order) for order in orders}
    if wanted and got == dict(zip(orders, orders, strict=True)):
        return missed(f"You returned {shown(got)}.", expected, "orders-for-tickets")
    if wanted and got == {ticket: order for order, ticket in wanted.items()}:
        return missed(f"You returned {shown(got)}.", expected, "dict-turned-round")
    if isinstance(got, dict) and got.keys() == wanted.keys() and got != wanted:
        order = next(order for order in wanted if got[order] != wanted[order])
        did = f"For `{order}` you returned {shown(got[order])}."
        return missed(did, f"{shown(wanted[order])}.", "wrong-result")
    return compare(replace(evidence, result=got), wanted)


def _windows(evidence: Evidence) -> Finding:
    plan, most = NIGHTS[evidence.trial], evidence.result.printer.most_at_once
    could = min(plan.windows, len(plan.takes))
    if most > could:
        did = f"{most} tickets were printed at once."
        return missed(did, f"{could} at once.", "too-many-windows")
    if most < could and evidence.trial == CROWDED:
        did = f"Never more than {count(most, 'ticket')} at once, and orders were waiting."
        return missed(did, f"{could} at once.", "windows-closed", in_time=True)
    return met(f"{count(most, 'ticket')} at once.")


def _not_too_far_ahead(evidence: Evidence) -> Finding:
    plan, most = NIGHTS[evidence.trial], evidence.result.most_ahead
    if most > plan.room + 1:
        did = f"At one moment you had fetched {most} orders that no window had begun."
        expected = f"At most {plan.room + 1}: {plan.room} that wait, and one in your hand."
        limited = most < len(plan.takes) - plan.windows
        return missed(did, expected, "room-too-large" if limited else "fetched-without-limit")
    return met(f"At most {most} orders were fetched ahead.")


def _room_is_used(evidence: Evidence) -> Finding:
    room, most = NIGHTS[CROWDED].room, evidence.result.most_ahead
    if most < room:
        did = f"All windows were busy, and never more than {count(most, 'order')} waited."
        return missed(did, f"{room} wait when so many come.", "room-left-unused")
    return met(f"Up to {count(room, 'order')} waited.")


def _at_once(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    plan, came = NIGHTS[SLOW], {order: at for at, order in night.crowd.came}
    starts = {call.who: call.start for call in night.printer.calls}
    last = max(came.values())
    late = next((order for order in came if starts[order] > came[order] + ROUNDING), None)
    if min(starts.values()) > last - ROUNDING:
        first = min(came.values())
        did = f"The first order came at {seconds(first)}, and the first window began at "
        did += f"{seconds(min(starts.values()))}."
        return missed(did, f"It begins at {seconds(first)}.", "printed-after-all-came")
    if late is not None:
        did = f"`{late}` came at {seconds(came[late])} and was begun at {seconds(starts[late])}."
        return missed(did, "A free window begins at once.", "free-window-waited")
    if last > plan.pause * len(plan.takes) + ROUNDING:
        did = f"The last order was fetched at {seconds(last)}."
        expected = f"At {seconds(plan.pause * len(plan.takes))}: one order every "
        return missed(did, f"{expected}{seconds(plan.pause)}.", "fetching-stopped")
    if night.watched.seconds > night.printer.last + ROUNDING:
        did = f"The last ticket came out at {seconds(night.printer.last)}, and you returned at "
        did += f"{seconds(night.watched.seconds)}."
        return missed(did, "You return with the last ticket.", "night-too-long")
    return met(f"Each order was begun when it came. {seconds(night.watched.seconds)}.")


PIPELINE = Task(
    name="pipeline",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _night(name)) for name in NIGHTS),
    requirements=(
        STOPS_WHEN_CANCELLED,
        Requirement("Returns when the work is done", _returns),
        Requirement("Prints each order exactly once", unless_stuck(_each_once)),
        Requirement("All windows are at work, and no more", unless_stuck(_windows)),
        Requirement("Orders are fetched ahead, up to the limit", unless_stuck(_not_too_far_ahead)),
        Requirement("A free window begins at once", unless_stuck(_at_once), SLOW),
        Requirement("The room is used", unless_stuck(_room_is_used), CROWDED),
    ),
    hints=(
        "Who are the producers here, and who are the workers? How many are there of each?",
        "`next_order` may be open only once, so one task fetches and puts. The queue's limit makes "
        "it wait when enough orders are there.",
        "How does a worker learn that no more will come? The lesson has two ways. One sign for each "
        "window lets the workers return by themselves, and a `TaskGroup` waits for them.",
        "Start `windows` workers in an `asyncio.TaskGroup`, each with `while (order := await "
        "queue.get()) is not None:`. Then fetch and put until None comes, and put None once for "
        "each window.",
    ),
    why=(
        "The limit of the queue makes the fetching wait, and nothing else has to count. Each worker "
        "takes the next order as soon as it is free. The signs stand behind the last order, so "
        "no order is lost, and the group ends when all workers have read theirs."
    ),
    reflect="Before you go on, say how each window learns that no more orders will come.",
)
