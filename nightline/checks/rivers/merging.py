"""What merging several feeds must show: who was handed on when, and that it ends."""

from __future__ import annotations

import ast
import re
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
from nightline.judging.reading import nodes_of


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
    if wanted and all(source.state == "not begun" for source in merged.sources) and not got:
        return missed("No feed was ever begun.", expected, "no-feed-begun")
    if reading.stuck and len(got) < len(wanted):
        did = f"You handed on {len(got)} of {count(len(wanted), 'departure')}, then waited at "
        return missed(f"{did}{reading.stuck}.", expected, "departures-lost", in_time=True)
    if _same_items(got, wanted):
        return met(f"{count(len(got), 'departure')} handed on, each once.")
    if len(got) < len(wanted) and all(item in wanted for item in got):
        if killed := _killed_by_a_timeout(evidence):
            did = f"A feed ended after {killed} of its departures: a timeout had cancelled it."
            return missed(did, expected, "feed-killed", in_time=True)
        did = f"You ended after {len(got)} of {count(len(wanted), 'departure')}."
        return missed(did, expected, "departures-lost", in_time=True)
    again = next((item for item in got if got.count(item) > 1 and wanted.count(item) == 1), None)
    if again is not None:
        did = f"You handed on {shown(again)} more than once."
        return missed(did, expected, "departure-twice")
    strange = next((item for item in got if item not in wanted), None)
    wished = f"Such as {shown(wanted[0])}." if wanted else "Nothing: there is no feed."
    if isinstance(strange, str) and ": " in strange:
        own = next((w for w in wanted if str(w).endswith(strange[strange.index(": ") :])), None)
        if own is not None:
            did = f"You handed on {shown(strange)}."
            return missed(did, f"{shown(own)}.", "another-platform")
    return missed(f"You handed on {shown(strange)}.", wished, "departure-in-another-form")


def _killed_by_a_timeout(evidence: Evidence) -> str:
    """How much of a feed came before a timeout ended it, such as "0 of 3"; empty if none did."""
    if not re.search(r"\b(wait_for|timeout|timeout_at)\(", evidence.source):
        return ""
    cut = [
        s for s in evidence.result.sources if s.state == "closed" and len(s.given) < len(s.items)
    ]
    return f"{len(cut[0].given)} of {len(cut[0].items)}" if cut else ""


def tasks_are_kept(evidence: Evidence) -> Finding:
    """Whether each task has a name: one that is made by a line of its own may vanish."""
    dropped = [
        node
        for node in nodes_of(evidence.source)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func)
        in ("asyncio.create_task", "asyncio.ensure_future", "asyncio.gather")
    ]
    if dropped:
        line = evidence.source.splitlines()[dropped[0].lineno - 1].strip()
        did = f"Line {dropped[0].lineno}, `{line}`, makes a task, and nothing holds it."
        return missed(did, "A name holds each task.", "pumps-not-kept")
    return met("No task was left without a name.")


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
        return missed(did, "You end with the last feed.", "ends-late", in_time=True)
    return met(f"It ended with the last feed, at {seconds(last)}.")
