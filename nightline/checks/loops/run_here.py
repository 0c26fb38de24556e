"""`run_here`: one plain function that runs a coroutine in a cell, in a file and in a thread."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import inspect
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import nightline.checks.loops.here_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.loops import SET
from nightline.checks.loops.limits import slow_futures
from nightline.checks.loops.watched import (
    jobs_come_later,
    no_nesting,
    no_sleeping_for,
    no_waiting_for,
    quiet_threads,
    until_awaited,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


class CarrierClosed(RuntimeError):
    """The coroutine's own error; learners read its name."""


VALUES: dict[str, Any] = {
    "a cell": ["Isar", 12],
    "a file": ["Jura", 7],
    "a thread": ["Kestrel", 31],
}
ERRORS = {
    "a file, and an error": "Jura sells no berths tonight",
    "a cell, and an error": "Isar sells no berths tonight",
}


@dataclass
class Ran:
    """What became of the coroutine, and what the answer made of it.

    `before` is the loop that was there before the answer was called.
    """

    plan: Any = None
    done: bool = False
    loop: asyncio.AbstractEventLoop | None = None
    before: asyncio.AbstractEventLoop | None = None
    returned: Any = None
    raised: Exception | None = None
    done_at_return: bool = False
    caller: int = 0
    is_back: bool = False


def _plan(ran: Ran, name: str) -> Any:
    async def berths() -> Any:
        ran.loop = asyncio.get_running_loop()
        await asyncio.sleep(0)
        await asyncio.sleep(0.0005)
        if threading.get_ident() != ran.caller:
            await until_awaited(ran.caller, lambda: ran.is_back)
        ran.done = True
        if name in ERRORS:
            raise CarrierClosed(ERRORS[name])
        return VALUES[name]

    return berths()


def _call(stage: Stage, ran: Ran, name: str) -> None:
    """Call the answer, and note what came of it. It may block: that is what plain functions do."""
    stage.expect_blocking()
    ran.plan, ran.caller = _plan(ran, name), threading.get_ident()
    try:
        ran.returned = stage.answer(ran.plan)
        ran.done_at_return, ran.is_back = ran.done, True
    except Exception as error:
        ran.raised = error
        if name not in ERRORS:
            raise


def _tidy(ran: Ran) -> None:
    for coroutine in (ran.returned, ran.plan):
        if inspect.iscoroutine(coroutine):
            coroutine.close()


async def _in_a_cell(stage: Stage, ran: Ran, name: str) -> None:
    ran.before = asyncio.get_running_loop()
    watched = (
        no_nesting(stage),
        no_waiting_for(stage, ran.before),
        no_sleeping_for(stage, lambda: ran.loop is not None),
        slow_futures(stage),
        jobs_come_later(ran.before),
        quiet_threads(),
    )
    with contextlib.ExitStack() as stack:
        for one in watched:
            stack.enter_context(one)
        try:
            _call(stage, ran, name)
        finally:
            if isinstance(ran.returned, asyncio.Future):
                with contextlib.suppress(Exception):
                    await ran.returned
            await asyncio.sleep(0.01)  # what it left on the loop has its turns
            _wait_for_future(ran)


def _in_a_file(stage: Stage, ran: Ran, name: str) -> None:
    ran.before = stage.loop
    with no_nesting(stage), quiet_threads():
        try:
            _call(stage, ran, name)
        finally:
            _wait_for_future(ran)


async def _in_a_thread(stage: Stage, ran: Ran, name: str) -> None:
    with no_nesting(stage), quiet_threads():
        await asyncio.to_thread(_call, stage, ran, name)
        _wait_for_future(ran)


def _wait_for_future(ran: Ran) -> None:
    """Let work that the answer gave to a pool, and did not wait for, come to its end."""
    if isinstance(ran.returned, concurrent.futures.Future):
        with contextlib.suppress(Exception):
            ran.returned.exception(timeout=0.5)


