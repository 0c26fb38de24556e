"""What the three tasks with tests have in common: do they run, do they pass, what do they stop."""

from __future__ import annotations

from collections.abc import Callable

import nightline.checks.trust.reading as reading
from nightline.checks.trust.running import Mutant, Tests
from nightline.checks.trust.texts import INSIDE, WRONG, about
from nightline.judging.diagnoses import register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed

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
)

# How a set of tests lets a mutant live: gives a sentence and the key, or None.
Story = Callable[[Evidence, Mutant], tuple[str, str] | None]


def they_run(case: str) -> Requirement:
    """The class is one that `unittest` can run, and it runs all of it."""

    def judge(evidence: Evidence) -> Finding:
        tests: Tests = evidence.result
        expected = "`unittest` runs each of your tests."
        if not tests.is_case:
            return missed(f"`{case}` is no class of tests.", expected, "proof-no-case")
        if tests.plans and not tests.drives:
            did = (
                f"`unittest` called `{tests.plans[0]}`, got a coroutine, and counted it as passed."
            )
            return missed(did, expected, "proof-never-ran")
        if name := reading.twice(evidence.source):
            did = f"Two methods of the class are called `{name}`."
            return missed(did, expected, "proof-overwritten")
        return met(f"{count(len(tests.names), 'test')} ran.")

    return Requirement("Your tests run", judge)


def they_pass(alarm: Callable[[str, str], str | None]) -> Requirement:
    """The tests pass for right code. `alarm(message, source)` may know why one does not."""

    def judge(evidence: Evidence) -> Finding:
        tests: Tests = evidence.result
        for copy, failed in tests.alarms.items():
            for name, message in failed.items():
                did = f"`{name}` failed for {copy}: `{message}`."
                key = alarm(message, evidence.source)
                if key is None:
                    crashed = message.startswith(reading.CRASHES)
                    key = "proof-crashed" if crashed else "proof-false-alarm"
                return missed(did, "Your tests pass for code that is right.", key)
        return met(f"{count(len(tests.names), 'test')} passed.")

    return Requirement("Your tests pass for the right code", judge)


def catches(mutant: Mutant, trial: str, story: Story) -> Requirement:
    """At least one test fails for this mutant."""

    def judge(evidence: Evidence) -> Finding:
        tests: Tests = evidence.result
        if failed := tests.outcomes.get(mutant.name):
            return met(f"`{next(iter(failed))}` failed when {mutant.name}.")
        did = f"In one mutant, {mutant.name}. All your tests passed for it."
        key = mutant.key
        if line := reading.always_true(evidence.source):
            did, key = f"{did} Line {line} compares nothing.", "proof-always-true"
        elif strange := reading.not_found(evidence.source, tests.names):
            did, key = f"{did} `unittest` did not run `{strange}`.", "proof-not-found"
        elif line := reading.hides_errors(evidence.source):
            did, key = f"{did} Line {line} turns errors into values.", "proof-hides-errors"
        elif line := reading.catches_all(evidence.source):
            did, key = f"{did} Line {line} catches every error.", "proof-catches-all"
        elif told := story(evidence, mutant):
            did, key = f"{did}{told[0]}", told[1]
        return missed(did, "At least one test fails for it.", key)

    return Requirement(f"A test fails when {mutant.name}", judge, trial)
