"""`offers_live`: the planner as a stream of offers that ends with its deadline, or with its reader."""

from __future__ import annotations

from collections import Counter
from typing import Any

from nightline.checks.court import SET
from nightline.checks.court import live_mistakes as live_mistakes  # used by their names
from nightline.checks.court.carriers import FREE, OFFERS, PRICES
from nightline.checks.court.live_endings import (
    hides_nothing,
    leaves_at_once,
    stops,
    strikes_its_wait,
)
from nightline.checks.court.live_trials import (
    AT_ONCE,
    ENOUGH,
    EVENINGS,
    LEAVES,
    MINE,
    SHORT,
    SLOW,
    STRANGE,
    listen,
)
from nightline.checks.court.page_mistakes import own_limit
from nightline.checks.court.stream import Heard
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Judge,
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


def _of_streams(judge: Judge) -> Judge:
    """A judge that cannot tell when there was no stream, and is not asked about readers who left."""

    def of_stream(evidence: Evidence) -> Finding | None:
        if evidence.trial not in (ENOUGH, SHORT):
            return met("Judged by itself.")
        return judge(evidence) if evidence.result.is_stream else None

    return of_stream


def _is_async(evidence: Evidence) -> Finding:
    if evidence.result.is_generator:
        did = "Your view has a `yield`, so a call of it makes a generator."
        return missed(did, "A view that returns a response.", "live-view-is-a-generator")
    if not evidence.result.is_async:
        did = "Your view is a plain `def`, so Django runs it in a thread of its own."
        return missed(did, "An `async def` view, which Django awaits.", "view-in-a-thread")
    return met("Django awaited your view.")


def _is_stream(evidence: Evidence) -> Finding | None:
    heard: Heard = evidence.result
    if not heard.is_async:
        return None
    if heard.stream.returned > ROUNDING:
        did = f"Your view returned its response at {seconds(heard.stream.returned)}."
        return missed(did, "At once. Then the stream begins.", "live-starts-in-the-view")
    if heard.stream.kind == "none":
        did = f"You returned {'`None`' if heard.stream.made == 'NoneType' else f'`{heard.stream.made}`'}."
        key = "nothing-returned" if heard.stream.made == "NoneType" else "live-no-response"
        return missed(did, "A `StreamingHttpResponse`.", key)
    if heard.stream.kind == "whole":
        did = f"You returned a response of type `{heard.stream.made}`."
        return missed(did, "A `StreamingHttpResponse`.", "live-no-stream")
    if heard.stream.kind == "sync":
        did = "You gave the response a plain generator, or a list."
        return missed(did, "An asynchronous generator.", "live-plain-generator")
    kind = heard.stream.headers.get("content-type", "").partition(";")[0]
    if kind != "text/event-stream":
        did = f"The content type is {kind}."
        return missed(did, "text/event-stream.", "live-other-type")
    return met("Your view returned a stream of events.")


def _limit(evidence: Evidence) -> Finding:
    evening, most = EVENINGS[evidence.trial], evidence.most_in_flight
    expected = f"At most {evening.limit} open, and at some moment exactly {evening.limit}."
    if not evidence.calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    again = [who for who, times in Counter(c.who for c in evidence.calls).items() if times > 1]
    if again:
        did = f"{count(len(evidence.calls), 'question')} were sent, and {again[0]} got two."
        return missed(did, "Each carrier is asked once.", "asked-twice")
    if most > evening.limit:
        did = f"{count(most, 'question')} were open at once."
        key = "page-limit-in-each-call" if own_limit(evidence, MINE) else "too-many-in-flight"
        return missed(did, expected, key, in_time=True)
    if most < evening.limit:
        did = f"Never more than {count(most, 'question')} {'was' if most == 1 else 'were'} open."
        key = "one-by-one" if most == 1 else "page-limit-not-used"
        return missed(did, expected, key, in_time=True)
    asked = [call.who for call in evidence.calls]
    if asked != (right := [name for name in OFFERS if name in asked]):
        pair = next(pair for pair in zip(asked, right, strict=True) if pair[0] != pair[1])
        shuffled = "as_completed" in evidence.source
        key = "live-as-completed-shuffles" if shuffled else "page-asks-in-another-order"
        did = f"You asked {pair[0]} before {pair[1]}."
        return missed(did, f"{pair[1]} comes first.", key, in_time=True)
    return met(f"At most {count(most, 'question')} open at once.")


