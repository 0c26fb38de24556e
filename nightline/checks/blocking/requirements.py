"""What the tasks of set 07 ask for alike, and the mistakes they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import Finding, Requirement, compare, met, missed

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
        "over as if it were still to be run.",
        "Which two things does a thread need from you, so that it can make the call itself?",
        "07",
        "When it goes wrong",
    ),
    Diagnosis(
        "plan-from-a-thread",
        "an async def function in a thread",
        "The thread called an `async def` function, and that call only makes a plan. The plan came "
        "back, and nothing ran it.",
        "What kind of function can a thread run from start to end?",
        "07",
        "When it goes wrong",
        misconceptions=(5,),
    ),
    Diagnosis(
        "work-not-done",
        "work that nobody did",
        "Your function returned, and the blocking function was never called.",
        "Which line should call it, or hand it over to be called? Does that line run?",
    ),
    Diagnosis(
        "called-more-than-once",
        "the same work done twice",
        "The function ran more often than it was asked for. If it sells a berth, the traveller "
        "pays twice.",
        "Count the places where your code calls the function, or hands it over to be called.",
    ),
    Diagnosis(
        "future-of-the-pool",
        "a future that the loop does not know",
        "`submit` gives a future of the pool, made for threads that stand and wait. The event loop "
        "cannot wait for it.",
        "Which method of the loop takes the pool, and gives you a future that can be awaited?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "closed-the-callers-pool",
        "a pool closed that belongs to the caller",
        "After your function nobody can use the pool again. `with` closes a pool at its end, and "
        "so does `shutdown`.",
        "Who made this pool? Who should close it?",
    ),
)

know_error("object is not callable", "called-not-passed", sets=SET, cell="to_thread(")
know_error("object is not callable", "called-not-passed", sets=SET, cell="run_in_executor(")
know_error("object is not callable", "called-not-passed", sets=SET, cell="submit(")
know_error("a coroutine was expected", "called-not-passed", sets=SET, line="create_task(function(")
know_error("coroutine or an awaitable is required", "future-of-the-pool", sets=SET, cell=".submit(")
know_error(
    "object Future can't be used in 'await'", "future-of-the-pool", sets=SET, cell=".submit("
)


def returns(wanted: Callable[[Evidence], Any], text: str) -> Requirement:
    """The answer returned what is wanted."""

    def judge(evidence: Evidence) -> Finding:
        return compare(replace(evidence, result=evidence.result.returned), wanted(evidence))

    return Requirement(text, judge)


def sentence(place: Place) -> str:
    """A place at the beginning of a sentence: `Line 3, …`."""
    words = str(place)
    return words[0].upper() + words[1:]


def off_the_line(
    one: str, many: str, key: str = "still-on-the-line", where: str = "another thread"
) -> Requirement:
    """No piece of work ran in the loop's thread. `one` and `many` are what a piece is called."""

    def judge(evidence: Evidence) -> Finding:
        hall: Hall = evidence.result
        here, expected = hall.places("line"), f"Each {one} in {where}."
        if not hall.work and hall.plan:
            did = f"`{hall.plan}` gave back a coroutine. 0 {many} were made."
            return missed(did, expected, "plan-from-a-thread")
        if not hall.work:
            return missed(f"0 {many} were made.", expected, "work-not-done")
        if here:
            line = f"{sentence(here[0].place)}: " if here[0].place else ""
            did = f"{line}{len(here)} of {len(hall.work)} {many} ran in the loop's thread. "
            return missed(did + "Nobody else could run meanwhile.", expected, key)
        return met(f"{len(hall.work)} {many}, 0 of them in the loop's thread.")

    return Requirement("The work is not done in the loop's thread", judge)


def _others_go_on(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    if not hall.stuck:
        return met("A witness on the loop had its turns meanwhile.")
    place = sentence(hall.stuck)
    key = "waits-without-await"
    if hall.stuck.source.startswith(("with ", "async with ")):
        key = "pool-closed-too-early"
    did = f"{place}, kept the loop's thread while other threads worked. The witness had 0 turns."
    return missed(did, "The witness has turns while the work is done.", key)


def _left_open(evidence: Evidence) -> Finding:
    if evidence.result.closed_early:
        did = "When you returned, the pool of your caller was closed."
        return missed(did, "The pool can be used again.", "closed-the-callers-pool")
    return met("The caller can use its pool again.")


LEFT_OPEN = Requirement("The pool stays open", _left_open)
OTHERS_GO_ON = Requirement("Others have their turns meanwhile", _others_go_on)
