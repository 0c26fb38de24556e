"""From the error an answer raised to the mistake behind it."""

from __future__ import annotations

import ast
import asyncio
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from nightline.judging.evidence import Evidence
from nightline.judging.reading import calls_of


class Sign(NamedTuple):
    """What tells a mistake: a part of the error's type and message, of its line, of the cell.

    `via` is a function that the error came through, such as Django's `__get__` of a relation.
    `lacks` is what the cell must not have, and `fits` looks at the whole cell. `sets` are the beginnings of the names of the exercise
    sets where it may stand; none for all.
    """

    message: str
    key: str
    line: str = ""
    cell: str = ""
    sets: tuple[str, ...] = ()
    via: str = ""
    lacks: str = ""
    fits: Callable[[str], bool] | None = None


PART_TWO = tuple(str(number) for number in range(13, 25))

# The first that fits counts, so what is particular stands above what is general.
SIGNS = [
    Sign("cannot be called from a running event loop", "run-inside-loop"),
    Sign("cannot reuse already awaited coroutine", "awaited-twice"),
    Sign("_GatheringFuture", "gather-not-awaited"),
    Sign("await wasn't used with future", "gather-not-awaited", cell="gather("),
    Sign("unhashable type: 'list'", "gather-got-a-list", "gather("),
    # A generator: 3.11 drives it as if it were a coroutine, newer versions refuse it.
    Sign("Task got bad yield: <coroutine", "gather-got-a-list"),
    Sign("coroutine or an awaitable is required", "function-not-called", "gather(*"),
    Sign("coroutine or an awaitable is required", "gather-got-a-list", " for "),
    Sign("coroutine or an awaitable is required", "function-not-called", "gather("),
    Sign("a coroutine was expected", "function-not-called", "create_task("),
    Sign("'coroutine' object is not iterable", "coroutine-not-iterable"),
    Sign("'coroutine' object is not an iterator", "coroutine-not-iterable"),
    Sign("'coroutine' object", "coroutine-as-value"),
    Sign("and 'coroutine'", "coroutine-as-value"),
    Sign("instances of 'coroutine'", "coroutine-as-value"),
    Sign("Result is not set", "task-not-done"),
    Sign("a coroutine was expected", "not-a-coroutine"),
    Sign("Task got bad yield", "bad-yield"),
    Sign("coroutine or an awaitable is required", "awaited-a-value"),
    Sign("object function can't be used in 'await' expression", "function-not-called"),
    Sign("object method can't be used in 'await' expression", "function-not-called"),
    Sign("can't be used in 'await' expression", "awaited-a-value"),
    Sign("timeline already records", "timeline-in-a-check"),
    Sign("positional argument", "wrong-arguments"),
    Sign("unexpected keyword argument", "wrong-arguments"),
    Sign("NameError: name", "name-unknown"),
]

# Calls that fail before they run the coroutines they got: here the error is the cause.
EXPLAINS_UNRUN = {
    "run-inside-loop",
    "gather-got-a-list",
    "function-not-called",
    "coroutine-not-iterable",
}


# What a set knows stands above what is general: it is more particular.
_known: list[Sign] = []


def know_error(
    message: str,
    key: str,
    *,
    sets: str | tuple[str, ...],
    line: str = "",
    cell: str = "",
    via: str = "",
    lacks: str = "",
    fits: Callable[[str], bool] | None = None,
    explains_unrun: bool = False,
) -> None:
    """Let a diagnosis explain errors that have this sign; an exercise set adds its own.

    Args:
        message: a part of the error's type and message ("KeyError: 'berths'").
        key: the diagnosis.
        sets: the exercise set, or the beginnings of the names of several: the same error has
            another cause elsewhere.
        line: a part of the line that raised it; any line when empty.
        cell: a part of the answer's cell; any cell when empty.
        via: the name of a function that the error came through; any way when empty.
        lacks: what the answer's cell must not have; nothing when empty.
        fits: called with the answer's cell, says whether the sign stands for it.
        explains_unrun: whether the error is also why a coroutine was never awaited.
    """
    in_sets = (sets,) if isinstance(sets, str) else sets
    sign = Sign(message, key, line, cell, in_sets, via, lacks, fits)
    if sign not in _known:
        _known.append(sign)
    if explains_unrun:
        EXPLAINS_UNRUN.add(key)


def _awaits_in_gather(source: str) -> bool:
    """Whether an argument of a `gather` is awaited before `gather` sees it."""
    gathers = [call for call in calls_of(source) if ast.unparse(call.func).endswith("gather")]
    return any(isinstance(arg, ast.Await) for call in gathers for arg in call.args)


def key_of(evidence: Evidence) -> str:
    """The key of the diagnosis that explains the error of a run; "raised" when none does."""
    error, place = evidence.error, evidence.error_place
    text = f"{type(error).__name__}: {error}"
    source = place.source if place else ""
    if "coroutine or an awaitable is required" in text and _awaits_in_gather(evidence.source):
        return "awaited-before-gather"
    way = _way(error)
    # What one set knows is more particular than what a whole part does.
    for sign in [*sorted(_known, key=lambda sign: len(sign.sets) > 1), *SIGNS]:
        if sign.sets and not evidence.set.startswith(sign.sets):
            continue
        if sign.message not in text or sign.line not in source or sign.cell not in evidence.source:
            continue
        if sign.via and sign.via not in way:
            continue
        if sign.lacks and sign.lacks in evidence.source:
            continue
        if sign.fits and not sign.fits(evidence.source):
            continue
        # The trial's own await failed, not the learner's: the answer is no coroutine.
        if sign.key == "awaited-a-value" and place is None:
            return "not-a-coroutine"
        if sign.key == "wrong-arguments" and place is not None:
            return "raised"
        # It got the answers: each call was awaited before `gather` saw it.
        if sign.key == "function-not-called" and any(
            c.outcome == "answered" for c in evidence.calls
        ):
            return "awaited-before-gather"
        return sign.key
    if isinstance(error, asyncio.InvalidStateError):
        return "task-not-done"
    if isinstance(error, StopIteration):
        return "end-not-caught"
    return "raised"


def _way(error: BaseException | None) -> set[str]:
    """The functions that an error came through: `inner`, and with its module `contextlib.inner`."""
    if error is None:
        return set()
    codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
    names = {code.co_name for code in codes}
    return names | {f"{Path(code.co_filename).stem}.{code.co_name}" for code in codes}
