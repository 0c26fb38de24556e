"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 04.

    What it returns is called as `entry(key, name, meaning, advice, *misconceptions)`.
    """

    def entry(key: str, name: str, meaning: str, advice: str, *misconceptions: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "04", section, misconceptions)

    return entry
