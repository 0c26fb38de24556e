"""What an answer asked of the database: queries, transactions, connections, refusals.

Importing this sets Django up, so only checks of Part II do it, and only when a trial runs.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nightline import database

# Django sends these itself, around the queries that somebody asked for.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")

_open: list[Watch] = []


@dataclass(frozen=True)
class Query:
    """One query: its SQL, the number of the thread that sent it, whether a transaction was open."""

    sql: str
    thread: int
    in_transaction: bool


@dataclass(eq=False)  # two that have seen the same are still two
class Watch:
    """What was seen of the database. `watched` makes it.

    Attributes:
        queries: all queries, without those that begin and end transactions.
        refused: how often Django refused synchronous work in a thread with a running loop, the
            refusals that somebody caught included.
    """

    queries: list[Query] = field(default_factory=list)
    refused: int = 0
    _connections: list[Any] = field(default_factory=list)

    @property
    def left_open(self) -> int:
        """How many of the connections opened meanwhile are still open."""
        return sum(each.connection is not None for each in self._connections)

    @property
    def threads(self) -> int:
        """How many threads sent queries."""
        return len({query.thread for query in self.queries})


@contextlib.contextmanager
def watched() -> Iterator[Watch]:
    """Watch every connection of this process while the block runs.

    Example:
        >>> with watched() as seen:
        ...     await answer(request)
        >>> len(seen.queries), seen.refused
        (2, 0)
    """
    database.setup()
    _listen()
    watch = Watch()
    _open.append(watch)
    try:
        yield watch
    finally:
        _open.remove(watch)


@contextlib.contextmanager
def restored() -> Iterator[None]:
    """Give the block the database as the seed made it, and put it back afterwards."""
    database.restore()
    try:
        yield
    finally:
        database.restore()


@functools.cache
def _listen() -> None:
    """Note queries, connections and refusals, once for this process.

    It stays, and costs nothing while nobody watches: a trial that cannot be ended could not take
    it away either.
    """
    from django.core.exceptions import SynchronousOnlyOperation
    from django.db.backends.signals import connection_created
    from django.db.backends.utils import CursorWrapper

    connection_created.connect(_note_connection, dispatch_uid="nightline.judging.database")
    for name in ("execute", "executemany"):
        setattr(CursorWrapper, name, _noting(getattr(CursorWrapper, name)))

    def refuse(self: BaseException, *args: object) -> None:
        for watch in _open:
            watch.refused += 1

    SynchronousOnlyOperation.__init__ = refuse


def _noting(execute: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(execute)
    def noted(cursor: Any, sql: Any, *args: Any, **kwargs: Any) -> Any:
        if _open and not str(sql).lstrip().upper().startswith(_FRAME):
            query = Query(str(sql), threading.get_ident(), cursor.db.in_atomic_block)
            for watch in _open:
                watch.queries.append(query)
        return execute(cursor, sql, *args, **kwargs)

    return noted


def _note_connection(connection: Any, **about: object) -> None:
    for watch in _open:
        if connection not in watch._connections:
            watch._connections.append(connection)
