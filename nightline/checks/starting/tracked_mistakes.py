"""The mistakes that the task `TrackedTasks` can name, and the errors that give them away."""

from __future__ import annotations

from nightline.checks.starting import SET
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_starts = about("A task starts now")
_keeps = about("Keep a reference")
_hears = about("Who hears the error")

register(
    _starts(
        "started-at-finish",
        "plans kept, and started only at the end",
        "`start` kept the plan, but a plan does not run. It began when `finish` awaited it, so "
        "nothing happened while the caller did other work.",
        "What must `start` make of the plan, so that the event loop drives it from now on?",
        17,
        21,
    ),
    _starts(
        "start-is-async",
        "a start that must be awaited",
        "With `async def`, calling `start` only makes a plan of it. The caller does not await it, so "
        "no line of it runs.",
        "`start` does not wait for anything. Which word is one too many?",
        5,
    ),
    _starts(
        "start-returns-no-task",
        "a start that gives no task back",
        "The caller may want the value of this one plan. It needs the task, to await it.",
        "What does `create_task` give you? Keep it, and return it as well.",
    ),
    _starts(
        "value-lost-on-the-way",
        "a task whose value is lost",
        "Your task runs a coroutine of yours around the plan. The task's value is what that "
        "coroutine returns, and it drops what the plan returned.",
        "What must stand before the `await` of the plan, so that its value goes on?",
    ),
    _keeps(
        "task-not-kept",
        "a task that nobody held",
        "The event loop holds a waiting task only weakly. Nothing of yours held it either, so the "
        "garbage collector took it, and its work was never done.",
        "Which object lives as long as the work does? Keep the task there.",
        18,
    ),
    _keeps(
        "one-for-all-objects",
        "one collection for all objects",
        "A list or set that stands outside every method belongs to all objects. So one object waits "
        "for the work of another, and reports its errors.",
        "In which method does each object get a collection of its own?",
    ),
    _hears(
        "finish-does-not-wait",
        "a finish before the work is over",
        "`finish` returned while something was still at work. What comes later, a value or an "
        "error, reaches nobody.",
        "What do you await in `finish`? Does that end exactly when the last task ends?",
    ),
    _hears(
        "first-error-ends-it",
        "one error that ends the collection",
        "`await` raises the error of a task where you wait for it. It left `finish`, so the errors "
        "behind it reached nobody.",
        "Which statement around the `await` lets you note an error and go on with the next task?",
        19,
    ),
    _hears(
        "errors-not-told",
        "errors that are not reported",
        "The plans failed, and the list that `finish` returned does not say so. An error that is "
        "caught and dropped is lost.",
        "Which name holds the exception in your `except` line? Where does it go from there?",
        19,
    ),
    _hears(
        "errors-as-text",
        "texts or types in place of exceptions",
        "The caller expects the exception itself. A text does not know what kind of error it was, and "
        "a type does not know what happened.",
        "What do you append? Leave it as it was caught.",
    ),
    _hears(
        "changed-while-walked",
        "a collection that changes while you walk through it",
        "At each `await` others run. Here one of them took something out of the set that your loop "
        "walks through, and Python refuses to go on.",
        "How can your loop walk through something that stays as it is?",
    ),
    _hears(
        "errors-raised",
        "errors raised where a list is wanted",
        "No error was lost: `finish` raises all of them in one group. But the caller asked for a "
        "list, to read it after the work.",
        "What does the “Returns” line of the docstring say? Hand out the same errors in that way.",
    ),
    _hears(
        "values-among-errors",
        "values among the errors",
        "Your list has an entry for every plan. The caller wants to know what failed, and must not "
        "have to search for it.",
        "How can you tell an exception from a value? Keep only the one kind.",
        26,
    ),
    _hears(
        "nothing-to-wait-for",
        "a wait for no task at all",
        "Nobody started anything, and `asyncio.wait` refuses an empty collection. Then there is "
        "nothing to wait for.",
        "What should `finish` return in this case, and can it do so before the wait?",
    ),
)
know_error("Set of Tasks/Futures is empty", "nothing-to-wait-for", sets=SET, cell="TrackedTasks")
know_error("Passing coroutines is forbidden", "started-at-finish", sets=SET, cell="TrackedTasks")
know_error("changed size during iteration", "changed-while-walked", sets=SET, cell="TrackedTasks")
know_error("attached to a different loop", "one-for-all-objects", sets=SET, cell="TrackedTasks")
know_error("belongs to a different loop", "one-for-all-objects", sets=SET, cell="TrackedTasks")
know_error("Event loop is closed", "one-for-all-objects", sets=SET, cell="TrackedTasks")
