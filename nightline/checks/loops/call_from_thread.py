"""`call_from_thread`: a coroutine runs on another thread's loop, and the caller waits with a limit."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import inspect
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import nightline.checks.loops.call_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.loops import SET
from nightline.checks.loops.limits import limits_noted
from nightline.checks.loops.watched import no_nesting, quiet_threads, swapped, until_awaited
from nightline.judging.clock import real_sleep
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import Finding, Requirement, compare, met, missed, shown
from nightline.judging.places import place_of_frame
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

PRICE = {"Lumen": 141, "Garonne": 83}
ERROR = "Garonne does not answer"
VALUE, FAILS, LIMIT = "an answer", "an error", "no answer within the limit"
# Real seconds: plenty for what answers at once, and the limit of what never does.
PLENTY, SHORT = 60.5, 0.01
# A sleep in the caller's thread, whatever it says, is made of naps and ends with the coroutine.
NAP = 0.002
# For how long an answer may overrun the limit before the trial lets it out. A bound, no measure.
OVERRUN = 1.5
# A nap that overruns the limit by more than this is no wait for the answer.
LONG_NAP = 0.3
# Errors with which an answer may tell that the limit is over, and should not.
OTHER_ENDS = (Exception, asyncio.CancelledError, concurrent.futures.CancelledError)


class LineDown(OSError):
    """The coroutine's own error; learners read its name."""


@dataclass
class Called:
    """What became of the coroutine, and what the answer made of it.

    `at_end` is the outcome when the answer was done, before the trial tidies up. `waited` is the limit
    of a wait, where it is another one than the caller's.
    """

    loop: asyncio.AbstractEventLoop
    ran_on: asyncio.AbstractEventLoop | None = None
    outcome: str = "not started"
    at_end: str = ""
    waited: float | None = None
    returned: Any = None
    raised: BaseException | None = None
    early: bool = False
    slept: float = 0.0
    caller: int = 0
    is_back: bool = False
    overrun: bool = False
    unsafe: list[Place] = field(default_factory=list)


