"""`timeline()` in a real kernel, where the cell and the kernel share one loop."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nightline.kernel_starts import Kernels

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

CELLS = [
    """
import asyncio, time
from nightline.timeline import timeline

async def quote(name, delay=0.02):
    await asyncio.sleep(delay)
    return name

async def departures():
    for number in range(2):
        await asyncio.sleep(0)
        yield number

async def keeps_running():
    while True:
        await asyncio.sleep(0.001)

kept = asyncio.create_task(keeps_running())
""",
    """
with timeline("one by one") as a:
    [await quote(name) for name in ("Aurora", "Boreal")]
""",
    """
with timeline("together", beside=a) as b:
    await asyncio.gather(*(quote(name) for name in ("Aurora", "Boreal")))
    time.sleep(0.06)
assert a.most_in_flight("quote") == 1
assert b.most_in_flight("quote") == 2
assert -1 in [turn.row for turn in b.turns if turn.blocks]
""",
    """
with timeline() as c:
    async for number in departures():
        await asyncio.to_thread(int)
""",
    """
kept.cancel()
await departures().nothing()
""",
]


@pytest.fixture(scope="module")
def outputs() -> list[list[Any]]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    client = nbclient.NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        kernel_manager_class=Kernels,
        allow_errors=True,
    )
    client.execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_cell_shows_a_picture_and_its_words(outputs: list[list[Any]]) -> None:
    picture, text = outputs[1]
    assert set(picture.data) == {"image/png", "text/plain"}
    assert picture.metadata["image/png"]["alt"].startswith("Train graph of one by one: 2 rows in ≈")
    assert text.data["text/html"].startswith("<details><summary>This picture in words</summary>")
    assert re.sub(r"≈[\d.]+", "≈N", text.data["text/plain"]).splitlines() == [
        "one by one",
        "- quote('Aurora', 0.02): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "- quote('Boreal', 0.02): returned; from ≈N s to ≈N s, on the thread for ≈N s",
        "- this cell, outside the rows: on the thread for ≈N s",
        "It took ≈N s. The thread was free for ≈N % of the time.",
        "The longest run without a pause took ≈N s.",
    ]


def test_beside_shows_both_in_one_picture(outputs: list[list[Any]]) -> None:
    picture, text = outputs[2]
    assert picture.data["text/plain"] == "The train graph of one by one and together"
    assert text.data["text/plain"].count("quote('Aurora', 0.02): returned") == 2


def test_tasks_of_the_kernel_and_of_earlier_cells_have_no_rows(outputs: list[list[Any]]) -> None:
    words = outputs[3][-1].data["text/plain"]
    assert words.startswith("- departures(): returned")
    assert "keeps_running" not in words


def test_the_cells_ran_as_they_should(outputs: list[list[Any]]) -> None:
    errors = [out.ename for cell in outputs for out in cell if out.output_type == "error"]
    assert errors == ["AttributeError"]  # the last cell's, on purpose: errors do reach this test
