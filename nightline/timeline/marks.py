"""The marks of a train graph: what each kind of bar and each ending looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from nightline.timeline import reading

INK = "#1d2733"
QUIET = "#5b6773"
RULE = "#8b97a3"
GRID = "#e8ebee"
BRANCH = "#b9c2cb"
BAND = "#eef1f4"
RUN = "#1f4e79"
BLOCK = "#b4460f"
BODY = "#7d8b9a"
OTHER = "#c9d0d7"
FAIL = "#a3123a"

FACES = {"run": RUN, "block": BLOCK, "body": BODY, "other": OTHER}
HATCHES = {"block": "////", "other": "...."}
ENDINGS: dict[str, dict[str, Any]] = {
    "failed": {"marker": "X", "markersize": 8.5, "color": FAIL, "markeredgecolor": "white"},
    "cancelled": {
        "marker": "D",
        "markersize": 6.5,
        "markerfacecolor": "white",
        "markeredgecolor": INK,
        "markeredgewidth": 1.3,
    },
    "open": {
        "marker": ">",
        "markersize": 7,
        "markerfacecolor": "white",
        "markeredgecolor": INK,
        "markeredgewidth": 1.2,
    },
}
LEGENDS = {
    "run": "runs",
    "hollow": "runs, drawn wider than it was",
    "wait": "waits",
    "block": "blocks the thread",
    "body": "code outside the rows",
    "other": "other work",
    "cancelled": "cancelled",
    "failed": "failed",
    "open": "still open",
}


@dataclass
class Bar:
    """A stretch of the time axis, as it is drawn: `hollow` when it was widened to be visible."""

    left: float
    right: float
    hollow: bool
    kind: str  # "run", "block", "body" or "other"
    seconds: float
    row: int


def bars(turns: list[reading.Turn], thinnest: float) -> Iterator[Bar]:
    """Yield the bars for turns: those that touch on paper merged, too thin ones widened.

    Times and `thinnest` are in seconds.
    """
    found: list[Bar] = []
    for turn in turns:
        kind = "block" if turn.blocks else "body" if turn.row == reading.BODY else "run"
        bar = Bar(turn.start, turn.end, False, kind, turn.end - turn.start, turn.row)
        before = found[-1] if found else None
        if before and before.kind == kind == "run" and bar.left < before.left + thinnest:
            before.right = max(before.right, bar.right)
            before.seconds += bar.seconds
        else:
            found.append(bar)
    for bar in found:
        if bar.right - bar.left < thinnest:
            left = max(bar.right - thinnest, 0.0)
            bar.left, bar.right = left, left + thinnest
        bar.hollow = bar.seconds < (bar.right - bar.left) / 2
        yield bar


def legend(figure: Figure, kinds: set[str], place: tuple[float, float]) -> None:
    handles: list[Any] = []
    for kind, text in LEGENDS.items():
        if kind not in kinds:
            continue
        if kind in ENDINGS:
            handles.append(Line2D([], [], linestyle="none", label=text, **ENDINGS[kind]))
        elif kind == "wait":
            handles.append(Line2D([], [], color=RULE, linewidth=1.4, label=text))
        elif kind == "hollow":
            handles.append(Patch(facecolor="white", edgecolor=RUN, label=text))
        else:
            look: dict[str, Any] = {
                "facecolor": FACES[kind],
                "edgecolor": "white",
                "hatch": HATCHES.get(kind),
            }
            handles.append(Patch(label=text, **look))
    figure.legend(
        handles=handles,
        loc="lower left",
        ncol=len(handles),
        frameon=False,
        fontsize=8,
        bbox_to_anchor=place,
        handletextpad=0.5,
        columnspacing=1.3,
        handlelength=1.4,
        labelcolor=QUIET,
        borderaxespad=0.3,
    )
