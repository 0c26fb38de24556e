"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis


def about(section: str) -> Callable[[str, str, str, str], Diagnosis]:
    """Make diagnoses that point to this section of lesson 02: `entry(key, name, meaning, advice)`."""

    def entry(key: str, name: str, meaning: str, advice: str) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "02", section)

    return entry
