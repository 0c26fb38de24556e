"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis

INSIDE = "Inside Django's own test"
FOOLED = "A test that cannot be fooled"
CONTRACT = "The async contract"
LEAVES = "Branch line: a visitor who leaves"
WRONG = "When it goes wrong"


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 22.

    `entry(key, name, meaning, advice, *misconceptions)`
    """

    def entry(key: str, name: str, meaning: str, advice: str, *misconceptions: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "22", section, misconceptions)

    return entry
