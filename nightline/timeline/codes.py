"""Questions about code objects: whose they are, which line an instruction is on."""

from __future__ import annotations

import asyncio
import bisect
import functools
import os
import selectors
import sys
import types
from importlib.util import find_spec
from pathlib import Path


def line_at(code: types.CodeType, at: int) -> int:
    """Return the line of the instruction at byte `at`."""
    starts, lines = _lines(code)
    return lines[max(bisect.bisect_right(starts, at) - 1, 0)]


@functools.lru_cache(maxsize=512)
def _lines(code: types.CodeType) -> tuple[list[int], list[int]]:
    found = [(start, line or code.co_firstlineno) for start, _, line in code.co_lines()]
    return [start for start, _ in found], [line for _, line in found]


@functools.cache
def idle_codes() -> tuple[types.CodeType, ...]:
    """Return the code in which an event loop waits until there is something to do."""
    kinds = ("Epoll", "Kqueue", "Devpoll", "Poll", "Select")
    owners: list[object] = [getattr(selectors, f"{kind}Selector", None) for kind in kinds]
    if sys.platform == "win32":
        owners.append(asyncio.windows_events.IocpProactor)
    methods = [getattr(owner, "select", None) for owner in owners]
    codes = [m.__code__ for m in methods if isinstance(m, types.FunctionType)]
    return tuple(dict.fromkeys(codes))


@functools.cache
def _minisite() -> str:
    spec = find_spec("minisite")
    return str(Path(spec.origin).parent) + os.sep if spec and spec.origin else "\0"


def is_cell(filename: str) -> bool:
    """Say whether `filename` is what IPython calls the code of a notebook's cell."""
    return filename.startswith("<ipython-input-") or "ipykernel_" in Path(filename).parent.name


def wanted_by_default(code: types.CodeType) -> bool:
    """Want code of the notebook, of the script that runs, or of `minisite`."""
    filename = code.co_filename
    if is_cell(filename) or filename.startswith(_minisite()):
        return True
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return isinstance(main, str) and Path(main).absolute() == Path(filename).absolute()
