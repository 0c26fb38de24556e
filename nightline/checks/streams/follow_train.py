"""`follow_train`: a stream that lets go of its connection at once, and of its line at its end."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nightline.checks.streams import SET
from nightline.checks.streams import train_mistakes as train_mistakes
from nightline.checks.streams.lines import DIALS, PLAN, Line, trains
from nightline.checks.streams.readers import Heard, wall
from nightline.checks.streams.server_sent import script_of
from nightline.checks.streams.texts import (
    IS_A_STREAM,
    STOPS,
    heard_of,
    if_stream,
    lets_go_after_a_yield,
    of_type,
    uses,
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
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ARRIVES, LEAVES, AT_ONCE, DIALLING, FIRST, SLOW, LOST = (
    "two trains arrive",
    "the reader leaves",
    "the reader leaves at once",
    "the reader leaves while the line is opened",
    "the reader leaves while the first event is sent",
    "a reader on a slow line",
    "the satellite is lost",
)
PACE = 90  # seconds that an event needs on the slow line
LATER = 3.0  # the second reader comes so much later


@dataclass
class Ride:
    """What the readers got, which lines were opened, and what was held at each chunk."""

    readers: list[Heard]
    lines: list[Line]
    held: list[int]

    @property
    def left_open(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]


def _ready() -> None:
    prepare()
    trains()


Play = Callable[[Callable[..., Any]], Any]


def _trial(play: Play, fails: float = float("inf")) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Ride:
        from nightline.judging.database import watched

        lines: list[Line] = []
        held: list[int] = []

        async def open_line(train: Any) -> Line:
            await asyncio.sleep(DIALS)
            lines.append(Line(train, stage, fails))
            return lines[-1]

        stage.lend(open_line=open_line)
        with watched() as seen:
            async with wall(stage, answer, ConnectionError) as hall:

                async def read(number: int, **how: Any) -> Heard:
                    query = f"departure={trains()[number][0]}"
                    note = functools.partial(_note, held, seen)
                    return await hall.read(query, on_chunk=note, **how)

                readers = await play(read)
                await asyncio.sleep(1)
        for heard in readers:
            if heard.failed and not isinstance(heard.failed, ConnectionError):
                raise heard.failed
        return Ride(readers, lines, held)

    return run


def _note(held: list[int], seen: Any) -> None:
    held.append(seen.left_open)


async def _two(read: Callable[..., Any]) -> list[Heard]:
    async def later() -> Heard:
        await asyncio.sleep(LATER)
        return await read(1, leaves=200)  # type: ignore[no-any-return]

    return list(await asyncio.gather(read(0, leaves=200), later()))


async def _leaves(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=15)]


async def _at_once(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=200, at_once=True)]


async def _dialling(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=DIALS / 2)]


async def _first(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=200, at_first=True)]


async def _slow(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=10 * PACE, pace=PACE)]


async def _lost(read: Callable[..., Any]) -> list[Heard]:
    return [await read(0, leaves=200)]


def _events(evidence: Evidence) -> Finding:
    ride: Ride = evidence.result
    if any(line.nones for line in ride.lines):
        did = "The line had said that the train has arrived, and you asked for its next position."
        return missed(did, "The stream ends.", "arrival-not-seen")
    numbers = [train for _, train in trains()]
    for line in ride.lines:
        if line.train not in numbers:
            did = f"You opened a line to an object of the type `{type(line.train).__name__}`."
            if isinstance(line.train, str | int):
                did = f"You opened a line to {shown(line.train)}."
            return missed(did, f"A line to {shown(numbers[0])}.", "line-to-another-train")
    for heard, (_, train) in zip(ride.readers, trains(), strict=True):
        script = script_of(heard.chunks)
        got = [(event.name, event.data) for event in script.events]
        wanted = [("train", train), *(("position", place) for _, place in PLAN if place)]
        if ("position", "None") in got:
            did = 'You sent `event("position", None)`.'
            return missed(did, "The stream ends.", "arrival-not-seen")
        if got != wanted:
            did = f"A reader got {count(len(got), 'event')}: {shown(got, 120)}."
            return missed(did, f"{shown(wanted, 120)}.", "events-of-another-train")
        if heard.ended is None:
            did = "The train had arrived, and the stream was still open."
            return missed(did, "The stream ends.", "arrival-not-seen")
    if len(ride.lines) > len(ride.readers):
        did = (
            f"For {count(len(ride.readers), 'stream')} you opened {count(len(ride.lines), 'line')}."
        )
        return missed(did, "One line for each stream.", "line-opened-again")
    return met("Each reader got the train and its positions.")


def _moments(evidence: Evidence) -> Finding:
    for heard, line in zip(heard_of(evidence), evidence.result.lines, strict=False):
        due = line.opened
        for event, (pause, place) in zip(script_of(heard.chunks).events[1:], PLAN, strict=False):
            due = round(due + pause, 6)
            if abs(event.at - due) > ROUNDING:
                did = f"The line gave {shown(place)} at {seconds(due)}. You sent it at {seconds(event.at)}."
                return missed(did, "At once.", "position-late", in_time=True)
    return met("Each position was sent at once.")


def _lets_go(evidence: Evidence) -> Finding:
    held: list[int] = evidence.result.held
    if not any(held):
        return met("No connection was open while something was sent.")
    did = f"While the stream was sent, {count(max(held), 'connection')} "
    did += f"to the database {'was' if max(held) == 1 else 'were'} open for it."
    expected = "0 connections, from the first event on."
    if not uses(evidence, r"close_old_connections|close_all|connection\.close|\bquery\("):
        return missed(did, expected, "stream-holds-connection")
    if lets_go_after_a_yield(evidence.source):
        return missed(did, expected, "let-go-too-late")
    bridged = uses(evidence, r"sync_to_async\s*\(|@sync_to_async|\bquery\(")
    other = uses(evidence, r"to_thread|thread_sensitive\s*=\s*False|run_in_executor")
    key = "let-go-too-early" if bridged and not other else "let-go-in-another-thread"
    return missed(did, expected, key)


def _hangs_up(evidence: Evidence) -> Finding:
    ride: Ride = evidence.result
    if not ride.left_open:
        return met("Every line was hung up.")
    line = ride.left_open[0]
    ends = {
        ARRIVES: "The train had arrived.",
        LEAVES: "The reader left after 15 s.",
        AT_ONCE: "The reader left before the first event.",
        DIALLING: "The reader left while the line was opened.",
        FIRST: "The reader left while the first event was on its way.",
        SLOW: "The reader needed long for each event.",
        LOST: "The line raised `ConnectionError`.",
    }
    did = f"{ends[evidence.trial]} The line to {line.train} was open for ever."
    first = ride.readers[0]
    early = evidence.trial == AT_ONCE and line.opened <= first.returned
    key = "opened-before-the-stream" if early else "train-line-left-open"
    if evidence.trial == FIRST:
        key = "try-begins-too-late"
    return missed(did, "It is hung up when the stream is over.", key)


def _not_cut(evidence: Evidence) -> Finding:
    heard = heard_of(evidence)[0]
    if heard.ended is None and heard.stopped is not None:
        did = f"An event needs {PACE} s on this line. Your stream broke off at {seconds(heard.stopped)}."
        return missed(did, "It goes on.", "clock-around-the-yield", in_time=True)
    return met("A slow line changed nothing.")


def _passes(evidence: Evidence) -> Finding:
    heard = heard_of(evidence)[0]
    if isinstance(heard.failed, ConnectionError):
        return met("The error came out of the stream.")
    how = "went on" if heard.ended is None else "ended as if the train had arrived"
    did = f"The line raised `ConnectionError`. Your stream {how}."
    return missed(did, "The stream breaks off with this error.", "train-hides-error")


def _judged(text: str, judge: Callable[[Evidence], Finding], trial: str = "") -> Requirement:
    return Requirement(text, if_stream(judge), trial)


FOLLOW_TRAIN = Task(
    name="follow_train",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(ARRIVES, _trial(_two), prepare=_ready),
        Trial(LEAVES, _trial(_leaves), prepare=_ready),
        Trial(AT_ONCE, _trial(_at_once), prepare=_ready),
        Trial(DIALLING, _trial(_dialling), prepare=_ready),
        Trial(FIRST, _trial(_first), prepare=_ready),
        Trial(SLOW, _trial(_slow), prepare=_ready),
        Trial(LOST, _trial(_lost, fails=12.5), prepare=_ready),
    ),
    requirements=(
        IS_A_STREAM,
        of_type("text/event-stream"),
        _judged("Sends the train and its positions, and ends", _events, ARRIVES),
        _judged("Sends each position at once", _moments, ARRIVES),
        _judged("Holds no connection while it streams", _lets_go, ARRIVES),
        STOPS,
        _judged("Hangs up when the train has arrived", _hangs_up, ARRIVES),
        _judged("Hangs up when the reader leaves", _hangs_up, LEAVES),
        _judged("Hangs up when the reader leaves at once", _hangs_up, AT_ONCE),
        _judged("Leaves no line open when the reader leaves before that", _hangs_up, DIALLING),
        _judged("Hangs up when the reader leaves at the first event", _hangs_up, FIRST),
        _judged("A slow line cuts nothing off", _not_cut, SLOW),
        _judged("Hangs up after an error", _hangs_up, LOST),
        _judged("Errors are passed on", _passes, LOST),
    ),
    hints=(
        "Two things are held: a connection and a line. Until when is each of them needed?",
        "The connection is needed for the query only. Where did the query run, and how do you get a plain function "
        "to run there?",
        "The line belongs to the stream, so open it in the generator. After that comes `try`, with the loop inside, "
        "and `finally`.",
        "`await sync_to_async(close_old_connections)()` stands between the query and the response. In the generator: "
        "`while (place := await line.position()) is not None:`, and in its `finally`, `await line.hang_up()`.",
    ),
    why=(
        "The query ran in the request's other thread, so the connection is closed there, before the first event. The "
        "line is opened and hung up by the generator, which runs as long as the stream does. A `finally` covers the "
        "arrival, the reader who leaves, and the error."
    ),
    reflect="Before you go on, say which of the two would be released if you had only the `finally`.",
)
