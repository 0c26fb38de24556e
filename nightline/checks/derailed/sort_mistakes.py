"""The mistakes that the task `sort_errors` can name."""

from __future__ import annotations

from nightline.checks.derailed import SET
from nightline.checks.derailed.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("Sort the errors of a group")

register(
    _entry(
        "group-needs-star",
        "a plain except around a TaskGroup",
        "What leaves a `TaskGroup` is an `ExceptionGroup`, even for one error. `except SoldOut` "
        "looks at the type of the group, not into it.",
        "Which form of `except` opens a group? Compare your lines with those of the lesson.",
        25,
    ),
    _entry(
        "kind-not-sorted",
        "errors that no block asks for",
        "`except*` takes only the errors of its own type. Those that no block asks for leave your "
        "function.",
        "Which type of error left it? Which of your blocks asks for this type?",
        25,
    ),
    _entry(
        "with-needs-async",
        "with where async with is needed",
        "A `TaskGroup` must wait at the end of its block, and a plain `with` cannot wait.",
        "Which word stands before `with` in the lesson?",
        53,
        section="A TaskGroup stops the others",
    ),
    _entry(
        "sorting-raises",
        "an error that was taken out and raised again",
        "Your function found the error, and then let it out. The caller asked for a dict.",
        "Which line raises it? What should happen to the error there?",
    ),
    _entry(
        "group-as-error",
        "a group taken for one error",
        "The name after `as` in `except*` is a group, even if it holds a single error. Its text "
        "says how many errors are inside, and not which.",
        "Print `errors.exceptions`. Where are the texts that you need?",
        25,
    ),
    _entry(
        "group-not-opened",
        "a group used as if it were a list",
        "An `ExceptionGroup` is an exception, and `for` cannot go through it. It keeps its errors "
        "in an attribute.",
        "In the lesson, what stands behind the name of the group when its errors are printed?",
        25,
    ),
    _entry(
        "list-in-the-list",
        "a list inside a list",
        "`append` adds one entry. You gave it all names of a kind, so they stand there as one "
        "list.",
        "Each name must be an entry of its own. Go through the errors one by one, or use another "
        "method than `append`.",
    ),
    _entry(
        "errors-in-one-text",
        "more than a name in one text",
        "An entry of your lists holds more than the name of one carrier. The text of a single "
        "error is just that name.",
        "Go through the errors one by one. What does `str` of one error give?",
    ),
    _entry(
        "error-not-its-text",
        "exception objects where names are asked",
        "The clerk reads names. Your lists hold the exceptions themselves.",
        "Compare with the “Returns” line of the docstring. What gives the text of an error?",
    ),
    _entry(
        "errors-lost-from-group",
        "not all errors of the group",
        "Several carriers failed at the same moment, and the group holds all their errors. Some of "
        "them did not reach your lists.",
        "How many errors does `errors.exceptions` hold? How many of them does your code use?",
        27,
    ),
    _entry(
        "errors-in-wrong-list",
        "errors in the wrong list",
        "All names are there, but some of them stand in the list of the other kind.",
        "Which type does each of your blocks ask for? To which list does it write?",
    ),
    _entry(
        "other-error-hidden",
        "an error that your code hides",
        "`ConnectionError` and `TimeoutError` are neither SoldOut nor OnStrike. Your function took "
        "them as well, so nobody will ever hear of them.",
        "Which of your lines takes errors of every kind? What happens to those that no `except*` "
        "asks for?",
        19,
    ),
    _entry(
        "other-error-unpacked",
        "an error without its group",
        "The caller is told to expect an `ExceptionGroup`, because several strange errors can "
        "come at once. You raised a single one.",
        "What does `except*` do with the errors that no block asks for?",
        27,
    ),
    _entry(
        "others-not-stopped",
        "carriers that were not stopped",
        "After the first error, the group would have cancelled the others. Your code waits for "
        "them, or leaves them running.",
        "The given `async with` block was right. What did it do that your code does not?",
        24,
        section="A TaskGroup stops the others",
    ),
)
know_error("'ExceptionGroup' object is not iterable", "group-not-opened", sets=SET)
know_error("'ExceptionGroup' object has no attribute", "group-attribute-unknown", sets=SET)
know_error("BaseExceptionGroup.__new__()", "group-made-of-nothing", sets=SET)
know_error(
    "does not support the context manager protocol", "with-needs-async", sets=SET, cell="TaskGroup"
)
