"""The trials of `TrackedTasks`: plans that end well, plans that fail, and the garbage collector."""

from __future__ import annotations

import asyncio
import gc
import inspect
import weakref
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer

MAILS = {"Ida": 0.45, "Jan": 0.2, "Kim": 0.3}
OWN_WORK = 0.25
# Who fails comes first and in the middle, and the slowest stands behind them.
MIXED = {"Lea": 0.3, "Max": 0.6, "Nia": 0.15, "Pia": 0.45, "Oto": 0.7}
# Two objects at once: what the first is given, and what the second.
FIRST, SECOND = {"Ria": 0.2, "Sam": 0.4}, {"Tom": 0.7}


@dataclass
class Tracked:
    """What one `TrackedTasks` showed.

    Args:
        key: the named mistake that ended the trial early; empty for none.
        did: that mistake in words.
        task: what `start` gave for the first plan.
        value: what awaiting that gave: a value, or an error.
        errors: what `finish` returned.
        others: what `finish` of a second object returned.
        end: when `finish` returned.
        failures: the exceptions of the plans.
        lost: who never got an answer, because nobody held the task.
        began: how many plans had begun when the caller's own work was over.
        unfinished: how many plans were still at work when `finish` returned.
    """

    key: str = ""
    did: str = ""
    task: Any = None
    value: Any = None
    errors: Any = None
    others: Any = None
    end: float = 0.0
    failures: list[Exception] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    began: int = 0
    unfinished: int = 0


class _NotStarted(Exception):
    """`start` cannot be used as the docstring says; its diagnosis is in the evidence."""


def _start(tracked: Any, coro: Any, seen: Tracked) -> Any:
    """Start a plan as a caller does, and name what keeps that from working."""
    started = tracked.start(coro)
    if inspect.iscoroutine(started) and inspect.iscoroutinefunction(type(tracked).start):
        started.close()
        coro.close()
        seen.key, seen.did = "start-is-async", "Calling `start(coro)` gave a coroutine."
        raise _NotStarted
    return started


async def _finish(tracked: Any, seen: Tracked, stage: Stage) -> None:
    seen.errors = await tracked.finish()
    seen.end = stage.loop.time()
    if isinstance(seen.errors, list | tuple | set):
        seen.errors = type(seen.errors)(seen.errors)  # a later change must not change it


async def all_well(answer: Any, stage: Stage) -> Tracked:
    seen = Tracked()
    mails = stage.carriers({n: Offer(d, f"sent to {n}") for n, d in MAILS.items()}, "send_ticket")
    tracked = answer()
    try:
        tasks = [_start(tracked, mails.ask(name), seen) for name in mails]
    except _NotStarted:
        return seen
    seen.task = tasks[0]
    await asyncio.sleep(OWN_WORK)
    seen.began = len(mails.calls)
    await _finish(tracked, seen, stage)
    seen.unfinished = sum(call.outcome != "answered" for call in mails.calls)
    await _ask(seen)
    return seen


async def _ask(seen: Tracked) -> None:
    """Await the first plan's task as a caller would, and note what it gives."""
    if isinstance(seen.task, asyncio.Future):
        await asyncio.wait([seen.task])
        cancelled = seen.task.cancelled()
        seen.value = None if cancelled else seen.task.exception() or seen.task.result()


async def some_fail(answer: Any, stage: Stage) -> Tracked:
    failures = [LookupError("no address"), ConnectionError("no line"), LookupError("no address")]
    seen = Tracked(failures=failures)
    answers = dict(zip(["Lea", "Nia", "Pia"], seen.failures, strict=True))
    offers = {n: Offer(d, answers.get(n, f"sent to {n}")) for n, d in MIXED.items()}
    mails = stage.carriers(offers, "send_ticket")
    tracked = answer()
    try:
        tasks = [_start(tracked, mails.ask(name), seen) for name in mails]
    except _NotStarted:
        return seen
    await asyncio.sleep(OWN_WORK)  # one has failed before anybody waits
    await _finish(tracked, seen, stage)
    seen.unfinished = sum(call.outcome == "open" for call in mails.calls)
    seen.task = tasks[0]
    await _ask(seen)
    _ask_all(tasks)
    return seen


def _ask_all(tasks: list[Any]) -> None:
    """Ask each task for its error: whether it was heard is told by what `finish` returned."""
    for task in tasks:
        if isinstance(task, asyncio.Future) and task.done() and not task.cancelled():
            task.exception()


async def two_objects(answer: Any, stage: Stage) -> Tracked:
    seen, second = Tracked(failures=[LookupError("no address")]), Tracked()
    offers = {n: Offer(d, f"sent to {n}") for n, d in (FIRST | SECOND).items()}
    offers["Ria"] = Offer(FIRST["Ria"], seen.failures[0])
    mails = stage.carriers(offers, "send_ticket")
    one = answer()
    try:
        tasks = [_start(one, mails.ask(name), seen) for name in FIRST]
        other = answer()
        for name in SECOND:
            _start(other, mails.ask(name), seen)
    except _NotStarted:
        return seen
    await _finish(one, seen, stage)
    await _finish(other, second, stage)
    seen.others = second.errors
    await asyncio.sleep(max(SECOND.values()))  # what was forgotten gets time to end
    _ask_all(tasks)
    return seen


async def collected(answer: Any, stage: Stage) -> Tracked:
    """The loop holds nothing of these plans: each waits for a future that only it can reach."""
    seen, told = Tracked(), []
    desk: weakref.WeakValueDictionary[str, asyncio.Future[str]] = weakref.WeakValueDictionary()

    async def wait_for_stamp(name: str) -> str:
        desk[name] = future = stage.loop.create_future()
        await future
        told.append(name)
        return "stamped"

    def stamp_all() -> None:
        for future in list(desk.values()):
            if not future.done():
                future.set_result("stamped")

    tracked = answer()
    try:
        for name in MAILS:
            _start(tracked, wait_for_stamp(name), seen)
    except _NotStarted:
        return seen
    await asyncio.sleep(0.1)
    gc.collect()  # quick also beside Django: what is older than the trial is frozen
    seen.began = len(desk)
    for round_ in range(1, 6):  # several, for who begins one plan after another
        stage.loop.call_later(round_ / 10, stamp_all)
    await _finish(tracked, seen, stage)
    await asyncio.sleep(0.5)
    seen.lost = [name for name in MAILS if name not in told]
    return seen


async def nothing_started(answer: Any, stage: Stage) -> Tracked:
    seen = Tracked()
    await _finish(answer(), seen, stage)
    return seen
