"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from typing import Protocol

from nightline.judging.diagnoses import Diagnosis

LESSON = "05"


class Entry(Protocol):
    """Makes a diagnosis; what follows the advice are the misconceptions it names."""

    def __call__(
        self,
        key: str,
        name: str,
        meaning: str,
        advice: str,
        *misconceptions: int,
        section: str = "",
    ) -> Diagnosis: ...


def about(usual: str) -> Entry:
    """Make diagnoses that point to this section of lesson 05, if they name no other one."""

    def entry(
        key: str, name: str, meaning: str, advice: str, *misconceptions: int, section: str = ""
    ) -> Diagnosis:
        place = section or usual
        return Diagnosis(key, name, meaning, advice, LESSON, place, misconceptions)

    return entry
