"""What the text of an answer says: loops, and blocks inside blocks."""

from __future__ import annotations

import ast

from nightline.judging.reading import calls_of, nodes_of, tree_of

LOOPS = (ast.For, ast.ListComp, ast.DictComp)


def starts_and_awaits(source: str) -> bool:
    """Whether one loop both starts tasks and awaits: then it waits for each before the next."""
    return any(
        calls_of(loop, "create_task") and any(isinstance(n, ast.Await) for n in ast.walk(loop))
        for loop in nodes_of(source)
        if isinstance(loop, LOOPS)
    )


def try_inside_group(source: str) -> bool:
    """Whether a `try` stands inside an `async with`, and none around it."""
    tries = [node for node in nodes_of(source) if isinstance(node, ast.Try | ast.TryStar)]
    blocks = [node for node in nodes_of(source) if isinstance(node, ast.AsyncWith)]
    inside = any(_holds(block, one) for block in blocks for one in tries)
    return inside and not any(_holds(one, block) for block in blocks for one in tries)


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def raises_in_a_block(source: str) -> bool:
    """Whether some `except` or `except*` block of a cell raises."""
    handlers = [n for n in nodes_of(source) if isinstance(n, ast.ExceptHandler)]
    return any(isinstance(n, ast.Raise) for handler in handlers for n in ast.walk(handler))


def set_up_outside(source: str) -> bool:
    """Whether a cell makes a dict or a list outside its functions and uses it in one of them."""
    made = {
        target.id
        for node in tree_of(source).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict | ast.List)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    functions = [n for n in nodes_of(source) if isinstance(n, ast.AsyncFunctionDef)]
    names = [n for function in functions for n in ast.walk(function) if isinstance(n, ast.Name)]
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return bool((made - own) & {name.id for name in names})
