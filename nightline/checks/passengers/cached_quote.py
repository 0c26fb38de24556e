"""`cached_quote`: one question for all who want the same price, kept for a minute."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.passengers import SET, flights  # noqa: F401  (registers mistakes)
from nightline.checks.views.reading import uses
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.station import GRACE, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

RUSH = "fifty visitors, two carriers"
LATER = "one visitor after another"
BROKEN = "a carrier that fails once"
LEAVES = "visitors who leave"
TOGETHER = {"Aurora": Offer(0.4, 89), "Helvet": Offer(0.7, 129)}
CROWD = ("Aurora", "Helvet", "Aurora", "Aurora", "Helvet") * 10
OVER_TIME = {"Danube": Offer(0.2, 59), "Corvo": Offer(0.2, 0)}
MOMENTS = (0, 30, 55, 100)  # seconds
OUT_OF_ORDER = "Fjord is out of order"
CACHE = "nightline.checks.passengers.standins.TimedCache"
NOBODY_WAKES = (
    "Who had asked was gone, after an error or a cancellation. The others waited for ever."
)
_numbers = itertools.count()


@dataclass
class Kept:
    """What a trial saw.

    Args:
        results: what the visitors got, in the order in which they came.
        asked: how many questions had been sent after each part of the trial.
        on_loop: how often the cache was used in the loop's own thread.
    """

    results: list[Any] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    on_loop: int = 0


@contextlib.asynccontextmanager
async def _cache(stage: Stage, kept: Kept) -> AsyncIterator[None]:
    """An empty cache on the trial's clock, and an empty dict `on_the_way`."""
    from django.test import override_settings

    from nightline.checks.passengers.standins import TimedCache

    stage.loop.grace = GRACE
    stage.explain(deadlock=lambda: (NOBODY_WAKES, "leader-gone"))
    stage.lend(on_the_way={})
    TimedCache.now, TimedCache.on_loop = staticmethod(stage.loop.time), 0
    TimedCache.loop_thread = threading.get_ident()
    place = {"BACKEND": CACHE, "LOCATION": f"trial-{next(_numbers)}"}
    with override_settings(CACHES={"default": place}):
        try:
            yield
        finally:
            kept.on_loop, TimedCache.loop_thread = TimedCache.on_loop, 0


async def _rush(answer: Any, stage: Stage) -> Kept:
    kept = Kept()
    carriers = stage.carriers(TOGETHER)
    async with _cache(stage, kept):
        kept.results = await asyncio.gather(*(answer(name) for name in CROWD))
        kept.asked.append(len(carriers.calls))
    return kept


async def _later(answer: Any, stage: Stage) -> Kept:
    kept = Kept()
    carriers = stage.carriers(OVER_TIME)
    async with _cache(stage, kept):
        for moment in MOMENTS:
            await asyncio.sleep(moment - stage.loop.time())
            for name in OVER_TIME:
                kept.results.append(await answer(name))
                kept.asked.append(len(carriers.calls))
    return kept


async def _broken(answer: Any, stage: Stage) -> Kept:
    kept = Kept()
    carriers = stage.carriers({"Fjord": Offer(0.3, ConnectionError(OUT_OF_ORDER))})
    async with _cache(stage, kept):
        ten = (answer("Fjord") for _ in range(10))
        kept.results = await asyncio.gather(*ten, return_exceptions=True)
        kept.asked.append(len(carriers.calls))
        stage.carriers({"Fjord": Offer(0.3, 118)})
        kept.results += await asyncio.gather(answer("Fjord"), return_exceptions=True)
    return kept


async def _leaves(answer: Any, stage: Stage) -> Kept:
    kept = Kept()
    carriers = stage.carriers({name: Offer(0.5, 76) for name in ("Isar", "Jura", "Lumen")})
    async with _cache(stage, kept):
        for name, leaving in (("Isar", [0]), ("Jura", [2]), ("Lumen", [0, 1, 2])):
            visitors = [asyncio.create_task(answer(name)) for _ in range(3)]
            await asyncio.sleep(0.1)
            for number in leaving:
                stage.cancel(visitors[number])
            await asyncio.sleep(0.1)
            if len(leaving) < len(visitors):  # one comes later, while the question is on its way
                visitors.append(asyncio.create_task(answer(name)))
            ends = await asyncio.gather(*visitors, return_exceptions=True)
            kept.results.append([end for at, end in enumerate(ends) if at not in leaving])
            kept.asked.append(len(carriers.calls))
        await asyncio.sleep(1)
        kept.results.append(await asyncio.gather(answer("Lumen"), return_exceptions=True))
    return kept


def _one_question_each(evidence: Evidence) -> Finding:
    calls = evidence.calls
    sent = f"{count(len(CROWD), 'visitor')} sent {count(len(calls), 'question')}."
    expected = f"{count(len(TOGETHER), 'question')}, one to each carrier."
    if not calls:
        return missed(sent, expected, "asked-nobody")
    if len(calls) < len(TOGETHER):
        return missed(sent, expected, "flight-of-another")
    if len(calls) > len(TOGETHER):
        key = "look-then-fly" if uses(evidence, "create_task", "ensure_future") else "stampede"
        return missed(sent, expected, key, in_time=True)
    return met(sent)


