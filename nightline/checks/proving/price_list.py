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
ALL_WELL, STOPPED, OTHER = "eight carriers", "stopped", "another error"
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
LONG = 3 * NOTES
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

    def __init__(self, stage: Stage, offers: dict[str, Offer] = OFFERS) -> None:
        self._stage = stage
        self._failed: set[str] = set()
        self.journal: list[tuple[str, Any]] = []
        self._carriers = stage.carriers(offers)
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


async def _other_error(answer: Any, stage: Stage) -> _Run:
    office, run = _Office(stage, {"Lumen": Offer(0.4, ValueError("no such train"))}), _Run()
    try:
        run.returned = await stage.call(["Lumen"])
    except (ValueError, ExceptionGroup) as error:
        run.raised = error
    run.journal = list(office.journal)
    return run


def _passes_on(evidence: Evidence) -> Finding:
    run: _Run = evidence.result
    if run.raised is not None:
        return met("The `ValueError` of a carrier reached the caller.")
    did = f"`quote` raised `ValueError: no such train`, and you returned {shown(run.returned)}."
    return missed(did, "The `ValueError` reaches the caller.", "price-error-hidden")


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
        key = "limit-not-used"
        if most == 1:
            key = "limit-of-one" if mistakes.has_limit(evidence.source) else "one-by-one"
        return missed(did, expected, key, in_time=True)
    if evidence.result.raised is None and (empty := _long_empty(evidence)):
        did = f"From {seconds(empty)} on a place was free, and carriers had not been asked yet."
        return missed(did, "The next one is asked at once.", "list-in-batches", in_time=True)
    return met(f"At most {count(most, 'question')} open at once.")


def _long_empty(evidence: Evidence) -> float:
    """Since when a place was free for long while carriers waited to be asked; 0 if it was not.

    A note may be written before the place is given on, so a short while is no mistake.
    """
    asked = [min((c.start for c in evidence.calls if c.who == n), default=0.0) for n in OFFERS]
    moments = sorted({t for c in evidence.calls for t in (c.start, c.end) if t is not None})
    since = None
    for moment in moments:
        if moment >= max(asked):
            break
        full = sum(call.open_at(moment) for call in evidence.calls) >= LIMIT
        since = None if full else moment if since is None else since
        after = next((t for t in moments if t > moment), moment)
        if since is not None and after - since > LONG:
            return since
    return 0.0


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
            key = "no-second-question"
            if times > wanted:
                key = "asked-too-often" if name in (ONCE, NEVER) else "asked-twice"
            return missed(did, expected, key)
    return met(expected)


def _returns(evidence: Evidence) -> Finding:
    got = evidence.result.returned
    if isinstance(got, dict) and got != PRICES and all(type(name) is str for name in got):
        if lost := [name for name in OFFERS if name not in got]:
            did = f"{lost[0]} is not in your dict."
            return missed(did, f"{count(len(OFFERS), 'carrier')}.", "carrier-left-out")
        values = sorted(map(str, got.values()))
        if values == sorted(map(str, PRICES.values())) and len(got) == len(PRICES):
            name = next(name for name in PRICES if got[name] != PRICES[name])
            did = f"{name} has the price {shown(got[name])}."
            return missed(did, f"{shown(PRICES[name])}.", "proof-price-of-another")
    return compare(replace(evidence, result=got), PRICES)


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
    goes_on = "work-goes-on"
    if mistakes.catches_everything(evidence.source):
        goes_on = "stop-swallowed"
    elif mistakes.notes_in_finally(evidence.source):
        goes_on = "note-in-finally"
    did = f"The traveller left at {seconds(LEAVES)}."
    if run.raised is not None:
        did += f" Your function raised `{type(run.raised).__name__}: {run.raised}`."
        loop = "different event loop" in str(run.raised)
        return missed(did, expected, "limit-of-another-loop" if loop else "stop-made-an-error")
    if late:
        did += f" After that you sent {count(len(late), 'more question')}."
        return missed(did, expected, goes_on, in_time=True)
    if not run.cancelled:
        did += f" Your function returned {shown(run.returned)}."
        return missed(did, expected, "stop-swallowed")
    if run.late_notes or open_:
        if run.late_notes:
            did += f" {count(run.late_notes, 'line')} came into the journal after that."
        else:
            did += f" The question to {open_[0].who} was still open after that."
        return missed(did, expected, goes_on, in_time=True)
    return met(f"{did} Nothing was sent or noted after that.")


PRICE_LIST = Task(
    name="price_list",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial(ALL_WELL, _all_well), Trial(STOPPED, _stopped), Trial(OTHER, _other_error)),
    requirements=(
        Requirement(
            "At most three questions are open, and three are used", _at_most_three, ALL_WELL
        ),
        Requirement("Asks a failed carrier once more, and only that", _asks_again, ALL_WELL),
        Requirement("Every price is in the journal when it returns", _noted, ALL_WELL),
        Requirement("Returns the price of each carrier", _returns, ALL_WELL),
        Requirement("A stop signal ends all of its work", _stops, STOPPED),
        Requirement("Another error reaches the caller", _passes_on, OTHER),
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
