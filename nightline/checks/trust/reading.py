"""What the text of a learner's test class says about a test that did not do its work."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CRASHES = ("NameError", "TypeError", "AttributeError", "UnboundLocalError", "KeyError")


def _tree(source: str) -> ast.AST:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _methods(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    classes = [node for node in ast.walk(_tree(source)) if isinstance(node, ast.ClassDef)]
    return [part for case in classes for part in case.body if isinstance(part, FUNCTIONS)]


def _calls(source: str, name: str) -> Iterator[ast.Call]:
    """The calls whose function ends with this name."""
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
            yield node


def twice(source: str) -> str:
    """The name of a test that stands twice; empty when there is none."""
    names = Counter(method.name for method in _methods(source))
    return next((name for name, times in names.items() if times > 1), "")


def not_found(source: str, names: list[str]) -> str:
    """A method that looks at something, which nobody runs and nobody calls; else empty."""
    hooks = re.compile(r"(async)?(setUp|tearDown)(Class)?$", re.IGNORECASE)
    for method in _methods(source):
        looks = "test" in method.name.lower() or "assert" in ast.unparse(method)
        called = f".{method.name}" in source
        if looks and not called and method.name not in names and not hooks.match(method.name):
            return method.name
    return ""


def always_true(source: str) -> int:
    """The line of an `assertTrue` with a text that is no text; 0 for none."""
    for call in _calls(source, "assertTrue"):
        second = call.args[1] if len(call.args) > 1 else None
        text = isinstance(second, ast.JoinedStr) or (
            isinstance(second, ast.Constant) and isinstance(second.value, str)
        )
        if second is not None and not text:
            return call.lineno
    return 0


def hides_errors(source: str) -> int:
    """The line of a `gather` that turns errors into values; 0 for none."""
    for call in _calls(source, "gather"):
        if any(word.arg == "return_exceptions" for word in call.keywords):
            return call.lineno
    return 0


def catches_all(source: str) -> int:
    """The line of an `except` that a failed assertion would be caught by; 0 for none."""
    for node in ast.walk(_tree(source)):
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
        for node in ast.walk(_tree(source))
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
        for call in _calls(source, function)
    )


def numbers(source: str, function: str, keyword: str, position: int) -> list[float]:
    """The numbers that stand for this argument in calls of a function."""
    found = [call.args[position] for call in _calls(source, function) if len(call.args) > position]
    for call in _calls(source, function):
        found += [word.value for word in call.keywords if word.arg == keyword]
    values = [value.value for value in found if isinstance(value, ast.Constant)]
    return [float(value) for value in values if isinstance(value, int | float)]
