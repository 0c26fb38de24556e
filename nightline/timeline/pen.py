"""Writing on a figure in pixels, and measuring what would be written."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from nightline.timeline.marks import BRANCH, INK

WIDTH = 860  # the picture's width; this and all other lengths are in pixels
SHARPNESS = 2  # each of them is drawn as so many dots


class Pen:
    """Writes on the figure in pixels from its top left corner, and measures what it would write."""

    def __init__(self, figure: Figure, renderer: Any, height: int) -> None:
        self.figure = figure
        self.renderer = renderer
        self.height = height

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        self.figure.text(x / WIDTH, 1 - y / self.height, text, **{"color": INK, **style})

    def branch(self, x: float, top: float, bottom: float) -> None:
        """Draw the corner that leads from a row down to one that it started."""
        xs = [x / WIDTH, x / WIDTH, (x + 6) / WIDTH]
        ys = [1 - y / self.height for y in (top, bottom, bottom)]
        self.figure.add_artist(Line2D(xs, ys, color=BRANCH, linewidth=0.9))

    def measure(self, text: str, **style: Any) -> float:
        """Return the width of `text` in pixels."""
        artist = self.figure.text(0, 0, text, **style)
        width = artist.get_window_extent(self.renderer).width / SHARPNESS
        artist.remove()
        return float(width)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Any:
        return self.figure.add_axes(
            (
                left / WIDTH,
                1 - bottom / self.height,
                (right - left) / WIDTH,
                (bottom - top) / self.height,
            )
        )
