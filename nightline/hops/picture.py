"""The thread diagram, drawn with matplotlib.

On top the lane of the event loop's thread, below it a lane for each thread. A bar stands where a
hop ran, a thin arrow leads there and another one back. Bars are numbered, and the list below
says what they are. Place, numbers and hatching carry the meaning; the colours only help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from nightline.hops.layout import Lane, Layout, Place, layout
from nightline.hops.words import counts, ending, loop_name, many
from nightline.timeline.labels import shorten
from nightline.timeline.marks import BAND, BODY, ENDINGS, GRID, INK, QUIET, RULE, RUN
from nightline.timeline.pen import SHARPNESS, WIDTH, Pen
from nightline.timeline.picture import HEAD, MARGIN, THINNEST, Picture, png

if TYPE_CHECKING:
    from nightline.hops import Hops

# Lengths are in pixels.
RIGHT = 22
LINE = 22  # a line of bars
GAP = 18  # between lanes, where the arrows are seen
FOOT = 38
LEGEND = 22
ITEM = 17  # a line of the list
BETWEEN = 26  # its columns
MOST_COLUMNS = 3
WIDEST_STEP = 110
MOST_BARS = 30  # more would be too thin for their numbers
LONGEST_ITEM = 62
SIZE = 9.0
THREAD_HATCH = None
LOOP_HATCH = "////"


def draw(hops: Hops) -> Picture:
    """Return the picture of a recording that has hops."""
    return _Diagram(hops).draw()


class _Diagram:
    def __init__(self, hops: Hops) -> None:
        self.hops = hops
        self.laid: Layout = layout(hops.list[:MOST_BARS])
        self.more = len(hops.list) - len(self.laid.places)
        self.tops: dict[Lane, float] = {}
        top = 0.0
        for lane in self.laid.lanes:
            self.tops[lane] = top
            top += self.laid.lines(lane) * LINE + GAP
        self.depth = top - GAP
        self.kinds: set[str] = set()

    def draw(self) -> Picture:
        scratch, _ = _figure(100)
        self.pen = scratch
        names = [self._name(lane) for lane in self.tops]
        self.gutter = 2 * MARGIN + max(
            self.pen.measure(name, size=SIZE, weight="bold") for name in names
        )
        self.room = WIDTH - RIGHT - self.gutter
        length = self.laid.length
        if not self.laid.to_scale:
            length = max(length, self.room / WIDEST_STEP)
        self.scale = length / (self.room - 12)  # units in a pixel
        inside = self._fit_inside()
        items = [] if inside else [self._item(place) for place in self.laid.places]
        if self.more:
            items.append(f"… and {many(self.more, 'more hop')}, in words below")
        columns, width = self._columns(items)
        rows = -(-len(items) // columns)
        below = HEAD + self.depth + (FOOT if self.laid.to_scale else FOOT - 10)
        height = round(below + rows * ITEM + (MARGIN if rows else 0) + LEGEND)
        self.pen, canvas = _figure(height)
        self._head()
        self._lanes(inside)
        for index, item in enumerate(items):
            column, row = divmod(index, rows)
            self.pen.write(
                MARGIN + column * width, below + (row + 0.5) * ITEM, item, size=SIZE, va="center"
            )
        self._legend()
        canvas.draw()
        return Picture(png(canvas), WIDTH, height)

    def _name(self, lane: Lane) -> str:
        kind, number = lane
        return loop_name(number, self.hops.list) if kind == "loop" else f"thread {number}"

    def _item(self, place: Place) -> str:
        return shorten(f"{place.number}. {ending(place.hop)}", LONGEST_ITEM)

    def _fit_inside(self) -> bool:
        """Say whether every name fits into its bar, so that no list is needed."""
        return not self.more and all(
            self.pen.measure(ending(place.hop), size=SIZE - 0.5) + 12
            < (place.right - place.left) / self.scale
            for place in self.laid.places
        )

    def _columns(self, items: list[str]) -> tuple[int, float]:
        width = max((self.pen.measure(item, size=SIZE) for item in items), default=0.0) + BETWEEN
        fitting = int((WIDTH - 2 * MARGIN + BETWEEN) // width)
        return max(1, min(MOST_COLUMNS, fitting, -(-len(items) // 3))), width

    def _head(self) -> None:
        middle = HEAD / 2 + 2
        told = counts(self.hops)
        right = WIDTH - RIGHT
        self.pen.write(right, middle, told, size=SIZE, ha="right", va="center")
        if title := self.hops.title:
            room = right - 2 * MARGIN - self.pen.measure(told, size=SIZE)
            while len(title) > 4 and self.pen.measure(title, size=11.5, weight="bold") > room:
                title = shorten(title, len(title) - 2)
            self.pen.write(MARGIN, middle, title, size=11.5, weight="bold", va="center")

    def _lanes(self, inside: bool) -> None:
        right = WIDTH - RIGHT
        self.axes = axes = self.pen.axes(self.gutter, HEAD, right, HEAD + self.depth)
        axes.set_xlim(-6 * self.scale, (self.room - 6) * self.scale)
        axes.set_ylim(self.depth, 0)  # a unit of y is a pixel
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_yticks([])
        axes.set_axisbelow(True)
        if self.laid.to_scale:
            axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]))
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}" if value >= 0 else "")
            axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=QUIET, pad=3)
            axes.grid(axis="x", color=GRID, linewidth=0.8)
            note = "milliseconds after the first hop"
        else:
            axes.set_xticks([])
            note = "in order, not to scale"
        axes.set_xlabel(note, fontsize=8.5, color=QUIET, labelpad=3)
        for lane, top in self.tops.items():
            height = self.laid.lines(lane) * LINE
            left = -6 * self.scale
            band = (left, top), self.room * self.scale, height
            edge = RULE if lane[0] == "loop" else "none"
            axes.add_patch(Rectangle(*band, facecolor=BAND, edgecolor=edge, lw=0.8, zorder=0.5))
            y = HEAD + top + height / 2
            weight = "bold" if lane[0] == "loop" else "normal"
            self.pen.write(MARGIN, y, self._name(lane), size=SIZE, weight=weight, va="center")
        for place in self.laid.places:
            self._hop(place, inside)

    def _hop(self, place: Place, inside: bool) -> None:
        to_thread = place.lane[0] == "thread"
        kind = place.hop.kind
        self.kinds.add(kind)
        top = self.tops[place.lane] + place.line * LINE + 2
        width = max(place.right - place.left, THINNEST * self.scale)
        hollow = place.right - place.left < width / 2
        face = RUN if to_thread else BODY
        self.axes.add_patch(
            Rectangle(
                (place.left, top),
                width,
                LINE - 4,
                facecolor="white" if hollow else face,
                edgecolor=face if hollow else "white",
                linewidth=1.0 if hollow else 0.5,
                hatch=None if hollow else THREAD_HATCH if to_thread else LOOP_HATCH,
                zorder=4,
            )
        )
        # Where it came from: the lower edge of a loop's lane, the upper edge of a thread's.
        there = self.tops[place.came_from]
        if to_thread:
            there += self.laid.lines(place.came_from) * LINE
        here = top if to_thread else top + LINE - 4
        if place.waited:
            self.kinds.add("waited")
        self._arrow((place.asked, there), (place.left, here), place.waited)
        self._arrow((place.left + width, here), (place.left + width, there), False)
        self._label(place, inside, top + LINE / 2 - 2, width, face, hollow)
        if place.hop.error:
            self.kinds.add("failed")
            look = ENDINGS["failed"] | {"markersize": 8}
            at = [place.left + width], [top + LINE / 2 - 2]
            self.axes.plot(*at, linestyle="none", zorder=7, clip_on=False, **look)

    def _arrow(self, start: tuple[float, float], end: tuple[float, float], waited: bool) -> None:
        arrow = {
            "arrowstyle": "-|>,head_width=0.16,head_length=0.32",
            "linewidth": 0.9,
            "linestyle": (0, (3, 2)) if waited else "solid",
            "color": QUIET,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        self.axes.annotate("", end, start, arrowprops=arrow, zorder=3, annotation_clip=False)

    def _label(
        self, place: Place, inside: bool, y: float, width: float, face: str, hollow: bool
    ) -> None:
        text = ending(place.hop) if inside else str(place.number)
        size = SIZE - 0.5
        room = width / self.scale
        while not inside and size > 6 and self.pen.measure(text, size=size) > room - 2:
            size -= 0.5
        style: dict[str, Any] = {"va": "center_baseline", "size": size, "zorder": 6}
        if hollow or self.pen.measure(text, size=size) > room - 1:
            # Beside its bar; where bars are as thin as that, there is room between them.
            x = place.left + width + 2 * self.scale
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            self.axes.text(x, y, text, ha="left", color=INK, bbox=box, **style)
            return
        box = {"facecolor": face, "edgecolor": "none", "pad": 1.0}
        style["bbox"] = box if place.lane[0] == "loop" else None
        self.axes.text(place.left + width / 2, y, text, ha="center", color="white", **style)

    def _legend(self) -> None:
        handles: list[Any] = []
        if "to thread" in self.kinds:
            handles.append(Patch(facecolor=RUN, edgecolor="white", label="runs in a thread"))
        if "to loop" in self.kinds:
            look: dict[str, Any] = {"facecolor": BODY, "edgecolor": "white", "hatch": LOOP_HATCH}
            handles.append(Patch(label="runs in the loop, for a thread", **look))
        if "waited" in self.kinds:
            line = Line2D([], [], color=QUIET, lw=0.9, ls=(0, (3, 2)), label="waits for its thread")
            handles.append(line)
        if "failed" in self.kinds:
            mark = Line2D([], [], linestyle="none", label="raised", **ENDINGS["failed"])
            handles.append(mark)
        self.pen.figure.legend(
            handles=handles,
            loc="lower left",
            ncol=len(handles),
            frameon=False,
            fontsize=8,
            bbox_to_anchor=(4 / WIDTH, 0),
            handletextpad=0.5,
            columnspacing=1.3,
            handlelength=1.6,
            labelcolor=QUIET,
            borderaxespad=0.3,
        )


def _figure(height: int) -> tuple[Pen, Any]:
    figure = Figure(
        figsize=(WIDTH / 100, height / 100),
        dpi=100 * SHARPNESS,
        facecolor="white",
        edgecolor="none",
    )
    canvas: Any = FigureCanvasAgg(figure)
    return Pen(figure, canvas.get_renderer(), height), canvas
