"""A task: what the learner must write, and everything needed to judge and help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from nightline.judging.diagnoses import Diagnosis
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement
from nightline.judging.trial import Trial

Level = Literal["practice", "warm-up", "core", "stretch"]
POINTS: dict[Level, int] = {"practice": 0, "warm-up": 2, "core": 4, "stretch": 4}


@dataclass(frozen=True)
class Task:
    """One task of an exercise set.

    Args:
        name: the function or class the learner writes; unique over the course.
        set: the exercise set's folder, such as "01_one_track_many_trains".
        level: "warm-up", "core" or "stretch"; "practice" stands outside the sets.
        minutes: how long it should take.
        trials: the runs that show what the answer does.
        requirements: what it must do, beyond what every answer must.
        hints: 2 to 4, from a question to nearly the answer.
        why: why the official solution is right; shown with it.
        reflect: the question that follows a pass.
    """

    name: str
    set: str
    level: Level
    minutes: int
    trials: tuple[Trial, ...]
    requirements: tuple[Requirement, ...]
    hints: tuple[str, ...]
    why: str
    reflect: str

    @property
    def points(self) -> int:
        """2 for a warm-up, 4 for a core task, 4 bonus points for a stretch, 0 for practice."""
        return POINTS[self.level]


@dataclass(frozen=True)
class Judged:
    """A requirement with its finding; None when the run did not get that far."""

    text: str
    finding: Finding | None


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check.

    `state` is "not started" for a stub, else "missed" or "passed". `note` says why a stub that
    was changed still counts as one.
    """

    task: Task
    state: Literal["not started", "missed", "passed"]
    judged: tuple[Judged, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    expected: Callable[[], Evidence | None] = field(default=lambda: None, repr=False)
    note: str = ""

    @property
    def passed(self) -> bool:
        return self.state == "passed"

    @property
    def met(self) -> int:
        """How many requirements hold."""
        return sum(bool(item.finding and item.finding.passed) for item in self.judged)

    @property
    def first_missed(self) -> Judged | None:
        """The requirement to look at first: a cause comes before what it causes.

        A named mistake explains a result that is merely wrong, wherever it stands.
        """
        missed = [item for item in self.judged if item.finding and not item.finding.passed]
        if missed and _key(missed[0]) in UNEXPLAINED and _key(missed[-1]) in LEFT_BEHIND:
            return missed[-1]
        return missed[0] if missed else None

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The named mistake of `first_missed`."""
        first = self.first_missed
        return first.finding.diagnosis if first and first.finding else None

    @property
    def points(self) -> int:
        """All of the task's points, or none."""
        return self.task.points if self.passed else 0


UNEXPLAINED = {"wrong-result", "wrong-type", "nothing-returned"}
LEFT_BEHIND = {"leftover-task", "unretrieved-error"}


def _key(item: Judged) -> str:
    return item.finding.diagnosis.key if item.finding and item.finding.diagnosis else ""
