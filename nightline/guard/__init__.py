"""The kernel's guard: `%load_ext nightline`, the first cell of every notebook.

A cell that spins or waits for ever ends with a one-line error and the kernel lives on. After each
cell the guard names what the cell left behind: running tasks, errors nobody asked for, coroutines
that nothing ran. When all is well it says nothing.

The limit is 20 s a cell. Another one, in seconds, comes from the environment variable
`NIGHTLINE_CELL_SECONDS`; `%env NIGHTLINE_CELL_SECONDS=60` holds from the next cell on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

from nightline.guard.kernel import Guard
from nightline.guard.notes import MARK
from nightline.guard.stopping import CellStopped

__all__ = ["MARK", "CellStopped", "install", "keep", "spoke", "uninstall"]

_guard: Guard | None = None
_Task = TypeVar("_Task", bound="asyncio.Task[Any]")


def install(shell: Any) -> None:
    """Guard the cells of this IPython shell from now on; harmless when it is guarded already."""
    global _guard
    if _guard is not None and _guard.shell is shell:
        return
    if _guard is not None:
        _guard.uninstall()
    _guard = Guard(shell)
    _guard.install()


def uninstall(shell: Any) -> None:
    """Take the guard off and restore everything it changed."""
    global _guard
    if _guard is not None:
        _guard.uninstall()
        _guard = None


def keep(task: _Task) -> _Task:
    """Tell the guard that this task goes on after its cell on purpose.

    Args:
        task: the task; the notebook itself must end it later.

    Returns:
        The same task.

    Example:
        >>> from nightline.guard import keep
        >>> board = keep(asyncio.create_task(show_departures()))
    """
    if _guard is not None:
        _guard.leftovers.kept.add(task)
    return task


def spoke(output: Mapping[str, Any]) -> bool:
    """Whether this output of a stored notebook is the guard's: a message or a stopped cell."""
    if output.get("ename") == CellStopped.__name__:
        return True
    text = output.get("data", {}).get("text/plain", "")
    return "".join(text).startswith(MARK)


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext nightline` calls."""
    install(shell)


def unload_ipython_extension(shell: Any) -> None:
    """What `%unload_ext nightline` calls."""
    uninstall(shell)