def _at_once(evidence: Evidence) -> Finding:
    heard, evening = evidence.result, EVENINGS[evidence.trial]
    if heard.stream.text and not all(name for _, name, _ in heard.events):
        return missed(
            f"Your stream began with {shown(heard.stream.text[:40])}.",
            "Events.",
            "live-not-an-event",
        )
    for _, name, data in heard.events:
        if name not in ("offer", "end"):
            did = f"Your stream has an event called {shown(name)}."
            return missed(did, "Events called `offer`, and one called `end`.", "live-other-event")
        if not isinstance(data, dict):
            did = f"The data of an event is {shown(data)}, of type `{type(data).__name__}`."
            return missed(did, 'Data such as `{"carrier": …}`.', "live-data-no-object")
    sent = {
        data.get("carrier"): (moment, data)
        for moment, name, data in heard.events
        if name == "offer" and isinstance(data, dict)
    }
    for name in evening.there:
        due = evening.ends[name]
        if name not in sent:
            if finding := _lost(evidence, name, sent):
                return finding
            continue
        moment, data = sent[name]
        if data != {"carrier": name, "price": PRICES[name]}:
            expected = shown({"carrier": name, "price": PRICES[name]})
            return missed(f"An offer says {shown(data)}.", f"{expected}.", "live-other-offers")
        if moment > due + ROUNDING:
            did = f"{name} answered at {seconds(due)}, and its offer was sent at {seconds(moment)}."
            order = [who for who in sent if who in OFFERS]
            in_order = order == [who for who in OFFERS if who in order]
            late = moment >= evening.due - ROUNDING and not in_order
            key = "live-order-of-carriers" if in_order and not late else "live-all-at-the-end"
            moments = {m for m, _ in sent.values()}
            key = "live-all-at-the-end" if len(moments) == 1 else key
            if key == "live-all-at-the-end" and len(moments) > 2 and "sleep(" in evidence.source:
                key = "live-looks-now-and-then"
            return missed(did, "Its offer at that moment.", key, in_time=True)
    return met(f"{count(len(evening.there), 'offer')}, each at its moment.")


def _lost(evidence: Evidence, name: str, sent: dict[Any, Any]) -> Finding | None:
    evening = EVENINGS[evidence.trial]
    did = f"{name} answered at {seconds(evening.ends[name])}, and no event has its offer."
    expected = f"{count(len(evening.there), 'offer')}."
    if name == FREE and len(sent) == len(evening.there) - 1:
        return missed(f"{did} Its price was 0.", expected, "live-free-lost")
    failed = [evening.ends[who] for who in evening.failing]
    heard: Heard = evidence.result
    over = heard.stream.ended if heard.stream.ended is not None else 0.0
    if any(abs(over - moment) <= ROUNDING for moment in failed):
        return missed(did, expected, "live-failed-ends-it")
    if not sent:
        return missed(f"{did} {len(sent)} offers were sent.", expected, "live-all-at-the-end")
    if over < evening.ends[name] - ROUNDING:
        return missed(did, expected, "live-end-too-early")
    return missed(did, expected, "live-other-offers")


