"""Task `print_order`: what is called now, what is handed over, and when its turn comes."""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

_entry = about("The ready queue and the timers")

register(
    _entry(
        "callback-called",
        "a callback that you called yourself",
        "With brackets behind its name, you call the function, now. The loop then gets what it "
        "returned, and that is `None`.",
        "How does the lesson write a callback with its argument? Look at the brackets and the comma.",
        3,
    ),
    _entry(
        "not-handed-over",
        "a line that did not wait for its turn",
        "A plain call runs before your next line. Only what you hand to the loop waits until your "
        "function has returned.",
        "Which method of the loop takes a function and calls it in the next round?",
        3,
    ),
    _entry(
        "handed-over-for-nothing",
        "a line that waits for no reason",
        "What you hand to the loop has its turn only after your function has returned. This line "
        "is due before.",
        "How do you call a function without the loop?",
        3,
    ),
    _entry(
        "timers-swapped",
        "two timers with each other's time",
        "A timer calls its callback when its time has come. The order in which you set the timers "
        "does not matter.",
        "Compare each number in your code with the same line of the docstring.",
    ),
    _entry(
        "timers-added-up",
        "a time counted from another timer",
        "Each delay counts from the moment at which you call `call_later`. Both calls happen at the "
        "same moment: the first one does not wait.",
        "When does your function reach the line of the second timer?",
        3,
    ),
    _entry(
        "time-of-the-loop",
        "a time on the clock of the loop",
        "The clock of the loop does not begin at 0 when you are called. `call_at` takes a time on "
        "that clock, and `call_later` takes a delay.",
        "At 0.7 s on the clock, when is a line due that comes 0.5 s later?",
    ),
    _entry(
        "announced-at-other-times",
        "lines at other times",
        "`call_later` takes seconds, and counts them from its call. All four lines came, but not when "
        "they are due.",
        "Compare each number in your code with the same line of the docstring.",
    ),
    _entry(
        "announcement-changed",
        "other lines than those asked for",
        "Every line of the docstring must be announced, once, with the same words.",
        "Which line of the docstring is missing in your code, or stands there twice?",
    ),
    _entry(
        "print-order-stands",
        "a function that keeps the thread",
        "`time.sleep` stops the thread, and the loop works in that thread. So nothing that you handed "
        "over can have its turn meanwhile.",
        "Your function waits for nothing. Who could call the next line when its time has come?",
        4,
    ),
    _entry(
        "loop-runs-already",
        "a loop that runs already",
        "The loop that you got is at work: it calls your function right now. Nobody can start it a "
        "second time.",
        "Your function waits for nothing. Who could call the next line when its time has come?",
        14,
    ),
    _entry(
        "print-order-waits",
        "a function that waits",
        "With `async def`, a call of `print_order` runs nothing: it only makes a plan. The "
        "platform calls it as a plain function.",
        "Write plain `def`. Who can do the waiting in place of your function?",
        3,
    ),
)
know_error(
    "This event loop is already running",
    "loop-runs-already",
    sets=SET,
    cell="def print_order",
    explains_unrun=True,
)

WANTED = [(0.0, "boarding ends"), (0.0, "doors close"), (0.5, "departs"), (2.0, "border")]
FIRST, SECOND = WANTED[0][1], WANTED[1][1]
LATE = "a clock that shows 0.7 s"


@dataclass
class _Board:
    """What a platform announced, with seconds since the call; `early` before it returned."""

    early: list[str] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)
    waits: bool = False
    stood: float = 0.0


def _platform(wait: float) -> Callable[[Any, Stage], Coroutine[Any, Any, _Board]]:
    async def run(answer: Any, stage: Stage) -> _Board:
        stage.expect_blocking()  # it is judged here, in the words of this task
        loop, board = asyncio.get_running_loop(), _Board()
        await asyncio.sleep(wait)
        start = loop.time()

        def announce(line: Any) -> None:
            board.lines.append((round(loop.time() - start, 3), str(line)))

        got = answer(loop, announce)
        board.stood = round(loop.time() - start, 3)
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
    if board.stood:
        did = (
            f"Your function returned after {seconds(board.stood)}, and nobody could run meanwhile."
        )
        return missed(did, "It returns at once.", "print-order-stands")
    if board.early == [FIRST]:
        return met(f"Only `{FIRST}` came before the function returned.")
    said = ", ".join(f"`{line}`" for line in board.early) or "nothing"
    did = f"Before your function returned, you announced {said}."
    too_early = [line for line in board.early if line != FIRST]
    if too_early:
        called = any(line in _called_for_the_loop(evidence.source) for line in too_early)
        return missed(did, expected, "callback-called" if called else "not-handed-over")
    key = "announcement-changed" if board.early else "handed-over-for-nothing"
    return missed(did, expected, key)


def _called_for_the_loop(source: str) -> set[str]:
    """The lines announced by a call inside the brackets of another call."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    inner = [
        arg
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
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
    if board.waits or board.stood:
        return None
    lines = board.lines
    expected = f"{_told(WANTED)}."
    if lines == WANTED:
        return met(f"You announced {_told(lines)}.")
    did = f"You announced {_told(lines)}."
    if sorted(line for _, line in lines) != sorted(line for _, line in WANTED):
        return missed(did, expected, "announcement-changed")
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


PRINT_ORDER = Task(
    name="print_order",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("a fresh clock", _platform(0)), Trial(LATE, _platform(0.7))),
    requirements=(
        Requirement("Only the first line comes before it returns", _before_it_returns),
        Requirement("Each line comes once, at its time", _at_their_times),
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
