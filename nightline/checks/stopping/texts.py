"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis

CANCEL = "Cancel is a request"
TIMEOUT = "A timeout is a clock that cancels"
FINALLY = "Finally cleans up"
REST = "Stop the rest"
BRANCH = "Branch line"


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 06.

    `entry(key, name, meaning, advice, *misconceptions)`
    """

    def entry(key: str, name: str, meaning: str, advice: str, *misconceptions: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "06", section, misconceptions)

    return entry
