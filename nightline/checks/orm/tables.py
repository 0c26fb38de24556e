"""What the tasks of set 16 share: a desk with real tables, and what an answer did to it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from nightline import database
from nightline.checks.orm import mistakes as mistakes  # what it registers is used by its name
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.station import prepare as prepare

# Queries run in threads and cost no virtual time, also on a busy machine (real seconds).
GRACE = 3.0
TURNS = 5  # of the loop, in which an asynchronous iterator comes to its end
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")

Wrapper = Callable[[Callable[..., Any], str, Any, bool, Any], Any]


@dataclass(frozen=True)
class Ordered:
    """In which order an answer reads and writes.

    Args:
        reads_first: whether a transaction reads before it writes.
        outside: how many writes stood in no transaction.
        writes: how many writes there were.
    """

    reads_first: bool
    outside: int
    writes: int


def order_of(queries: Any) -> Ordered:
    """The order of the queries that `watched` saw of one visitor."""
    written: set[int] = set()
    reads_first = False
    outside = writes = 0
    for query in queries:
        if is_write(query.sql):
            writes += 1
            written.add(query.thread)
            outside += not query.in_transaction
        elif query.in_transaction and query.thread not in written:
            reads_first = True
    return Ordered(reads_first, outside, writes)


@dataclass(frozen=True)
class Asked:
    """What one run of an answer gave, and what it asked of the database.

    Args:
        value: what the answer returned.
        queries: how many queries it sent.
        hops: how many hops it made.
        refused: how often Django refused a query in the loop's thread, caught refusals included.
        left_open: how many connections it left open.
        order: in which order it read and wrote.
        facts: whatever else the task's own trial noted.
    """

    value: Any = None
    queries: int = 0
    hops: int = 0
    refused: int = 0
    left_open: int = 0
    order: Ordered | None = None
    facts: Any = None


def is_write(sql: str) -> bool:
    """Whether a query changes something."""
    return sql.lstrip().upper().startswith(WRITES)


def rows(sql: str, *values: Any) -> list[Any]:
    """What a query gives, on a connection that nobody watches."""
    with closing(sqlite3.connect(database.setup(), timeout=10)) as line:
        return line.execute(sql, values).fetchall()


def change(*statements: str) -> None:
    """Change the tables before a trial, on a connection that nobody watches."""
    with closing(sqlite3.connect(database.setup(), timeout=10)) as line:
        line.execute("PRAGMA synchronous=OFF")
        with line:
            for statement in statements:
                line.execute(statement)


async def in_own_thread(stage: Stage, work: Callable[[], Awaitable[Any]]) -> Any:
    """Run a visitor as Django runs a request: one thread for its hops, whose connection is closed."""
    from asgiref.sync import ThreadSensitiveContext, sync_to_async
    from django.db import connections

    stage.loop.grace = GRACE
    context: Any = ThreadSensitiveContext()
    await context.__aenter__()
    try:
        return await work()
    except Exception as error:
        # An iterator that the error left in the middle must end before its connection does.
        traceback.clear_frames(error.__traceback__)
        for _ in range(TURNS):
            await asyncio.sleep(0)
        raise
    finally:
        with stage.loop.held():
            await sync_to_async(connections.close_all)()
            await context.__aexit__(None, None, None)


async def ask(stage: Stage, work: Callable[[], Awaitable[Any]], facts: Any = None) -> Asked:
    """Run an answer as one visitor, and note what it asks; `facts` are the trial's own."""
    from nightline.hops.recorder import recording
    from nightline.judging.database import watched

    with watched() as seen, recording() as hopped:

        async def visitor() -> tuple[Any, int]:
            value = await work()
            return value, hopped.count

        try:
            value, hops = await in_own_thread(stage, visitor)
            left = seen.left_open
        finally:
            close_left(seen)
    order = order_of(seen.queries)
    return Asked(value, len(seen.queries), hops, seen.refused, left, order, facts)


def close_left(seen: Any) -> None:
    """Close the connections that an answer left open: a later trial must find a quiet database."""
    for each in seen._connections:
        raw, each.connection = each.connection, None  # its thread may come again, and open another
        if raw is not None:
            with contextlib.suppress(Exception):
                raw.close()


@contextlib.contextmanager
def tapped(wrapper: Wrapper) -> Iterator[None]:
    """Let every connection that is opened meanwhile send its queries through a wrapper."""
    from django.db.backends.signals import connection_created

    reached = []

    def tap(connection: Any, **about: object) -> None:
        if wrapper not in connection.execute_wrappers:
            connection.execute_wrappers.append(wrapper)
            reached.append(connection)

    connection_created.connect(tap)
    try:
        yield
    finally:
        connection_created.disconnect(tap)
        for connection in reached:  # a thread may be used again in the next run
            connection.execute_wrappers.remove(wrapper)


def of_runs(judge: Callable[[Asked], Finding | None]) -> Callable[[Evidence], Finding | None]:
    """A judge of a run, or of several, of which the first that misses decides."""

    def of_evidence(evidence: Evidence) -> Finding | None:
        runs = evidence.result if isinstance(evidence.result, list) else [evidence.result]
        found: Finding | None = None
        for run in runs:
            found = judge(run)
            if found is None or not found.passed:
                return found
        return found

    return of_evidence


def _not_refused(run: Asked) -> Finding:
    if run.refused:
        did = f"Django refused {count(run.refused, 'time')} to ask the database, and your code went on."
        return missed(did, "No refusal.", "query-refused-quietly")
    return met("Django refused nothing.")


def _all_closed(run: Asked) -> Finding:
    if run.left_open:
        did = f"{count(run.left_open, 'connection')} that you opened "
        did += f"{'was' if run.left_open == 1 else 'were'} still open at the end."
        return missed(did, "No open connection.", "orm-connection-left")
    return met("No connection was left open.")


NOT_REFUSED = Requirement("The loop's thread asks nothing", of_runs(_not_refused))
ALL_CLOSED = Requirement("No connection stays open", of_runs(_all_closed))
