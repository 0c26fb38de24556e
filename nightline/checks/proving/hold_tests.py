"""`HoldTests`: the learner's tests pass for the right code and stop eight mutants."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import unittest
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.proving.hold_mistakes  # noqa: F401  (registers what can go wrong)
import nightline.checks.proving.hold_reading as reading
from nightline.checks.class_reading import not_found, twice
from nightline.checks.class_running import clean_loop, loops, unprofiled, without_debug
from nightline.checks.proving import SET
from nightline.checks.proving.subjects import (
    MUTANTS,
    RIGHT,
    STOPS,
    CardRefused,
    Desk,
    Mutant,
    Sell,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

CODE, OTHER, EIGHT = "the right code", "right code of another form", "eight mutants"
GIVEN = "test_paid"
MOST_SHOWN = 100
LONGEST = 10.0  # virtual seconds for a test of broken code
ERROR_LINE = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Refused|Expired|Time)\b")


@dataclass
class _Outcome:
    """What the tests said about one `sell`: how many ran, and the message of each that failed."""

    run: int
    failed: dict[str, str]


@dataclass
class _Tests:
    """The learner's class as `unittest` sees it, and what its tests said about each `sell`."""

    names: list[str] = field(default_factory=list)
    is_case: bool = False
    isolated: bool = False
    plans: list[str] = field(default_factory=list)  # tests that make a coroutine
    stops: list[str] = field(default_factory=list)  # in which call a test stopped the sale
    outcomes: dict[str, _Outcome] = field(default_factory=dict)


def _tests(answer: Any) -> _Tests:
    if not (isinstance(answer, type) and issubclass(answer, unittest.TestCase)):
        return _Tests()
    names = list(unittest.defaultTestLoader.getTestCaseNames(answer))
    return _Tests(
        names,
        is_case=True,
        isolated=issubclass(answer, unittest.IsolatedAsyncioTestCase),
        plans=[name for name in names if inspect.iscoroutinefunction(getattr(answer, name))],
    )


def _try(
    answer: Any, sell: Sell, stage: Stage, *, broken: bool = False, one: bool = False
) -> _Outcome:
    """Run the tests on one `sell`, all of them, or until `one` has failed."""
    stage.lend(sell=sell, Desk=Desk, CardRefused=CardRefused)
    result = unittest.TestResult()
    result.failfast = one
    with loops(without_debug, LONGEST if broken else None), unprofiled():
        unittest.defaultTestLoader.loadTestsFromTestCase(answer).run(result)
    wrong = [(test.id(), text) for test, text in [*result.failures, *result.errors]]
    wrong += [(test.id(), "unexpected success") for test in result.unexpectedSuccesses]
    failed = {name.rpartition(".")[2].rstrip(")"): _message(text) for name, text in wrong}
    if "NotImplementedError" in failed.values():
        raise NotImplementedError
    return _Outcome(result.testsRun, failed)


def _message(text: str) -> str:
    """The error in the text of a traceback, from the last line that names one."""
    lines = [line.strip(" |+-") for line in text.strip().splitlines()]
    lines = [line for line in lines if line] or [text]
    errors = [number for number, line in enumerate(lines) if ERROR_LINE.match(line)]
    message = " ".join(lines[errors[-1] :] if errors else lines[-1:])
    return message if len(message) < MOST_SHOWN else message[: MOST_SHOWN - 1] + "…"


def _on_the_right_code(answer: Any, stage: Stage) -> _Tests:
    tests = _tests(answer)
    if tests.is_case:
        STOPS.clear()
        outcome = _try(answer, RIGHT[0], stage)
        tests.outcomes, tests.stops = {CODE: outcome}, list(STOPS)
        for message in outcome.failed.values():  # these two say more than the plan that never ran
            if "running event loop" in message:
                raise RuntimeError(message.partition(": ")[2])
            if "not raised by sell" in message:
                raise AssertionError(message.partition(": ")[2])
    return tests


def _on_other_code(answer: Any, stage: Stage) -> _Tests:
    tests = _tests(answer)
    if tests.is_case:
        with contextlib.redirect_stdout(io.StringIO()):  # what they print was printed above
            tests.outcomes = {OTHER: _try(answer, RIGHT[1], stage)}
    return tests


