"""`departures_sse`: reports as events, with a bookmark, a heartbeat and an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nightline.checks.streams import SET
from nightline.checks.streams import sse_mistakes as sse_mistakes
from nightline.checks.streams.readers import Heard, wall
from nightline.checks.streams.reports import OFTEN, PLAN, Report, Source
from nightline.checks.streams.server_sent import Event, Script, script_of
from nightline.checks.streams.texts import IS_A_STREAM, STOPS, heard_of, if_stream, of_type
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

BEAT = 15


FROM_START, BACK, SLOW, DOWN = (
    "two displays",
    "a display that comes back",
    "a display on a slow line",
    "the network is down",
)
STAYS, COMES, BOOKMARK = 70.0, 10.0, 8


@dataclass
class Boards:
    """What the displays of a trial got, and whether something still waited after they had left."""

    readers: list[Heard]
    source: Source
    waiting: int = 0

    @property
    def scripts(self) -> list[Script]:
        return [script_of(heard.chunks) for heard in self.readers]


def _trial(play: Callable[[Any], Any], fails: float = float("inf")) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Boards:
        source = Source(stage, fails)
        stage.lend(next_report=source.next_report, HEARTBEAT=BEAT)
        async with wall(stage, answer, ConnectionError) as hall:
            readers = await play(hall)
            await asyncio.sleep(1)
            boards = Boards(readers, source, source.waiting)
        for heard in readers:
            if heard.failed and not isinstance(heard.failed, ConnectionError):
                raise heard.failed
        return boards

    return run


async def _from_start(hall: Any) -> list[Heard]:
    async def later() -> Heard:
        await asyncio.sleep(COMES)
        return await hall.read(leaves=STAYS - COMES)  # type: ignore[no-any-return]

    return list(await asyncio.gather(hall.read(leaves=STAYS), later()))


async def _back(hall: Any) -> list[Heard]:
    await asyncio.sleep(COMES)
    return [await hall.read(last=str(BOOKMARK), leaves=STAYS - COMES)]


async def _slow(hall: Any) -> list[Heard]:
    return [await hall.read(leaves=150, pace=BEAT + 5)]


async def _down(hall: Any) -> list[Heard]:
    return [await hall.read(leaves=50)]


def _due(comes: float, bookmark: int) -> tuple[list[tuple[float, Report]], list[float]]:
    """When each report and each heartbeat must be sent to a display."""
    reports = [(max(at, comes), r) for at, r in PLAN if r.number > bookmark]
    beats, last = [], comes
    for at in [*(at for at, _ in reports), STAYS]:
        while last + BEAT < at:
            last += BEAT
            beats.append(round(last, 6))
        last = at
    return reports, beats


def _of(script: Script) -> list[Event]:
    """The events that mean a report, right or wrong. The others are heartbeats with data."""
    known = {str(r.number) for _, r in PLAN}
    texts = [r.text.splitlines()[0] for _, r in PLAN]
    return [e for e in script.events if e.number in known or any(text in e.data for text in texts)]


def _form(evidence: Evidence) -> Finding:
    script: Script = evidence.result.scripts[0]
    expected = "Each report as one event, ended by an empty line."
    if evidence.result.source.again > OFTEN:
        did = f"You asked for the next report with the same number more than {OFTEN} times."
        return missed(did, "Each report once.", "report-again-and-again")
    strays = [line for line in script.strays if line]
    seconds_of = {line for _, r in PLAN for line in r.text.splitlines()[1:] if line}
    if strays:
        key = "line-without-data" if seconds_of & set(strays) else "line-without-field"
        return missed(f"You sent the line {shown(strays[0])}.", expected, key)
    if script.empty:
        did = f"You sent {count(script.empty, 'block')} without `data:`."
        return missed(did, expected, "event-torn")
    if script.merged or (script.unended and len(_of(script)) < len(PLAN)):
        did = "You sent several events as one block of lines, with no empty line between them."
        if not script.merged:
            did = f"You sent {shown(script.unended[0])}, and no empty line after it."
        return missed(did, expected, "event-not-ended")
    for event in _of(script):
        report = next(
            (
                r
                for _, r in PLAN
                if r.text.splitlines()[0] in event.data or str(r.number) == event.number
            )
        )
        if event.number != str(report.number):
            did = f"The event of report {report.number} has " + (
                f"the id {shown(event.number)}." if event.number else "no `id:`."
            )
            return missed(did, f"`id: {report.number}`.", "event-without-id")
        if event.name != "report":
            did = "An event has " + (
                f"the name {shown(event.name)}." if event.name else "no `event:`."
            )
            return missed(did, "`event: report`.", "event-without-name")
        if event.data != report.text:
            did = f"Report {report.number} came with the data {shown(event.data)}."
            return missed(did, f"{shown(report.text)}.", "event-with-other-data")
    return met("Each report came as one whole event.")


def _reports(evidence: Evidence) -> Finding:
    back = evidence.trial == BACK
    comes = [COMES] if back else [0.0, COMES]
    for script, came in zip(evidence.result.scripts, comes, strict=True):
        due, _ = _due(came, BOOKMARK if back else 0)
        numbers, events = [r.number for _, r in due], _of(script)
        got = [int(event.number or 0) for event in events]
        if got != numbers:
            return _other_reports(got, numbers, back)
        for event, (at, report) in zip(events, due, strict=True):
            if abs(event.at - at) > ROUNDING:
                did = f"Report {report.number} was there at {seconds(at)}. You sent it at "
                return missed(f"{did}{seconds(event.at)}.", "At once.", "report-late", in_time=True)
    return met("Each report was sent once, and at once.")


def _other_reports(got: list[int], numbers: list[int], back: bool) -> Finding:
    expected = f"The reports {', '.join(map(str, numbers))}."
    did = (
        f"A display got the reports {', '.join(map(str, got))}."
        if got
        else "A display got no report."
    )
    if back:
        did = f"A display came back with the bookmark {BOOKMARK}. It got "
        did += f"the reports {', '.join(map(str, got))}." if got else "no report."
        if got and got[0] < BOOKMARK:
            return missed(did, expected, "bookmark-ignored")
        if got and got[0] == BOOKMARK:
            return missed(did, expected, "bookmark-sent-again")
    return missed(did, expected, "report-skipped")


def _beats(evidence: Evidence) -> Finding:
    back = evidence.trial == BACK
    for script, came in zip(
        evidence.result.scripts, [COMES] if back else [0.0, COMES], strict=True
    ):
        _, beats = _due(came, BOOKMARK if back else 0)
        own = set(map(id, _of(script)))
        others = [event for event in script.events if id(event) not in own]
        expected = f"A comment at {', '.join(map(seconds, beats))}."
        if others:
            did = f"At {seconds(others[0].at)} you sent an event with the data {shown(others[0].data)}."
            return missed(did, expected, "heartbeat-as-event")
        sent = sorted(set(script.comments) - {came})
        if not sent:
            did = "You sent no comment, also not in a silence of more than 15 s."
            return missed(did, expected, "no-heartbeat")
        if len(sent) != len(beats) or any(
            abs(a - b) > ROUNDING for a, b in zip(sent, beats, strict=True)
        ):
            did = f"You sent a comment at {', '.join(map(seconds, sent))}."
            return missed(did, expected, "heartbeat-by-the-clock", in_time=True)
    return met(f"A comment came after each {BEAT} s of silence.")


def _unheard(evidence: Evidence) -> Finding:
    if waiting := evidence.result.waiting:
        did = f"All displays had left. {count(waiting, 'call')} of `next_report` still waited."
        return missed(did, "None.", "listens-for-nobody")
    return met("Nothing waited for a report any more.")


def _not_cut(evidence: Evidence) -> Finding:
    heard = heard_of(evidence)[0]
    if heard.left is None and heard.stopped is not None:
        did = f"A chunk needs {BEAT + 5} s on this line. Your stream broke off at {seconds(heard.stopped)}."
        return missed(did, "It goes on.", "clock-around-the-yield", in_time=True)
    return met("A slow line changed nothing.")


def _passes(evidence: Evidence) -> Finding:
    heard = heard_of(evidence)[0]
    if isinstance(heard.failed, ConnectionError):
        return met("The error came out of the stream.")
    if heard.ended is not None:
        did = "`next_report` raised `ConnectionError`. Your stream ended as if all was said."
    else:
        did = "`next_report` raised `ConnectionError`. Your stream went on."
    return missed(did, "The stream breaks off with this error.", "stream-hides-error")


def _judged(text: str, judge: Callable[[Evidence], Finding], trial: str) -> Requirement:
    return Requirement(text, if_stream(judge), trial)


DEPARTURES_SSE = Task(
    name="departures_sse",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(FROM_START, _trial(_from_start), prepare=prepare),
        Trial(BACK, _trial(_back), prepare=prepare),
        Trial(SLOW, _trial(_slow), prepare=prepare),
        Trial(DOWN, _trial(_down, fails=40.2), prepare=prepare),
    ),
    requirements=(
        IS_A_STREAM,
        of_type("text/event-stream"),
        _judged("Each report is a whole event", _form, FROM_START),
        _judged("Each report comes once, and at once", _reports, FROM_START),
        _judged("A display that comes back gets what it missed", _reports, BACK),
        _judged("A silence has a heartbeat", _beats, FROM_START),
        _judged("A silence has a heartbeat, also after a return", _beats, BACK),
        STOPS,
        _judged("Nothing waits when all have left", _unheard, FROM_START),
        _judged("A slow line cuts nothing off", _not_cut, SLOW),
        _judged("Errors are passed on", _passes, DOWN),
    ),
    hints=(
        "Your generator has one thing to remember. What does it know at the start, and when does it change?",
        "One wait can end in two ways: a report is there, or the time is over. Which tool of lesson 06 does that, "
        "and which error does it raise?",
        "In `while True`: wait for the report inside `try`. On `TimeoutError`, yield `': still here\\n\\n'` and "
        "`continue`. Below it, remember the number, and yield the event.",
        "`async with asyncio.timeout(HEARTBEAT):` and in it `report = await next_report(seen)`. The data is "
        "`''.join(f'data: {line}\\n' for line in report.text.splitlines())`, and one more `\\n` ends the event.",
    ),
    why=(
        "A stream must remember only the number of its last report, so a display can come back with its bookmark. The "
        "timeout covers the wait for a report and nothing else. A cancellation is no `TimeoutError`, so it passes."
    ),
    reflect="Before you go on, say what happens if a report is made while your generator stands at its `yield`.",
)
