"""What the tasks of this set read in an answer's code, to tell two mistakes apart."""

from __future__ import annotations

import ast

from nightline.judging.reading import calls_of, name_of_call, nodes_of

STARTERS = ("create_task", "ensure_future")


def awaits_what_it_starts(source: str) -> bool:
    """Whether a task is awaited in the expression that makes it: `await create_task(…)`."""
    return any(
        isinstance(node, ast.Await) and name_of_call(node.value) in STARTERS
        for node in nodes_of(source)
    )


def keeps_a_plan(source: str, names: tuple[str, ...]) -> bool:
    """Whether the call of one of these functions is given a name, without await: `m = menu(train)`."""
    return any(
        isinstance(node, ast.Assign | ast.NamedExpr) and name_of_call(node.value) in names
        for node in nodes_of(source)
    )


def returns_in_a_loop(source: str) -> bool:
    """Whether a `return` stands inside a loop."""
    return any(
        isinstance(inner, ast.Return)
        for node in nodes_of(source)
        if isinstance(node, ast.For | ast.While)
        for inner in ast.walk(node)
    )


def looks_again_and_again(source: str) -> bool:
    """Whether a `while` loop sleeps between two looks."""
    return any(calls_of(node, "sleep") for node in nodes_of(source) if isinstance(node, ast.While))


def tries_a_loop(source: str) -> bool:
    """Whether a loop stands inside a `try`, so that an error ends the loop."""
    return any(
        isinstance(inner, ast.For | ast.While)
        for node in nodes_of(source)
        if isinstance(node, ast.Try)
        for statement in node.body
        for inner in ast.walk(statement)
    )


def returns_a_value(source: str, name: str) -> bool:
    """Whether the function of this name has a `return` with something behind it."""
    return any(
        isinstance(inner, ast.Return) and inner.value is not None
        for node in nodes_of(source)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
        for inner in ast.walk(node)
    )
