"""Task `call_later`: a timer is a time, a number and a function, and it can be taken back."""

from __future__ import annotations

import inspect
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.dispatcher.call_later_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

MOST_TURNS = 200


class _BadTimer(Exception):
    """What the answer put into the timers cannot be read; `key` names the mistake."""

    def __init__(self, key: str, did: str) -> None:
        self.key, self.did = key, did


class StationLoop:
    """The notebook's `StationLoop`, which says what it cannot read and ends what never ends."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ready: deque[Callable[[], object]] = deque()
        self.timers: list[tuple[float, int, Callable[[], object]]] = []
        self.numbers = itertools.count()

    def run(self) -> None:
        for _ in range(MOST_TURNS):
            if not self.ready and not self.timers:
                return
            self._round()
        raise _BadTimer("timer-comes-again", "Your timers never ended.")

    def _round(self) -> None:
        for timer in self.timers:
            _read(timer)
        try:
            self.timers.sort()  # in place: an answer may keep the list
        except TypeError:
            did = "Two timers had the same time and the same number."
            raise _BadTimer("callbacks-compared", did) from None
        if not self.ready:
            self.now = max(self.now, self.timers[0][0])
        while self.timers and self.timers[0][0] <= self.now:
            self.ready.append(self.timers.pop(0)[2])
        for _ in range(len(self.ready)):
            self.ready.popleft()()


def _read(timer: Any) -> None:
    """Raises _BadTimer for what is no timer."""
    if type(timer) is not tuple or len(timer) != 3:
        raise _BadTimer("timer-shape", f"You put {_said(timer)} into `loop.timers`.")
    when, number, callback = timer
    if inspect.iscoroutine(callback):
        callback.close()
    if not (isinstance(when, int | float) and isinstance(number, int | float)):
        raise _BadTimer("timer-shape", f"You put {_said(timer)} into `loop.timers`.")
    if not callable(callback):
        did = f"The third part of your timer is {_said(callback)}."
        raise _BadTimer("timer-without-function", did)


def _said(value: object) -> str:
    """A value without addresses: the types of a tuple's parts, else the value's own type."""
    if isinstance(value, tuple | list):
        parts = ", ".join(type(part).__name__ for part in value)
        return f"a {type(value).__name__} of {parts or 'nothing'}"
    return f"`{value}`" if value is None else f"of type `{type(value).__name__}`"


@dataclass
class _Seen:
    """What came of an answer's timers: lines with the clock, and what was odd about them."""

    lines: list[tuple[float, str]] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    ended: float = 0.0
    set: int = 0
    kept: int = 0
    returned: Any = None
    key: str = ""
    did: str = ""


def _trial(script: Callable[[Callable[..., Any], StationLoop, _Seen], None]) -> Any:
    def run(answer: Any, stage: Stage) -> _Seen:
        stage.expect_blocking()  # it is judged here, in the words of this task
        loop, seen = StationLoop(), _Seen()

        def later(delay: float, *args: Any) -> Any:
            before, now, begin = len(seen.lines), loop.now, stage.loop.time()
            got = answer(loop, delay, *args)
            if slept := round(stage.loop.time() - begin, 3):
                did = f"A call of `call_later` took {seconds(slept)}, and nobody could run."
                raise _BadTimer("call-later-sleeps", did)
            seen.early += [line for _, line in seen.lines[before:]]
            seen.returned = got
            if loop.now != now and len(seen.lines) == before:
                did = f"`call_later` moved the clock from {seconds(now)} to {seconds(loop.now)}."
                raise _BadTimer("clock-moved-by-hand", did)
            if inspect.iscoroutine(got):
                got.close()
                raise _BadTimer("call-later-is-async", "Calling `call_later` gave a coroutine.")
            return got

        try:
            script(later, loop, seen)
        except _BadTimer as problem:
            seen.key, seen.did = problem.key, problem.did
        seen.ended = round(loop.now, 6)
        return seen

    return run


def _note(loop: StationLoop, seen: _Seen) -> Callable[..., None]:
    def note(*words: object) -> None:
        seen.lines.append((round(loop.now, 6), " ".join(map(str, words)) or "bell"))

    return note


def _three_timers(later: Callable[..., Any], loop: StationLoop, seen: _Seen) -> None:
    note = _note(loop, seen)
    later(0.5, note, "departs", "Vienna")
    later(0.2, note)
    later(0.9, note, "border")
    later(0, note, "doors")
    loop.run()


def _from_a_callback(later: Callable[..., Any], loop: StationLoop, seen: _Seen) -> None:
    note, loop.now = _note(loop, seen), 3.5

    def dinner(*words: object) -> None:
        note("dinner", *words)
        later(0.25, note, "coffee")

    later(1, dinner)
    later(2, note, "border")
    loop.run()


def _equal_times(later: Callable[..., Any], loop: StationLoop, seen: _Seen) -> None:
    for name in ("Jura", "Aurora", "Lumen", "Danube"):
        later(0.4, _note(loop, seen), name)
    loop.run()


