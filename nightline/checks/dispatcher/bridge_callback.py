"""Task `bridge_callback`: a future between a callback and an await."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.dispatcher.bridge_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
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

# Turns of tasks that a right answer may take in one trial, with room to spare.
MOST_TURNS = 60
ODD = 0.2537  # no multiple of what a loop would sleep


class ComputerDown(ConnectionError):
    """The error of a station; learners read its name."""


@dataclass
class _Station:
    """An old computer that calls back: `script` is its calls, as delay, kind and value.

    Kinds are "answer" and "error"; a delay of None is before `api` returns.
    """

    script: tuple[tuple[float | None, str, Any], ...]
    asked: int = 0
    refused: list[str] = field(default_factory=list)

    def api(self, on_answer: Any, on_error: Any) -> None:
        self.asked += 1
        if not (callable(on_answer) and callable(on_error)):
            raise TypeError("the api wants two functions")
        for delay, kind, value in self.script:
            function = on_answer if kind == "answer" else on_error
            if delay is None:
                self._call(function, value)
            else:
                asyncio.get_running_loop().call_later(delay, self._call, function, value)

    def _call(self, function: Any, value: Any) -> None:
        try:
            got = function(value)
        except Exception as error:
            self.refused.append(f"{type(error).__name__}: {error}".removesuffix(": "))
        else:
            if inspect.iscoroutine(got):
                got.close()


_Station.api.__qualname__ = "api"  # so it is called in Python's messages


@dataclass
class _Bridged:
    """What came over each bridge, whether it was raised, when, and what the stations saw."""

    stations: list[_Station]
    got: list[Any]
    raised: list[bool]
    when: list[float]


Script = tuple[tuple[float | None, str, Any], ...]
LATER: tuple[Script, ...] = (((ODD, "answer", "platform 7"),),)
SEVERAL: tuple[Script, ...] = tuple(
    ((delay, "answer", value),) for delay, value in ((0.31, 4), (0.11, 0), (0.23, None))
)
AT_ONCE: tuple[Script, ...] = (((None, "answer", "closed"),),)
FAILS: tuple[Script, ...] = (((0.17, "error", ComputerDown("no power")),),)
TWICE: tuple[Script, ...] = (((0.13, "answer", 3), (0.41, "answer", 5)),)
BOTH: tuple[Script, ...] = (((0.13, "answer", 3), (0.41, "error", ComputerDown("too late"))),)
STATIONS: dict[str, tuple[Script, ...]] = {
    "a call later": LATER,
    "three stations at once": SEVERAL,
    "a call before the api returns": AT_ONCE,
    "an error": FAILS,
    "two calls": TWICE,
    "an error after the answer": BOTH,
}
ALL_ANSWERS = [call[2] for scripts in STATIONS.values() for script in scripts for call in script]


def _run(scripts: tuple[Script, ...]) -> Callable[[Any, Stage], Coroutine[Any, Any, _Bridged]]:
    async def run(answer: Any, stage: Stage) -> _Bridged:
        loop, many = asyncio.get_running_loop(), len(scripts)
        stations = [_Station(script) for script in scripts]
        seen = _Bridged(stations, [None] * many, [False] * many, [0.0] * many)

        async def bridge(place: int, station: _Station) -> None:
            try:
                seen.got[place] = await answer(station.api)
            except ComputerDown as error:
                seen.got[place], seen.raised[place] = error, True
                error.__traceback__ = None
            seen.when[place] = round(loop.time(), 6)

        if many == 1:  # in this task, so that a report can say where it waits
            await bridge(0, stations[0])
        else:
            await asyncio.gather(*(bridge(*pair) for pair in enumerate(stations)))
        await asyncio.sleep(1)  # the second calls come now
        return seen

    return run


def _gives_the_answer(evidence: Evidence) -> Finding:
    seen: _Bridged = evidence.result
    scripts = STATIONS[evidence.trial]
    asked = [station.asked for station in seen.stations]
    if asked != [1] * len(scripts):
        did = f"Your function called `api` {count(asked[0], 'time')}."
        return missed(did, "Each station is asked once.", "api-not-called")
    for place, script in enumerate(scripts):
        finding = _one_answer(evidence, seen, place, script)
        if not finding.passed:
            return finding
    last = max(script[0][0] or 0.0 for script in scripts)
    if len(scripts) == 1:
        return met(f"The answer came at {seconds(last)}, when the station called.")
    return met(f"{len(scripts)} stations were asked at once, and each answer came at its time.")


def _one_answer(evidence: Evidence, seen: _Bridged, place: int, script: Script) -> Finding:
    delay, _, value = script[0]
    got, when, due = seen.got[place], seen.when[place], delay or 0.0
    expected = f"{shown(value)} at {seconds(due)}."
    did = f"The station called with {shown(value)} at {seconds(due)}. You returned "
    if isinstance(got, asyncio.Future):
        return missed(f"{did}a future.", expected, "bridge-future-not-awaited")
    did += f"{shown(got)} at {seconds(when)}."
    if seen.raised[place]:
        did = f"The station called with {shown(value)} at {seconds(due)}, and you raised an error."
        return missed(did, expected, "last-answer-counts")
    if got is None and value is not None and when < due:
        return missed(did, expected, "api-gives-nothing")
    if got != value or type(got) is not type(value):
        if got is None:
            return missed(did, expected, "answer-in-an-inner-name")
        later = [other for _, _, other in script[1:]]
        if got not in later and got in ALL_ANSWERS:
            return missed(did, expected, "one-place-for-all")
        return missed(
            did, expected, "last-answer-counts" if got in later else "station-answer-lost"
        )
    polled = len(evidence.steps) > MOST_TURNS
    if polled or when > due + ROUNDING / 10:
        if polled:
            did += f" Your code had {count(len(evidence.steps), 'turn')}."
            return missed(did, expected, "bridge-polls")
        looped = "while" in evidence.source and "sleep" in evidence.source
        key = "bridge-polls" if looped else "station-waited-too-long"
        return missed(did, expected, key)
    return met(f"You returned {shown(got)} at {seconds(when)}.")


def _raises_the_error(evidence: Evidence) -> Finding:
    seen: _Bridged = evidence.result
    expected = "Your caller gets `ComputerDown`, at 0.17 s."
    if seen.raised[0]:
        return met("The error of the station reached the caller.")
    did = f"The station reported an error at 0.17 s. You returned {_brief(seen.got[0])}."
    if isinstance(seen.got[0], asyncio.Future):
        return missed(did, expected, "bridge-future-not-awaited")
    return missed(did, expected, "station-error-as-answer")


def _brief(value: object) -> str:
    return "a future" if isinstance(value, asyncio.Future) else shown(value)


def _first_call_counts(evidence: Evidence) -> Finding:
    seen: _Bridged = evidence.result
    finding = _gives_the_answer(evidence)
    if not finding.passed:
        return finding
    if refused := seen.stations[0].refused:
        did = f"The station called a second time, at 0.41 s. Your function raised `{refused[0]}`."
        return missed(did, "The second call does nothing.", "called-back-twice")
    return met("The first call counted, and the second one did nothing.")


JUDGES = (
    _gives_the_answer,
    _gives_the_answer,
    _gives_the_answer,
    _raises_the_error,
    _first_call_counts,
    _first_call_counts,
)
TEXTS = (
    "The answer comes when the station calls",
    "Several stations can be asked at once",
    "A station may call before `api` returns",
    "An error is raised",
    "The first call counts: two answers",
    "The first call counts: an answer, then an error",
)

BRIDGE_CALLBACK = Task(
    name="bridge_callback",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _run(scripts), limit=2.0) for name, scripts in STATIONS.items()),
    requirements=tuple(
        Requirement(text, judge, name)
        for text, judge, name in zip(TEXTS, JUDGES, STATIONS, strict=True)
    ),
    hints=(
        "Two sides must meet: the station calls a function, and you wait. Which object can be "
        "filled by one side and awaited by the other?",
        "The running loop makes such a place: `create_future()`. What do you hand to `api`, so "
        "that a call fills it?",
        "`set_result` and `set_exception` fill a future. A second call raises an error, so ask "
        "`future.done()` first. That needs two small functions.",
        "`def on_answer(answer):` with `if not future.done(): future.set_result(answer)`, the same "
        "for errors, then `api(on_answer, on_error)` and `return await future`.",
    ),
    why=(
        "The future stands between the two sides. The station fills it through your functions, and "
        "`await` gives its result or raises its error. `done()` makes the first call count. If it "
        "is filled before you await it, the `await` does not stop at all."
    ),
    reflect="Before you go on, say who calls your coroutine again when the station has called back.",
)
