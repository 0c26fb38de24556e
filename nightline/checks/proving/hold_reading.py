"""What the text of a learner's test class says about a test that did not do its work."""

from __future__ import annotations

import ast
import re
from collections import Counter

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CRASHES = ("NameError", "TypeError", "AttributeError", "UnboundLocalError", "KeyError")


def _class(source: str) -> ast.ClassDef | None:
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:
        return None
    return next((n for n in nodes if isinstance(n, ast.ClassDef) and n.name == "HoldTests"), None)


def twice(source: str) -> str:
    """The name of a test that stands twice in the class; empty when there is none."""
    case = _class(source)
    names = Counter(part.name for part in case.body if isinstance(part, FUNCTIONS)) if case else {}
    return next((name for name, times in names.items() if times > 1), "")


def not_found(source: str, names: list[str]) -> list[str]:
    """Methods that look at something, which nobody runs and nobody calls."""
    case = _class(source)
    methods = [part for part in case.body if isinstance(part, FUNCTIONS)] if case else []
    hooks = re.compile(r"(async)?(setUp|tearDown)(Class)?$", re.IGNORECASE)
    return [
        method.name
        for method in methods
        if method.name not in names
        and not hooks.match(method.name)
        and f".{method.name}" not in source
        and ("test" in method.name.lower() or "assert" in ast.unparse(method))
    ]


def after_the_error(source: str) -> int:
    """The line of an assertion below the call that raises, in `with assertRaises`; 0 for none."""
    case = _class(source)
    for block in ast.walk(case) if case else ():
        if isinstance(block, ast.With) and "assertRaises" in ast.unparse(block.items[0]):
            waits = [i for i, s in enumerate(block.body) if "await " in ast.unparse(s)]
            for line in block.body[waits[-1] + 1 :] if waits else ():
                if "assert" in ast.unparse(line):
                    return line.lineno
    return 0


def false_alarm(message: str, source: str) -> str:
    """The diagnosis of a test that fails for code that is right."""
    if "CancelledError" in message:
        return "stop-ended-the-test"
    if re.search(r"\w+ not raised", message):
        return "no-error-to-expect"
    if message.startswith(CRASHES):
        return "test-crashed"
    turned = re.search(r"assertEqual\(\s*(\{12\}|set\(\))", source) is not None
    present, absent = ("second", "first") if turned else ("first", "second")
    if f"Items in the {absent} set but not the {present}" in message or "not found in" in message:
        return "looked-without-a-hold"
    extra = f"Items in the {present} set but not the {absent}" in message
    if extra or "unexpectedly found" in message:
        return "looked-before-the-end"
    if "False is not true" in message and "cancelled()" in source:
        return "looked-before-the-end"
    return "false-alarm"