def _trial(name: str) -> Trial:
    if name.startswith("a file"):

        def run_plain(answer: Any, stage: Stage) -> Ran:
            ran = Ran()
            try:
                _in_a_file(stage, ran, name)
            finally:
                _tidy(ran)
            return ran

        return Trial(name, run_plain, limit=3.0)
    place: Callable[[Stage, Ran, str], Any] = _in_a_thread if name == "a thread" else _in_a_cell

    async def run(answer: Any, stage: Stage) -> Ran:
        ran = Ran()
        try:
            await place(stage, ran, name)
        finally:
            _tidy(ran)
        return ran

    return Trial(name, run, limit=3.0)


def _result(evidence: Evidence) -> Finding:
    ran: Ran = evidence.result
    wanted, got = VALUES[evidence.trial], ran.returned
    expected = f"{shown(wanted)}, what the coroutine returned."
    where = f"Called in {evidence.trial}, you returned"
    if inspect.iscoroutine(got):
        did = f"{where} a coroutine, `{got.__name__}(…)`."
        return missed(did, expected, "plan-given-back")
    if isinstance(got, asyncio.Future):
        did = f"{where} an object of type `{type(got).__name__}`."
        return missed(did, expected, "plan-given-back")
    if isinstance(got, concurrent.futures.Future):
        return missed(f"{where} an object of type `Future`.", expected, "future-given-back")
    if got is None and ran.done:
        key = "result-left-in-thread" if ran.done_at_return else "did-not-wait"
        if ran.done_at_return and ".result(" in evidence.source:
            key = "nothing-returned"
        did = f"{where} `None`, " + ("and" if ran.done_at_return else "before")
        return missed(f"{did} the coroutine was at its end.", expected, key)
    return compare(replace(evidence, result=got), wanted)


def _error(evidence: Evidence) -> Finding:
    ran: Ran = evidence.result
    if isinstance(ran.raised, CarrierClosed):
        return met("The error of the coroutine reached the caller.")
    text = f"`CarrierClosed: {ERRORS[evidence.trial]}`"
    place = evidence.trial.partition(",")[0]
    did = f"Called in {place}, the coroutine raised {text}. "
    if ran.raised is not None:
        did += f"The caller got `{type(ran.raised).__name__}: {ran.raised}`."
    else:
        did += f"You returned {shown(ran.returned)}."
    return missed(did, f"The caller gets {text}.", "error-left-in-thread")


def _closes(evidence: Evidence) -> Finding:
    ran: Ran = evidence.result
    mine = ran.loop if ran.loop is not ran.before else None
    if mine is not None and mine.is_running():
        mine.call_soon_threadsafe(mine.stop)
        did = f"Called in {evidence.trial}, you started a loop, and it still runs in its thread."
        return missed(did, "No loop runs on after your function.", "loop-left-running")
    if mine is not None and not mine.is_closed():
        mine.close()
        did = f"Called in {evidence.trial}, you made a loop, and it is still open."
        return missed(did, "Every loop that you make is closed.", "loop-left-open")
    return met("It worked in a cell, in a file and in a thread, and left no loop open.")


RUN_HERE = Task(
    name="run_here",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(map(_trial, [*VALUES, *ERRORS])),
    requirements=(
        *(Requirement(f"Gives the result in {name}", _result, name) for name in VALUES),
        *(Requirement(f"Gives the error: {name}", _error, name) for name in ERRORS),
        *(Requirement(f"Closes its loop: {name}", _closes, name) for name in VALUES),
    ),
    hints=(
        "The first lines already know whether a loop runs here. In which of the two cases does the given "
        "code fail, and why?",
        "In this thread a second loop is not possible. The lesson has a cell that calls a plain function in "
        "another thread, with no `await`.",
        "`with ThreadPoolExecutor(max_workers=1) as pool:` and inside it "
        "`return pool.submit(asyncio.run, coro).result()`.",
    ),
    why=(
        "In the pool's thread no loop runs, so `asyncio.run` may start one there. `result()` waits for it, "
        "gives its value, and raises its error. The caller's loop stands still meanwhile, as it does for "
        "every plain function, and so nobody comes between."
    ),
    reflect="Before you go on, say what the other tasks of the caller's loop do while `run_here` waits.",
)
