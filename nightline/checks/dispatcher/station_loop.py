"""The `StationLoop` with which `call_later` is tried."""

from __future__ import annotations

import inspect
import itertools
from collections import deque
from collections.abc import Callable
from typing import Any

MOST_TURNS = 200


class BadTimer(Exception):
    """What the answer put into the timers cannot be read; `key` names the mistake."""

    def __init__(self, key: str, did: str) -> None:
        self.key, self.did = key, did


class StationLoop:
    """The notebook's `StationLoop`, which says what it cannot read and ends what never ends."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ready: deque[Callable[[], object]] = deque()
        self.timers: list[tuple[float, int, Callable[[], object]]] = []
        self.numbers = itertools.count()
        self.setting = False  # an answer is at work
        self.cancelled = False

    def run(self) -> None:
        if self.setting:
            raise BadTimer("loop-started-inside", "Your `call_later` called `loop.run()`.")
        for _ in range(MOST_TURNS):
            if not self.ready and not self.timers:
                return
            self._round()
        raise BadTimer("timer-comes-again", "Your timers never ended.")

    def _round(self) -> None:
        for timer in self.timers:
            _read(timer)
        try:
            self.timers.sort()  # in place: an answer may keep the list
        except TypeError:
            did = "Two timers had the same time and the same number."
            key = "number-used-again" if self.cancelled else "callbacks-compared"
            raise BadTimer(key, did) from None
        if not self.ready:
            self.now = max(self.now, self.timers[0][0])
        while self.timers and self.timers[0][0] <= self.now:
            self.ready.append(self.timers.pop(0)[2])
        for _ in range(len(self.ready)):
            self.ready.popleft()()


def _read(timer: Any) -> None:
    """Raises BadTimer for what is no timer."""
    if type(timer) is not tuple or len(timer) != 3:
        raise BadTimer("timer-shape", f"You put {said(timer)} into `loop.timers`.")
    when, number, callback = timer
    if inspect.iscoroutine(callback):
        callback.close()
    if isinstance(number, itertools.count):
        did = "The second part of your timer is `loop.numbers` itself."
        raise BadTimer("number-not-taken", did)
    if type(when) is int and type(number) is float:
        did = f"Your timer begins with `{when}`, and its second part is `{number}`."
        raise BadTimer("timer-parts-swapped", did)
    if not (isinstance(when, int | float) and isinstance(number, int | float)):
        raise BadTimer("timer-shape", f"You put {said(timer)} into `loop.timers`.")
    if not callable(callback):
        did = f"The third part of your timer is {said(callback)}."
        raise BadTimer("timer-without-function", did)


def said(value: object) -> str:
    """A value without addresses: the types of a tuple's parts, else the value's own type."""
    if isinstance(value, tuple | list):
        parts = ", ".join(type(part).__name__ for part in value)
        return f"a {type(value).__name__} of {parts or 'nothing'}"
    return f"`{value}`" if value is None else f"of type `{type(value).__name__}`"
