"""The mistakes that the task `price_list` can name."""

from __future__ import annotations

import ast

from nightline.checks.proving import SET
from nightline.checks.proving.texts import SEE, about
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.reading import FUNCTIONS, calls_of, nodes_of

LIMITS = ("Semaphore", "BoundedSemaphore")
EVERYTHING = ("BaseException", "CancelledError")

register(
    Diagnosis(
        "limit-in-each-call",
        "a limit that nobody shares",
        "Each call of your inner function makes a semaphore of its own. A semaphore limits only those "
        "who share it.",
        "Which function runs only once? Make the semaphore there.",
        "09",
        "A few at a time: the semaphore",
        misconceptions=(48,),
    ),
    Diagnosis(
        "limit-not-used",
        "fewer questions open than allowed",
        "Something holds questions back although there is room for one more. So the list takes "
        "longer than it must.",
        "Draw your run with `timeline`. What does the next question wait for?",
        "12",
        SEE,
    ),
    Diagnosis(
        "limit-of-another-loop",
        "a semaphore that belongs to another loop",
        "A semaphore belongs to the loop in which it first had to wait. Yours lives longer than one "
        "call, and the next call ran on another loop.",
        "Where can you make it, so that each call of `price_list` has its own?",
        "09",
        "Branch line",
        misconceptions=(49,),
    ),
    Diagnosis(
        "failure-passed-on",
        "one failed carrier ends everything",
        "The error of a carrier went through your function to its caller. All other prices are lost "
        "with it.",
        "Which `except` belongs to a carrier that fails? Does it stand around `quote`?",
        "12",
        SEE,
    ),
    Diagnosis(
        "no-second-question",
        "a failed carrier that was not asked again",
        "A carrier may fail once and answer a moment later. The docstring promises one more question.",
        "What happens in your loop after the first error?",
        "12",
        SEE,
    ),
    Diagnosis(
        "note-not-waited-for",
        "a journal that is not written yet",
        "When your function returned, lines were missing. A task that nobody waits for may still "
        "run, or may never have run.",
        "Who waits for `note`? The caller believes that all is written.",
        "03",
        "Who holds a task",
        misconceptions=(18,),
    ),
    Diagnosis(
        "failure-not-noted",
        "a failed carrier without its line",
        "The bookkeeper wants a line for every carrier, with the price None where there is none.",
        "Which way does your code take after the second failure? Does `note` stand on it?",
        "12",
        SEE,
    ),
    Diagnosis(
        "other-notes",
        "other lines in the journal",
        "Each carrier needs one line, with the price that you return for it.",
        "Compare one line of the journal with your result. How often is `note` called?",
        "12",
        SEE,
    ),
    Diagnosis(
        "stop-swallowed",
        "a stop signal taken for a failed carrier",
        "Cancelling raises `CancelledError` at the `await`. Your `except` catches it as if a carrier "
        "had failed, and the loop goes on.",
        "Which errors does your `except` catch? Which single one does the docstring name?",
        "06",
        "No ordinary error",
        misconceptions=(29,),
    ),
    Diagnosis(
        "work-goes-on",
        "work that outlives its function",
        "Your function was stopped, but tasks that it started were not. They go on, although nobody "
        "wants their results.",
        "Which await passes a stop signal on to the tasks behind it? Is yours one of them?",
        "06",
        "Finally cleans up",
        misconceptions=(30,),
    ),
    Diagnosis(
        "stop-made-an-error",
        "an error in place of the stop",
        "A function that is cancelled should end as cancelled. Yours raised another error.",
        "Read the error above. Which line raises it when the stop signal comes?",
        "06",
        "Cancel is a request",
    ),
)


_see = about(SEE)
register(
    _see(
        "limit-of-one",
        "a limit that lets one in",
        "The questions were all made, but something lets only one of them pass at a time.",
        "How many may be inside at once? Look at the object that your `async with` enters.",
    ),
    _see(
        "list-in-batches",
        "a batch that waits for its slowest",
        "You ask some carriers, wait for all of them, and then ask the next ones. So fast carriers "
        "leave their place empty until the slowest has answered.",
        "What could let the next question in as soon as one place is free?",
    ),
    _see(
        "asked-too-often",
        "a third question",
        "A failed carrier is asked once more. That makes two questions, and you sent more.",
        "How often does your loop go round when each question fails?",
    ),
    _see(
        "carrier-left-out",
        "a carrier without an entry",
        "The traveller wants to see every carrier, with None where there is no price.",
        "Which way does your code take after the second failure? What does it leave behind?",
    ),
    _see(
        "proof-price-of-another",
        "a price at another carrier",
        "The prices are right, but they stand at other names. Tasks end in any order, and "
        "`as_completed` gives them in that one.",
        "Where does your code know both the carrier and its price?",
    ),
    _see(
        "price-error-hidden",
        "an error that nobody gets to know",
        "Your `except` also catches errors that no second question can repair, such as a wrong "
        "name in your own code.",
        "Which single error does the docstring name?",
        29,
    ),
    Diagnosis(
        "note-in-finally",
        "a note that is written after the stop",
        "`finally` runs after a stop signal too. What stands in it is done in every case, and here "
        "it writes into the journal.",
        "What belongs to every way out, and what only to an answer? Where does `note` belong?",
        "06",
        "Finally cleans up",
        (30,),
    ),
    _see(
        "proof-with-without-async",
        "with in place of async with",
        "A semaphore may have to wait at its door, so a plain `with` cannot enter it.",
        "Which word is missing before `with`?",
    ),
)
know_error(
    "does not support the context manager protocol",
    "proof-with-without-async",
    sets=SET,
    line="with",
)
know_error("Error: __enter__", "proof-with-without-async", sets=SET, line="with")


def has_limit(source: str) -> bool:
    """Whether a lock or a semaphore is made."""
    locks = any(ast.unparse(call.func).endswith("Lock") for call in calls_of(source))
    return locks or bool(calls_of(source, *LIMITS))


def notes_in_finally(source: str) -> bool:
    """Whether `note` stands in a `finally`."""
    last = [part for n in nodes_of(source) if isinstance(n, ast.Try) for part in n.finalbody]
    return any("note(" in ast.unparse(part) for part in last)


def line_of_own_limit(source: str, answer: str) -> int:
    """The line that makes a semaphore in each call of a helper, or in a loop; 0 when there is none."""
    for outer in nodes_of(source):
        if isinstance(outer, FUNCTIONS):
            nested = [n for n in ast.walk(outer) if isinstance(n, FUNCTIONS) and n is not outer]
            loops = [n for n in ast.walk(outer) if isinstance(n, ast.For | ast.AsyncFor)]
            if calls := [call for part in [*nested, *loops] for call in calls_of(part, *LIMITS)]:
                return calls[0].lineno
    functions = [n for n in nodes_of(source) if isinstance(n, FUNCTIONS) and n.name != answer]
    calls = [call for function in functions for call in calls_of(function, *LIMITS)]
    return calls[0].lineno if calls else 0


def catches_everything(source: str) -> bool:
    """Whether some `except` catches a stop signal and does not raise it again."""
    return any(
        isinstance(node, ast.ExceptHandler)
        and (node.type is None or any(name in ast.unparse(node.type) for name in EVERYTHING))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        for node in nodes_of(source)
    )
