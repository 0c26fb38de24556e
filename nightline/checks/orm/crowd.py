"""A crowd at the desk: visitors with a thread each, who look at the same moment if they look first."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import itertools
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from nightline import database
from nightline.checks.orm.steps import is_write
from nightline.checks.orm.tables import (
    GRACE,
    Asked,
    ask,
    change,
    close_left,
    in_own_thread,
    rows,
    tapped,
)
from nightline.judging.places import source_of
from nightline.judging.reading import nodes_of
from nightline.judging.stage import Stage

TRAIN = 4  # the train of these trials, a primary key
FIRST_BERTH = 32  # the primary key of its berth number 1; the others follow
# How long somebody who looked before writing waits for the others to look too, in real seconds.
PATIENCE = 0.15
USER = (
    "INSERT INTO auth_user (id, username, password, is_superuser, is_staff, is_active, "
    "first_name, last_name, email, date_joined) "
    "VALUES ({id}, '{name}', '!', 0, 0, 1, '', '', '', '2026-05-01')"
)
_visitor: ContextVar[int] = ContextVar("visitor")
_references = itertools.count(1)


@dataclass(frozen=True)
class Crowd:
    """What a crowd met. `outcomes` holds what each visitor got, an error included."""

    outcomes: tuple[Any, ...]
    left_open: int
    tickets: tuple[Any, ...]
    price: int


def open_train(berths: int, price: int, travellers: int, *statements: str) -> None:
    """Give the train of these trials so many berths, all free, and make the travellers."""
    change(
        f"DELETE FROM trains_berth WHERE departure_id = {TRAIN} AND number > {berths}",
        f"UPDATE trains_departure SET price = {price} WHERE id = {TRAIN}",
        *(USER.format(id=pk, name=f"traveller{pk}") for pk in range(1, travellers + 1)),
        *statements,
    )


def price_now() -> int:
    """What the train of these trials costs, in euro."""
    return int(rows("SELECT price FROM trains_departure WHERE id = ?", TRAIN)[0][0])


def others_now() -> tuple[Any, ...]:
    """What all other trains cost."""
    return tuple(rows("SELECT id, price FROM trains_departure WHERE id != ? ORDER BY id", TRAIN))


def tickets_now() -> tuple[Any, ...]:
    """All tickets in the order of their sale: number of the berth, price, traveller, passenger."""
    found = rows(
        "SELECT b.number, t.price, t.traveller_id, t.passenger FROM booking_booking t "
        "JOIN trains_berth b ON b.id = t.berth_id WHERE t.cancelled IS NULL ORDER BY t.id"
    )
    return tuple(found)


def calls_locks(source: str) -> bool:
    """Whether an answer calls `select_for_update`: a comment and a text do not."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "select_for_update"
        for node in nodes_of(source)
    )


async def together(
    stage: Stage, visitors: list[Callable[[], Awaitable[Any]]], locks: bool | None = None
) -> Crowd:
    """Let all visitors come at the same moment.

    Whoever reads before their first write waits until everybody has read, as can happen on any
    busy evening. And a transaction takes its place in the line at its first write, as on
    PostgreSQL, unless the answer locks rows by `select_for_update`, which SQLite does not know.

    Args:
        stage: the trial's stage.
        visitors: what each of them does.
        locks: whether the answer locks rows; without it, its text decides.
    """
    from nightline.judging.database import watched

    meeting = _Meeting(len(visitors))
    if locks is None:
        locks = calls_locks(source_of(stage.answer))
    mode = "IMMEDIATE" if locks else "DEFERRED"
    stage.loop.grace = GRACE

    async def one(number: int, work: Callable[[], Awaitable[Any]]) -> Any:
        _visitor.set(number)
        try:
            return await in_own_thread(stage, work)
        except Exception as error:
            return error
        finally:
            meeting.leaves()

    with _transactions_begin(mode), tapped(meeting.wrapper), watched() as seen:
        try:
            outcomes = await asyncio.gather(*(one(*each) for each in enumerate(visitors, 1)))
            left = seen.left_open
        finally:
            close_left(seen)
    return Crowd(tuple(outcomes), left, tickets_now(), price_now())


class _Meeting:
    """Those who read before they write meet here, so that nobody reads late by luck."""

    def __init__(self, visitors: int) -> None:
        self._barrier = threading.Barrier(visitors)
        self._wrote: set[int] = set()
        self._open = True

    def wrapper(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        who = _visitor.get(threading.get_ident())
        if is_write(sql):
            self._wrote.add(who)
        result = execute(sql, params, many, context)
        if self._open and who not in self._wrote and sql.lstrip().upper().startswith("SELECT"):
            try:
                self._barrier.wait(PATIENCE)
            except threading.BrokenBarrierError:
                self._open = False
        return result

    def leaves(self) -> None:
        """Somebody is done: those who still read need not wait for them."""
        self._open = False
        self._barrier.abort()


@contextlib.contextmanager
def _transactions_begin(mode: str) -> Iterator[None]:
    """Say how transactions on new connections begin."""
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    before = options["transaction_mode"]
    options["transaction_mode"] = mode
    try:
        yield
    finally:
        options["transaction_mode"] = before


class Failing:
    """Lets one write fail, as a full disk would. `at` is its number; 0 counts only."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.writes = at, 0

    def wrapper(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        from django.db import OperationalError

        if is_write(sql):
            self.writes += 1
            if self.writes == self.at:
                raise OperationalError(FULL)
        return execute(sql, params, many, context)


FULL = "database or disk is full"


@dataclass(frozen=True)
class Failed:
    """What was seen when one write failed.

    Args:
        write: its number, and of how many.
        of: how many writes the answer makes.
        raised: whether the caller saw an error that says so.
        changed: what stands in the tables now and did not before, in words; empty if nothing.
    """

    write: int
    of: int
    raised: bool
    changed: str


async def each_write_fails(
    stage: Stage,
    begin: Callable[[], None],
    work: Callable[[], Awaitable[Any]],
    changed: Callable[[], str],
    planned: type[Exception],
    note: Callable[[Asked], object] = lambda first: None,
) -> list[Failed]:
    """Run an answer once, and then once for each of its writes, which fails.

    Args:
        stage: the trial's stage.
        begin: puts the tables of the restored database into the state of the beginning.
        work: calls the answer.
        changed: what differs from that state, in words.
        planned: the error that means something else than a failure.
        note: called with what the first run asked, in which every write went well.
    """
    results: list[Failed] = []
    counting, number = Failing(), 0
    while number <= counting.writes:
        failing, raised = Failing(number) if number else counting, False
        if number:
            database.restore()
        begin()
        with tapped(failing.wrapper):
            try:
                asked = await ask(stage, work)
                if not number:
                    note(asked)
            except Exception as error:
                raised = not isinstance(error, planned)
        if number:
            results.append(Failed(number, counting.writes, raised, changed()))
        number += 1
    return results
