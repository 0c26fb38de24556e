"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis

SEE = "See who keeps the thread"
DEBUG = "Debug mode names the task"
RUNS = "Does the test run"
CLOCK = "Ten hours on a virtual clock"
PLANNER = "Parts of a planner"


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 12.

    `entry(key, name, meaning, advice, *misconceptions)`
    """

    def entry(key: str, name: str, meaning: str, advice: str, *misconceptions: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "12", section, misconceptions)

    return entry
