"""What the tasks of set 07 ask for alike, and the mistakes they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nightline.checks.blocking.hall import Hall
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed

register(
    Diagnosis(
        "still-on-the-line",
        "blocking work in the loop's thread",
        "The function ran in the thread of the event loop, and until it returned nobody else had "
        "a turn. An `await` before or after it does not change that.",
        "Which asyncio function calls a plain function in another thread?",
        "07",
        "A thread for the wait",
        misconceptions=(4, 36),
    ),
    Diagnosis(
        "waits-without-await",
        "a thread at work, and the loop waits for it",
        "The work was in another thread, but the loop's thread stood still until it was done. "
        "`result()`, `join()` and the results of `map` wait without `await`.",
        "Look at the line above. What could you await in its place?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "pool-closed-too-early",
        "a pool closed while it works",
        "The end of the `with` block closes the pool, and closing waits for all its work. That "
        "wait has no `await`, so the loop stood still.",
        "Where must the work be awaited, so that nothing is left to wait for at the end of `with`?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "called-not-passed",
        "the call in place of the function",
        "The brackets call the function here and now, on the line. Then its result was handed "
        "over as if it were a function.",
        "Which two things does a thread need from you, so that it can make the call itself?",
        "07",
        "When it goes wrong",
    ),
)

know_error("object is not callable", "called-not-passed", cell="to_thread(")
know_error("object is not callable", "called-not-passed", cell="run_in_executor(")
know_error("object is not callable", "called-not-passed", cell="submit(")


def returns(wanted: Callable[[Evidence], Any], text: str) -> Requirement:
    """The answer returned what is wanted."""

    def judge(evidence: Evidence) -> Finding:
        return compare(replace(evidence, result=evidence.result.returned), wanted(evidence))

    return Requirement(text, judge)


def off_the_line(noun: str) -> Requirement:
    """No piece of work ran in the loop's thread."""

    def judge(evidence: Evidence) -> Finding:
        hall: Hall = evidence.result
        here = hall.places("line")
        if not hall.work:
            did = f"Nothing was done: 0 {noun}s."
            return missed(did, f"Each {noun} is done.", "asked-nobody")
        if here:
            where = f"{str(here[0].place).capitalize()}: " if here[0].place else ""
            did = f"{where}{count(len(here), noun)} of {len(hall.work)} ran in the loop's thread. "
            did += "Meanwhile the witness had 0 turns."
            return missed(did, "0 in the loop's thread.", "still-on-the-line")
        return met(f"{count(len(hall.work), noun)}, 0 of them in the loop's thread.")

    return Requirement("The work is not done in the loop's thread", judge)


def _others_go_on(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    if not hall.stuck:
        return met("A witness on the loop had its turns meanwhile.")
    place = str(hall.stuck).capitalize()
    key = "waits-without-await"
    if hall.stuck.source.startswith(("with ", "async with ")):
        key = "pool-closed-too-early"
    did = f"{place}, kept the loop's thread while other threads worked. The witness had 0 turns."
    return missed(did, "The witness has turns while the work is done.", key)


OTHERS_GO_ON = Requirement("Others have their turns meanwhile", _others_go_on)
