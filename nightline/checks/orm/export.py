"""`export`: many rows with few hops, and never many of them in memory."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass, field, replace
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
    rows,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

MANY_ROWS = "Many rows, few hops"
register(
    Diagnosis(
        "all-rows-at-once",
        "all rows in memory",
        "`async for` over a queryset, and `list` of one, read every row before you get the first. With "
        "millions of rows the memory is full.",
        "Which method of a queryset reads in pieces?",
        "16",
        MANY_ROWS,
    ),
    Diagnosis(
        "pieces-of-another-size",
        "pieces of another size",
        "You read in pieces, but of a size that nobody asked for. Without a word from you, "
        "`aiterator` reads 2000 rows at a time.",
        "Which argument of `aiterator` says how many? Where does your function know the number from?",
        "16",
        MANY_ROWS,
    ),
    Diagnosis(
        "hop-for-each-row",
        "a hop for each row",
        "Each row cost a hop to the thread and back. A hop takes much longer than a row.",
        "How many rows could one hop bring, by the docstring?",
        "16",
        MANY_ROWS,
        misconceptions=(74,),
    ),
    Diagnosis(
        "values-list-in-pieces",
        "values_list, read in pieces",
        "Your idea is right, and Django does not support it: `values_list` with several names asks the "
        "database as soon as `aiterator` begins, in the thread of the loop.",
        "Which method gives dicts in place of tuples? Or read the trains themselves.",
        "16",
        MANY_ROWS,
    ),
    Diagnosis(
        "keys-in-the-file",
        "keys of stations in place of their names",
        "Accounting reads the names of the stations. You wrote their keys, which the train has "
        "without a query.",
        "Which method brings the rows of the stations along? It takes several names.",
        "16",
        "A dot that asks the database (lazy relations)",
    ),
    Diagnosis(
        "export-in-another-order",
        "lines in another order",
        "All lines are there. Without a word from you, trains come in the order of their departure.",
        "Which method of a query says the order? Which one is asked for?",
    ),
)

SIZES = (50, 30)
# Trains of a night leave in another order than that of their keys.
MIXED = "UPDATE trains_departure SET departs = datetime(departs, '-' || (id % 7) || ' minutes')"


@dataclass
class Writer:
    """Takes the lines. `ahead` is the most rows that were read and not yet written."""

    at_once: int
    lines: list[str] = field(default_factory=list)
    read: int = 0
    ahead: int = 0

    async def write(self, line: str) -> None:
        await asyncio.sleep(0)
        self.ahead = max(self.ahead, self.read - len(self.lines))
        self.lines.append(line)

    def note(self, cursor: Any, row: Any) -> Any:
        # Rows of stations alone are few, and while DEBUG is on, Django asks for one itself.
        self.read += any(column[0] == "train" for column in cursor.description)
        return row


async def _export(answer: Any, stage: Stage) -> list[Asked]:
    from django.db.backends.signals import connection_created

    from nightline.judging.database import restored

    runs = []
    with restored():
        change(MIXED)
        for at_once in SIZES:
            writer = Writer(at_once)

            def count_rows(connection: Any, writer: Writer = writer, **about: object) -> None:
                connection.connection.row_factory = writer.note

            connection_created.connect(count_rows)
            try:
                runs.append(
                    await ask(
                        stage,
                        functools.partial(stage.answer, writer.write, at_once),
                        writer,
                    )
                )
            finally:
                connection_created.disconnect(count_rows)
            writer.ahead = max(writer.ahead, writer.read - len(writer.lines))
    return runs


def _wanted() -> list[str]:
    return [
        ";".join(row)
        for row in rows(
            "SELECT d.train, o.name, e.name FROM trains_departure d "
            "JOIN network_station o ON o.slug = d.origin_id "
            "JOIN network_station e ON e.slug = d.destination_id ORDER BY d.id"
        )
    ]


def _right(evidence: Evidence) -> Finding | None:
    wanted = _wanted()
    for run in evidence.result:
        lines = run.facts.lines
        if len(lines) != len(wanted):
            did = f"You wrote {count(len(lines), 'line')}."
            return missed(did, f"{len(wanted)} lines, one for each train.", "wrong-result")
        if lines != wanted:
            if [str(line).lower() for line in lines] == [line.lower() for line in wanted]:
                did = f"The first line was {shown(lines[0])}."
                return missed(did, f"{shown(wanted[0])}.", "keys-in-the-file")
            if sorted(map(str, lines)) == sorted(wanted):
                place = next(n for n, line in enumerate(wanted) if lines[n] != line)
                did = f"Line {place + 1} was {shown(lines[place])}."
                return missed(did, f"{shown(wanted[place])}.", "export-in-another-order")
            did = f"The first line was {shown(lines[0])}."
            return missed(did, f"{shown(wanted[0])}.", "wrong-result")
        found = compare(replace(evidence, result=run.value, given=""), len(wanted))
        if not found.passed:
            return found
    return met(f"{len(wanted)} lines, in the order of the keys.")


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
    told = found is not None and not found.passed
    if told and "aiterator" in evidence.source and "chunk_size" not in evidence.source:
        run = next(run for run in evidence.result if run.facts.ahead > run.facts.at_once)
        did = f"{run.facts.ahead} rows were read and not yet written."
        return missed(did, f"At most {run.facts.at_once}.", "pieces-of-another-size")
    return found


def _few_queries(run: Asked) -> Finding:
    lines = len(run.facts.lines)
    if run.queries > lines / 2:
        did = f"You sent {run.queries} queries for {lines} trains."
        return missed(did, f"At most {budget(run)} queries.", "query-per-row")
    return met(f"{run.queries} {'query' if run.queries == 1 else 'queries'}.")


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
    trials=(Trial("the whole timetable", _export, prepare=prepare),),
    requirements=(
        NOT_REFUSED,
        Requirement("Every train has its line", _right),
        Requirement("The stations come with the trains", of_runs(_few_queries)),
        Requirement("Never more rows in memory than allowed", _pieces),
        ALL_CLOSED,
        Requirement("A hop brings many rows", of_runs(_few_hops)),
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
