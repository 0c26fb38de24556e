"""What merging several feeds must show: who was handed on when, and that it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nightline.checks.rivers.reading import Reading
from nightline.checks.rivers.sources import Source
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    count,
    met,
    missed,
    seconds,
    shown,
)


@dataclass
class Merged:
    """What one trial of a merge showed.

    Args:
        reading: what the reader saw.
        sources: the feeds.
        wanted: what it should see and when, for a reader who always waits.
    """

    reading: Reading
    sources: Sequence[Source]
    wanted: list[tuple[float, Any]]


def plan(sources: Sequence[Source], label: Callable[[int, Any], Any]) -> list[tuple[float, Any]]:
    """What comes when: each item with its moment, as `label(number of its feed, item)`."""
    coming = [
        (at, label(number, item))
        for number, source in enumerate(sources)
        for at, item in source.planned
    ]
    return sorted(coming, key=lambda one: one[0])


def all_handed_on(evidence: Evidence) -> Finding:
    """Whether each departure came once, and nothing else."""
    merged: Merged = evidence.result
    reading, wanted = merged.reading, [item for _, item in merged.wanted]
    got = [item for _, item in reading.got]
    expected = f"{count(len(wanted), 'departure')}, each once."
    if reading.stuck and len(got) < len(wanted):
        did = f"You handed on {len(got)} of {count(len(wanted), 'departure')}, then waited at "
        return missed(f"{did}{reading.stuck}.", expected, "departures-lost", in_time=True)
    if _same_items(got, wanted):
        return met(f"{count(len(got), 'departure')} handed on, each once.")
    if len(got) < len(wanted) and all(item in wanted for item in got):
        did = f"You ended after {len(got)} of {count(len(wanted), 'departure')}."
        return missed(did, expected, "departures-lost", in_time=True)
    again = next((item for item in got if got.count(item) > 1 and wanted.count(item) == 1), None)
    if again is not None:
        did = f"You handed on {shown(again)} more than once."
        return missed(did, expected, "departure-twice")
    strange = next((item for item in got if item not in wanted), None)
    wished = f"Such as {shown(wanted[0])}." if wanted else "Nothing: there is no feed."
    return missed(f"You handed on {shown(strange)}.", wished, "departure-in-another-form")


def _same_items(got: list[Any], wanted: list[Any]) -> bool:
    return len(got) == len(wanted) and all(
        item in wanted and type(item) is type(wanted[0]) for item in got
    )


def when_they_come(evidence: Evidence) -> Finding | None:
    """Whether each departure was handed on when it came."""
    merged: Merged = evidence.result
    reading = merged.reading
    came = {str(item): at for at, item in merged.wanted}
    if any(str(item) not in came for _, item in reading.got):
        return None
    late = [(at, item) for at, item in reading.got if at > came[str(item)] + ROUNDING]
    if not late:
        return met("Each departure was handed on when it came.")
    at, item = late[0]
    did = (
        f"{shown(item)} came at {seconds(came[str(item)])}, and you handed it on at {seconds(at)}."
    )
    expected = "Each departure is handed on when it comes."
    return missed(did, expected, _why_late(merged), in_time=True)


def _why_late(merged: Merged) -> str:
    opened = [one for one in merged.sources if one.given]
    ends = [one.closed for one in opened if one.closed is not None]
    starts = [one.opened for one in opened if one.opened is not None]
    first_end = min(ends, default=None)
    if first_end is None:
        return "held-back"
    if max(starts) >= first_end - ROUNDING:
        return "feeds-in-turn"
    if merged.reading.got and merged.reading.got[0][0] >= first_end - ROUNDING:
        return "collected-first"
    return "held-back"


def ends(evidence: Evidence) -> Finding | None:
    """Whether it ended with the last feed."""
    merged: Merged = evidence.result
    reading = merged.reading
    last = max((one.closed for one in merged.sources if one.closed is not None), default=0.0)
    if reading.stuck:
        if len(reading.got) < len(merged.wanted):
            return None  # told above
        did = f"All feeds were over at {seconds(last)}, and you still waited at {reading.stuck}."
        return missed(did, "You end with the last feed.", "no-sign-of-the-end", in_time=True)
    if reading.ended is not None and reading.ended > last + ROUNDING:
        did = f"All feeds were over at {seconds(last)}, and you ended at {seconds(reading.ended)}."
        return missed(did, "You end with the last feed.", "held-back", in_time=True)
    return met(f"It ended with the last feed, at {seconds(last)}.")
