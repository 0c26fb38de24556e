"""The guard's place in the kernel: what it hooks into, and how everything is put back."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
import threading
from typing import Any

from nightline.guard.leftovers import Leftovers, UnrunHook
from nightline.guard.notes import Notes
from nightline.guard.places import Places
from nightline.guard.stopping import CellStopped, Watch


class Guard:
    """Guards the cells of one IPython shell."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self._places = Places(shell)
        self._notes = Notes()
        self._watch = Watch(self._places, self._notes)
        self.leftovers = Leftovers(shell, self._places, self._notes)
        self._unrun = UnrunHook(self.leftovers)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loops_handler: Any = None
        self._last_resort = logging.lastResort
        self._unraisable = sys.unraisablehook
        self._thread = threading.get_ident()
        self._shown = False

    def install(self) -> None:
        shell = self.shell
        self._show_error = shell.showtraceback
        self._run_nodes = shell.run_ast_nodes
        shell.showtraceback = self._show_traceback
        shell.run_ast_nodes = self._run_ast_nodes
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)
        self._unrun.install()
        logging.lastResort = _LastResort(self._last_resort, self.leftovers)
        sys.unraisablehook = self._on_unraisable
        self._take_loop()

    def uninstall(self) -> None:
        shell = self.shell
        shell.events.unregister("pre_run_cell", self._before_cell)
        shell.events.unregister("post_run_cell", self._after_cell)
        for name in ("showtraceback", "run_ast_nodes"):
            shell.__dict__.pop(name, None)
        self._watch.close()
        self._unrun.uninstall()
        logging.lastResort = self._last_resort
        sys.unraisablehook = self._unraisable
        self._give_loop_back()

    # Before and after a cell

    def _before_cell(self, info: Any) -> None:
        if threading.get_ident() != self._thread:
            return  # a subshell: signals and the loop belong to the main one
        self._shown = False
        self._places.enter(info.raw_cell)
        if "%load_ext nightline" in info.raw_cell and self.shell.extension_manager is not None:
            # Harmless the second time, so a learner who runs the first cell again is not scolded.
            self.shell.extension_manager.loaded.discard("nightline")
        self._take_loop()
        self._unrun.remember_origins()
        self._watch.begin(self._loop)

    def _after_cell(self, result: Any) -> None:
        if threading.get_ident() != self._thread:
            return
        tasks_left = self._loop is not None and self.leftovers.note_tasks(self._loop)
        stopped = self._watch.end(tasks_left)
        self._unrun.forget_origins()
        if stopped is not None:
            if not self._shown:  # the cell caught the error and went on as if nothing had been
                self._show(stopped)
            if result is not None:
                result.error_in_exec = stopped
        # Young objects only: what this cell dropped in a circle, without walking the whole heap.
        gc.collect(1)
        self.leftovers.note_held_errors()
        failed = result is None or not result.success
        if not failed:
            self.leftovers.note_coroutine_result(result.result)
        self.leftovers.note_unrun(failed)
        self._notes.show()

    async def _run_ast_nodes(self, *args: Any, **kwargs: Any) -> Any:
        """Run a cell. One that cancels itself in its last line must not take the kernel along."""
        has_raised = await self._run_nodes(*args, **kwargs)
        task = asyncio.current_task() if self._loop is not None else None
        if task is not None and task.cancelling() and self._watch.has_task(task):
            while task.cancelling():
                task.uncancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0)
        return has_raised

    # Errors

    def _show_traceback(self, *args: Any, **kwargs: Any) -> None:
        if self._watch.stopped is None:
            self._show_error(*args, **kwargs)
        elif not self._shown:
            self._show(self._watch.stopped)

    def _show(self, stopped: CellStopped) -> None:
        self._shown = True
        self.shell._showtraceback(type(stopped), stopped, stopped._render_traceback_())

    def _on_unraisable(self, unraisable: Any) -> None:
        if not isinstance(unraisable.exc_value, CellStopped):
            self._unraisable(unraisable)

    # The loop's own messages

    def _take_loop(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if loop is not self._loop:
            self._give_loop_back()
            self._loop, self._loops_handler = loop, loop.get_exception_handler()
            loop.set_exception_handler(self._on_loop_message)
        elif loop.get_exception_handler() is None:  # a lesson has put the default one back
            loop.set_exception_handler(self._on_loop_message)

    def _give_loop_back(self) -> None:
        if self._loop is not None and self._loop.get_exception_handler() == self._on_loop_message:
            self._loop.set_exception_handler(self._loops_handler)
        self._loop = None

    def _on_loop_message(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if self.leftovers.on_loop_message(loop, context):
            return
        if self._loops_handler is not None:
            self._loops_handler(loop, context)
        else:
            loop.default_exception_handler(context)


class _LastResort(logging.Handler):
    """Says asyncio's messages about loops in other threads in our words.

    Python uses this handler only while nobody has set up logging.
    """

    def __init__(self, original: logging.Handler | None, leftovers: Leftovers) -> None:
        super().__init__(logging.WARNING)
        self._original = original
        self._leftovers = leftovers

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "asyncio" and self._leftovers.on_log(record):
            return
        if self._original is not None:
            self._original.handle(record)
