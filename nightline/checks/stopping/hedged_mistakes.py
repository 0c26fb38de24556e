"""The mistakes that the task `hedged` can name."""

from __future__ import annotations

from nightline.checks.stopping import SET
from nightline.checks.stopping.texts import BRANCH, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about(BRANCH)
register(
    _entry(
        "first-given-up",
        "the first carrier was given up",
        "`timeout` and `wait_for` cancel what they wait for. So your first question was over when "
        "the second began, and its answer could not win any more.",
        "Which tool waits for a task with a limit, and leaves the task alone when the limit is over?",
    ),
    _entry(
        "second-always-asked",
        "a second question that nobody needed",
        "You asked the second carrier although the first one was not late. Each such question costs "
        "money.",
        "What must be over before the second task is made?",
    ),
    _entry(
        "second-not-asked",
        "a late carrier without help",
        "The first carrier was late, and nobody asked the second one.",
        "For how long do you wait for the first? What happens when it is not done by then?",
    ),
    _entry(
        "second-at-wrong-time",
        "the second question at another moment",
        "The second question was sent at another moment than the docstring says.",
        "When is the second one due if the first is late? And when if the first has failed?",
    ),
    _entry(
        "failure-ends-race",
        "one failure that ends the race",
        "One carrier failed, and its error ended your function. The other carrier would have "
        "answered.",
        "What should happen when the task that is done has failed? How do you see that it has?",
    ),
    _entry(
        "carriers-swapped",
        "the second carrier asked first",
        "The first argument is the carrier that is asked at once. You began with the other one.",
        "Which name of yours stands in the first `quote(…)`?",
    ),
    _entry(
        "both-failed-other-error",
        "another error than the docstring names",
        "When both carriers have failed, the caller counts on a `ConnectionError`. Your `raise` "
        "ended with an error of another type.",
        "Which errors have you already got? One of them can go to the caller.",
    ),
    _entry(
        "error-name-is-gone",
        "a name that ends with its except",
        "Python deletes the name behind `as` at the end of the `except`. So below it there is "
        "nothing to raise.",
        "Into which name of your own can you put the error before the `except` ends?",
    ),
    _entry(
        "waited-for-loser",
        "waiting after the answer",
        "The answer was there, and your function still waited for the other carrier.",
        "Which argument lets `asyncio.wait` return when one task is done?",
    ),
    _entry(
        "loser-returned",
        "another answer than the first",
        "Both carriers would answer, and you returned the price that came later.",
        "Draw both questions on a line. Which of them ends first here, and which did you take?",
    ),
    _entry(
        "primary-failure-hidden",
        "no error although both failed",
        "Both carriers failed, and your function returned as if one had answered.",
        "What should the caller get when there is no price at all?",
    ),
)
know_error("unhandled errors in a TaskGroup", "failure-ends-race", sets=SET, cell="def hedged")
know_error("UnboundLocalError:", "error-name-is-gone", sets=SET, line="raise ", cell="def hedged")
know_error("", "both-failed-other-error", sets=SET, line="raise ", cell="def hedged")
