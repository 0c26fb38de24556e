"""`rehearse`: visitors without a server, each with a thread of its own, some at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.bridge.rehearse_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.bridge import SET
from nightline.checks.bridge.request import GRACE, prepare
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

DELAYS = (0.3, 0.1, 0.2, 0.1, 0.2)
PLACES, SECONDS = 2, 0.5
# Virtual seconds that free places may be looked for: in groups it would be 0.2 s more.
SLACK = 0.06
LIMITED, ALONE = "five visitors, two at a time", "three visitors, one at a time"


@dataclass
class Rehearsal:
    """What the visits of one trial showed; `threads` has the names that each visit's hops ran in."""

    result: Any = None
    visitors: int = 0
    threads: dict[int, list[str]] = field(default_factory=dict)
    most: int = 0
    now: int = 0
    began: list[int] = field(default_factory=list)
    seconds: float = 0.0
    contexts: int = 0


def _trial(delays: tuple[float, ...], places: int) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Rehearsal:
        import asyncio

        from asgiref.sync import sync_to_async

        seen = Rehearsal(visitors=len(delays))

        def visitor(number: int, delay: float) -> Callable[[], Any]:
            async def visit() -> str:
                seen.began.append(number)
                seen.now += 1
                seen.most = max(seen.most, seen.now)
                try:
                    first = await sync_to_async(lambda: threading.current_thread().name)()
                    await asyncio.sleep(delay)
                    second = await sync_to_async(lambda: threading.current_thread().name)()
                    seen.threads[number] = [first, second]
                finally:
                    seen.now -= 1
                return f"page {number}"

            return visit

        stage.loop.grace = GRACE
        visits = [visitor(number, delay) for number, delay in enumerate(delays)]
        with _contexts(stage, seen):
            seen.result = await answer(visits, places)
        seen.seconds = round(stage.loop.time(), 6)
        return seen

    return run


@contextlib.contextmanager
def _contexts(stage: Stage, seen: Rehearsal) -> Iterator[None]:
    """Count the contexts, and let no timer pass while one of them waits for its thread to end."""
    from asgiref.sync import ThreadSensitiveContext as Context

    bridge: Any = Context
    # A trial that hangs never comes to its end here, so what is real is known from before.
    real = _REAL.setdefault("methods", (bridge.__aenter__, bridge.__aexit__))

    async def enter(self: Any) -> Any:
        seen.contexts += 1
        return await real[0](self)

    async def leave(self: Any, *error: Any) -> None:
        with stage.loop.held():
            await real[1](self, *error)

    bridge.__aenter__, bridge.__aexit__ = enter, leave
    try:
        yield
    finally:
        bridge.__aenter__, bridge.__aexit__ = real


_REAL: dict[str, tuple[Any, Any]] = {}


def _results(evidence: Evidence) -> Finding:
    seen = evidence.result
    wanted = [f"page {number}" for number in range(seen.visitors)]
    got = seen.result
    if len(seen.began) < seen.visitors and got is not None:
        did = f"{len(seen.began)} of {count(seen.visitors, 'visit')} began."
        return missed(did, "Every visit is made.", "visits-left-out")
    if got is None:
        return missed("You returned `None`.", f"{shown(wanted)}.", "nothing-returned")
    if not isinstance(got, list):
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-type")
    if got == wanted:
        return met(f"{count(len(got), 'result')}, in the order of the visits.")
    strange = [one for one in got if not isinstance(one, str)]
    if not strange and sorted(got) == wanted:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "visits-out-of-order")
    key = "wrong-type" if strange else "wrong-result"
    return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", key)


def _threads(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if not seen.threads:
        return None
    used = [set(names) for names in seen.threads.values()]
    together = set().union(*used)
    if len(together) == len(used) and all(len(names) == 1 for names in used):
        return met(f"{count(len(used), 'visitor')}, {count(len(together), 'thread')}.")
    did = f"{count(len(used), 'visitor')} used {count(len(together), 'thread')}."
    expected = f"{len(used)} threads, one for each visitor."
    if not seen.contexts:
        return missed(did, expected, "no-context")
    key = "context-around-all" if len(together) == 1 else "thread-used-again"
    return missed(did, expected, key)


def _places(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    places = 1 if evidence.trial == ALONE else PLACES
    if not seen.began:
        return None
    expected = f"{count(places, 'visit')} at a time, {seconds(SECONDS)} in all."
    if places == 1:
        expected = "1 visit at a time."
    if seen.most > places:
        did = f"{count(seen.most, 'visit')} went on at the same moment."
        all_in = seen.most == seen.visitors
        key = "more-visitors-than-places" if all_in else "places-miscounted"
        return missed(did, expected, key, in_time=True)
    if seen.most < places:
        did = f"Never more than {count(seen.most, 'visit')} went on. {seconds(seen.seconds)}."
        return missed(did, expected, "visits-in-a-row", in_time=True)
    if places > 1 and seen.seconds > SECONDS + SLACK:
        did = f"The last visit ended at {seconds(seen.seconds)}."
        return missed(did, expected, "waits-for-the-group", in_time=True)
    return met(f"At most {count(seen.most, 'visit')} at a time, {seconds(seen.seconds)}.")


REHEARSE = Task(
    name="rehearse",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(
        Trial(LIMITED, _trial(DELAYS, PLACES), prepare=prepare),
        Trial(ALONE, _trial((0.1, 0.2, 0.1), 1), prepare=prepare),
    ),
    requirements=(
        Requirement("Gives all results in order", _results),
        Requirement("As many at a time as allowed, and no more", _places),
        Requirement("Each visitor has a thread of their own", _threads),
    ),
    hints=(
        "Without a server, who makes the context of a request? How many of them do you need?",
        "Write a coroutine for one visit: it takes a place, enters a context, and awaits the visit.",
        "Make one semaphore with `at_once` places, for all visits. In the coroutine for one visit, take a "
        "place first and enter a new context second. Then gather.",
    ),
    why=(
        "The semaphore lets some in, and the context gives each of them a thread. Both end with the visit, "
        "so the next visitor finds a free place and brings a new thread."
    ),
    reflect="Before you go on, say why the semaphore is made once, and the context for each visit.",
)
