"""What the text of any test class says, in whichever set a learner writes it."""

from __future__ import annotations

import ast
import re
from collections import Counter

from nightline.judging.reading import FUNCTIONS, nodes_of

CRASHES = ("NameError", "TypeError", "AttributeError", "UnboundLocalError", "KeyError")


def classes_of(source: str, name: str = "") -> list[ast.ClassDef]:
    """The classes of a cell.

    Args:
        source: the text of the cell.
        name: of the one class that counts; every class does when empty.

    Returns:
        The classes. With a name it is the first one called so, or none.
    """
    classes = [node for node in nodes_of(source) if isinstance(node, ast.ClassDef)]
    return [one for one in classes if one.name == name][:1] if name else classes


def methods_of(source: str, name: str = "") -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The methods of the classes of a cell.

    Args:
        source: the text of the cell.
        name: of the one class that counts; every class does when empty.

    Returns:
        The methods, as they stand in the text.
    """
    classes = classes_of(source, name)
    return [part for one in classes for part in one.body if isinstance(part, FUNCTIONS)]


def twice(source: str, name: str = "") -> str:
    """A test that is overwritten by another of its name.

    Args:
        source: the text of the cell.
        name: of the one class that counts; every class does when empty.

    Returns:
        The name that stands twice; empty when there is none.
    """
    names = Counter(method.name for method in methods_of(source, name))
    return next((method for method, times in names.items() if times > 1), "")


def not_found(source: str, names: list[str], name: str = "") -> str:
    """A method that looks at something, which nobody runs and nobody calls.

    Args:
        source: the text of the cell.
        names: the tests that `unittest` ran.
        name: of the one class that counts; every class does when empty.

    Returns:
        Its name; empty when there is none.
    """
    hooks = re.compile(r"(async)?(setUp|tearDown)(Class)?$", re.IGNORECASE)
    for method in methods_of(source, name):
        looks = "test" in method.name.lower() or "assert" in ast.unparse(method)
        called = f".{method.name}" in source
        if looks and not called and method.name not in names and not hooks.match(method.name):
            return method.name
    return ""
