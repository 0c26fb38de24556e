"""What goes wrong when work is tried again, one entry each."""

from __future__ import annotations

from nightline.checks.outliving import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: brokers that are away, and work that is tried again"
register(
    Diagnosis(
        "no-pause",
        "a next try without a pause",
        "A system that is away gets your next try at once, and from all workers. So it stays away longer.",
        "What must stand between a failure and the next try?",
        "21",
        BRANCH,
    ),
    Diagnosis(
        "same-pause",
        "the same pause each time",
        "Your pauses do not grow. If the other side is away for an hour, it is asked as often as in the first "
        "minute.",
        "Which name holds the pause? What happens to it after each failure?",
        "21",
        BRANCH,
    ),
    Diagnosis(
        "another-pause",
        "pauses of another length",
        "The pauses should be `first`, then twice as long each time.",
        "Print each pause before you wait. Compare with 1, 2, 4.",
        "21",
        BRANCH,
    ),
    Diagnosis(
        "gave-up-early",
        "given up too early",
        "There were tries left, and your function ended with an error.",
        "How often does your loop run for `tries=3`? Write down its values.",
    ),
    Diagnosis(
        "one-try-too-many",
        "more tries than allowed",
        "`tries` counts all tries, the first one too.",
        "How often does your code come to `work()` for `tries=3`?",
    ),
    Diagnosis(
        "failure-swallowed",
        "a failure told as a result",
        "All tries had failed, and the caller got a value. It believes that the work is done.",
        "What should leave your function when no try is left? Which word passes an error on?",
    ),
    Diagnosis(
        "not-the-last-error",
        "another error than the last one",
        "The caller wants to know how the last try failed. Another error came out.",
        "Where do you stand when the last try has failed? There, a bare `raise` passes its error on.",
    ),
    Diagnosis(
        "waited-after-the-end",
        "a pause with nothing after it",
        "All was decided, and your function still waited.",
        "Is there another try after this pause? Ask that before you wait.",
        "21",
        BRANCH,
    ),
    Diagnosis(
        "busy-not-believed",
        "Busy was not believed",
        "The other side said when to come back, and you came earlier, or at another time.",
        "Which attribute of the error says how long? Which of two numbers should the pause be?",
    ),
    Diagnosis(
        "busy-shortens",
        "a pause made shorter by Busy",
        "The other side said: not before half a second. That is less than your own pause, and does not make "
        "it shorter.",
        "Which function gives the larger of two numbers?",
    ),
    Diagnosis(
        "busy-not-counted",
        "a Busy that did not count as a failure",
        "A `Busy` is a failure like others, so it doubles the wait after it. Here the second pause should be 2 s, and "
        "is 1 s.",
        "Does your code come to the doubling after a `Busy` as well?",
    ),
    Diagnosis(
        "no-try",
        "work that was never tried",
        "Your function ended, and `work` was never called.",
        "Which call begins a try? Does your code come to it?",
    ),
    Diagnosis(
        "pause-before-first",
        "a pause before the first try",
        "Nothing has failed yet, and the caller waits already. The first try begins at once.",
        "After which event does a pause belong? Where does your `sleep` stand?",
    ),
    Diagnosis(
        "timeout-ends-all",
        "a timeout that ended everything",
        "The first try was cancelled in time. Then its TimeoutError left your function, although a try was left.",
        "Which errors does your `except` name? Which one means that a try took too long?",
        "06",
    ),
    Diagnosis(
        "pause-counts-the-try",
        "a pause made shorter by the try",
        "The pause begins when a try has failed, also when the try itself took long.",
        "From which moment do you count the pause?",
    ),
    Diagnosis(
        "timeout-renamed",
        "a timeout under another name",
        "The last try took too long, and the caller gets another error than TimeoutError. It cannot tell the two "
        "kinds of failure apart.",
        "Which error does the end of the time raise by itself? What if you leave it as it is?",
        "06",
    ),
    Diagnosis(
        "file-error-caught",
        "an except for more than was asked",
        "FileNotFoundError is an `OSError`, and so are ConnectionError and TimeoutError. Who catches `OSError` "
        "catches all of them.",
        "Which two errors does the docstring name? Name just these.",
    ),
    Diagnosis(
        "bound-without-async",
        "with, where async with belongs",
        "The block of `asyncio.timeout` must be entered and left by the event loop's rules.",
        "Which word stands before `with` in lesson 06?",
        "06",
    ),
    Diagnosis(
        "seconds-of-every-error",
        "an attribute that only Busy has",
        "A plain ConnectionError says no `seconds`, and a TimeoutError does not either.",
        "How do you find out whether this error is a `Busy`?",
    ),
    Diagnosis(
        "name-gone-after-except",
        "an error's name, used after its block",
        "Python deletes the name behind `as` at the end of its `except` block. Later that name is unknown.",
        "Where is the error still known? Could you raise it there, or keep it under another name?",
    ),
    Diagnosis(
        "busy-changes-the-rest",
        "one long pause that made all later ones longer",
        "The long pause was for this once. The next pauses follow from `first` and the number of failures.",
        "Do you keep the pause of this time and the wait that doubles under two names?",
    ),
    Diagnosis(
        "try-without-end",
        "a try without a bound",
        "One try never ended, and your function waited for it.",
        "Which block of lesson 06 ends a wait after some seconds?",
        "06",
    ),
    Diagnosis(
        "bound-for-all",
        "one bound for all tries",
        "The bound is for each try. Yours began earlier, or ended everything.",
        "Does the block with the bound stand around the loop, or inside it?",
        "06",
    ),
    Diagnosis(
        "try-goes-on",
        "a try that goes on",
        "You stopped waiting for the try, but it is still at work. The next try runs beside it.",
        "Which block cancels what is awaited in it when its time is over?",
        "06",
    ),
    Diagnosis(
        "tries-together",
        "several tries at once",
        "The next try began while one was still open. The other side gets more work when it is weak.",
        "Where do you await the end of a try?",
    ),
    Diagnosis(
        "other-error-caught",
        "an error that another try cannot mend",
        "A ValueError is a mistake in what was asked. It will be the same next time, and the caller must "
        "hear of it at once.",
        "Which errors does your `except` name? Which two does the docstring name?",
    ),
    Diagnosis(
        "empty-taken-for-failure",
        "an empty result taken for a failure",
        "`work` returned 0, and that is a result. Only an error means that it failed.",
        "How do you find out that a try worked? What does `if 0` do?",
    ),
    Diagnosis(
        "result-of-work-lost",
        "the result is lost",
        "The work was done, and the caller did not get what it returned.",
        "What does `await work()` give? Return that.",
    ),
)
know_error("context manager protocol", "bound-without-async", sets=SET, line="asyncio.timeout")
know_error("has no attribute 'seconds'", "seconds-of-every-error", sets=SET)
know_error("cannot access local variable", "name-gone-after-except", sets=SET, line="raise ")
