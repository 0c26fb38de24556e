"""What goes wrong under a deadline: the mistakes that `search_by_deadline` can show."""

from __future__ import annotations

from nightline.checks.views import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: what is there after the deadline"
register(
    Diagnosis(
        "all-or-nothing",
        "one late carrier spoils the answer",
        "One deadline around all the questions ends all the waits when it comes. The answers "
        "that were there already are lost with it.",
        "Give the deadline to each question. Then one late carrier harms only itself.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "one-failure-fails-all",
        "one failed carrier spoils the answer",
        "A carrier raised an error, and it was not caught where this one was asked. So the traveller "
        "sees no offer at all. `gather` hands the error on and lets the other questions run: they "
        "are what is left running.",
        "Where can you catch the error of one carrier, so that the others do not notice?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "stopped-at-an-error",
        "one failed carrier ends the waiting",
        "With `FIRST_EXCEPTION` the wait is over as soon as one carrier fails. The others would "
        "have answered a little later.",
        "Until when does the traveller want to wait, if a carrier is out of order?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "group-fails-together",
        "one error that ends a whole group",
        "A `TaskGroup` cancels all its tasks as soon as one of them fails. It then raises an "
        "`ExceptionGroup`, which `except ConnectionError` does not catch.",
        "Catch the error of a carrier inside its own task, before the group sees it.",
        "05",
    ),
    Diagnosis(
        "timeout-not-caught",
        "TimeoutError that nobody caught",
        "`asyncio.timeout` raises `TimeoutError` at the end of its block. An `except` inside the "
        "block comes too early, and sees only the cancelling.",
        "Write the `try` around the whole `async with` block, for each carrier.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "with-without-async",
        "with where async with is needed",
        "To leave the block of `asyncio.timeout` may need a wait. So it cannot stand in a plain "
        "`with`.",
        "Which word stands before `with` in the lesson's example?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "number-with-a-point",
        "int for a number with a point",
        "`int` reads only whole numbers from a text. A deadline such as 0.35 is none.",
        "Which type holds 0.35? Call it with the text.",
    ),
    Diagnosis(
        "no-deadline",
        "nothing that ends a wait",
        "Your view waits until the last carrier has answered, however long that takes.",
        "Which tool ends a wait when its time is over? Put one around each question.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "deadline-not-as-asked",
        "another deadline than the visitor's",
        "You stopped waiting at another moment than the address says.",
        "Print the number of seconds that your timeout gets. Does it come from `request.GET`?",
    ),
    Diagnosis(
        "deadline-passed",
        "longer than the deadline",
        "The traveller waited longer than the deadline in the address.",
        "When does the clock of your deadline start, and for how many questions?",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "none-among-offers",
        "offers without a price",
        "A carrier without an answer is no offer. Its name belongs to `missing`.",
        "Which value stands for “no answer”? Leave it out when you make `offers`.",
    ),
    Diagnosis(
        "text-among-offers",
        "a text where a price belongs",
        "In the lesson, a late carrier gave a text in place of its price. Here the traveller reads "
        "`offers` as prices, and a text is none.",
        "Under which name does the docstring put a carrier without an answer?",
    ),
    Diagnosis(
        "zero-lost",
        "a price of 0 taken for no price",
        "In a condition, 0 counts as false, just as `None` does. But a free berth is an offer, and "
        "this carrier answered.",
        "Which comparison is true for `None` only, and not for 0?",
    ),
    Diagnosis(
        "broken-not-missing",
        "a failed carrier that nobody mentions",
        "The traveller wants to know which carrier is out of order. Your answer names only those "
        "that were too late.",
        "Follow the carrier that raised `ConnectionError`. Where does its name go?",
    ),
    Diagnosis(
        "went-on-after-cancel",
        "an except that catches the cancelling",
        "When a visitor leaves, Django cancels the view, and `CancelledError` is raised at each of "
        "its waits. Your `except` catches that too, and goes on as if the carrier had failed.",
        "Which two errors may a question end with? Name only those after `except`.",
        "14",
        BRANCH,
    ),
    Diagnosis(
        "waits-for-the-deadline",
        "waiting although all is there",
        "All carriers had answered, and your view went on waiting.",
        "Which wait ends as soon as the last answer is there?",
        "14",
        BRANCH,
    ),
)
MINE = "search_by_deadline"
know_error("unhandled errors in a TaskGroup", "group-fails-together", sets=SET, cell=MINE)
know_error("cannot be reached", "one-failure-fails-all", sets=SET, cell=MINE)
know_error("TimeoutError", "timeout-not-caught", sets=SET, cell=MINE)
know_error("'Timeout' object does not support the context manager", "with-without-async", sets=SET)
know_error("invalid literal for int() with base 10: '0.", "number-with-a-point", sets=SET)
