"""The mistakes that the task `hold_berth` can name."""

from __future__ import annotations

from nightline.checks.stopping.texts import CANCEL, FINALLY, about
from nightline.judging.diagnoses import register

_entry = about(FINALLY)
register(
    _entry(
        "hold-survives-cancel",
        "a berth that stays on hold when the traveller leaves",
        "`CancelledError` was raised at that `await`. No line behind it ran, and the release stands "
        "behind it.",
        "Which statement runs its block however the lines before it end?",
        30,
    ),
    about("No ordinary error")(
        "cancel-is-no-exception",
        "a cleanup that a stop signal passes by",
        "Your `except` releases the berth when a step fails. But `CancelledError` is no `Exception`, "
        "so a cancellation passes by.",
        "Which block runs for results, for errors and for stop signals alike?",
        29,
        30,
    ),
    _entry(
        "try-begins-late",
        "an await between the hold and the try",
        "From the moment `hold` returns, the berth is on hold. Your function can be stopped at each "
        "`await` after that, and one of them stands outside your `try`.",
        "Which line must directly follow `berth = await hold(…)`?",
        30,
    ),
    _entry(
        "try-begins-early",
        "a release of what was never held",
        "Your cleanup also runs when `hold` itself did not succeed. Then there is no berth to "
        "release.",
        "From which line on is there something to release? Begin the `try` there.",
    ),
    _entry(
        "cleanup-stopped",
        "a stop signal in the middle of the cleanup",
        "Your cleanup waits for something else before it releases. A stop signal can come there too, "
        "and then the rest of the cleanup does not run.",
        "What is the first thing that your cleanup should do?",
        30,
    ),
    _entry(
        "hold-survives-error",
        "a berth that stays on hold after an error",
        "A step raised an error, and your function ended there. The release did not run.",
        "Which block runs also when the lines before it fail?",
    ),
    _entry(
        "never-released",
        "a berth that stays on hold",
        "The ticket is sold, and the hold is still there. Nobody will release it later.",
        "Which of the four functions ends a hold? When is it called in your code?",
    ),
    _entry(
        "release-not-waited-for",
        "a release that nobody waited for",
        "You started the release and returned before it was done. So its receipt, or its error, "
        "reaches nobody.",
        "Which word waits for `release(berth)`?",
    ),
    _entry(
        "released-something-else",
        "a release of something else",
        "You released what was not on hold, and the berth of this traveller stayed on hold.",
        "Compare what you give to `release` with what `hold` gave you.",
    ),
    _entry(
        "released-before-paid",
        "a release before the payment",
        "Between your release and the payment somebody else could take the berth.",
        "Write down the order of the four steps. Which one is the last?",
    ),
    _entry(
        "released-again",
        "a hold that was released twice",
        "The berth was released, and then again. The second one could end the hold of another "
        "traveller.",
        "Which lines of yours release, and which of them run in the same case?",
    ),
    _entry(
        "released-by-hand",
        "a hold that only looks released",
        "You took the berth out of the set yourself. The carrier got no message, so its berth is still "
        "kept.",
        "Which of the four functions tells the carrier?",
    ),
    _entry(
        "step-got-something-else",
        "a step with something else",
        "One of the four steps got something else than it needs. The check uses other names than your "
        "trial.",
        "For each step, which name of yours holds what it asks for?",
    ),
    _entry(
        "paid-again",
        "a berth that was paid twice",
        "Each call of `pay` takes the money. The traveller pays once.",
        "How often does `pay` stand in your code? Keep what it gives in a name.",
    ),
    _entry(
        "asked-again-after-refusal",
        "a step that was tried again",
        "The step was refused, and your function tried again. The docstring lets the first refusal "
        "reach the caller.",
        "Which part of your code runs a step again? What should happen with the error?",
    ),
    _entry(
        "never-paid",
        "a sale without a payment",
        "`check_passport` gives `None` for a right passport, and raises for a wrong one. So its result "
        "is never true.",
        "What does your code do with the result of `check_passport`?",
    ),
    _entry(
        "passport-skipped",
        "a sale without a passport",
        "The berth was paid, and the passport was never checked.",
        "Write down the order of the four steps. Which one is missing?",
    ),
    _entry(
        "payment-goes-on",
        "a payment that outlives its hold",
        "The payment went on when your function was stopped, and the hold was released. So "
        "the traveller pays for a berth that others may have bought.",
        "Which line keeps the stop signal away from `pay`, or does not wait for it?",
        34,
    ),
    _entry(
        "zero-is-a-berth",
        "a number that counts as nothing",
        "The number of this berth is 0, and `if berth` takes 0 for nothing.",
        "How do you ask whether `berth` is `None`? Or where can the `try` begin, so that you need no "
        "question?",
    ),
    _entry(
        "paid-unchecked",
        "paid before the passport was checked",
        "The traveller paid first. If the passport is refused then, the money must go back.",
        "In which order do the steps stand in the docstring?",
    ),
    _entry(
        "refusal-kept",
        "an error that the caller never sees",
        "A step failed, and your function returned as if the berth were sold.",
        "After the cleanup, who must hear of the error? How does each `except` of yours end?",
    ),
    _entry(
        "error-of-hold-replaced",
        "another error than the one that was raised",
        "Your `raise` makes a new error, or a stop signal into an error. The caller needs the first "
        "one.",
        "What does a `raise` alone, with nothing behind it, do in an `except`?",
    ),
    _entry(
        "cleanup-fails",
        "a cleanup that fails itself",
        "Your cleanup raised an error of its own. It replaces the one that the caller needs.",
        "Which line raised the error above? Which names does it need, and do they exist by then?",
    ),
    about(CANCEL)(
        "hold-went-on-after-cancel",
        "a stop signal that was swallowed",
        "Your code caught the `CancelledError` and did not pass it on. Whoever stopped the task now "
        "sees one that ended by itself.",
        "What must follow the cleanup in an `except`, so that the signal goes on? Does `finally` "
        "need that too?",
        29,
    ),
)
