"""Who comes in the trials of `cached_quote`, and what a trial writes down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nightline.judging.upstream import Offer

RUSH = "fifty visitors, two carriers"
LATER = "one visitor after another"
BROKEN = "a carrier that fails once"
LEAVES = "visitors who leave"
TOGETHER = {"Aurora": Offer(0.4, 89), "Helvet": Offer(0.7, 129)}
CROWD = ("Aurora", "Helvet", "Aurora", "Aurora", "Helvet") * 10
OVER_TIME = {"Danube": Offer(0.2, 59), "Corvo": Offer(0.2, 0)}
MOMENTS = (0, 30, 55, 60.8)  # seconds; the answers come up to 0.4 s after they were asked for


@dataclass
class Kept:
    """What a trial saw.

    Args:
        results: what the visitors got, in the order in which they came.
        asked: how many questions had been sent after each part of the trial.
        on_loop: how often the cache was used in the loop's own thread.
        stored: how often a task was put into `on_the_way`.
        left: what was still in `on_the_way` when the questions were over.
    """

    results: list[Any] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    on_loop: int = 0
    stored: int = 0
    left: list[str] = field(default_factory=list)
