"""The mistakes that the task `TrackedTasks` can name, and the errors that give them away."""

from __future__ import annotations

from nightline.checks.starting import SET
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_starts = about("A task starts now")
_keeps = about("Who holds a task")
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
        "A list or set outside every method, or in the class, belongs to all objects. So one object "
        "waits for the work of another, or throws it away.",
        "In which method does each object get a collection of its own, and in which name?",
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
        "one-kind-of-error",
        "an except line for one kind of error only",
        "Your `except` line catches one kind of error. Another kind came, left `finish`, and the "
        "errors behind it reached nobody.",
        "Compare the kind in your `except` line with the one that was raised. Which kind holds both?",
        19,
    ),
    _hears(
        "try-around-the-loop",
        "a try around the whole loop",
        "The first error left the loop, since the `try` stands around it. The tasks behind it were "
        "not awaited, and their errors reached nobody.",
        "Which lines must run once for each task? Draw a box around them.",
        19,
    ),
    _hears(
        "forgotten-when-done",
        "failed tasks that were thrown away",
        "Your callback takes each task out as soon as it is done. A failed one is gone before "
        "`finish` can ask it for its error.",
        "At which moment may a task be forgotten? Who has its error by then?",
        19,
    ),
    _hears(
        "equal-errors-dropped",
        "one error in place of two equal ones",
        "Two plans failed in the same way, and your list tells it once. The caller wants an "
        "exception for each plan that failed.",
        "Where do you compare errors, or use them as a key? What is lost if you do not?",
    ),
    _hears(
        "errors-in-a-group",
        "a group where each exception is wanted",
        "Nothing was lost, but your list holds an `ExceptionGroup`. The caller goes through the list "
        "and wants one exception for each failed plan.",
        "What stands inside the group? Hand out just that.",
    ),
    _hears(
        "none-for-no-errors",
        "None where an empty list is wanted",
        "Where nothing failed, `finish` returned `None`. The caller goes through a list, and cannot "
        "go through `None`.",
        "Which `return` line runs without errors? `[] or None` gives its second part.",
    ),
    _hears(
        "error-asked-too-early",
        "a question to a task that is not done",
        "`exception()` does not wait. It only tells the error of a task that is done.",
        "What must `finish` do with each task before it may ask?",
        22,
    ),
    _starts(
        "gather-in-start",
        "gather where one task is wanted",
        "`gather` gives a list of results, even for one plan. The caller wants the value of this "
        "plan itself.",
        "Which call makes a task from one plan?",
    ),
    _keeps(
        "tracked-without-self",
        "an attribute without self",
        "A name alone is a variable of one method, and is gone with it. What all methods share belongs "
        "to the object.",
        "How does a method reach an attribute of its own object? Look at each line with this name.",
    ),
    _starts(
        "tracked-takes-no-self",
        "a method without self",
        "Python hands the object itself to a method, as the first argument. Your `def` line has no "
        "place for it.",
        "Compare your `def` line with the one you were given. Which name is missing?",
    ),
    _starts(
        "tracked-method-missing",
        "a method that the caller does not find",
        "The caller uses `TrackedTasks()`, `start`, and `finish`. One of them is not in your class.",
        "Compare the names and the indentation of your `def` lines with those you were given.",
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
        "You have the errors, and `finish` raises what it should return. The caller asked for a list, "
        "to read it after the work.",
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
_signs = (
    ("Set of Tasks/Futures is empty", "nothing-to-wait-for", ""),
    ("Passing coroutines is forbidden", "started-at-finish", ""),
    ("changed size during iteration", "changed-while-walked", ""),
    ("attached to a different loop", "one-for-all-objects", ""),
    ("belongs to a different loop", "one-for-all-objects", ""),
    ("Event loop is closed", "one-for-all-objects", ""),
    ("Exception is not set", "error-asked-too-early", ""),
    # Errors of the plans: `finish` let them out.
    ("ExceptionGroup: ", "errors-raised", ""),
    ("LookupError: no address", "errors-raised", "raise errors["),
    ("ConnectionError: no line", "errors-raised", "raise errors["),
    ("ConnectionError: no line", "one-kind-of-error", "except LookupError"),
    ("LookupError: no address", "first-error-ends-it", ""),
    ("ConnectionError: no line", "first-error-ends-it", ""),
    ("CancelledError: ", "cancelled-at-start", ""),
    ("NameError: name 'tasks'", "tracked-without-self", ""),
    ("NameError: name 'errors'", "tracked-without-self", ""),
    ("'TrackedTasks' object has no attribute 'start'", "tracked-method-missing", ""),
    ("'TrackedTasks' object has no attribute 'finish'", "tracked-method-missing", ""),
    ("'TrackedTasks' object has no attribute", "tracked-without-self", ""),
    ("TrackedTasks.__init__() takes 0 positional", "tracked-takes-no-self", ""),
    ("TrackedTasks.start() takes 1 positional", "tracked-takes-no-self", "def start(coro"),
    ("TrackedTasks.finish() takes 0 positional", "tracked-takes-no-self", ""),
)
for _message, _key, _cell in _signs:
    know_error(_message, _key, sets=SET, cell=_cell or "class TrackedTasks")
