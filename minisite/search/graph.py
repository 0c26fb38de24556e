"""The little train graph under a search: who kept us waiting, from when to when."""

from dataclasses import dataclass
from math import ceil

from minisite.search.asking import Result

TICKS = 4


@dataclass(frozen=True)
class Bar:
    """One carrier's wait. `left` and `width` are percent of the whole axis, `seconds` its length."""

    carrier: str
    left: float
    width: float
    seconds: float
    answered: bool


@dataclass(frozen=True)
class Graph:
    """Bars over one time axis. `ticks` are pairs of percent and seconds."""

    bars: list[Bar]
    ticks: list[tuple[float, float]]


def graph(result: Result) -> Graph:
    """Lay the waits of a search out over an axis that ends at a round number."""
    step = _round_up(max(result.seconds, 0.01) / TICKS)
    count = ceil(result.seconds / step) or 1
    axis = step * count
    bars = [
        Bar(
            carrier=wait.carrier,
            left=round(100 * wait.start / axis, 2),
            width=round(100 * (wait.end - wait.start) / axis, 2),
            seconds=wait.end - wait.start,
            answered=wait.answered,
        )
        for wait in result.waits
    ]
    return Graph(bars, [(round(100 * i / count, 2), step * i) for i in range(count + 1)])


def _round_up(seconds: float) -> float:
    """The next of 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, …"""
    size = 0.01
    while True:
        for factor in (1, 2, 5):
            if size * factor >= seconds:
                return size * factor
        size *= 10
