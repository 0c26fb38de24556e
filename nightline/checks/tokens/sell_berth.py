"""Task `sell_berth`: a read and a write that belong together, inside one lock."""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.tokens.sell_berth_mistakes  # noqa: F401  (registers them)
from nightline.checks.tokens import SET
from nightline.checks.tokens.watched import WatchedLock, ended, thread_locks_told
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ASK, PRINT = 0.1, 1.0  # seconds for the database, and for a ticket
PATIENCE = 200.0


class DatabaseDown(OSError):
    """The database's error; learners read its name."""


class _Office:
    """An office whose windows all call the answer at the same time.

    With `fails`, the database does not answer the first question that it is asked.
    """

    def __init__(self, free: int, windows: int, fails: bool = False) -> None:
        self.had = self._free = free
        self.free = free  # what an answer may see and set; only the methods reach the database
        self.windows = windows
        self.fails = fails
        self.lock = self.own_lock = WatchedLock()  # an answer may put another one in its place
        self.read_outside = self.wrote_outside = self.printed_inside = self.wrote_same = False
        self.tickets: list[float] = []
        self.written: list[Any] = []

    async def read_free(self) -> int:
        self.read_outside |= not self.own_lock.mine
        await asyncio.sleep(ASK)
        if self.fails:
            self.fails = False
            raise DatabaseDown("the database does not answer")
        return self._free

    async def write_free(self, number: int) -> None:
        self.wrote_outside |= not self.own_lock.mine
        self.wrote_same |= self.own_lock.mine and number == self.had
        await asyncio.sleep(ASK)
        self.free = self._free = number
        self.written.append(number)

    async def print_ticket(self) -> None:
        self.printed_inside |= self.own_lock.mine
        await asyncio.sleep(PRINT)
        self.tickets.append(asyncio.get_running_loop().time())

    @property
    def in_database(self) -> int:
        return self._free

    @property
    def sold_out_at(self) -> float:
        """When the last ticket is printed, if only the database stands in line."""
        return min(self.had, self.windows) * 2 * ASK + PRINT


@dataclass
class _Day:
    """What became of the offices of one trial; `stuck` if some window got no answer."""

    offices: list[_Office]
    returned: list[list[Any]] = field(default_factory=list)
    stuck: bool = False


# Free berths and windows of each office. In both trials windows must wait for a lock.
FAILS = "the database fails once"
DAYS: dict[str, tuple[tuple[int, ...], ...]] = {
    "two offices": ((3, 5), (2, 4)),
    "one office": ((1, 3),),
    FAILS: ((1, 3, True),),
}
DOWN = "DatabaseDown"


def _day(
    numbers: tuple[tuple[int, ...], ...],
) -> Callable[[Any, Stage], Coroutine[Any, Any, _Day]]:
    async def run(answer: Any, stage: Stage) -> _Day:
        day = _Day([_Office(one[0], one[1], len(one) > 2) for one in numbers])
        calls = [
            functools.partial(call, answer, office)
            for office in day.offices
            for _ in range(office.windows)
        ]
        with thread_locks_told(globals_of(answer)):
            returned = await ended(calls, PATIENCE)
        day.stuck = returned is None
        for office in day.offices:
            day.returned.append((returned or [])[: office.windows])
            returned = (returned or [])[office.windows :]
        return day

    async def call(answer: Any, office: _Office) -> Any:
        try:
            return await answer(office)
        except DatabaseDown:
            return DOWN

    return run


def _all_answered(evidence: Evidence) -> Finding:
    day: _Day = evidence.result
    if not day.stuck:
        return met("Every window got its answer.")
    twice = any(office.own_lock.by_holder for office in day.offices)
    key = "token-lock-taken-twice" if twice else "sale-lock-kept"
    did = "Some windows waited for a lock for ever. "
    did += "The one who held it asked for it again." if twice else "Nobody gave it back."
    if evidence.trial == FAILS:
        did = "The database failed at the first window. The others waited for the lock for ever."
        key = "sale-lock-kept-after-error"
    return missed(did, "Every window gets its answer.", key)


