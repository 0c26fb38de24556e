"""`start_all`: tasks instead of values, so that the caller can go on at once."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field, replace
from typing import Any

import nightline.checks.starting.mistakes
import nightline.checks.starting.start_mistakes  # noqa: F401 (both register diagnoses)
from nightline.checks.starting import SET
from nightline.checks.starting.plans import close_unstarted, unstarted
from nightline.checks.starting.reading import awaits_what_it_starts, returns_in_a_loop
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

# The slowest leads, so that the order of arrival is another one. None takes as long as in a demo.
PLANS = {"Ada": 0.7, "Ben": 0.35, "Cleo": 0.5, "Dora": 0.15}
VALUES = [f"sent to {name}" for name in PLANS]
OWN_WORK = 0.6


FAILING = {"Emil": 0.2, "Fanny": 0.1, "Gita": 0.3}


@dataclass
class _Started:
    """What `start_all` gave, and what its caller then saw.

    Args:
        returned: what it returned.
        at: when it returned.
        values: what the tasks gave: a value, or an error.
        end: when the caller, after work of its own, had all values.
        untouched: how many of the given plans never began.
    """

    returned: Any
    at: float
    values: list[Any] = field(default_factory=list)
    end: float = 0.0
    untouched: int = 0


async def _four_plans(answer: Any, stage: Stage) -> _Started:
    offers = {
        name: Offer(delay, value)
        for (name, delay), value in zip(PLANS.items(), VALUES, strict=True)
    }
    tickets = stage.carriers(offers, "send_ticket")
    plans = [tickets.ask(name) for name in tickets]
    try:
        started = await _call(answer, list(plans), stage)
        await asyncio.sleep(OWN_WORK)
        started.values = [await _outcome(task) for task in _tasks(started.returned)]
        started.end = stage.loop.time()
        if len(started.values) != len(PLANS):
            await asyncio.sleep(sum(PLANS.values()))  # what was not handed over gets time to end
        started.untouched = sum(map(unstarted, plans))
        return started
    finally:
        close_unstarted(plans)


async def _no_plans(answer: Any, stage: Stage) -> _Started:
    return await _call(answer, [], stage)


async def _one_fails(answer: Any, stage: Stage) -> tuple[Exception, list[Any]] | None:
    """One plan's error, and what the tasks gave; None where another trial tells the story."""
    failure = LookupError("Fanny has no address")
    offers = {n: Offer(d, failure if n == "Fanny" else f"sent to {n}") for n, d in FAILING.items()}
    tickets = stage.carriers(offers, "send_ticket")
    plans = [tickets.ask(name) for name in tickets]
    held: list[asyncio.Task[Any]] = []  # or a task that nobody keeps tells its error when it goes
    try:
        started = await _call(answer, list(plans), stage)
        held += stage.loop.tasks
        tasks = _tasks(started.returned)
        if len(tasks) != len(plans):
            return None
        return failure, [await _outcome(task) for task in tasks]
    except Exception:
        return None
    finally:
        await asyncio.sleep(sum(FAILING.values()))
        for task in [*held, *stage.loop.tasks]:
            if task.done() and not task.cancelled():
                task.exception()  # asked, so that nothing but the list is judged here
        close_unstarted(plans)


async def _call(answer: Any, plans: list[Any], stage: Stage) -> _Started:
    made = answer(plans)
    returned = made if inspect.isasyncgen(made) else await made
    if isinstance(returned, list):
        returned = list(returned)  # a later call must not change it
    return _Started(returned, stage.loop.time())


async def _outcome(task: asyncio.Task[Any]) -> Any:
    """The value of a task, or its error as an object."""
    if not task.done():
        await asyncio.wait([task])
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception() or task.result()


def _tasks(returned: Any) -> list[asyncio.Task[Any]]:
    """The tasks in what was returned; none when something else is among them."""
    items = [returned] if isinstance(returned, asyncio.Task) else returned
    if not isinstance(items, list | tuple | set | frozenset):
        return []
    return list(items) if all(isinstance(item, asyncio.Task) for item in items) else []


def _gives_tasks(evidence: Evidence) -> Finding:
    started: _Started = evidence.result
    got, at = started.returned, started.at
    expected = f"{count(len(PLANS), 'task')} in a list, at 0 s."
    if _tasks(got):
        return _tasks_returned(evidence, expected)
    if isinstance(got, asyncio.Future):
        return missed("You returned what `gather` gave.", expected, "gather-for-tasks")
    if inspect.isasyncgen(got):
        return missed("You returned an async generator.", expected, "generator-for-coroutine")
    if isinstance(got, list | tuple) and got and all(map(inspect.iscoroutine, got)):
        did = f"You returned {count(len(got), 'plan')}. "
        if evidence.calls:
            return missed(f"{did}Their tasks ran, unseen.", expected, "plan-kept-for-task")
        return missed(f"{did}None of them was started.", expected, "plans-for-tasks")
    plain = got is None or isinstance(got, str | int | float | list | tuple)
    what = shown(got) if plain else f"an object of type `{type(got).__name__}`"
    did = f"You returned {what} at {seconds(at)}."
    if got == VALUES[0] or got == VALUES[:1]:
        return missed(did, expected, "only-the-first")
    if isinstance(got, list | tuple) and any(item in VALUES for item in got):
        return missed(did, expected, _key_of_values(evidence), in_time=True)
    if isinstance(got, list):
        kinds = {f"`{type(item).__name__}`" for item in got}
        did = f"You returned a list of {', '.join(sorted(kinds)) or 'nothing'}."
        return missed(did, expected, "wrong-type" if got else "plan-left-out")
    return missed(did, expected, "nothing-returned" if got is None else "wrong-type")


