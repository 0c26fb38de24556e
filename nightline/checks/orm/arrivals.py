"""`arrivals`: a board of trains, whose origins must not be asked one by one."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from nightline.checks.orm import SET
from nightline.checks.orm.tables import (
    ALL_CLOSED,
    NOT_REFUSED,
    Asked,
    ask,
    change,
    of_runs,
    prepare,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "key-not-name",
        "the key of a station in place of its name",
        "`origin_id` is the key, and the train has it without a query. The travellers read the name, "
        "which is in the row of the station.",
        "Which of the two ways out in the lesson brings the name?",
        "16",
        "A dot that asks the database (lazy relations)",
    ),
    Diagnosis(
        "number-left-out",
        "a board without its first line",
        "The trains are right. The first line of the board says how many there are.",
        "Which line of the given function did that? What does `len` need to work in a coroutine?",
        "16",
        "When it goes wrong",
    ),
)

NIGHT, MOST = "2026-05-03", 2
# Trains of one board come from several stations, in another order than their keys.
MIXED = (
    "UPDATE trains_departure SET origin_id = 'lisbon' "
    f"WHERE destination_id = 'hamburg' AND night = '{NIGHT}' AND id % 3 = 1",
    "UPDATE trains_departure SET origin_id = 'vienna' "
    f"WHERE destination_id = 'hamburg' AND night = '{NIGHT}' AND id % 3 = 2",
)
BOARDS = (("hamburg", NIGHT), ("hamburg", "2026-05-04"), ("oslo", NIGHT))


async def _boards(answer: Any, stage: Stage) -> list[Asked]:
    from nightline.judging.database import restored

    runs = []
    with restored():
        change(*MIXED)
        for board in BOARDS:
            wanted = _wanted(*board)
            runs.append(await ask(stage, functools.partial(stage.call, *board), wanted))
    return runs


def _wanted(station: str, night: str) -> list[str]:
    from nightline.checks.orm.tables import rows

    found = rows(
        "SELECT d.train, s.name FROM trains_departure d JOIN network_station s "
        "ON s.slug = d.origin_id WHERE d.destination_id = ? AND d.night = ? "
        "ORDER BY d.departs, d.carrier",
        station,
        night,
    )
    return [f"{len(found)} trains", *(f"{train} from {name}" for train, name in found)]


def _right(evidence: Evidence) -> Finding | None:
    for run in evidence.result:
        got, wanted = run.value, run.facts
        if isinstance(got, list) and all(isinstance(line, str) for line in got):
            if got == wanted[1:]:
                did = f"Your board has {count(len(got), 'line')}, one for each train."
                return missed(did, f"{shown(wanted[0])} first.", "number-left-out")
            if len(got) == len(wanted) and got != wanted and _with_keys(got, wanted):
                return missed(f"Your board says {shown(got[1])}.", shown(wanted[1]), "key-not-name")
        found = compare(replace(evidence, result=got, given=""), wanted)
        if not found.passed:
            return found
    first = evidence.result[0].facts
    return met(f"Three boards are right, the first with {len(first) - 1} trains.")


def _with_keys(got: list[str], wanted: list[str]) -> bool:
    return [line.lower() for line in got] == [line.lower() for line in wanted]


def _few_queries(run: Asked) -> Finding:
    if run.queries > MOST:
        trains = len(run.facts) - 1
        did = f"You sent {run.queries} queries for {count(trains, 'train')}."
        return missed(did, f"At most {MOST} queries.", "query-per-row")
    return met(f"{count(run.queries, 'query').replace('querys', 'queries')} for the board.")


ARRIVALS = Task(
    name="arrivals",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("three boards", _boards, prepare=prepare),),
    requirements=(
        NOT_REFUSED,
        Requirement("The boards are right", _right),
        ALL_CLOSED,
        Requirement(f"At most {MOST} queries for a board", of_runs(_few_queries)),
    ),
    hints=(
        "Two lines of this function ask the database, besides the `async for`. Which are they?",
        "`len` of a queryset is a query, `len` of a list is none. How do you get the list?",
        "`select_related('origin')` brings the station of each train along, in the same query.",
        "`trains = [train async for train in Departure.objects.filter(…).select_related('origin')]`",
    ),
    why=(
        "One hop reads the trains together with their stations. What comes after it works on a list "
        "in memory, so nothing is left that could ask."
    ),
    reflect="Before you go on, say how many queries the old plain `def` sent for 400 trains.",
)
