"""Task `departures`: merge any number of feeds, and leave nothing behind when closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from nightline.checks.rivers import SET
from nightline.checks.rivers.merging import (
    Merged,
    all_handed_on,
    ends,
    plan,
    tasks_are_kept,
    when_they_come,
)
from nightline.checks.rivers.reading import end_all, if_river, is_river, read
from nightline.checks.rivers.sources import Source
from nightline.checks.rivers.texts import CLOSING, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

_closing = about(CLOSING)
register(
    _closing(
        "pumps-go-on",
        "pumps that go on when nobody reads",
        "The reader closed your generator, and tasks that it had started went on. Closing reaches "
        "only the generator itself: it raises `GeneratorExit` at its `yield`.",
        "Which block of a `try` runs in any case? What must happen there to each task?",
        52,
    ),
    _closing(
        "feed-cancelled-not-awaited",
        "tasks that were cancelled and not awaited",
        "`cancel` only asks. The task ends at one of its next turns, and its feed needs a moment to "
        "hang up. Your generator was over before that.",
        "After `cancel`, how do you wait until the tasks are really over? Their `CancelledError` "
        "must not stop you.",
        30,
    ),
    _closing(
        "feed-left-open",
        "a feed that stays open",
        "A feed stood still at its `yield` when the reader left, and nobody closed it. It keeps what "
        "it holds until somebody does.",
        "Which call closes a feed, and who makes it in your code when the reader leaves?",
        52,
    ),
    _closing(
        "yield-in-a-group",
        "a yield inside a TaskGroup",
        "When your generator is closed, `GeneratorExit` is raised at the `yield`. The group takes it "
        "for a failure of its own and wraps it into a group of errors.",
        "Which statement cleans up without changing the error? The branch line says more.",
    ),
    _closing(
        "end-ignored",
        "a generator that goes on after its close",
        "Closing raises `GeneratorExit` at the `yield` where the generator stands. Yours caught it "
        "and handed out another value.",
        "Which of your `except` or `finally` blocks reaches a `yield` again?",
        29,
    ),
    _closing(
        "no-feeds",
        "nothing to wait for",
        "There may be no carrier at all tonight. `asyncio.wait` does not accept an empty set, and an "
        "empty list has no first or last item.",
        "What should the board show then? Ask before you wait.",
    ),
    _closing(
        "feeds-are-given",
        "the name of a feed in place of the feed",
        "`feeds` is a dict from names to async generators that are made already. A loop over the dict "
        "gives the names, and a feed is not called again.",
        "What does `feeds.items()` give? Which part of it does `async for` read?",
    ),
    _closing(
        "cancellation-not-expected",
        "a clean-up that its own cancelling stopped",
        "You cancelled your tasks and then awaited them. Each of them ends with `CancelledError`, and "
        "the first one stopped your clean-up.",
        "How does `gather` give errors back in place of raising them? Or where could you catch this?",
        30,
    ),
)
_HERE = "departures("
know_error("Set of Tasks/Futures is empty", "no-feeds", sets=SET)
know_error("IndexError", "no-feeds", sets=SET, cell=_HERE)
for message in ("got str", "got tuple", "got dict"):
    know_error(f"__aiter__ method, {message}", "feeds-are-given", sets=SET, cell=_HERE)
know_error("'async_generator' object is not callable", "feeds-are-given", sets=SET)
for carrier in ("Boreal", "Corvo", "Danube", "Aurora", "Fjord"):
    know_error(f"KeyError: '{carrier}'", "feeds-are-given", sets=SET, cell=_HERE)
know_error("CancelledError", "cancellation-not-expected", sets=SET, cell=_HERE)

Board = dict[str, list[tuple[float, str]]]

BOARDS: dict[str, Board] = {
    "four carriers": {
        "Boreal": [(0.5, "22:10"), (0.5, "23:40")],
        "Garonne": [(0.2, "21:05"), (0.1, "21:50"), (1.9, "06:15")],
        "Isar": [],
        "Kestrel": [(0.4, "20:30"), (0.25, "20:55"), (0.25, "23:59")],
    },
    "one carrier": {"Corvo": [(0.3, "19:00"), (0.2, "20:00")]},
    "no carrier": {},
}
# The reader leaves after so many departures. One feed is over then, the others never end.
# The last number: seconds that the reader needs for each departure.
LEAVING: dict[str, tuple[Board, int, float]] = {
    "the reader leaves": (
        {
            "Danube": [(0.3, "21:00"), (0.35, "22:00")],
            "Lumen": [(0.1, "23:15")],
            "Helvet": [(5.0, "00:30")],
        },
        6,
        0.0,
    ),
    "the reader leaves at once": ({"Aurora": [(0.2, "18:20")], "Jura": [(0.7, "18:45")]}, 1, 0.0),
    # Meanwhile a queue with a `maxsize` is full, and each pump waits in `put`.
    "a slow reader leaves": (
        {"Fjord": [(0.2, "19:10")], "Isar": [(0.15, "19:30")], "Corvo": [(0.35, "20:40")]},
        2,
        1.6,
    ),
}
ENDING = {"Lumen"}


def _board(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> Merged:
        names = list(BOARDS[name])
        sources = [Source(BOARDS[name][one], stage.loop.time, hang_up=0.0) for one in names]
        feeds = dict(zip(names, (one.feed() for one in sources), strict=True))
        wanted = plan(sources, lambda number, item: (names[number], item))
        return Merged(await read(lambda: answer(feeds), stage), sources, wanted)

    return run


def _leaving(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> Merged:
        board, most, pace = LEAVING[name]
        sources = {
            one: Source(items, stage.loop.time, endless=one not in ENDING)
            for one, items in board.items()
        }
        feeds = {one: source.feed() for one, source in sources.items()}
        reading = await read(lambda: answer(feeds), stage, most, pace)
        reading.open = [one for one, source in sources.items() if source.is_open]
        await end_all(asyncio.all_tasks(stage.loop) - {asyncio.current_task(stage.loop)})
        for feed in feeds.values():
            await feed.aclose()
        return Merged(reading, list(sources.values()), [])

    return run


def _leaves_nothing(evidence: Evidence) -> Finding | None:
    reading = evidence.result.reading
    expected = "No task and no open feed when it is closed."
    if reading.key:
        return missed(reading.did, expected, reading.key)
    if reading.stuck and len(reading.got) == LEAVING[evidence.trial][1]:
        did = f"It was closed, and the closing never ended. It waited at {reading.stuck}."
        return missed(did, expected, "pumps-go-on", in_time=True)
    if reading.stuck or reading.ended is not None:
        did = f"You handed on {count(len(reading.got), 'departure')}, and some feeds never end."
        return missed(did, "You go on as long as a feed does.", "departures-lost")
    if reading.cancelled and reading.open:
        did = f"When it was closed, {count(len(reading.left), 'task')} had been cancelled but "
        did += f"not ended, and the feed of {reading.open[0]} was still open."
        return missed(did, expected, "feed-cancelled-not-awaited", in_time=True)
    if reading.left:
        did = f"When it was closed, {count(len(reading.left), 'task')} of yours went on: "
        return missed(f"{did}{reading.left[0]}.", expected, "pumps-go-on", in_time=True)
    if reading.open:
        did = f"When it was closed, the feed of {reading.open[0]} was still open."
        return missed(did, expected, "feed-left-open", in_time=True)
    return met("When it was closed, no task and no feed was left.")


DEPARTURES = Task(
    name="departures",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        *(Trial(name, _board(name)) for name in BOARDS),
        *(Trial(name, _leaving(name)) for name in LEAVING),
    ),
    requirements=(
        Requirement("Gives an async generator", is_river),
        *(
            Requirement(f"Hands on each departure: {name}", if_river(all_handed_on), name)
            for name in BOARDS
        ),
        *(
            Requirement(f"Hands it on when it comes: {name}", if_river(when_they_come), name)
            for name in BOARDS
        ),
        *(
            Requirement(f"Ends when all feeds have ended: {name}", if_river(ends), name)
            for name in BOARDS
        ),
        *(
            Requirement(f"Leaves nothing behind: {name}", if_river(_leaves_nothing), name)
            for name in LEAVING
        ),
        Requirement("Holds its tasks", if_river(tasks_are_kept)),
    ),
    hints=(
        "Task 1 merged two feeds. How many pumps do you need here, and how many signs must the "
        "reader of the queue see?",
        "A closed generator gets an error at its `yield`. Which block runs then? Compare "
        "`offers_closed` in the lesson.",
        "`pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]`. Around the loop that "
        "yields stands a `try`. Its `finally` cancels each pump.",
        "After the cancelling, `await asyncio.gather(*pumps, return_exceptions=True)` waits until "
        "the pumps are over. In a queue without `maxsize`, `put` never waits. So a pump is cancelled "
        "inside its feed, and that closes the feed. With a `maxsize`, close each feed too.",
    ),
    why=(
        "One pump for each feed, one sign for each pump. The `finally` runs at the end, when the "
        "reader closes the generator, and after an error. The queue has no `maxsize`, so a pump always "
        "waits inside its feed. Cancelling it raises `CancelledError` there, and the feed's own "
        "`finally` runs."
    ),
    reflect=(
        "Before you go on, say at which of its lines a pump of yours can stand when it is cancelled, "
        "and what closes its feed then."
    ),
)
