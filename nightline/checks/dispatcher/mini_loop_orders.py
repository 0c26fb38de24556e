"""The order of lines that some mistakes in `MiniLoop` give."""

from __future__ import annotations

import itertools
import types
from collections import deque
from collections.abc import Generator


@types.coroutine
def pause(seconds: float) -> Generator[float, None, None]:
    """Stop once, and hand the number of seconds to whoever drives."""
    yield seconds


Waits = list[tuple[str, tuple[float, ...]]]


def variants(journeys: Waits) -> dict[str, list[str]]:
    """For some mistakes, the lines that a loop with this mistake writes."""
    one_by_one = [
        f"{name} stop {number}" if number else f"{name} leaves"
        for name, waits in journeys
        for number in range(len(waits) + 1)
    ]
    return {
        "journeys-one-by-one": one_by_one,
        "due-one-at-a-time": _lines(journeys, one_at_a_time=True),
        "zero-does-not-give-way": _lines(journeys, zero_goes_on=True),
        "order-of-arguments": _lines(journeys, blind=True),
        "ties-mixed": _lines(journeys, ties="place"),
        "ties-mixed ": _lines(journeys, ties="last first"),
        "note-is-no-time": _lines(journeys, note_is_time=True),
    }


def _lines(
    journeys: Waits,
    *,
    one_at_a_time: bool = False,
    zero_goes_on: bool = False,
    blind: bool = False,
    ties: str = "",
    note_is_time: bool = False,
) -> list[str]:
    ready, lines = deque((name, list(waits), 0) for name, waits in journeys), []
    waiting: list[tuple[float, int, tuple[str, list[float], int]]] = []
    now, numbers = 0.0, itertools.count()
    while ready or waiting:
        if not ready:
            waiting.sort(key=lambda entry: entry[:2])
            now = waiting[0][0]
            many = 1 if one_at_a_time else sum(entry[0] <= now for entry in waiting)
            ready.extend(entry[2] for entry in waiting[:many])
            waiting = waiting[many:]
        name, waits, number = ready.popleft()
        lines.append(f"{name} stop {number}" if number else f"{name} leaves")
        if number == len(waits):
            continue
        seconds, following = waits[number], (name, waits, number + 1)
        if zero_goes_on and seconds == 0:
            ready.appendleft(following)
        elif blind or seconds == 0:
            ready.append(following)
        else:
            number = next(numbers)
            number = {"place": list(dict(journeys)).index(name), "last first": -number}.get(
                ties, number
            )
            waiting.append((seconds if note_is_time else now + seconds, number, following))
    return lines
