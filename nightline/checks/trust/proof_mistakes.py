"""The mistakes that any class of tests can make."""

from __future__ import annotations

from nightline.checks.trust.texts import INSIDE, WRONG, about
from nightline.judging.diagnoses import register

_inside, _wrong = about(INSIDE), about(WRONG)
register(
    _inside(
        "proof-no-case",
        "no class of tests",
        "`unittest` looks for classes that are made from its own. It cannot run anything else.",
        "What stands in the brackets behind the class's name in the lesson?",
    ),
    _inside(
        "proof-never-ran",
        "tests that never ran",
        "A plain `TestCase` calls each method and does not await it. So it gets a coroutine, a plan, "
        "and a method that raises nothing has passed.",
        "Which classes of the lesson run an `async def test_…`? Name one in the brackets.",
        58,
    ),
    _inside(
        "proof-overwritten",
        "a test that another one replaced",
        "Two methods of the class have the same name. Python keeps the second one, and the first is "
        "never run.",
        "Give each test a name of its own, one that says what it looks at.",
    ),
    _inside(
        "proof-not-found",
        "a test that nobody found",
        "`unittest` runs the methods whose names begin with `test`, in small letters. It passes by all "
        "others without a word.",
        "How do the names of the tests in the lesson begin?",
        58,
    ),
    _inside(
        "proof-always-true",
        "an assertion that is always true",
        "`assertTrue(a, b)` asks only whether `a` counts as true. `b` is the text that would be printed "
        "if not. So nothing is compared.",
        "Which method of the class compares two values?",
    ),
    _wrong(
        "proof-hides-errors",
        "errors that became values",
        "With `return_exceptions=True`, a failed visit is only an object in a list. Your test goes on "
        "and passes.",
        "Who looks at that list? Take the argument away, and let the error end the test.",
        26,
    ),
    _wrong(
        "proof-catches-all",
        "a test that catches its own failure",
        "A failed assertion raises `AssertionError`, and that is an `Exception` too. Your `except` "
        "catches it, and the test passes.",
        "Which error do you expect there? Name it, or take the `try` away.",
        29,
    ),
    _inside(
        "proof-crashed",
        "a test that broke down",
        "This error comes from the test itself. It says nothing about the code under test.",
        "Run the trial cell above: the text names the line. What is wrong in it?",
    ),
    _inside(
        "proof-false-alarm",
        "a false alarm",
        "This code is right, and your test says that it is wrong. Such a test is soon ignored.",
        "Read the message above. What does the test expect, and what was promised?",
    ),
    _inside(
        "proof-skipped",
        "a test that is skipped",
        "A skipped test is counted, and its lines never run. It can miss every mistake.",
        "Which line above the test says that it is skipped? Does the test pass without it?",
    ),
    _inside(
        "proof-expects-failure",
        "a test that must fail",
        "`expectedFailure` turns a test around: it is right when it fails. For the right page it passes, "
        "and that counts as a mistake.",
        "Which line above the test turns it around?",
    ),
    _inside(
        "proof-compares-only",
        "a comparison that nobody hears",
        "`a == b` gives True or False, and here nobody uses it. `unittest` does not look at what a test "
        "returns either. A test fails only by raising an error.",
        "Which method of the class compares two values and raises an error?",
    ),
    _inside(
        "proof-fails-always",
        "a test that always fails",
        "`self.fail(…)` stands there without a condition. So the test says the same of every page.",
        "What did you want to look at? Compare it with what was promised.",
    ),
    _wrong(
        "proof-blocks",
        "a test that keeps the thread",
        "`time.sleep` stops the loop's thread, so the page under test stands still too. Nothing can happen "
        "while your test waits.",
        "Which sleep lets the page go on?",
        4,
    ),
    _wrong(
        "proof-asks-a-server",
        "a test of another site",
        "Your test goes to a server. It has its own pages and its own clock, and it does not have the page "
        "that this task is about.",
        "A view is a function of a request. How does the given test get an answer without any server?",
    ),
    _wrong(
        "proof-hangs",
        "a test that never ends",
        "Everything in this test waits, and nothing is left that could end one of the waits.",
        "Which `await` of this test comes back last? Who should end it?",
    ),
)
