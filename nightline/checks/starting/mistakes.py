"""The mistakes that more than one task of this set can name."""

from __future__ import annotations

from nightline.checks.starting import SET
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_starts = about("A task starts now")
_hears = about("Who hears the error")
_branch = about("Branch line")

register(
    _hears(
        "plan-error-kept-back",
        "an error that stops in your code",
        "A plan failed, and your code caught its error. The caller awaited, heard nothing, and takes "
        "what came instead for an answer.",
        "Which `except` line catches it? Who should hear the error in its place?",
        19,
    ),
    _starts(
        "cancelled-at-start",
        "a task that you cancel",
        "`cancel()` ends a task before its work is done. The caller wanted its value, and gets "
        "`CancelledError`.",
        "Which line cancels the task? What is lost if you take it away?",
    ),
    _starts(
        "generator-for-coroutine",
        "a generator where a coroutine is wanted",
        "`yield` inside `async def` makes an async generator. It hands out one value after another, "
        "and `await` cannot wait for it.",
        "What should the caller get, all at once? Which word hands that out?",
    ),
    _starts(
        "demo-of-03-pasted",
        "a name of the lesson",
        "This name belongs to the lesson's notebook. The exercises have other functions, and your "
        "code is called with other things.",
        "What does your function get, and what does its docstring let it ask?",
    ),
    _branch(
        "wait-takes-tasks",
        "plans where asyncio.wait takes tasks",
        "`asyncio.wait` starts nothing. It waits for tasks that were started before.",
        "Do you need `asyncio.wait` here? If so, what must become of the plans first?",
        21,
    ),
)
for _name in ("quote", "book", "wait_for_berth", "porter", "leg", "nap", "DELAYS", "diary", "desk"):
    know_error(f"NameError: name '{_name}'", "demo-of-03-pasted", sets=SET)
know_error("object async_generator can't be used", "generator-for-coroutine", sets=SET)
for _cell in ("start_all", "overlap_two"):
    know_error(
        "Passing coroutines is forbidden",
        "wait-takes-tasks",
        sets=SET,
        cell=_cell,
        explains_unrun=True,
    )
