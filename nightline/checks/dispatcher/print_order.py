"""Task `print_order`: what is called now, what is handed over, and when its turn comes."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.dispatcher.print_order_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, seconds
from nightline.judging.reading import calls_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

WANTED = [(0.0, "boarding ends"), (0.0, "doors close"), (0.5, "departs"), (2.0, "border")]
TEXTS = [line for _, line in WANTED]
FIRST, SECOND = TEXTS[:2]
LATE = "a clock that shows 0.7 s"


@dataclass
class _Board:
    """What a platform announced, with seconds since the call; `early` before it returned.

    `rounds` says in which round of the loop after the call a line came, up to the second.
    """

    early: list[str] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)
    rounds: dict[str, int] = field(default_factory=dict)
    round: int = 0
    waits: bool = False
    returned: Any = None


def _platform(wait: float) -> Callable[[Any, Stage], Coroutine[Any, Any, _Board]]:
    async def run(answer: Any, stage: Stage) -> _Board:
        stage.explain(blocked="print-order-stands")
        loop, board = asyncio.get_running_loop(), _Board()
        await asyncio.sleep(wait)
        start = loop.time()

        def announce(line: Any) -> None:
            board.lines.append((round(loop.time() - start, 3), str(line)))
            board.rounds[str(line)] = board.round

        def next_round() -> None:
            board.round += 1
            if board.round < 2:
                loop.call_soon(next_round)

        loop.call_soon(next_round)  # before the answer: what it hands over comes after this
        got = board.returned = answer(loop, announce)
        board.early = [line for _, line in board.lines]
        if inspect.iscoroutine(got):
            got.close()
            board.waits = True
        await asyncio.sleep(3000)  # for whoever counts in milliseconds
        return board

    return run


def _told(lines: list[tuple[float, str]]) -> str:
    return ", ".join(f"`{line}` at {seconds(when)}" for when, line in lines) or "nothing"


def _before_it_returns(evidence: Evidence) -> Finding:
    board: _Board = evidence.result
    expected = f"`{FIRST}`, and nothing else."
    if board.waits:
        return missed("Calling `print_order` gave a coroutine.", "`None`.", "print-order-waits")
    if not board.lines:
        did = "Nobody called the `announce` that your function got."
        key = "callback-is-async" if "async def" in evidence.source else "announce-not-called"
        return missed(did, f"{_told(WANTED)}.", key)
    if board.early == [FIRST]:
        return met(f"Only `{FIRST}` came before the function returned.")
    said = ", ".join(f"`{line}`" for line in board.early) or "nothing"
    did = f"Before your function returned, you announced {said}."
    if any(line not in TEXTS for line in board.early):
        return missed(did, expected, "announcement-changed")
    too_early = [line for line in board.early if line != FIRST]
    if too_early:
        called = any(line in _called_for_the_loop(evidence.source) for line in too_early)
        return missed(did, expected, "callback-called" if called else "not-handed-over")
    all_lines = [line for _, line in board.lines]
    if board.early or FIRST not in all_lines:
        did += f" In all, you announced {_told(board.lines)}."
        return missed(did, expected, _words_differ(evidence, all_lines))
    return missed(did, expected, "handed-over-for-nothing")


def _words_differ(evidence: Evidence, lines: list[str]) -> str:
    """Why the lines that came are not the four, each once."""
    if len(lines) > len(set(lines)) and "lambda" in evidence.source and "for " in evidence.source:
        return "lambda-looks-late"
    if re.search(r"call_soon\(announce\)|call_later\([^,()]+, announce\)", evidence.source):
        return "line-never-came"
    lost = [line for line in TEXTS if line not in lines]
    if set(lines) <= set(TEXTS) and lost and all(line in evidence.source for line in lost):
        return "callback-is-async" if "async def" in evidence.source else "line-never-came"
    return "announcement-changed"


def _called_for_the_loop(source: str) -> set[str]:
    """The lines announced by a call inside the brackets of another call."""
    inner = [
        arg
        for call in calls_of(source)
        for arg in [*call.args, *(keyword.value for keyword in call.keywords)]
        if isinstance(arg, ast.Call)
    ]
    return {
        arg.value
        for call in inner
        for arg in call.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }


def _at_their_times(evidence: Evidence) -> Finding | None:
    board: _Board = evidence.result
    if board.waits or not board.lines:
        return None
    lines = board.lines
    expected = f"{_told(WANTED)}."
    did = f"You announced {_told(lines)}."
    if lines == WANTED and board.rounds[SECOND] > 1:
        did = f"`{SECOND}` came, but not in the next round of the loop: it came later."
        return missed(did, f"`{SECOND}` in the next round.", "one-round-late")
    if lines == WANTED:
        return met(did)
    if sorted(line for _, line in lines) != sorted(TEXTS):
        return missed(did, expected, _words_differ(evidence, [line for _, line in lines]))
    times = {line: when for when, line in lines}
    if evidence.trial == LATE and times["departs"] != 0.5:
        did = f"At 0.7 s on the clock of the loop, you were called. {did}"
        return missed(did, expected, "time-of-the-loop")
    if (times["departs"], times["border"]) == (2.0, 0.5):
        return missed(did, expected, "timers-swapped")
    if times["departs"] == 0.5 and times["border"] in (1.5, 2.5):
        return missed(did, expected, "timers-added-up")
    if [line for _, line in lines][:2] == [SECOND, FIRST]:
        return missed(did, expected, "handed-over-for-nothing")
    return missed(did, expected, "announced-at-other-times")


def _returns_none(evidence: Evidence) -> Finding | None:
    board: _Board = evidence.result
    if board.waits:
        return None
    if board.returned is None:
        return met("You returned `None`.")
    did = f"You returned an object of type `{type(board.returned).__name__}`."
    return missed(did, "`None`.", "print-order-returns")


PRINT_ORDER = Task(
    name="print_order",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("a fresh clock", _platform(0)), Trial(LATE, _platform(0.7))),
    requirements=(
        Requirement("Only the first line comes before it returns", _before_it_returns),
        Requirement("Each line comes once, at its time", _at_their_times),
        Requirement("It returns `None`", _returns_none),
    ),
    hints=(
        "For each line, ask: who calls `announce` here, your function or the loop? And when?",
        "`call_soon` and `call_later` take the function and its argument with a comma between "
        "them. Which of the four lines needs neither of the two?",
        'A plain `announce("boarding ends")`, then one `call_soon(announce, …)`, then two '
        "`call_later(…, announce, …)`.",
    ),
    why=(
        "A plain call runs now. `call_soon` puts the callback into the queue, so it has its turn "
        "when your function has given the thread back. Each timer counts from the call of "
        "`call_later`."
    ),
    reflect="Before you go on, say what changes when the two timers change places in your code.",
)
