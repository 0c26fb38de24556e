"""`unblock`: one plain function goes to a thread."""

from __future__ import annotations

import asyncio
from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.requirements import (
    ERROR,
    FAILS,
    OTHERS_GO_ON,
    all_done,
    error_passes,
    off_the_line,
    returns,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "arguments-lost",
        "arguments that did not arrive",
        "The function was called with other arguments than yours. `args` is a tuple, and each of "
        "its elements is an argument of its own.",
        "What does the star do in the given line `function(*args)`? Where do you need it now?",
        "01",
        "Together",
    ),
    Diagnosis(
        "time-limit-added",
        "a limit that nobody asked for",
        "Your code gave up before the function was done. Some functions take long, and the caller "
        "decides how long it will wait.",
        "Which line ends the wait early? What does the docstring say about time?",
    ),
    Diagnosis(
        "calls-take-turns",
        "one call at a time",
        "Two callers used your function, and the second one's call began when the first was done. "
        "Threads can wait beside each other.",
        "What is it in your code that only one call can have?",
        "07",
        "A thread for the wait",
    ),
)
know_error("TimeoutError", "time-limit-added", sets=SET, cell="unblock")

LONG = 5.0  # virtual seconds
GIVEN: dict[str, tuple[Any, ...]] = {
    "a ticket": (4711, "Kestrel"),
    "no arguments": (),
    "two calls": (4712, "Lumen"),
    FAILS: (),
}


def _trial(name: str) -> Trial:
    args, calls = GIVEN[name], 2 if name == "two calls" else 1

    async def run(answer: Any, stage: Stage) -> Hall:
        hold = LONG if name == "a ticket" else 0.0
        with Hall(stage, total=calls, room=calls, hold=hold) as hall:

            def blocking(*given: Any) -> tuple[Any, ...]:
                hall.enter(given)
                if name == FAILS:
                    hall.fail(OSError(ERROR))
                return ("done", *given)

            if calls == 1:
                return await hall.watch(answer(blocking, *args))
            both = (answer(blocking, *args) for _ in range(calls))
            return await hall.watch(asyncio.gather(*both))

    return Trial(name, run)


def _wanted(evidence: Evidence) -> Any:
    result = ("done", *GIVEN[evidence.trial])
    return [result, result] if evidence.trial == "two calls" else result


def _together(evidence: Evidence) -> Finding:
    most = evidence.result.most
    if most < 2:
        did = f"Two calls were asked for at once. Never more than {count(most, 'call')} was open."
        return missed(did, "2 calls open at once.", "calls-take-turns")
    return met("Two calls were open at once.")


def _once(evidence: Evidence) -> Finding:
    times, wanted = len(evidence.result.work), 2 if evidence.trial == "two calls" else 1
    if times > wanted:
        did = f"Your code ran the function {count(times, 'time')}."
        return missed(did, f"{count(wanted, 'time')}.", "called-more-than-once")
    return met("The function ran once.")


def _arguments(evidence: Evidence) -> Finding:
    wanted = GIVEN[evidence.trial]
    got = next((work.what for work in evidence.result.work if work.what != wanted), wanted)
    if got != wanted:
        return missed(f"The function got {shown(got)}.", f"{shown(wanted)}.", "arguments-lost")
    return met("The function got its arguments.")


UNBLOCK = Task(
    name="unblock",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(map(_trial, GIVEN)),
    requirements=(
        all_done("call", "calls", lambda evidence: []),
        off_the_line("call", "calls"),
        Requirement("The function gets its arguments", _arguments),
        returns(_wanted, "Returns what the function returns"),
        Requirement("The function runs once", _once),
        error_passes("The function", groups=False),
        OTHERS_GO_ON,
        Requirement("Two calls can wait at once", _together, "two calls"),
    ),
    hints=(
        "In which thread does `function(*args)` run now? Who else needs that thread?",
        "One asyncio function calls a plain function in another thread. It takes the function and "
        "its arguments, not the call.",
        "`await asyncio.to_thread(…)`: put `function` first and then `*args`. Return what the "
        "await gives you.",
    ),
    why=(
        "`to_thread` makes the call in another thread, and the loop's thread is free until it is "
        "done. The await gives the function's result, and raises its error."
    ),
    reflect="Before you go on, say which work would gain nothing from `unblock`.",
)
