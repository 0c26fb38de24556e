"""`night_sheet`: repair three calls of the bridge."""

from __future__ import annotations

from datetime import date
from typing import Any

from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import HAND_OVER, IN_ITS_THREAD, OFF_THE_LOOP
from nightline.checks.bridge.request import Request, prepare, run_request
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    count,
    met,
    missed,
    same_types,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "function-as-value",
        "a function where its result belongs",
        "Your sheet holds something that can still be called. What crosses the bridge is what the "
        "function you handed over returns, so it returned a function.",
        "Print the `type` of this entry. Which brackets are missing, and in which thread must they be?",
        "15",
        HAND_OVER,
    ),
    Diagnosis(
        "carriers-repeated",
        "a carrier more than once",
        "A carrier may run several trains in a night, and the sheet names it once.",
        "Which type keeps each name once? The given line used it.",
    ),
)

BUSY, EMPTY = date(2026, 5, 3), date(2020, 1, 1)


def _sheet_of(night: date) -> dict[str, Any]:
    from minisite.trains.models import Berth, Departure

    trains = Departure.objects.filter(night=night)
    return {
        "trains": trains.count(),
        "carriers": sorted(set(trains.values_list("carrier", flat=True))),
        "berths": Berth.objects.filter(departure__night=night).count(),
    }


def _trial(night: date) -> Any:
    async def run(answer: Any, stage: Stage) -> Request:
        from asgiref.sync import sync_to_async

        wanted = await sync_to_async(_with_own_connection)(night)
        request = await run_request(stage, Request(), lambda: stage.call(night))
        request.calls.clear()
        request.note("wanted", wanted)
        return request

    return run


def _with_own_connection(night: date) -> dict[str, Any]:
    from django.db import connections

    try:
        return _sheet_of(night)
    finally:
        connections.close_all()


def _right(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    got, wanted = seen.result, seen.calls[0].about
    expected = f"{shown(wanted, 120)}."
    if got is None:
        return missed("You returned `None`.", expected, "nothing-returned")
    if not isinstance(got, dict):
        return missed(f"You returned {shown(got)}.", expected, "wrong-type")
    for key, value in wanted.items():
        mine = got.get(key)
        if callable(mine):
            did = f'`"{key}"` is of type `{type(mine).__name__}`.'
            return missed(did, f"{shown(value)}.", "function-as-value")
        if key == "carriers" and isinstance(mine, list) and _repeats(mine, value):
            did = f"Your sheet names {count(len(mine), 'carrier')}."
            return missed(did, f"{len(value)}, each once.", "carriers-repeated")
        if mine != value or not same_types(mine, value):
            did = f'`"{key}"` is {shown(mine)}.' if key in got else f'There is no `"{key}"`.'
            key = "wrong-type" if mine is not None and mine == value else "wrong-result"
            return missed(did, f"{shown(value)}.", key)
    if got != wanted:
        return missed(f"You returned {shown(got)}.", expected, "wrong-result")
    return met(f"The sheet is right, with {count(seen.hops, 'hop')}.")


def _repeats(names: list[Any], wanted: list[str]) -> bool:
    return sorted(set(map(str, names))) == wanted and len(names) > len(wanted)


NIGHT_SHEET = Task(
    name="night_sheet",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("a night with many trains", _trial(BUSY), prepare=prepare),
        Trial("a night without trains", _trial(EMPTY), prepare=prepare),
    ),
    requirements=(
        OFF_THE_LOOP,
        IN_ITS_THREAD,
        Requirement("The sheet is right", _right),
    ),
    hints=(
        "For each of the three lines: in which thread does the database call happen?",
        "The first line calls `count` too early. The second only makes a question. The third makes a "
        "function and does not call it.",
        "Pass `trains.count` without brackets. For the names, `list` is a function that reads rows, and it "
        "takes the queryset as its argument.",
    ),
    why=(
        "A function is handed over and called in the other thread. `list` reads the rows there, so what "
        "comes back is finished."
    ),
    reflect="Before you go on, say how you would do all three with one hop.",
)
