"""`timeline()` as a lesson uses it, in a script."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from nightline.timeline import Timeline, timeline
from nightline.timeline.show import alt_text, folded
from nightline.timeline.words import NOTHING_RAN, free_sentence, words


async def quote(name: str, pauses: int = 1) -> str:
    for _ in range(pauses):
        await asyncio.sleep(0)
    return name


async def fails() -> None:
    await asyncio.sleep(0)
    raise ValueError("sold out")


async def together() -> None:
    await asyncio.gather(quote("Aurora", 3), quote("Boreal"), quote("Corvo", 2))


async def one_by_one() -> None:
    for name in ("Aurora", "Boreal", "Corvo"):
        await quote(name)


def recorded(main: object, title: str | None = None, beside: Timeline | None = None) -> Timeline:
    async def body() -> Timeline:
        with timeline(title, beside) as made:
            await main()  # type: ignore[operator]
        return made

    return asyncio.run(body())


def hidden(text: str) -> str:
    return re.sub(r"≈[\d.]+", "≈N", text)


def test_what_a_claim_can_ask() -> None:
    made = recorded(together)
    assert made.most_in_flight() == 4
    assert made.most_in_flight("quote") == 3
    assert recorded(one_by_one).most_in_flight("quote") == 1
    assert made.started[0] == "together()"
    assert made.ended == [
        "quote('Boreal', 1)",
        "quote('Corvo', 2)",
        "quote('Aurora', 3)",
        "together()",
    ]
    assert made.rows[0].start >= 0
    assert all(row.end is not None and row.end <= made.duration for row in made.rows)
    assert 0 <= made.free <= 1


def test_turns_never_overlap() -> None:
    found = recorded(together).turns
    assert len(found) > 8
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_whoever_keeps_the_thread_blocks_it() -> None:
    async def rude() -> None:
        await quote("Aurora")
        time.sleep(0.06)  # noqa: ASYNC251

    async def outer() -> None:
        await rude()

    made = recorded(outer)
    blocking = {turn.row for turn in made.turns if turn.blocks}
    assert 1 in blocking  # `rude()`; on a busy machine another may be slow too
    assert made.longest_run > 0.05


def test_work_without_a_row_is_not_free_time() -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_later(0.01, time.sleep, 0.1)
        await asyncio.sleep(0.12)

    made = recorded(main)
    assert made.rows[0].name == "main"
    assert sum(end - start for start, end in made.others) > 0.09
    assert made.free * made.duration < made.duration - 0.09


def test_a_timeline_is_read_when_it_is_over() -> None:
    with timeline() as made:
        with pytest.raises(RuntimeError, match="when its `with` block is over"):
            _ = made.rows
        with pytest.raises(RuntimeError, match="whose `with` block is over"):
            timeline(beside=made)
    assert made.rows == []
    assert (made.most_in_flight(), made.ended, made.free) == (0, [], 1.0)


def test_the_words_are_rows_nesting_order_and_outcome() -> None:
    async def search() -> None:
        task = asyncio.create_task(quote("Danube", 9))
        asyncio.get_running_loop().call_soon(task.cancel)
        results = await asyncio.gather(together(), fails(), task, return_exceptions=True)
        assert len(results) == 3

    assert hidden(words(recorded(search, "a search"))).splitlines() == [
        "a search",
        "- search(): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "  - quote('Danube', 9): cancelled; from ≈N s to ≈N s, on the thread for ≈N s",
        "  - together(): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "    - quote('Aurora', 3): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "    - quote('Boreal', 1): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "    - quote('Corvo', 2): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "  - fails(): failed with ValueError: sold out; from ≈N s to ≈N s, on the thread for ≈N s",
        "- body, outside the rows: on the thread for ≈N s",
        "It took ≈N s. The thread was free for ≈N % of the time.",
        "The longest run without a pause took ≈N s.",
    ]


def test_two_runs_have_the_same_words_once_the_numbers_are_hidden() -> None:
    assert len({hidden(words(recorded(together))) for _ in range(5)}) == 1


def test_no_more_than_forty_rows_are_listed() -> None:
    async def crowd() -> None:
        await asyncio.gather(*(quote("Aurora", 0) for _ in range(50)))

    assert "\n… and 11 more rows\n" in words(recorded(crowd))


def test_an_untouched_thread_is_never_said_to_be_wholly_free_by_rounding() -> None:
    assert free_sentence(0.999) == "The thread was free for ≈99 % of the time."


def test_a_script_prints_the_words_and_both_of_them_beside_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = recorded(one_by_one, "one by one")
    capsys.readouterr()
    second = recorded(together, "together", beside=first)
    assert capsys.readouterr().out == f"{words(first)}\n\n{words(second)}\n"


def test_nothing_to_record_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with timeline():
        quote("Aurora").close()
    assert capsys.readouterr().out.strip() == NOTHING_RAN


def test_an_error_passes_on_and_the_run_is_shown_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ValueError, match="sold out"):
        recorded(fails)
    assert "failed with ValueError: sold out" in capsys.readouterr().out


def test_a_timeline_works_in_a_script_file(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import asyncio\n"
        "from nightline.timeline import timeline\n"
        "async def quote(name):\n    await asyncio.sleep(0)\n"
        "with timeline('a script'):\n    asyncio.run(quote('Aurora'))\n"
        "import sys\nprint('matplotlib' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "- quote('Aurora'): returned" in run.stdout
    assert run.stdout.endswith("False\n")
    assert run.stderr == ""


@pytest.mark.parametrize("rows", [1, 24, 60])
def test_the_picture_is_a_png_of_the_size_it_tells(rows: int) -> None:
    image = pytest.importorskip("PIL.Image")
    from nightline.timeline.picture import SHARPNESS, draw

    async def crowd() -> None:
        await asyncio.gather(*(quote(str(n), n) for n in range(rows)), return_exceptions=True)

    made = recorded(crowd, "a crowd")
    picture = draw([made, made])
    drawn = image.open(io.BytesIO(picture.png))
    assert drawn.size == (picture.width * SHARPNESS, picture.height * SHARPNESS)
    assert drawn.convert("RGB").getpixel((2, 2)) == (255, 255, 255)  # opaque on a dark page
    assert "matplotlib.pyplot" not in sys.modules


def test_the_words_are_folded_and_escaped() -> None:
    assert folded("a < b") == (
        "<details><summary>This picture in words</summary>"
        '<pre style="white-space: pre-wrap">a &lt; b</pre></details>'
    )


def test_the_picture_has_an_alternative_text() -> None:
    async def one() -> None:
        pass

    text = hidden(alt_text([recorded(one, "one row")]))
    assert text == (
        "Train graph of one row: 1 row in ≈N s. The thread was free for ≈N % of the time."
    )


def test_an_error_that_was_caught_is_no_cancellation_although_its_task_was_cancelled_later() -> (
    None
):
    async def goes_on() -> None:
        try:  # noqa: SIM105 (a call here would let the recorder see the error)
            await fails()
        except ValueError:
            pass
        await quote("Boreal", pauses=10**6)

    async def main() -> None:
        task = asyncio.create_task(goes_on())
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    with timeline() as seen:
        asyncio.run(main())
    outcomes = {row.name: row.outcome for row in seen.rows}
    assert outcomes["fails"] != "cancelled"
    assert outcomes["quote"] == "cancelled"
