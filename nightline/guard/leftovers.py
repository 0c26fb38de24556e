"""What a cell leaves behind: running tasks, errors nobody asked for, coroutines nothing ran."""

from __future__ import annotations

import asyncio
import inspect
import logging
import sys
import warnings
import weakref
from collections.abc import Iterator
from typing import Any

from nightline.guard import places as at
from nightline.guard.notes import Notes
from nightline.guard.places import Place, Places
from nightline.guard.stopping import CellStopped

DEPTH = 3  # frames that Python remembers of the place where a coroutine was made
_UNRUN = inspect.CORO_CREATED
_REMEDY = "Write `await` before the call, or give it to `asyncio.gather` or a task."


class Leftovers:
    """Finds what a cell leaves behind and notes it in the learner's words."""

    def __init__(self, shell: Any, places: Places, notes: Notes) -> None:
        self._shell = shell
        self._places = places
        self._notes = notes
        self._said: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self._unrun: list[tuple[str, Place | None]] = []
        self._failed_cells: set[str] = set()
        self.kept: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()

    def note_tasks(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Note each task that goes on after the cell. Returns whether any does, kept or not."""
        running = False
        for task in sorted(at.pending_tasks(loop), key=_creation_order):
            running = True
            if task in self._said or task in self.kept or task.cancelling():
                continue  # a task whose cancellation is on its way gets until the next cell
            self._said.add(task)
            coroutine: Any = task.get_coro()
            state = "is still running" + self._standing(task)
            if inspect.iscoroutine(coroutine) and inspect.getcoroutinestate(coroutine) == _UNRUN:
                state = "has a task that still waits for its first turn"
            self._notes.add(
                f"`{at.call_name(coroutine)}` {state}. "
                "Before the cell ends, `await` its task or cancel it. "
                "If it must go on: `from nightline.guard import keep`, then `keep(task)`."
            )
        return running

    def note_held_errors(self) -> None:
        """Note failed tasks that the notebook still holds and nobody has asked yet."""
        for task in _tasks_in(self._shell.user_ns):
            if task.done() and getattr(task, "_log_traceback", False) and task not in self.kept:
                self._note_failure(task)

    def note_coroutine_result(self, value: object) -> None:
        """Note a cell whose last line is a call that nothing ran."""
        if not inspect.iscoroutine(value) or inspect.getcoroutinestate(value) != _UNRUN:
            return
        names = self._shell.user_ns.items()
        if any(held is value and not name.startswith("_") for name, held in names):
            return
        self._notes.add(
            f"The last line made a coroutine, `{at.call_name(value)}`, and nothing ran it. "
            + _REMEDY
        )
        value.close()

    def note_unrun(self, failed: bool) -> None:
        """Note the coroutines that were dropped unrun. A cell that failed has said enough."""
        (self._failed_cells.add if failed else self._failed_cells.discard)(self._places.current)
        unrun, self._unrun = self._unrun, []
        for call, place in unrun:
            if place is not None and place.file in self._failed_cells:
                continue
            where = f" at {self._places.say(place)}" if place is not None else ""
            self._notes.add(f"`{call}` was called{where}, but nothing ran it. {_REMEDY}")

    def _standing(self, task: asyncio.Task[Any]) -> str:
        place = self._places.innermost(at.of_awaiting(task.get_coro()))
        return f", at {self._places.say(place)}" if place is not None else ""

    def _note_failure(self, task: asyncio.Future[Any]) -> None:
        error = task.exception()  # asking also tells Python that somebody has asked
        if error is None or isinstance(error, CellStopped):
            return
        coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
        call = f"`{at.call_name(coroutine)}`" if coroutine is not None else "A future"
        self._note_error(call, error)

    def _note_error(self, call: str, error: BaseException) -> None:
        place = self._places.innermost(at.of_error(error))
        where = f" at {self._places.say(place)}" if place is not None else ""
        self._notes.add(
            f"{call} failed with {_said(error)}{where}, and nobody asked for its result. "
            "Where you `await` the task, the error reaches you."
        )

    # What Python reports by itself, in words that are not for learners.

    def on_loop_message(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> bool:
        """Take a message of the loop's exception handler. Returns False if it is not for us."""
        message = context.get("message", "")
        task: Any = context.get("future") or context.get("task")
        error = context.get("exception")
        if isinstance(error, CellStopped):
            return True
        if message.endswith("exception was never retrieved") and isinstance(error, BaseException):
            task.exception()
            self._note_failure(task)
            return True
        if message.startswith("Task was destroyed"):
            self._note_destroyed(task)
            return True
        if message.startswith("Exception in callback") and error is not None:
            place = self._places.innermost(at.of_error(error))
            if place is not None:
                self._notes.add(
                    f"A callback failed with {_said(error)} at {self._places.say(place)}."
                )
                return True
        return False

    def on_log(self, record: logging.LogRecord) -> bool:
        """Take a message about a loop in another thread. Returns False if it is not for us."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or "exception was never retrieved" not in record.getMessage():
            return False
        if not isinstance(error, CellStopped):
            self._note_error("A task", error)
        return True

    def _note_destroyed(self, task: asyncio.Task[Any]) -> None:
        if at.belongs_to_kernel(task.get_coro()):
            return
        self._notes.add(
            f"`{at.call_name(task.get_coro())}` vanished before it ended{self._standing(task)}. "
            "Nothing held its task. Keep a task in a variable or a set until it is done."
        )

    def on_unrun_coroutine(self, coroutine: Any) -> None:
        """Take a coroutine that is thrown away and never ran."""
        if at.belongs_to_kernel(coroutine):
            return
        origin = [Place(file, line) for file, line, _ in reversed(coroutine.cr_origin or ())]
        self._unrun.append((at.call_name(coroutine), self._places.innermost(origin)))


class UnrunHook:
    """Replaces Python's warning "coroutine … was never awaited" by a call."""

    def __init__(self, leftovers: Leftovers) -> None:
        self._leftovers = leftovers
        self._original: Any = None
        self._filters: Any = None
        self._depth = 0

    def install(self) -> None:
        self._original = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        self._filters = warnings.filters
        warnings._warn_unawaited_coroutine = self._unrun  # type: ignore[attr-defined]

    def uninstall(self) -> None:
        warnings._warn_unawaited_coroutine = self._original  # type: ignore[attr-defined]
        self.forget_origins()

    def remember_origins(self) -> None:
        """From now on a coroutine knows the line that made it."""
        self._depth = sys.get_coroutine_origin_tracking_depth()
        if self._depth < DEPTH:
            sys.set_coroutine_origin_tracking_depth(DEPTH)

    def forget_origins(self) -> None:
        # Left alone if the cell has switched on asyncio's debug mode, which sets its own depth.
        if sys.get_coroutine_origin_tracking_depth() == DEPTH:
            sys.set_coroutine_origin_tracking_depth(self._depth)

    def _unrun(self, coroutine: Any) -> None:
        # Inside `with warnings.catch_warnings()` somebody wants the real warning: a lesson that
        # shows it, or the judging of an answer. That block works on a copy of the filters.
        if warnings.filters is self._filters:
            self._leftovers.on_unrun_coroutine(coroutine)
        elif sys.get_coroutine_origin_tracking_depth() == DEPTH:
            # As Python says it when nobody tracks origins: we do, but that is not the cell's wish.
            text = f"coroutine '{coroutine.__qualname__}' was never awaited"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=coroutine)
        else:
            self._original(coroutine)


def _said(error: BaseException) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _creation_order(task: asyncio.Task[Any]) -> tuple[int, str]:
    name = task.get_name()
    number = name.rpartition("-")[2]
    return (int(number), name) if number.isdecimal() else (0, name)


def _tasks_in(names: dict[str, Any]) -> Iterator[asyncio.Task[Any]]:
    """The tasks a notebook holds by name, or in a list, set or dictionary with a name."""
    for name, value in list(names.items()):
        if name.startswith("_") or name == "Out":
            continue
        group: Any = (value,)
        if isinstance(value, (list, tuple, set, frozenset)):
            group = tuple(value)
        elif isinstance(value, dict):
            group = tuple(value.values())
        yield from (item for item in group[:1000] if isinstance(item, asyncio.Task))