def _right_prices(evidence: Evidence) -> Finding:
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


def _at_the_same_time(evidence: Evidence) -> Finding:
    longest = max(offer.delay for offer in TOGETHER.values())
    took = f"The last visitor had the price at {seconds(evidence.seconds)}."
    if evidence.seconds > longest + ROUNDING:
        return missed(took, f"{seconds(longest)}.", "one-lock-for-all", in_time=True)
    return met(took)


def _for_a_minute(evidence: Evidence) -> Finding:
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
        forever = uses(evidence, "aset", "set", "aadd", "add", "aget_or_set", "get_or_set")
        key = "kept-too-long" if forever else "kept-for-ever"
        return missed(did, "A new question: the price may be 60 s old.", key)
    return met("A price was kept for a minute, and asked for again after it.")


def _fails_for_all(evidence: Evidence) -> Finding:
    results, asked = evidence.result.results, evidence.result.asked[0]
    ten, last = results[:10], results[10]
    other = [end for end in ten if not isinstance(end, ConnectionError)]
    if other:
        did = f"The carrier failed, and a visitor got {_end(other[0])}."
        key = "waited-for-ever" if isinstance(other[0], asyncio.CancelledError) else "error-lost"
        return missed(did, "`ConnectionError` for all ten.", key)
    if asked > 1:
        did = f"The carrier failed, and {count(asked, 'question')} were sent one after another."
        return missed(did, "One question, and its error for all.", "each-asks-in-turn")
    if isinstance(last, BaseException):
        did = f"Later the carrier was well again, and the next visitor got {_end(last)}."
        return missed(did, "The price, 118.", "failure-kept")
    if last != 118:
        return missed(f"The next visitor got {shown(last)}.", "The price, 118.", "failure-kept")
    return met("All ten got the error, and the next visitor the price.")


def _leaves_alone(evidence: Evidence) -> Finding:
    first, third, _, after = evidence.result.results
    for who, ends in (("who came first", first), ("who came last", third)):
        bad = [end for end in ends if end != 76]
        if bad:
            did = f"The visitor {who} left, and another one got {_end(bad[0])}."
            return missed(did, "The others get the price.", "leaver-takes-all")
    if after != [76]:
        did = f"All visitors left, and one who came later got {_end(after[0])}."
        return missed(did, "The price.", "dead-flight-kept")
    if evidence.result.asked[0] > 1:
        did = f"One visitor left, and {count(evidence.result.asked[0], 'question')} were sent."
        return missed(did, "One question.", "asked-again-for-those-who-stay")
    return met("Who left ended alone.")


def _cache_is_awaited(evidence: Evidence) -> Finding:
    if times := evidence.result.on_loop:
        did = f"The cache was used {count(times, 'time')} in the thread of the loop."
        return missed(did, "The loop never waits for the cache.", "plain-cache")
    return met("The loop did not wait for the cache.")


def _end(end: object) -> str:
    if isinstance(end, BaseException):
        return f"`{type(end).__name__}`"
    return shown(end)


CACHED_QUOTE = Task(
    name="cached_quote",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(RUSH, _rush, prepare=prepare),
        Trial(LATER, _later, prepare=prepare),
        Trial(BROKEN, _broken, prepare=prepare),
        Trial(LEAVES, _leaves, prepare=prepare),
    ),
    requirements=(
        Requirement("Fifty visitors cause one question to each carrier", _one_question_each, RUSH),
        Requirement("Everybody gets the price of their carrier", _right_prices, RUSH),
        Requirement("No carrier waits for another one", _at_the_same_time, RUSH),
        Requirement("A price is kept for a minute", _for_a_minute, LATER),
        Requirement("An error reaches all who waited, and is not kept", _fails_for_all, BROKEN),
        Requirement("Who is cancelled ends alone", _leaves_alone, LEAVES),
        Requirement("The loop does not wait for the cache", _cache_is_awaited),
    ),
    hints=(
        "The cache is empty and a question is on its way. What can a second visitor wait for?",
        "A task may be awaited by many. Put it into `on_the_way` under the carrier's name, and take "
        "it out when it is done.",
        "Let the task do all the work: look into the cache, ask, keep. Then no `await` stands between "
        "the look into `on_the_way` and the task.",
        "`await asyncio.shield(on_the_way[carrier])` ends only the waiting of who is cancelled.",
    ),
    why=(
        "Whoever finds no task on its way starts one, and there is no `await` between the look and the "
        "start. All wait for that task behind a `shield`. When it is done, it leaves the dict, and the "
        "cache has its price."
    ),
    reflect="Before you go on, say how many questions a site with four processes would send.",
)