def _key_of_values(evidence: Evidence) -> str:
    if evidence.result.at < sum(PLANS.values()) - ROUNDING:
        return "waited-in-start"
    return "awaited-at-once" if awaits_what_it_starts(evidence.source) else "values-for-tasks"


def _tasks_returned(evidence: Evidence, expected: str) -> Finding:
    started: _Started = evidence.result
    got, at, tasks = started.returned, started.at, _tasks(started.returned)
    did = f"You returned {count(len(tasks), 'task')}."
    if started.untouched == len(PLANS):
        did += f" None of the {count(len(PLANS), 'plan')} in `coros` began."
        return missed(did, expected, "plans-ignored")
    if len(tasks) != len(PLANS):
        did += f" {count(len(PLANS), 'plan')} were given, {len(PLANS) - started.untouched} began."
        return missed(did, expected, _key_of_number(evidence))
    if at > ROUNDING:
        did = f"You returned {count(len(tasks), 'task')}, but only at {seconds(at)}."
        return missed(did, expected, _key_of_wait(evidence), in_time=True)
    if any(isinstance(value, asyncio.CancelledError) for value in started.values):
        return missed(f"{did} Awaiting them gave `CancelledError`.", expected, "cancelled-at-start")
    if isinstance(got, set | frozenset):
        return missed("You returned a set.", expected, "tasks-in-another-order")
    if isinstance(got, tuple):
        return missed("You returned a tuple of tasks.", expected, "wrong-type")
    if started.values != VALUES:
        did = f"Your tasks gave {shown(started.values)}."
        key = "wrong-result"
        if sorted(map(str, started.values)) == sorted(VALUES):
            key = "tasks-in-another-order"
        return missed(did, f"{shown(VALUES)}.", key)
    return met(f"You returned {count(len(got), 'task')} at 0 s.")


def _key_of_number(evidence: Evidence) -> str:
    """Why there are more tasks than plans, or fewer."""
    started: _Started = evidence.result
    if len(started.values) > len(PLANS):
        return "list-kept-between-calls"
    if len(started.values) > 1:
        return "plan-left-out"
    if len(evidence.calls) == 1:
        return "only-the-first" if returns_in_a_loop(evidence.source) else "plan-left-out"
    return "only-the-last" if started.values[0] in VALUES else "one-task-for-all"


def _key_of_wait(evidence: Evidence) -> str:
    """For what the answer waited before it gave all tasks."""
    if evidence.most_in_flight == 1:
        return "awaited-at-once"
    late = abs(evidence.result.at - max(PLANS.values()))
    return "waited-in-start" if late <= ROUNDING else "pause-in-start"


def _runs_meanwhile(evidence: Evidence) -> Finding | None:
    started: _Started = evidence.result
    if not started.values:
        return None  # the finding above tells the story
    most, longest = evidence.most_in_flight, max(PLANS.values())
    did = f"The caller worked for {seconds(OWN_WORK)} and had all values at {seconds(started.end)}."
    if most == len(PLANS) and started.end <= longest + ROUNDING:
        return met(did)
    did += f" Never more than {count(most, 'plan')} ran."
    return missed(did, f"All values at {seconds(longest)}.", "plans-for-tasks", in_time=True)


def _no_plan_no_task(evidence: Evidence) -> Finding:
    started: _Started = evidence.result
    if tasks := _tasks(started.returned):
        did = f"No plan was given. You returned {count(len(tasks), 'task')}."
        return missed(did, "`[]`.", "list-kept-between-calls")
    return compare(replace(evidence, result=started.returned), [])


def _passes_errors_on(evidence: Evidence) -> Finding | None:
    if evidence.result is None:
        return None  # the findings above tell the story
    failure, values = evidence.result
    if failure in values:
        return met("Whoever awaited the failed plan's task got its error.")
    did = f"One plan raised `LookupError`. Your tasks gave {shown(values)}."
    return missed(did, "Its task raises that error.", "plan-error-kept-back")


START_ALL = Task(
    name="start_all",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("four plans", _four_plans),
        Trial("no plans", _no_plans),
        Trial("one plan fails", _one_fails),
    ),
    requirements=(
        Requirement("Returns a task for each plan, at once", _gives_tasks, "four plans"),
        Requirement("No plan, no task", _no_plan_no_task, "no plans"),
        Requirement("All plans run while the caller works", _runs_meanwhile, "four plans"),
        Requirement("An error waits in its task", _passes_errors_on, "one plan fails"),
    ),
    hints=(
        "The given line waits for a value before the loop goes on. What should the list hold "
        "instead of values?",
        "One call gives a plan to the event loop and returns at once with a task. It needs no "
        "`await`.",
        "Put `asyncio.create_task(coro)` into the list, for each plan. Then return the list.",
    ),
    why=(
        "`create_task` hands each plan to the event loop and returns at once, so the whole list is "
        "ready at 0 s. The plans begin when the caller stops for the first time, and the "
        "list keeps their tasks."
    ),
    reflect="Before you go on, say what must happen after your `return` before the first plan begins.",
)
