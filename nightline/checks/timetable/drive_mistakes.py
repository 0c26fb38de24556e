"""The mistakes that the task `drive` can name, and the errors that give them away."""

from __future__ import annotations

import inspect
import re

from nightline.checks.timetable.texts import about
from nightline.judging.diagnoses import register

_entry = about("Drive it by hand")

register(
    _entry(
        "driver-is-async",
        "a driver that must be driven",
        "With `async def`, calling `drive` only makes one more coroutine. Then somebody must "
        "drive that one too. A driver stands outside.",
        "Which word makes calling `drive` give a plan? `send` needs no `await`.",
    ),
    _entry(
        "driver-yields",
        "a driver that is a generator",
        "With `yield` in it, calling `drive` runs none of its lines. It gives a generator, and "
        "nobody asked that for its items.",
        "Where do the notes go, if not out with `yield`? The caller wants all of them at the end.",
    ),
    _entry(
        "asyncio-drives",
        "asyncio in the driver's place",
        "`asyncio` is a driver of its own. It keeps the notes for itself, and it understands "
        "only its own ones. Here the driver is you.",
        "Which method of a coroutine makes it run to its next stop? It needs no event loop.",
    ),
    _entry(
        "never-driven",
        "a coroutine that never began",
        "Your function returned before the coroutine ran its first line.",
        "Which method of a coroutine makes it run to its next stop?",
    ),
    _entry(
        "plan-called",
        "a call of what is already a plan",
        "Your function gets a coroutine, a plan. Whoever called `drive` wrote the brackets "
        "already: `drive(night_line())`.",
        "Drive `coro` as it is. Which method do you call on it?",
    ),
    _entry(
        "send-without-note",
        "send without a value",
        "`send` takes exactly one value. It hands that value to the coroutine at its stop.",
        "What did the lesson write between the brackets of `send`?",
    ),
    _entry(
        "note-sent-back",
        "a value sent into the coroutine",
        "What you give to `send` becomes the value of the `await` where the coroutine stands. "
        "Yours was not `None`, so the coroutine would go on with a value that nobody meant for it.",
        "What does the driver of the lesson give to `send`, each time?",
    ),
    _entry(
        "value-lost",
        "the stops without the value",
        "What a coroutine returns is not one of its notes. It travels in the `StopIteration` "
        "that says the end.",
        "Name the exception with `as`. Which of its attributes holds the value?",
    ),
    _entry(
        "exception-for-value",
        "the exception in place of its value",
        "You returned the `StopIteration` itself. It only carries the value, in one of its "
        "attributes.",
        "What did the lesson write behind the name of the exception to read the value?",
    ),
    _entry(
        "args-for-value",
        "args in place of value",
        "A coroutine that returns `None` ends with a `StopIteration` whose `args` are empty. "
        "Its `value` is always there.",
        "Which attribute did the lesson read?",
    ),
    _entry(
        "value-replaced",
        "a value replaced by another",
        "A coroutine may return anything: 0, an empty text or `None` too. Your driver put "
        "another value in its place.",
        "Which expression do you return as the value? When does it differ from what came?",
    ),
    _entry(
        "swapped-pair",
        "the right things in another order",
        "Both parts are right, but the first stands in the second's place.",
        "Compare the order with the “Returns” line of the docstring.",
    ),
    _entry(
        "end-used-late",
        "a name used after its except block",
        "Python removes the name behind `as` where the `except` block ends. After it, the name "
        "has no value.",
        "Read the value inside the `except` block. Keep it in a name of your own.",
    ),
    _entry(
        "note-taken-for-end",
        "a note taken for the end",
        "A coroutine may hand out anything at a stop: `None`, 0 or an empty text too. None of "
        "them says that it is done.",
        "What is the only sign that a coroutine is done?",
    ),
    _entry(
        "note-left-out",
        "a note left out",
        "A coroutine may hand out anything at a stop: `None`, 0 or an empty text too. Each of "
        "them is the note of a stop.",
        "Which condition decides whether your list gets a note? Does it need one?",
    ),
    _entry(
        "left-at-a-stop",
        "a coroutine left at a stop",
        "Your driver returned while the coroutine still stood at a stop. A coroutine may stop "
        "once, or a hundred times, and it does not say so before.",
        "How many calls of `send` does your code make at most? What could decide that instead?",
    ),
    _entry(
        "first-stop-lost",
        "a stop that was not written down",
        "Every `send(None)` that returns has reached a stop, the very first one too.",
        "How many calls of `send` do you make, and how many of their results do you keep?",
    ),
    _entry(
        "end-counted-as-stop",
        "the value among the stops",
        "The value of the coroutine is no stop. Your list holds one item more than the "
        "coroutine stopped.",
        "Which items of your list came from `send`, and which from the exception?",
    ),
    _entry(
        "list-shared",
        "one list for all calls",
        "Your list is shared between calls: it is made once, when the `def` line runs or before. "
        "The notes of the last coroutine are still in it.",
        "Call `drive(night_line())` twice and print both. Which line must make a new list?",
    ),
    _entry(
        "error-swallowed",
        "an error that nobody hears of",
        "The coroutine failed, and your driver caught that error like the end. But it is no end: "
        "it carries no value, and the caller must hear of it.",
        "Which exceptions does your `except` catch? Which one is the end?",
    ),
)

# A part of an error's type and message, and the mistake behind it.
_SIGNS = (
    ("takes exactly one argument (0 given)", "send-without-note"),
    ("'coroutine' object is not callable", "plan-called"),
    ("can't send non-None value to a just-started coroutine", "note-sent-back"),
    ("Task got bad yield", "asyncio-drives"),
    ("no current event loop", "asyncio-drives"),
    ("no running event loop", "asyncio-drives"),
    ("event loop is already running", "asyncio-drives"),
)


def key_of_error(error: Exception, source: str) -> str:
    """The named mistake behind an error that a driver raised; empty for none."""
    if isinstance(error, UnboundLocalError):
        name = str(error).split("'")[1]
        return "end-used-late" if re.search(rf"\bas {name}:", source) else ""
    if isinstance(error, StopIteration):
        return "end-not-caught"
    if isinstance(error, IndexError):
        return "args-for-value" if ".args" in source else ""
    if isinstance(error, AttributeError):
        if inspect.iscoroutine(error.obj):
            return "coroutine-not-iterable"
        # `end.value` on an error of the coroutine: it was caught as if it were the end.
        return "error-swallowed" if isinstance(error.obj, BaseException) else ""
    text = f"{type(error).__name__}: {error}"
    return next((key for sign, key in _SIGNS if sign in text), "")