def _cancelled(later: Callable[..., Any], loop: StationLoop, seen: _Seen) -> None:
    note = _note(loop, seen)
    cancels = [later(delay, note, f"{delay:g}") for delay in (0.6, 0.3, 9, 0.8, 0.4)]
    wrong = next((cancel for cancel in cancels if not callable(cancel)), note)
    if wrong is not note:
        raise _BadTimer("no-cancel-function", f"You returned {_said(wrong)}.")
    seen.set = len(loop.timers)
    for index in (2, 1):
        cancels[index]()
    seen.kept = len(loop.timers)
    loop.run()
    try:
        for cancel in cancels[1:3]:
            cancel()
        cancels[0]()
    except (ValueError, KeyError, IndexError) as error:
        did = f"A second `cancel()` raised `{type(error).__name__}: {error}`."
        raise _BadTimer("timer-cancelled-twice", did) from None


TIMERS = {
    "four timers": [(0.0, "doors"), (0.2, "bell"), (0.5, "departs Vienna"), (0.9, "border")],
    "a timer set on the way": [(4.5, "dinner"), (4.75, "coffee"), (5.5, "border")],
    "equal times": [(0.4, name) for name in ("Jura", "Aurora", "Lumen", "Danube")],
    "two cancelled": [(0.4, "0.4"), (0.6, "0.6"), (0.8, "0.8")],
}
SCRIPTS = (_three_timers, _from_a_callback, _equal_times, _cancelled)
CANCELLED = "two cancelled"


def _told(lines: list[tuple[float, str]]) -> str:
    return ", ".join(f"`{line}` at {seconds(when)}" for when, line in lines) or "nothing"


def _calls_at_its_time(evidence: Evidence) -> Finding | None:
    seen: _Seen = evidence.result
    wanted = TIMERS[evidence.trial]
    expected = f"{_told(wanted)}."
    if seen.early and seen.key != "call-later-sleeps":
        did = f"`{seen.early[0]}` was called before `call_later` returned."
        return missed(did, expected, "callback-ran-at-once")
    if seen.key:
        return missed(seen.did, expected, seen.key)
    if seen.lines == wanted:
        return met(f"The loop called {_told(wanted)}.")
    did = f"The loop called {_told(seen.lines)}."
    if not seen.lines and not callable(seen.returned):  # `return cancel()`
        did = f"You returned {_said(seen.returned)}. {did}"
        return missed(did, expected, "no-cancel-function")
    if evidence.trial == "a timer set on the way":
        did = f"The clock showed 3.5 s at first. {did}"
    return missed(did, expected, _mistake(seen.lines, wanted))


def _mistake(lines: list[tuple[float, str]], wanted: list[tuple[float, str]]) -> str:
    names, asked = [name for _, name in lines], [name for _, name in wanted]
    if not lines:
        return "timer-not-set"
    if any("(" in name for name in names) or (len(names) == len(asked) and "bell" in names[1:]):
        return "callback-arguments-lost"
    if sorted(names) == sorted(asked):
        if {when for when, _ in wanted} == {0.4}:
            return "equal-times-mixed"
        return "delay-is-no-time"
    return "wrong-result"


def _leaves_nothing_behind(evidence: Evidence) -> Finding | None:
    seen: _Seen = evidence.result
    wanted = TIMERS[evidence.trial]
    expected = f"3 of 5 timers are left. The loop calls {_told(wanted)}."
    if seen.key:
        return missed(seen.did, expected, seen.key)
    if seen.set == 5 and seen.kept == 3 and seen.lines == wanted:
        return met("Of five timers two were cancelled, and three were left.")
    did = f"Five timers were set and two cancelled. {count(seen.kept, 'timer')} "
    did += f"{'was' if seen.kept == 1 else 'were'} left. The loop called {_told(seen.lines)}."
    if seen.lines == wanted:
        did += f" It ended at {seconds(seen.ended)}."
        return missed(did, expected, "timer-left-behind")
    if seen.kept == 3:
        return missed(did, expected, "other-timer-cancelled")
    key = "timer-not-cancelled" if seen.kept == 5 else "other-timer-cancelled"
    return missed(did, expected, key)


CALL_LATER = Task(
    name="call_later",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(
        Trial(name, _trial(script), limit=2.0) for name, script in zip(TIMERS, SCRIPTS, strict=True)
    ),
    requirements=(
        *(
            Requirement(f"Calls each callback once, at its time: {name}", _calls_at_its_time, name)
            for name in list(TIMERS)[:3]
        ),
        Requirement("A cancelled timer leaves nothing behind", _leaves_nothing_behind, CANCELLED),
    ),
    hints=(
        "Read `StationLoop.run`. What does it expect in `loop.timers`? Which part of it is the "
        "time, and on which clock?",
        "The loop calls the third part without arguments. Which small function knows `callback` "
        "and `args`, and is called without any?",
        "Keep your timer in a name. A function that you define inside `call_later` still knows "
        "this name when it is called later.",
        "`timer = (loop.now + delay, next(loop.numbers), lambda: callback(*args))`. Append it. "
        "Then define `cancel`, which removes it if it is there, and return `cancel`.",
    ),
    why=(
        "The tuple is compared from the left, so the time decides, and then the number: two "
        "functions are never compared. `cancel` is a function that remembers its own timer. It "
        "asks first whether the timer is still there, so it can be called twice."
    ),
    reflect="Before you go on, say why the timer needs a number, and who would compare two functions.",
)
