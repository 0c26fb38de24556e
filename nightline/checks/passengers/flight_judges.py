"""What a right `cached_quote` does: the judges of its requirements."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from nightline.checks.passengers import flights, lost_flights  # noqa: F401  (register mistakes)
from nightline.checks.passengers.crowd import CROWD, MOMENTS, OVER_TIME, TOGETHER
from nightline.checks.views.reading import TASK_MAKERS, nobody_asked, uses
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)


def one_question_each(evidence: Evidence) -> Finding:
    calls = evidence.calls
    sent = f"{count(len(CROWD), 'visitor')} sent {count(len(calls), 'question')}."
    if any(isinstance(end, asyncio.Future) for end in evidence.result.results):
        did = "You returned an object that still waits for the price."
        return missed(did, "The price.", "wait-returned")
    expected = f"{count(len(TOGETHER), 'question')}, one to each carrier."
    if not calls:
        return nobody_asked(evidence)
    if len(calls) < len(TOGETHER):
        return missed(sent, expected, "flight-of-another")
    if len(calls) > len(TOGETHER):
        return missed(sent, expected, _why_many(evidence), in_time=True)
    return met(sent)


def _why_many(evidence: Evidence) -> str:
    """Which mistake it is that more than one question was sent to a carrier."""
    stored = evidence.result.stored
    if re.search(r"add_done_callback\(\s*\w+\.pop\(", evidence.source):
        return "callback-called-now"
    if not uses(evidence, *TASK_MAKERS):
        return "stampede"
    if not stored and uses(evidence, "on_the_way"):
        return "flight-not-shared"
    return "flight-not-awaited" if 0 < stored <= len(TOGETHER) else "look-then-fly"


def right_prices(evidence: Evidence) -> Finding:
    for name, price in zip(CROWD, evidence.result.results, strict=True):
        right = TOGETHER[name].answer
        if price != right and price in (offer.answer for offer in TOGETHER.values()):
            did = f"Who asked for {name} got {shown(price)}."
            return missed(did, f"{shown(right)}.", "flight-of-another")
        finding = compare(_of(evidence, price), right)
        if not finding.passed:
            return finding
    return met("Every visitor got the price of their carrier.")


def _of(evidence: Evidence, result: Any) -> Evidence:
    return Evidence(evidence.trial, evidence.source, result=result)


def at_the_same_time(evidence: Evidence) -> Finding:
    longest = max(offer.delay for offer in TOGETHER.values())
    took = f"The last visitor had the price at {seconds(evidence.seconds)}."
    if evidence.seconds > longest + ROUNDING:
        key = "one-lock-for-all" if evidence.most_in_flight < len(TOGETHER) else "waited-longer"
        return missed(took, f"{seconds(longest)}.", key, in_time=True)
    return met(took)


def for_a_minute(evidence: Evidence) -> Finding:
    asked = evidence.result.asked
    for name, price in zip([*OVER_TIME] * len(MOMENTS), evidence.result.results, strict=True):
        if price != OVER_TIME[name].answer:
            did = f"Who asked for {name} got {shown(price)}."
            return missed(did, f"{shown(OVER_TIME[name].answer)}.", "flight-of-another")
    per = len(OVER_TIME)
    rounds = [asked[at * per : (at + 1) * per] for at in range(len(MOMENTS))]
    known = len(OVER_TIME)
    for moment, (first, second) in zip(MOMENTS[1:3], rounds[1:3], strict=True):
        if second > known:
            did = f"{moment} s after the first question, a visitor caused another one."
            key = "zero-is-a-price" if first == known else "not-kept"
            if moment > 30:
                key = "kept-too-short"
            return missed(did, "The price that is kept.", key)
    if asked[-1] < 2 * known:
        did = f"A visitor who came at {MOMENTS[-1]} s got the price of an earlier question."
        key = "kept-for-ever"
        if uses(evidence, "aset", "set", "aadd", "add", "aget_or_set", "get_or_set"):
            key = "flight-stays" if evidence.result.left else "kept-too-long"
        if any("in callback" in message for message in evidence.loop_messages):
            key = "callback-failed"
        return missed(did, "A new question: the price may be 60 s old.", key)
    return met("A price was kept for a minute, and asked for again after it.")


def fails_for_all(evidence: Evidence) -> Finding:
    results, asked = evidence.result.results, evidence.result.asked[0]
    ten, last = results[:10], results[10]
    other = [end for end in ten if not isinstance(end, ConnectionError)]
    if other:
        did = f"The carrier failed, and a visitor got {_end(other[0])}."
        key = "waited-for-ever" if isinstance(other[0], asyncio.CancelledError) else "error-lost"
        return missed(did, "`ConnectionError` for all ten.", key)
    if asked > 1:
        did = f"The carrier failed, and {count(asked, 'question')} were sent one after another."
        key = "asked-after-a-failure" if uses(evidence, *TASK_MAKERS) else "each-asks-in-turn"
        return missed(did, "One question, and its error for all.", key)
    if isinstance(last, BaseException):
        did = f"Later the carrier was well again, and the next visitor got {_end(last)}."
        return missed(did, "The price, 118.", _why_kept(evidence))
    if last != 118:
        did = f"The next visitor got {shown(last)}."
        return missed(did, "The price, 118.", _why_kept(evidence))
    return met("All ten got the error, and the next visitor the price.")


def _why_kept(evidence: Evidence) -> str:
    if any("in callback" in message for message in evidence.loop_messages):
        return "callback-failed"
    kept_as_value = not evidence.result.left and uses(evidence, "aset", "set", "aadd", "add")
    return "error-in-the-cache" if kept_as_value else "failure-kept"


def leaves_alone(evidence: Evidence) -> Finding:
    first, third, _, after = evidence.result.results
    for who, ends in (("who came first", first), ("who came last", third)):
        bad = [end for end in ends if end != 76]
        if bad:
            did = f"The visitor {who} left, and another one got {_end(bad[0])}."
            return missed(did, "The others get the price.", "leaver-takes-all")
    if after != [76]:
        did = f"All visitors left, and one who came later got {_end(after[0])}."
        return missed(did, "The price.", "dead-flight-kept")
    if evidence.swallowed:
        did = "A visitor who left was cancelled, and your function went on."
        return missed(did, "It ends with `CancelledError`.", "swallowed-cancel")
    if evidence.result.asked[0] > 1:
        did = f"One visitor left, and {count(evidence.result.asked[0], 'question')} were sent."
        key = "asked-again-for-those-who-stay"
        if uses(evidence, "shield"):
            key = "flight-removed-by-a-visitor"
        return missed(did, "One question.", key)
    return met("Who left ended alone.")


def cache_is_awaited(evidence: Evidence) -> Finding:
    if times := evidence.result.on_loop:
        did = f"The cache was used {count(times, 'time')} in the thread of the loop."
        return missed(did, "The loop waits for no look into the cache.", "plain-cache")
    return met("The loop did not wait for the cache.")


def _end(end: object) -> str:
    if isinstance(end, BaseException):
        return f"`{type(end).__name__}`"
    return shown(end)
