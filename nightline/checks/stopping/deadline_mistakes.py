"""The mistakes that the task `with_deadline` can name."""

from __future__ import annotations

from nightline.checks.stopping import SET
from nightline.checks.stopping.texts import CANCEL, TIMEOUT, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about(TIMEOUT)
register(
    _entry(
        "budget-for-each",
        "a new budget for each question",
        "Each turn of your loop makes a new timeout, and its clock begins at zero. So no clock "
        "counts all the questions together.",
        "How many timeouts does your function make for four carriers? How many budgets are there?",
        35,
    ),
    _entry(
        "budget-shared-out",
        "a share of the budget for each question",
        "You gave each question a fixed share. One carrier needed more than its share, although the "
        "others left enough time.",
        "What must one clock stand around, so that a fast carrier leaves its time to a slow one?",
        35,
    ),
    _entry(
        "budget-without-clock",
        "nothing that ends the waiting",
        "No clock ended your function when the budget was over. It waited for the last answer.",
        "Which tool of the lesson cancels what waits in its block? Does your code enter its block?",
    ),
    _entry(
        "looked-too-late",
        "a look at the clock between the questions",
        "You compared the time between two questions. But a question that is open does not look at "
        "the clock: you waited for its answer first.",
        "What can end a wait in its middle?",
    ),
    _entry(
        "deadline-kept-secret",
        "a deadline that nobody hears of",
        "The budget was over and a price was missing, but your function returned as if all was well.",
        "Read the “Raises” line again. Who catches the `TimeoutError` in your code?",
    ),
    about(CANCEL)(
        "clock-signal-caught",
        "the signal of the clock, caught inside",
        "Inside the block the end of the budget is a `CancelledError`, and your `except` keeps it. "
        "So the block never makes a `TimeoutError` of it.",
        "Which errors does your `except` catch? Is there one that you must catch at all?",
        29,
    ),
    _entry(
        "deadline-left-carriers-out",
        "a return before the last carrier",
        "Your function returned while there was time, and not every carrier was asked.",
        "Print the carrier in each turn of your loop. Which line ends the loop?",
    ),
    _entry(
        "clock-set-too-late",
        "a clock for more than the budget",
        "One clock counts all the questions, and that is right. But it was set to more than the "
        "budget.",
        "Print what your timeout gets. How does it differ from `budget`?",
    ),
    _entry(
        "deadline-caught-too-much",
        "an except that catches more than it should",
        "Your `except` also catches a failed carrier, or a traveller who left. The caller hears of "
        "something else, or of nothing.",
        "What is left to catch when the block raises `TimeoutError` by itself?",
        29,
    ),
    _entry(
        "deadline-other-error",
        "another error than the docstring names",
        "The caller counts on a `TimeoutError` when the budget is over. Your `raise` makes an error "
        "of another type.",
        "What does the block of `asyncio.timeout` raise if you do nothing?",
    ),
    _entry(
        "deadline-prices-out-of-order",
        "the prices in another order",
        "All prices are there, but not in the order of the carriers.",
        "In which order does your loop ask? What changes the list after that?",
    ),
    _entry(
        "deadline-list-kept",
        "a list that outlives the call",
        "Your list still held the prices of an earlier call.",
        "How often does the line run that makes the list: once a call, or once a cell?",
    ),
    _entry(
        "deadline-list-emptied",
        "a list that was taken from the caller",
        "The list of carriers belongs to the caller, and your function changed it.",
        "Which way to go through a list leaves it as it is?",
    ),
    _entry(
        "deadline-yields",
        "a yield where a list is needed",
        "A function with `yield` gives its values one by one, and cannot be awaited. Lesson 10 shows "
        "it.",
        "Where can you collect the prices, so that one `return` gives all of them?",
    ),
    _entry(
        "two-on-one-line",
        "two questions on one line",
        "Together is faster, but here the carriers share one telephone line.",
        "Ask in a loop, one carrier after the other. Where does the limit for the whole loop stand?",
    ),
    _entry(
        "timeout-needs-async-with",
        "with where async with is needed",
        "Leaving the block of `asyncio.timeout` may need a wait. A plain `with` cannot wait.",
        "Which word stands before `with` in the lesson's example?",
    ),
    _entry(
        "given-up-early",
        "a TimeoutError before the budget was over",
        "Your function gave up although there was time left.",
        "Print what your timeout gets. Is it the whole budget, in seconds?",
    ),
)
know_error(
    "'Timeout' object does not support the context manager",
    "timeout-needs-async-with",
    sets=SET,
    cell="def with_deadline",
)
know_error(
    "object async_generator can't be used",
    "deadline-yields",
    sets=SET,
    cell="def with_deadline",
)
know_error("", "deadline-other-error", sets=SET, line="raise ", cell="def with_deadline")
