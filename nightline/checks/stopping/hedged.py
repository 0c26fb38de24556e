"""`hedged`: a second question when the first is late, and only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nightline.checks.stopping.hedged_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.stopping import SET
from nightline.checks.stopping.fastest import ends_when_cancelled, others_ended
from nightline.checks.stopping.lines import GOODBYE, End, Lines
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

AFTER = 0.5


@dataclass(frozen=True)
class _Case:
    """What the two carriers do, when the second is asked (None: never), and what must come out."""

    first: Offer
    second: Offer
    second_at: float | None
    wanted: int | None
    at: float


def _fails(carrier: str, delay: float) -> Offer:
    return Offer(delay, ConnectionError(f"no line to {carrier}"))


CASES = {
    "the first is slow": _Case(Offer(2.0, 81), Offer(0.3, 94), AFTER, 94, 0.8),
    "the first is in time": _Case(Offer(0.4, 81), Offer(0.2, 77), None, 81, 0.4),
    "the first is late and still wins": _Case(Offer(0.7, 66), Offer(0.9, 58), AFTER, 66, 0.7),
    "the first fails early": _Case(_fails("Boreal", 0.2), Offer(0.3, 90), 0.2, 90, 0.5),
    "the first fails late": _Case(_fails("Boreal", 0.6), Offer(0.4, 99), AFTER, 99, 0.9),
    "the second fails": _Case(Offer(1.1, 63), _fails("Isar", 0.2), AFTER, 63, 1.1),
    "both fail": _Case(_fails("Boreal", 0.6), _fails("Isar", 0.3), AFTER, None, 0.8),
}
LEAVING = {"the traveller leaves early": 0.3, "the traveller leaves late": 0.6}


def _trial(case: _Case, leave: float | None = None) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> End:
        lines = Lines(stage, {"Boreal": _fresh(case.first), "Isar": _fresh(case.second)})
        errors = (ConnectionError,)
        return await lines.watch("Boreal", "Isar", AFTER, expect=errors, leave=leave)

    return run


def _fresh(offer: Offer) -> Offer:
    """The same offer with an error of its own: an error keeps its traceback."""
    if not isinstance(offer.answer, ConnectionError):
        return offer
    return Offer(offer.delay, ConnectionError(*offer.answer.args))


def _asks_when_needed(evidence: Evidence) -> Finding:
    case = CASES[evidence.trial]
    asked = [call.who for call in evidence.calls]
    starts = {call.who: call.start for call in evidence.calls}
    did = _story(case) + " "
    if case.second_at is None:
        expected = "The second carrier is not asked."
    else:
        expected = f"The second carrier is asked at {seconds(case.second_at)}."
    if not asked:
        return missed(f"{did}You asked nobody.", expected, "asked-nobody")
    if asked[0] == "Isar":
        did = f"`primary` was Boreal, and you asked Isar at {seconds(starts['Isar'])}."
        return missed(did, "Boreal is asked first.", "carriers-swapped")
    second = starts.get("Isar")
    given_up = _given_up(evidence)
    if given_up is not None and second is not None and given_up <= second:
        did += f"You ended the first question at {seconds(given_up)}, then you asked the second."
        return missed(did, "Both questions are open, and the first may win.", "first-given-up")
    if len(asked) > len(starts):
        if given_up is not None and given_up < case.first.delay - ROUNDING:
            did += f"You ended the first question at {seconds(given_up)}, and asked it again."
            return missed(did, "The first question stays open.", "first-given-up")
        return missed(f"{did}You sent {len(asked)} questions.", expected, "asked-twice")
    if case.second_at is None:
        if second is not None:
            did += f"You asked the second at {seconds(second)}."
            return missed(did, expected, "second-always-asked", in_time=True)
        return met(f"{did}The second was not asked.")
    if second is None and evidence.result.raised is not None:
        did += f"You raised `ConnectionError: {evidence.result.raised}`."
        return missed(did, expected, "failure-ends-race")
    if second is None:
        return missed(f"{did}The second was not asked.", expected, "second-not-asked")
    if abs(second - case.second_at) > ROUNDING:
        did += f"You asked the second at {seconds(second)}."
        early = second < min(AFTER, case.second_at) - ROUNDING
        return missed(did, expected, "second-always-asked" if early else "second-at-wrong-time")
    return met(f"The second was asked at {seconds(second)}.")


def _given_up(evidence: Evidence) -> float | None:
    """When the first question was cancelled; None if it was not."""
    ends = [c.end for c in evidence.calls if c.who == "Boreal" and c.outcome == "cancelled"]
    return ends[0] if ends else None


def _story(case: _Case) -> str:
    failed = isinstance(case.first.answer, Exception)
    what = "failed after" if failed else "needed"
    return f"The first carrier {what} {seconds(case.first.delay)}, `after` was {seconds(AFTER)}."


def _first_answer(evidence: Evidence) -> Finding:
    case, end = CASES[evidence.trial], evidence.result
    if case.wanted is None:
        if end.raised is None:
            did = f"Both carriers failed, and you returned {shown(end.returned)}."
            return missed(did, "`ConnectionError`.", "primary-failure-hidden")
        return met("Both failed, and the caller heard of it.")
    expected = f"{shown(case.wanted)} at {seconds(case.at)}."
    if end.raised is not None:
        did = f"At {seconds(end.at)} you raised `ConnectionError: {end.raised}`."
        return missed(did, expected, "failure-ends-race")
    did = f"{_story(case)} You returned {shown(end.returned)} at {seconds(end.at)}."
    if end.returned != case.wanted and end.returned in (case.first.answer, case.second.answer):
        given_up = _given_up(evidence)
        if given_up is not None and given_up < case.at - ROUNDING:
            return missed(did, expected, "first-given-up")
        return missed(did, expected, "loser-returned")
    # The loser may need its goodbye before the answer goes out.
    if end.returned == case.wanted and end.at > case.at + GOODBYE + ROUNDING:
        return missed(did, expected, "waited-for-loser")
    same = Evidence(evidence.trial, result=end.returned, given=evidence.given)
    finding = compare(same, case.wanted)
    return met(f"The answer came at {seconds(case.at)}.") if finding.passed else finding


HEDGED = Task(
    name="hedged",
    set=SET,
    level="stretch",
    minutes=15,
    trials=(
        *(Trial(name, _trial(case)) for name, case in CASES.items()),
        *(Trial(name, _trial(CASES["the first is slow"], at)) for name, at in LEAVING.items()),
    ),
    requirements=(
        *(
            Requirement(f"Asks the second when it should: {name}", _asks_when_needed, name)
            for name in list(CASES)[:4]
        ),
        *(Requirement(f"Gives the first answer: {name}", _first_answer, name) for name in CASES),
        Requirement("The loser has ended", others_ended, "the first is slow"),
        Requirement("The late loser has ended", others_ended, "the first is late and still wins"),
        *(
            Requirement(f"Stops its questions: {name}", ends_when_cancelled, name)
            for name in LEAVING
        ),
    ),
    hints=(
        "Begin with one task for the first carrier. How can you wait for it for `after` seconds, "
        "without stopping it?",
        "After that wait there are three cases: it has a price, it has failed, it is not done. In "
        "which of them is the second carrier asked?",
        "`task.exception()` of a task that is done gives its error, or None. "
        "`asyncio.as_completed(tasks)` gives what ends first, first.",
        "`await asyncio.wait(tasks, timeout=after)`, then return a good result or add the second "
        "task. A loop over `as_completed` returns the first answer that is no `ConnectionError`. "
        "`finally` stops both.",
    ),
    why=(
        "`asyncio.wait` with a limit leaves the first question open, so it can still win. A failed "
        "question is passed over, and only when both have failed the error goes out. The `finally` "
        "stops the loser, also when the traveller leaves."
    ),
    reflect="Before you go on, say how large `after` should be, so that one question in twenty is "
    "asked twice.",
)
