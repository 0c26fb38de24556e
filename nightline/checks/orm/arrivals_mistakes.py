"""What a board of arrivals can show that is wrong, and how it is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.orm.mistakes import LAZY, ROWS
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, compare, count, missed, shown

register(
    Diagnosis(
        "key-not-name",
        "the key of a station in place of its name",
        "`origin_id` is the key, and the train has it without a query. The travellers read the name, "
        "which is in the row of the station. The two may differ.",
        "Which of the two ways out in the lesson brings the name?",
        "16",
        LAZY,
    ),
    Diagnosis(
        "number-left-out",
        "a board without its first line",
        "The trains are right. The first line of the board says how many there are.",
        "Which line of the given function did that? What does `len` need to work in a coroutine?",
        "16",
        "When it goes wrong",
    ),
    Diagnosis(
        "board-cut-short",
        "a board that ends too early",
        "The first lines are right, and then your board ends.",
        "Where does your `return` stand: in the loop, or after it?",
    ),
    Diagnosis(
        "board-of-others",
        "other trains than asked for",
        "A board shows the trains that *arrive* at this station, of this night only. Yours has others, "
        "or not all of them.",
        "Compare your `filter` with the given one. Which of its two conditions changed?",
    ),
    Diagnosis(
        "wrong-end",
        "where the trains go, not where they come from",
        "On this board all trains go to the same station, and each line names it. The travellers read "
        "where a train comes from.",
        "A train has two relations to a station. Which one is its beginning?",
    ),
    Diagnosis(
        "another-number-first",
        "another number in the first line",
        "The first line says how many trains come, in the form of the docstring. The number is that of "
        "the lines below.",
        "Where does your number come from? Compare it with the `len` of your list.",
    ),
    Diagnosis(
        "line-in-another-form",
        "the right trains, in lines of another form",
        "The trains are those that are asked for. At least one line says them in another way.",
        "Compare the two lines above, sign by sign. Which attribute of a train is `AU 910`?",
    ),
    Diagnosis(
        "more-queries-than-needed",
        "more queries than the board needs",
        "Your number of queries does not grow with the trains, which is good. But the trains with "
        "their stations are one query, and their number is one more at most.",
        "Which rows did you ask for twice? Keep what the first query gave.",
        "16",
        ROWS,
    ),
)


@dataclass(frozen=True)
class Board:
    """A board: its lines, the same lines with keys for names, and the name of its station."""

    lines: list[str]
    keyed: list[str]
    station: str


def told(evidence: Evidence, got: Any, board: Board) -> Finding | None:
    """What is wrong with a board; None if nothing is."""
    wanted = board.lines
    if not (isinstance(got, list) and all(isinstance(line, str) for line in got)):
        found = compare(replace(evidence, result=got, given=""), wanted)
        return None if found.passed else found
    if got == wanted:
        return None
    if got == wanted[1:]:
        did = f"Your board has {count(len(got), 'line')}, one for each train."
        return missed(did, f"{shown(wanted[0])} first.", "number-left-out")
    did = f"Your board has {count(len(got), 'line')}."
    if got and len(got) < len(wanted) and got == wanted[: len(got)]:
        return missed(did, f"{count(len(wanted), 'line')}.", "board-cut-short")
    if len(got) != len(wanted):
        return missed(did, f"{count(len(wanted), 'line')}.", "board-of-others")
    return _line(got, board)


def _line(got: list[str], board: Board) -> Finding:
    wanted = board.lines
    place = next(n for n, line in enumerate(wanted) if got[n] != line)
    did = f"Line {place + 1} of your board is {shown(got[place])}."
    if place == 0:
        key = "another-number-first"
    elif [line.lower() for line in got] == [line.lower() for line in board.keyed]:
        key = "key-not-name"
    elif all(line.endswith(f" {board.station}") for line in got[1:]):
        key = "wrong-end"
    elif got[place].split(" from ")[0] in {line.split(" from ")[0] for line in wanted}:
        key = "line-in-another-form"
    elif wanted[place].split(" from ")[0] not in got[place]:
        key = "board-of-others"
    else:
        key = "line-in-another-form"
    return missed(did, f"{shown(wanted[place])}.", key)
