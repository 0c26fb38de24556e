"""Task `bridge_callback`: a future between a callback and an await."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import nightline.checks.dispatcher.bridge_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.stations import (
    ALL_ANSWERS,
    STATIONS,
    TOO_LATE,
    Bridged,
    ComputerDown,
    Script,
    Station,
    why_nobody_came,
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
from nightline.judging.reading import nodes_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Turns of tasks that a right answer may take in one trial, with room to spare.
MOST_TURNS = 60


def _run(scripts: tuple[Script, ...]) -> Callable[[Any, Stage], Coroutine[Any, Any, Bridged]]:
    async def run(answer: Any, stage: Stage) -> Bridged:
        loop, many = asyncio.get_running_loop(), len(scripts)
        stations = [Station(script) for script in scripts]
        seen = Bridged(stations, [None] * many, [False] * many, [0.0] * many)
        stage.explain(deadlock=lambda: why_nobody_came(stations[0], answer))

        async def bridge(place: int, station: Station) -> None:
            try:
                seen.got[place] = await answer(station.api)
            except ComputerDown as error:
                seen.got[place], seen.raised[place] = error, True
                error.__traceback__ = None
            except Exception as error:
                if scripts[0][0][1] != "error":
                    raise
                seen.got[place] = error  # it reached the caller as another one
                error.__traceback__ = error.__context__ = None
            seen.when[place] = round(loop.time(), 6)

        if many == 1:  # in this task, so that a report can say where it waits
            await bridge(0, stations[0])
        else:
            await asyncio.gather(*(bridge(*pair) for pair in enumerate(stations)))
        await asyncio.sleep(1)  # the second calls come now
        return seen

    return run


def _gives_the_answer(evidence: Evidence) -> Finding:
    seen: Bridged = evidence.result
    scripts = STATIONS[evidence.trial]
    asked = [station.asked for station in seen.stations]
    if asked != [1] * len(scripts):
        did = f"Your function called `api` {count(asked[0], 'time')}."
        return missed(did, "Each station is asked once.", "api-not-called")
    late = max(station.asked_at for station in seen.stations)
    if late > ROUNDING:
        did = f"Your function called `api` at {seconds(late)}."
        return missed(did, "The station is asked at 0 s, at once.", "station-asked-late")
    for place, script in enumerate(scripts):
        finding = _one_answer(evidence, seen, place, script)
        if not finding.passed:
            return finding
    if polled := _polled(evidence, seen, scripts):
        return polled
    last = max(script[0][0] or 0.0 for script in scripts)
    if len(scripts) == 1:
        return met(f"The answer came at {seconds(last)}, when the station called.")
    return met(f"{len(scripts)} stations were asked at once, and each answer came at its time.")


def _one_answer(evidence: Evidence, seen: Bridged, place: int, script: Script) -> Finding:
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
    if got is None and value is not None and not _returns_something(evidence.source):
        return missed(did, expected, "bridge-returns-nothing")
    if got is None and value is not None and when < due:
        return missed(did, expected, "api-gives-nothing")
    if got != value or type(got) is not type(value):
        if got is None:
            return missed(did, expected, "answer-in-an-inner-name")
        later = [other for _, _, other in script[1:]]
        if got in later and script[1][0] == delay:
            did = f"The station called twice in one moment, first with {shown(value)}. You "
            did += f"returned {shown(got)}."
            return missed(did, expected, "first-of-two-counts")
        if got not in later and got in ALL_ANSWERS:
            return missed(did, expected, "one-place-for-all")
        if when < due:
            return missed(did, expected, "returned-before-the-call")
        return missed(
            did, expected, "last-answer-counts" if got in later else "station-answer-lost"
        )
    return met(f"You returned {shown(got)} at {seconds(when)}.")


def _polled(evidence: Evidence, seen: Bridged, scripts: tuple[Script, ...]) -> Finding | None:
    """What is missed when the answer is right but late, or cost many turns."""
    turns = len(evidence.steps)
    for when, script in zip(seen.when, scripts, strict=True):
        due = script[0][0] or 0.0
        late = when > due + ROUNDING / 10
        if not late and turns <= MOST_TURNS:
            continue
        did = f"The station called at {seconds(due)}. You returned its answer at {seconds(when)}."
        expected = f"{shown(script[0][2])} at {seconds(due)}."
        if turns > MOST_TURNS:
            did += f" Your code had {count(turns, 'turn')}."
            return missed(did, expected, "bridge-polls")
        looped = "while" in evidence.source and "sleep" in evidence.source
        return missed(did, expected, "bridge-polls" if looped else "station-waited-too-long")
    return None


def _returns_something(source: str) -> bool:
    """Whether `bridge_callback` itself has a `return` with something behind it."""
    for node in nodes_of(source):
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "bridge_callback":
            inner = [
                part
                for function in ast.walk(node)
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
                and function is not node
                for part in ast.walk(function)
            ]
            returns = [part for part in ast.walk(node) if isinstance(part, ast.Return)]
            return any(part.value is not None and part not in inner for part in returns)
    return True


def _raises_the_error(evidence: Evidence) -> Finding:
    seen: Bridged = evidence.result
    at = seconds(STATIONS[evidence.trial][0][0][0] or 0.0)
    expected = f"Your caller gets `ComputerDown`, at {at}."
    if seen.raised[0]:
        return met("The error of the station reached the caller.")
    did = f"The station reported an error at {at}. You returned {_brief(seen.got[0])}."
    if isinstance(seen.got[0], asyncio.Future):
        return missed(did, expected, "bridge-future-not-awaited")
    if isinstance(seen.got[0], Exception) and not isinstance(seen.got[0], ComputerDown):
        did = f"The station reported `ComputerDown`. You raised `{type(seen.got[0]).__name__}`."
        return missed(did, expected, "another-error-raised")
    if seen.got[0] == TOO_LATE:
        did = "The station called twice in one moment, first with an error. You returned "
        did += f"{shown(seen.got[0])}."
        return missed(did, expected, "first-of-two-counts")
    if "except" in evidence.source:
        return missed(did, expected, "station-error-swallowed")
    return missed(did, expected, "station-error-as-answer")


def _brief(value: object) -> str:
    return "a future" if isinstance(value, asyncio.Future) else shown(value)


def _first_call_counts(evidence: Evidence) -> Finding:
    seen: Bridged = evidence.result
    finding = _one_answer(evidence, seen, 0, STATIONS[evidence.trial][0])
    if not finding.passed:
        return finding
    if refused := seen.stations[0].refused:
        did = f"The station called a second time. Your function raised `{refused[0]}`."
        return missed(did, "The second call does nothing.", "called-back-twice")
    return met("The first call counted, and the second one did nothing.")


REQUIREMENTS = {
    "a call later": ("The answer comes when the station calls", _gives_the_answer),
    "three stations at once": ("Several stations can be asked at once", _gives_the_answer),
    "a call before the api returns": ("A station may call before `api` returns", _gives_the_answer),
    "an error": ("An error is raised", _raises_the_error),
    "two calls": ("The first call counts: two answers", _first_call_counts),
    "an error after the answer": (
        "The first call counts: an answer, then an error",
        _first_call_counts,
    ),
    "two calls in one moment": (
        "The first call counts: two answers in one moment",
        _first_call_counts,
    ),
    "an answer after the error": (
        "The first call counts: an error, then an answer",
        _raises_the_error,
    ),
    "a slow station": ("A station may be slow", _gives_the_answer),
}

BRIDGE_CALLBACK = Task(
    name="bridge_callback",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _run(scripts), limit=3.0) for name, scripts in STATIONS.items()),
    requirements=tuple(
        Requirement(text, judge, name) for name, (text, judge) in REQUIREMENTS.items()
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
