"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 03: `entry(key, name, meaning, advice)`.

    What follows the advice are the numbers of the misconceptions it names.
    """

    def entry(key: str, name: str, meaning: str, advice: str, *numbers: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "03", section, numbers)

    return entry
