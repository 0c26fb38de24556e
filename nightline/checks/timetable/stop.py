"""Task `Stop`: a class whose objects can be awaited."""

from __future__ import annotations

import asyncio
import gc
import inspect
import traceback
import types
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.timetable.stop_mistakes  # noqa: F401 (registers the diagnoses)
from nightline.checks.timetable import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    count,
    met,
    missed,
    shown,
)
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

MOST_NOTES = 50


@dataclass
class _Awaited:
    """What awaiting a `Stop` showed: a problem, or the notes and the values.

    Args:
        key: the named mistake that keeps it from being awaited; empty for none.
        did: that mistake in words.
        notes: what the stops handed out.
        values: what the awaits gave.
        changed: an attribute that is a number and was changed, such as "times".
        order: who had a turn when, beside others.
    """

    key: str = ""
    did: str = ""
    notes: list[Any] = field(default_factory=list)
    values: tuple[Any, ...] = ()
    changed: str = ""
    order: list[str] = field(default_factory=list)


class _NotAwaitable(Exception):
    """What keeps the learner's object from being awaited: a key, and what they did."""

    def __init__(self, key: str, did: str) -> None:
        self.key, self.did = key, did


class _Await:
    """Awaits the learner's object as `await` does, and names what keeps it from that."""

    def __init__(self, stop: Any) -> None:
        self.stop = stop

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = _steps_of(self.stop)
        for _ in range(MOST_NOTES):
            try:
                note = next(steps)
            except StopIteration as end:
                return end.value
            if inspect.iscoroutine(note):
                note.close()
                did = "A `yield` in `__await__` hands out a coroutine as the note."
                raise _NotAwaitable("sleep-in-await-method", did)
            yield note
        raise _NotAwaitable("stops-never-end", f"After {MOST_NOTES} stops there was no end.")


def _steps_of(stop: Any) -> Iterator[Any]:
    """What `__await__` gives, once it is known to be an iterator."""
    steps: Iterator[Any] = type(stop).__await__(stop)
    flags = getattr(getattr(steps, "gi_code", None), "co_flags", 0)
    if inspect.isasyncgen(steps):
        did = "`__await__` gave an async generator: it is written with `async def`."
        raise _NotAwaitable("await-is-async", did)
    if inspect.iscoroutine(steps):
        steps.close()
        if inspect.iscoroutinefunction(type(stop).__await__):
            raise _NotAwaitable("await-is-async", "`__await__` gave a coroutine.")
        raise _NotAwaitable("await-gives-coroutine", "`__await__` returned a coroutine.")
    if flags & inspect.CO_ITERABLE_COROUTINE:
        did = "`types.coroutine` above `__await__` makes it give a coroutine."
        raise _NotAwaitable("await-gives-coroutine", did)
    if not hasattr(type(steps), "__next__"):
        did = f"`__await__` gave {_said(steps)}, and that is no iterator."
        raise _NotAwaitable("await-is-no-iterator", did)
    return steps


def _said(value: Any) -> str:
    """A value with its type: `the int 3`, `a list`."""
    if value is None or isinstance(value, bool):
        return f"`{value}`"
    if isinstance(value, int | str):
        return f"the {type(value).__name__} {shown(value)}"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"


def _takes(method: types.FunctionType, needs: int) -> bool:
    """Whether a method has room for the object and what it is called with."""
    code = method.__code__
    anything = bool(code.co_flags & inspect.CO_VARARGS)
    return anything or "self" in code.co_varnames[:1] or code.co_argcount >= needs


def _make(answer: Any, times: int) -> Any:
    """The learner's object, once it is known to have an `__await__`."""
    if not isinstance(answer, type):
        raise _NotAwaitable("stop-is-function", "`Stop` is a function, not a class.")
    if inspect.iscoroutinefunction(vars(answer).get("__init__")):
        raise _NotAwaitable("init-is-async", "`__init__` is written with `async def`.")
    for name in ("__init__", "__await__"):
        method = vars(answer).get(name)
        needs = 2 if name == "__init__" else 1
        if inspect.isfunction(method) and not _takes(method, needs):
            raise _NotAwaitable("self-missing", f"`{name}` has no `self` in its brackets.")
    stop = answer(times)
    if not hasattr(type(stop), "__await__"):
        if inspect.isfunction(globals_of(answer).get("__await__")):
            did = "`await Stop(3)` failed: `__await__` stands outside the class."
            raise _NotAwaitable("await-outside-class", did)
        did = "`await Stop(3)` failed: the class has no `__await__`."
        raise _NotAwaitable("no-await-method", did)
    return stop


