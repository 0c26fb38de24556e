"""What the text of a learner's test class says about a test that did not do its work."""

from __future__ import annotations

import ast
import re

from nightline.checks.class_reading import CRASHES, classes_of

CASE = "HoldTests"


def after_the_error(source: str) -> int:
    """The line of an assertion below the call that raises, in `with assertRaises`; 0 for none."""
    nodes = [node for case in classes_of(source, CASE) for node in ast.walk(case)]
    for block in nodes:
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
