"""What the tasks of set 07 ask for alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import nightline.checks.blocking.slips
import nightline.checks.blocking.texts  # noqa: F401  (both register the mistakes they share)
from nightline.checks.blocking.hall import Hall, parts_of
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed, shown

FAILS = "a function that fails"
ERROR = "the printer has no paper"


def all_done(one: str, many: str, wanted: Callable[[Evidence], Sequence[Any]]) -> Requirement:
    """All that is wanted was handed over and awaited. `one` and `many` name a piece of work."""

    def judge(evidence: Evidence) -> Finding:
        hall: Hall = evidence.result
        total, done = wanted(evidence), Counter(repr(work.what) for work in hall.work)
        number = count(len(hall.work), one) if len(hall.work) == 1 else f"{len(hall.work)} {many}"
        if hall.plan:
            did = f"`{hall.plan}` gave back a coroutine, and nothing ran it."
            return missed(did, f"Each {one} in another thread.", "plan-from-a-thread")
        if waiting := [part for part in parts_of(hall.returned) if _is_future(part)]:
            key = "work-not-awaited"
            if type(hall.returned).__name__ == "_GatheringFuture":
                key = "gather-not-awaited"
            did = f"You returned {count(len(waiting), 'object')} of type "
            return missed(f"{did}`{type(waiting[0]).__name__}`.", "The results.", key)
        if not hall.work:
            return missed(f"0 {many} were made.", f"Each {one} is made.", "work-not-done")
        open_ = list((Counter(map(repr, total)) - done).elements())
        expected = f"{len(total)} {many}, each of them made."
        if len(hall.work) < len(total):
            key = "twin-lost" if all(done[what] for what in open_) else "work-left-out"
            did = f"{number} of {len(total)} were made. The first that is missing: `{open_[0]}`."
            return missed(did, expected, key)
        if open_ and "lambda" in evidence.source:
            did = f"{number} were made, but none for `{open_[0]}`."
            return missed(did, expected, "late-lambda")
        return met(f"{number} made.")

    return Requirement(f"Each {one} is made, and awaited", judge)


def _is_future(value: Any) -> bool:
    return isinstance(value, Future) or hasattr(value, "_asyncio_future_blocking")


def error_passes(what: str, groups: bool = True) -> Requirement:
    """An error of the blocking function reaches the caller, alone or (`groups`) in a group."""

    def judge(evidence: Evidence) -> Finding:
        hall: Hall = evidence.result
        fails, got = hall.failure, hall.raised
        text = f"{what} raised `{type(fails).__name__}: {fails}`, and "
        if got is None:
            did = f"{text}you returned {shown(hall.returned)}."
            return missed(did, "The same error, at the caller.", "error-kept-back")
        if got is not fails and not (groups and isinstance(got, ExceptionGroup)):
            did = f"{text}your caller got `{type(got).__name__}: {got}`."
            return missed(did, "The same error, at the caller.", "error-changed")
        return met("An error of the function reached the caller.")

    return Requirement("An error of the function reaches the caller", judge, FAILS)


def returns(wanted: Callable[[Evidence], Any], text: str) -> Requirement:
    """The answer returned what is wanted, except where the function fails."""

    def judge(evidence: Evidence) -> Finding:
        if evidence.trial == FAILS:
            return met("The function failed.")
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
        if here:
            line = f"{sentence(here[0].place)}: " if here[0].place else ""
            did = f"{line}{len(here)} of {len(hall.work)} {many} ran in the loop's thread. "
            return missed(did + "Nobody else could run meanwhile.", expected, key)
        return met(f"{len(hall.work)} {many}, 0 of them in the loop's thread.")

    return Requirement("The work is not done in the loop's thread", judge)


def _others_go_on(evidence: Evidence) -> Finding | None:
    hall: Hall = evidence.result
    if hall.places("line"):
        return None  # they had none; another requirement says so
    if not hall.stuck:
        return met("A witness on the loop had its turns meanwhile.")
    place = sentence(hall.stuck)
    key = "waits-without-await"
    if hall.stuck.source.startswith(("with ", "async with ")):
        key = "pool-closed-too-early"
    did = f"{place}, kept the loop's thread until the work elsewhere was done. The witness had 0 turns."
    return missed(did, "The witness has turns while the work is done.", key)


def _left_open(evidence: Evidence) -> Finding:
    if evidence.result.closed_early:
        did = "When you returned, the pool of your caller was closed."
        return missed(did, "The pool can be used again.", "closed-the-callers-pool")
    return met("The caller can use its pool again.")


LEFT_OPEN = Requirement("The pool stays open", _left_open)
OTHERS_GO_ON = Requirement("Others have their turns meanwhile", _others_go_on)
