"""Task `merge_two`: two feeds at the same time, each departure when it comes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from nightline.checks.rivers import SET, texts  # noqa: F401  (registers)
from nightline.checks.rivers.merging import (
    Merged,
    all_handed_on,
    ends,
    plan,
    tasks_are_kept,
    when_they_come,
)
from nightline.checks.rivers.reading import if_river, is_river, read
from nightline.checks.rivers.sources import Source
from nightline.judging.findings import Requirement
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

Items = list[tuple[float, str]]

# No two moments are equal, so there is one right order.
EVENINGS: dict[str, tuple[Items, Items]] = {
    "two platforms": (
        [(0.3, "Estrela 4"), (0.3, "Estrela 8"), (0.3, "Estrela 9")],
        [(0.1, "Jura 2"), (0.4, "Jura 6"), (0.2, "Jura 7"), (0.9, "Jura 1")],
    ),
    "a slow first platform": (
        [(2.0, "Helvet 30")],
        [(0.4, "Danube 1"), (0.1, "Danube 5"), (0.1, "Danube 3")],
    ),
    "an empty platform": ([], [(0.5, "Fjord 12"), (0.25, "Fjord 10")]),
}


def _evening(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> Merged:
        sources = [Source(items, stage.loop.time, hang_up=0.0) for items in EVENINGS[name]]
        wanted = plan(sources, lambda number, item: f"platform {number + 1}: {item}")
        reading = await read(lambda: answer(*(one.feed() for one in sources)), stage)
        return Merged(reading, sources, wanted)

    return run


MERGE_TWO = Task(
    name="merge_two",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _evening(name)) for name in EVENINGS),
    requirements=(
        Requirement("Gives an async generator", is_river),
        Requirement("Hands on each departure of both platforms", if_river(all_handed_on)),
        Requirement("Hands on each departure when it comes", if_river(when_they_come)),
        Requirement("Ends when both platforms have ended", if_river(ends)),
        Requirement("Holds its tasks", if_river(tasks_are_kept)),
    ),
    hints=(
        "Look at the picture of your run. When does the second feed begin, and what does the "
        "function wait for at that moment?",
        "A pump that is awaited must be over before the next line runs. Both pumps should run while "
        "the loop at the end reads the queue. What runs a coroutine beside you?",
        "`asyncio.create_task(pump(1, first))` starts a pump and gives its task. Make two, and give "
        "them a name, so that nothing vanishes. The rest may stay as it is.",
    ),
    why=(
        "Each pump is a task, so both feeds are waited for at the same time, and the queue hands "
        "over what comes first. The loop at the end counts two signs, one of each pump."
    ),
    reflect="Before you go on, say what would happen with a third platform and still two signs.",
)
