"""What the text of a learner's test class says about a test that did not do its work."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VALUES = (ast.Constant, ast.Set, ast.List, ast.Dict, ast.Tuple)
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


def text_of(source: str, name: str) -> str:
    """The text of one method; the whole cell where there is none of this name."""
    found = [method for method in _methods(source) if method.name == name]
    return ast.unparse(found[-1]) if found else source


def always_true(source: str, sure: bool = False) -> int:
    """The line of an `assertTrue` with a text that is no text; 0 for none.

    With `sure`, a name in its place may well be a text.
    """
    for call in _calls(source, "assertTrue"):
        second = call.args[1] if len(call.args) > 1 else None
        text = isinstance(second, ast.JoinedStr) or (
            isinstance(second, ast.Constant) and isinstance(second.value, str)
        )
        if second is not None and not (text or (sure and not isinstance(second, VALUES))):
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


def _of_tests(source: str) -> Iterator[ast.AST]:
    """What stands in the test methods themselves, not in functions inside them."""
    tests: list[ast.AST] = [
        method
        for method in ast.walk(_tree(source))
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
    for method in ast.walk(_tree(source)):
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
    tree = _tree(source)
    inside = {
        part
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and node.name != "setUpClass"
        for part in ast.walk(node)
    }
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) == name and node not in inside
        for node in ast.walk(tree)
    )
