"""What the three tasks with tests have in common: do they run, do they pass, what do they stop."""

from __future__ import annotations

from collections.abc import Callable

import nightline.checks.trust.proof_mistakes  # noqa: F401  (registers what can go wrong)
import nightline.checks.trust.reading as reading
from nightline.checks.class_reading import CRASHES, not_found, twice
from nightline.checks.trust.running import UNEXPECTED, Mutant, Tests
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed

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
        if name := twice(evidence.source):
            did = f"Two methods of the class are called `{name}`."
            return missed(did, expected, "proof-overwritten")
        if tests.skipped:
            did = f"`unittest` skipped `{tests.skipped[0]}`, as you told it to."
            return missed(did, expected, "proof-skipped")
        return met(f"{count(len(tests.names), 'test')} ran.")

    return Requirement("Your tests run", judge)


def they_pass(alarm: Callable[[str, str, str, str], str | None]) -> Requirement:
    """The tests pass for right code.

    `alarm(message, text, copy, source)` may know why one does not: its message, its own text, the
    copy for which it failed, and the text of the whole cell.
    """

    def judge(evidence: Evidence) -> Finding:
        tests: Tests = evidence.result
        expected = "Your tests pass for code that is right."
        for copy, failed in tests.alarms.items():
            for name, message in failed.items():
                text = reading.text_of(evidence.source, name)
                did = f"`{name}` failed for {copy}: `{message}`."
                if message == UNEXPECTED:
                    did = f"`{name}` passed for {copy}, and it is marked to fail."
                key = _slip(message, text) or alarm(message, text, copy, evidence.source)
                if key is None:
                    crashed = message.startswith(CRASHES)
                    key = "proof-crashed" if crashed else "proof-false-alarm"
                return missed(did, expected, key)
        if line := reading.always_true(evidence.source, sure=True):
            did = f"They passed, and line {line} compares nothing."
            return missed(did, "Each assertion can fail.", "proof-always-true")
        if line := reading.blocks(evidence.source):
            did = f"They passed, and line {line} keeps the thread of the loop."
            return missed(did, "A test waits with `await`.", "proof-blocks")
        return met(f"{count(len(tests.names), 'test')} passed.")

    return Requirement("Your tests pass for the right code", judge)


def _slip(message: str, text: str) -> str | None:
    """What any test can do wrong, whatever it tests."""
    if message == UNEXPECTED:
        return "proof-expects-failure"
    if reading.fails_always(text):
        return "proof-fails-always"
    if reading.blocks(text):
        return "proof-blocks"
    if "site." in text or "real_server" in text or "httpx" in text:
        return "proof-asks-a-server"
    if reading.drops_gather(text):
        return "gather-not-awaited"
    return None


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
        elif line := reading.compares_only(evidence.source):
            did, key = f"{did} Line {line} compares, and nobody hears it.", "proof-compares-only"
        elif strange := not_found(evidence.source, tests.names):
            did, key = f"{did} `unittest` did not run `{strange}`.", "proof-not-found"
        elif line := reading.hides_errors(evidence.source):
            did, key = f"{did} Line {line} turns errors into values.", "proof-hides-errors"
        elif line := reading.catches_all(evidence.source):
            did, key = f"{did} Line {line} catches every error.", "proof-catches-all"
        elif told := story(evidence, mutant):
            did, key = f"{did}{told[0]}", told[1]
        return missed(did, "At least one test fails for it.", key)

    return Requirement(f"A test fails when {mutant.name}", judge, trial)
