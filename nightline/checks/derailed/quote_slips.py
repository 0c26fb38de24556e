"""More mistakes that the task `quotes_or_errors` can name: calls, lists and loops gone wrong."""

from __future__ import annotations

from nightline.checks.derailed import SET
from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("Errors as values")

register(
    _entry(
        "ended-before-answers",
        "an end before the first answer",
        "Your function started the requests and ended at once. A started task is at work, and "
        "nobody has its answer yet.",
        "Which line of yours waits until all tasks are done?",
        17,
    ),
    _entry(
        "other-carriers-asked",
        "other carriers than those in the argument",
        "The check calls your function with a list of its own. Your code asked, or named, carriers "
        "that are not in it.",
        "Which name in your code holds the carriers of this call?",
    ),
    _entry(
        "whole-list-asked",
        "the whole list in one request",
        "`quote` asks one carrier, and you gave it the list of all names.",
        "How many calls of `quote` does a list of six names need? How does the lesson write them?",
    ),
    _entry(
        "price-among-errors",
        "a price among the errors",
        "An answer was taken for an error. Not every number counts as true: `if 0` does not run.",
        "How can you ask for the type of an entry, whatever its value?",
        26,
    ),
    _entry(
        "carriers-in-neither",
        "carriers that stand nowhere",
        "Also a carrier with a good answer is missing, so this is not about errors. Your code did "
        "not go through all pairs of name and answer.",
        "How often does your loop run? Where does your `return` stand?",
    ),
    _entry(
        "started-and-awaited",
        "each task awaited in the loop that starts it",
        "The loop starts a task and waits for it, before it starts the next one. So only one is at "
        "work at a time.",
        "Start all of them first. Where does the `await` belong then?",
        1,
        10,
    ),
    _entry(
        "names-for-calls",
        "names where gather takes calls",
        "`gather` got the names of the carriers. A name is a text and cannot be awaited.",
        "Which call asks one carrier? Make one of them for each name.",
    ),
    _entry(
        "name-of-the-lesson",
        "a name from the lesson",
        "This name belongs to the lesson's notebook. A function should use what it was given.",
        "Which argument of your function stands for the same thing?",
    ),
    _entry(
        "option-inside-map",
        "an option inside the wrong brackets",
        "`return_exceptions` is an option of `gather`. Here it stands inside the brackets of `map`.",
        "Count the closing brackets. Behind which one does the option belong?",
    ),
    _entry(
        "waited-for-nothing",
        "asyncio.wait with nothing to wait for",
        "The list of carriers may be empty. Then there is no task, and `asyncio.wait` refuses that.",
        "What should your function return for an empty list? Does `gather` need this case?",
    ),
    _entry(
        "result-of-a-cancelled-task",
        "a result that was cancelled",
        "One task failed, so the group cancelled the others. Their `result()` raises "
        "`CancelledError`.",
        "Your code goes on below the group after a failure. Which line lets it, and should it?",
        24,
        section="A TaskGroup stops the others",
    ),
)

NOT_AWAITABLE = "coroutine or an awaitable is required"
know_error(NOT_AWAITABLE, "names-for-calls", sets=SET, line="gather(*carriers")
know_error(NOT_AWAITABLE, "gather-got-a-list", sets=SET, line="gather(map(")
know_error("Set of Tasks/Futures is empty", "waited-for-nothing", sets=SET)
know_error("map() takes no keyword arguments", "option-inside-map", sets=SET)
know_error("time, by its name; got [", "whole-list-asked", sets=SET, line="quote")
know_error(
    "CancelledError", "group-cancelled-answers", sets=SET, line=".result()", cell="def quotes_or_"
)
know_error("CancelledError", "result-of-a-cancelled-task", sets=SET, line=".result()")
for name in ("PRICES", "FREE", "free_berths", "book"):
    know_error(f"NameError: name '{name}'", "name-of-the-lesson", sets=SET)
