"""`QuoteDesk`: one object for the whole program, with a line of its own for each loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.loops import SET, texts
from nightline.checks.loops.watched import locks_watched, no_nesting
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

texts.entry(
    "line-of-another-loop",
    "one line for two loops",
    "A line works only on the loop that opened it. Here another loop used it. The same thread may run one "
    "loop after the other, and each needs its own line.",
    "By what do you find the line again? Which call tells the loop that runs now?",
    texts.BRANCH,
    49,
)
texts.entry(
    "lock-of-another-loop",
    "one lock for two loops",
    "An asyncio lock belongs to the loop on which somebody first had to wait for it. On the next loop it "
    "fails.",
    "Where do you make the lock? Which loop should have which lock, or can you do without one?",
    texts.WRONG,
    49,
)
texts.entry(
    "lock-across-await",
    "a threading.Lock held across an await",
    "While one coroutine holds this lock and waits, another one asks for it in the same thread. It would "
    "keep the thread, and the first one could never go on.",
    "What must be protected: the wait, or only the look into your dict?",
    texts.BRANCH,
    46,
)
texts.entry(
    "line-opened-twice",
    "a check, then a wait, then a write",
    "Several asks began before the first line was open. Each saw that there was none, and each opened one.",
    "What could you store before the wait, so that the next ask finds it?",
    texts.BRANCH,
    45,
)
texts.entry(
    "line-for-each-ask",
    "a new line for each ask",
    "Opening a line takes longer than asking. A line that stays open serves every ask of its loop.",
    "Where could your object keep the line until it is closed?",
    texts.BRANCH,
    69,
)
texts.entry(
    "closed-line-used",
    "a line that was closed before",
    "After `close` your object still had the old line, and the next `ask` used it.",
    "What must your object forget when it closes a line?",
    texts.BRANCH,
)
texts.entry(
    "other-line-closed",
    "a line of another loop closed",
    "`close` is for the loop that runs now. Another loop may still use its own line.",
    "Which one of your lines belongs to the running loop?",
    texts.BRANCH,
    49,
)
texts.entry(
    "line-left-open",
    "a line that nobody closed",
    "The last `close` was over, and a line was still open. Its carrier waits for nothing.",
    "Does your `close` await the `close` of the line? Of which line?",
    texts.BRANCH,
)
texts.entry(
    "asks-in-turn",
    "asks one after the other",
    "The line is open, and it takes many questions at once. But your object lets only one ask in at a time.",
    "Which part must happen once, and which part may happen for all together?",
    texts.BRANCH,
    1,
)
know_error("LineOfAnotherLoop", "line-of-another-loop")
know_error("LineClosed", "closed-line-used")
know_error("OtherLineClosed", "other-line-closed")
know_error("LockHeldHere", "lock-across-await")
know_error("is bound to a different event loop", "lock-of-another-loop", cell="class QuoteDesk")
know_error("attached to a different loop", "line-of-another-loop", cell="class QuoteDesk")

PRICES = {"Isar": 77, "Jura": 64, "Kestrel": 118, "Lumen": 141}
OPENING, ASKING = 0.5, 0.2


class LineOfAnotherLoop(RuntimeError):
    """Learners read the name."""


class OtherLineClosed(RuntimeError):
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
    loop had an open one.
    """

    needed: int
    spare: int = 0
    lines: list[Line] = field(default_factory=list)
    got: list[Any] = field(default_factory=list)
    wanted: list[Any] = field(default_factory=list)
    asks: int = 0
    now: int = 0
    most: int = 0

    async def open_line(self) -> Line:
        loop = asyncio.get_running_loop()
        self.spare += any(line.open and line.loop is loop for line in self.lines)
        await asyncio.sleep(OPENING)
        self.lines.append(Line(self))
        return self.lines[-1]


class Desk:
    """The answer's object, used on one loop after the other in a single thread."""

    def __init__(self, stage: Stage, tally: Tally) -> None:
        self._tally = tally
        self.object = stage.answer(tally.open_line)

    async def ask(self, *names: str) -> None:
        """Ask several carriers at once."""
        plans = [self.object.ask(name) for name in names]
        for plan in plans:
            if not inspect.isawaitable(plan):
                raise TypeError("the method `ask` must be an `async def`")
        self._tally.got += [*await asyncio.gather(*plans)]
        self._tally.wanted += [PRICES[name] for name in names]

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
        await desk.ask_and_close("Isar")
        await desk.ask_and_close("Jura")

    asyncio.run(evening())


def _never_asked(desk: Desk) -> None:
    asyncio.run(desk.close())


def _four(desk: Desk) -> None:
    asyncio.run(desk.ask_and_close(*PRICES))


TRIALS: dict[str, tuple[Callable[[Desk], None], int]] = {
    "one loop after the other": (_one_after_the_other, 2),
    "four asks at once": (_four, 1),
    "two loops in turn": (_two_at_once, 2),
    "asked again after close": (_again, 2),
    "closed without an ask": (_never_asked, 0),
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
    if tally.got == tally.wanted:
        return met(f"{count(len(tally.got), 'price')} were right.")
    position = next(i for i, (a, b) in enumerate(zip(tally.got, tally.wanted)) if a != b)
    got, wanted = tally.got[position], tally.wanted[position]
    key = "nothing-returned" if got is None else "wrong-result"
    return missed(f"`ask` returned {shown(got)}.", f"{shown(wanted)}.", key)


def _lines(evidence: Evidence) -> Finding:
    tally: Tally = evidence.result
    opened, where = len(tally.lines), f"In the trial “{evidence.trial}” you opened"
    did = f"{where} {count(opened, 'line')} for {count(tally.asks, 'ask')}."
    if opened > tally.needed:
        key = "line-for-each-ask" if tally.spare else "line-opened-twice"
        return missed(did, f"{count(tally.needed, 'line')}, one for each loop.", key)
    return met(f"{count(opened, 'line')} for {count(tally.asks, 'ask')}.")


def _closed(evidence: Evidence) -> Finding:
    open_lines = sum(line.open for line in evidence.result.lines)
    if open_lines:
        did = f"In the trial “{evidence.trial}” {count(open_lines, 'line')} stayed open after `close`."
        return missed(did, "Each line is closed on its own loop.", "line-left-open")
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
