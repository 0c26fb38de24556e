"""Watching an answer that may wait for ever, and saying for what it waits.

A timer ends the wait. Without it the clock would call a deadlock before anybody could look at who
waits for whom; so here each wait that belongs to a queue gets a name of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import nightline.checks.window.watch_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import (
    Finding,
    Judge,
    Requirement,
    met,
    missed,
    seconds,
)
from nightline.judging.places import place_of_task
from nightline.judging.stage import Stage

# Virtual seconds. No right answer needs so long.
LONG = 60.0


@dataclass(frozen=True)
class Stuck:
    """Where an answer stood when nothing could happen any more.

    Args:
        at: where the answer itself waited.
        others: where its other tasks waited.
    """

    at: Place | None
    others: tuple[Place, ...]


@dataclass
class Watched:
    """What an answer returned and when, or where it was stuck.

    `swallowed` is where a task of the answer stands that was cancelled and went on.
    """

    returned: Any = None
    seconds: float = 0.0
    stuck: Stuck | None = None
    swallowed: Place | None = None


async def watch(call: Callable[[], Awaitable[Any]], stage: Stage) -> Watched:
    """Await an answer, for a long time at most.

    Args:
        call: calls the answer.
        stage: the trial's stage.

    Raises:
        Whatever the answer raises. The only error of a group comes alone. When a worker failed
        and the answer waited for it in vain, its error.
    """
    loop, mine, seen = stage.loop, asyncio.current_task(), Watched()
    start, before = loop.time(), asyncio.all_tasks(loop)

    def look() -> None:
        if mine is not None:
            others = [task for task in asyncio.all_tasks(loop) if task is not mine]
            places = [place_of_task(task, stage.files) for task in others]
            at = place_of_task(mine, stage.files)
            seen.stuck = Stuck(at, tuple(place for place in places if place))
            mine.cancel()

    timer = loop.call_later(LONG, look)
    try:
        seen.returned = await call()
    except BaseExceptionGroup as group:
        raise _alone(group) from None
    except asyncio.CancelledError:
        if seen.stuck is None:
            raise
    finally:
        timer.cancel()
    seen.seconds = round(loop.time() - start, 6)
    if seen.stuck:
        await _clear(stage)
    here = asyncio.all_tasks(loop) - before
    going_on = await _end({task for task in here if task.cancelling()})
    seen.swallowed = next((place_of_task(task, stage.files) for task in going_on), None)
    _end_by_force(going_on)
    return seen


def _alone(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


async def _clear(stage: Stage) -> None:
    """End what a stuck answer left, and raise the error that it waited for in vain."""
    failed = [
        error
        for task in list(stage.loop.tasks)
        if task.done() and not task.cancelled() and (error := task.exception())
    ]
    await end_all(asyncio.all_tasks(stage.loop) - {asyncio.current_task()})
    if failed:
        raise failed[0]


async def end_all(tasks: set[Any]) -> None:
    """Cancel tasks and let them end."""
    for task in tasks:
        task.cancel()
    _end_by_force(await _end(tasks))


async def _end(tasks: set[Any]) -> set[Any]:
    """Let cancelled tasks end, for a moment at most. Return those that go on."""
    return (await asyncio.wait(tasks, timeout=1))[1] if tasks else set()


def _end_by_force(tasks: set[Any]) -> None:
    """End tasks that swallow each cancellation: the loop could not even close."""
    for task in tasks:
        with contextlib.suppress(RuntimeError):  # it swallows this as well
            task.get_coro().close()
        task.cancel()


def unless_stuck(judge: Judge) -> Judge:
    """A judge of answers that returned: a stuck one is told by `returns`."""

    def judged(evidence: Evidence) -> Finding | None:
        if evidence.trial == CALLED_OFF:
            return met("")
        return None if evidence.result.watched.stuck else judge(evidence)

    return judged


def unless_called_off(judge: Judge) -> Judge:
    """A judge of all trials but the one in which the answer was cancelled."""
    return lambda evidence: met("") if evidence.trial == CALLED_OFF else judge(evidence)


# The name of a trial in which the caller cancels the answer.
CALLED_OFF = "called off"


async def call_off(call: Callable[[], Awaitable[Any]], after: float, stage: Stage) -> bool:
    """Cancel an answer while it waits, and clear away what it leaves. Return whether it went on."""
    before = asyncio.all_tasks(stage.loop)
    task = asyncio.ensure_future(call())
    await asyncio.wait({task}, timeout=after)
    asked = task.cancel()
    await asyncio.wait({task}, timeout=LONG)
    went_on = asked and not task.cancelled()
    if task.done() and not task.cancelled():
        task.exception()
    await end_all(asyncio.all_tasks(stage.loop) - before)
    return went_on


def _may_be_cancelled(evidence: Evidence) -> Finding:
    if evidence.result.went_on:
        did = "You were cancelled while you waited, and you went on to the end."
        return missed(did, "You end with `CancelledError`.", "own-cancel-swallowed")
    return met("Your function ended when its caller cancelled it.")


MAY_BE_CANCELLED = Requirement("Ends when its caller cancels it", _may_be_cancelled, CALLED_OFF)


def _stops_when_cancelled(evidence: Evidence) -> Finding:
    if evidence.trial == CALLED_OFF:
        return met("")
    place = evidence.result.watched.swallowed
    if place:
        did = f"A cancelled task went on: {place}."
        return missed(did, "A cancelled task ends.", "swallowed-cancel")
    return met("No task went on after it was cancelled.")


STOPS_WHEN_CANCELLED = Requirement("A cancelled task ends", _stops_when_cancelled)


def stuck_finding(
    stuck: Stuck,
    last: float,
    expected: str,
    *,
    full: bool = False,
    clerks_wait: bool = False,
    undone: bool = False,
) -> Finding:
    """What a stuck answer waited for.

    Args:
        stuck: where it stood.
        last: when the last thing happened, in virtual seconds.
        expected: what should have happened.
        full: whether one of the trial's own functions waited for room in the queue.
        clerks_wait: whether the trial's own clerks waited for orders.
        undone: whether there was work that nobody had done.
    """
    source = stuck.at.source if stuck.at else ""
    waits = clerks_wait or any(".get()" in place.source for place in stuck.others)
    if full or ".put(" in source:
        key = "nobody-takes"
    elif ".join()" in source and undone and not stuck.others:
        key = "nobody-left-to-work"
    elif ".join()" in source:
        key = "join-never-ends"
    elif ".get()" in source or waits:
        key = "workers-never-stop"
    else:
        key = "deadlock"
    did = f"After {seconds(last)} nothing happened any more. You waited at {stuck.at}"
    others = [place for place in dict.fromkeys(stuck.others) if place != stuck.at]
    did += f", and a task of yours at {others[0]}." if others else "."
    return missed(did, expected, key)
