"""How an answer ended: with a value, or with an error of its carriers, and what was still open."""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from nightline.judging.evidence import Call, Evidence
from nightline.judging.places import place_of_error
from nightline.judging.stage import Stage
from nightline.judging.upstream import Upstream

# Virtual seconds that a trial goes on while the answer has tasks at work, to see what they send.
AFTERWARDS = 10.0


class SoldOut(Exception):
    """Stands in the answer's notebook for the class of this name; learners read it."""


class OnStrike(Exception):
    """The same."""


class Ending(NamedTuple):
    """How an answer ended. A tuple, so that coroutines in its value are found.

    Args:
        value: what it returned.
        error: the error of a carrier that it let out, or a group of such errors.
        at: when it ended, in virtual seconds.
        open: the requests that were open at that moment.
        running: how many tasks were at work at that moment, the trial's own not counted.
        expected: what it should have returned, where that differs from run to run.
        requests: what each of the trial's functions was asked, in their order.
    """

    value: Any
    error: Exception | None
    at: float
    open: tuple[Call, ...]
    running: int
    expected: Any = None
    requests: tuple[tuple[Call, ...], ...] = ()


def single_errors(error: BaseException) -> Iterator[BaseException]:
    """The errors inside a group and its groups; of another error, that error."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from single_errors(inner)
    else:
        yield error


async def watch(stage: Stage, carriers: list[str], upstreams: Iterable[Upstream]) -> Ending:
    """Call the answer, and after its end go on for a while if it left tasks at work.

    An error of a carrier is part of the ending, and so is one that a `raise` of the answer made of
    it. Any other is a slip of the answer and is raised, out of the group in which it came: what the
    group says of itself would not help.
    """
    stage.lend(SoldOut=SoldOut, OnStrike=OnStrike)
    value, raised, fakes = None, None, list(upstreams)
    try:
        value = await stage.call(carriers)
    except asyncio.CancelledError as error:  # nobody cancels the answer: it read a task's result
        _end_in_the_answer(error, stage)
        raise
    except Exception as error:
        own = next((one for one in single_errors(error) if not is_theirs(one)), None)
        if own is not None and not _on_purpose(own, stage):
            raise own from None
        raised = error
    calls = [call for fake in fakes for call in fake.calls]
    still_open = tuple(call for call in calls if call.end is None)
    at, left = round(stage.loop.time(), 6), asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        stage.note_left(left)
        await asyncio.wait(left, timeout=AFTERWARDS)
    if raised is not None:  # tracebacks keep frames, and frames keep coroutines
        for one in [raised, *single_errors(raised)]:
            traceback.clear_frames(one.__traceback__)
    requests = tuple(tuple(fake.calls) for fake in fakes)
    return Ending(value, raised, at, still_open, len(left), requests=requests)


def _end_in_the_answer(error: BaseException, stage: Stage) -> None:
    """Let the traceback end at the answer's own line, not in the task whose result it read."""
    step = error.__traceback__
    while step is not None and step.tb_frame.f_code.co_filename not in stage.files:
        step = step.tb_next
    if step is not None:
        step.tb_next = None


def _on_purpose(error: BaseException, stage: Stage) -> bool:
    place = place_of_error(error, stage.files)
    stub = isinstance(error, NotImplementedError)
    slip = isinstance(error, TypeError) and "__new__" in str(error)  # `raise ExceptionGroup`
    return not stub and not slip and place is not None and place.source.startswith("raise ")


def of_value(evidence: Evidence) -> Evidence:
    """The evidence with the answer's own value as its result."""
    return replace(evidence, result=evidence.result.value)


def is_theirs(error: BaseException) -> bool:
    """Whether a carrier of these trials raised this error."""
    return getattr(error, "of_carrier", False) is True


def theirs(error: Exception) -> Exception:
    """Mark an error as one that a carrier raises."""
    error.of_carrier = True  # type: ignore[attr-defined]
    return error


def name_of(error: BaseException | None) -> str:
    """An error as a report tells it: `SoldOut`, an `ExceptionGroup` with `SoldOut` (2)."""
    if isinstance(error, BaseExceptionGroup):
        kinds = Counter(type(one).__name__ for one in single_errors(error))
        inside = [f"`{kind}`" + (f" ({n})" if n > 1 else "") for kind, n in sorted(kinds.items())]
        return f"an `{type(error).__name__}` with {' and '.join(inside)}"
    return f"`{type(error).__name__}`"
