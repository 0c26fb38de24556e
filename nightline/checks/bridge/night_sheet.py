"""`night_sheet`: repair three calls of the bridge."""

from __future__ import annotations

from datetime import date
from typing import Any

from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import IN_ITS_THREAD, OFF_THE_LOOP, value_finding
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
        "carriers-repeated",
        "a carrier more than once",
        "A carrier may run several trains in a night, and the sheet names it once.",
        "Which type keeps each name once? The given line used it.",
    ),
    Diagnosis(
        "carriers-not-sorted",
        "carriers without an order",
        "The sheet is a list by alphabet, as the docstring says. A set has no order, and the database gives "
        "the rows in its own.",
        "Which function makes a list of a set, by alphabet?",
    ),
    Diagnosis(
        "rows-are-tuples",
        "rows where names belong",
        "`values_list` gives a tuple for each row, also if it has one column only. So each of your "
        "carriers is a tuple with one name in it.",
        "Which argument of `values_list` gives the bare values? The given line used it.",
    ),
    Diagnosis(
        "berths-of-every-night",
        "the berths of every night",
        "The sheet is for one night, and you counted the berths of all trains that the site knows.",
        "Which condition of the given line is missing?",
    ),
    Diagnosis(
        "sheet-of-other-names",
        "a dict with other names",
        "The conductor's page reads the sheet by the names in the docstring, letter by letter.",
        "Compare the names in your dict with the “Returns” line.",
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
        request.note("every night", await sync_to_async(_with_own_connection)(None))
        return request

    return run


def _with_own_connection(night: date | None) -> Any:
    """The sheet of a night; without one, the number of all berths."""
    from django.db import connections

    from minisite.trains.models import Berth

    try:
        return Berth.objects.count() if night is None else _sheet_of(night)
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
        if key not in got:
            did = f'There is no `"{key}"`. Your dict has {shown(list(got))}.'
            return missed(did, expected, "sheet-of-other-names")
        if finding := value_finding(f'"{key}"', mine, f"{shown(value)}."):
            return finding
        if key == "carriers" and (finding := _carriers(mine, value)):
            return finding
        if key == "berths" and mine == seen.calls[1].about != value:
            return missed(f"You counted {mine} berths.", f"{value}.", "berths-of-every-night")
        if mine != value or not same_types(mine, value):
            did = f'`"{key}"` is {shown(mine)}.'
            key = "wrong-type" if mine is not None and mine == value else "wrong-result"
            return missed(did, f"{shown(value)}.", key)
    if got != wanted:
        did = f"Your dict has {shown(list(got))}."
        return missed(did, expected, "sheet-of-other-names")
    return met(f"The sheet is right, with {count(seen.hops, 'hop')}.")


def _carriers(mine: Any, wanted: list[str]) -> Finding | None:
    """What is wrong with the names of the carriers, if that has a name."""
    expected = f"{shown(wanted)}."
    if not isinstance(mine, list | tuple | set | frozenset) or not mine:
        return None
    names = list(mine)
    if all(isinstance(name, tuple) for name in names):
        return missed(f'`"carriers"` is {shown(mine)}.', expected, "rows-are-tuples")
    if isinstance(mine, list | tuple) and _repeats(names, wanted):
        did = f"Your sheet names {count(len(names), 'carrier')}."
        return missed(did, f"{len(wanted)}, each once.", "carriers-repeated")
    if names == wanted and not isinstance(mine, list):
        did = f'`"carriers"` is of type `{type(mine).__name__}`.'
        return missed(did, "A list.", "wrong-type")
    if set(names) == set(wanted) and not isinstance(mine, tuple) and mine != wanted:
        return missed(f'`"carriers"` is {shown(mine)}.', expected, "carriers-not-sorted")
    return None


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
        "Hand over `count` itself, and call what the bridge gives you. For the names, hand over a function "
        "that reads all rows of the queryset it gets. The lesson used one.",
    ),
    why=(
        "A function is handed over and called in the other thread. `list` reads the rows there, so what "
        "comes back is finished."
    ),
    reflect="Before you go on, say how you would do all three with one hop.",
)