@contextmanager
def _naming(seen: _Awaited) -> Iterator[None]:
    """Write what goes wrong in the block into `seen`.

    A coroutine that is dropped inside `__await__` must not count as a forgotten `await`: the
    advice to await is wrong in a plain method. So its warning is caught here.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield
        except _NotAwaitable as problem:
            seen.key, seen.did = problem.key, problem.did
        except (TypeError, RuntimeError) as error:
            seen.key = _key_of(error)
            if not seen.key:
                raise
            seen.did = f"`__await__` raised `{type(error).__name__}: {error}`."
            traceback.clear_frames(error.__traceback__)
        gc.collect(0)  # a coroutine warns when it is let go
    dropped = [str(w.message) for w in caught if "was never awaited" in str(w.message)]
    if dropped and seen.key in ("", "await-is-no-iterator"):
        name = dropped[0].split("'")[1].rpartition(".")[2]
        seen.key = "sleep-in-await-method"
        seen.did = f"Your class calls `{name}(…)`, but nothing ran it."


def _key_of(error: Exception) -> str:
    text = str(error)
    signs = {
        "cannot 'yield from' a coroutine": "sleep-in-await-method",
        "no running event loop": "stop-is-a-wait",
        "generator raised StopIteration": "raised-the-end",
    }
    return next((key for sign, key in signs.items() if sign in text), "")


def _by_hand(times: int, rounds: int) -> Callable[[Any, Stage], _Awaited]:
    def run(answer: Any, stage: Stage) -> _Awaited:
        seen = _Awaited()
        with _naming(seen):
            stop = _make(answer, times)
            before = _numbers(stop)

            async def journey() -> tuple[Any, ...]:
                return tuple([await _Await(stop) for _ in range(rounds)])

            coroutine = journey()
            try:
                while True:
                    seen.notes.append(coroutine.send(None))
            except StopIteration as end:
                seen.values = end.value
            finally:
                coroutine.close()
            seen.changed = next((n for n, v in _numbers(stop).items() if before.get(n, v) != v), "")
        return seen

    return run


def _numbers(stop: Any) -> dict[str, int]:
    return {k: v for k, v in getattr(stop, "__dict__", {}).items() if isinstance(v, int)}


async def _beside_others(answer: Any, stage: Stage) -> _Awaited:
    seen = _Awaited()
    with _naming(seen):
        stop = _make(answer, 2)

        async def traveller() -> None:
            seen.order.append("leave")
            await _Await(stop)
            seen.order.append("arrive")

        async def other() -> None:
            for _ in range(2):
                seen.order.append("other")
                await asyncio.sleep(0)

        await asyncio.gather(traveller(), other())
    return seen


BY_HAND = {"three stops": (3, 1), "no stop": (0, 1), "awaited twice": (2, 2)}


def _can_be_awaited(evidence: Evidence) -> Finding:
    seen: _Awaited = evidence.result
    if not seen.key:
        return met("`await Stop(3)` works.")
    return missed(seen.did, "`await Stop(3)` works.", seen.key)


def _stops_as_often(evidence: Evidence) -> Finding:
    times, rounds = BY_HAND[evidence.trial]
    seen: _Awaited = evidence.result
    notes, values = seen.notes, seen.values
    again, each = (" twice", " each time") if rounds == 2 else ("", "")
    expected = f"{count(times * rounds, 'stop')}, and the value {times}{each}."
    did = f"You awaited `Stop({times})`{again}: {count(len(notes), 'stop')}"
    if values:
        did += f", value{'s' * (rounds > 1)} {', '.join(map(shown, values))}"
    did += "."
    if seen.key:
        return missed(seen.did, expected, seen.key)
    if len(notes) != times * rounds:
        key = "stop-used-up" if rounds == 2 and len(notes) == times else "stops-miscounted"
        return missed(did, expected, key)
    if times and any(value is None for value in values):
        return missed(did, expected, "await-without-value")
    if any(type(value) is not int or value != times for value in values):
        if rounds == 1 and seen.changed:
            did += f" `self.{seen.changed}` was no longer {times}."
            return missed(did, expected, "counted-down")
        return missed(did, expected, "stop-used-up" if rounds == 2 else "await-wrong-value")
    return met(did)


def _lets_others_run(evidence: Evidence) -> Finding:
    seen: _Awaited = evidence.result
    expected = "Others have two turns between `leave` and `arrive`."
    if seen.key:
        return missed(seen.did, expected, seen.key)
    if seen.order == ["leave", "other", "other", "arrive"]:
        return met("At each stop another coroutine had its turn.")
    return missed(f"The order was {shown(seen.order)}.", expected, "stops-miscounted")


STOP = Task(
    name="Stop",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(
        *(Trial(name, _by_hand(*numbers)) for name, numbers in BY_HAND.items()),
        Trial("beside others", _beside_others),
    ),
    requirements=(
        Requirement("Can be awaited", _can_be_awaited, "three stops"),
        *(
            Requirement(f"Stops as often as it says: {name}", _stops_as_often, name)
            for name in BY_HAND
        ),
        Requirement("Lets others run at each stop", _lets_others_run, "beside others"),
    ),
    hints=(
        "`await` calls a method of your object. What is its name? The branch line shows one.",
        "In that method, each `yield` is one stop, and what it yields is the note. Which note "
        "does `asyncio` accept from anybody?",
        "`for _ in range(self.times): yield`, and after the loop return the number.",
    ),
    why=(
        "Calling `__await__` gives a fresh generator each time, so one object can be awaited "
        "again and again. Each bare `yield` hands `None` to the driver, which `asyncio` takes "
        "as: let the others run, then go on."
    ),
    reflect="Before you go on, say why a coroutine object cannot be awaited twice, and this can.",
)
