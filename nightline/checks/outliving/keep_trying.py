"""`keep_trying`: tries that wait longer each time, believe the other side, and end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.outliving import SET
from nightline.checks.outliving import trying_mistakes as trying_mistakes
from nightline.judging.evidence import Evidence
from nightline.judging.findings import ROUNDING, Finding, Requirement, count, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

NEVER = 1000.0


class Busy(ConnectionError):
    """As in the notebook."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"come again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Try:
    """What a try does: it takes so long, and then fails with an error, or gives a value."""

    error: BaseException | None = None
    value: Any = None
    takes: float = 0.0


@dataclass
class Seen:
    """When tries began, how many were cancelled, and how it ended."""

    starts: list[float] = field(default_factory=list)
    cancelled: int = 0
    most: int = 0
    value: Any = None
    error: BaseException | None = None
    end: float = 0.0


class Other:
    """The other side, which does what the list says; after its end it gives "too late"."""

    def __init__(self, stage: Stage, tries: Sequence[Try]) -> None:
        self.loop, self.tries, self.seen, self.open = stage.loop, list(tries), Seen(), 0

    async def work(self) -> Any:
        now = self.tries.pop(0) if self.tries else Try(value="too late")
        self.seen.starts.append(round(self.loop.time(), 4))
        self.open += 1
        self.seen.most = max(self.seen.most, self.open)
        try:
            await asyncio.sleep(now.takes)
        except asyncio.CancelledError:
            self.seen.cancelled += 1
            raise
        finally:
            self.open -= 1
        if now.error is not None:
            raise now.error
        return now.value


def _trial(name: str, script: Sequence[Try], tries: int, first: float = 1.0) -> Trial:
    async def run(answer: Any, stage: Stage) -> Seen:
        stage.lend(Busy=Busy)
        other = Other(stage, script)
        seen, known = other.seen, [each.error for each in script]
        try:
            seen.value = await answer(other.work, tries, first, 3.0)
        except Exception as error:
            if not isinstance(error, ConnectionError | TimeoutError) and error not in known:
                raise
            seen.error = error
        seen.end = round(stage.loop.time(), 4)
        return seen

    return Trial(name, run)


async def _left(answer: Any, stage: Stage) -> Seen:
    """The worker is told to stop during a pause, then during a try."""
    stage.lend(Busy=Busy)
    for script, moment in ((AWAY, 0.5), ([Try(takes=2.0)], 1.0)):
        other = Other(stage, script)
        task = asyncio.ensure_future(answer(other.work, 5, 1.0, 3.0))
        await asyncio.sleep(moment)
        stage.cancel(task)
        await asyncio.wait([task], timeout=20.0)
    return other.seen


AWAY = [Try(ConnectionError(f"away, {n}")) for n in ("first", "second", "third", "fourth")]
WORKS, GIVES_UP, BUSY, SLOW = (
    "three failures, then it works",
    "never works",
    "busy",
    "never answers",
)
OTHER, EMPTY, STOP = "another error", "nothing to tell", "told to stop"


def _times(starts: Sequence[float]) -> str:
    return "Tries began at " + ", ".join(seconds(start) for start in starts) + "."


def _same(got: Sequence[float], wanted: Sequence[float]) -> bool:
    pairs = zip(got, wanted, strict=False)
    return len(got) == len(wanted) and all(abs(a - b) <= ROUNDING for a, b in pairs)


def _pauses(evidence: Evidence) -> Finding:
    seen, wanted = evidence.result, (0.0, 1.0, 3.0, 7.0)
    expected = f'{_times(wanted)} Then "sent".'
    if seen.most > 1:
        did = f"{seen.most} tries were open at once."
        return missed(did, expected, "tries-together", in_time=True)
    if seen.error is not None:
        did = f"After {count(len(seen.starts), 'try').replace('trys', 'tries')} your function gave up."
        return missed(did, expected, "gave-up-early")
    if not _same(seen.starts, wanted):
        pauses = [b - a for a, b in zip(seen.starts, seen.starts[1:], strict=False)]
        key = "another-pause"
        if pauses and max(pauses) <= ROUNDING:
            key = "no-pause"
        elif len(pauses) > 1 and max(pauses) - min(pauses) <= ROUNDING:
            key = "same-pause"
        return missed(_times(seen.starts), expected, key, in_time=True)
    if seen.value != "sent":
        return missed(f"You returned `{seen.value!r}`.", expected, "result-of-work-lost")
    if seen.end > 7.0 + ROUNDING:
        did = f"The answer was there at 7 s. You returned at {seconds(seen.end)}."
        return missed(did, expected, "waited-after-the-end", in_time=True)
    return met(_times(seen.starts))


