"""Task `drive`: run a coroutine by hand, from stop to stop."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.timetable import SET
from nightline.checks.timetable.drive_mistakes import key_of_error
from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import (
    Finding,
    Requirement,
    compare,
    met,
    missed,
    shown,
)
from nightline.judging.places import code_of, globals_of, place_of_error, source_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# What the coroutines hand out: every kind of note that could be taken for the end. The third one
# below is no such note, so that a driver with three sends is not taken for one that reads notes.


@types.coroutine
def _stop(note: object) -> Generator[object, Any, Any]:
    return (yield note)


async def _three_stops() -> str:
    for note in ("border", "bridge", "harbour"):
        await _stop(note)
    return "on time"


async def _below() -> int:
    await _stop(0)
    await _stop("papers")
    await _stop(None)
    return 12


async def _awaits_another() -> list[int]:
    await _stop("depot")
    minutes = await _below()
    await _stop("")
    return [minutes]


async def _no_stop() -> int:
    return 0


async def _says_what_it_got() -> Any:
    await _stop("ticket")
    return await _stop("passport")


class BridgeClosed(LookupError):
    """The error of a coroutine on its way; learners read its name."""


async def _fails() -> None:
    await _stop("border")
    raise BridgeClosed("no train today")


LINES: dict[str, tuple[Callable[[], Coroutine[Any, Any, Any]], Any]] = {
    "three stops": (_three_stops, (["border", "bridge", "harbour"], "on time")),
    "another coroutine inside": (_awaits_another, (["depot", 0, "papers", None, ""], [12])),
    "no stop": (_no_stop, ([], 0)),
    "a value from `send`": (_says_what_it_got, (["ticket", "passport"], None)),
}
AN_ERROR = "an error on the way"


@dataclass
class _Driven:
    """What a driver made of a coroutine.

    Args:
        returned: what it returned, with a copy of its list: a later call may change that list.
        raised: the error it let out, which may be the coroutine's own.
        key: the named mistake behind `raised`, if there is one.
        place: the line that raised it.
        state: the coroutine's state when the driver was done.
        left_at: the note of the stop where it still stood.
        shared: whether its list lives longer than the call.
    """

    returned: Any = None
    raised: Exception | None = None
    key: str = ""
    place: Place | None = None
    state: str = inspect.CORO_CREATED
    left_at: Any = None
    shared: bool = False


def _drive(make: Callable[[], Coroutine[Any, Any, Any]]) -> Callable[[Any, Stage], _Driven]:
    def run(answer: Any, stage: Stage) -> _Driven:
        coroutine, driven = make(), _Driven()
        try:
            got = answer(coroutine)
            driven.shared = _keeps_its_list(answer, got)
            driven.returned = _copy(got)
        except BridgeClosed as error:
            driven.raised = error
        except Exception as error:
            driven.raised, driven.key = error, key_of_error(error, source_of(answer))
            code = code_of(answer)
            home = code.co_filename if code else ""
            driven.place = place_of_error(error, stage.files, home)
            if not driven.key:
                raise
        finally:  # what the driver left undone must not look like a forgotten await
            driven.state = inspect.getcoroutinestate(coroutine)
            driven.left_at = _note_of(coroutine)
            coroutine.close()
        if inspect.iscoroutine(driven.returned) or inspect.isgenerator(driven.returned):
            driven.returned.close()
        return driven

    return run


def _note_of(coroutine: Any) -> Any:
    """The note of the stop where a coroutine stands."""
    inner = coroutine
    while inspect.iscoroutine(inner):
        inner = inner.cr_await
    return inner.gi_frame.f_locals["note"] if inner is not None and inner.gi_frame else None


def _copy(got: Any) -> Any:
    if isinstance(got, list):
        return list(got)
    if isinstance(got, tuple):
        return tuple(list(item) if isinstance(item, list) else item for item in got)
    return got


def _keeps_its_list(answer: Any, got: Any) -> bool:
    lists = [item for item in (got if isinstance(got, tuple) else (got,)) if type(item) is list]
    kept = [*(getattr(answer, "__defaults__", None) or ()), *globals_of(answer).values()]
    return any(item is one for item in lists for one in kept)


def _stops_and_value(evidence: Evidence) -> Finding:
    driven, (stops, value) = evidence.result, LINES[evidence.trial][1]
    got, expected = driven.returned, f"{shown((stops, value))}."
    did = f"For the coroutine with {evidence.trial} you returned {shown(got)}."
    if driven.raised is not None:
        did = f"For the coroutine with {evidence.trial} {_raised(driven)}."
        return missed(did, expected, driven.key)
    if inspect.iscoroutine(got):
        return missed("Calling `drive(coro)` gave a coroutine.", expected, "driver-is-async")
    if inspect.isgenerator(got):
        return missed("Calling `drive(coro)` gave a generator.", expected, "driver-yields")
    if driven.state == inspect.CORO_CREATED:
        return missed(did, expected, "never-driven")
    if driven.state == inspect.CORO_SUSPENDED:
        key = "left-at-a-stop" if driven.left_at else "note-taken-for-end"
        did += f" It still stood at the stop with the note {shown(driven.left_at)}."
        return missed(did, expected, key)
    if driven.shared and len(_notes(got)) > len(stops):
        return missed(did, expected, "list-shared")
    if key := _mistake(got, stops, value):
        return missed(did, expected, key)
    return compare(replace(evidence, result=got), (stops, value))


def _raised(driven: _Driven) -> str:
    where = str(driven.place) + "," if driven.place else "your function"
    return f"{where} raised `{type(driven.raised).__name__}: {driven.raised}`"


def _notes(got: Any) -> list[Any]:
    """The list in what a driver returned, wherever it stands."""
    items = got if isinstance(got, tuple) else (got,)
    return next((item for item in items if isinstance(item, list)), [])


def _mistake(got: Any, stops: list[Any], value: Any) -> str:
    """The named mistake in what a driver returned; empty for none, or for none with a name."""
    if got == stops:
        return "value-lost"
    if got == [*stops, value]:
        return "end-counted-as-stop"
    if not isinstance(got, tuple) or len(got) != 2:
        return ""
    notes, result = got
    if isinstance(result, StopIteration):
        return "exception-for-value"
    if got == (value, stops):
        return "swapped-pair"
    if notes == stops:
        return _wrong_value(result, stops, value)
    if notes == [*stops, value]:
        return "end-counted-as-stop"
    if stops and notes == stops[1:]:
        return "first-stop-lost"
    return "note-left-out" if notes == [note for note in stops if note] else ""


def _wrong_value(result: Any, stops: list[Any], value: Any) -> str:
    if result == value and type(result) is type(value):
        return ""
    if result is not None and value is None and result in stops:
        return "note-sent-back"
    return "value-lost" if result is None or result in stops else "value-replaced"


def _lets_errors_out(evidence: Evidence) -> Finding:
    driven: _Driven = evidence.result
    if isinstance(driven.raised, BridgeClosed):
        return met("The error of the coroutine reached the caller.")
    did = f"The coroutine failed, and you returned {shown(driven.returned)}."
    if driven.raised is not None:
        did = f"The coroutine failed with `BridgeClosed`, and {_raised(driven)}."
    expected = "The caller gets the coroutine's own error."
    return missed(did, expected, driven.key or "error-swallowed")


DRIVE = Task(
    name="drive",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        *(Trial(name, _drive(make), limit=2.0) for name, (make, _) in LINES.items()),
        Trial(AN_ERROR, _drive(_fails), limit=2.0),
    ),
    requirements=(
        *(
            Requirement(f"Notes and value: a coroutine with {name}", _stops_and_value, name)
            for name in LINES
        ),
        Requirement("An error of the coroutine reaches the caller", _lets_errors_out, AN_ERROR),
    ),
    hints=(
        "In the lesson you called `send(None)` three times. How did you know that the third was "
        "the last?",
        "You cannot know the number of stops before. Which loop runs until something inside it "
        "ends it?",
        "`send(None)` either returns a note or raises `StopIteration`. Keep the note in the "
        "first case; return in the second.",
        "`try: stops.append(coro.send(None))` and `except StopIteration as end: return stops, "
        "end.value`, both inside `while True:`.",
    ),
    why=(
        "Only `StopIteration` says that a coroutine is done, and it carries the value. Every "
        "other exception is the coroutine's own, so it passes through to the caller. The event "
        "loop drives your coroutines in just this way."
    ),
    reflect="Before you go on, say how `drive` knows that a coroutine is done, and how it does not.",
)
