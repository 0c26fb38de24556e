"""`price_list`: three bugs to repair. A limit that nobody shares, a stop that is swallowed, a lost task."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import nightline.checks.proving.price_mistakes as mistakes
from nightline.checks.proving import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
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
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

LIMIT = 3
ALL_WELL, STOPPED = "eight carriers", "stopped"
NEVER, ONCE = "Kestrel", "Boreal"  # who always fails, and who fails the first time
OFFERS = {
    "Lumen": Offer(0.4, 54),
    "Boreal": Offer(0.1, 64),
    "Fjord": Offer(0.3, 118),
    "Kestrel": Offer(0.2, None),
    "Danube": Offer(0.5, 59),
    "Helvet": Offer(0.25, 129),
    "Isar": Offer(0.35, 76),
    "Aurora": Offer(0.15, 89),
}
PRICES = {name: offer.answer for name, offer in OFFERS.items()}
NOTES = 0.05
LEAVES = 0.22
AFTERWARDS = 3.0


@dataclass
class _Run:
    """One call: how it ended, what stood in the journal then, and what came after a stop."""

    returned: Any = None
    raised: BaseException | None = None
    cancelled: bool = False
    journal: list[tuple[str, Any]] = field(default_factory=list)
    late_notes: int = 0
    asked_before: int = 0


class _Office:
    """The carriers and the journal of one call."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._failed: set[str] = set()
        self.journal: list[tuple[str, Any]] = []
        self._carriers = stage.carriers(OFFERS)
        stage.lend(quote=self.quote, note=self.note, journal=[])

    @property
    def asked(self) -> int:
        return len(self._carriers.calls)

    async def quote(self, carrier: str) -> Any:
        answer = await self._carriers.ask(carrier)
        if carrier == NEVER or (carrier == ONCE and carrier not in self._failed):
            self._failed.add(carrier)
            raise ConnectionError("no answer")
        return answer

    async def note(self, carrier: str, price: Any) -> None:
        await asyncio.sleep(NOTES)
        self.journal.append((carrier, price))


async def _all_well(answer: Any, stage: Stage) -> _Run:
    office, run = _Office(stage), _Run()
    try:
        run.returned = await stage.call(list(OFFERS))
    except (ConnectionError, ExceptionGroup) as error:
        run.raised = error
    run.journal = list(office.journal)
    return run


async def _stopped(answer: Any, stage: Stage) -> _Run:
    office, run = _Office(stage), _Run()
    task = asyncio.ensure_future(stage.call(list(OFFERS)))
    await asyncio.sleep(LEAVES)
    if not task.done():
        noted, run.asked_before = len(office.journal), office.asked
        task.cancel()
        await asyncio.wait([task], timeout=AFTERWARDS)
        await asyncio.sleep(AFTERWARDS - LEAVES)
        run.late_notes = len(office.journal) - noted
    run.cancelled = task.cancelled()
    if task.done() and not task.cancelled():
        run.raised = task.exception()
        run.returned = None if run.raised else task.result()
    return run


def _at_most_three(evidence: Evidence) -> Finding:
    most = evidence.most_in_flight
    expected = f"At most {LIMIT} open, and at some moment exactly {LIMIT}."
    if not evidence.calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    if most > LIMIT:
        line = mistakes.line_of_own_limit(evidence.source, "price_list")
        did = f"{count(most, 'question')} were open at once."
        if line:
            did += f" Line {line} makes a semaphore in each call."
            return missed(did, expected, "limit-in-each-call", in_time=True)
        return missed(did, expected, "too-many-in-flight", in_time=True)
    if most < LIMIT:
        did = f"Never more than {count(most, 'question')} {'was' if most == 1 else 'were'} open."
        key = "one-by-one" if most == 1 else "limit-not-used"
        return missed(did, expected, key, in_time=True)
    return met(f"At most {count(most, 'question')} open at once.")