def _sells_each_once(evidence: Evidence) -> Finding | None:
    day: _Day = evidence.result
    if evidence.trial == FAILS:
        return met("The other trials ask for this.")
    if day.stuck:
        return None
    for office, returned in zip(day.offices, day.returned, strict=True):
        strange = [answer for answer in returned if type(answer) is not bool]
        if strange:
            did = f"{count(len(strange), 'window')} of {len(returned)} got {shown(strange[0])}."
            key = "nothing-returned" if strange[0] is None else "wrong-type"
            return missed(did, "Each window gets `True` or `False`.", key)
        sold = sum(returned)
        did = f"{office.windows} windows, {office.had} free berths, {sold} sold. "
        expected = f"{office.had} sold, and {count(office.windows - office.had, 'window')} "
        expected += "answered False."
        if sold > office.had:
            key, more = _why_oversold(office, evidence.source)
            return missed(did + more, expected, key)
        if sold < office.had:
            return missed(did.strip(), expected, "sale-berths-unsold")
        if office.in_database != 0:
            did += f"The database says that {office.in_database} are free."
            return missed(did, "0 free berths in the database.", "sale-free-not-written")
    first = day.offices[0]
    return met(f"{first.windows} windows, {first.had} free berths, {first.had} sold.")


def _why_oversold(office: _Office, source: str) -> tuple[str, str]:
    if not office.own_lock.taken:
        if re.search(r"^[ \t]+.*\bLock\(\)", source, re.MULTILINE):
            return "sale-lock-in-each-call", "Each call made a lock of its own."
        return "sale-race", "Nobody took the lock of the office."
    if office.read_outside and not office.wrote_outside:
        return "sale-read-before-lock", "The lock was taken after the number was read."
    if office.read_outside or office.wrote_outside:
        return "sale-write-after-lock", "A window wrote the number when it no longer held the lock."
    if office.wrote_same:
        return "sale-number-unchanged", "A window wrote the number that it had read."
    return "sale-lock-let-go", "The lock was given back between the read and the write."


def _prints_together(evidence: Evidence) -> Finding | None:
    day: _Day = evidence.result
    if evidence.trial == FAILS:
        return met("The other trials ask for this.")
    if day.stuck:
        return None
    for office, returned in zip(day.offices, day.returned, strict=True):
        expected = f"{count(office.had, 'ticket')}, the last one at {seconds(office.sold_out_at)}."
        printed = count(len(office.tickets), "ticket")
        if len(office.tickets) != sum(returned):
            return missed(f"{printed} came out of the printers.", expected, "sale-tickets-differ")
        last = max(office.tickets, default=0.0)
        did = f"{printed}, the last one at {seconds(last)}."
        # Who asks the database once before standing in line, and again inside, is right too.
        if last > office.sold_out_at + ASK * office.read_outside + ROUNDING:
            did += " Each waited for the one before." if office.printed_inside else ""
            key = "sale-lock-held-too-long" if office.printed_inside else "sale-sold-too-slowly"
            if not office.own_lock.taken:
                key = "sale-one-lock-for-all"
            return missed(did, expected, key, in_time=True)
        if not office.own_lock.taken:
            did = "Nobody took `office.lock`. Your windows stood in line for another lock."
            return missed(did, "The windows share `office.lock`.", "sale-other-lock")
    first = day.offices[0]
    return met(f"The last of {first.had} tickets came at {seconds(first.sold_out_at)}.")


def _lets_errors_out(evidence: Evidence) -> Finding | None:
    day: _Day = evidence.result
    if day.stuck:
        return None
    returned = day.returned[0]
    others = [answer for answer in returned if answer != DOWN]
    if len(others) == len(returned):
        did = f"The database raised `{DOWN}`. That window got {shown(returned[0])}."
        return missed(did, f"The caller gets `{DOWN}`.", "sale-error-kept")
    return met(f"One window got `{DOWN}`, and the others were served.")


SELL_BERTH = Task(
    name="sell_berth",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _day(numbers)) for name, numbers in DAYS.items()),
    requirements=(
        Requirement("Every window gets its answer", _all_answered),
        Requirement("Each berth is sold once", _sells_each_once),
        Requirement("Tickets print at the same time", _prints_together),
        Requirement("An error of the database reaches the caller", _lets_errors_out, FAILS),
    ),
    hints=(
        "Between which two lines can another window read the same number?",
        "The read, the question whether a berth is free, and the write belong together. Put all "
        "three into one block.",
        "`async with office.lock:` begins the block. The line that prints stands after it, as far "
        "left as `async with`.",
    ),
    why=(
        "The lock is held from the read to the write, so nobody else can read the old number. "
        "`return` inside the block gives it back too. The ticket needs no shared value, so it is "
        "printed outside."
    ),
    reflect="Before you go on, say what would happen if two programs sold from one database.",
)