def _on_mutants(answer: Any, stage: Stage) -> _Tests:
    tests = _tests(answer)
    if not tests.is_case:
        return tests
    with contextlib.redirect_stdout(io.StringIO()):
        STOPS.clear()
        alarms = _try(answer, RIGHT[0], stage, broken=True).failed
        tests.stops = list(STOPS)
        for mutant in MUTANTS:
            outcome = _try(answer, mutant.sell, stage, broken=True, one=not alarms)
            outcome.failed = {n: text for n, text in outcome.failed.items() if n not in alarms}
            tests.outcomes[mutant.name] = outcome
    clean_loop()
    return tests


def _they_run(evidence: Evidence) -> Finding:
    tests: _Tests = evidence.result
    expected = "`unittest` runs each of your tests."
    if not tests.is_case:
        did = "`HoldTests` is no class of tests."
        return missed(did, "A class made from `IsolatedAsyncioTestCase`.", "no-test-case")
    if tests.plans and not tests.isolated:
        did = f"`unittest` called `{tests.plans[0]}`, got a coroutine, and counted it as passed."
        return missed(did, expected, "tests-never-ran")
    if name := twice(evidence.source, reading.CASE):
        did = f"Two methods of the class are called `{name}`."
        return missed(did, expected, "test-overwritten")
    return met(f"{count(len(tests.names), 'test')} ran.")


def _pass_for_the_right_code(evidence: Evidence) -> Finding | None:
    tests: _Tests = evidence.result
    if not tests.is_case or not tests.names or evidence.trial == EIGHT:
        return met("")
    for outcome in tests.outcomes.values():
        for name, message in outcome.failed.items():
            did = f"`{name}` failed for code that is right: `{message}`."
            key = reading.false_alarm(message, evidence.source)
            return missed(did, "Your tests pass for the right code.", key)
    return met(f"{count(len(tests.names), 'test')} passed.")


def _catches(mutant: Mutant) -> Requirement:
    def judge(evidence: Evidence) -> Finding:
        outcome = evidence.result.outcomes.get(mutant.name)
        if outcome is not None and outcome.failed:
            return met(f"`{next(iter(outcome.failed))}` failed when {mutant.name}.")
        tests: _Tests = evidence.result
        did = f"In one mutant, {mutant.name}. All your tests passed for it."
        key = mutant.key if tests.names != [GIVEN] else "tests-missing"
        if mutant.key.startswith("stop-") and "hold" in tests.stops and "pay" not in tests.stops:
            key = "stopped-before-the-hold"
        if line := reading.after_the_error(evidence.source):
            did += f" Line {line} is never reached."
            key = "lines-after-the-error"
        if strange := not_found(evidence.source, tests.names, reading.CASE):
            did += f" `unittest` did not run `{strange}`."
            key = "tests-not-found"
        return missed(did, "At least one test fails for it.", key)

    return Requirement(f"A test fails when {mutant.name}", judge, EIGHT)


HOLD_TESTS = Task(
    name="HoldTests",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(CODE, _on_the_right_code),
        Trial(OTHER, _on_other_code),
        Trial(EIGHT, _on_mutants),
    ),
    requirements=(
        Requirement("Your tests run", _they_run, CODE),
        Requirement("Your tests pass for the right code", _pass_for_the_right_code),
        *(_catches(mutant) for mutant in MUTANTS),
    ),
    hints=(
        "Each test makes one desk and one sale. A sale can end in three ways: paid, refused, stopped. "
        "Which of them has a test already?",
        "A refused card: `with self.assertRaises(CardRefused):`, and inside it await the sale. What "
        "should `desk.on_hold` be afterwards?",
        "A stopped sale needs a task. `hold` takes 0.1 s and `pay` takes 0.2 s. So at which moment "
        "does the sale stand in `pay`?",
        "`task = asyncio.create_task(sell(desk))`, sleep 0.2 s, and look at `desk.on_hold`. Then "
        "`task.cancel()`, `await asyncio.wait([task])`, and look at `task.cancelled()` and "
        "`desk.on_hold`.",
    ),
    why=(
        "Every way out of `sell` has a test, and each test looks at two things: what the caller gets, "
        "and what stays on hold. The look during the payment stops the mutant that ends the hold too "
        "early: at the end it leaves nothing behind."
    ),
    reflect="Before you go on, say which mutant only the look in the middle of the sale could stop.",
)
