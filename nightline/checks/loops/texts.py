"""The mistakes that more than one task of this set can name."""

from __future__ import annotations

from nightline.checks.loops import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

WHICH = "Which loop is this?"
INTO = "Into another loop"
WAKE = "Wake a loop"
NESTED = "A loop inside a loop"
WRONG = "When it goes wrong"
BRANCH = "Branch line"


def entry(
    key: str, name: str, meaning: str, advice: str, section: str, *misconceptions: int
) -> None:
    """Register a diagnosis that points to a section of lesson 11."""
    register(Diagnosis(key, name, meaning, advice, "11", section, misconceptions))


entry(
    "loop-nested",
    "asyncio changed for the whole program",
    "`nest_asyncio.apply()` lets a loop run inside itself, for every library in this program. From "
    "then on others run in the middle of plain functions. A check does not run with it.",
    "If it stands outside your function, restart the kernel. In which thread does no loop run yet?",
    NESTED,
    54,
)
entry(
    "waits-for-own-loop",
    "a loop that waits for itself",
    "You gave the coroutine to the loop that runs in the caller's thread, and the caller waits. So the "
    "loop can never come to the coroutine.",
    "Which loop could run it while this thread waits? In which thread?",
    WRONG,
    55,
)
entry(
    "nobody-runs-the-loop",
    "a loop that nobody runs",
    "`new_event_loop` only makes a loop. It drives nothing until some thread runs it.",
    "In the lesson, which line runs the site's loop? In which thread?",
    INTO,
)
entry(
    "plan-given-back",
    "a plan in place of a result",
    "Your function returned something that the caller must still await. A plain function returns when the "
    "work is done, and its caller writes no `await`.",
    "Print the type of what you return. Which word would its caller have to write, and must not?",
    WHICH,
)
entry(
    "future-given-back",
    "a future in place of a result",
    "A future is an empty place for a result. The caller asked for what will stand in it.",
    "Which method of this future waits, and then gives you the value?",
    INTO,
)
know_error("LoopInsideLoop", "loop-nested", sets=SET)
know_error("WaitsForItself", "waits-for-own-loop", sets=SET)
know_error("NobodyRunsIt", "nobody-runs-the-loop", sets=SET)
