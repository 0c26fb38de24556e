"""`arrivals`: a board of trains, whose origins must not be asked one by one."""

from __future__ import annotations

import functools
from typing import Any

from nightline.checks.orm import SET
from nightline.checks.orm.arrivals_mistakes import Board, told
from nightline.checks.orm.tables import (
    ALL_CLOSED,
    NOT_REFUSED,
    Asked,
    ask,
    change,
    of_runs,
    prepare,
    query_words,
    rows,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

NIGHT, MOST = "2026-05-03", 2
# Trains of one board come from several stations, in another order than their keys. And no name of
# a station there can be made of its key.
MIXED = (
    "UPDATE network_station SET name = 'Lisboa Oriente' WHERE slug = 'lisbon'",
    "UPDATE network_station SET name = 'Wien Hbf' WHERE slug = 'vienna'",
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


def _wanted(station: str, night: str) -> Board:
    found = rows(
        "SELECT d.train, s.name, s.slug FROM trains_departure d JOIN network_station s "
        "ON s.slug = d.origin_id WHERE d.destination_id = ? AND d.night = ? "
        "ORDER BY d.departs, d.carrier",
        station,
        night,
    )
    number = f"{len(found)} trains"
    lines = [number, *(f"{train} from {name}" for train, name, _ in found)]
    keyed = [number, *(f"{train} from {key}" for train, _, key in found)]
    return Board(
        lines, keyed, rows("SELECT name FROM network_station WHERE slug = ?", station)[0][0]
    )


def _right(evidence: Evidence) -> Finding | None:
    for run in evidence.result:
        if found := told(evidence, run.value, run.facts):
            return found
    first = evidence.result[0].facts
    return met(f"Three boards are right, the first with {len(first.lines) - 1} trains.")


def _few_queries(run: Asked) -> Finding:
    trains = len(run.facts.lines) - 1
    if run.queries > MOST:
        did = f"You sent {run.queries} queries for {count(trains, 'train')}."
        key = "query-per-row" if run.queries > trains else "more-queries-than-needed"
        return missed(did, f"At most {MOST} queries.", key)
    return met(f"{query_words(run.queries)} for the board.")


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
