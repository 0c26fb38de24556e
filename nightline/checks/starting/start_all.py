"""`start_all`: tasks instead of values, so that the caller can go on at once."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.starting import SET
from nightline.checks.starting.reading import awaits_what_it_starts
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
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

_entry = about("A task starts now")

register(
    _entry(
        "values-for-tasks",
        "values where tasks are wanted",
        "`await` inside the loop waits for that plan and gives its value. The next plan begins "
        "only when this one is done, and the caller gets no task.",
        "Which call gives a plan to the event loop and returns at once?",
        1,
        10,
    ),
    _entry(
        "awaited-at-once",
        "a task awaited in the line that starts it",
        "`create_task` starts the plan, and the `await` in the same line waits until it is done. "
        "So nothing else can be started meanwhile.",
        "Start now, await later: which line should do the waiting?",
        17,
    ),
    _entry(
        "waited-in-start",
        "a wait where only a start is wanted",
        "All plans ran together, and your function waited for the last one. The caller could do "
        "nothing else during that time.",
        "Who should wait for the tasks? Return before any of them is done.",
    ),
    _entry(
        "plans-for-tasks",
        "plans that nobody started",
        "Your list holds the plans as they came. A plan in a list does not run.",
        "Which call turns a plan into a task that the event loop drives?",
        17,
    ),
    _entry(
        "gather-for-tasks",
        "one future for all of them",
        "`gather` starts the plans, but gives one object for all of them. The caller wants a task "
        "for each, to await them where they are needed.",
        "Which call makes one task from one plan? Call it for each.",
    ),
    _entry(
        "only-the-first",
        "a return inside the loop",
        "Your function returned during the first round of its loop. The plans behind it were "
        "never started.",
        "How far is your `return` line indented? What runs after it?",
    ),
    _entry(
        "tasks-in-another-order",
        "tasks in another order",
        "Every plan has its task, but the caller cannot tell which is whose. A set has no order, and "
        "the order of arrival is another one than the order of the plans.",
        "Which kind of collection keeps the order in which you fill it?",
        20,
    ),
    _entry(
        "plan-called-again",
        "a call of what is already a plan",
        "You got plans. Whoever called your function wrote the brackets already: "
        '`send_ticket("Ada")`.',
        "What do you hand to `create_task`? Take the brackets behind it away.",
    ),
)
register(
    _entry(
        "one-task-for-a-list",
        "several plans for one task",
        "`create_task` takes one plan and gives one task. You handed it all the plans at once.",
        "How many tasks does the caller want? Call `create_task` as often.",
    ),
)
know_error("create_task() takes 1 positional", "one-task-for-a-list", sets=SET)
know_error("a coroutine was expected, got [", "one-task-for-a-list", sets=SET, cell="create_task(")
know_error(
    "a coroutine was expected, got <generator", "one-task-for-a-list", sets=SET, cell="create_task("
)
know_error("Set of Tasks/Futures is empty", "waited-in-start", sets=SET, cell="start_all")
know_error("'coroutine' object is not callable", "plan-called-again", sets=SET, cell="create_task(")

# The slowest leads, so that the order of arrival is another one. None takes as long as in a demo.
PLANS = {"Ada": 0.7, "Ben": 0.35, "Cleo": 0.5, "Dora": 0.15}
VALUES = [f"sent to {name}" for name in PLANS]
OWN_WORK = 0.6


@dataclass
class _Started:
    """What `start_all` gave, and what its caller then saw.

    Args:
        returned: what it returned.
        at: when it returned.
        values: what the tasks gave.
        end: when the caller, after work of its own, had all values.
        began: how many plans had begun when the caller's own work was over.
    """

    returned: Any
    at: float
    values: list[Any] = field(default_factory=list)
    end: float = 0.0
    began: int = 0


async def _four_plans(answer: Any, stage: Stage) -> _Started:
    offers = {
        name: Offer(delay, value)
        for (name, delay), value in zip(PLANS.items(), VALUES, strict=True)
    }
    tickets = stage.carriers(offers, "send_ticket")
    plans = [tickets.ask(name) for name in tickets]
    try:
        started = await _call(answer, list(plans), stage)
        returned = started.returned
        if _tasks(returned):
            await asyncio.sleep(OWN_WORK)
            started.began = len(tickets.calls)
            started.values = [await task for task in returned]
            started.end = stage.loop.time()
        else:  # what was started and not handed over gets the time to end
            await asyncio.sleep(sum(PLANS.values()))
        return started
    finally:
        for plan in plans:
            if inspect.getcoroutinestate(plan) == inspect.CORO_CREATED:
                plan.close()


async def _no_plans(answer: Any, stage: Stage) -> _Started:
    return await _call(answer, [], stage)


async def _call(answer: Any, plans: list[Any], stage: Stage) -> _Started:
    made = answer(plans)
    returned = made if inspect.isasyncgen(made) else await made
    return _Started(returned, stage.loop.time())


def _tasks(returned: Any) -> bool:
    return isinstance(returned, list | tuple | set | frozenset) and all(
        isinstance(item, asyncio.Task) for item in returned
    )


def _gives_tasks(evidence: Evidence) -> Finding:
    started: _Started = evidence.result
    got, at = started.returned, started.at
    expected = f"{count(len(PLANS), 'task')} in a list, at 0 s."
    if isinstance(got, asyncio.Task):
        did = f"You returned one task. {count(len(PLANS), 'plan')} were given."
        return missed(did, expected, "only-the-first")
    if isinstance(got, asyncio.Future):
        return missed("You returned what `gather` gave.", expected, "gather-for-tasks")
    if isinstance(got, list | tuple) and got and all(map(inspect.iscoroutine, got)):
        did = f"You returned {count(len(got), 'plan')}. None of them was started."
        return missed(did, expected, "plans-for-tasks")
    if _tasks(got) and got:
        return _tasks_returned(started, expected)
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
        return missed(did, expected, "wrong-type" if got else "wrong-result")
    return missed(did, expected, "nothing-returned" if got is None else "wrong-type")


def _key_of_values(evidence: Evidence) -> str:
    if evidence.result.at < sum(PLANS.values()) - ROUNDING:
        return "waited-in-start"
    return "awaited-at-once" if awaits_what_it_starts(evidence.source) else "values-for-tasks"


def _tasks_returned(started: _Started, expected: str) -> Finding:
    got = started.returned
    if len(got) != len(PLANS):
        did = f"You returned {count(len(got), 'task')}."
        return missed(did, expected, "only-the-first" if len(got) == 1 else "wrong-result")
    if started.at > ROUNDING:
        did = f"You returned {count(len(got), 'task')}, but only at {seconds(started.at)}."
        return missed(did, expected, "waited-in-start", in_time=True)
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
    return compare(replace(evidence, result=evidence.result.returned), [])


START_ALL = Task(
    name="start_all",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("four plans", _four_plans), Trial("no plans", _no_plans)),
    requirements=(
        Requirement("Returns a task for each plan, at once", _gives_tasks, "four plans"),
        Requirement("No plan, no task", _no_plan_no_task, "no plans"),
        Requirement("All plans run while the caller works", _runs_meanwhile, "four plans"),
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
    reflect="Before you go on, say which line of your caller lets the plans begin.",
)
