"""`cached_quote`: one question for all who want the same price, kept for a minute."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import AsyncIterator
from typing import Any

from nightline.checks.passengers import SET
from nightline.checks.passengers.crowd import (
    BROKEN,
    CROWD,
    LATER,
    LEAVES,
    MOMENTS,
    OVER_TIME,
    RUSH,
    TOGETHER,
    Kept,
)
from nightline.checks.passengers.flight_judges import (
    at_the_same_time,
    cache_is_awaited,
    fails_for_all,
    for_a_minute,
    leaves_alone,
    one_question_each,
    right_prices,
)
from nightline.judging.findings import Requirement
from nightline.judging.stage import Stage
from nightline.judging.station import GRACE, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

OUT_OF_ORDER = "Fjord is out of order"
CACHE = "nightline.checks.passengers.standins.TimedCache"
NOBODY_WAKES = (
    "Who had asked was gone, after an error or a cancellation. The others waited for ever."
)
_numbers = itertools.count()


class OnTheWay(dict[str, Any]):
    """The answer's dict; counts what is put into it."""

    stored = 0

    def __setitem__(self, key: str, value: Any) -> None:
        self.stored += 1
        super().__setitem__(key, value)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.stored += key not in self
        return super().setdefault(key, default)


@contextlib.asynccontextmanager
async def _cache(stage: Stage, kept: Kept) -> AsyncIterator[None]:
    """An empty cache on the trial's clock, and an empty dict `on_the_way`."""
    from django.test import override_settings

    from nightline.checks.passengers.standins import TimedCache

    stage.loop.grace = GRACE
    stage.explain(deadlock=lambda: (NOBODY_WAKES, "leader-gone"))
    on_the_way = OnTheWay()
    stage.lend(on_the_way=on_the_way)
    TimedCache.now, TimedCache.on_loop = staticmethod(stage.loop.time), 0
    TimedCache.loop_thread = threading.get_ident()
    place = {"BACKEND": CACHE, "LOCATION": f"trial-{next(_numbers)}"}
    with override_settings(CACHES={"default": place}):
        try:
            yield
        finally:
            kept.on_loop, TimedCache.loop_thread = TimedCache.on_loop, 0
            kept.stored, kept.left = on_the_way.stored, list(on_the_way)


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
        Requirement("Fifty visitors cause one question to each carrier", one_question_each, RUSH),
        Requirement("Everybody gets the price of their carrier", right_prices, RUSH),
        Requirement("No carrier waits for another one", at_the_same_time, RUSH),
        Requirement("A price is kept for a minute", for_a_minute, LATER),
        Requirement("An error reaches all who waited, and is not kept", fails_for_all, BROKEN),
        Requirement("Who is cancelled ends alone", leaves_alone, LEAVES),
        Requirement("The loop does not wait for the cache", cache_is_awaited),
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
