"""What goes wrong in an experiment that shall show how many questions a page has open."""

from __future__ import annotations

import ast

from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.reading import nodes_of, tree_of

WRONG = "When it goes wrong"
register(
    Diagnosis(
        "evidence-never-waits",
        "an experiment that cannot say no",
        "Your carriers answer at once. Each question is over before the next one can begin, so no page "
        "ever has two of them open. Then pages with and without a limit look the same.",
        "How long does a carrier need here? Where in `ask` does that wait belong?",
        "24",
        WRONG,
        misconceptions=(15,),
    ),
    Diagnosis(
        "evidence-too-quick",
        "carriers that answer too soon",
        "This page starts a question every 0.01 s. Your carriers had answered before enough of them were "
        "open, so the page never came to its limit.",
        "The docstring says how long a carrier needs. Does yours?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "half-of-the-claim",
        "half of the claim",
        "The claim has two halves: never more than the limit, and at some moment exactly so many. Your "
        "verdict does not hold both.",
        "Which comparison of `most` and `limit` is true only if both halves hold?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-limits-itself",
        "an experiment that helps the page",
        "Something in your experiment holds questions back. So what you measure is your own limit, and not "
        "the limit of the page.",
        "What may a carrier do, and what must only the page do?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "given-up-still-open",
        "a question that was given up, counted as open",
        "A page may give a question up. It is cancelled then, and the lines after its wait do not run. So "
        "your count of open questions never came down again.",
        "Which part of a `try` statement runs in each case?",
        "06",
        "Finally cleans up",
        misconceptions=(30,),
    ),
    Diagnosis(
        "evidence-without-the-page",
        "a verdict without the page",
        "Your function gave its verdict, and the page had asked nobody. A claim about a page is shown by "
        "running it.",
        "Which line runs the page? What does it need from you?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-other-limit",
        "a right page refused",
        "This page keeps the limit and uses it, and you said no to it.",
        "Print `most` and `limit` before you return. Which of the two is not what you expect?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-counts-too-late",
        "a count that is taken after the wait",
        "This page gives its questions up while they wait. Lines below the wait do not run then, so these "
        "questions were never part of your `most`.",
        "At which moment is a question open? Let `most` be taken there.",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-limit-not-read",
        "another limit than the page's",
        "Each page comes with a limit of its own, as the second argument. Your verdict does not look at it.",
        "What do you compare `most` with? What is that for a page with a limit of 4?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-page-cut",
        "a page that was stopped by its judge",
        "Your experiment did not let this page come to its end, so it has not seen the whole page.",
        "How long may twelve questions take, one after another? Which line ends the page before that?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-other-answer",
        "a carrier that gives no price",
        "A page may use what `ask` gives it. The docstring says which price a carrier of this experiment "
        "has.",
        "What does your `ask` return, at its end?",
    ),
    Diagnosis(
        "evidence-refuses-to-end",
        "a question that cannot be given up",
        "The page gave a question up, and your `ask` caught that and went on. So the page got an answer that "
        "it had given up.",
        "Which part of a `try` statement runs in each case, and stops nothing?",
        "06",
        "No ordinary error",
        misconceptions=(29,),
    ),
)


def takes_most_late(source: str) -> bool:
    """Whether `ask` takes its count of the most below the line that waits."""
    for outer in _asks(source):
        waits = [node.lineno for node in ast.walk(outer) if isinstance(node, ast.Await)]
        counts = [
            node.lineno
            for node in ast.walk(outer)
            if isinstance(node, ast.Assign | ast.AugAssign) and "max(" in ast.unparse(node)
        ]
        if waits and counts and min(counts) > min(waits):
            return True
    return False


def reads_limit(source: str) -> bool:
    """Whether the function looks at its argument `limit`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return True
    return any(
        isinstance(node, ast.Name) and node.id == "limit" and isinstance(node.ctx, ast.Load)
        for node in ast.walk(tree)
    )


def _asks(source: str) -> list[ast.AsyncFunctionDef]:
    """The coroutine functions inside the answer."""
    outer = {id(node) for node in tree_of(source).body}
    return [
        node
        for node in nodes_of(source)
        if isinstance(node, ast.AsyncFunctionDef) and id(node) not in outer
    ]
