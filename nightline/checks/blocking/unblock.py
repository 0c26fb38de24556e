"""`unblock`: one plain function goes to a thread."""

from __future__ import annotations

from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.requirements import OTHERS_GO_ON, off_the_line, returns
from nightline.judging.diagnoses import Diagnosis, register
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
        "error-kept-back",
        "an error that the caller never hears of",
        "The function failed, and your code returned as if nothing had happened. The caller must "
        "decide what an error means.",
        "What does `await` do with an error from the thread, if you let it?",
    ),
)

ERROR = "the printer has no paper"


GIVEN: dict[str, tuple[Any, ...]] = {
    "a ticket": (4711, "Kestrel"),
    "no arguments": (),
    "a function that fails": (),
}


def _trial(name: str) -> Trial:
    args, fails = GIVEN[name], name == "a function that fails"

    async def run(answer: Any, stage: Stage) -> Hall:
        with Hall(stage) as hall:

            def blocking(*given: Any) -> str:
                hall.enter(given)
                if fails:
                    raise OSError(ERROR)
                return " ".join(["done", *map(str, given)])

            try:
                return await hall.watch(answer(blocking, *args))
            except OSError as error:
                if fails and str(error) == ERROR:
                    return hall
                raise

    return Trial(name, run)


RESULTS = {"a ticket": "done 4711 Kestrel", "no arguments": "done"}


def _once(evidence: Evidence) -> Finding:
    times = len(evidence.result.work)
    if times > 1:
        did = f"Your code ran the function {count(times, 'time')}."
        return missed(did, "1 time.", "called-more-than-once")
    return met("The function ran once.")


def _arguments(evidence: Evidence) -> Finding:
    wanted = GIVEN[evidence.trial]
    got = next((work.what for work in evidence.result.work if work.what != wanted), wanted)
    if got != wanted:
        return missed(f"The function got {shown(got)}.", f"{shown(wanted)}.", "arguments-lost")
    return met("The function got its arguments.")


def _error_passes(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    if hall.raised is None:
        did = f"The function raised `OSError: {ERROR}`, and you returned `{hall.returned!r}`."
        return missed(did, "The same error, at the caller.", "error-kept-back")
    return met("An error of the function reached the caller.")


def _wanted(evidence: Evidence) -> str | None:
    return RESULTS.get(evidence.trial)


UNBLOCK = Task(
    name="unblock",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(map(_trial, GIVEN)),
    requirements=(
        off_the_line("call", "calls"),
        Requirement("The function gets its arguments", _arguments),
        returns(_wanted, "Returns what the function returns"),
        Requirement("The function runs once", _once),
        Requirement(
            "An error of the function reaches the caller", _error_passes, "a function that fails"
        ),
        OTHERS_GO_ON,
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
