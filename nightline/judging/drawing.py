"""Train graphs in a report: runs on virtual time as SVG, written as text.

A report must be there in milliseconds, and matplotlib needs a hundred of them for a figure.
"""

from __future__ import annotations

from html import escape

from nightline.judging.evidence import Evidence
from nightline.judging.findings import seconds
from nightline.timeline.recorder import Row

WIDTH, LEFT, RIGHT, ROW, BAR = 720, 190, 20, 17, 10
MOST_ROWS = 16
LONGEST_LABEL = 26


def draw(runs: list[tuple[str, Evidence]]) -> str:
    """The runs above each other on one time axis.

    Args:
        runs: pairs of a title and the evidence of a run.

    Returns:
        An SVG element with its text form in a closed block below.
    """
    span = max((evidence.seconds for _, evidence in runs), default=0.0) or 1.0
    parts: list[str] = []
    top = 0
    for title, evidence in runs:
        drawn, height = _run(title, evidence, span, top)
        parts.append(drawn)
        top += height
    words = escape("\n\n".join(_words(title, evidence) for title, evidence in runs))
    label = escape("; ".join(f"{title}: {seconds(run.seconds)}" for title, run in runs))
    return (
        f'<svg viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" role="img" aria-label="{label}" '
        f'font-size="12" fill="currentColor" stroke="none">{"".join(parts)}</svg>'
        f"<details><summary>This picture in words</summary><pre>{words}</pre></details>"
    )


def _run(title: str, evidence: Evidence, span: float, top: int) -> tuple[str, int]:
    rows = evidence.rows[:MOST_ROWS]
    hidden = len(evidence.rows) - len(rows)
    heading = f"{title}: {seconds(evidence.seconds)}" + (
        f" (and {hidden} more rows)" * (hidden > 0)
    )
    parts = [f'<text x="0" y="{top + 14}" font-weight="600">{escape(heading)}</text>']
    for number, row in enumerate(rows):
        parts.append(_row(row, evidence.seconds, span, top + 22 + number * ROW))
    height = 22 + len(rows) * ROW
    axis = top + height + 4
    parts.append(
        f'<path d="M{LEFT} {axis}H{WIDTH - RIGHT}" stroke="currentColor" opacity=".4"/>'
        f'<text x="{LEFT}" y="{axis + 14}">0 s</text>'
        f'<text x="{WIDTH - RIGHT}" y="{axis + 14}" text-anchor="end">{seconds(span)}</text>'
    )
    return "".join(parts), height + 30


def _row(row: Row, last: float, span: float, top: int) -> str:
    scale = (WIDTH - LEFT - RIGHT) / span
    middle = top + ROW / 2
    start, end = LEFT + row.start * scale, LEFT + (row.end if row.end is not None else last) * scale
    label = row.label if len(row.label) <= LONGEST_LABEL else row.label[: LONGEST_LABEL - 1] + "…"
    parts = [
        f'<text x="{LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">{escape(label)}</text>',
        f'<path d="M{start:.1f} {middle:.1f}H{end:.1f}" stroke="currentColor"/>',
    ]
    for segment in row.segments:
        x, width = LEFT + segment.start * scale, (segment.end - segment.start) * scale
        parts.append(
            f'<rect x="{x - 1.5:.1f}" y="{middle - BAR / 2:.1f}" width="{max(width, 3):.1f}" '
            f'height="{BAR}"/>'
        )
    if row.outcome in ("cancelled", "failed", "open"):
        mark = {"cancelled": "✕ cancelled", "failed": "! failed", "open": "… waiting"}[row.outcome]
        at_end = end > WIDTH - RIGHT - 80
        x, anchor = (end - 6, "end") if at_end else (end + 6, "start")
        parts.append(
            f'<text x="{x:.1f}" y="{middle - 2:.1f}" text-anchor="{anchor}" font-size="10">{mark}</text>'
        )
    return "".join(parts)


def _words(title: str, evidence: Evidence) -> str:
    lines = [f"{title}: {seconds(evidence.seconds)}"]
    for row in evidence.rows:
        ended = f"to {seconds(row.end)}" if row.end is not None else "and did not end"
        lines.append(f"  {row.label}: from {seconds(row.start)} {ended}, {row.outcome}")
    return "\n".join(lines)