def _ends(evidence: Evidence) -> Finding:
    heard, evening = evidence.result, EVENINGS[evidence.trial]
    wanted = {"missing": evening.missing}
    ends = [(moment, data) for moment, name, data in heard.events if name == "end"]
    over = heard.stream.ended
    if over is None or over > evening.due + ROUNDING:
        did = (
            "Your stream did not end." if over is None else f"Your stream ended at {seconds(over)}."
        )
        each = "timeout(" in evidence.source and "timeout_at" not in evidence.source
        key = "live-deadline-at-each" if each or "wait_for" in evidence.source else ""
        if failed := _failed_with(evidence):
            did += f" `{failed}` had ended with a `ConnectionError`."
            key = "live-failure-not-caught"
        key = key or "live-end-too-late"
        return missed(f"{evening.told} {did}", evening.why, key, in_time=True)
    if heard.stream.cut or not ends or heard.last != "end":
        did = f"Your stream ended at {seconds(over)}. Its last event was {shown(heard.last)}."
        return missed(did, f"The event `end` with {shown(wanted)}.", "live-no-end")
    moment, data = ends[-1]
    if moment < evening.due - ROUNDING:
        did = f"{evening.told} Your event `end` came at {seconds(moment)}."
        return missed(did, evening.why, "live-end-too-early", in_time=True)
    if data != wanted:
        did, expected = f"{evening.told} Your event `end` says {shown(data)}.", f"{shown(wanted)}."
        got = data.get("missing") if isinstance(data, dict) else None
        if not isinstance(got, list):
            return missed(did, expected, "wrong-key")
        names = {str(name) for name in got}
        if sorted(map(str, got)) == sorted(evening.missing):
            return missed(did, expected, "page-missing-mixed")
        key = "live-priced-missing" if names > set(evening.missing) else "page-only-failed-missing"
        return missed(did, expected, key)
    return met(f"Your stream ended at {seconds(over)}, and told who was missing.")


def _failed_with(evidence: Evidence) -> str:
    """The function of the answer that a carrier's error left; empty if there is none."""
    left = [row.name for row in evidence.rows if "ConnectionError" in (row.error or "")]
    return next((name for name in left if name != evidence.asked), "")


def _nothing_open(evidence: Evidence) -> Finding:
    heard = evidence.result
    over = heard.stream.ended if heard.stream.ended is not None else 0.0
    late = [call for call in evidence.calls if call.end is None or call.end > over + ROUNDING]
    if late:
        did = f"Your stream ended at {seconds(over)}, and {late[0].who} was still asked."
        return missed(did, "No question is open.", "live-questions-go-on", in_time=True)
    return met("No question was open at the end.")


OFFERS_LIVE = Task(
    name=MINE,
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(Trial(name, listen, prepare=prepare) for name in EVENINGS),
    requirements=(
        Requirement("Django can await the view", _is_async),
        Requirement("Returns a stream of events at once", _is_stream),
        Requirement("Keeps the limit of the address, and uses it", _of_streams(_limit)),
        Requirement("Sends each offer at the moment of its answer", _of_streams(_at_once)),
        Requirement("Ends with the last answer, or at the deadline", _of_streams(_ends)),
        Requirement("No question stays open", _of_streams(_nothing_open)),
        Requirement("Ends when its reader leaves", stops, LEAVES),
        Requirement("Asks nobody if its reader left before it began", leaves_at_once, AT_ONCE),
        Requirement("A slow reader gets the last event too", strikes_its_wait, SLOW),
        Requirement("Hides no error but that of a carrier", hides_nothing, STRANGE),
    ),
    hints=(
        "What does each task do with its price, so that the generator can send it at that moment? The "
        "branch line of lesson 24 has such a place.",
        "The generator counts answers, not offers: a failed carrier answers too. What could a task put "
        "into the queue when its carrier fails?",
        "A deadline for the whole stream is a moment, not a length. Compute it once, and give it to "
        "`asyncio.timeout_at` (lesson 06) around each `await arrived.get()`. The `yield` stands outside of it.",
        "`try:` the loop over the answers, `except TimeoutError: pass`, `finally:` cancel each task and wait "
        "for them. Behind it the last `yield`, with the names that have no price.",
    ),
    why=(
        "The queue brings the next answer, whoever it is from. The timeout stands around the wait only, "
        "and `finally` runs at every end."
    ),
    reflect="You have finished the course. Which of its sentences would you still like to put on trial?",
)
