"""The train graph, drawn with matplotlib.

On top the track itself, the loop's one thread, with whoever has it. Below it a row for each call:
a thin rule while it waits, a solid bar while it runs. Shapes and words carry the meaning; the
colours only help.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from nightline.timeline import marks, reading
from nightline.timeline.labels import shorten
from nightline.timeline.marks import (
    BAND,
    BLOCK,
    ENDINGS,
    FACES,
    FAIL,
    GRID,
    HATCHES,
    INK,
    QUIET,
    RULE,
    Bar,
)
from nightline.timeline.pen import SHARPNESS, WIDTH, Pen
from nightline.timeline.rows import Row
from nightline.timeline.words import MOST_ROWS, ending, free_sentence, seconds

if TYPE_CHECKING:
    from nightline.timeline import Timeline

# Lengths are in pixels.
STRIP_NAME = "the track (one thread)"
MARGIN = 14
HEAD = 34  # title and the share of free time
STRIP = 30
FOOT = 40  # the numbers on the time axis and its name
LEGEND = 24
INDENT = 13
RIGHT = 22
ROOM = 1.02  # the axis goes on a little after the end
THINNEST = 4  # a bar that would be thinner is drawn so wide, and hollow
LONGEST_NAME = 38
LONGEST_ENDING = 38
MOST_BEYOND = 260

BEND = 0.36  # half the height of a bar, in rows


@dataclass(frozen=True)
class Picture:
    """A PNG and the size, in pixels, at which it is meant to be shown."""

    png: bytes
    width: int
    height: int


def draw(timelines: list[Timeline]) -> Picture:
    """Return the picture of timelines that have rows, below each other on one time axis."""
    panels = [Panel(one) for one in timelines]
    height = FOOT + LEGEND + sum(panel.height for panel in panels)
    figure = Figure(
        figsize=(WIDTH / 100, height / 100),
        dpi=100 * SHARPNESS,
        facecolor="white",
        edgecolor="none",
    )
    canvas: Any = FigureCanvasAgg(figure)
    pen = Pen(figure, canvas.get_renderer(), height)
    gutter = max(panel.gutter(pen) for panel in panels)
    longest = max((one.duration for one in timelines), default=0.0) or 1e-6
    width = WIDTH - RIGHT - gutter
    beyond = max(0.0, *(panel.beyond(pen, longest / width, width) for panel in panels))
    longest *= width / (width - min(beyond, MOST_BEYOND))
    kinds: set[str] = set()
    top = 0
    for panel in panels:
        top += panel.height
        kinds |= panel.draw(pen, gutter, top, longest, last=panel is panels[-1])
    marks.legend(figure, kinds, (4 / WIDTH, 0))
    canvas.draw()
    return Picture(png(canvas), WIDTH, height)


class Panel:
    """One timeline's part of the picture."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        listed = reading.tree(timeline.rows)
        self.rows = listed[:MOST_ROWS]
        self.more = len(listed) - len(self.rows)
        self.pitch = 24 if len(self.rows) <= 14 else 19
        self.size = 9.0 if self.pitch == 24 else 8.0
        lines = len(self.rows) + bool(self.more)
        self.height = HEAD + STRIP + lines * self.pitch + MARGIN // 2
        self.kinds: set[str] = set()

    def gutter(self, pen: Pen) -> float:
        """Return the width that the names need."""
        names = [
            pen.measure(self.name(depth, row), size=self.size) + INDENT * min(depth, 5)
            for depth, row in self.rows
        ]
        strip = pen.measure(STRIP_NAME, size=self.size, weight="bold")
        return max([strip, *names]) + 2 * MARGIN

    def beyond(self, pen: Pen, scale: float, width: float) -> float:
        """Return by how many pixels words about endings would go beyond the axis."""
        return max(
            (
                (self.timeline.duration if row.end is None else row.end) / scale
                + self.measured(pen, row)
                - width
                for _, row in self.rows
                if row.outcome != "returned"
            ),
            default=0.0,
        )

    def measured(self, pen: Pen, row: Row) -> float:
        """Return the width of the words about the row's ending, its mark included."""
        return pen.measure(shorten(ending(row), LONGEST_ENDING), size=self.size - 1) + 26

    def name(self, depth: int, row: Row) -> str:
        return shorten(row.label, LONGEST_NAME - 2 * min(depth, 5))

    def draw(self, pen: Pen, gutter: float, bottom: int, longest: float, last: bool) -> set[str]:
        """Draw the panel that ends at `bottom`; return the kinds of marks it used."""
        top = bottom - self.height
        right = WIDTH - RIGHT
        self.pen = pen
        self.scale = longest * ROOM / (right - gutter)  # seconds in a pixel
        self.axes = axes = pen.axes(gutter, top + HEAD, right, bottom - MARGIN // 2)
        # One unit of y is one row; the strip is row 0 and a little higher.
        self.strip = STRIP / self.pitch
        count = (bottom - MARGIN // 2 - top - HEAD - STRIP) / self.pitch
        axes.set_xlim(-4 * self.scale, longest * ROOM - 4 * self.scale)
        axes.set_ylim(count, -self.strip)
        self._frame(longest, last)
        self._head(pen, gutter, top, right)
        self._thread(gutter)
        for place, (depth, row) in enumerate(self.rows):
            self._row(place, depth, row, gutter)
        self._rest(gutter)
        return self.kinds

    def _frame(self, longest: float, last: bool) -> None:
        axes = self.axes
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_yticks([])
        axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]))
        axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=QUIET, pad=5)
        axes.grid(axis="x", color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)
        band = (0.0, -self.strip), self.timeline.duration, self.strip
        axes.add_patch(Rectangle(*band, facecolor=BAND, linewidth=0, zorder=0.5))
        if longest < 0.1:
            axes.xaxis.set_major_formatter(lambda value, _: f"{value * 1000:g}")
        if last:
            unit = "milliseconds" if longest < 0.1 else "seconds"
            axes.set_xlabel(unit, fontsize=8.5, color=QUIET, labelpad=3)
        else:
            axes.tick_params(labelbottom=False)

    def _head(self, pen: Pen, gutter: float, top: int, right: float) -> None:
        middle = top + HEAD / 2 + 2
        sentence = free_sentence(self.timeline.free)
        pen.write(right, middle, sentence, size=9, ha="right", va="center", color=INK)
        if self.timeline.title:
            room = right - 2 * MARGIN - pen.measure(sentence, size=9)
            title = self.timeline.title
            while len(title) > 4 and pen.measure(title, size=11.5, weight="bold") > room:
                title = shorten(title, len(title) - 2)
            pen.write(MARGIN, middle, title, size=11.5, weight="bold", va="center")
        self.head_bottom = top + HEAD

    def _thread(self, gutter: float) -> None:
        """Draw the strip: the one thread and who has it."""
        y = self.head_bottom + STRIP / 2
        self.pen.write(MARGIN, y, STRIP_NAME, size=self.size, weight="bold", va="center")
        centre = -self.strip / 2
        timeline = self.timeline
        for bar in self._other():
            self._bar(bar, centre, labels=("other work",))
        names: dict[int, tuple[str, ...]] = {
            row.index: (row.label, row.name) for row in timeline.rows
        }
        names[reading.BODY] = (timeline.body,)
        for bar in marks.bars(timeline.turns, THINNEST * self.scale):
            if bar.kind != "body" or not bar.hollow:
                self._bar(bar, centre, labels=names[bar.row], divided=True)

    def _row(self, place: int, depth: int, row: Row, gutter: float) -> None:
        y = self.head_bottom + STRIP + (place + 0.5) * self.pitch
        shift = INDENT * min(depth, 5)
        self.pen.write(MARGIN + shift, y, self.name(depth, row), size=self.size, va="center")
        above = next((p for p in range(place - 1, -1, -1) if self.rows[p][0] < depth), place)
        if depth:
            self.pen.branch(MARGIN + shift - 9, y - (place - above) * self.pitch + 8, y)
        centre = place + 0.5
        end = self.timeline.duration if row.end is None else row.end
        self.axes.plot(
            [row.start, end],
            [centre, centre],
            color=RULE,
            linewidth=1.4,
            zorder=2,
            solid_capstyle="butt",
        )
        self.kinds.add("wait")
        turns = [turn for turn in self.timeline.turns if turn.row == row.index]
        for bar in marks.bars(turns, THINNEST * self.scale):
            notes = (f"blocks {seconds(bar.seconds)}",) if bar.kind == "block" else ()
            self._bar(bar, centre, labels=notes, outside=True)
        self._ending(row, end, centre)

    def _ending(self, row: Row, end: float, centre: float) -> None:
        if row.outcome == "returned":
            return
        self.kinds.add(row.outcome)
        end += 5 * self.scale
        look = ENDINGS[row.outcome]
        self.axes.plot([end], [centre], linestyle="none", zorder=6, clip_on=False, **look)
        self.axes.annotate(
            shorten(ending(row), LONGEST_ENDING),
            (end, centre),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=self.size - 1,
            color=FAIL if row.outcome == "failed" else INK,
            zorder=5,
            annotation_clip=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )

    def _rest(self, gutter: float) -> None:
        if self.more:
            text = f"… and {self.more} more rows"
            y = self.head_bottom + STRIP + (len(self.rows) + 0.5) * self.pitch
            self.pen.write(MARGIN, y, text, size=self.size, va="center", color=QUIET)

    def _other(self) -> Iterator[Bar]:
        """Yield when the thread was busy for nobody in this picture, where that can be seen."""
        for start, end in self.timeline.others:
            if end - start > THINNEST * self.scale:
                yield Bar(start, end, False, "other", end - start, reading.BODY)

    def _bar(
        self,
        bar: Bar,
        centre: float,
        labels: tuple[str, ...] = (),
        outside: bool = False,
        divided: bool = False,
    ) -> None:
        """Draw a bar and in it the first of `labels` that fits, else the first beside it."""
        face = FACES[bar.kind]
        self.kinds.add("hollow" if bar.hollow else bar.kind)
        self.axes.add_patch(
            Rectangle(
                (bar.left, centre - BEND),
                bar.right - bar.left,
                2 * BEND,
                facecolor="white" if bar.hollow else face,
                edgecolor=face if bar.hollow else "white",
                linewidth=1.0 if bar.hollow else 0.7 if divided else 0.0,
                hatch=None if bar.hollow else HATCHES.get(bar.kind),
                zorder=1 if bar.kind == "other" else 4.5 if bar.hollow else 4,
            )
        )
        room = (bar.right - bar.left) / self.scale - 10
        size = self.size - 0.5
        style: dict[str, Any] = {"va": "center", "size": size, "zorder": 5}
        for label in labels:
            if room > 20 and self.pen.measure(label, size=size) < room:
                style |= {"ha": "center", "color": INK if bar.kind == "other" else "white"}
                box = {"facecolor": face, "edgecolor": "none", "pad": 1.5}
                self.axes.text((bar.left + bar.right) / 2, centre, label, bbox=box, **style)
                return
        if labels and outside:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            style |= {"xytext": (4, 0), "textcoords": "offset points", "color": BLOCK}
            self.axes.annotate(labels[0], (bar.right, centre), bbox=box, **style)


def png(canvas: Any) -> bytes:
    """Return the drawing as a PNG of few colours: notebooks store it."""
    from PIL import Image

    size = canvas.get_width_height(physical=True)
    image = Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba())).convert("RGB")
    out = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
