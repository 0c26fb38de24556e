"""What the rows of a recording say: whose turn it was, who blocked, how many were in flight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nightline.timeline.rows import Row, Segment

#: A coroutine that keeps the thread longer than this, in seconds, is said to block it.
BLOCKING = 0.05
# A coroutine that only hands the thread to the one it awaits needs less than this, in seconds.
HANDOVER = 0.0005
#: The row number of the surrounding coroutine, which has no row.
BODY = -1


@dataclass(slots=True)
class Turn:
    """A time in which one row had the thread and did not hand it on.

    Attributes:
        row: index of the row; -1 for the code around the recording.
        start: seconds since the recording began.
        end: the same.
        hold: seconds this row used up in the whole run the turn belongs to.
    """

    row: int
    start: float
    end: float
    hold: float = 0.0

    @property
    def blocks(self) -> bool:
        return self.hold > BLOCKING


@dataclass(slots=True)
class _Span:
    row: int
    start: float
    end: float
    first: bool
    last: bool
    parts: list[Turn]


def turns(rows: Iterable[Row], body: Iterable[Segment] = ()) -> list[Turn]:
    """Return who had the thread, in order; no two turns overlap.

    A segment contains the runs of the coroutines it awaits directly. Here each moment belongs to
    the innermost, and moments in which a row only passes the thread on belong to nobody.
    """
    spans = [_Span(BODY, one.start, one.end, False, False, []) for one in body]
    for row in rows:
        final = len(row.segments) - 1
        for place, one in enumerate(row.segments):
            last = place == final and row.end is not None
            spans.append(_Span(row.index, one.start, one.end, place == 0, last, []))
    spans.sort(key=lambda span: (span.start, -span.end, span.row))
    found: list[Turn] = []
    for span in _split(spans):
        hold = sum(part.end - part.start for part in span.parts)
        for part in span.parts:
            part.hold = hold
        found += span.parts
    found.sort(key=lambda turn: turn.start)
    return found


def _split(spans: list[_Span]) -> Iterator[_Span]:
    """Give each span the parts of it that no inner span covers."""
    stack: list[_Span] = []
    now = 0.0

    def part(span: _Span, until: float, passing: bool) -> None:
        if until > now and not (passing and until - now < HANDOVER):
            span.parts.append(Turn(span.row, now, until))

    def close(inner: _Span | None) -> _Span:
        span = stack.pop()
        waits_on = inner is not None and not inner.last and not span.last
        part(span, span.end, passing=waits_on)
        return span

    for span in spans:
        inner: _Span | None = None
        while stack and stack[-1].end <= span.start:
            inner = close(inner)
            now = max(now, inner.end)
            yield inner
        if stack:
            outer = stack[-1]
            fresh = now == outer.start
            part(outer, span.start, passing=fresh and not span.first and not outer.first)
        now = span.start
        stack.append(span)
    inner = None
    while stack:
        inner = close(inner)
        now = max(now, inner.end)
        yield inner


def free_seconds(
    idle: Iterable[tuple[float, float]], turns: Iterable[Turn], duration: float
) -> float:
    """Return for how long the thread had nothing to do.

    That is when the event loop waited, as it told us. A loop that does not tell counts as free
    whenever no row had its turn.
    """
    waits = list(idle)
    if not waits:
        return max(duration - sum(turn.end - turn.start for turn in turns), 0.0)
    return min(sum(end - start for start, end in subtract(waits, turns)), duration)


def subtract(
    spans: Iterable[tuple[float, float]], turns: Iterable[Turn]
) -> Iterator[tuple[float, float]]:
    """Yield what is left of `spans` outside the turns; both are in order."""
    taken = iter(turns)
    turn = next(taken, None)
    for start, end in spans:
        while turn is not None and turn.end <= start:
            turn = next(taken, None)
        while turn is not None and turn.start < end:
            if turn.start > start:
                yield start, turn.start
            start = max(start, turn.end)
            if turn.end >= end:
                break
            turn = next(taken, None)
        if start < end:
            yield start, end


def most_in_flight(rows: Iterable[Row]) -> int:
    """Return how many of the rows were open at once, at most."""
    changes: list[tuple[float, int]] = []
    for row in rows:
        changes.append((row.start, 1))
        if row.end is not None:
            changes.append((row.end, -1))
    changes.sort()  # at the same moment an end comes before a start
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def tree(rows: list[Row]) -> list[tuple[int, Row]]:
    """Return (depth, row) with each row under its parent, in the order of starts."""
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    found: list[tuple[int, Row]] = []
    waiting = [(0, row) for row in reversed(children.get(None, []))]
    while waiting:
        depth, row = waiting.pop()
        found.append((depth, row))
        waiting += [(depth + 1, child) for child in reversed(children.get(row.index, []))]
    return found
