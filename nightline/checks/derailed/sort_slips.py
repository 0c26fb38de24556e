"""More mistakes that the task `sort_errors` can name: how errors or names get lost on the way."""

from __future__ import annotations

from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register

_entry = about("Sort the errors of a group")

register(
    _entry(
        "confirmed-in-turn",
        "one carrier after another",
        "Your code waits for one carrier before it asks the next one. An `await` in the loop does "
        "that, also before `group.create_task`.",
        "In the given code, where are all tasks started, and where does the block wait for them?",
        1,
        10,
        section="A TaskGroup waits for its tasks",
    ),
    _entry(
        "carriers-not-asked",
        "a carrier that nobody asked",
        "No error can come from a carrier that was not asked, so its name is in no list.",
        "Which carriers does your loop start, and does each start wait for the one before?",
    ),
    _entry(
        "gather-gives-one-error",
        "one error of three",
        "Three carriers failed at the same moment. `gather` passes on the first error only, and it "
        "makes no group of them.",
        "The given `async with` block was right. What leaves it when several tasks fail?",
        24,
        27,
    ),
    _entry(
        "tasks-outside-group",
        "tasks that the group does not know",
        "`asyncio.create_task` starts a task that belongs to no group. Your block had no task to "
        "wait for, so it ended at once and without an error.",
        "How do you start a task that belongs to the group?",
        section="A TaskGroup waits for its tasks",
    ),
    _entry(
        "try-inside-group",
        "a try that is over too early",
        "The group raises its errors at the end of its block. Your `try` stands inside the block, "
        "and it was over by then.",
        "Which of the two must stand around the other, `try` or `async with`?",
    ),
    _entry(
        "letters-for-names",
        "letters where names are asked",
        "`+=` and `extend` put every part of what they get into the list. The parts of a text are "
        "its letters.",
        "Which method of a list adds one entry, and takes it as it is?",
    ),
    _entry(
        "loop-name-for-error",
        "the same name again",
        "A name stands in your lists more than once, and others are missing. A name such as "
        "`carrier` keeps its last value when the loop is over: it does not say who failed.",
        "Which object in the block knows the carrier that failed? The docstring says what its text is.",
    ),
    _entry(
        "lists-shared",
        "lists that all calls share",
        "Your dict is made once, outside the function. Each call adds its names to those of the "
        "calls before.",
        "Where must the lists be made, so that each call begins with empty ones?",
    ),
    _entry(
        "lists-missing",
        "a dict without its lists",
        "The caller reads both lists, also when no carrier failed. Then none of your blocks runs, "
        "and nobody makes them.",
        "What did the given code put into `found` before the `try`?",
    ),
    _entry(
        "group-attribute-unknown",
        "an attribute that the group does not have",
        "The group keeps its errors in one attribute, and it has another name.",
        "In the lesson, what stands behind the name of the group when its errors are printed?",
    ),
    _entry(
        "group-made-of-nothing",
        "a new group without its errors",
        "A new `ExceptionGroup` needs a text and a list of errors. Yours got neither, so a "
        "`TypeError` came in place of the errors.",
        "Must you make a group here? What does `except*` do with errors that no block asks for?",
    ),
    _entry(
        "other-error-replaced",
        "an error of your own in place of theirs",
        "Your code raised an error that no carrier raised. The caller no longer sees what went "
        "wrong.",
        "What does `except*` do with the errors that no block asks for?",
    ),
    _entry(
        "other-errors-lost",
        "only some of the other errors",
        "Two carriers failed in other ways, and both errors must leave your function. One of "
        "them is lost.",
        "Who raises the group that leaves? Which errors are in it, and where is the other one?",
        27,
    ),
)
