"""`serve_until`: a small server that stops in good order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import nightline.checks.running.stopping_mistakes  # noqa: F401  (registers them)
from nightline.checks.loops.watched import swapped
from nightline.checks.running import SET
from nightline.checks.running.stopping_days import (
    CUT,
    DAYS,
    EMPTY,
    GOOD,
    LEAVES,
    NOBODY,
    OTHER,
    WATCHED,
    Served,
    Visitor,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


class _Unordered(set[Any]):
    """A set promises no order. Whoever relies on one gets the last first, and not by luck the right one."""

    def __init__(self, tasks: Iterable[Any], order: list[Any]) -> None:
        super().__init__(tasks)
        self._order = order

    def __iter__(self) -> Iterator[Any]:
        known = [task for task in reversed(self._order) if task in self]
        return iter(known + [task for task in super().__iter__() if task not in known])


_wait: Any = asyncio.wait


async def wait(fs: Any, **limits: Any) -> tuple[set[Any], set[Any]]:
    """In place of `asyncio.wait`; errors name it."""
    done, pending = await _wait(fs, **limits)
    order = list(fs) if isinstance(fs, list | tuple | dict) else []
    return _Unordered(done, order), _Unordered(pending, order)


async def _run(answer: Any, stage: Stage) -> Served:
    day = DAYS[stage.name]
    seen, loop, stop = Served(day), asyncio.get_running_loop(), asyncio.Event()
    visitors: asyncio.Queue[str] = asyncio.Queue()
    begin = loop.time()

    def now() -> float:
        return round(loop.time() - begin, 6)

    async def serve(guest: str) -> str:
        visitor = getattr(guest, "label", guest)
        seen.begins[visitor] = now()
        needs = {name: needs for name, _, needs in day.visits}[visitor]
        try:
            await asyncio.sleep(needs)
        except asyncio.CancelledError:
            seen.cancelled[visitor] = now()
            await asyncio.sleep(day.cleaning(visitor))
            raise
        finally:
            seen.cleaned[visitor] = now()
        seen.ends[visitor] = now()
        if visitor in day.leaves:
            raise ConnectionResetError(f"{visitor} left")
        return f"ticket of {visitor}"

    for name, came, _ in day.visits:
        loop.call_at(begin + came, visitors.put_nowait, Visitor(name))
    loop.call_at(begin + day.stop, stop.set)
    mine = asyncio.current_task()
    try:
        with swapped(stage, asyncio, "wait", wait):
            async with asyncio.timeout_at(begin + WATCHED):
                seen.result = await answer(stop, visitors, serve, day.bound)
        seen.returned_at = now()
    except TimeoutError:
        if now() < WATCHED:
            raise
    except (ConnectionError, ExceptionGroup) as error:
        if isinstance(error, ExceptionGroup) and not error.subgroup(ConnectionError):
            raise
        seen.result, seen.returned_at = error, now()
    for _ in range(3):  # what is cancelled and has nothing to clean up is done then
        await asyncio.sleep(0)
    seen.asked_to_end, seen.queued = tuple(seen.cancelled), visitors.qsize()
    seen.inside_at_return = tuple(name for name in seen.begins if name not in seen.cleaned)
    if seen.returned_at is not None:
        stage.note_left(asyncio.all_tasks() - {mine} if mine else set())
        await asyncio.sleep(2)  # does it still take visitors?
    for task in asyncio.all_tasks() - {mine}:
        task.cancel()
        await asyncio.wait({task}, timeout=1)
    return seen


def _together(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    for name, came, _ in seen.day.visits:
        if came >= seen.day.stop:
            continue
        began = seen.begins.get(name)
        if began is None or began > came + ROUNDING:
            when = f"was served from {seconds(began)} on" if began is not None else "was not served"
            did = f"{name} came at {seconds(came)} and {when}."
            expected = f"{name} is served at once, beside the others."
            others = any(
                o != name and b <= came < seen.cleaned.get(o, WATCHED)
                for o, b in seen.begins.items()
            )
            polled = began is not None and began < came + 0.35 and not others
            key = "until-stop-looked-now-and-then" if polled else "until-visitors-one-by-one"
            if not seen.begins:
                key = "until-nobody-taken"
            return missed(did, expected, key, in_time=True)
    return met("All were served as they came.")


def _takes_nobody_new(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    new = [name for name, began in seen.begins.items() if began > seen.day.stop + ROUNDING]
    if new:
        did = f"The stop came at {seconds(seen.day.stop)}. {new[0]} came later and was served."
        return missed(did, "Nobody new after the stop.", "until-took-somebody-new", in_time=True)
    back = seen.returned_at or 0.0
    late = [name for name, came, _ in seen.day.visits if seen.day.stop < came < back]
    if len(late) > seen.queued:
        did = (
            f"{late[0]} came after the stop. When you returned, {late[0]} was in the queue no more."
        )
        return missed(
            did, f"{late[0]} stays in the queue.", "until-emptied-the-queue", in_time=True
        )
    return met("After the stop, nobody new was taken.")


def _lets_finish(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    last = seen.day.stop + seen.day.bound
    for name, moment in seen.cancelled.items():
        if moment < last - ROUNDING:
            did = f"{name} was cut off at {seconds(moment)}, and the stop came at {seconds(seen.day.stop)}."
            expected = f"Time until {seconds(last)}."
            return missed(did, expected, "until-cut-before-the-bound", in_time=True)
    if (
        seen.returned_at is not None
        and seen.returned_at < seen.day.ends - ROUNDING
        and seen.inside_at_return
    ):
        inside = seen.inside_at_return[0]
        did = f"You returned at {seconds(seen.returned_at)}, and {inside} was still inside."
        key = (
            "until-returned-before-the-cleanup"
            if inside in seen.asked_to_end
            else "until-not-cut-off"
            if seen.returned_at >= last - ROUNDING
            else "until-left-them-inside"
        )
        return missed(did, f"You return at {seconds(seen.day.ends)}.", key, in_time=True)
    return met("Those inside had their time.")


def _in_time(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    ends, at = seen.day.ends, seen.returned_at
    expected = f"You return at {seconds(ends)}."
    if at is None:
        did = f"The stop came at {seconds(seen.day.stop)}. At {seconds(WATCHED)} you had not returned."
        key = (
            "until-bound-not-kept"
            if seen.day.cut and not seen.cancelled
            else "until-stop-not-heard"
        )
        return missed(did, expected, key, in_time=True)
    if at > ends + ROUNDING:
        did = f"You returned at {seconds(at)}."
        if seen.day.cut:
            late = max(seen.cancelled.values(), default=at)
            twice = late > seen.day.stop + seen.day.bound + ROUNDING
            key = "until-a-bound-for-each" if twice and seen.cancelled else "until-bound-not-kept"
            if not twice:
                key = "until-cleaned-one-by-one"
        else:
            full = abs(at - seen.day.stop - seen.day.bound) <= 0.1
            key = "until-waits-the-whole-bound" if full else "until-returns-too-late"
        return missed(did, expected, key, in_time=True)
    if at < ends - ROUNDING:
        did = f"You returned at {seconds(at)}."
        return missed(did, expected, "until-left-them-inside", in_time=True)
    return met(f"You returned at {seconds(at)}.")


def _tells(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    if seen.returned_at is None:
        return None
    got, wanted = seen.result, [name.removeprefix(OTHER) for name in seen.day.cut]
    did, expected = f"You returned {shown(got)}.", f"{shown(wanted)}."
    if got is None:
        return missed("You returned `None`.", expected, "nothing-returned")
    if isinstance(got, list | tuple) and list(got) == wanted:
        return met(f"{count(len(wanted), 'visitor')} cut off, and told.")
    if not isinstance(got, list | tuple):
        if isinstance(got, set) and got == set(wanted):
            return missed(did, expected, "until-cut-list-in-no-order")
        return missed(did, expected, "wrong-type")
    if any(isinstance(one, asyncio.Task) for one in got):
        return missed(did, expected, "until-tasks-instead-of-visitors")
    if all(isinstance(one, str) for one in got) and sorted(got) == sorted(wanted):
        return missed(did, expected, "until-cut-list-in-no-order")
    if all(isinstance(one, str) for one in got) and set(got) == set(wanted) and wanted:
        return missed(did, expected, "until-two-of-one-name")
    return missed(did, expected, "until-cut-list-wrong")


def _survives(evidence: Evidence) -> Finding | None:
    seen: Served = evidence.result
    lost = [n for n, _, _ in seen.day.visits if n not in seen.ends]
    if lost:
        did = f"Hal left, and {lost[0]} got no ticket."
        return missed(did, "The others are served.", "until-one-who-left-ended-all", in_time=True)
    if any("ConnectionResetError" in error for error in evidence.unretrieved):
        did = "Hal left. A task of yours ended with ConnectionResetError, and nobody caught it."
        return missed(did, "That a visitor leaves is no error.", "until-leaving-not-caught")
    return met("One left, and the others were served.")


SERVE_UNTIL = Task(
    name="serve_until",
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(Trial(name, _run) for name in DAYS),
    requirements=(
        Requirement("Visitors are served together", _together, GOOD),
        Requirement("After the stop nobody new is taken", _takes_nobody_new, GOOD),
        Requirement("Those inside may finish", _lets_finish, GOOD),
        Requirement("It returns when the last one is done", _in_time, GOOD),
        Requirement("Nobody is cut off before the bound", _lets_finish, CUT),
        Requirement("The bound holds", _in_time, CUT),
        Requirement("It tells who was cut off", _tells, CUT),
        Requirement("Nobody is cut off without need", _tells, GOOD),
        Requirement("Who leaves is nobody else's business", _survives, LEAVES),
        Requirement("It returns at once when nobody is inside", _in_time, EMPTY),
        Requirement("It returns at once when nobody came", _in_time, NOBODY),
    ),
    hints=(
        "You wait for the next visitor and for the stop, and one `await` cannot do both. What can do one of them, while your "
        "function does the other?",
        "A task takes visitors out of the queue, for ever, and starts a task for each. What does your function itself "
        "wait for? What does it do to the first task then?",
        "`asyncio.wait(tasks, timeout=bound)` returns when all are done or the time is over, and cancels nobody. "
        "It needs at least one task.",
        "`await stop.wait()`, cancel the taking task, `asyncio.wait` for it and those inside with `bound`. Cancel the "
        "rest, and gather them with `return_exceptions=True` before you return.",
    ),
    why=(
        "Taking and serving are tasks of their own, so the function can wait for the stop. One wait with one timeout gives "
        "everybody the same bound. Whoever is cancelled is also awaited, so nothing is left behind."
    ),
    reflect="Before you go on, say where the visitors go who still stand in the queue.",
)
