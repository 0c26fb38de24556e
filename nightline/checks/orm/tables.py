"""What the tasks of set 16 share: a desk with real tables, and what an answer did to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from nightline import database
from nightline.checks.orm import mistakes as mistakes  # what it registers is used by its name
from nightline.checks.orm.steps import Steps, is_write
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.station import prepare as prepare

# Queries run in threads and cost no virtual time, also on a busy machine (real seconds).
GRACE = 3.0
TURNS = 5  # of the loop, in which an asynchronous iterator comes to its end
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"

Wrapper = Callable[[Callable[..., Any], str, Any, bool, Any], Any]


@dataclass(frozen=True)
class Ordered:
    """In which order an answer reads and writes.

    Args:
        reads_first: whether a transaction reads before it writes.
        outside: how many writes stood in no transaction.
        writes: how many writes there were.
        held: the table and key of each row that a transaction wrote before it looked; None where
            that cannot be told.
    """

    reads_first: bool
    outside: int
    writes: int
    held: frozenset[tuple[str, int]] | None


def order_of(queries: Any, steps: Steps) -> Ordered:
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
    held = None if steps.unknown else frozenset(steps.held)
    return Ordered(reads_first, outside, writes, held)


@dataclass(frozen=True)
class Asked:
    """What one run of an answer gave, and what it asked of the database.

    Args:
        value: what the answer returned.
        queries: how many queries it sent.
        hops: how many hops it made.
        refused: how often Django refused a query in the loop's thread, caught refusals included.
        in_loop: how many queries the loop's thread sent all the same.
        left_open: how many connections it left open.
        order: in which order it read and wrote.
        facts: whatever else the task's own trial noted.
    """

    value: Any = None
    queries: int = 0
    hops: int = 0
    refused: int = 0
    in_loop: int = 0
    left_open: int = 0
    order: Ordered | None = None
    facts: Any = None


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
        os.environ.pop(UNSAFE, None)  # else nothing is refused in this kernel any more
        with stage.loop.held():
            await sync_to_async(connections.close_all)()
            await context.__aexit__(None, None, None)


async def ask(stage: Stage, work: Callable[[], Awaitable[Any]], facts: Any = None) -> Asked:
    """Run an answer as one visitor, and note what it asks; `facts` are the trial's own."""
    from nightline.hops.recorder import recording
    from nightline.judging.database import watched

    steps = Steps()
    with watched() as seen, recording() as hopped, tapped(steps.wrapper):

        async def visitor() -> tuple[Any, int]:
            value = await work()
            return value, hopped.count

        try:
            value, hops = await in_own_thread(stage, visitor)
            left = seen.left_open
        finally:
            close_left(seen)
    order, here = order_of(seen.queries, steps), threading.get_ident()
    in_loop = sum(query.thread == here for query in seen.queries)
    return Asked(value, len(seen.queries), hops, seen.refused, in_loop, left, order, facts)


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


def query_words(number: int) -> str:
    """So many queries, in words."""
    return f"{number} {'query' if number == 1 else 'queries'}"


def of_runs(judge: Callable[[Asked], Finding | None]) -> Callable[[Evidence], Finding | None]:
    """A judge of a run, or of several: the first that misses decides, else the first tells."""

    def of_evidence(evidence: Evidence) -> Finding | None:
        runs = evidence.result if isinstance(evidence.result, list) else [evidence.result]
        found: Finding | None = None
        for run in runs:
            now = judge(run)
            if now is None or not now.passed:
                return now
            found = found or now
        return found

    return of_evidence


def _not_refused(run: Asked) -> Finding:
    if run.in_loop:
        did = f"The thread of the event loop itself sent {query_words(run.in_loop)}."
        return missed(did, "No query in that thread.", "refusal-switched-off")
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