@contextlib.contextmanager
def _calls_from_elsewhere(called: Called, stage: Stage) -> Iterator[None]:
    """Note calls into the loop that come from another thread; then wake it, so that all goes on."""
    loop: Any = called.loop
    home = threading.get_ident()

    def noting(real: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            handle = real(*args, **kwargs)
            if threading.get_ident() != home:
                place = place_of_frame(sys._getframe(1), stage.files)
                called.unsafe.append(place or Place("your function"))
                loop._write_to_self()
            return handle

        return call

    names = ("call_soon", "call_at")
    for name in names:
        setattr(loop, name, noting(getattr(loop, name)))
    try:
        yield
    finally:
        for name in names:
            delattr(loop, name)


def _plan(called: Called, name: str, released: asyncio.Event) -> Any:
    async def quote() -> Any:
        called.ran_on = asyncio.get_running_loop()
        called.outcome = "waiting"
        try:
            if name == LIMIT and called.ran_on is called.loop:
                await released.wait()
            await asyncio.sleep(0)
            if threading.get_ident() != called.caller:
                await until_awaited(called.caller, lambda: called.is_back or called.slept > 0)
            if name == FAILS:
                called.outcome = "failed"
                raise LineDown(ERROR)
        except asyncio.CancelledError:
            called.outcome = "cancelled"
            raise
        called.outcome = "done"
        return PRICE

    return quote()


def _trial(name: str) -> Trial:
    async def run(answer: Any, stage: Stage) -> Called:
        loop = asyncio.get_running_loop()
        called, released = Called(loop), asyncio.Event()
        plan = _plan(called, name, released)

        def call() -> None:
            called.caller = threading.get_ident()
            returned = answer(loop, plan, SHORT if name == LIMIT else PLENTY)
            called.early = called.outcome in ("not started", "waiting")
            called.returned, called.is_back = returned, True

        # Others of this process sleep too: a thread of Jupyter's does so once a second.
        others = set(threading.enumerate()) - {threading.current_thread()}

        def sleep(seconds: float) -> None:
            if threading.current_thread() in others:
                real_sleep(seconds)
                return
            called.slept = max(called.slept, seconds)
            for _ in range(max(1, round(min(seconds, OVERRUN) / NAP))):
                if called.outcome in ("done", "failed"):
                    break
                real_sleep(min(seconds, NAP))
            real_sleep(min(seconds, 10 * NAP))  # the future hears of it a turn later

        watched = (
            no_nesting(stage),
            quiet_threads(),
            _calls_from_elsewhere(called, stage),
            limits_noted(stage, called, SHORT if name == LIMIT else PLENTY, name != LIMIT),
            swapped(stage, time, "sleep", sleep),
        )
        with contextlib.ExitStack() as stack:
            for one in watched:
                stack.enter_context(one)
            job = asyncio.ensure_future(asyncio.to_thread(call))
            try:
                await asyncio.wait([job], timeout=OVERRUN)
                called.overrun = not job.done()
                for _ in range(20):  # what the answer left on the loop has its turns
                    await asyncio.sleep(0)
                if job.done():
                    called.raised = asyncio.CancelledError() if job.cancelled() else job.exception()
            finally:
                called.at_end = called.outcome
                released.set()
                await asyncio.wait([job], timeout=OVERRUN)
                await asyncio.sleep(0.1)
        _tidy(called, plan)
        if called.raised is not None and not _is_own(called.raised, name, called):
            raise called.raised
        return called

    return Trial(name, run)


def _is_own(error: BaseException, name: str, called: Called) -> bool:
    """Whether the requirements, and no general rule, speak of this error."""
    if name == LIMIT:
        return isinstance(error, TimeoutError) or type(error) in OTHER_ENDS
    return name == FAILS or (isinstance(error, TimeoutError) and called.waited is not None)


def _tidy(called: Called, plan: Any) -> None:
    for coroutine in (plan, called.returned):
        created = inspect.CORO_CREATED
        if inspect.iscoroutine(coroutine) and inspect.getcoroutinestate(coroutine) == created:
            coroutine.close()


def _safe(evidence: Evidence) -> Finding | None:
    called: Called = evidence.result
    if called.unsafe:
        did = f"From another thread, you called into the loop: {called.unsafe[0]}."
        return missed(did, "Only calls that are made for threads.", "not-threadsafe")
    if called.ran_on not in (None, called.loop):
        did = "The coroutine ran on another loop than the one you were given."
        return missed(did, "It runs on `loop`.", "another-loop")
    if called.ran_on is None:
        return None  # it ran nowhere: what was returned tells more
    return met("The coroutine was handed to its loop in the right way.")


def _other_limit(called: Called, given: float) -> Finding:
    did = f"The limit was {given:g} s, and you waited for {called.waited:g} s at most."
    return missed(did, f"A limit of {given:g} s.", "another-limit")


def _result(evidence: Evidence) -> Finding:
    called: Called = evidence.result
    got, expected = called.returned, f"{shown(PRICE)}, what the coroutine returned."
    if inspect.iscoroutine(got):
        did = f"You returned a coroutine, `{got.__name__}(…)`."
        return missed(did, expected, "plan-given-back")
    if isinstance(got, concurrent.futures.Future | asyncio.Future):
        did = f"You returned an object of type `{type(got).__name__}`."
        return missed(did, expected, "future-given-back")
    if called.waited is not None and isinstance(called.raised, TimeoutError):
        return _other_limit(called, PLENTY)
    if called.ran_on is None and "call_soon_threadsafe" not in evidence.source:
        did = f"You returned {shown(got)}, and the coroutine never began."
        return missed(did, expected, "coroutine-not-used")
    if called.early:
        did = f"You returned {shown(got)} before the coroutine was at its end."
        return missed(did, expected, "did-not-wait-for-loop")
    if called.slept >= PLENTY / 2:
        did = f"The answer came at once, and you slept for {called.slept:g} s."
        return missed(did, "You wait until the answer is there.", "slept-for-the-limit")
    return compare(replace(evidence, result=got), PRICE)


def _error(evidence: Evidence) -> Finding:
    raised = evidence.result.raised
    if isinstance(raised, LineDown):
        return met("The error of the coroutine reached the caller.")
    did = f"The coroutine raised `LineDown: {ERROR}`. "
    if isinstance(evidence.result.returned, LineDown):
        did += "You returned this error as if it were a result."
        return missed(did, f"The caller gets `LineDown: {ERROR}`, raised.", "error-as-result")
    if raised is not None:
        did += f"The caller got `{type(raised).__name__}: {raised}`."
    else:
        did += f"You returned {shown(evidence.result.returned)}."
    return missed(did, f"The caller gets `LineDown: {ERROR}`.", "error-of-call-changed")


def _limit(evidence: Evidence) -> Finding:
    called: Called = evidence.result
    given = f"The coroutine did not end, and the limit was {SHORT:g} s. "
    expected = "`TimeoutError` for the caller, and a cancelled coroutine."
    if called.waited is not None:
        return _other_limit(called, SHORT)
    if called.slept > SHORT + LONG_NAP:
        did = given + f"You slept for {called.slept:g} s."
        return missed(did, expected, "slept-for-the-limit")
    if called.overrun:
        return missed(given + "You still waited.", expected, "limit-ignored")
    if called.raised is None:
        did = given + f"You returned {shown(called.returned)}."
        return missed(did, expected, "limit-without-error")
    if not isinstance(called.raised, TimeoutError):
        did = given + f"You raised `{type(called.raised).__name__}`."
        return missed(did, expected, "limit-with-another-error")
    if called.at_end != "cancelled":
        did = given + "You raised `TimeoutError`, and the coroutine still waited on its loop."
        return missed(did, expected, "left-on-the-loop")
    return met("After the limit the caller got `TimeoutError`, and the coroutine was cancelled.")


CALL_FROM_THREAD = Task(
    name="call_from_thread",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(map(_trial, (VALUE, FAILS, LIMIT))),
    requirements=(
        Requirement("The coroutine is handed to its own loop", _safe),
        Requirement("Returns what the coroutine returns", _result, VALUE),
        Requirement("An error of the coroutine reaches the caller", _error, FAILS),
        Requirement("After the limit the coroutine is cancelled", _limit, LIMIT),
    ),
    hints=(
        "Your function runs in one thread, and the loop in another. Which of the two calls in the lesson "
        "takes a coroutine and gives you something to wait for?",
        "`run_coroutine_threadsafe(coro, loop)` gives a future. Its `result` takes a limit in seconds. "
        "What does it raise when the time is over?",
        "After `TimeoutError` you no longer wait, but the coroutine does. A future can be cancelled, and "
        "that reaches the coroutine.",
        "`future = asyncio.run_coroutine_threadsafe(coro, loop)`, then `return future.result(seconds)` in a "
        "`try`. In `except TimeoutError:` cancel the future, then `raise`.",
    ),
    why=(
        "`run_coroutine_threadsafe` puts the coroutine into the loop's queue and wakes the loop. The limit "
        "of `result` is a limit for this thread only. So the future must be cancelled, and that travels "
        "back to the coroutine on its loop."
    ),
    reflect="Before you go on, say what happens if this function is called in the loop's own thread.",
)
