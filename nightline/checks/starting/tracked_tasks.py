"""`TrackedTasks`: nothing that was started is lost, and no error goes unheard."""

from __future__ import annotations

import asyncio

import nightline.checks.starting.mistakes
import nightline.checks.starting.tracked_mistakes  # noqa: F401 (both register diagnoses)
from nightline.checks.starting import SET
from nightline.checks.starting.reading import returns_a_value, tries_a_loop
from nightline.checks.starting.tracked_trials import (
    FIRST,
    MAILS,
    MIXED,
    OWN_WORK,
    Tracked,
    all_well,
    collected,
    nothing_started,
    some_fail,
    two_objects,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Virtual seconds that asking again and again with `sleep(0)` may add to a wait.
POLLING = 0.01


def _starts_now(evidence: Evidence) -> Finding:
    seen: Tracked = evidence.result
    expected = f"{count(len(MAILS), 'plan')} at work while the caller does something else."
    if seen.key:
        return missed(seen.did, expected, seen.key)
    did = f"After {seconds(OWN_WORK)} of the caller's own work, {seen.began} of {len(MAILS)} had begun."
    if seen.began == 0:
        return missed(did, expected, "started-at-finish", in_time=True)
    if seen.began < len(MAILS):
        return missed(did, expected, "wrong-result", in_time=True)
    return met(did)


def _gives_the_task(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    expected = "A task. Awaiting it gives `'sent to Ida'`."
    if not isinstance(seen.task, asyncio.Future):
        return missed(f"`start` returned {shown(seen.task)}.", expected, "start-returns-no-task")
    did = f"Awaiting what `start` returned gave {shown(seen.value)}."
    if seen.value == ["sent to Ida"]:
        return missed(did, expected, "gather-in-start")
    if seen.value != "sent to Ida":
        return missed(did, expected, "value-lost-on-the-way")
    return met(did)


def _keeps_all(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    if not seen.lost:
        return met("The garbage collector ran, and nothing was lost.")
    did = f"The garbage collector ran. {len(seen.lost)} of {count(len(MAILS), 'plan')} vanished."
    return missed(did, "Nothing vanishes.", "task-not-kept")


def _waits_for_all(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    last = max(MAILS.values())
    did, expected = (
        f"`finish` returned at {seconds(seen.end)}.",
        f"{seconds(last)}, when all is done.",
    )
    if seen.unfinished or seen.end < last - ROUNDING:
        left = f" {count(seen.unfinished, 'plan')} still at work."
        return missed(did + left, expected, "finish-does-not-wait", in_time=True)
    if seen.end > last + POLLING:
        return missed(did, expected, "waited-longer", in_time=True)
    if seen.errors != [] and seen.errors is not None:
        return _wrong_list(evidence, "`[]`: nothing failed.")
    return met(did)


def _tells_all_errors(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    failed = count(len(seen.failures), "exception")
    expected = f"A list of {failed}, after all {len(MIXED)} plans."
    if seen.unfinished:
        did = f"`finish` returned at {seconds(seen.end)}. "
        did += f"{count(seen.unfinished, 'plan')} still at work."
        around = tries_a_loop(evidence.source)
        key = "try-around-the-loop" if around else "finish-does-not-wait"
        return missed(did, expected, key, in_time=True)
    got = seen.errors
    complete = isinstance(got, list) and len(got) == len(seen.failures)
    if complete and all(one in got for one in seen.failures):
        return met(f"All {failed} reached the caller.")
    return _wrong_list(evidence, expected)


def _passes_errors_on(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key or not isinstance(seen.task, asyncio.Future):
        return None
    if seen.value is seen.failures[0]:
        return met("Whoever awaits the task of a failed plan gets its error too.")
    did = f"A plan raised `LookupError`. Awaiting its task gave {shown(seen.value)}."
    return missed(did, "Awaiting it raises that error.", "plan-error-kept-back")


def _keeps_objects_apart(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    if seen.errors == seen.failures and seen.others == [] and seen.end <= _end_of_first():
        return met("Two objects at once, and each reported its own work.")
    did = "Two objects were at work at once. "
    did += f"`finish` of the first returned {shown(seen.errors)} at {seconds(seen.end)}, "
    did += f"and that of the second {shown(seen.others)}."
    expected = f"{shown(seen.failures)} at {seconds(max(FIRST.values()))}, and `[]`."
    return missed(did, expected, "one-for-all-objects", in_time=True)


def _end_of_first() -> float:
    return max(FIRST.values()) + POLLING


def _wrong_list(evidence: Evidence, expected: str) -> Finding:
    seen: Tracked = evidence.result
    got = seen.errors
    did = f"`finish` returned {shown(got)}."
    if got is None:
        sometimes = returns_a_value(evidence.source, "finish")
        return missed(did, expected, "none-for-no-errors" if sometimes else "nothing-returned")
    if not isinstance(got, list | tuple | set):
        return missed(did, expected, "wrong-type")
    if any(isinstance(item, asyncio.Future) for item in got):
        return missed("`finish` returned tasks.", expected, "task-for-value")
    if any(isinstance(item, BaseExceptionGroup) for item in got):
        return missed(did, expected, "errors-in-a-group")
    told = [item for item in got if isinstance(item, BaseException)]
    texts = [item for item in got if isinstance(item, str | type)]
    if texts and not told and not any(str(text).startswith("sent to") for text in texts):
        return missed(did, expected, "errors-as-text")
    if len(told) < len(got):
        return missed(did, expected, "values-among-errors")
    if len(told) < len(seen.failures):
        return missed(did, expected, _key_of_missing(evidence, told))
    return missed(did, expected, "wrong-result" if isinstance(got, list) else "wrong-type")


def _key_of_missing(evidence: Evidence, told: list[BaseException]) -> str:
    """Why some of the failures were not told."""
    source, forgetting = evidence.source, ("discard", "remove", "pop")
    if "add_done_callback" in source and any(word in source for word in forgetting):
        return "forgotten-when-done"
    missing = [error for error in evidence.result.failures if error not in told]
    like = {repr(error) for error in told} | {type(error) for error in told}
    if all(repr(error) in like or type(error) in like for error in missing):
        return "equal-errors-dropped"
    return "try-around-the-loop" if told and tries_a_loop(source) else "errors-not-told"


def _empty(evidence: Evidence) -> Finding:
    seen: Tracked = evidence.result
    if seen.errors == []:
        return met("Without work there is nothing to report.")
    if isinstance(seen.errors, list | tuple | set) and seen.errors:
        did = f"A fresh object reported {count(len(seen.errors), 'error')}."
        return missed(did, "`[]`.", "one-for-all-objects")
    return _wrong_list(evidence, "`[]`.")


TRACKED_TASKS = Task(
    name="TrackedTasks",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial("three plans", all_well),
        Trial("the garbage collector", collected),
        Trial("three of five fail", some_fail),
        Trial("two objects", two_objects),
        Trial("nothing started", nothing_started),
    ),
    requirements=(
        Requirement("`start` begins the work at once", _starts_now, "three plans"),
        Requirement("No task vanishes", _keeps_all, "the garbage collector"),
        Requirement("`start` gives the task", _gives_the_task, "three plans"),
        Requirement("`finish` waits for everything", _waits_for_all, "three plans"),
        Requirement("A fresh object has nothing to tell", _empty, "nothing started"),
        Requirement("`finish` tells every error", _tells_all_errors, "three of five fail"),
        Requirement("A failed task raises its error", _passes_errors_on, "three of five fail"),
        Requirement("Two objects know nothing of each other", _keeps_objects_apart, "two objects"),
    ),
    hints=(
        "Who holds a task between `start` and `finish`? Name the object, and the attribute.",
        "`start` needs no `await`: make the task, keep it in a list of the object, return it.",
        "In `finish`, go through that list. `await` each task inside a `try`, so that one failure "
        "does not end the loop.",
        "`try: await task` and `except Exception as error: errors.append(error)`, for each task in "
        "`self.tasks`.",
    ),
    why=(
        "The list of the object holds each task, so the collector cannot take it. Every task is "
        "awaited, so every outcome arrives somewhere: a value is ignored, an error is noted. A "
        "failure ends only its own `try`, and the loop goes on to the next task."
    ),
    reflect="Before you go on, say who holds a task of yours between `start` and `finish`.",
)
