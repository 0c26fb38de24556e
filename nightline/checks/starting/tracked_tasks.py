"""`TrackedTasks`: nothing that was started is lost, and no error goes unheard."""

from __future__ import annotations

import asyncio

import nightline.checks.starting.tracked_mistakes  # noqa: F401 (registers the diagnoses)
from nightline.checks.starting import SET
from nightline.checks.starting.tracked_trials import (
    MAILS,
    MIXED,
    OWN_WORK,
    Tracked,
    all_well,
    collected,
    nothing_started,
    some_fail,
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
        return _wrong_list(seen, "`[]`: nothing failed.")
    return met(did)


def _tells_all_errors(evidence: Evidence) -> Finding | None:
    seen: Tracked = evidence.result
    if seen.key:
        return None
    names = " and ".join(f"`{type(error).__name__}`" for error in seen.failures)
    expected = f"A list with {names}, after all {len(MIXED)} plans."
    if isinstance(seen.raised, ExceptionGroup):
        did = f"`finish` raised a group of {count(len(seen.raised.exceptions), 'error')}."
        return missed(did, expected, "errors-raised")
    if seen.raised is not None:
        did = f"2 plans failed, and `finish` raised `{type(seen.raised).__name__}`."
        return missed(did, expected, "first-error-ends-it", in_time=True)
    if seen.unfinished:
        did = f"`finish` returned at {seconds(seen.end)}. "
        did += f"{count(seen.unfinished, 'plan')} still at work."
        return missed(did, expected, "finish-does-not-wait", in_time=True)
    got = seen.errors
    if isinstance(got, list) and len(got) == 2 and all(one in got for one in seen.failures):
        return met("Both errors reached the caller.")
    return _wrong_list(seen, expected)


def _wrong_list(seen: Tracked, expected: str) -> Finding:
    got = seen.errors
    did = f"`finish` returned {shown(got)}."
    if got is None:
        return missed(did, expected, "nothing-returned")
    if not isinstance(got, list | tuple | set):
        return missed(did, expected, "wrong-type")
    if any(isinstance(item, asyncio.Future) for item in got):
        return missed("`finish` returned tasks.", expected, "task-for-value")
    told = [item for item in got if isinstance(item, BaseException)]
    texts = [item for item in got if isinstance(item, str | type)]
    if texts and not told and not any(str(text).startswith("sent to") for text in texts):
        return missed(did, expected, "errors-as-text")
    if len(told) < len(got):
        return missed(did, expected, "values-among-errors")
    if len(told) < len(seen.failures):
        return missed(did, expected, "errors-not-told")
    return missed(did, expected, "wrong-result" if isinstance(got, list) else "wrong-type")


def _empty(evidence: Evidence) -> Finding:
    seen: Tracked = evidence.result
    if seen.errors == []:
        return met("Without work there is nothing to report.")
    if isinstance(seen.errors, list | tuple | set) and seen.errors:
        did = f"A fresh object reported {count(len(seen.errors), 'error')}."
        return missed(did, "`[]`.", "one-for-all-objects")
    return _wrong_list(seen, "`[]`.")


TRACKED_TASKS = Task(
    name="TrackedTasks",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial("three plans", all_well),
        Trial("the garbage collector", collected),
        Trial("two of four fail", some_fail),
        Trial("nothing started", nothing_started),
    ),
    requirements=(
        Requirement("`start` begins the work at once", _starts_now, "three plans"),
        Requirement("No task vanishes", _keeps_all, "the garbage collector"),
        Requirement("`start` gives the task", _gives_the_task, "three plans"),
        Requirement("`finish` waits for everything", _waits_for_all, "three plans"),
        Requirement("A fresh object has nothing to tell", _empty, "nothing started"),
        Requirement("`finish` tells every error", _tells_all_errors, "two of four fail"),
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
    reflect="Before you go on, say what your list still holds after `finish`, and who would mind.",
)
