"""Which rows a transaction writes before it looks: whoever writes them too must wait for it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
UPDATE = re.compile(r'UPDATE "(?P<table>\w+)" SET (?P<set>.*?)(?: WHERE (?P<where>.*))?', re.DOTALL)


def is_write(sql: str) -> bool:
    """Whether a query changes something."""
    return sql.lstrip().upper().startswith(WRITES)


class Steps:
    """What one visitor's transaction wrote before it first looked.

    Attributes:
        held: the table and key of each row.
        unknown: whether there was a first write of which the rows cannot be told.
    """

    def __init__(self) -> None:
        self.held: set[tuple[str, int]] = set()
        self.unknown = False
        self._looked: set[int] = set()

    def wrapper(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        connection, thread = context["connection"], threading.get_ident()
        if connection.in_atomic_block and thread not in self._looked:
            if is_write(sql):
                self._note(connection.connection, sql, params)
            elif sql.lstrip().upper().startswith("SELECT"):
                self._looked.add(thread)
        return execute(sql, params, many, context)

    def _note(self, line: Any, sql: str, params: Any) -> None:
        found = UPDATE.fullmatch(sql.strip())
        if not found:
            self.unknown = True
            return
        query = f'SELECT rowid FROM "{found["table"]}"'
        values = list(params or ())
        if found["where"]:
            query += f" WHERE {found['where']}"
            values = values[found["set"].count("%s") :]
        try:
            rows = line.execute(query.replace("%s", "?").replace("%%", "%"), values).fetchall()
        except sqlite3.Error:
            self.unknown = True
        else:
            self.held |= {(found["table"], row[0]) for row in rows}
