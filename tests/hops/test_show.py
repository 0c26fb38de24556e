"""What `hops()` shows: words, layout, picture, and the same in a real kernel on every version."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from nightline.hops import Hops, hops
from nightline.hops.layout import layout
from nightline.hops.recorder import Hop
from nightline.hops.show import alt_text, folded
from nightline.hops.words import MOST_HOPS, NOTHING_HOPPED, counts, listed, summary


def made(*found: Hop, title: str | None = None) -> Hops:
    run = Hops(title)
    run._list = found
    return run


def hop(
    start: float,
    end: float,
    name: str = "price",
    kind: Any = "to thread",
    thread: int = 1,
    asked: float | None = None,
    **more: Any,
) -> Hop:
    return Hop(name, kind, thread, start, end, asked=start if asked is None else asked, **more)


def test_the_words_tell_way_name_and_error() -> None:
    run = made(
        hop(0, 9, "work"),
        hop(1, 2, "ask", "to loop"),
        hop(3, 4, "book", thread=2, error=True, raised="ValueError"),
        title="Three",
    )
    assert listed(run).splitlines() == [
        "1. loop → thread 1: work",
        "2. thread 1 → loop: ask",
        "3. loop → thread 2: book, raised ValueError",
    ]
    assert summary(run) == "Three\nHops to threads: ≈2, hops to a loop: ≈1, threads: ≈2."
    assert counts(run) == "2 hops, 1 back to a loop, 2 threads"
    assert alt_text(run) == "Thread diagram of Three: 2 hops, 1 back to a loop, 2 threads."


def test_several_loops_have_numbers() -> None:
    run = made(hop(0, 1), hop(2, 3, thread=2, loop=2))
    assert listed(run) == "1. loop 1 → thread 1: price\n2. loop 2 → thread 2: price"


def test_no_more_than_a_hundred_are_listed_and_none_is_said() -> None:
    many = made(*(hop(n, n + 0.5) for n in range(MOST_HOPS + 2)))
    assert listed(many).endswith("\n… and 2 more hops")
    assert listed(made()) == NOTHING_HOPPED


def test_a_script_prints_words_and_an_error_passes_on(capsys: pytest.CaptureFixture[str]) -> None:
    def price() -> int:
        return 49

    def fails() -> None:
        raise ValueError("sold out")

    async def main() -> None:
        with hops("quiet", draw=False):
            await sync_to_async(price)()
        with hops("one"):
            await sync_to_async(price)()
        with hops():
            pass
        with hops("broken"):
            await sync_to_async(fails)()

    with pytest.raises(ValueError, match="sold out"):
        asyncio.run(main())
    assert capsys.readouterr().out.splitlines() == [
        "one",
        "Hops to threads: ≈1, hops to a loop: ≈0, threads: ≈1.",
        "1. loop → thread 1: price",
        "Hops to threads: ≈0, hops to a loop: ≈0, threads: ≈0.",
        NOTHING_HOPPED,
        "broken",
        "Hops to threads: ≈1, hops to a loop: ≈0, threads: ≈1.",
        "1. loop → thread 1: fails, raised ValueError",
    ]


def test_tiny_hops_are_drawn_in_order_and_long_ones_to_scale() -> None:
    tiny = layout([hop(0.001, 0.0011), hop(0.002, 0.0029)])
    assert not tiny.to_scale
    assert [(place.left, place.right) for place in tiny.places] == [(0, 1), (2, 3)]
    long = layout([hop(1, 1.1), hop(1.1, 1.2)])
    assert long.to_scale
    assert long.length == pytest.approx(200)
    assert long.places[1].left == pytest.approx(100)
    rare = layout([hop(0, 0.001), hop(1, 1.001), hop(2, 2.001)])
    assert not rare.to_scale


def test_only_a_busy_thread_makes_a_hop_wait() -> None:
    queued = layout([hop(0, 0.1), hop(0.1, 0.2, asked=0), hop(0.25, 0.3, asked=0.21)])
    assert [place.waited for place in queued.places] == [False, True, False]
    apart = layout([hop(0, 0.1), hop(0.01, 0.1, asked=0, thread=2)])
    assert not any(place.waited for place in apart.places)
    tiny = layout([hop(0, 1e-4), hop(1.1e-4, 2e-4, asked=5e-5)])
    assert [(p.asked, p.left, p.right) for p in tiny.places] == [(0, 0, 2), (1, 3, 4)]


def test_bars_of_one_lane_never_cover_each_other() -> None:
    nested = layout([hop(0, 9, "work"), hop(1, 8, "ask", "to loop"), hop(2, 7, "price")])
    assert [(place.lane, place.line) for place in nested.places] == [
        (("thread", 1), 0),
        (("loop", 1), 0),
        (("thread", 1), 1),
    ]
    assert nested.lanes == [("loop", 1), ("thread", 1)]
    assert nested.lines(("thread", 1)) == 2
    assert nested.places[1].came_from == ("thread", 1)


@pytest.mark.parametrize("number", [1, 15, 60])
@pytest.mark.parametrize("seconds", [0.0001, 0.1])
def test_the_picture_is_a_png_of_the_size_it_tells(number: int, seconds: float) -> None:
    image = pytest.importorskip("PIL.Image")
    from nightline.hops.picture import draw
    from nightline.timeline.pen import SHARPNESS

    found = [
        hop(
            n * seconds,
            (n + 0.9) * seconds,
            "n" * 99,
            ("to thread", "to loop")[n % 3 == 2],
            n % 4 + 1,
        )
        for n in range(number)
    ]
    picture = draw(made(*found, title="t" * 200))
    drawn = image.open(io.BytesIO(picture.png))
    assert drawn.size == (picture.width * SHARPNESS, picture.height * SHARPNESS)
    assert drawn.convert("RGB").getpixel((2, 2)) == (255, 255, 255)  # opaque on a dark page


def test_the_list_is_folded_and_escaped() -> None:
    assert folded("a < b") == (
        "<details><summary>This picture in words</summary>"
        '<pre class="hops" style="white-space: pre-wrap">a &lt; b</pre></details>'
    )


def test_a_cell_shows_picture_summary_and_list() -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    cells = [
        "from nightline import hops\nfrom asgiref.sync import sync_to_async",
        "with hops('One price') as run:\n    await sync_to_async(int)('49')",
        "with hops():\n    pass",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    picture, text = notebook.cells[1].outputs
    assert picture.data["text/plain"] == "The thread diagram of One price"
    assert picture.metadata["image/png"]["alt"] == "Thread diagram of One price: 1 hop, 1 thread."
    assert text.data["text/plain"].startswith("One price\nHops to threads: ≈1")
    assert text.data["text/html"] == folded("1. loop → thread 1: int")
    (nothing,) = notebook.cells[2].outputs
    assert nothing.data["text/html"] == folded(NOTHING_HOPPED, closed=False)


def test_both_ways_are_drawn() -> None:
    pytest.importorskip("matplotlib")
    from nightline.hops.picture import draw

    async def ask() -> int:
        return await sync_to_async(int)()

    async def main() -> None:
        await sync_to_async(lambda: async_to_sync(ask)())()

    with hops(draw=False) as run:
        asyncio.run(main())
    assert run.back == 1
    assert draw(run).png
