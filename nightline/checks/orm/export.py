"""`export`: many rows with few hops, and never many of them in memory."""

from __future__ import annotations

import asyncio
import functools
import re
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.orm import SET
from nightline.checks.orm.export_mistakes import told
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
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

WHOLE, BROKEN = "the whole timetable", "a line that cannot be written"
SIZES = (50, 30)
# The second export is of a shorter timetable, whose last piece is not full.
SHORTER = "DELETE FROM trains_departure WHERE id > 200"
FAILS = 7  # the number of the line that cannot be written
# A name of a station cannot be made of its key.
NAMED = "UPDATE network_station SET name = name || ' Central'"
# Trains of a night leave in another order than that of their keys.
MIXED = "UPDATE trains_departure SET departs = datetime(departs, '-' || (id % 7) || ' minutes')"


FULL = "no space left on device"


@dataclass
class Writer:
    """Takes the lines. `ahead` is the most rows that were read and not yet written."""

    at_once: int
    fails: int = 0
    wanted: list[str] = field(default_factory=list)
    keyed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    read: int = 0
    ahead: int = 0

    async def write(self, line: str) -> None:
        await asyncio.sleep(0)
        if len(self.lines) + 1 == self.fails:
            self.fails = 0
            raise OSError(FULL)
        self.ahead = max(self.ahead, self.read - len(self.lines))
        self.lines.append(line)

    def note(self, cursor: Any, row: Any) -> Any:
        # Rows of stations alone are few, and while DEBUG is on, Django asks for one itself.
        self.read += any(column[0] == "train" for column in cursor.description)
        return row


async def _export(answer: Any, stage: Stage) -> list[Asked]:
    from nightline.judging.database import restored

    runs = []
    with restored():
        change(MIXED, NAMED)
        for at_once in SIZES:
            writer = Writer(at_once, wanted=_wanted("name"), keyed=_wanted("slug"))
            runs.append(await _one(stage, writer))
            change(SHORTER)
    return runs


async def _one(stage: Stage, writer: Writer) -> Asked:
    from django.db.backends.signals import connection_created

    def count_rows(connection: Any, **about: object) -> None:
        connection.connection.row_factory = writer.note

    connection_created.connect(count_rows)
    try:
        return await ask(
            stage, functools.partial(stage.answer, writer.write, writer.at_once), writer
        )
    finally:
        connection_created.disconnect(count_rows)
        writer.ahead = max(writer.ahead, writer.read - len(writer.lines))


async def _broken(answer: Any, stage: Stage) -> bool:
    """Whether the error of a line that cannot be written comes out."""
    from nightline.judging.database import restored

    with restored():
        try:
            await _one(stage, Writer(SIZES[0], fails=FAILS))
        except Exception:
            return True
        return False


def _wanted(column: str) -> list[str]:
    found = rows(
        f"SELECT d.train, o.{column}, e.{column} FROM trains_departure d "
        "JOIN network_station o ON o.slug = d.origin_id "
        "JOIN network_station e ON e.slug = d.destination_id ORDER BY d.id"
    )
    return [";".join(row) for row in found]


def _right(evidence: Evidence) -> Finding | None:
    for run in evidence.result:
        writer: Writer = run.facts
        if found := told(writer.lines, writer.wanted, writer.keyed):
            return found
        number = len(writer.wanted)
        if type(run.value) is int and run.value != number:
            did = f"You wrote {number} lines and returned {run.value}."
            return missed(did, f"{number}.", "lines-miscounted")
        found = compare(replace(evidence, result=run.value, given=""), number)
        if not found.passed:
            return found
    first = len(evidence.result[0].facts.wanted)
    return met(f"{first} lines, in the order of the keys.")


def _error_told(evidence: Evidence) -> Finding:
    if not evidence.result:
        did = f"Line {FAILS} could not be written, and no error came out."
        return missed(did, "The caller sees the error of `write`.", "failed-line-hidden")
    return met("A line that cannot be written is told.")


def _in_pieces(run: Asked) -> Finding:
    writer: Writer = run.facts
    if writer.ahead > writer.at_once:
        did = f"{writer.ahead} rows were read and not yet written."
        expected = f"At most {writer.at_once}."
        said = "pieces-of-another-size" if writer.ahead < len(writer.lines) else "all-rows-at-once"
        return missed(did, expected, said)
    return met(f"Never more than {writer.at_once} rows read and not yet written.")


def _pieces(evidence: Evidence) -> Finding | None:
    found = of_runs(_in_pieces)(evidence)
    if found is None or found.passed or "aiterator" not in evidence.source:
        return found
    asked = re.search(r"aiterator\(\s*(?:chunk_size\s*=\s*)?at_once\s*\)", evidence.source)
    key = "lines-written-late" if asked else "pieces-of-another-size"
    return missed(found.did, found.expected, key)


def _few_queries(run: Asked) -> Finding:
    lines = len(run.facts.lines)
    if run.queries > lines / 2:
        did = f"You sent {run.queries} queries for {lines} trains."
        return missed(did, f"At most {budget(run)} queries.", "query-per-row")
    return met(f"{query_words(run.queries)}.")


def budget(run: Asked) -> int:
    """The most hops for an export: pieces at least half as large as allowed, and a few more."""
    writer: Writer = run.facts
    return 2 * -(-len(writer.lines) // writer.at_once) + 3


def _few_hops(run: Asked) -> Finding:
    if run.hops > budget(run):
        did = f"You made {run.hops} hops for {len(run.facts.lines)} rows, "
        did += f"{run.facts.at_once} at once allowed."
        return missed(did, f"At most {budget(run)} hops.", "hop-for-each-row")
    return met(f"{count(run.hops, 'hop')} for {len(run.facts.lines)} rows.")


EXPORT = Task(
    name="export",
    set=SET,
    level="core",
    minutes=12,
    trials=(Trial(WHOLE, _export, prepare=prepare), Trial(BROKEN, _broken, prepare=prepare)),
    requirements=(
        replace(NOT_REFUSED, trial=WHOLE),
        Requirement("Every train has its line", _right, WHOLE),
        Requirement("The stations come with the trains", of_runs(_few_queries), WHOLE),
        Requirement("Never more rows in memory than allowed", _pieces, WHOLE),
        replace(ALL_CLOSED, trial=WHOLE),
        Requirement("A hop brings many rows", of_runs(_few_hops), WHOLE),
        Requirement("A line that cannot be written is told", _error_told, BROKEN),
    ),
    hints=(
        "The old exports read everything at once, or one train at a time. What lies between?",
        "`aiterator` reads a piece in each hop. Which argument says how large a piece is?",
        "A line needs two names from other tables. `select_related` takes both relations.",
        "`async for train in Departure.objects.select_related(…).order_by('pk')"
        ".aiterator(chunk_size=at_once):`, then await `write` and count.",
    ),
    why=(
        "One query stands open, and each hop reads the next piece of its rows, with the names of both "
        "stations. Memory holds one piece, however long the timetable is."
    ),
    reflect="Before you go on, say what a piece of one row would cost.",
)