def _asks_again(evidence: Evidence) -> Finding:
    run: _Run = evidence.result
    asked = Counter(call.who for call in evidence.calls)
    expected = f"{ONCE} and {NEVER} are asked twice, the others once."
    if run.raised is not None:
        name = type(run.raised).__name__
        did = f"A carrier failed, and your function raised `{name}`."
        return missed(did, "A failed carrier is asked once more.", "failure-passed-on")
    for name, times in sorted(asked.items()):
        wanted = 2 if name in (ONCE, NEVER) else 1
        if times != wanted:
            did = f"{name} was asked {count(times, 'time')}."
            key = "no-second-question" if times < wanted else "asked-twice"
            return missed(did, expected, key)
    return met(expected)


def _returns(evidence: Evidence) -> Finding:
    return compare(replace(evidence, result=evidence.result.returned), PRICES)


def _noted(evidence: Evidence) -> Finding:
    run: _Run = evidence.result
    expected = f"{count(len(OFFERS), 'line')}, one for each carrier."
    if sorted(run.journal, key=str) == sorted(PRICES.items(), key=str):
        return met(f"{count(len(OFFERS), 'line')} stood in the journal.")
    did = f"When you returned, {count(len(run.journal), 'line')} stood in the journal."
    if len(run.journal) < len(OFFERS):
        lost = [name for name, _ in PRICES.items() if name not in dict(run.journal)]
        if set(lost) <= {NEVER, ONCE}:
            did += f" {lost[0]} was missing."
            return missed(did, expected, "failure-not-noted")
        return missed(did, expected, "note-not-waited-for", in_time=True)
    return missed(f"{did} {shown(run.journal)}", expected, "other-notes")


def _stops(evidence: Evidence) -> Finding:
    run: _Run = evidence.result
    late = evidence.calls[run.asked_before :] if run.asked_before else []
    open_ = [call for call in evidence.calls if call.outcome == "open" or (call.end or 0) > LEAVES]
    expected = "It ends as cancelled, and nothing is sent or noted after that."
    did = f"The traveller left at {seconds(LEAVES)}."
    if run.raised is not None:
        did += f" Your function raised `{type(run.raised).__name__}: {run.raised}`."
        loop = "different event loop" in str(run.raised)
        return missed(did, expected, "limit-of-another-loop" if loop else "stop-made-an-error")
    if late:
        did += f" After that you sent {count(len(late), 'more question')}."
        key = "stop-swallowed" if mistakes.catches_everything(evidence.source) else "work-goes-on"
        return missed(did, expected, key, in_time=True)
    if not run.cancelled:
        did += f" Your function returned {shown(run.returned)}."
        return missed(did, expected, "stop-swallowed")
    if run.late_notes or open_:
        did += f" {count(run.late_notes, 'line')} came into the journal after that."
        key = "stop-swallowed" if mistakes.catches_everything(evidence.source) else "work-goes-on"
        return missed(did, expected, key, in_time=True)
    return met(f"{did} Nothing was sent or noted after that.")


PRICE_LIST = Task(
    name="price_list",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial(ALL_WELL, _all_well), Trial(STOPPED, _stopped)),
    requirements=(
        Requirement(
            "At most three questions are open, and three are used", _at_most_three, ALL_WELL
        ),
        Requirement("Asks a failed carrier once more, and only that", _asks_again, ALL_WELL),
        Requirement("Every price is in the journal when it returns", _noted, ALL_WELL),
        Requirement("Returns the price of each carrier", _returns, ALL_WELL),
        Requirement("A stop signal ends all of its work", _stops, STOPPED),
    ),
    hints=(
        "Take the three complaints one by one. Which line should hold the fourth question back? "
        "Which should write the journal? Which line gets the stop signal?",
        "How many semaphores does this function make for eight carriers? Who waits for the task that "
        "writes into the journal?",
        "`CancelledError` is a `BaseException`. Which error of a carrier does the docstring name?",
        "Make the semaphore once, above `ask`. Catch `ConnectionError` only. And write "
        "`await note(carrier, price)`.",
    ),
    why=(
        "One semaphore, made once, is shared by all calls. `except ConnectionError` lets the stop "
        "signal pass. And a note that is awaited is written before the price is returned."
    ),
    reflect="Before you go on, say which of the three bugs the picture showed, and which it did not.",
)
