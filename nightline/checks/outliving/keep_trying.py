"""`keep_trying`: tries that wait longer each time, believe the other side, and end."""

from __future__ import annotations

from collections.abc import Sequence

from nightline.checks.outliving import SET
from nightline.checks.outliving import trying_mistakes as trying_mistakes
from nightline.checks.outliving.trying_scenes import (
    AWAY,
    BUSY,
    BUSY_LAST,
    EMPTY,
    FILE,
    GIVES_UP,
    NEVER,
    OTHER,
    SLOW,
    STOP,
    WORKS,
    Busy,
    Seen,
    Try,
    left,
    trial,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import ROUNDING, Finding, Requirement, count, met, missed, seconds
from nightline.judging.task import Task
from nightline.judging.trial import Trial


def _times(starts: Sequence[float]) -> str:
    if not starts:
        return "No try began."
    return "Tries began at " + ", ".join(seconds(start) for start in starts) + "."


def _same(got: Sequence[float], wanted: Sequence[float]) -> bool:
    pairs = zip(got, wanted, strict=False)
    return len(got) == len(wanted) and all(abs(a - b) <= ROUNDING for a, b in pairs)


def _pauses(evidence: Evidence) -> Finding:
    seen, wanted = evidence.result, (0.0, 1.0, 3.0, 7.0)
    expected = f'{_times(wanted)} Then "sent".'
    if not seen.starts:
        did = f"You never called `work`. You returned `{seen.value!r}`."
        return missed(did, expected, "no-try")
    if seen.starts[0] > ROUNDING:
        return missed(_times(seen.starts), expected, "pause-before-first", in_time=True)
    if seen.most > 1:
        did = f"{seen.most} tries were open at once."
        return missed(did, expected, "tries-together", in_time=True)
    if seen.error is not None:
        tries = count(len(seen.starts), "try").replace("trys", "tries")
        if seen.plain and len(seen.starts) == 1:
            did = "Your function handed the first try to its caller, and could not see it fail."
            return missed(did, expected, "not-a-coroutine")
        if isinstance(seen.error, TimeoutError):
            did = (
                f"At {seconds(seen.end)}, after {tries}, a TimeoutError came out. No try took long."
            )
            return missed(did, expected, "bound-for-all", in_time=True)
        return missed(f"After {tries} your function gave up.", expected, "gave-up-early")
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
        key = _after_busy(seen.starts)
    return missed(_times(seen.starts), expected, key, in_time=True)


def _after_busy(starts: Sequence[float]) -> str:
    """What went wrong after the first Busy was believed: the pause that the second one said."""
    pause = starts[2] - starts[1] if len(starts) > 2 else 0.0
    if pause > 2.0 - ROUNDING:
        return "busy-changes-the-rest"
    return "busy-not-counted" if abs(pause - 1.0) <= ROUNDING else "busy-shortens"


def _busy_last(evidence: Evidence) -> Finding:
    seen = evidence.result
    expected = "Two tries, at 0 and 10 s. At 10 s the second `Busy` comes out."
    if seen.error is None:
        did = f"With `tries=2` both tries were `Busy`, and you returned `{seen.value!r}`."
        return missed(did, expected, "failure-swallowed")
    if len(seen.starts) != 2:
        did = f"With `tries=2`, and `Busy` each time, you tried {len(seen.starts)} times."
        key = "one-try-too-many" if len(seen.starts) > 2 else "gave-up-early"
        return missed(did, expected, key)
    if seen.end > 10.0 + ROUNDING:
        did = f"The last try failed at 10 s. You raised at {seconds(seen.end)}."
        return missed(did, expected, "waited-after-the-end", in_time=True)
    return met("A last `Busy` came out at once.")


def _slow(evidence: Evidence) -> Finding:
    seen, wanted = evidence.result, (0.0, 4.0)
    expected = "Tries at 0 and 4 s, each cancelled after 3 s. At 7 s a TimeoutError comes out."
    if not _same(seen.starts, wanted):
        did = f"{_times(seen.starts)} Over at {seconds(seen.end)}."
        return missed(did, expected, _why_not_again(seen), in_time=True)
    if seen.cancelled < 2:
        did = f"Two tries took too long, and {seen.cancelled} was cancelled."
        return missed(did, expected, "try-goes-on")
    if not isinstance(seen.error, TimeoutError):
        did = f"You returned `{seen.value!r}`."
        if seen.error is not None:
            did = f"The last try took too long. What came out is `{type(seen.error).__name__}`."
        return missed(did, expected, "timeout-renamed" if seen.error else "failure-swallowed")
    if seen.end > 7.0 + ROUNDING:
        did = f"The last try was over at 7 s. You raised at {seconds(seen.end)}."
        return missed(did, expected, "waited-after-the-end", in_time=True)
    return met("Each try was cancelled after 3 s.")


def _why_not_again(seen: Seen) -> str:
    """Why the second try did not begin a pause after the first one was cancelled."""
    if seen.end >= NEVER - 1 or not seen.cancelled:
        return "try-without-end"
    if len(seen.starts) < 2:
        return "timeout-ends-all" if isinstance(seen.error, TimeoutError) else "failure-swallowed"
    pause = seen.starts[1] - 3.0
    return (
        "no-pause"
        if pause <= ROUNDING
        else "pause-counts-the-try"
        if pause < 1
        else "another-pause"
    )


def _missing(evidence: Evidence) -> Finding:
    seen = evidence.result
    if len(seen.starts) != 1 or not isinstance(seen.error, FileNotFoundError):
        did = f"`work` raised FileNotFoundError. {_times(seen.starts)}"
        return missed(did, "One try, and the error comes out.", "file-error-caught")
    return met("A missing file came out at once.")


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
        trial(WORKS, [*AWAY[:3], Try(value="sent")], 5),
        trial(GIVES_UP, AWAY, 3),
        trial(
            BUSY,
            [Try(Busy(10.0)), Try(Busy(0.5)), Try(ConnectionError("away")), Try(value="sent")],
            5,
        ),
        trial(BUSY_LAST, [Try(Busy(10.0)), Try(Busy(5.0))], 2),
        trial(SLOW, [Try(takes=NEVER), Try(takes=NEVER)], 2),
        trial(OTHER, [Try(ValueError("not our mail"))], 4),
        trial(FILE, [Try(FileNotFoundError("no such letter"))], 4),
        trial(EMPTY, [Try(value=0)], 3),
        Trial(STOP, left),
    ),
    requirements=(
        Requirement("Waits longer each time", _pauses, WORKS),
        Requirement("Gives up after the last try", _gives_up, GIVES_UP),
        Requirement("Believes whoever says when to come back", _busy, BUSY),
        Requirement("Gives up after a last Busy too", _busy_last, BUSY_LAST),
        Requirement("A try that takes too long is a failure", _slow, SLOW),
        Requirement("Passes other errors on at once", _other, OTHER),
        Requirement("Passes on what only looks alike", _missing, FILE),
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
