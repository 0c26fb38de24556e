"""Where in the learner's code something stands, in words that fit into a sentence."""

from __future__ import annotations

import asyncio
import linecache
import sysconfig
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

_LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
_TOOLKIT = str(Path(__file__).resolve().parent.parent)
_KERNEL = tuple(
    f"{folder}/{package}/"
    for folder in _LIBRARIES
    for package in (
        "ipykernel", "IPython", "tornado", "zmq", "jupyter_client", "comm", "ipywidgets",
        "matplotlib", "matplotlib_inline", "debugpy", "traitlets",
    )
)  # fmt: skip


class Place(NamedTuple):
    """A line of code."""

    file: str
    line: int


class Places:
    """Knows which files are cells of this notebook, and which are anybody's but the learner's."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self.current = ""  # the file name of the cell that runs now

    def enter(self, source: str) -> None:
        """Remember which cell runs now."""
        self.current = self._shell.compile.get_code_name(source, source, 0)

    def is_cell(self, file: str) -> bool:
        return file in self._shell.compile._filename_map

    def is_learners(self, file: str) -> bool:
        """Whether a file is a cell or a module of the learner's or the site's."""
        if self.is_cell(file):
            return True
        return not file.startswith(("<", *_LIBRARIES, _TOOLKIT))

    def innermost(self, places: Iterable[Place]) -> Place | None:
        """The last of these lines that is in a cell, else the last in the learner's modules.

        Args:
            places: the lines from the outermost call to the innermost.
        """
        mine = [place for place in places if self.is_learners(place.file)]
        cells = [place for place in mine if self.is_cell(place.file)]
        found = cells or mine
        return found[-1] if found else None

    def say(self, place: Place) -> str:
        """Say a line: ``line 2: `await gate.wait()` ``, with its cell or file if it is another."""
        where = f"line {place.line}"
        if place.file != self.current and self.is_cell(place.file):
            where += f" of cell {self._shell.compile._filename_map[place.file]}"
        elif place.file != self.current:
            where += f" of {Path(place.file).name}"
        source = linecache.getline(place.file, place.line).strip()
        return f"{where}: `{_shortened(source)}`" if source else where


def of_frame(frame: types.FrameType | None) -> list[Place]:
    """The lines on a call stack, outermost first."""
    found = []
    while frame is not None:
        found.append(Place(frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return found[::-1]


def of_awaiting(awaited: Any) -> list[Place]:
    """The lines where a suspended coroutine and what it awaits stand, outermost first."""
    found = []
    while awaited is not None:
        kind = (
            "cr" if hasattr(awaited, "cr_frame") else "gi" if hasattr(awaited, "gi_frame") else "ag"
        )
        frame = getattr(awaited, f"{kind}_frame", None)
        if frame is not None:
            found.append(Place(frame.f_code.co_filename, frame.f_lineno))
        awaited = getattr(awaited, "gi_yieldfrom" if kind == "gi" else f"{kind}_await", None)
    return found


def of_error(error: BaseException) -> list[Place]:
    """The lines an error passed through, outermost first."""
    traceback = error.__traceback__
    found = []
    while traceback is not None:
        found.append(Place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def code_file(coroutine: Any) -> str:
    """The file in which a coroutine's function stands; empty when it has none."""
    code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
    return code.co_filename if code is not None else ""


def pending_tasks(loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.Task[Any]]:
    """The unfinished tasks of a loop, without those of the kernel itself."""
    for task in asyncio.all_tasks(loop):
        file = code_file(task.get_coro())
        # A coroutine without code is an async generator's closing, which ends by itself.
        if file and not file.startswith(_KERNEL):
            yield task


def belongs_to_kernel(coroutine: Any) -> bool:
    """Whether a coroutine is a part of the kernel, not of the learner's work."""
    return code_file(coroutine).startswith(_KERNEL)


def call_name(coroutine: Any) -> str:
    """The call that made a coroutine: `tick()`."""
    name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
    return f"{name.rpartition('<locals>.')[2]}()"


def _shortened(source: str) -> str:
    return source if len(source) <= 80 else source[:79] + "…"
