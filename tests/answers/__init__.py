"""The bank of answers: wrong ones with the diagnosis each must get, right ones that must pass."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """An answer a real learner would write.

    Args:
        task: the task it answers.
        diagnosis: key of the diagnosis that the report must show first.
        source: the cell as the learner leaves it.
    """

    task: str
    diagnosis: str
    source: str


@dataclass(frozen=True)
class Right:
    """A right answer, written differently from the official one."""

    task: str
    source: str
