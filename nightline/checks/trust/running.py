"""The learner's tests, run on code that is right and on mutants, on the trial's clock."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import io
import re
import threading
import unittest
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.class_running import clean_loop, loops, unprofiled, without_debug
from nightline.judging.clock import Deadlock
from nightline.judging.stage import Stage
from nightline.judging.station import GRACE

# The tests leave few threads to wait for, so the clock need not look around for long.
FEW_CYCLES = 4
LONGEST = 30.0  # virtual seconds for a test of broken code
MOST_SHOWN = 100
UNEXPECTED = "unexpected success"
ERROR_LINE = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Operation|Forbidden|Cancelled)\b")

# What failed for right code, by the learner's class.
_false: weakref.WeakKeyDictionary[Any, dict[str, str]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Mutant:
    """A broken copy: what it does, how it is made, and the diagnosis of tests that let it pass."""

    name: str
    made: Any
    key: str


@dataclass
class Tests:
    """The learner's class as `unittest` sees it, and what its tests said about each copy.

    `alarms` has, for each right copy, the message of each test that failed; `outcomes` the same for
    each mutant.
    """

    names: list[str] = field(default_factory=list)
    is_case: bool = False
    drives: bool = False
    plans: list[str] = field(default_factory=list)
    alarms: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


class Result(unittest.TestResult):
    """It knows which test runs, for the report of one that never ends."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.now = self.hung = ""
        stage.explain(deadlock=self._hangs)

    def startTest(self, test: unittest.TestCase) -> None:
        self.now = _name(test)
        super().startTest(test)

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        if issubclass(err[0], Deadlock):
            self.hung = self.hung or _name(test)
        super().addError(test, err)

    def _hangs(self) -> tuple[str, str] | None:
        if not (name := self.hung or self.now):
            return None
        return f"`{name}` waits for something that never comes.", "proof-hangs"


def _name(test: unittest.TestCase) -> str:
    return test.id().rpartition(".")[2].rstrip(")")


def look_at(answer: Any) -> Tests:
    """What `unittest` finds in the answer."""
    from django.test import SimpleTestCase

    if not (isinstance(answer, type) and issubclass(answer, unittest.TestCase)):
        return Tests()
    names = list(unittest.defaultTestLoader.getTestCaseNames(answer))
    return Tests(
        names,
        is_case=True,
        drives=issubclass(answer, unittest.IsolatedAsyncioTestCase | SimpleTestCase),
        plans=[name for name in names if inspect.iscoroutinefunction(getattr(answer, name))],
    )


def on_right_code(answer: Any, stage: Stage, copies: Mapping[str, Mapping[str, Any]]) -> Tests:
    """Run the tests on right copies. A copy is what is lent for it, by name."""
    stage.expect_blocking()
    tests = look_at(answer)
    if tests.is_case:
        for number, (copy, lent) in enumerate(copies.items()):
            quiet = (
                contextlib.redirect_stdout(io.StringIO()) if number else contextlib.nullcontext()
            )
            with quiet:  # what they print was printed for the first one
                tests.alarms[copy] = _try(answer, stage, lent, skipped=tests.skipped)
        _false[answer] = next(iter(tests.alarms.values()))
    clean_loop()
    return tests


def on_mutants(
    answer: Any, stage: Stage, right: Mapping[str, Any], mutants: tuple[Mutant, ...], name: str
) -> Tests:
    """Run the tests on each mutant until one has failed.

    Args:
        right: what is lent for the right copy.
        name: the name in `right` that a mutant takes the place of.
    """
    stage.expect_blocking()
    tests = look_at(answer)
    if not tests.is_case:
        return tests
    alarms = _false.get(answer, {})  # these tests fail for right code too, and prove nothing
    with contextlib.redirect_stdout(io.StringIO()):
        for mutant in mutants:
            lent = {**right, name: mutant.made}
            failed = _try(answer, stage, lent, broken=True, one=not alarms)
            tests.outcomes[mutant.name] = {n: t for n, t in failed.items() if n not in alarms}
    clean_loop()
    return tests


