"""What the code of an answer shows, where its run alone does not tell the mistake."""

from __future__ import annotations

import ast

from nightline.checks.stopping.texts import FINALLY, about
from nightline.judging.diagnoses import register
from nightline.judging.reading import nodes_of

register(
    about(FINALLY)(
        "finally-with-return",
        "a return inside the finally",
        "A `return` in `finally` replaces whatever was on its way: an error, and a stop signal too. "
        "So nobody hears of it.",
        "Where else can the `return` stand, so that the `finally` only cleans up?",
        29,
    ),
)
LOOPS = (ast.For, ast.While, ast.ListComp)


def tries(source: str) -> list[ast.Try]:
    """Every `try` statement of the cell."""
    return [node for node in nodes_of(source) if isinstance(node, ast.Try)]


def returns_in_finally(source: str) -> bool:
    """Whether a `finally` block holds a `return`."""
    return any(
        isinstance(inner, ast.Return)
        for one in tries(source)
        for line in one.finalbody
        for inner in ast.walk(line)
    )


def catches_signals(source: str) -> bool:
    """Whether some `except` catches a `CancelledError` and does not raise."""
    wide = ("BaseException", "CancelledError")
    return any(
        (handler.type is None or any(name in ast.unparse(handler.type) for name in wide))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))
        for one in tries(source)
        for handler in one.handlers
    )


def raises_itself(source: str, error: BaseException) -> bool:
    """Whether the cell has a `raise` that makes an error of this type."""
    return any(
        isinstance(node, ast.Raise)
        and node.exc is not None
        and type(error).__name__ in ast.unparse(node.exc)
        for node in nodes_of(source)
    )


def one_limit_around_a_loop(source: str) -> bool:
    """Whether a block with a timeout holds a loop that waits."""
    return any(
        isinstance(loop, LOOPS) and any(isinstance(one, ast.Await) for one in ast.walk(loop))
        for block in nodes_of(source)
        if isinstance(block, ast.AsyncWith) and "timeout" in ast.unparse(block.items[0])
        for loop in ast.walk(block)
    )