def _gives_up(evidence: Evidence) -> Finding:
    seen = evidence.result
    expected = "Three tries, at 0, 1 and 3 s. At 3 s the third error comes out."
    if seen.error is None:
        if len(seen.starts) > 3:
            did = f"With `tries=3` you tried {len(seen.starts)} times."
            return missed(did, expected, "one-try-too-many")
        did = f"All tries had failed, and you returned `{seen.value!r}`."
        return missed(did, expected, "failure-swallowed")
    if len(seen.starts) != 3:
        did = f"With `tries=3` you tried {len(seen.starts)} times."
        return missed(
            did, expected, "one-try-too-many" if len(seen.starts) > 3 else "gave-up-early"
        )
    if seen.error is not AWAY[2].error:
        return missed(f"The error that came out is `{seen.error}`.", expected, "not-the-last-error")
    if seen.end > 3.0 + ROUNDING:
        did = f"The last try failed at 3 s. You raised at {seconds(seen.end)}."
        return missed(did, expected, "waited-after-the-end", in_time=True)
    return met("After three failures the last error came out.")


def _busy(evidence: Evidence) -> Finding | None:
    seen, wanted = evidence.result, (0.0, 10.0, 12.0, 16.0)
    if _same(seen.starts, wanted):
        return met(_times(seen.starts))
    if seen.error is not None or len(seen.starts) < 2:
        return None
    expected = f"{_times(wanted)} The first two said `Busy(10)` and `Busy(0.5)`."
    key = "busy-not-believed"
    if abs(seen.starts[1] - 10.0) <= ROUNDING:
        key = "busy-shortens" if seen.starts[2] < 12.0 - ROUNDING else "busy-changes-the-rest"
    return missed(_times(seen.starts), expected, key, in_time=True)


def _slow(evidence: Evidence) -> Finding:
    seen, wanted = evidence.result, (0.0, 4.0)
    expected = "Tries at 0 and 4 s, each cancelled after 3 s. At 7 s a TimeoutError comes out."
    if not _same(seen.starts, wanted):
        key = (
            "try-without-end" if seen.end >= NEVER - 1 or len(seen.starts) < 2 else "bound-for-all"
        )
        return missed(
            f"{_times(seen.starts)} Over at {seconds(seen.end)}.", expected, key, in_time=True
        )
    if seen.cancelled < 2:
        did = f"Two tries took too long, and {seen.cancelled} was cancelled."
        return missed(did, expected, "try-goes-on")
    if not isinstance(seen.error, TimeoutError):
        did = f"You returned `{seen.value!r}`."
        if seen.error is not None:
            did = f"The error that came out is `{type(seen.error).__name__}`."
        return missed(did, expected, "not-the-last-error" if seen.error else "failure-swallowed")
    if seen.end > 7.0 + ROUNDING:
        did = f"The last try was over at 7 s. You raised at {seconds(seen.end)}."
        return missed(did, expected, "waited-after-the-end", in_time=True)
    return met("Each try was cancelled after 3 s.")


def _other(evidence: Evidence) -> Finding:
    seen = evidence.result
    if len(seen.starts) != 1 or not isinstance(seen.error, ValueError):
        did = f"`work` raised ValueError. {_times(seen.starts)}"
        expected = "One try, and the ValueError comes out."
        return missed(did, expected, "other-error-caught")
    return met("Another error came out at once.")


def _empty(evidence: Evidence) -> Finding:
    seen = evidence.result
    if len(seen.starts) != 1:
        did = f"`work` returned 0, and you tried {len(seen.starts)} times."
        return missed(did, "One try, and 0.", "empty-taken-for-failure")
    if seen.value != 0:
        return missed(f"You returned `{seen.value!r}`.", "0.", "result-of-work-lost")
    return met("A result of 0 is a result.")


KEEP_TRYING = Task(
    name="keep_trying",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        _trial(WORKS, [*AWAY[:3], Try(value="sent")], 5),
        _trial(GIVES_UP, AWAY, 3),
        _trial(
            BUSY,
            [Try(Busy(10.0)), Try(Busy(0.5)), Try(ConnectionError("away")), Try(value="sent")],
            5,
        ),
        _trial(SLOW, [Try(takes=NEVER), Try(takes=NEVER)], 2),
        _trial(OTHER, [Try(ValueError("not our mail"))], 4),
        _trial(EMPTY, [Try(value=0)], 3),
        Trial(STOP, _left),
    ),
    requirements=(
        Requirement("Waits longer each time", _pauses, WORKS),
        Requirement("Gives up after the last try", _gives_up, GIVES_UP),
        Requirement("Believes whoever says when to come back", _busy, BUSY),
        Requirement("A try that takes too long is a failure", _slow, SLOW),
        Requirement("Passes other errors on at once", _other, OTHER),
        Requirement("Takes any result for a result", _empty, EMPTY),
    ),
    hints=(
        "Write down when four tries begin, if each fails at once and `first` is 1. What happens after the last?",
        "A `for` loop over the tries; in it a `try` with `asyncio.timeout` around the work. Both errors that mean "
        "failure can stand in one `except`.",
        "In the `except`: if no try is left, `raise` passes this error on. Else wait, and double the wait.",
        "After a `Busy` the pause is `max(wait, error.seconds)`. The doubling goes on from `wait`.",
    ),
    why=(
        "Each try has its own bound, so a side that never answers costs 3 s and no more. The pauses grow, so "
        "many workers together leave a weak system alone. The last error tells the caller why."
    ),
    reflect="Before you go on, say why a thousand workers should not all wait exactly the same time.",
)
