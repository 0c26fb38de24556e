"""The mistakes that the task `HoldTests` can name."""

from __future__ import annotations

from nightline.checks.proving.texts import RUNS, about
from nightline.judging.diagnoses import Diagnosis, register

_entry = about(RUNS)
register(
    _entry(
        "no-test-case",
        "no class of tests",
        "`unittest` looks for classes that are made from its own. It cannot run anything else.",
        "What stands in the brackets behind the class's name in the given code?",
    ),
    _entry(
        "tests-never-ran",
        "tests that never ran",
        "A plain `TestCase` calls each method and does not await it. So it gets a coroutine, a plan, "
        "and a method that raises nothing has passed.",
        "From which class of `unittest` must yours be made, so that its coroutines run?",
        58,
    ),
    _entry(
        "tests-not-found",
        "a test that nobody found",
        "`unittest` runs the methods whose names begin with `test`, in small letters. It passes by all "
        "others without a word.",
        "How do the names of the tests in the lesson begin?",
        58,
    ),
    _entry(
        "tests-missing",
        "one way out of three",
        "The given test looks at a sale that goes well. A card can be refused, and a sale can be "
        "stopped, and nobody tests that.",
        "Write one test for each way in which a sale can end. Begin with the refused card.",
    ),
    _entry(
        "false-alarm",
        "a false alarm",
        "This code is right, and your test says that it is wrong. Such a test is soon ignored.",
        "Read the message above. What does the test expect, and what does the docstring promise?",
    ),
    _entry(
        "no-error-to-expect",
        "an error that could not come",
        "Your test waits for an error, and this sale had no reason for one. `Desk()` takes every card.",
        "Which desk refuses every card? Was it the desk of this sale?",
    ),
    Diagnosis(
        "stop-ended-the-test",
        "a stop signal that ended the test",
        "Whoever awaits a cancelled task gets its `CancelledError`. Here that was your test, so it "
        "ended there.",
        "How can a test expect an error? Or which call waits for a task without its error?",
        "06",
        "Cancel is a request",
    ),
    _entry(
        "sale-untested",
        "a sale that nobody looks at afterwards",
        "This mutant sells the ticket and forgets the rest. A test that looks at the ticket only "
        "cannot notice.",
        "What does the desk know after the sale, besides the ticket?",
    ),
    _entry(
        "refusal-untested",
        "a refused card that nobody looks at",
        "This mutant works until a card is refused. Then the berth stays on hold for ever.",
        "Which desk refuses every card? What should be on hold after that sale?",
    ),
    _entry(
        "refusal-hidden",
        "an error that is kept from the caller",
        "This mutant hides a refused card and returns `None`. The caller believes that all is well.",
        "Which method of the class says that a block must raise an error? The call inside needs an "
        "`await`.",
    ),
    _entry(
        "stop-untested",
        "a stopped sale that nobody looks at",
        "This mutant tidies up after every error, but a stop signal is no `Exception`. The traveller "
        "leaves, and the berth stays on hold.",
        "How does a test stop a sale in the middle? What should be on hold afterwards?",
        29,
        30,
    ),
    _entry(
        "stop-not-told",
        "a stop signal that was swallowed",
        "This mutant tidies up and then returns as if nothing had happened. Whoever stopped it cannot "
        "know.",
        "What can you ask a task about the way in which it ended?",
        29,
    ),
    _entry(
        "early-release-unseen",
        "a hold that ends too early",
        "This mutant ends the hold before the payment, so somebody else can buy the same berth. "
        "Afterwards everything looks right.",
        "At which moment can you see it? Let a task sell, and look at the desk in the middle.",
    ),
)
