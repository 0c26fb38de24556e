"""The mistakes of a planner's page that neither set 12 nor set 14 knows, and the errors that tell some."""

from __future__ import annotations

import ast

from nightline.checks.court import SET
from nightline.checks.court import page_limits as page_limits  # used by their names
from nightline.checks.views import deadline_mistakes as deadline_mistakes
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.reading import calls_of, nodes_of

STATION = "The planner comes to the station"
register(
    Diagnosis(
        "page-carrier-ended-it",
        "one failed carrier ends the page",
        "The error of one carrier left its question, and the traveller sees an error page. A `TaskGroup` "
        "also stops all the other questions then.",
        "In which function does the error of one carrier belong, so that only its price is missing?",
        "05",
        "A TaskGroup stops the others",
        misconceptions=(24,),
    ),
    Diagnosis(
        "page-deadline-passed-on",
        "an error page at the deadline",
        "The deadline came, and its `TimeoutError` left the view. The traveller wants to see the offers "
        "that are there.",
        "Which statement makes an ordinary end of this error? Around which block must it stand?",
        "06",
        "A timeout is a clock that cancels",
    ),
    Diagnosis(
        "page-not-cheapest-first",
        "offers in another order",
        "All of these offers belong there, but the cheapest does not come first. A dict keeps the order in "
        "which it was filled: here the order of the answers.",
        "By what do you sort, and before or after you cut the list?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-cut-too-early",
        "the first offers in place of the cheapest",
        "You show as many offers as the traveller wants, but cheaper ones came in time. They were cut off "
        "before you compared prices.",
        "Which comes first, sorting or cutting?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-sorted-otherwise",
        "offers sorted by something else",
        "Your offers have an order, but it is not that of their prices from the lowest on. `sorted` goes by "
        "the name if you do not say by what, and from the highest on with `reverse`.",
        "Which argument of `sorted` says by what it sorts? What does it get for one offer?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-other-end",
        "the dearest in place of the cheapest",
        "Your offers are sorted from the lowest price on, and you show the last of them.",
        "At which end of your list are the cheapest?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-unshown-missing",
        "carriers with a price in missing",
        "These carriers have a price. It is only too high for the offers that the traveller wants to see.",
        "Which carriers have no price? Ask your prices, not the offers that you show.",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-all-offers",
        "more offers than the traveller wants",
        "The address says how many offers the page may show, and yours shows more.",
        "Which part of a sorted list holds the first ones?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-lost-at-the-deadline",
        "offers that the deadline took away",
        "Carriers had answered before the deadline, and their offers are not on the page. A result that "
        "one gets only when all are done is lost if the waiting is cut off.",
        "When does a question know its price? Where can it put it at that moment?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-only-failed-missing",
        "carriers that nobody mentions",
        "Whoever has no price stands in `missing`: out of order, too late, or never asked. Yours names "
        "only some of them.",
        "Go through all carriers once more. Which of them have a price?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-missing-mixed",
        "names in another order",
        "The names in `missing` are right, but their order is not that of `CARRIERS`. A set has no order, "
        "and answers come in any order.",
        "Which list has the right order? Go through that one.",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-shared",
        "two visitors in one page",
        "This visitor got what belongs to another one, who came before or at the same moment. All visitors "
        "run the same function. What lives outside of it is the same for everybody: prices, or a semaphore.",
        "Where is what your tasks share? It must be made anew for each request.",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-limit-of-a-loop",
        "a semaphore that outlives its loop",
        "Your semaphore is made once, outside of the view. It belongs to the first loop that waits for it, "
        "and the next loop may not use it. And each page has a limit of its own, in its address.",
        "Where must it be made, so that each request has its own?",
        "09",
        "A few at a time: the semaphore",
        misconceptions=(49,),
    ),
    Diagnosis(
        "page-went-on",
        "a visitor who left, taken for the deadline",
        "The visitor left, and Django cancelled the view. Yours made a page all the same. Whoever stopped "
        "it cannot know that it goes on.",
        "Which errors does your `except` or your `suppress` catch? Which one means the deadline?",
        "06",
        "No ordinary error",
        misconceptions=(29,),
    ),
)
for view in ("planner_view", "offers_live"):
    for sign in ("unhandled errors in a TaskGroup", "cannot be reached"):
        know_error(sign, "page-carrier-ended-it", sets=SET, cell=view)
    know_error("TimeoutError", "page-deadline-passed-on", sets=SET, cell=view)


know_error("bound to a different event loop", "page-limit-of-a-loop", sets=SET)
know_error("invalid literal for int() with base 10", "number-with-a-point", sets=SET)


def first_of(error: BaseException) -> BaseException:
    """The error in a group of them that came first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def own_limit(evidence: Evidence, name: str) -> bool:
    """Whether the semaphore is made in the function that asks one carrier."""
    for outer in _functions(evidence.source):
        if outer.name == name:
            continue
        calls = _calls(outer)
        if any(call.endswith("Semaphore") for call in calls) and evidence.asked in calls:
            return True
    return False


def why_too_long(evidence: Evidence, name: str) -> str:
    """The diagnosis of a view that passes its deadline: one for each question, or none at all."""
    inner = [
        call
        for outer in _functions(evidence.source)
        if outer.name != name
        for call in _calls(outer)
    ]
    timed = any(call.endswith((".timeout", "wait_for", ".timeout_at")) for call in inner)
    return "page-deadline-for-each" if timed else "page-without-deadline"


def _functions(source: str) -> list[ast.AsyncFunctionDef]:
    return [node for node in nodes_of(source) if isinstance(node, ast.AsyncFunctionDef)]


def _calls(outer: ast.AST) -> list[str]:
    return [ast.unparse(call.func) for call in calls_of(outer)]
