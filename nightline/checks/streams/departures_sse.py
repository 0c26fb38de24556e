"""`departures_sse`: reports as events, with a bookmark, a heartbeat and an end."""

from __future__ import annotations

import re
from collections.abc import Callable

from nightline.checks.streams import SET
from nightline.checks.streams import sse_mistakes as sse_mistakes
from nightline.checks.streams.boards import (
    BACK,
    BEAT,
    BOOKMARK,
    COMES,
    DOWN,
    FROM_START,
    OTHER_BEAT,
    SLOW,
    comes_back,
    due,
    network_is_down,
    of_reports,
    on_a_slow_line,
    trial,
    two_displays,
)
from nightline.checks.streams.reports import OFTEN, PLAN
from nightline.checks.streams.server_sent import Event, Script
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
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

FIELD_IN_COMMENT = re.compile(r"^:.+?(?:id|event|data):")


def _form(evidence: Evidence) -> Finding:
    if evidence.trial in (SLOW, DOWN):
        return met("Each report came as one whole event.")
    script: Script = evidence.result.scripts[0]
    finding = _form_of(evidence, script)
    mixed = [line for line in script.remarks if FIELD_IN_COMMENT.match(line)]
    if mixed and not finding.passed:  # a part of an event went with the comment before it
        did = f"You sent the line {shown(mixed[0])}."
        return missed(did, "The comment has a line of its own.", "heartbeat-not-ended")
    return finding


def _form_of(evidence: Evidence, script: Script) -> Finding:
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
    reports = of_reports(script)
    if script.merged or (script.unended and len(reports) < len(PLAN)):
        did = "You sent several events as one block of lines, with no empty line between them."
        if not script.merged:
            did = f"You sent {shown(script.unended[0])}, and no empty line after it."
        return missed(did, expected, "event-not-ended")
    return next(
        (finding for event in reports if (finding := _of_event(event))),
        met("Each report came as one whole event."),
    )


def _of_event(event: Event) -> Finding | None:
    """What is wrong with the event of a report; None when nothing is."""
    by_text = (r for _, r in PLAN if r.text.splitlines()[0] in event.data)
    report = next(by_text, None) or next(r for _, r in PLAN if str(r.number) == event.number)
    if event.number != str(report.number):
        did = f"The event of report {report.number} has "
        if not event.number:
            return missed(f"{did}no `id:`.", f"`id: {report.number}`.", "event-without-id")
        did += f"the id {shown(event.number)}."
        return missed(did, f"`id: {report.number}`.", "event-with-other-id")
    if event.name != "report":
        did = "An event has "
        did += f"the name {shown(event.name)}." if event.name else "no `event:`."
        return missed(did, "`event: report`.", "event-without-name")
    if event.data != report.text:
        did = f"Report {report.number} came with the data {shown(event.data)}."
        return missed(did, f"{shown(report.text)}.", "event-with-other-data")
    return None


def _reports(evidence: Evidence) -> Finding | None:
    if not _form(evidence).passed:
        return None  # what is no event cannot be counted
    back = evidence.trial == BACK
    comes = [COMES] if back else [0.0, COMES]
    for heard, script, came in zip(heard_of(evidence), evidence.result.scripts, comes, strict=True):
        if heard.ended is not None:
            did = f"Your stream came to its end at {seconds(heard.ended)}. The display was still there."
            return missed(did, "It goes on until the display leaves.", "stream-ends-early")
        wanted, _ = due(came, BOOKMARK if back else 0)
        numbers, events = [r.number for _, r in wanted], of_reports(script)
        got = [int(event.number or 0) for event in events]
        if got != numbers:
            return _other_reports(got, numbers, back)
        for event, (at, report) in zip(events, wanted, strict=True):
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


def _beats(evidence: Evidence) -> Finding | None:
    reports = _reports(evidence)
    if reports is None or not reports.passed:
        return None  # the silences lie elsewhere then
    back = evidence.trial == BACK
    beat, bookmark = (OTHER_BEAT, BOOKMARK) if back else (BEAT, 0)
    for script, came in zip(
        evidence.result.scripts, [COMES] if back else [0.0, COMES], strict=True
    ):
        _, beats = due(came, bookmark, beat)
        own = set(map(id, of_reports(script)))
        others = [event for event in script.events if id(event) not in own]
        expected = f"A comment at {', '.join(map(seconds, beats))}."
        if others:
            did = f"At {seconds(others[0].at)} you sent an event with the data {shown(others[0].data)}."
            return missed(did, expected, "heartbeat-as-event")
        sent = sorted(set(script.comments) - {came})
        if not sent:
            did = f"You sent no comment, also not in a silence of more than {beat} s."
            return missed(did, expected, "no-heartbeat")
        if not _same(sent, beats):
            did = f"You sent a comment at {', '.join(map(seconds, sent))}."
            fixed = back and _same(sent, due(came, bookmark)[1])
            if fixed:
                did = f"`HEARTBEAT` was {beat} this time. {did}"
            key = "heartbeat-is-a-number" if fixed else "heartbeat-by-the-clock"
            return missed(did, expected, key, in_time=True)
    return met(f"A comment came after each {beat} s of silence.")


def _same(sent: list[float], beats: list[float]) -> bool:
    near = (abs(a - b) <= ROUNDING for a, b in zip(sent, beats, strict=False))
    return len(sent) == len(beats) and all(near)


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


def _judged(text: str, judge: Callable[[Evidence], Finding | None], trial: str = "") -> Requirement:
    return Requirement(text, if_stream(judge), trial)


DEPARTURES_SSE = Task(
    name="departures_sse",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(FROM_START, trial(two_displays), prepare=prepare),
        Trial(BACK, trial(comes_back, beat=OTHER_BEAT), prepare=prepare),
        Trial(SLOW, trial(on_a_slow_line), prepare=prepare),
        Trial(DOWN, trial(network_is_down, fails=40.2), prepare=prepare),
    ),
    requirements=(
        IS_A_STREAM,
        of_type("text/event-stream"),
        _judged("Each report is a whole event", _form),
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
