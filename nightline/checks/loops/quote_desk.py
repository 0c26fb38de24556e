"""`QuoteDesk`: one object for the whole program, with a line of its own for each loop."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.loops.desk_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.loops import SET
from nightline.checks.loops.watched import locks_watched, no_nesting
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

PRICES = {"Isar": 77, "Jura": 64, "Kestrel": 118, "Lumen": 141}
SILENT = "Danube"
OPENING, ASKING = 0.5, 0.2


class LineOfAnotherLoop(RuntimeError):
    """Learners read the name."""


class OtherLineClosed(RuntimeError):
    """Learners read the name."""


class LineSilent(OSError):
    """Learners read the name."""


class LineClosed(RuntimeError):
    """Learners read the name."""


class Line:
    """A line to the carriers that works on the loop which opened it."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.loop = asyncio.get_running_loop()
        self.open = True

    async def ask(self, carrier: str) -> int:
        if asyncio.get_running_loop() is not self.loop:
            raise LineOfAnotherLoop("this line was opened on another loop")
        if not self.open:
            raise LineClosed("this line is closed")
        tally = self._tally
        tally.now += 1
        tally.most = max(tally.most, tally.now)
        tally.asks += 1
        await asyncio.sleep(ASKING)
        tally.now -= 1
        if carrier == SILENT:
            raise LineSilent(f"{SILENT} does not answer")
        return PRICES[carrier]

    async def close(self) -> None:
        if asyncio.get_running_loop() is not self.loop:
            raise OtherLineClosed("this line can be closed only on the loop that opened it")
        if not self.open:
            raise LineClosed("this line is closed already")
        self.open = False
        await asyncio.sleep(0)


@dataclass
class Tally:
    """What the lines of one trial saw, and what the answer returned.

    `needed` is how many lines the trial needs. `spare` counts lines that were opened while the same
    loop had an open one. `kept_back` holds what came in place of an error.
    """

    needed: int
    spare: int = 0
    lines: list[Line] = field(default_factory=list)
    got: list[Any] = field(default_factory=list)
    wanted: list[Any] = field(default_factory=list)
    asks: int = 0
    now: int = 0
    most: int = 0
    kept_back: tuple[Any, ...] | None = None

    async def open_line(self) -> Line:
        loop = asyncio.get_running_loop()
        self.spare += any(line.open and line.loop is loop for line in self.lines)
        await asyncio.sleep(OPENING)
        self.lines.append(Line(self))
        return self.lines[-1]


class Desk:
    """The answer's object, used on one loop after the other in a single thread."""

    def __init__(self, stage: Stage, tally: Tally) -> None:
        self._tally, self._stage = tally, stage
        self.object = stage.answer(tally.open_line)

    async def ask(self, *names: str) -> None:
        """Ask several carriers at once."""
        plans = [self.object.ask(name) for name in names]
        for plan in plans:
            if not inspect.isawaitable(plan):
                raise TypeError("the method `ask` must be an `async def`")
        self._tally.got += [*await asyncio.gather(*plans)]
        self._tally.wanted += [PRICES[name] for name in names]

    def another(self) -> Desk:
        """A second object of the same class, on the same carriers."""
        return Desk(self._stage, self._tally)

    async def ask_in_vain(self) -> None:
        """Ask a carrier that does not answer."""
        with contextlib.suppress(LineSilent):
            self._tally.kept_back = (await self.object.ask(SILENT),)

    async def close(self) -> None:
        await self.object.close()

    async def ask_and_close(self, *names: str) -> None:
        await self.ask(*names)
        await self.close()


def _one_after_the_other(desk: Desk) -> None:
    async def day(*names: str) -> None:
        await desk.ask(*names)
        await desk.ask_and_close(names[0])

    asyncio.run(day("Isar", "Jura"))
    asyncio.run(day("Kestrel", "Lumen"))


def _two_at_once(desk: Desk) -> None:
    first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
    try:
        first.run_until_complete(desk.ask("Isar", "Jura"))
        second.run_until_complete(desk.ask("Lumen", "Kestrel"))
        first.run_until_complete(desk.ask("Kestrel"))
        first.run_until_complete(desk.close())
        second.run_until_complete(desk.ask("Jura"))
        second.run_until_complete(desk.close())
    finally:
        first.close()
        second.close()


def _again(desk: Desk) -> None:
    async def evening() -> None:
        await desk.close()
        await desk.ask_and_close("Isar")
        await desk.ask_and_close("Jura")

    asyncio.run(evening())


def _two_desks(desk: Desk) -> None:
    async def evening() -> None:
        other = desk.another()
        await desk.ask("Isar")
        await other.ask("Jura")
        await desk.ask_in_vain()
        await desk.close()
        await other.close()

    asyncio.run(evening())


