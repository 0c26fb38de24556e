"""Task `evening_report`: three small functions to repair, each lacks an `await`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.timetable import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    compare,
    met,
    missed,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "board-stayed-empty",
        "a call that does no work",
        "Nothing was on the board when your report returned. A call that is removed, closed or "
        "not waited for does no work. No warning is no proof.",
        "Where should the line reach the board? Does `evening_report` wait for it?",
        "02",
        "Call is not run",
    ),
    Diagnosis(
        "board-bypassed",
        "a line written past the function",
        "The list `board` belongs to the stand-in of this notebook. The real board is somewhere "
        "else, and only `show_on_board` reaches it.",
        "Call `show_on_board` again, as in the given code. Which word does that line lack?",
        "02",
        "Call is not run",
    ),
    Diagnosis(
        "board-text",
        "another line on the board",
        "Your call ran, so the `await` is right. But what you wrote on the board is not the line "
        "that was asked for.",
        "Compare your text with the given one, word by word. How often is it written?",
    ),
)

# Some are closed, so a condition that is always true changes both answers.
OPEN = {"Helvet": 4, "Isar": 11, "Lumen": 0}
CLOSED = {"Fjord": 7, "Garonne": 2}
LINE = "{} berths left tonight"


@dataclass
class _Evening:
    """What a report returned, and where its lines went."""

    returned: Any = None
    board: list[Any] = field(default_factory=list)
    past_the_function: list[Any] = field(default_factory=list)


def _evening(carriers: list[str]) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> _Evening:
        evening = _Evening()

        async def is_open(carrier: str) -> bool:
            await asyncio.sleep(0.1)
            return carrier in OPEN

        async def free_berths(carrier: str) -> int:
            await asyncio.sleep(0.1)
            return {**OPEN, **CLOSED}[carrier]

        async def show_on_board(text: str) -> None:
            await asyncio.sleep(0.1)
            evening.board.append(text)

        stage.lend(
            is_open=is_open,
            free_berths=free_berths,
            show_on_board=show_on_board,
            board=evening.past_the_function,
        )
        evening.returned = await answer(list(carriers))
        return evening

    return run


# In each of them a carrier is open: with none, the error of a forgotten `await` in the sum
# would not come, and the report would tell of the board instead.
EVENINGS = {
    "five carriers": ["Fjord", "Helvet", "Isar", "Garonne", "Lumen"],
    "one of three open": ["Garonne", "Lumen", "Fjord"],
}


def _report(evidence: Evidence) -> tuple[list[str], int]:
    names = [name for name in EVENINGS[evidence.trial] if name in OPEN]
    return names, sum(OPEN[name] for name in names)


def _reports(evidence: Evidence) -> Finding:
    return compare(replace(evidence, result=evidence.result.returned), _report(evidence))


def _on_the_board(evidence: Evidence) -> Finding:
    evening: _Evening = evidence.result
    board, line = evening.board, LINE.format(_report(evidence)[1])
    expected = f"`{line}` on the board, once."
    if board == [line]:
        return met(f"The board shows `{line}`.")
    if board:
        return missed(f"You wrote {shown(board)} on the board.", expected, "board-text")
    if evening.past_the_function:
        return missed("You wrote into the list `board` yourself.", expected, "board-bypassed")
    return missed("The board stayed empty.", expected, "board-stayed-empty")


EVENING_REPORT = Task(
    name="evening_report",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _evening(carriers)) for name, carriers in EVENINGS.items()),
    requirements=(
        Requirement("Returns the open carriers and their free berths", _reports),
        Requirement("The board shows the line", _on_the_board),
    ),
    hints=(
        "Three calls in this cell make a coroutine that nothing runs. Which functions are "
        "`async def`? Look at each place where one of them is called.",
        "`is_open(carrier)` is a plan, and a plan counts as true. What must the `if` get instead?",
        "Each of the three functions lacks the same word, once. `evening_report` itself is right.",
    ),
    why=(
        "Each call made a coroutine and nobody drove it. With `await`, the condition sees the "
        "answer, the sum sees a number, and the board gets its line."
    ),
    reflect="Before you go on, say which of the three mistakes raised an error, and which did not.",
)
