"""`swap_berths`: two tickets change their berths, both or none."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.orm import SET
from nightline.checks.orm import (
    swap_mistakes as swap_mistakes,  # what it registers is used by its name
)
from nightline.checks.orm.crowd import (
    Crowd,
    Failed,
    each_write_fails,
    open_train,
    together,
)
from nightline.checks.orm.desk_mistakes import everything_or_nothing, in_order
from nightline.checks.orm.tables import NOT_REFUSED, Asked, ask, of_runs, prepare, rows
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

SWAP, MISSING, MANY, BROKEN = "a swap", "no such ticket", "two swaps at once", "a write that fails"
A, B, C, GONE = "AAAAAAAA", "BBBBBBBB", "CCCCCCCC", "GGGGGGGG"
# Reference: berth, traveller, passenger, price, cancelled, primary key, day of the sale. C stands on
# another train.
SOLD = "2026-04-30"
TICKETS = {
    A: (1, 1, "Ada", 49, None, 11, SOLD),
    B: (2, 2, "Bo", 51, None, 12, SOLD),
    C: (60, 1, "Cleo", 70, None, 13, SOLD),
    GONE: (3, 2, "Dan", 44, "2026-05-01 08:00:00", 14, SOLD),
}
# Berth 3 is there where the cancelled ticket is tried. Elsewhere no berth is free to park a ticket on.
FULL = "DELETE FROM trains_berth WHERE id NOT IN (1, 2, 60)"
LACKING = ((A, "ZZZZZZZZ"), ("ZZZZZZZZ", B), (A, GONE), (GONE, B))
State = dict[str, tuple[Any, ...]]


def _issue(*statements: str) -> None:
    open_train(5, 61, 2, *map(_insert, TICKETS), *statements)


def _insert(reference: str) -> str:
    berth, traveller, passenger, price, cancelled, key, sold = TICKETS[reference]
    said = f"'{cancelled}'" if cancelled else "NULL"
    return (
        "INSERT INTO booking_booking "
        "(id, reference, berth_id, traveller_id, passenger, price, cancelled, booked) VALUES "
        f"({key}, '{reference}', {berth}, {traveller}, '{passenger}', {price}, {said}, '{sold}')"
    )


def _state() -> State:
    found = rows(
        "SELECT reference, berth_id, traveller_id, passenger, price, cancelled, id, "
        "substr(booked, 1, 10) FROM booking_booking"
    )
    return {reference: tuple(rest) for reference, *rest in found}


def _after(*pairs: tuple[str, str]) -> State:
    state = dict(TICKETS)
    for one, other in pairs:
        state[one], state[other] = (
            (state[other][0], *state[one][1:]),
            (state[one][0], *state[other][1:]),
        )
    return state


@dataclass(frozen=True)
class Swap:
    """One swap: of which tickets, the error it ended with, and the tickets before and afterwards."""

    pair: tuple[str, str]
    error: Exception | None
    before: State
    after: State

    @property
    def missing(self) -> bool:
        """Whether it said that there is no such ticket."""
        from minisite.booking.models import Booking

        return isinstance(self.error, Booking.DoesNotExist)


async def _swaps(answer: Any, stage: Stage) -> list[Asked]:
    from nightline.judging.database import restored

    runs = []
    with restored():
        _issue(FULL)
        for pair in ((A, B), (B, C)):
            runs.append(await _one(stage, pair))
            if (error := runs[-1].facts.error) and not runs[-1].facts.missing:
                raise error
            if runs[-1].facts.missing or runs[-1].facts.after.keys() != TICKETS.keys():
                break
    return runs


async def _one(stage: Stage, pair: tuple[str, str]) -> Asked:
    before = _state()

    async def visit() -> Exception | None:
        try:
            await stage.call(*pair)
        except Exception as error:
            return error
        return None

    run = await ask(stage, visit)
    return replace(run, facts=Swap(pair, run.value, before, _state()))


async def _missing(answer: Any, stage: Stage) -> list[Asked]:
    from nightline.judging.database import restored

    with restored():
        _issue()
        return [await _one(stage, pair) for pair in LACKING]


async def _together(answer: Any, stage: Stage) -> tuple[Crowd, State]:
    from nightline.judging.database import restored

    with restored():
        _issue()
        crowd = await together(
            stage, [functools.partial(stage.answer, *p) for p in ((A, B), (B, C))]
        )
        return crowd, _state()


async def _failing(answer: Any, stage: Stage) -> list[Failed]:
    from minisite.booking.models import Booking
    from nightline.judging.database import restored

    with restored():
        return await each_write_fails(
            stage, _issue, lambda: stage.answer(A, B), _changed, Booking.DoesNotExist
        )


def _changed() -> str:
    state = _state()
    changed = sum(state[name] != ticket for name, ticket in TICKETS.items())
    return f"{count(changed, 'ticket')} had been changed" if changed else ""


def _swapped(evidence: Evidence) -> Finding:
    wanted = (_after((A, B)), _after((A, B), (B, C)))
    for run, state in zip(evidence.result, wanted, strict=False):
        if run.facts.missing and run.facts.after == run.facts.before:
            did = f"{' and '.join(run.facts.pair)} are live tickets. You raised `DoesNotExist`."
            return missed(did, "The swap.", "told-missing")
        if run.facts.after == run.facts.before:
            did = f"You swapped {' and '.join(run.facts.pair)}. In the table, nothing is changed."
            return missed(did, "Each has the berth of the other.", "swap-not-written")
        if found := _differs(run.facts.after, state, run.facts.pair):
            return found
    return met("Both swaps changed two berths and nothing else.")


def _differs(got: State, wanted: State, pair: tuple[str, str]) -> Finding | None:
    expected = "Each has the berth of the other, and nothing else is changed."
    if got == wanted:
        return None
    names = " and ".join(pair)
    if cancelled := [name for name in pair if name in got and got[name][4] is not None]:
        did = f"You swapped {names}. Afterwards {cancelled[0]} is cancelled."
        return missed(did, expected, "left-cancelled")
    if got.keys() != wanted.keys() or any(got[name][1:] != wanted[name][1:] for name in wanted):
        did = f"You swapped {names}. Afterwards a ticket differs in more than its berth."
        return missed(did, expected, "ticket-changed")
    first = next(name for name in wanted if got[name] != wanted[name])
    did = f"You swapped {names}. Afterwards {first} has berth number {got[first][0]} in the table."
    return missed(did, f"Number {wanted[first][0]}.", "not-swapped")


def _told(run: Asked) -> Finding:
    swap: Swap = run.facts
    gone = next(name for name in swap.pair if name in ("ZZZZZZZZ", GONE))
    said = f"There is no ticket {gone}" if gone != GONE else "One of the tickets is cancelled"
    if swap.after.get(GONE) != swap.before[GONE] and gone == GONE:
        return missed(f"{said}, and you swapped with it.", "`Booking.DoesNotExist`.", "revived")
    if swap.after != swap.before:
        return missed(f"{said}, and the other was changed.", "No change.", "changed-for-nothing")
    if swap.error and not swap.missing:
        name = f"{type(swap.error).__qualname__}"
        did = f"{said}, and your function raised `{name}`."
        return missed(did, "`Booking.DoesNotExist`.", "another-error-told")
    if not swap.missing:
        return missed(f"{said}, and no error came.", "`Booking.DoesNotExist`.", "missing-not-told")
    return met("A missing ticket is told, and nothing is changed.")


def _two_at_once(evidence: Evidence) -> Finding:
    from django.db import IntegrityError, OperationalError

    crowd, state = evidence.result
    expected = "The berths after one swap and then the other."
    for error in crowd.outcomes:
        if isinstance(error, OperationalError):
            did = f"Two swaps came at once, and one met `OperationalError`: {error}."
            return missed(did, expected, "swap-reads-first")
        if isinstance(error, IntegrityError):
            did = "Two swaps came at once, and one met `IntegrityError`."
            return missed(did, expected, "swaps-overlap")
        if isinstance(error, Exception):
            did = f"Two swaps came at once, and one met `{type(error).__name__}`."
            return missed(did, expected, "swaps-overlap")
    if state not in (_after((A, B), (B, C)), _after((B, C), (A, B))):
        did = "Two swaps came at once. The berths are those of neither order."
        return missed(did, expected, "swaps-overlap")
    if crowd.left_open:
        did = f"{count(crowd.left_open, 'connection')} stayed open."
        return missed(did, "No open connection.", "orm-connection-left")
    return met("Two swaps at once ended as one after the other.")


def _one_step(evidence: Evidence) -> Finding:
    order = evidence.result[0].order
    if order.outside:
        did = f"{order.outside} of {count(order.writes, 'write')} stood in no transaction."
        return missed(did, "All writes in one transaction.", "writes-outside")
    return met("All writes stand in a transaction.")


def _order(evidence: Evidence) -> Finding:
    order = evidence.result[0].order
    return in_order(evidence, order, SHARED, "both tickets", "swap-reads-first")


# What every swap of these two may write first: the tickets, their berths, or their trains.
SHARED = (
    frozenset(("booking_booking", TICKETS[name][5]) for name in (A, B)),
    frozenset(("trains_berth", TICKETS[name][0]) for name in (A, B)),
    frozenset({("trains_departure", 1)}),
)


SWAP_BERTHS = Task(
    name="swap_berths",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial(SWAP, _swaps, prepare=prepare),
        Trial(MISSING, _missing, prepare=prepare),
        Trial(MANY, _together, prepare=prepare),
        Trial(BROKEN, _failing, prepare=prepare),
    ),
    requirements=(
        replace(NOT_REFUSED, trial=SWAP),
        Requirement("The two berths are swapped", _swapped, SWAP),
        Requirement("All writes are one step", _one_step, SWAP),
        Requirement("A missing ticket changes nothing", of_runs(_told), MISSING),
        Requirement("Two swaps at once do not mix", _two_at_once, MANY),
        Requirement("If a write fails, nothing is changed", everything_or_nothing, BROKEN),
        Requirement("The transaction writes before it looks", _order, SWAP),
    ),
    hints=(
        "Put everything into one plain function with one transaction. Which write could come first?",
        "Cancel both tickets with one `update`. It says how many it changed. What if that is not two?",
        "Inside the transaction both berths are free now. Read the two tickets, exchange their "
        "`berth_id`, set `cancelled` to `None`, and save both.",
    ),
    why=(
        "Nobody outside sees a transaction before its end. So the tickets may be cancelled for a moment, "
        "which satisfies the constraint. The first write also makes every other swap of them wait."
    ),
    reflect="Before you go on, say what a traveller sees who looks at the ticket in the middle.",
)
