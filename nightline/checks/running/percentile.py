"""`percentile`: the nearest rank in a list of waits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import Any

from nightline.checks.running import SET
from nightline.checks.running.texts import PERCENTILES, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

_entry = about(PERCENTILES)
register(
    _entry(
        "percentile-waits-not-ranked",
        "waits in the order in which they came",
        "The list holds the waits in the order of the visits. A rank has a meaning only when the shortest wait "
        "stands first.",
        "What must happen to the waits before you count to a place? And who else uses this list?",
    ),
    _entry(
        "percentile-ranked-from-the-longest",
        "ranked from the wrong end",
        "Your ranking begins with the longest wait. Then a high percentile gives a short wait, and says that all is "
        "well.",
        "Which wait must stand first, so that 95 of 100 lie at or below the place that you take?",
    ),
    _entry(
        "percentile-rank-one-too-high",
        "one place too far",
        "You took the wait behind the one that was asked for. Places in a list count from 0, and ranks count from 1.",
        "Of four waits, the second is p50. Which index has it?",
    ),
    _entry(
        "percentile-rank-one-too-low",
        "one place too early",
        "You took the wait before the one that was asked for. It is exceeded by more visitors than allowed: a rank "
        "that is no whole number must be rounded up.",
        "p95 of ten waits is at rank 9.5. May the ninth stand for it? How many does it leave above?",
    ),
    _entry(
        "percentile-rank-past-the-end",
        "a place behind the last one",
        "For the highest percentile your index is as large as the list is long. The last index is one less.",
        "Work out your place for 100 percent of four waits. Which index has the fourth?",
    ),
    _entry(
        "percentile-wait-that-nobody-had",
        "a wait between two waits",
        "Your result is none of the waits: it lies between two of them. The report asks for the wait that somebody "
        "really had.",
        "Your rank need not be a whole number. To which side must it be rounded?",
    ),
    _entry(
        "percentile-average-of-the-waits",
        "an average",
        "An average adds good and bad waits, so a few bad ones vanish among many good ones. That is what a "
        "percentile is for.",
        "At which place of the ranked list do 95 of 100 waits lie at or below?",
    ),
    _entry(
        "percentile-waits-changed",
        "the caller's list changed",
        "Your function left the caller's list in another state than before. The caller may still need the waits in "
        "the order of the visits, to draw them.",
        "`list.sort` changes the list that it is called on. Which function gives a new one?",
    ),
)
know_error("StatisticsError", "percentile-wait-that-nobody-had", sets=SET)
know_error("IndexError", "percentile-rank-past-the-end", sets=SET)

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
        return "percentile-wait-that-nobody-had"
    if place + 1 < len(ranked) and math.isclose(value, ranked[place + 1]):
        return "percentile-rank-one-too-high"
    if place and math.isclose(value, ranked[place - 1]):
        return "percentile-rank-one-too-low"
    if any(math.isclose(value, ranked[-i]) for i in (place, place + 1, place + 2) if i > 0):
        return "percentile-ranked-from-the-longest"
    return "wrong-result"


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
