"""The mistakes that the task `offers_page` can name, and what its text and times say about them."""

from __future__ import annotations

import ast
import re
from typing import Any

from nightline.checks.trust import SET
from nightline.checks.trust.texts import CONTRACT, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.reading import nodes_of

_entry = about(CONTRACT)
register(
    _entry(
        "contract-rewritten",
        "a contract that was changed",
        "The contract is what others rely on. Changing it makes the comparison true, and breaks what they "
        "built on it.",
        "Put the contract back. Which part of the code does not do what it says?",
    ),
    _entry(
        "contract-goes-on",
        "work that goes on without its visitor",
        "The visit was stopped, and its tasks were not: nobody told them. They ask carriers for a page that "
        "nobody reads.",
        "Where does your function stand when the stop comes? Which of its lines run after that?",
        33,
    ),
    _entry(
        "contract-stop-swallowed",
        "a stop signal that was swallowed",
        "Your function caught `CancelledError` and went on to its `return`. Whoever stopped it cannot know that "
        "it did.",
        "Your cleanup may stay. How does the error get out after it?",
        29,
    ),
    _entry(
        "contract-stop-ignored",
        "a visit that cannot be stopped",
        "The stop came, and your function still waits for its carriers. A visitor who leaves then costs as "
        "much as one who stays.",
        "What do you await after the stop? Who tells those tasks that they should end?",
        34,
    ),
    _entry(
        "contract-too-many",
        "more questions than promised",
        "`max_in_flight` was true in the given code, and now it is not. Nothing holds a question back while "
        "four are open.",
        "Which object counted the open questions in the given code? Does each question still pass it?",
        48,
    ),
    _entry(
        "contract-too-few",
        "fewer questions than promised",
        "Four questions may be open, and as long as there are enough, four should be. A carrier that is "
        "free waits, and with it your visitor.",
        "Which `await` keeps the next carrier from being asked?",
        1,
    ),
    _entry(
        "contract-late",
        "a page after the deadline",
        "`deadline` was true in the given code, and now it is not. Two slow carriers keep the visitor waiting.",
        "Which line ended the wait in the given code? What takes its place now?",
        35,
    ),
    _entry(
        "contract-deadline-each",
        "a deadline for each question",
        "Each question has 0.6 s of its own, counted from its start. A carrier that is asked later may answer "
        "later, so the page is late.",
        "From which moment must the time count? Which block surrounds all questions?",
        35,
    ),
    _entry(
        "contract-too-early",
        "a page before the deadline",
        "The visitor was ready to wait for 0.6 s, and the page came earlier, without the carriers that were "
        "missing.",
        "What ends the wait in your code? At which second?",
    ),
    _entry(
        "contract-waits-on",
        "a page that waits for the deadline",
        "All carriers had answered, and the page still waited. The deadline is the latest moment, not the "
        "moment.",
        "Which call waits for a fixed time? Which one ends with the last answer?",
    ),
    _entry(
        "contract-left-open",
        "a page with open questions",
        "The page is there, and some questions are still open: they were asked to end, or not even that, and "
        "nobody waited for it.",
        "What must you await after `cancel()`?",
        33,
    ),
    _entry(
        "contract-deadline-raised",
        "a deadline that became an error",
        "At the deadline `TimeoutError` comes out of the block. Here nobody caught it, so the visitor gets "
        "an error page and no offers.",
        "What should the page show when the time is over? Which `except` stands around the block?",
    ),
    _entry(
        "contract-order",
        "offers in order of arrival",
        "The prices are right, and they stand in the order in which they came. The docstring promises the "
        "order of `NAMES`.",
        "In which line was the order made in the given code?",
        20,
    ),
    _entry(
        "contract-offers-lost",
        "offers that came in time and are not shown",
        "These carriers had answered before the deadline, and the page does not have their prices. One late "
        "answer took the others with it.",
        "Where does a price stand from the moment it arrives? What remains of it when the wait is ended?",
    ),
    _entry(
        "contract-none-shown",
        "carriers without a price",
        "A carrier that did not answer in time is left out of the page. Yours shows it with another value.",
        "Which names does the dict of the page go through? Which of them have a price?",
    ),
    _entry(
        "contract-name-of-a-wait",
        "a name that the stop left without a value",
        "A stop comes as an error at the `await`. So the line that should give this name its value never ends, "
        "and your cleanup reads the name.",
        "Which list of tasks has its value before the `await`? Which of those tasks may be cancelled?",
        30,
    ),
)
register(
    _entry(
        "contract-window-of-all",
        "one window for all visits",
        "Your semaphore is made outside the function, so all visits share it. The contract speaks of one "
        "visit. And a semaphore belongs to the loop in which somebody first waited for it.",
        "Where must it be made, so that each visit has one of its own?",
        48,
    ),
    _entry(
        "contract-in-batches",
        "carriers asked in batches",
        "The first four were asked together, and the next one was asked when all four had answered. So the "
        "slowest of them kept the others waiting.",
        "When may the fifth question begin at the earliest? Which object lets it in at that moment?",
        1,
    ),
    _entry(
        "contract-return-in-finally",
        "a return that replaces the stop signal",
        "A `return` inside `finally` throws away the error that is on its way. Here that was "
        "`CancelledError`, and nobody had caught it.",
        "Your cleanup may stay in `finally`. Where must the `return` stand?",
        29,
    ),
    _entry(
        "contract-stop-not-awaited",
        "tasks that were told to end, and not awaited",
        "`cancel()` only asks a task to end, at its next turn. Your function let the stop out before that. "
        "Whoever called it sees open questions.",
        "What must you await between `cancel()` and the end of your function, also when the stop comes?",
        33,
    ),
)
know_error("different event loop", "contract-window-of-all", sets=SET)
know_error("UnboundLocalError", "contract-name-of-a-wait", sets=SET)
know_error("TimeoutError", "contract-deadline-raised", sets=SET)

EACH = 0.81  # the last question begins at 0.2 s, and a deadline of its own ends at 0.8 s


def why_late(source: str, took: float) -> str:
    """The diagnosis of a page that came after the deadline."""
    timed = re.search(r"timeout(_at)?\(|wait_for\(", source)
    return "contract-deadline-each" if timed and took < EACH else "contract-late"


def why_waits(took: float, deadline: float) -> str:
    """The diagnosis of a page that came after the last answer it could have had."""
    return "contract-waits-on" if took > deadline - 0.01 else "contract-in-batches"


def why_swallowed(source: str) -> str:
    """The diagnosis of a stop that became a page."""
    for node in nodes_of(source):
        for line in getattr(node, "finalbody", []):
            if any(isinstance(part, ast.Return) for part in ast.walk(line)):
                return "contract-return-in-finally"
    return "contract-stop-swallowed"


def window_of_all(source: str) -> bool:
    """Whether the cell makes its semaphore outside the function."""
    return bool(re.search(r"^\w+(, \w+)* *= *.*Semaphore\(", source, re.MULTILINE))


def first_of(group: BaseExceptionGroup[Any]) -> BaseException:
    """The first error in a group, however deep it stands."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def why_other(got: Any, wanted: dict[str, Any], source: str) -> str:
    """The diagnosis of a page with other offers."""
    if window_of_all(source):
        return "contract-window-of-all"
    if not isinstance(got, dict):
        return "wrong-type"
    if got == wanted:
        return "contract-order"
    if {name: price for name, price in got.items() if name in wanted} == wanted:
        return "contract-none-shown"
    if all(wanted.get(name) == price for name, price in got.items()):
        return "contract-offers-lost"
    return "wrong-result"
