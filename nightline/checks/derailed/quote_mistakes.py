"""The mistakes that the task `quotes_or_errors` can name."""

from __future__ import annotations

from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register

_entry = about("Errors as values")

register(
    _entry(
        "first-error-ends-all",
        "the first error ends the wait",
        "Your wait ended with the first error. The other carriers were still at work, and nobody "
        "took their answers.",
        "Which option of `gather` keeps the errors in its list and waits for everybody?",
        24,
        27,
    ),
    _entry(
        "group-cancelled-answers",
        "good answers that were cancelled",
        "A `TaskGroup` cancels the others when one of its tasks fails. On a search page the "
        "others are still wanted.",
        "Look at the table of the lesson. Which tool is made for as many answers as possible? Or "
        "who could catch the error before the group hears of it?",
        24,
        section="Which tool?",
    ),
    _entry(
        "one-kind-expected",
        "only some kinds of errors expected",
        "You took the errors of one kind. A carrier may fail in another way, and that error left "
        "your function.",
        "Which class do SoldOut and ConnectionError have in common?",
    ),
    _entry(
        "error-raised-again",
        "an error raised after all answers were there",
        "You had every answer, and then let an error out. All prices are lost with it.",
        "Who raises it? What should stand there in its place?",
        26,
    ),
    _entry(
        "error-not-kept",
        "an error that nobody keeps",
        "The first carrier that failed ended your loop. The carriers behind it were never asked.",
        "What must happen to an error, so that the next carrier is still asked? And could all be "
        "asked together?",
    ),
    _entry(
        "errors-among-prices",
        "errors among the prices",
        "With `return_exceptions=True` an error is a value in the list, and nothing stops you from "
        "using it. Who adds up these prices gets a strange `TypeError`.",
        "What can you ask about each entry, before you put it into a dict?",
        26,
    ),
    _entry(
        "dicts-swapped",
        "the two dicts the other way round",
        "Both dicts are right, and their order is not. The caller unpacks the prices first.",
        "Compare your `return` line with the docstring.",
    ),
    _entry(
        "error-as-text",
        "something else in place of the error",
        "The caller asks for the exception object: it has the type, the text and the place. You "
        "gave only a part of it.",
        "Put the exception itself into the dict. Who shows it can make a text of it.",
    ),
    _entry(
        "error-in-a-group",
        "a group where one error is asked",
        "`except*` gives you a group, even for one error. The caller asks for the exception of "
        "the carrier itself.",
        "What do you find in `exceptions` of that group? Or does a plain `except` do here?",
        25,
    ),
    _entry(
        "carriers-dropped",
        "carriers that disappeared",
        "A carrier that failed must not just be left out. The page has to say what went wrong with "
        "it.",
        "For each carrier, say in which of the two dicts it should stand.",
        26,
    ),
    _entry(
        "carriers-in-both",
        "a carrier in both dicts",
        "The page would show a price for it, and an error as well. Each carrier stands in one of "
        "the two dicts.",
        "What does your code write for a carrier that failed? Which of these lines is too much?",
    ),
    _entry(
        "answers-shifted",
        "prices with the wrong names",
        "Your prices are real ones, but they belong to other carriers. After you take the errors "
        "out of the list, its entries no longer stand at the places of their carriers.",
        "Pair names and answers first. Then look at the types.",
        20,
    ),
)
