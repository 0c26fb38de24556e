"""Task `priority_boarding`: group by group, at several doors, until the train departs."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.window import SET
from nightline.checks.window.boarding_mistakes import key_of_order
from nightline.checks.window.station import Crowd
from nightline.checks.window.watch import (
    CALLED_OFF,
    MAY_BE_CANCELLED,
    STOPS_WHEN_CANCELLED,
    Watched,
    call_off,
    stuck_finding,
    unless_called_off,
    unless_stuck,
    watch,
)
from nightline.judging.evidence import Call, Evidence, most_in_flight
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
    """One departure.

    Args:
        doors: how many board at once.
        departs: when nobody may begin any more.
        came: name, group, seconds after the one before, seconds to board.
        known: seconds after the last one until it is known that no more come.
        wanted: who boards in which order, and who waits in vain.
        ends: when all is over.
    """

    doors: int
    departs: float
    came: tuple[tuple[str, int, float, float], ...]
    known: float
    wanted: tuple[list[str], list[str]]
    ends: float


# No two things happen at one moment: each order of boarding is the only right one. Names of one
# group never stand in alphabetical order.
PLANS = {
    "one door": _Plan(
        1,
        50.0,
        (
            ("Ida", 3, 0.1, 0.4),
            ("Per", 2, 0.05, 0.4),
            ("Tom", 3, 0.05, 0.4),
            ("Zoe", 1, 0.05, 0.4),
            ("Ole", 2, 0.05, 0.4),
            ("Ada", 1, 0.05, 0.4),
            ("Bea", 3, 0.05, 0.4),
        ),
        0.05,
        (["Ida", "Zoe", "Ada", "Per", "Ole", "Tom", "Bea"], []),
        2.9,
    ),
    "two doors, and the train departs": _Plan(
        2,
        1.0,
        (
            ("Wim", 2, 0.1, 0.6),
            ("Uma", 2, 0.05, 0.3),
            ("Tom", 3, 0.05, 0.3),
            ("Per", 2, 0.05, 0.3),
            ("Zoe", 1, 0.05, 0.1),
            ("Max", 3, 0.05, 0.3),
            ("Bea", 3, 0.05, 0.3),
            ("Ole", 2, 0.2, 0.3),
            ("Ada", 1, 0.05, 0.5),
        ),
        9.0,
        (["Wim", "Uma", "Zoe", "Per", "Ada", "Ole"], ["Tom", "Max", "Bea"]),
        1.2,
    ),
    "nobody": _Plan(2, 5.0, (), 0.1, ([], []), 0.1),
}
DEPARTING = "two doors, and the train departs"
PLANS[CALLED_OFF] = PLANS[DEPARTING]


@dataclass
class _Platform:
    """What was seen on the platform."""

    watched: Watched
    calls: list[Call]
    over: float = 0.0
    went_on: bool = False


def _platform(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    plan = PLANS[name]
    takes = {who: seconds for who, _, _, seconds in plan.came}

    async def run(answer: Any, stage: Stage) -> _Platform:
        now, calls = stage.loop.time, list[Call]()
        people = [{"name": who, "group": group} for who, group, _, _ in plan.came]
        pauses = [*(pause for _, _, pause, _ in plan.came), plan.known]
        crowd = Crowd("next_passenger", people, pauses, now)

        async def next_passenger() -> Any:
            return await crowd.next()

        async def board(passenger: Any) -> None:
            if not isinstance(passenger, dict) or passenger.get("name") not in takes:
                raise LookupError(f"no passenger of this train: {passenger!r}")
            who, number = passenger["name"], len(calls)
            calls.append(Call(who, now(), None, "open"))
            outcome = "cancelled"
            try:
                await asyncio.sleep(takes[who])
                outcome = "answered"
            finally:
                calls[number] = replace(calls[number], end=now(), outcome=outcome)

        stage.lend(next_passenger=next_passenger, board=board)
        if name == CALLED_OFF:
            call = functools.partial(stage.call, plan.doors, plan.departs)
            return _Platform(Watched(), calls, went_on=await call_off(call, 0.3, stage))
        begin = now()
        watched = await watch(lambda: stage.call(plan.doors, plan.departs), stage)
        return _Platform(watched, calls, begin + watched.seconds + ROUNDING)

    return run


def _returns(evidence: Evidence) -> Finding:
    platform, plan = evidence.result, PLANS[evidence.trial]
    watched = platform.watched
    ended = max((call.end or 0.0 for call in platform.calls), default=0.0)
    expected = f"You return at {seconds(plan.ends)}, when the last one has boarded."
    if watched.stuck:
        return stuck_finding(watched.stuck, ended, expected)
    if watched.seconds > max(plan.ends, ended) + ROUNDING:
        did = f"The last one had boarded at {seconds(ended)}, and you returned at "
        did += f"{seconds(watched.seconds)}."
        return missed(did, expected, "stayed-on-the-platform")
    return met(f"You returned at {seconds(watched.seconds)}.")


def _order(evidence: Evidence) -> Finding:
    platform, plan = evidence.result, PLANS[evidence.trial]
    begun, wanted = [call.who for call in platform.calls], plan.wanted[0]
    in_time = [call.who for call in platform.calls if call.start < plan.departs - ROUNDING]
    if in_time == wanted:
        return met(f"{count(len(begun), 'passenger')} boarded, group by group.")
    if in_time == wanted[: len(in_time)]:
        did = f"{len(in_time)} of {count(len(plan.came), 'passenger')} began to board in time."
        return missed(did, f"{len(wanted)} of them.", "passengers-left")
    key = key_of_order(in_time, wanted, {who: group for who, group, *_ in plan.came})
    did = f"They began to board in this order: {', '.join(in_time)}."
    return missed(did, f"{', '.join(wanted)}.", key)


def _doors(evidence: Evidence) -> Finding:
    doors, most = PLANS[evidence.trial].doors, most_in_flight(evidence.result.calls)
    if most > doors:
        did = f"{most} passengers boarded at once."
        return missed(did, f"At most {doors}.", "too-many-doors")
    if most < doors and evidence.trial == DEPARTING:
        did = f"Never more than {count(most, 'passenger')} boarded at once."
        return missed(did, f"{doors} at once.", "doors-closed")
    return met(f"{count(most, 'passenger')} at once.")


def _departure(evidence: Evidence) -> Finding:
    calls, departs = evidence.result.calls, PLANS[DEPARTING].departs
    late = [call for call in calls if call.start > departs - ROUNDING]
    if late:
        did = f"{late[0].who} began to board at {seconds(late[0].start)}."
        expected = f"Nobody begins after {seconds(departs)}."
        return missed(did, expected, "boarded-after-departure")
    still = [
        call for call in calls if call.outcome == "open" or evidence.result.over < (call.end or 0.0)
    ]
    if still:
        did = f"{still[0].who} was still boarding when you returned."
        return missed(did, "Whoever is boarding finishes.", "boarding-not-awaited")
    cut = [call for call in calls if call.outcome != "answered"]
    if cut:
        did = f"{cut[0].who} was boarding when the train departed, and could not finish."
        return missed(did, "Whoever is boarding finishes.", "boarding-cut-off")
    return met(f"Nobody began after {seconds(departs)}, and whoever had begun finished.")


def _reports(evidence: Evidence) -> Finding:
    platform, (boarded, missed_it) = evidence.result, PLANS[evidence.trial].wanted
    got = platform.watched.returned
    if isinstance(got, tuple) and len(got) == 2 and got != (boarded, missed_it):
        did, expected = f"You returned {shown(got)}.", f"{shown((boarded, missed_it))}."
        ended = [call.who for call in sorted(platform.calls, key=lambda call: call.end or 0.0)]
        if list(got[0]) == ended != boarded:
            return missed(did, expected, "order-of-ends")
        if got == (missed_it, boarded):
            return missed(did, expected, "lists-swapped")
        if list(got[0]) == boarded and missed_it and not got[1]:
            return missed(did, expected, "missed-not-collected")
        if list(got[0]) == boarded and sorted(map(str, got[1])) == sorted(missed_it):
            return missed(did, expected, "missed-out-of-order")
    return compare(replace(evidence, result=got), (boarded, missed_it))


PRIORITY_BOARDING = Task(
    name="priority_boarding",
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(Trial(name, _platform(name)) for name in PLANS),
    requirements=(
        STOPS_WHEN_CANCELLED,
        Requirement("As many board at once as there are doors", unless_stuck(_doors)),
        Requirement("Group by group, and first come first", unless_stuck(_order)),
        Requirement("Nobody begins after the departure", unless_stuck(_departure), DEPARTING),
        Requirement("Returns when the last one has boarded", unless_called_off(_returns)),
        Requirement("Reports who boarded and who waited", unless_stuck(_reports)),
        MAY_BE_CANCELLED,
    ),
    hints=(
        "Which queue gives the smallest item first? What must stand in an item, and in which order, "
        "so that two dicts are never compared?",
        "A timeout around the fetching and `join` ends at the departure, or when all have boarded. "
        "The doors are tasks of their own, so the timeout does not touch them.",
        "After the departure, empty the queue yourself: these passengers have missed it. Then each "
        "door needs a sign that sorts before or behind all passengers. Await the doors.",
        "Items are `(passenger['group'], next(number), passenger)`, and the sign is `(0, "
        "next(number), None)`. A door loops while the third part is not None.",
    ),
    why=(
        "The number between group and passenger breaks ties by arrival, so no dict is compared. The "
        "timeout cancels only the fetching and the waiting. Doors end by a sign, so whoever is "
        "boarding finishes."
    ),
    reflect="Before you go on, say what would happen if you cancelled the doors at the departure.",
)
