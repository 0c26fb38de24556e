"""The text form of a thread diagram.

How often a program hops, and to how many threads, depends on Django's version and on which thread
of a pool is free. So the summary writes its numbers with ≈, and the list, which has no measured
number at all, stands where `nbval_sanitize.cfg` hides it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nightline.hops.recorder import Hop

if TYPE_CHECKING:
    from nightline.hops import Hops

#: Hops beyond this number are counted, not listed.
MOST_HOPS = 100
NOTHING_HOPPED = "No call left its thread here: everything ran where it was called."


def many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def summary(hops: Hops) -> str:
    """Return the counts in one line, the same in every run once the numbers after ≈ are hidden."""
    text = (
        f"Hops to threads: ≈{hops.count}, hops to a loop: ≈{hops.back}, threads: ≈{hops.threads}."
    )
    return f"{hops.title}\n{text}" if hops.title else text


def counts(hops: Hops) -> str:
    """Return the counts as the picture's title line has them, such as `15 hops, 1 thread`."""
    back = f", {hops.back} back to a loop" if hops.back else ""
    return f"{many(hops.count, 'hop')}{back}, {many(hops.threads, 'thread')}"


def loop_name(number: int, all_hops: Sequence[Hop]) -> str:
    return f"loop {number}" if any(hop.loop > 1 for hop in all_hops) else "loop"


def line(number: int, hop: Hop, all_hops: Sequence[Hop]) -> str:
    """Return one hop, such as `1. loop → thread 1: SessionMiddleware.process_request`."""
    loop, thread = loop_name(hop.loop, all_hops), f"thread {hop.thread}"
    way = f"{loop} → {thread}" if hop.kind == "to thread" else f"{thread} → {loop}"
    return f"{number}. {way}: {ending(hop)}"


def ending(hop: Hop) -> str:
    """Return the hop's name, and the error if it raised."""
    return f"{hop.name}, raised {hop.raised}" if hop.error else hop.name


def listed(hops: Hops) -> str:
    """Return the hops in the order of their starts, one on a line."""
    everything = hops.list
    if not everything:
        return NOTHING_HOPPED
    lines = [line(n, hop, everything) for n, hop in enumerate(everything[:MOST_HOPS], 1)]
    if len(everything) > MOST_HOPS:
        lines.append(f"… and {many(len(everything) - MOST_HOPS, 'more hop')}")
    return "\n".join(lines)
