"""What a recording says: turns, free time, how many in flight. Checked on rows made by hand."""

from __future__ import annotations

import pytest

from nightline.timeline.reading import Turn, free_seconds, most_in_flight, subtract, tree, turns
from nightline.timeline.recorder import Row, Segment


def row(
    index: int, *runs: tuple[float, float], parent: int | None = None, over: bool = True
) -> Row:
    return Row(
        index=index,
        name=f"row{index}",
        label=f"row{index}()",
        parent=parent,
        task=None,
        start=runs[0][0],
        end=runs[-1][1] if over else None,
        outcome="returned" if over else "open",
        error=None,
        segments=[Segment(start, end, 1) for start, end in runs],
    )


def told(found: list[Turn]) -> list[tuple[int, float, float]]:
    return [(turn.row, turn.start, turn.end) for turn in found]


def test_the_inner_row_has_the_turn() -> None:
    rows = [row(0, (0, 10)), row(1, (2, 5), parent=0), row(2, (3, 4), parent=1)]
    assert told(turns(rows)) == [(0, 0, 2), (1, 2, 3), (2, 3, 4), (1, 4, 5), (0, 5, 10)]


def test_one_row_after_the_other() -> None:
    rows = [row(0, (0, 1), (2, 3)), row(1, (1, 2), (3, 4))]
    assert told(turns(rows)) == [(0, 0, 1), (1, 1, 2), (0, 2, 3), (1, 3, 4)]


def test_a_row_that_only_hands_the_thread_on_has_no_turn() -> None:
    tick = 0.00001
    rows = [
        row(0, (0, 1), (5, 6 + 2 * tick), (8, 9)),
        row(1, (0.5, 0.9), (5 + tick, 6 + tick), (8.2, 8.3), parent=0),
    ]
    assert told(turns(rows)) == [
        (0, 0, 0.5),
        (1, 0.5, 0.9),
        (0, 0.9, 1),
        (1, 5 + tick, 6 + tick),
        (0, 8, 8.2),
        (1, 8.2, 8.3),
        (0, 8.3, 9),
    ]


def test_the_code_around_has_turns_where_no_row_has() -> None:
    assert told(turns([row(0, (1, 2))], [Segment(0, 3, 1)])) == [(-1, 0, 1), (0, 1, 2), (-1, 2, 3)]


def test_a_run_blocks_by_its_own_time_not_by_that_of_an_inner_row() -> None:
    outer, inner, rest = turns([row(0, (0, 0.2)), row(1, (0.01, 0.19), parent=0)])
    assert (outer.blocks, inner.blocks, rest.blocks) == (False, True, False)
    assert outer.hold == rest.hold == pytest.approx(0.02)


def test_free_is_what_the_loop_waited_outside_all_turns() -> None:
    assert free_seconds([(0, 4), (6, 8)], [Turn(0, 3, 7)], 10) == 4
    assert free_seconds([], [Turn(0, 3, 7)], 10) == 6


def test_subtract() -> None:
    taken = [Turn(0, 1, 2), Turn(0, 3, 4), Turn(0, 9, 12)]
    assert list(subtract([(0, 5), (6, 7), (8, 10), (11, 13)], taken)) == [
        (0, 1),
        (2, 3),
        (4, 5),
        (6, 7),
        (8, 9),
        (12, 13),
    ]


def test_in_flight_counts_open_rows_and_an_end_comes_before_a_start() -> None:
    assert most_in_flight([row(0, (0, 5)), row(1, (1, 2)), row(2, (2, 3))]) == 2
    assert most_in_flight([row(0, (0, 1), over=False), row(1, (4, 5)), row(2, (4.5, 6))]) == 3
    assert most_in_flight([]) == 0


def test_the_tree_puts_children_under_their_parent() -> None:
    rows = [row(0, (0, 1)), row(1, (0, 1)), row(2, (0, 1), parent=0), row(3, (0, 1), parent=2)]
    assert [(depth, one.index) for depth, one in tree(rows)] == [(0, 0), (1, 2), (2, 3), (0, 1)]
