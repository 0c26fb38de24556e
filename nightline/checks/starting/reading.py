"""What the tasks of this set read in an answer's code, to tell two mistakes apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator

STARTERS = ("create_task", "ensure_future")


def awaits_what_it_starts(source: str) -> bool:
    """Whether a task is awaited in the expression that makes it: `await create_task(…)`."""
    return any(
        isinstance(node, ast.Await) and _name_of_call(node.value) in STARTERS
        for node in _nodes(source)
    )


def keeps_a_plan(source: str, names: tuple[str, ...]) -> bool:
    """Whether the call of one of these functions is given a name, without await: `m = menu(train)`."""
    return any(
        isinstance(node, ast.Assign | ast.NamedExpr) and _name_of_call(node.value) in names
        for node in _nodes(source)
    )


def _name_of_call(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _nodes(source: str) -> Iterator[ast.AST]:
    try:
        yield from ast.walk(ast.parse(source))
    except SyntaxError:
        return
