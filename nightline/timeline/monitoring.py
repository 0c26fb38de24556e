"""Events from `sys.monitoring`, on Python 3.12 and newer.

One tool serves every recorder of the process. Start, throw and unwind are on for all code; a
start that no recorder wants is switched off for good where it happened. Resume, yield and return
are on only for chosen code. An event goes to the recorder of the thread it happened in.
"""

from __future__ import annotations

import sys
import threading
import types
from threading import get_ident
from typing import TYPE_CHECKING, Any

from nightline.timeline.codes import idle_codes
from nightline.timeline.recorder import (
    IDLE,
    NOTHING,
    ROW,
    Recorder,
    Source,
    outcome_of,
)
from nightline.timeline.rows import Call

# 3 and 4 belong to nobody; 2 is meant for profilers and serves when both are taken.
TOOL_IDS = (4, 3, 2)
TOOL_NAME = "nightline.timeline"

if TYPE_CHECKING or sys.version_info >= (3, 12):
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined, unused-ignore]


class Monitoring(Source):
    """The one tool, taken with the first recorder and given back with the last."""

    def __init__(self) -> None:
        self._tool: int | None = None
        self._lock = threading.Lock()
        self._recorders: dict[int, Recorder] = {}
        self._live: dict[int, Call] = {}
        self._chosen: dict[int, types.CodeType] = {}

    def attach(self, recorder: Recorder) -> None:
        with self._lock:
            thread = get_ident()
            if thread in self._recorders:
                raise RuntimeError(
                    "A timeline already records this thread: end it before you begin another one."
                )
            if self._tool is None:
                self._tool = self._take()
            recorder._live = self._live
            self._recorders[thread] = recorder
            # Code that an earlier recorder did not want may be wanted now.
            monitoring.restart_events()

    def follow(self, recorder: Recorder, code: types.CodeType) -> None:
        with self._lock:
            self._choose(code, ROW)

    def detach(self, recorder: Recorder, error: BaseException | None) -> None:
        with self._lock:
            for thread, owner in list(self._recorders.items()):
                if owner is recorder:
                    del self._recorders[thread]
            if not self._recorders and self._tool is not None:
                self._give_back(self._tool)
                self._tool = None

    def _take(self) -> int:
        for tool in TOOL_IDS:
            if monitoring.get_tool(tool) is None:
                break
        else:
            names = ", ".join(str(monitoring.get_tool(tool)) for tool in TOOL_IDS)
            raise RuntimeError(
                f"The timeline cannot record: other tools hold every place ({names})."
            )
        monitoring.use_tool_id(tool, TOOL_NAME)
        self._tool = tool
        event = monitoring.events
        for kind, callback in self._callbacks().items():
            monitoring.register_callback(tool, kind, callback)
        for code in idle_codes():
            self._choose(code, IDLE)
        monitoring.set_events(tool, event.PY_START | event.PY_THROW | event.PY_UNWIND)
        return tool

    def _give_back(self, tool: int) -> None:
        monitoring.set_events(tool, 0)
        for code in self._chosen.values():
            monitoring.set_local_events(tool, code, 0)
        self._chosen.clear()
        for kind in self._callbacks():
            monitoring.register_callback(tool, kind, None)
        monitoring.free_tool_id(tool)

    def _choose(self, code: types.CodeType, kind: int) -> None:
        if id(code) in self._chosen or self._tool is None:
            return
        event = monitoring.events
        events = event.PY_RETURN
        if kind == ROW:
            events |= event.PY_RESUME | event.PY_YIELD
        self._chosen[id(code)] = code
        monitoring.set_local_events(self._tool, code, events)

    def _callbacks(self) -> dict[int, Any]:
        recorders = self._recorders
        live = self._live
        disable = monitoring.DISABLE
        frame_at = sys._getframe

        def start(code: types.CodeType, at: int) -> object:
            recorder = recorders.get(get_ident())
            kind = NOTHING if recorder is None else recorder.kind(code)
            if recorder is not None and kind != NOTHING:
                if kind == ROW:
                    self._choose(code, kind)
                recorder.entered(kind, frame_at(1))
                return None
            if any(other.kind(code) != NOTHING for other in tuple(recorders.values())):
                return None
            return disable

        # These two are what recording costs: they say again what `Recorder.resumed` and
        # `Recorder.suspended` say, without the two calls.

        def resume(code: types.CodeType, at: int, error: BaseException | None = None) -> None:
            call = live.get(id(frame_at(1)))
            if call is not None:
                call.begin = call.clock()

        def suspend(code: types.CodeType, at: int, value: object) -> None:
            call = live.get(id(frame_at(1)))
            if call is not None:
                call.runs.extend((call.begin, call.clock(), at))
                call.begin = None

        def finish(code: types.CodeType, at: int, value: object) -> None:
            recorder = recorders.get(get_ident())
            if recorder is not None:
                if recorder.kind(code) == IDLE:
                    recorder.idled()
                else:
                    recorder.ended(id(frame_at(1)), at, "returned", None)

        def unwind(code: types.CodeType, at: int, error: BaseException) -> None:
            recorder = recorders.get(get_ident())
            if recorder is not None:
                kind = recorder.kind(code)
                if kind == ROW:
                    trace = error.__traceback__  # its first entry is this frame
                    at = at if trace is None else trace.tb_lasti
                    recorder.ended(id(frame_at(1)), at, *outcome_of(error))
                elif kind == IDLE:
                    recorder.idled()

        event = monitoring.events
        return {
            event.PY_START: start,
            event.PY_RESUME: resume,
            event.PY_THROW: resume,
            event.PY_YIELD: suspend,
            event.PY_RETURN: finish,
            event.PY_UNWIND: unwind,
        }
