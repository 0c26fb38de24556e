"""More mistakes that the task `all_or_nothing` can name: results, tasks and their moments."""

from __future__ import annotations

from nightline.checks.derailed import SET
from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("A TaskGroup waits for its tasks")

register(
    _entry(
        "result-inside-block",
        "a result that is read too early",
        "`result()` does not wait. Inside the block the tasks have been started, and they are not "
        "done. The group waits for them at the end of its block.",
        "After which line is every task done? Read the results there.",
        22,
    ),
    _entry(
        "pending-left-running",
        "tasks that were not done at the first error",
        "With `FIRST_EXCEPTION`, `asyncio.wait` returns at the first error. The other tasks are "
        "still at work, so they have no result.",
        "Who cancels them, waits for their end, and raises the error? Which tool does all three?",
        24,
        section="A TaskGroup stops the others",
    ),
    _entry(
        "two-steps-in-one-task",
        "a task of something that is no coroutine",
        "A task drives one coroutine. You gave it something made of two calls.",
        "How do you write one coroutine function that does both steps of a leg?",
    ),
    _entry(
        "ticket-needs-its-carrier",
        "a request with something that is no carrier's name",
        "`print_ticket` asks a carrier for the ticket, so it needs the name of the carrier. You "
        "gave it something else.",
        "Compare your call with the docstring. What stands in the brackets there?",
    ),
    _entry(
        "failed-carrier-asked-again",
        "a failed carrier that was asked once more",
        "After its failure your code sent the same carrier a new request. Nobody asked for a "
        "second try: no request may go out after a failure.",
        "Which line catches the error of the first try? Who should hear of it?",
        section="A TaskGroup stops the others",
    ),
    _entry(
        "berths-then-tickets",
        "all berths, then all tickets, in the result",
        "All parts are there, in another form. The caller wants one pair for each leg.",
        "What does one call of your coroutine for a leg return? Must you take these apart?",
    ),
    _entry(
        "half-of-each-pair",
        "one part where two are asked",
        "Each leg has a berth and a ticket. The caller asks for both, as a tuple.",
        "What does your code do with the berth and with the ticket, when a leg has both?",
    ),
    _entry(
        "lists-for-pairs",
        "another type for each pair, or for the whole",
        "All values are right. The docstring asks for a list of tuples, and you returned other "
        "types.",
        "Which brackets make a tuple, and which make a list?",
    ),
    _entry(
        "legs-missing",
        "a leg that is missing",
        "The pairs you returned are right, but not every carrier has one. The journey has a gap.",
        "Does your loop go through all of `carriers`?",
    ),
)

know_error("Result is not set", "pending-left-running", sets=SET, cell="FIRST_EXCEPTION")
know_error("Result is not set", "result-inside-block", sets=SET, cell="TaskGroup")
know_error(
    "a coroutine was expected, got (", "two-steps-in-one-task", sets=SET, explains_unrun=True
)
know_error(
    "a coroutine was expected, got <_Gathering",
    "two-steps-in-one-task",
    sets=SET,
    explains_unrun=True,
)
know_error("ask one carrier at a time", "ticket-needs-its-carrier", sets=SET, line="print_ticket")
