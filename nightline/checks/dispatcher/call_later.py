"""Task `call_later`: a timer is a time, a number and a function, and it can be taken back."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.dispatcher.call_later_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.station_loop import BadTimer, StationLoop, said
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


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
        stage.explain(blocked="call-later-sleeps")
        loop, seen = StationLoop(), _Seen()

        def later(delay: float, *args: Any) -> Any:
            before, now = len(seen.lines), loop.now
            loop.setting = True
            try:
                got = answer(loop, delay, *args)
            finally:
                loop.setting = False
            seen.early += [line for _, line in seen.lines[before:]]
            seen.returned = got
            if loop.now != now and len(seen.lines) == before:
                did = f"`call_later` moved the clock from {seconds(now)} to {seconds(loop.now)}."
                raise BadTimer("clock-moved-by-hand", did)
            if inspect.iscoroutine(got):
                got.close()
                raise BadTimer("call-later-is-async", "Calling `call_later` gave a coroutine.")
            return got

        try:
            script(later, loop, seen)
        except BadTimer as problem:
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
        raise BadTimer("no-cancel-function", f"You returned {said(wrong)}.")
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
        raise BadTimer("timer-cancelled-twice", did) from None


def _set_after_a_cancel(later: Callable[..., Any], loop: StationLoop, seen: _Seen) -> None:
    note = _note(loop, seen)
    cancels = {name: later(0.4, note, name) for name in ("Isar", "Boreal", "Corvo")}
    cancels["soon"] = later(0, note, "soon")
    for name in ("soon", "Boreal"):
        if callable(cancels[name]):
            cancels[name]()
    loop.cancelled = True
    later(0.4, note, "Kestrel")
    loop.run()


TIMERS = {
    "four timers": [(0.0, "doors"), (0.2, "bell"), (0.5, "departs Vienna"), (0.9, "border")],
    "a timer set on the way": [(4.5, "dinner"), (4.75, "coffee"), (5.5, "border")],
    "equal times": [(0.4, name) for name in ("Jura", "Aurora", "Lumen", "Danube")],
    "two cancelled": [(0.4, "0.4"), (0.6, "0.6"), (0.8, "0.8")],
    "set after a cancel": [(0.4, name) for name in ("Isar", "Corvo", "Kestrel")],
}
SCRIPTS = (_three_timers, _from_a_callback, _equal_times, _cancelled, _set_after_a_cancel)
CANCELLED, AFTER = "two cancelled", "set after a cancel"


def _told(lines: list[tuple[float, str]]) -> str:
    return ", ".join(f"`{line}` at {seconds(when)}" for when, line in lines) or "nothing"


def _calls_at_its_time(evidence: Evidence) -> Finding | None:
    seen: _Seen = evidence.result
    wanted = TIMERS[evidence.trial]
    expected = f"{_told(wanted)}."
    if seen.early:
        did = f"`{seen.early[0]}` was called before `call_later` returned."
        return missed(did, expected, "callback-ran-at-once")
    if seen.key:
        return missed(seen.did, expected, seen.key)
    if seen.lines == wanted:
        return met(f"The loop called {_told(wanted)}.")
    did = f"The loop called {_told(seen.lines)}."
    if not seen.lines and not callable(seen.returned):  # `return cancel()`
        did = f"You returned {said(seen.returned)}. {did}"
        return missed(did, expected, "no-cancel-function")
    if evidence.trial == "a timer set on the way":
        did = f"The clock showed 3.5 s at first. {did}"
    return missed(did, expected, _mistake(seen.lines, wanted))


def _mistake(lines: list[tuple[float, str]], wanted: list[tuple[float, str]]) -> str:
    names, asked = [name for _, name in lines], [name for _, name in wanted]
    if not lines:
        return "timer-not-set"
    if len(names) > len(asked):
        return "callback-in-two-places"
    if any("(" in name for name in names) or names.count("bell") > asked.count("bell"):
        return "callback-arguments-lost"
    if sorted(names) == sorted(asked):
        if {when for when, _ in wanted} == {0.4}:
            return "equal-times-mixed"
        # At 0 s on the clock, a delay would be right.
        return "timer-at-another-time" if wanted[0][0] == 0 else "delay-is-no-time"
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


def _keeps_the_others(evidence: Evidence) -> Finding | None:
    seen: _Seen = evidence.result
    wanted = TIMERS[evidence.trial]
    expected = f"{_told(wanted)}."
    did = "Four timers were set, two of them cancelled, and one was set after that. "
    if seen.key:
        return missed(did + seen.did, expected, seen.key)
    if seen.lines == wanted:
        return met(f"After two cancels, the loop called {_told(wanted)}.")
    did += f"The loop called {_told(seen.lines)}."
    names = [name for _, name in seen.lines]
    if "soon" in names:
        return missed(did, expected, "zero-not-cancelled")
    mixed = sorted(seen.lines) == sorted(wanted)
    return missed(did, expected, "equal-times-mixed" if mixed else "other-timer-cancelled")


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
        Requirement("A cancel changes nothing for the others", _keeps_the_others, AFTER),
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
