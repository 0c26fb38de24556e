"""The text of an answer as a syntax tree: what a run alone does not tell.

Several requirements of a task read the same text, so it is parsed once. They share its tree: look at
it, and never change it.
"""

from __future__ import annotations

import ast
import functools

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def tree_of(source: str) -> ast.Module:
    """The syntax tree of a text.

    Args:
        source: the text of a cell, or of a part of it.

    Returns:
        Its module, which others read too; an empty one where Python cannot read the text.
    """
    return _read(source)[0]


def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """All parts of a text.

    Args:
        source: the text of a cell, or of a part of it.

    Returns:
        The nodes of its tree, the outer ones first.
    """
    return _read(source)[1]


@functools.lru_cache(maxsize=16)
def _read(source: str) -> tuple[ast.Module, tuple[ast.AST, ...]]:
    """A tree and its nodes, kept together: whoever compares nodes needs those of one tree."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        tree = ast.Module(body=[], type_ignores=[])
    return tree, tuple(ast.walk(tree))


def name_of(node: ast.AST) -> str:
    """The last part of a name.

    Args:
        node: any part of a program.

    Returns:
        `sleep` for both `sleep` and `asyncio.sleep`; empty for what is no name.
    """
    name: str = getattr(node, "attr", getattr(node, "id", ""))
    return name


def name_of_call(node: ast.AST | None) -> str:
    """The name of the function that is called.

    Args:
        node: any part of a program.

    Returns:
        `sleep` for `asyncio.sleep(1)`; empty for what is no call, and where the function has no name.
    """
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def calls_of(part: str | ast.AST, *names: str) -> list[ast.Call]:
    """The calls in a text, or in a part of its tree.

    Args:
        part: the text, or the node in which to look.
        names: the last parts of the functions' names; every call when there are none.

    Returns:
        The calls, the outer ones first.
    """
    nodes = nodes_of(part) if isinstance(part, str) else ast.walk(part)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return [call for call in calls if not names or name_of(call.func) in names]