def _four(desk: Desk) -> None:
    asyncio.run(desk.ask_and_close(*PRICES))


TRIALS: dict[str, tuple[Callable[[Desk], None], int]] = {
    "one loop after the other": (_one_after_the_other, 2),
    "four asks at once": (_four, 1),
    "two loops in turn": (_two_at_once, 2),
    "asked again after close": (_again, 2),
    "two desks, and an error": (_two_desks, 2),
}


def _trial(name: str) -> Trial:
    play, needed = TRIALS[name]

    def run(answer: Any, stage: Stage) -> Tally:
        tally = Tally(needed)
        with no_nesting(stage), locks_watched(stage):
            play(Desk(stage, tally))
        return tally

    return Trial(name, run)


def _prices(evidence: Evidence) -> Finding:
    tally: Tally = evidence.result
    if tally.kept_back is not None:
        did = f"The line raised `LineSilent`, and `ask` returned {shown(tally.kept_back[0])}."
        return missed(did, "The caller gets the error of the line.", "desk-error-lost")
    if tally.got == tally.wanted and tally.asks < len(tally.got):
        did = f"`ask` was called {len(tally.got)} times, and the lines got {count(tally.asks, 'ask')}."
        return missed(did, "Each `ask` asks its line.", "price-kept")
    if tally.got == tally.wanted:
        return met(f"{count(len(tally.got), 'price')} were right.")
    position = next(
        i for i, (a, b) in enumerate(zip(tally.got, tally.wanted, strict=True)) if a != b
    )
    got, wanted = tally.got[position], tally.wanted[position]
    if inspect.iscoroutine(got):
        got.close()
        return missed("`ask` returned a coroutine.", f"{shown(wanted)}.", "price-not-awaited")
    key = "nothing-returned" if got is None else "wrong-result"
    return missed(f"`ask` returned {shown(got)}.", f"{shown(wanted)}.", key)


def _lines(evidence: Evidence) -> Finding:
    tally: Tally = evidence.result
    opened, where = len(tally.lines), f"In the trial “{evidence.trial}” you opened"
    did = f"{where} {count(opened, 'line')} for {count(tally.asks, 'ask')}."
    if opened > tally.needed:
        key = "other-line-forgotten" if tally.spare else "line-opened-twice"
        if opened == tally.asks:
            key = "line-for-each-ask"
        return missed(did, f"{count(tally.needed, 'line')}, one for each loop.", key)
    if opened < tally.needed and evidence.trial.startswith("two desks"):
        return missed(
            did, f"{count(tally.needed, 'line')}, one for each desk.", "desks-share-a-line"
        )
    return met(f"{count(opened, 'line')} for {count(tally.asks, 'ask')}.")


def _closed(evidence: Evidence) -> Finding:
    open_lines = sum(line.open for line in evidence.result.lines)
    if open_lines:
        did = f"In the trial “{evidence.trial}” {count(open_lines, 'line')} stayed open after `close`."
        return missed(did, "Each line is closed on its own loop.", "desk-line-left-open")
    return met("Each line was closed on its own loop.")


def _together(evidence: Evidence) -> Finding:
    tally: Tally = evidence.result
    if tally.most < tally.asks:
        did = f"Never more than {count(tally.most, 'ask')} of {tally.asks} was open."
        return missed(did, f"{tally.asks} asks open at once.", "asks-in-turn", in_time=True)
    return met(f"{tally.asks} asks were open at once.")


QUOTE_DESK = Task(
    name="QuoteDesk",
    set=SET,
    level="stretch",
    minutes=20,
    trials=tuple(map(_trial, TRIALS)),
    requirements=(
        Requirement("`ask` returns the price", _prices),
        Requirement("Each loop opens one line", _lines),
        Requirement("Each line is closed", _closed),
        Requirement("Asks on one line overlap", _together, "four asks at once"),
    ),
    hints=(
        "Your object serves many loops. Which call tells, inside `ask`, on which loop it was called?",
        "Keep a dict from the loop to its line. Two asks may come at once, and opening takes a while. What "
        "can stand in the dict before the line is open, so that both can wait for it?",
        "A task can be awaited by many, and each gets its result. Put the task that opens the line into the "
        "dict, with no `await` between the look and the write.",
        "`if loop not in self.lines: self.lines[loop] = asyncio.create_task(self.open_line())`, then "
        "`line = await self.lines[loop]`. In `close`, take the task out with `pop` before you wait.",
    ),
    why=(
        "The running loop is the key, so each loop finds only its own line. The task stands in the dict "
        "before anybody waits, so a second ask finds it, and both await the same one. `close` takes the "
        "task out first, so a later ask opens a new line."
    ),
    reflect="Before you go on, say what the dict keeps alive if a loop ends without `close`.",
)
