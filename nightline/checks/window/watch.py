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

from nightline.checks.window import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import Finding, Judge, Requirement, met, missed, seconds
from nightline.judging.places import place_of_task
from nightline.judging.stage import Stage

END = "The end of the night"
register(
    Diagnosis(
        "join-never-ends",
        "join without enough task_done",
        "`join` counts. It waits until `task_done` was called once for each order that was put "
        "in. That the queue is empty does not help it.",
        "How often does your run call `task_done`? After which line should it stand?",
        "08",
        "When it goes wrong",
        misconceptions=(44,),
    ),
    Diagnosis(
        "workers-never-stop",
        "a get that waits for ever",
        "`get` on an empty queue waits for the next order. Nothing tells it that no more will "
        "come, so it never returns, and whoever waits for it never returns either.",
        "Who knows that the last order is in? How could that one end the wait?",
        "08",
        END,
        misconceptions=(43,),
    ),
    Diagnosis(
        "nobody-takes",
        "a put that waits for ever",
        "The queue is full, so `put` waits for room. Only somebody who takes an order out can "
        "make room, and nobody does.",
        "Does the worker run while orders are put in? Which line starts it, and may it end early?",
        "08",
        "When it goes wrong",
    ),
    Diagnosis(
        "cancel-came-back",
        "a cancellation that came back to you",
        "Whoever awaits a cancelled task gets its `CancelledError`. It went through your function, "
        "and to the caller that looks like an end by force.",
        "Which argument of `gather` gives errors as values? Or where could you catch this one?",
        "08",
        END,
    ),
    Diagnosis(
        "done-too-often",
        "task_done more often than get",
        "The queue counts the orders that are not done. `task_done` was called when that number was "
        "zero already.",
        "How often does this line run for one order? It should be once.",
        "08",
        "When it goes wrong",
    ),
    Diagnosis(
        "asked-without-waiting",
        "a call that never waits",
        "`get_nowait` and `put_nowait` never wait. An empty queue is an error for the first, and a "
        "full one for the second.",
        "What should happen here in that case: wait, or stop? Which call does that?",
        "08",
        "Branch line",
    ),
)
know_error("task_done() called too many times", "done-too-often", sets=SET)
know_error("QueueEmpty", "asked-without-waiting", sets=SET)
know_error("QueueFull", "asked-without-waiting", sets=SET)
for name in ("one_window", "pipeline", "closing_time", "priority_boarding"):
    know_error("CancelledError", "cancel-came-back", sets=SET, cell=name)

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
        return None if evidence.result.watched.stuck else judge(evidence)

    return judged


def _stops_when_cancelled(evidence: Evidence) -> Finding:
    place = evidence.result.watched.swallowed
    if place:
        did = f"A cancelled task went on: {place}."
        return missed(did, "A cancelled task ends.", "swallowed-cancel")
    return met("No task went on after it was cancelled.")


STOPS_WHEN_CANCELLED = Requirement("A cancelled task ends", _stops_when_cancelled)


def stuck_finding(
    stuck: Stuck, last: float, expected: str, *, full: bool = False, clerks_wait: bool = False
) -> Finding:
    """What a stuck answer waited for.

    Args:
        stuck: where it stood.
        last: when the last thing happened, in virtual seconds.
        expected: what should have happened.
        full: whether one of the trial's own functions waited for room in the queue.
        clerks_wait: whether the trial's own clerks waited for orders.
    """
    source = stuck.at.source if stuck.at else ""
    waits = clerks_wait or any(".get()" in place.source for place in stuck.others)
    if full or ".put(" in source:
        key = "nobody-takes"
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
