"""What the text of a learner's test class says about a test that did not do its work."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nightline.checks.class_reading import methods_of
from nightline.judging.reading import FUNCTIONS, calls_of, nodes_of

VALUES = (ast.Constant, ast.Set, ast.List, ast.Dict, ast.Tuple)


def text_of(source: str, name: str) -> str:
    """The text of one method; the whole cell where there is none of this name."""
    found = [method for method in methods_of(source) if method.name == name]
    return ast.unparse(found[-1]) if found else source


def always_true(source: str, sure: bool = False) -> int:
    """The line of an `assertTrue` with a text that is no text; 0 for none.

    With `sure`, a name in its place may well be a text.
    """
    for call in calls_of(source, "assertTrue"):
        second = call.args[1] if len(call.args) > 1 else None
        text = isinstance(second, ast.JoinedStr) or (
            isinstance(second, ast.Constant) and isinstance(second.value, str)
        )
        if second is not None and not (text or (sure and not isinstance(second, VALUES))):
            return call.lineno
    return 0


def hides_errors(source: str) -> int:
    """The line of a `gather` that turns errors into values; 0 for none."""
    for call in calls_of(source, "gather"):
        if any(word.arg == "return_exceptions" for word in call.keywords):
            return call.lineno
    return 0


def catches_all(source: str) -> int:
    """The line of an `except` that a failed assertion would be caught by; 0 for none."""
    for node in nodes_of(source):
        if isinstance(node, ast.ExceptHandler):
            names = ast.unparse(node.type) if node.type else "BaseException"
            raises = any(isinstance(part, ast.Raise) for part in ast.walk(node))
            fails = ".fail(" in ast.unparse(node) or "assert" in ast.unparse(node)
            if re.search(r"\b(Base)?Exception\b|AssertionError", names) and not (raises or fails):
                return node.lineno
    return 0


def uses(source: str, name: str) -> bool:
    """Whether the cell calls or names this."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.Name) and node.id == name)
        for node in nodes_of(source)
    )


def at_most_only(source: str) -> bool:
    """Whether the count is compared with `<=` or `<`, and never for being equal."""
    loose = ("assertLessEqual", "assertLess", "<=", "<")
    lines = [line for line in source.splitlines() if ".most" in line]
    exact = ("assertEqual", "==", "assertIs", "assertGreater", ">=", "assertCountEqual", "!=")
    return (
        bool(lines)
        and any(sign in line for line in lines for sign in loose)
        and not any(sign in line for line in lines for sign in exact)
    )


def has_keyword(source: str, function: str, keyword: str, position: int) -> bool:
    """Whether some call gives this argument, by its name or at its position."""
    return any(
        len(call.args) > position or any(word.arg == keyword for word in call.keywords)
        for call in calls_of(source, function)
    )


def numbers(source: str, function: str, keyword: str, position: int) -> list[float]:
    """The numbers that stand for this argument in calls of a function."""
    found = [
        call.args[position] for call in calls_of(source, function) if len(call.args) > position
    ]
    for call in calls_of(source, function):
        found += [word.value for word in call.keywords if word.arg == keyword]
    values = [value.value for value in found if isinstance(value, ast.Constant)]
    return [float(value) for value in values if isinstance(value, int | float)]


def _of_tests(source: str) -> Iterator[ast.AST]:
    """What stands in the test methods themselves, not in functions inside them."""
    tests: list[ast.AST] = [
        method
        for method in nodes_of(source)
        if isinstance(method, FUNCTIONS) and method.name.startswith("test")
    ]
    while tests:
        for part in ast.iter_child_nodes(tests.pop(0)):
            if not isinstance(part, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
                tests.append(part)
                yield part


def compares_only(source: str) -> int:
    """The line of a test that compares and does not use it; 0 for none."""
    for node in _of_tests(source):
        if isinstance(node, ast.Expr | ast.Return) and isinstance(node.value, ast.Compare):
            return node.lineno
    return 0


def fails_always(source: str) -> bool:
    """Whether a test fails without a condition."""
    for method in nodes_of(source):
        if isinstance(method, FUNCTIONS) and method.name.startswith("test"):
            lines = [ast.unparse(line) for line in method.body if isinstance(line, ast.Expr)]
            if any(re.match(r"self\.fail\(", line) for line in lines):
                return True
    return False


def blocks(source: str) -> int:
    """The line of a test that sleeps without `await`; 0 for none."""
    for node in _of_tests(source):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep":
            return node.lineno
    return 0


def drops_gather(source: str) -> bool:
    """Whether a test calls `gather` and does nothing with it."""
    return any(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith("gather")
        for node in _of_tests(source)
    )


def made_once(source: str, name: str) -> bool:
    """Whether a class is called outside all methods, or once for all tests."""
    inside = {
        part
        for node in nodes_of(source)
        if isinstance(node, FUNCTIONS) and node.name != "setUpClass"
        for part in ast.walk(node)
    }
    return any(ast.unparse(call.func) == name and call not in inside for call in calls_of(source))
