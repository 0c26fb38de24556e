"""The place in the line: which rows a transaction changes or locks before it looks at others.

SQLite knows no `FOR UPDATE`, so its queries do not say what they lock. The query object does, at the
moment when it is executed.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

from nightline.checks.court.journeys import IN_LINE
from nightline.checks.orm.steps import Steps, is_write
from nightline.checks.orm.tables import tapped
from nightline.judging.reading import calls_of

Row = tuple[str, int]


class Line(Steps):
    """What one visitor's transactions changed or locked before they first looked.

    Attributes:
        places: the rows of each statement that changed or locked some, in order.
        reads_first: whether a transaction looked before any of that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.places: list[frozenset[Row]] = []
        self.reads_first = False
        self._locking: dict[int, Any] = {}

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Note what is done on connections that are opened while the block runs."""
        from django.db.models.sql.compiler import SQLCompiler

        execute_sql: Any = SQLCompiler.execute_sql

        @functools.wraps(execute_sql)
        def noting(compiler: Any, *args: Any, **kwargs: Any) -> Any:
            me = threading.get_ident()
            if compiler.query.select_for_update:
                self._locking[me] = compiler
            try:
                return execute_sql(compiler, *args, **kwargs)
            finally:
                self._locking.pop(me, None)

        compilers: Any = SQLCompiler
        compilers.execute_sql = noting
        try:
            with tapped(self.wrapper):
                yield
        finally:
            compilers.execute_sql = execute_sql

    def wrapper(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        connection, thread = context["connection"], threading.get_ident()
        if connection.in_atomic_block and thread not in self._looked:
            compiler = self._locking.get(thread)
            before = set(self.held)
            if is_write(sql):
                self._note(connection.connection, sql, params)
            elif compiler is not None:
                self._lock(connection.connection, compiler)
            elif sql.lstrip().upper().startswith("SELECT"):
                self._looked.add(thread)
                self.reads_first |= not (self.held or self.unknown)
            if new := frozenset(self.held - before):
                self.places.append(new)
        return execute(sql, params, many, context)

    def _lock(self, line: Any, compiler: Any) -> None:
        """Note the rows that a query would lock on a database that can."""
        query = compiler.query.clone()
        query.select_for_update = False
        try:
            query.set_values(("pk",))
            sql, params = query.get_compiler(connection=compiler.connection).as_sql()
            found = line.execute(sql.replace("%s", "?").replace("%%", "%"), params).fetchall()
        except (sqlite3.Error, ValueError):
            self.unknown = True
        else:
            self.held |= {(query.model._meta.db_table, row[0]) for row in found}

    @property
    def begins_with(self) -> frozenset[Row]:
        """The trains of the first statement that stands in one of their lines."""
        return next((rows & IN_LINE for rows in self.places if rows & IN_LINE), frozenset())


def calls_what_it_passes(source: str) -> bool:
    """Whether a cell gives `sync_to_async` the result of a call, in place of a function."""
    return any(
        bool(call.args)
        and isinstance(call.args[0], ast.Call)
        and isinstance(call.args[0].func, ast.Name)
        and call.args[0].func.id != "partial"
        for call in calls_of(source, "sync_to_async")
    )
