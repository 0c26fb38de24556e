"""The build, on small notebooks of its own."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nightline.building import build, notebooks
from nightline.building.execution import comparable, sanitized

LESSON = "notebooks/01_a.ipynb"
SET = "solutions/01_a/01_a.ipynb"


def lesson(root: Path, *sources: str) -> Path:
    """Write a lesson whose code cells are these."""
    code = [new_code_cell(text, id=f"step-{number}") for number, text in enumerate(sources)]
    path = root / LESSON
    path.parent.mkdir(exist_ok=True)
    (root / "solutions").mkdir(exist_ok=True)
    cells = [new_markdown_cell("# A", id="title"), *code]
    nbformat.write(
        new_notebook(cells=cells, metadata={"language_info": {"name": "python", "version": "3.9"}}),
        path,
    )
    return path


def built(root: Path, *names: str) -> int:
    return build(list(names), root)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def test_stores_outputs_and_nothing_that_changes(tmp_path: Path) -> None:
    path = lesson(tmp_path, "x=1\nprint( x )", "x + 1")
    assert built(tmp_path) == 0
    notebook = read(path)
    assert notebook.cells[1].source == "x = 1\nprint(x)", "formatted"
    assert notebook.cells[1].outputs[0].text == "1\n"
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2]
    assert notebook.cells[2].outputs[0].execution_count == 2
    assert notebook.metadata.language_info == {"name": "python"}
    assert "execution" not in notebook.cells[1].metadata


def test_touches_only_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lesson(tmp_path, "print(1)")
    built(tmp_path)
    first = path.read_bytes()
    capsys.readouterr()
    assert built(tmp_path) == 0
    assert capsys.readouterr().out == ""
    assert path.read_bytes() == first
    built(tmp_path, "01_a")
    assert "executed twice" in capsys.readouterr().out, "a name forces it"
    assert path.read_bytes() == first


def test_changed_prose_is_kept_and_not_executed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lesson(tmp_path, "print(1)")
    built(tmp_path)
    capsys.readouterr()
    path.write_text(path.read_text().replace("# A", "# Another"))
    assert built(tmp_path) == 0
    assert "executed" not in capsys.readouterr().out
    assert "# Another" in path.read_text()


@pytest.mark.parametrize(
    ("sources", "reason"),
    [
        (["1 / 0"], "'step-0' failed"),
        (["x = globals().get('x', 0) + 1\nprint(x)"], "something else when it is run again"),
        (["import random\nprint(random.random())"], "something else when it is run again"),
        (["def broken(:"], "does not parse"),
    ],
)
def test_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sources: list[str], reason: str
) -> None:
    path = lesson(tmp_path, *sources)
    assert built(tmp_path) == 1
    assert reason in capsys.readouterr().err
    assert not any(cell.outputs for cell in read(path).cells[1:]), "stored nothing"


@pytest.mark.parametrize(
    "leaves",
    [
        "import asyncio\nlost = asyncio.create_task(asyncio.sleep(30))",
        "import asyncio\nasyncio.sleep(0)\nNone",
        "import asyncio\n"
        "async def fail():\n    raise OSError\n"
        "asyncio.create_task(fail())\n"
        "await asyncio.sleep(0.05)",
    ],
    ids=["a task", "a coroutine", "an exception"],
)
def test_refuses_what_a_cell_leaves_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], leaves: str
) -> None:
    lesson(tmp_path, "%load_ext nightline", leaves)
    assert built(tmp_path) == 1
    assert "'step-1' leaves something behind" in capsys.readouterr().err


def test_measured_numbers_may_differ(tmp_path: Path) -> None:
    lesson(tmp_path, "import time\nprint(f'≈{time.perf_counter():.6f} s, 3 rows')")
    assert built(tmp_path) == 0


def test_a_notebooks_folder_is_where_it_runs(tmp_path: Path) -> None:
    path = lesson(tmp_path, "from pathlib import Path\nPath('.').resolve().name")
    assert built(tmp_path) == 0
    assert "notebooks" in read(path).cells[1].outputs[0].data["text/plain"]


def test_an_unknown_name_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson(tmp_path, "1")
    assert built(tmp_path, "01_b") == 2
    assert "01_b" in capsys.readouterr().err


def test_what_a_set_leaves_behind_is_no_exercise(tmp_path: Path) -> None:
    """A set that is renamed takes its old exercises with it."""
    lesson(tmp_path, "1")
    (tmp_path / "exercises/09_old").mkdir(parents=True)
    (tmp_path / "exercises/09_old/09_old.ipynb").write_text("{}")
    assert built(tmp_path) == 0
    assert not (tmp_path / "exercises/09_old").exists()


@pytest.mark.parametrize("ident", ["1a2b3c4d", "", "Title", "two words", "a_b", "deadbeef"])
def test_ids_are_chosen_by_people(ident: str) -> None:
    assert not notebooks.is_readable(ident)


@pytest.mark.parametrize("ident", ["title", "together-1", "predict-one-by-one"])
def test_readable_ids_are(ident: str) -> None:
    assert notebooks.is_readable(ident)


def test_an_id_can_come_from_a_text_format() -> None:
    notebook = new_notebook(cells=[new_code_cell("1", metadata={"id": "one", "scrolled": True})])
    notebooks.tidy(notebook)
    assert notebook.cells[0].id == "one"
    assert notebook.cells[0].metadata == {}


def test_what_is_compared_is_what_nbval_compares() -> None:
    def said(*outputs: NotebookNode) -> dict[str, list[str]]:
        return comparable(list(outputs))

    picture = {"image/png": "aaaa", "text/plain": "three rows, ≈0.31 s"}
    other = {"image/png": "bbbb", "text/plain": "three rows, ≈12.5 s"}
    missing = {"text/plain": "three rows, ≈12.5 s"}
    assert said(new_output("display_data", picture)) == said(new_output("display_data", other))
    assert said(new_output("display_data", picture)) != said(new_output("display_data", missing))
    chunks = [new_output("stream", text=text) for text in ("a\n", "b\n")]
    assert said(*chunks) == said(new_output("stream", text="a\nb\n"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("took ≈0.31 s", "took≈N s"),
        ("≈1.5e-05 s of   ≈12 s", "≈N s of≈N s"),
        ("≈0.31 3 rows", "≈N 3 rows"),
        ("≈1,204 steps, 7 late.", "≈N steps, 7 late."),
        ("≈3. Then 4", "≈N. Then 4"),
        ("http://127.0.0.1:40213/search?x=1", "http://127.0.0.1:PORT/search?x=1"),
        ("<object at 0x7f3a5c0d2e10>", "<object at 0xID>"),
        ("0.3 s, port 8000, 0xFF", "0.3 s, port 8000, 0xFF"),
        ('<pre class="hops">1. loop\n2. x &lt;</pre> 3', '<pre class="hops">HOPS</pre> 3'),
        ("<pre>1. loop</pre>", "<pre>1. loop</pre>"),
    ],
)
def test_only_measured_numbers_ports_ids_and_hops_are_hidden(text: str, left: str) -> None:
    assert sanitized(text) == left


def test_a_notebook_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(json.dumps({"cells": 3}))
    with pytest.raises(notebooks.NotBuilt, match="not a readable notebook"):
        notebooks.read(path)
