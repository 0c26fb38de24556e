"""The mistakes that the task `HoldTests` can name."""

from __future__ import annotations

from nightline.checks.proving import SET
from nightline.checks.proving.texts import RUNS, about
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

_entry = about(RUNS)
know_error("not raised by sell", "raises-without-await", sets=SET, explains_unrun=True)
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
        "ticket-untested",
        "a ticket that nobody looks at",
        "This mutant takes the money and returns `None`. The given test noticed that.",
        "What does `sell` return after a good sale? Which test of yours compares it?",
    ),
    _entry(
        "refusal-another",
        "any error will do",
        "This mutant gives its caller a `RuntimeError`. A test that expects any `Exception` is "
        "content with that.",
        "Which error does the desk raise? Name it in your test.",
    ),
    _entry(
        "test-overwritten",
        "a test that another one replaced",
        "Two methods of a class have the same name. Python keeps the second one, and the first is "
        "never run.",
        "Give each test a name of its own, one that says what it looks at.",
        58,
    ),
    _entry(
        "lines-after-the-error",
        "lines that no run reaches",
        "In `with self.assertRaises(…)` the error leaves the block at once. The lines below the "
        "call, inside the block, are never run.",
        "Which lines should run after the error? How far to the left must they stand?",
    ),
    _entry(
        "test-crashed",
        "a test that broke down",
        "This error comes from the test itself. It says nothing about `sell`.",
        "Run the trial cell above: the text names the line. What is wrong in it?",
    ),
    _entry(
        "looked-without-a-hold",
        "a look at another moment",
        "When your test looked, no berth was on hold. `hold` takes 0.1 s, and `pay` 0.2 s more.",
        "From when to when is the berth on hold? At which second does your test look?",
    ),
    _entry(
        "looked-before-the-end",
        "a look before the sale had ended",
        "Your test looked while the sale was still at work. A stop is only a request: the task "
        "ends a moment later.",
        "What does your test await before it looks?",
    ),
    _entry(
        "stopped-before-the-hold",
        "a stop that came too early",
        "Your test stops the sale while `hold` still waits. No berth is on hold then, so nothing "
        "can stay behind.",
        "`hold` takes 0.1 s. When must the stop come, so that the sale stands in `pay`?",
    ),
    Diagnosis(
        "raises-without-await",
        "a call where the test needs an await",
        "`assertRaises` called `sell` and got a coroutine. Making one raises nothing.",
        "Lesson 12 shows the other form, with `with`. Where does the `await` stand there?",
        "12",
        "When it goes wrong",
        misconceptions=(58,),
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
