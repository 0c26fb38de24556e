"""The mistakes that the task `all_or_nothing` can name."""

from __future__ import annotations

from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register

_entry = about("A TaskGroup stops the others")
RESULTS = "A TaskGroup waits for its tasks"

register(
    _entry(
        "others-went-on",
        "the others went on after the error",
        "`gather`, or an `await`, reports the first error. It does not stop the other tasks.",
        "Which tool stops its children before it lets an error out?",
        24,
        section="gather and the first error",
    ),
    _entry(
        "errors-read-late",
        "errors read when all was over",
        "`return_exceptions=True` waits until everybody is done. Your code saw the error when all "
        "requests had been sent.",
        "Somebody must act at the moment of the failure. Which tool of the lesson does that?",
        24,
        26,
        section="Which tool?",
    ),
    _entry(
        "error-heard-late",
        "an error that you heard late",
        "A task keeps its error until somebody awaits it. You stood at another task's `await`, or "
        "waited for all of them, when this one failed. Meanwhile the others went on.",
        "Who listens to all tasks at the same time, and cancels the rest at the first error?",
        24,
    ),
    _entry(
        "waited-to-fail",
        "an error that came late",
        "No request was sent after the failure, but your function still waited before it raised. "
        "The caller could have known earlier.",
        "For what does your function wait there? Must it wait for that, or may it cancel it?",
    ),
    _entry(
        "cancelled-not-awaited",
        "cancelled, but not over",
        "`cancel()` only asks a task to stop. The task ends at its next turn, and your error was "
        "out before that.",
        "Who waits until the cancelled tasks have ended? A group does it for you.",
    ),
    _entry(
        "failure-hidden",
        "a failure that the caller cannot see",
        "Your function returned as if all were well. Who gets this list will print tickets for "
        "a journey that does not exist.",
        "Which line catches the error, or keeps it as a value? What must leave your function?",
        19,
        26,
        section="Which tool?",
    ),
    _entry(
        "error-replaced",
        "another error than the carrier's",
        "The caller wants to know what the carrier said. An error of your own kind hides it from "
        "every `except SoldOut`.",
        "Compare with the “Raises” line of the docstring. Must you raise anything here yourself?",
    ),
    _entry(
        "tasks-for-results",
        "tasks where results are asked",
        "A task is not its result. All of them are done when the group's block is over.",
        "Which method of a task gives its result?",
        section=RESULTS,
    ),
    _entry(
        "legs-out-of-order",
        "the legs in another order",
        "All pairs are right, but they stand in the order in which the legs ended, or in another "
        "one. The traveller needs the order of the journey.",
        "A list of tasks has the order in which you made them. Where do you read the results?",
        20,
        section=RESULTS,
    ),
    _entry(
        "ticket-before-berth",
        "ticket and berth the other way round",
        "Both parts are right, and their order is not. The caller unpacks the berth first.",
        "Compare your pairs with the “Returns” line of the docstring.",
    ),
    _entry(
        "another-number-of-requests",
        "another number of requests",
        "Each leg needs its berth once and its ticket once.",
        "For one leg, count which of your lines call a carrier.",
    ),
    _entry(
        "legs-awaited-in-turn",
        "one leg after another",
        "Your code waits for a leg before it starts the next one. An `await` in the loop does not "
        "start work in the background, also inside a group.",
        "Start all legs first. Who waits for them, and where?",
        1,
        10,
        section=RESULTS,
    ),
    _entry(
        "ticket-without-berth",
        "a ticket before its berth",
        "A carrier was asked for a ticket before its berth was known. The two steps of a leg "
        "belong one after the other.",
        "Only the legs run together. What does one leg look like, from its first step to its last?",
    ),
    _entry(
        "in-two-rounds",
        "all berths, then all tickets",
        "Your tickets wait until the slowest carrier has found its berth. A leg needs only its "
        "own berth to go on.",
        "Write one coroutine function that does both steps of a leg. Then start one for each leg.",
    ),
    _entry(
        "legs-not-together",
        "legs that wait for each other",
        "Some of your requests overlap, but not all that could. A leg waits although nothing of "
        "its own is missing.",
        "Which request could have begun earlier? What did it wait for?",
        1,
    ),
    _entry(
        "ended-early",
        "an end before the answers",
        "Your function ended before all legs were asked, so it could not know of the failure.",
        "For which tasks does your function wait, and where?",
        17,
    ),
)
