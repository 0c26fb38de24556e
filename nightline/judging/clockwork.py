"""The clock functions of `time`, as an answer sees them while it is on trial.

On the trial's thread `time.sleep` records who blocked whom and returns at once, and the clocks
show the loop's time. Every other thread gets the real functions.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from nightline.judging.clock import VirtualLoop
from nightline.judging.evidence import Blocked, Place
from nightline.judging.places import place_of_frame

REAL: dict[str, Callable[..., Any]] = {
    name: getattr(time, name) for name in ("sleep", "time", "monotonic", "perf_counter")
}


class Clockwork:
    """Stands between one trial's thread and the clock, and records what blocked it."""

    def __init__(
        self, loop: Callable[[], VirtualLoop], files: frozenset[str], is_mine: Callable[[], bool]
    ) -> None:
        self._loop = loop
        self._files = files
        self._is_mine = is_mine  # whether this thread is the trial's, and the trial is not over
        self.blocked: list[Blocked] = []

    def sleep(self, seconds: float) -> None:
        """In place of `time.sleep`: nobody else runs meanwhile, so the clock moves on."""
        if not self._is_mine():
            return REAL["sleep"](seconds)  # type: ignore[no-any-return]
        self._record(seconds, f"time.sleep({seconds:g})")
        return None

    def read(self, name: str) -> Callable[[], float]:
        """In place of `time.time`, `monotonic` or `perf_counter`."""
        real = REAL[name]

        def clock() -> float:
            if not self._is_mine():
                return real()  # type: ignore[no-any-return]
            now, cost = self._loop().read_clock()
            if cost:
                self._record(cost, f"time.{name}()", moved=True)
            return now

        return clock

    def _record(self, seconds: float, call: str, moved: bool = False) -> None:
        place = place_of_frame(sys._getframe(2), self._files) or Place(call)
        last = self.blocked[-1] if self.blocked else None
        if last and moved and (last.place.name, last.call) == (place.name, call):
            self.blocked[-1] = Blocked(
                last.place, last.task, last.seconds + seconds, call, last.others_waiting
            )
            return
        self.blocked.append(Blocked(place, self._who(), seconds, call, self._others()))
        if not moved:
            self._loop().stand(seconds)

    def _who(self) -> str:
        try:
            task = asyncio.current_task()
        except RuntimeError:  # synchronous code, no loop is running
            task = None
        return task.get_name() if task else ""

    def _others(self) -> int:
        # Not `asyncio.all_tasks`: it goes through the tasks of every loop there ever was.
        return max(0, sum(not task.done() for task in list(self._loop().tasks)) - 1)

    @contextlib.contextmanager
    def installed(self, names: dict[str, Any]) -> Iterator[None]:
        """Swap the functions in `time`, and those that `names` imported from it."""
        mine = {"sleep": self.sleep} | {name: self.read(name) for name in REAL if name != "sleep"}
        swapped = {key: mine[name] for key, name in _imported(names)}
        kept = {key: names[key] for key in swapped}
        for name, function in mine.items():
            setattr(time, name, function)
        names.update(swapped)
        try:
            yield
        finally:
            if self._is_mine():
                uninstall()
                names.update(kept)


def uninstall() -> None:
    """Give `time` its own functions back."""
    for name, function in REAL.items():
        setattr(time, name, function)


def _imported(names: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of a name in the answer's globals and the clock function it is bound to."""
    by_identity = {id(function): name for name, function in REAL.items()}
    return [
        (key, by_identity[id(value)]) for key, value in names.items() if id(value) in by_identity
    ]
