"""The text form of a train graph: for screen readers, for terminals, for comparing two runs.

Every measured number is written with ≈, and nothing else depends on a measurement. So two runs
of the same program give the same words once the numbers after ≈ are hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightline.timeline.reading import BODY, tree
from nightline.timeline.rows import CLOSED, UNSEEN, Row

if TYPE_CHECKING:
    from nightline.timeline import Timeline

#: Rows beyond this number are counted, not listed.
MOST_ROWS = 40
NOTHING_RAN = (
    "No coroutine ran here. A coroutine runs when it is awaited, or when it becomes a task."
)


def seconds(value: float) -> str:
    """Return a measured time, such as `≈0.312 s`."""
    return f"≈{value:.3f} s" if value < 10 else f"≈{value:.1f} s"


def free_sentence(share: float) -> str:
    """Return the sentence about the thread that stands in every picture."""
    percent = 100 if share >= 1 else min(round(share * 100), 99)
    return f"The thread was free for ≈{percent} % of the time."


def ending(row: Row) -> str:
    """Return how a row ended, such as `failed with ValueError: sold out`."""
    if row.outcome == "open":
        return "still open"
    if row.error == CLOSED:
        return CLOSED
    if row.error == UNSEEN:
        return "ended with an exception"
    return f"failed with {row.error}" if row.outcome == "failed" else row.outcome


def words(timeline: Timeline) -> str:
    """Return the rows with their nesting, order, times and outcomes as lines of text."""
    head = [timeline.title] if timeline.title else []
    if not timeline.rows:
        return "\n".join([*head, NOTHING_RAN])
    on_thread: dict[int, float] = {}
    for turn in timeline.turns:
        on_thread[turn.row] = on_thread.get(turn.row, 0.0) + turn.end - turn.start
    lines = []
    listed = tree(timeline.rows)
    for depth, row in listed[:MOST_ROWS]:
        until = timeline.duration if row.end is None else row.end
        lines.append(
            f"{'  ' * depth}- {row.label}: {ending(row)}; "
            f"from {seconds(row.start)} to {seconds(until)}, "
            f"on the thread for {seconds(on_thread.get(row.index, 0.0))}"
        )
    if len(listed) > MOST_ROWS:
        lines.append(f"… and {len(listed) - MOST_ROWS} more rows")
    if timeline.has_body:
        own = seconds(on_thread.get(BODY, 0.0))
        lines.append(f"- {timeline.body}, outside the rows: on the thread for {own}")
    facts = f"It took {seconds(timeline.duration)}. {free_sentence(timeline.free)}"
    longest = f"The longest run without a pause took {seconds(timeline.longest_run)}."
    return "\n".join([*head, *lines, facts, longest])
