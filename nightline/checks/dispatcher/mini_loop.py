"""Task `MiniLoop`: a loop of one's own that does what asyncio's does."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.dispatcher.mini_loop_mistakes  # noqa: F401  (registers them)
from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.mini_loop_orders import pause, variants
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, seconds, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Times are sums of quarters, so that both clocks reach the very same number. asyncio promises no
# order for more than two equal times: there are never more of them here.
Journeys = dict[str, tuple[float, ...]]
JOURNEYS: dict[str, Journeys] = {
    "three journeys": {"Jura": (0.5, 0), "Isar": (0, 0.25), "Helvet": (0, 0, 1.25)},
    "two at the same time": {"Estrela": (0.5, 0), "Fjord": (0.25, 0.25, 0), "Garonne": (2,)},
    "a tie": {"Isar": (0.25, 0.25), "Jura": (0.5,), "Lumen": (0, 2.5)},
    "short and long": {"Lumen": (3, 0.25), "Aurora": (), "Boreal": (0.75, 0, 0, 1)},
}
AN_ERROR = "an error on the way"
WITH_ERROR: Journeys = {"Corvo": (0.25, 0.5), "Danube": (0.5,), "Kestrel": (1.0,)}
FAILING = "Danube"

Line = tuple[float, str]


class BridgeClosed(LookupError):
    """The error of a journey; learners read its name."""


@dataclass
class _Run:
    """What a loop made of the journeys, and what asyncio made of the same."""

    lines: list[Line] = field(default_factory=list)
    values: Any = None
    theirs: list[Line] = field(default_factory=list)
    raised: bool = False
    now: Any = None
    nothing: Any = None
    is_async: bool = False
    open: list[str] = field(default_factory=list)


def _journey(
    name: str,
    waits: tuple[float, ...],
    wait: Callable[[float], Awaitable[object]],
    clock: Callable[[], Any],
    lines: list[Line],
) -> Coroutine[Any, Any, int | None]:
    async def journey() -> int | None:
        lines.append((clock(), f"{name} leaves"))
        for number, delay in enumerate(waits, 1):
            await wait(delay)
            lines.append((clock(), f"{name} stop {number}"))
            if name == FAILING:
                raise BridgeClosed("no train today")
        return len(waits) or None

    return journey()


def _try(journeys: Journeys) -> Callable[[Any, Stage], _Run]:
    def run(answer: Any, stage: Stage) -> _Run:
        stage.explain(blocked="loop-really-sleeps")
        stage.lend(pause=pause)
        seen = _Run(theirs=_on_asyncio(journeys))
        loop = answer()

        def clock() -> Any:
            return round(loop.now, 6) if isinstance(loop.now, int | float) else loop.now

        coros = [_journey(n, waits, pause, clock, seen.lines) for n, waits in journeys.items()]
        try:
            got = loop.run(*coros)
            if inspect.iscoroutine(got):
                got.close()
                seen.is_async = True
            seen.values = list(got) if type(got) is list else got
            seen.nothing = answer().run() if not seen.is_async and not seen.open else []
        except BridgeClosed:
            seen.raised = True
        finally:
            for name, coro in zip(journeys, coros, strict=True):
                if inspect.getcoroutinestate(coro) != inspect.CORO_CLOSED:
                    seen.open.append(name)
                    coro.close()
        seen.now = clock()
        return seen

    return run


def _on_asyncio(journeys: Journeys) -> list[Line]:
    lines: list[Line] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()

        def clock() -> float:
            return round(loop.time() - start, 6)

        coros = (_journey(n, w, asyncio.sleep, clock, lines) for n, w in journeys.items())
        with contextlib.suppress(BridgeClosed):  # `run` ends at once, and cancels the others
            await asyncio.gather(*coros)

    asyncio.run(main())
    return lines


def _told(lines: list[Line], first: int = 0) -> str:
    """Some lines as a learner reads them, from a little before the place that matters."""
    start = max(0, first - 1)
    parts = [f"`{line}` at {_time(when)}" for when, line in lines[start : start + 4]]
    before, after = "… " if start else "", " …" if len(lines) > start + 4 else ""
    return before + ", ".join(parts) + after if parts else "nothing"


def _time(when: Any) -> str:
    return seconds(when) if isinstance(when, int | float) else shown(when)


def _first_difference(mine: list[Line], theirs: list[Line]) -> int:
    pairs = zip(mine, theirs, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), None)
    return min(len(mine), len(theirs)) if same is None else same


def _writes_the_same(evidence: Evidence) -> Finding:
    seen: _Run = evidence.result
    journeys = JOURNEYS[evidence.trial]
    at = _first_difference(seen.lines, seen.theirs)
    expected = f"{_told(seen.theirs, at)}."
    if seen.is_async:
        return missed("Calling `loop.run(…)` gave a coroutine.", expected, "run-is-async")
    if seen.lines == seen.theirs:
        if seen.open:
            did = f"When `run` returned, {seen.open[0]} was not at its end."
            return missed(did, "All journeys are done.", "journey-left-open")
        if seen.now != (last := seen.theirs[-1][0]):
            did = (
                f"Both loops wrote the same lines. After that your clock showed {_time(seen.now)}."
            )
            return missed(did, f"{seconds(last)}.", "clock-set-back")
        return met(f"Both loops wrote the same {len(seen.lines)} lines at the same times.")
    did = f"Your loop wrote {_told(seen.lines, at)}."
    return missed(did, expected, _mistake(evidence, seen, journeys))


def _mistake(evidence: Evidence, seen: _Run, journeys: Journeys) -> str:
    if not seen.lines:
        return "journeys-never-begun"
    if re.search(r"now \+= [\d.]+", evidence.source):
        return "clock-in-steps"
    mine, theirs = [line for _, line in seen.lines], [line for _, line in seen.theirs]
    if mine == theirs:
        still = all(when == 0 for when, _ in seen.lines)
        return "clock-stands" if still else "clock-off"
    known = variants(list(journeys.items()))
    for key, lines in known.items():
        if mine == lines:
            return key.strip()
    if len(mine) < len(theirs):
        return "journey-left-open"
    return "loop-order"


def _returns_the_values(evidence: Evidence) -> Finding | None:
    seen: _Run = evidence.result
    if seen.is_async:
        return None
    wanted = [len(waits) or None for waits in JOURNEYS[evidence.trial].values()]
    got, expected = seen.values, f"{shown(wanted)}."
    did = f"You returned {shown(got)}."
    if got is None:
        return missed("You returned `None`.", expected, "nothing-returned")
    if type(got) is not list:
        return missed(did, expected, "wrong-type")
    if got == wanted:
        if seen.nothing != []:
            did = f"Called without coroutines, `run` returned {shown(seen.nothing)}."
            return missed(did, "`[]`.", "wrong-result")
        return met(f"You returned {shown(got)}.")
    if got == [None] * len(wanted):
        return missed(did, expected, "loop-values-lost")
    ends = sorted(
        JOURNEYS[evidence.trial].items(),
        key=lambda item: [line for _, line in seen.theirs].index(
            f"{item[0]} stop {len(item[1])}" if item[1] else f"{item[0]} leaves"
        ),
    )
    if got == [len(waits) or None for _, waits in ends]:
        return missed(did, expected, "loop-values-by-end")
    return missed(did, expected, "wrong-result")


def _lets_errors_out(evidence: Evidence) -> Finding | None:
    seen: _Run = evidence.result
    if seen.is_async:
        return None
    expected = "The caller of `run` gets `BridgeClosed`, at 0.5 s."
    if not seen.raised:
        did = f"{FAILING} failed at 0.5 s, and `run` returned {shown(seen.values)}."
        return missed(did, expected, "loop-keeps-error")
    if len(seen.lines) > len(seen.theirs):
        did = f"{FAILING} failed at 0.5 s. After that your loop wrote "
        did += f"{_told(seen.lines[len(seen.theirs) :])}."
        return missed(did, expected, "loop-error-late")
    return met("The error reached the caller at once.")


MINI_LOOP = Task(
    name="MiniLoop",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        *(Trial(name, _try(journeys), limit=2.0) for name, journeys in JOURNEYS.items()),
        Trial(AN_ERROR, _try(WITH_ERROR), limit=2.0),
    ),
    requirements=(
        *(
            Requirement(f"Writes what asyncio writes: {name}", _writes_the_same, name)
            for name in JOURNEYS
        ),
        Requirement(
            "Returns the values in the order of the arguments",
            _returns_the_values,
            "short and long",
        ),
        Requirement("An error reaches the caller at once", _lets_errors_out, AN_ERROR),
    ),
    hints=(
        "Three things can come of one `send(None)`: the number 0, another number, or the end. Where "
        "does the coroutine belong after each of them?",
        "A `deque` holds who can run. A list holds who waits: the time, a number for equal times, "
        "and the coroutine. When is it time to look into the list?",
        "Only when nobody can run: move `self.now` to the smallest time in the list. Then *all* "
        "whose time has come join the queue, not only one.",
        "Begin with `ready = deque(enumerate(coros))`, so each coroutine keeps its place for the "
        "value. Loop `while ready or waiting:`, and send to one of `ready` at a time.",
    ),
    why=(
        "A queue in which the first one in is the first one out makes the rounds by itself: who "
        "gives way goes to its end. The clock moves only when the queue is empty, and then everybody "
        "who is due joins it before anybody runs."
    ),
    reflect="Before you go on, say what asyncio's loop does while your clock jumps.",
)
