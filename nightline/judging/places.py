"""Where in the learner's code something happened: frames and coroutines to `Place`."""

from __future__ import annotations

import asyncio
import inspect
import linecache
import re
import types
from dataclasses import is_dataclass, replace
from typing import Any

from nightline.judging.evidence import Place

ORIGIN = re.compile(r'File "(?P<file>.+)", line (?P<line>\d+), in ')
# The coroutines of `sync_to_async` objects, with and without a record of hops.
BRIDGE = ("__call__", "_sync_to_async")


def function_of(answer: object) -> types.FunctionType | None:
    """The function an answer is, below its decorators; of a class its first method."""
    wrapped = inspect.unwrap(answer) if callable(answer) else answer
    if inspect.isfunction(wrapped):
        return wrapped
    if isinstance(wrapped, type):
        for member in vars(wrapped).values():
            function = inspect.unwrap(getattr(member, "__func__", member))
            if inspect.isfunction(function) and function.__module__ == wrapped.__module__:
                return function
    return None


def code_of(answer: object) -> types.CodeType | None:
    """The code object of an answer; None when it has none."""
    function = function_of(answer)
    return function.__code__ if function else None


def globals_of(answer: object) -> dict[str, Any]:
    """The names an answer can see: its module's or the notebook's."""
    function = function_of(answer)
    return function.__globals__ if function else {}


def files_of(answer: object) -> frozenset[str]:
    """The files of an answer and of the functions and classes beside it.

    In a notebook each cell is a file of its own, so helpers in other cells count as well.
    """
    names = globals_of(answer)
    module = names.get("__name__")
    files = set()
    for thing in [answer, *list(names.values())]:
        if getattr(thing, "__module__", None) == module and (code := code_of(thing)) is not None:
            files.add(code.co_filename)
    return frozenset(files)


def place_of_frame(frame: types.FrameType | None, files: frozenset[str]) -> Place | None:
    """The innermost place in the learner's code on this frame's call stack."""
    while frame is not None:
        if frame.f_code.co_filename in files:
            return _place(frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno)
        frame = frame.f_back
    return None


def place_of_error(error: BaseException, files: frozenset[str], home: str = "") -> Place | None:
    """The innermost place in the learner's code that an error passed through.

    Args:
        error: what was raised.
        files: the learner's cells.
        home: the cell of the answer, if known. A line in it is told rather than one beside it.
    """
    found = at_home = None
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename in files:
            found = _place(code.co_name, code.co_filename, traceback.tb_lineno)
        if code.co_filename == home:
            at_home = found
        traceback = traceback.tb_next
    return at_home or found


def place_of_task(task: asyncio.Task[Any], files: frozenset[str]) -> Place | None:
    """Where a suspended task stands: the innermost awaiting frame in the learner's code."""
    found = None
    awaited: Any = task.get_coro()
    while awaited is not None:
        frame = getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)
        if frame is not None and frame.f_code.co_filename in files:
            found = _place(frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno)
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return found


def place_of_origin(name: str, message: str, files: frozenset[str]) -> Place | None:
    """Where a coroutine was made, from the text of Python's "never awaited" warning.

    None if it was not made in these files: then it is older than the run, and not its fault.
    """
    for match in reversed(list(ORIGIN.finditer(message))):
        if match["file"] in files:
            place = _place(name, match["file"], int(match["line"]))
            return _under_its_name(place) if name in BRIDGE else place
    return None


def _under_its_name(place: Place) -> Place:
    """A call of asgiref's bridge under the name in the learner's line: `sell()`, if it has one."""
    called = re.findall(r"(\w+)\(", place.source)
    if not called or "sync_to_async" in called:
        return replace(place, name="__call__")
    return replace(place, name=called[-1])


def source_of(answer: object) -> str:
    """The source of the cell or file an answer stands in; empty when there is none."""
    code = code_of(answer)
    if code is None:
        return ""
    linecache.checkcache(code.co_filename)
    return "".join(linecache.getlines(code.co_filename))


def _place(name: str, file: str, line: int) -> Place:
    return Place(name, line, linecache.getline(file, line).strip())


def unstarted(value: object, depth: int = 5) -> list[Place]:
    """Coroutines inside a result that nothing ever ran. They are closed: they have been seen."""
    if inspect.iscoroutine(value):
        if inspect.getcoroutinestate(value) != inspect.CORO_CREATED:
            return []
        name = value.__name__
        if name in BRIDGE and value.cr_frame is not None:
            bridge = value.cr_frame.f_locals.get("self")
            name = getattr(getattr(bridge, "func", None), "__name__", "__call__")
        value.close()
        return [Place(name)]
    if is_dataclass(value) and not isinstance(value, type):  # what a trial wrote down
        value = vars(value)
    if depth == 0 or not isinstance(value, list | tuple | set | dict):
        return []
    items = list(value.values()) if isinstance(value, dict) else list(value)
    return [place for item in items for place in unstarted(item, depth - 1)]
