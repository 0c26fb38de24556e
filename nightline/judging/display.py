"""Show something in the notebook, or as text where there is none."""

from __future__ import annotations

from typing import Any


def names_of_notebook() -> dict[str, Any]:
    """The names of the running notebook; empty outside one."""
    shell = _shell()
    return dict(shell.user_ns) if shell is not None else {}


def cell_that_did_not_run() -> str:
    """The source of the cell before this one, if a SyntaxError kept it from running at all."""
    shell = _shell()
    result = shell.last_execution_result if shell is not None else None
    if result is None or not isinstance(result.error_before_exec, SyntaxError):
        return ""
    return str(result.info.raw_cell)


def show(html: str, text: str) -> None:
    """Display one bundle: HTML in a notebook, plain text elsewhere."""
    if _shell() is None:
        print(text)
        return
    from IPython.display import display

    display({"text/html": html, "text/plain": text}, raw=True)  # type: ignore[no-untyped-call]


def _shell() -> Any:
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return shell if shell is not None and hasattr(shell, "kernel") else None
