"""`percentile`: the nearest rank in a list of waits."""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass
from numbers import Real
from typing import Any

import nightline.checks.running.percentile_mistakes  # noqa: F401  (registers them)
from nightline.checks.running import SET
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

MANY, FEW, ALL = "100 waits", "a few waits", "p100"
# In no order, and no two are equal.
HUNDRED = [round(0.02 + (number * 37 % 100) ** 2 / 10_000, 4) for number in range(100)]
CASES = {
    MANY: ((HUNDRED, 95), (HUNDRED, 50), (HUNDRED, 99)),
    FEW: (
        ([0.4, 0.1, 0.3, 0.2], 50),
        ([0.7, 0.2, 0.9, 0.4, 0.1], 50),
        ([0.6, 0.1, 0.5, 1.0, 0.3, 0.2, 0.8, 0.4, 0.9, 0.7], 95),
        ([0.25], 5),
        ([1.0, 2.0, 1.0, 1.0], 60),
        ([10.5, 0.4, 9.5], 50),
    ),
    ALL: (([0.4, 0.1, 0.3, 0.2], 100), ([0.25], 100)),
}


@dataclass(frozen=True)
class Asked:
    """One call: with what, what it gave, and the caller's list afterwards."""

    waits: list[float]
    percent: float
    got: Any
    after: list[float]

    @property
    def place(self) -> int:
        """The right place in the ranked list."""
        return math.ceil(len(self.waits) * self.percent / 100) - 1


def _run(answer: Any, stage: Stage) -> list[Asked]:
    asked = []
    for waits, percent in CASES[stage.name]:
        given = list(waits)
        got = stage.call(given, percent)
        if inspect.iscoroutine(got):
            got.close()  # the finding tells of it
        asked.append(Asked(list(waits), percent, got, given))
    return asked


def _is_nearest_rank(evidence: Evidence) -> Finding | None:
    for asked in evidence.result:
        if found := _wrong(asked):
            return found
    return met("Each percentile was right.")


def _wrong(asked: Asked) -> Finding | None:
    ranked = sorted(asked.waits)
    wanted, got = ranked[asked.place], asked.got
    of = f"{len(ranked)} waits" if len(ranked) > 5 else shown(asked.waits)
    did, expected = f"For p{asked.percent} of {of} you returned {shown(got)}.", f"{shown(wanted)}."
    if got is None:
        return missed(did, expected, "nothing-returned")
    if inspect.iscoroutine(got):
        did = f"For p{asked.percent} of {of} you returned a coroutine."
        return missed(did, expected, "percentile-async-def")
    if isinstance(got, list | tuple):
        return missed(did, expected, "percentile-many-waits")
    if isinstance(got, bool) or not isinstance(got, Real):
        return missed(did, expected, "wrong-type")
    value = float(got)
    if math.isclose(value, wanted):
        return None
    return missed(did, expected, _key(asked, ranked, value))


def _key(asked: Asked, ranked: list[float], value: float) -> str:
    place = asked.place
    unranked = [asked.waits[i] for i in (place, place + 1) if i < len(ranked)]
    if any(math.isclose(value, one) for one in unranked) and asked.waits != ranked:
        # By chance a wait may stand at its rank: the hundred waits come first, and none does.
        return "percentile-waits-not-ranked"
    if math.isclose(value, sum(ranked) / len(ranked)):
        return "percentile-average-of-the-waits"
    if not any(math.isclose(value, one) for one in ranked):
        return _no_wait_key(place, ranked, value)
    if math.isclose(value, _at_rank(sorted(set(ranked)), asked.percent)):
        return "percentile-equal-waits-lost"
    if math.isclose(value, _at_rank(sorted(ranked, key=str), asked.percent)):
        return "percentile-ranked-as-text"
    if place + 1 < len(ranked) and math.isclose(value, ranked[place + 1]):
        return "percentile-rank-one-too-high"
    if place and math.isclose(value, ranked[place - 1]):
        return "percentile-rank-one-too-low"
    if any(math.isclose(value, ranked[-i]) for i in (place, place + 1, place + 2) if i > 0):
        return "percentile-ranked-from-the-longest"
    return "wrong-result"


def _at_rank(ranked: list[float], percent: float) -> float:
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]


def _no_wait_key(place: int, ranked: list[float], value: float) -> str:
    if value in (place, place + 1):
        return "percentile-place-instead-of-wait"
    if any(math.isclose(value, round(ranked[place], digits)) for digits in range(4)):
        return "percentile-wait-rounded"
    if value == int(ranked[place]):
        return "percentile-wait-rounded"
    if ranked[max(place - 1, 0)] < value < ranked[min(place + 1, len(ranked) - 1)]:
        return "percentile-wait-that-nobody-had"
    return "percentile-not-one-of-the-waits"


def _keeps(evidence: Evidence) -> Finding | None:
    for asked in evidence.result:
        if asked.after != asked.waits:
            did = "After the call, the caller's list was another one."
            if asked.after == sorted(asked.waits):
                did = "After the call, the caller's list was sorted."
            return missed(did, "The list as it was.", "percentile-waits-changed")
    return met("The caller's list stayed as it was.")


PERCENTILE = Task(
    name="percentile",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _run) for name in CASES),
    requirements=(
        Requirement("Right for many waits", _is_nearest_rank, MANY),
        Requirement("Right for a few waits", _is_nearest_rank, FEW),
        Requirement("Right for all of them", _is_nearest_rank, ALL),
        Requirement("The caller's list stays as it is", _keeps, MANY),
    ),
    hints=(
        "Write down four waits in a mixed order. Which one is p50, and what did you do to find it?",
        "Four waits: p50 is the second, p100 the fourth. Five waits: p50 is the third. What happens to 2.5?",
        "Rank = waits × percent / 100, rounded up. The index is one less.",
        "`ranked = sorted(waits)`, then `math.ceil(len(ranked) * percent / 100)` is the rank.",
    ),
    why=(
        "Ranked waits have a meaning at each place: so many lie at or below. Rounding up never promises more than "
        "was measured, and the result is a wait that somebody had."
    ),
    reflect="Before you go on, say how many waits you need before p99 differs from the longest one.",
)