def _try(
    answer: Any,
    stage: Stage,
    lent: Mapping[str, Any],
    *,
    broken: bool = False,
    one: bool = False,
    skipped: list[str] | None = None,
) -> dict[str, str]:
    """The message of each test that fails. With `one`, stop at the first."""
    stage.lend(**lent)
    result = Result(stage)
    result.failfast = one
    prepare = _prepared(_reads_logs(answer))
    with loops(prepare, LONGEST if broken else None), unprofiled(), _bridged():
        unittest.defaultTestLoader.loadTestsFromTestCase(_drivable(answer)).run(result)
    wrong = [(test.id(), text) for test, text in [*result.failures, *result.errors]]
    wrong += [(test.id(), UNEXPECTED) for test in result.unexpectedSuccesses]
    if skipped is not None:
        skipped += [_name(test) for test, _ in result.skipped]
    failed = {name.rpartition(".")[2].rstrip(")"): _message(text) for name, text in wrong}
    if "NotImplementedError" in failed.values():
        raise NotImplementedError
    for message in failed.values():
        if "running event loop" in message:  # this says more than the plan that never ran
            raise RuntimeError(message.partition(": ")[2])
    return failed


def _drivable(answer: Any) -> Any:
    """The class itself, or, for one of Django's, a copy whose tests run on the trial's loops.

    Django would drive them in a thread of their own, where time is real.
    """
    from django.test import SimpleTestCase

    if not issubclass(answer, SimpleTestCase):
        return answer
    names = unittest.defaultTestLoader.getTestCaseNames(answer)
    plans = [name for name in names if inspect.iscoroutinefunction(getattr(answer, name))]
    driven = {name: _driven(getattr(answer, name)) for name in plans}
    return type(answer.__name__, (answer,), {**driven, "__module__": answer.__module__})


def _driven(method: Callable[..., Any]) -> Callable[..., None]:
    @functools.wraps(method)  # with its marks, such as `expectedFailure`
    def test(self: Any) -> None:
        asyncio.run(method(self))

    return test


def _reads_logs(answer: Any) -> bool:
    """Whether a test looks at what debug mode writes."""
    code = [member.__code__ for member in vars(answer).values() if inspect.isfunction(member)]
    return any("Logs" in name for one in code for name in one.co_names)


def _message(text: str) -> str:
    """The error in the text of a traceback, from the last line that names one."""
    lines = [line.strip(" |+-") for line in text.strip().splitlines()]
    lines = [line for line in lines if line] or [text]
    errors = [number for number, line in enumerate(lines) if ERROR_LINE.match(line)]
    message = " ".join(lines[errors[-1] :] if errors else lines[-1:])
    return message if len(message) < MOST_SHOWN else message[: MOST_SHOWN - 1] + "…"


def _closes_in_good_order(loop: Any) -> None:
    """A loop that closes waits for its threads, and virtual time would jump over them."""
    shut_down = loop.shutdown_default_executor

    async def closing(*args: Any) -> None:
        with loop.held():
            await shut_down(*args)

    loop.shutdown_default_executor = closing


def _prepared(debug: bool) -> Callable[[Any], None]:
    """What the loops of these tests need."""

    def prepare(loop: Any) -> None:
        if not debug:
            without_debug(loop)
        loop.setup_looptime(noop_cycles=FEW_CYCLES)
        loop.grace = GRACE
        _closes_in_good_order(loop)

    return prepare


@contextlib.contextmanager
def _bridged() -> Iterator[None]:
    """Let `async_to_sync` in a plain test run on the trial's loops, not in a thread with real time."""
    from asgiref.sync import AsyncToSync

    bridge: Any = AsyncToSync
    call = bridge.__call__

    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            if threading.get_ident() == own:
                return asyncio.run(self.awaitable(*args, **kwargs))
        return call(self, *args, **kwargs)

    own, bridge.__call__ = threading.get_ident(), called
    try:
        yield
    finally:
        bridge.__call__ = call
