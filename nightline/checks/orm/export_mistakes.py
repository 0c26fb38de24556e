"""What can be wrong with the exported timetable, and how it is named."""

from __future__ import annotations

from nightline.checks.orm.mistakes import LAZY, ROWS
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.findings import Finding, count, missed, shown

register(
    Diagnosis(
        "all-rows-at-once",
        "all rows in memory",
        "`async for` over a queryset, and `list` of one, read every row before you get the first. With "
        "millions of rows the memory is full.",
        "Which method of a queryset reads in pieces?",
        "16",
        ROWS,
    ),
    Diagnosis(
        "pieces-of-another-size",
        "pieces of another size",
        "You read in pieces, but of a size that nobody asked for. Without a word from you, "
        "`aiterator` reads 2000 rows at a time.",
        "Which argument of `aiterator` says how many? Where does your function know the number from?",
        "16",
        ROWS,
    ),
    Diagnosis(
        "lines-written-late",
        "rows read in pieces, and kept",
        "You read pieces of the right size. But their rows or lines wait in a list or in tasks, and "
        "are written only later. So they fill the memory all the same.",
        "When is the first line written: before the second piece is read, or after the last one?",
        "16",
        ROWS,
    ),
    Diagnosis(
        "hop-for-each-row",
        "a hop for each row",
        "Each row cost a hop to the thread and back. A hop takes much longer than a row.",
        "How many rows could one hop bring, by the docstring?",
        "16",
        ROWS,
        misconceptions=(74,),
    ),
    Diagnosis(
        "values-list-in-pieces",
        "values_list, read in pieces",
        "Your idea is right, and Django does not support it: `values_list` with several names asks the "
        "database as soon as `aiterator` begins, in the thread of the loop.",
        "Which method gives dicts in place of tuples? Or read the trains themselves.",
        "16",
        ROWS,
    ),
    Diagnosis(
        "keys-in-the-file",
        "keys of stations in place of their names",
        "Accounting reads the names of the stations. You wrote their keys, which the train has "
        "without a query.",
        "Which method brings the rows of the stations along? It takes several names.",
        "16",
        LAZY,
    ),
    Diagnosis(
        "export-in-another-order",
        "lines in another order",
        "All lines are there. Without a word from you, trains come in the order of their departure.",
        "Which method of a query says the order? Which one is asked for?",
    ),
    Diagnosis(
        "lines-left-out",
        "another number of lines",
        "Each train of the timetable has one line, and each line is one call of `write`.",
        "Which lines differ: the first, or the last? Think of a last piece that is not full.",
    ),
    Diagnosis(
        "lines-joined",
        "more than one line in a call",
        "`write` takes one line and ends it itself. You gave it a line break, or several lines "
        "in one text.",
        "What does the docstring show as one line? Who begins the next one?",
    ),
    Diagnosis(
        "ends-swapped",
        "start and end the wrong way round",
        "The line says first where the train starts, and then where it ends.",
        "A train has two relations to a station. Which of them stands first in your line?",
    ),
    Diagnosis(
        "export-line-differs",
        "lines of another form",
        "The number of lines is right. At least one of them is written in another way than asked for.",
        "Compare the two lines above, sign by sign, with the example of the docstring.",
    ),
    Diagnosis(
        "lines-miscounted",
        "another number returned",
        "All lines were written. The number that you returned is not that of the lines.",
        "Where does your count begin, and after which line does it go up?",
    ),
    Diagnosis(
        "failed-line-hidden",
        "a line that was lost in silence",
        "`write` failed for a line, and your function caught its error and went on. So the file lacks a "
        "line, and nobody knows.",
        "Which `except` catches the error? Who should hear of it?",
    ),
)


def told(lines: list[str], wanted: list[str], keyed: list[str]) -> Finding | None:
    """What is wrong with the lines of an export; None if nothing is.

    Args:
        lines: what was written.
        wanted: the right lines.
        keyed: the right lines with the keys of the stations for their names.
    """
    if lines == wanted:
        return None
    broken = next((line for line in lines if "\n" in str(line)), None)
    if broken is not None:
        return missed(f"You wrote {shown(broken)}.", f"{shown(wanted[0])} first.", "lines-joined")
    if len(lines) != len(wanted):
        did = f"You wrote {count(len(lines), 'line')}."
        return missed(did, f"{len(wanted)} lines, one for each train.", "lines-left-out")
    place = next(n for n, line in enumerate(wanted) if lines[n] != line)
    did = f"Line {place + 1} was {shown(lines[place])}."
    said = [str(line) for line in lines]
    key = "export-line-differs"
    if [line.lower() for line in said] == [line.lower() for line in keyed]:
        key = "keys-in-the-file"
    elif sorted(said) == sorted(wanted):
        key = "export-in-another-order"
    elif sorted(map(_turned, said)) == sorted(wanted):
        key = "ends-swapped"
    return missed(did, f"{shown(wanted[place])}.", key)


def _turned(line: str) -> str:
    train, *ends = line.split(";")
    return ";".join([train, *reversed(ends)])
