"""claim(): a statement about behaviour beside the run that proves it."""

from __future__ import annotations

import inspect
import reprlib

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 80
_short.maxlist = _short.maxtuple = _short.maxset = _short.maxdict = 12


class ClaimFailed(AssertionError):
    """A claim does not hold here. A notebook shows it as one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"ClaimFailed: {self}"]


def claim(statement: str, holds: object, **seen: object) -> None:
    """Print the statement with a tick if it holds, else stop with the values that were seen.

    Args:
        statement: what is claimed, one sentence.
        holds: the result of the comparison that proves it.
        seen: named values to show when the claim fails.

    Raises:
        ClaimFailed: the comparison is false.
        TypeError: `holds` is a function or a coroutine, which would always count as true.

    Example:
        >>> in_flight = 4
        >>> claim("Four requests were open at once.", in_flight == 4, in_flight=in_flight)
        ✓ Four requests were open at once.
    """
    if inspect.iscoroutine(holds):
        holds.close()
        raise TypeError("claim() got a coroutine that has not run. Write `await` before it.")
    if callable(holds):
        raise TypeError("claim() got a function. Call it, and pass what it returns.")
    if not holds:
        values = ", ".join(f"{name} = {_short.repr(value)}" for name, value in seen.items())
        raise ClaimFailed(
            f"✗ {statement} This run shows otherwise{': ' + values if values else ''}."
        )
    print(f"✓ {statement}")
