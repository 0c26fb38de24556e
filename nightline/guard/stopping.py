"""The limit of a cell: decides, when the alarm goes off, what must be stopped and how."""

from __future__ import annotations

import asyncio
import os
import types
from typing import Any

from nightline.guard import places as at
from nightline.guard.alarm import make_alarm
from nightline.guard.notes import Notes
from nightline.guard.places import Place, Places

VARIABLE = "NIGHTLINE_CELL_SECONDS"
LIMIT = 20.0  # seconds: above any trial's own limit and twice the longest lesson cell
AGAIN = 2.0  # seconds until the next attempt, for a cell that does not end at the first
GIVE_UP = 5  # attempts after which the learner is told what to press

_KEPT = "The kernel lives on and your names are kept."
_RESTART = (
    "This cell does not let itself be stopped. Choose Kernel, then Restart Kernel, in the menu "
    "(or press 0 twice outside a cell)."
)


class CellStopped(BaseException):
    """The guard stopped a cell that took too long.

    Not an Exception, so that an `except Exception` in the cell lets it pass.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"CellStopped: {self}"]


class Watch:
    """Watches the running cell, and between cells the tasks that it left."""

    def __init__(self, places: Places, notes: Notes) -> None:
        self._places = places
        self._notes = notes
        self._alarm = make_alarm(self._late, CellStopped)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None
        self._in_cell = False
        self._attempts = 0
        self._turned = False  # between cells: the loop has made a turn since the last ring
        self.limit = LIMIT
        self.stopped: CellStopped | None = None

    def begin(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """A cell starts. Must be called in the task that runs it."""
        self._loop = loop
        self._task = _cells_own_task(loop)
        self.limit = self._read_limit()
        self._in_cell = True
        self._attempts = 0
        self.stopped = None
        self._alarm.start(self.limit, AGAIN)

    def end(self, tasks_left: bool) -> CellStopped | None:
        """The cell is over. Returns the error with which it was stopped, if it was.

        Args:
            tasks_left: tasks go on, and one of them could hold the thread between two cells.
        """
        self._in_cell = False
        self._task = None
        self._alarm.stop()
        if tasks_left and self._loop is not None:
            self._await_turn(self._loop)
            self._alarm.start(self.limit, self.limit)
        stopped, self.stopped = self.stopped, None
        return stopped

    def has_task(self, task: asyncio.Task[Any]) -> bool:
        """Whether this is the task that runs the cell."""
        return self._task is task

    def close(self) -> None:
        """Stop watching for good."""
        self._alarm.stop()

    def _late(self, frame: types.FrameType | None) -> bool:
        """The alarm went off. Returns whether CellStopped must be raised at this frame."""
        stack = at.of_frame(frame)
        standing = self._places.innermost(stack)
        if not self._in_cell:
            return self._late_between_cells(standing)
        if _waits_for_the_keyboard(frame):
            self._alarm.start(self.limit, AGAIN)
            return False
        self._attempts += 1
        if self.stopped is None:
            self.stopped = CellStopped(self._sentence(standing))
        if self._attempts == GIVE_UP:
            self._notes.show_now(_RESTART)
        if standing is not None:
            return True
        if self._loop is not None and self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)
        return False

    def _late_between_cells(self, standing: Place | None) -> bool:
        if self._turned or standing is None:
            if self._loop is not None:
                self._await_turn(self._loop)
            return False
        self._notes.add(
            f"A task of an earlier cell held the thread for {self.limit:g} s and was stopped. "
            f"It stood at {self._places.say(standing)}.",
        )
        return True

    def _await_turn(self, loop: asyncio.AbstractEventLoop) -> None:
        self._turned = False
        loop.call_soon_threadsafe(self._note_turn)

    def _note_turn(self) -> None:
        self._turned = True

    def _sentence(self, standing: Place | None) -> str:
        if standing is not None:
            did, where = f"ran for {self.limit:g} s without an end", standing
        else:
            did = f"waited for {self.limit:g} s"
            coroutine = self._task.get_coro() if self._task is not None else None
            found = self._places.innermost(at.of_awaiting(coroutine))
            if found is None:
                return f"this cell {did} and was stopped. {_KEPT}"
            where = found
        return (
            f"this cell {did} and was stopped. It stood at {self._places.say(where)}"
            f"{self._others() if standing is None else ''}. {_KEPT}"
        )

    def _others(self) -> str:
        """Where the tasks stand that a waiting cell may wait for."""
        if self._loop is None:
            return ""
        said = set()
        for task in at.pending_tasks(self._loop):
            place = self._places.innermost(at.of_awaiting(task.get_coro()))
            if place is not None:
                said.add(f"`{at.call_name(task.get_coro())}` at {self._places.say(place)}")
        shown = sorted(said)[:3]
        return f"; waiting tasks: {', '.join(shown)}" if shown else ""

    def _read_limit(self) -> float:
        text = os.environ.get(VARIABLE, "")
        try:
            seconds = float(text) if text else LIMIT
        except ValueError:
            seconds = 0.0
        if 0 < seconds < 1e6:
            return seconds
        self._notes.add(
            f"{VARIABLE} must be a number of seconds above 0, not {text!r}. "
            f"The limit of a cell stays {LIMIT:g} s."
        )
        return LIMIT


def _cells_own_task(loop: asyncio.AbstractEventLoop | None) -> asyncio.Task[Any] | None:
    """The task that runs this cell, if it has one.

    A cell without `await` runs inside the kernel's own task, which must not be cancelled.
    """
    task = asyncio.current_task(loop) if loop is not None else None
    if task is None or getattr(task.get_coro(), "__name__", "") != "run_cell_async":
        return None
    return task


def _waits_for_the_keyboard(frame: types.FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "_input_request":
            return True
        frame = frame.f_back
    return False
