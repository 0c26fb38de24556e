"""Diagnoses: how a mistake is explained, and the catalogue that holds them.

An entry says what the mistake means and what to try, and points to the lesson section that
explains it. `{call}` in a text is filled with a fact of the run, here the learner's own call. Other
braces are the learner's Python or JSON, and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """A named mistake.

    Args:
        key: its name in tests and in the record, such as "one-by-one".
        name: its name for the learner.
        meaning: two or three sentences on what happened and why.
        advice: one next step or question; never the answer.
        lesson: the two digits of the lesson that explains it, or "" for none.
        section: the heading of the section there.
        misconceptions: which entries of `docs/misconceptions.md` it names.
    """

    key: str
    name: str
    meaning: str
    advice: str
    lesson: str = ""
    section: str = ""
    misconceptions: tuple[int, ...] = ()

    def explain(self, facts: Mapping[str, str]) -> tuple[str, str]:
        """The meaning and the advice with the facts of this run filled in."""
        return _fill(self.meaning, facts), _fill(self.advice, facts)

    @property
    def pointer(self) -> str:
        """Where to read on, as shown after the advice."""
        if not self.lesson:
            return ""
        return f"lesson {self.lesson}" + (f", “{self.section}”" if self.section else "")


def about(lesson: str, usual: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to one section of a lesson.

    Args:
        lesson: its two digits.
        usual: the heading of the section.

    Returns a function `entry(key, name, meaning, advice, *misconceptions, section=usual)`.
    """

    def entry(
        key: str, name: str, meaning: str, advice: str, *misconceptions: int, section: str = usual
    ) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, lesson, section, misconceptions)

    return entry


DEFAULT_FACTS = {"call": "quote(carrier)", "name": "your function"}


def _fill(text: str, facts: Mapping[str, str]) -> str:
    known = {**DEFAULT_FACTS, **facts}
    return re.sub(r"\{([a-z_]+)\}", lambda field: known.get(field[1], field[0]), text)


_catalogue: dict[str, Diagnosis] = {}


def register(*entries: Diagnosis) -> None:
    """Add diagnoses to the catalogue; an exercise set adds its own when it is imported.

    Raises:
        ValueError: a key is taken by a different entry.
    """
    for entry in entries:
        if _catalogue.setdefault(entry.key, entry) != entry:
            raise ValueError(f"two diagnoses are called {entry.key!r}")


def diagnosis(key: str) -> Diagnosis:
    """The catalogue's entry of this name. Raises KeyError when there is none."""
    return _catalogue[key]


def all_diagnoses() -> tuple[Diagnosis, ...]:
    """Every entry of the catalogue, the general ones first."""
    return tuple(_catalogue.values())
