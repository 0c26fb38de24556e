"""Every notebook is kept in one form, belongs to its code, and hides nothing from CI."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from nightline.building import notebooks
from nightline.building.execution import guard_messages
from tests.repository.course import (
    EXERCISES,
    LESSONS,
    ROOT,
    SOLUTIONS,
    cells,
    headings,
    load,
    name,
    prose,
    source,
)

EXECUTED = [*LESSONS, *SOLUTIONS]
ALL = [*EXECUTED, *EXERCISES]
LINES_OF_A_CELL = 15
# What makes nbval skip a cell or ignore its output, as a comment or as a tag.
IGNORING = re.compile(
    r"NBVAL_(IGNORE_OUTPUT|SKIP|RAISES_EXCEPTION)|PYTEST_VALIDATE_IGNORE_OUTPUT"
    r"|nbval-(ignore-output|skip|raises-exception)|raises-exception"
)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_carries_nothing_that_changes_from_run_to_run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    tidied = copy.deepcopy(notebook)
    notebooks.tidy(tidied)
    assert tidied == notebook
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_cell_has_a_readable_id(path: Path) -> None:
    notebooks.check_ids(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", EXECUTED, ids=name)
def test_outputs_belong_to_the_code(path: Path) -> None:
    """`make build` executes a notebook whose code changed and notes its fingerprint."""
    assert notebooks.is_current(nbformat.read(path, as_version=4)), "run: make build"


@pytest.mark.parametrize("path", EXECUTED, ids=name)
def test_stores_no_error_and_nothing_left_behind(path: Path) -> None:
    for cell in cells(path, "code"):
        kinds = [output["output_type"] for output in cell["outputs"]]
        if "raises-exception" not in cell["metadata"].get("tags", []):
            assert "error" not in kinds, f"{cell['id']}: catch the error in the cell"
        assert not guard_messages(cell), cell["id"]


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_exercises_are_not_run(path: Path) -> None:
    assert not any(cell["outputs"] or cell["execution_count"] for cell in cells(path, "code"))


@pytest.mark.parametrize("path", EXECUTED, ids=name)
def test_nothing_is_skipped_or_ignored_without_a_reason(path: Path) -> None:
    for cell in cells(path, "code"):
        marks = source(cell) + " ".join(cell["metadata"].get("tags", []))
        if IGNORING.search(marks):
            assert cell["metadata"].get("nightline", {}).get("reason"), cell["id"]


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_a_solution_may_not_fail(path: Path) -> None:
    tags = [tag for cell in cells(path, "code") for tag in cell["metadata"].get("tags", [])]
    assert not IGNORING.search(" ".join(tags))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_the_guard_is_turned_on_first(path: Path) -> None:
    assert "%load_ext nightline" in source(cells(path, "code")[0])


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_cells_are_short(path: Path) -> None:
    for cell in cells(path, "code"):
        lines = [line for line in source(cell).splitlines() if line.strip()]
        assert len(lines) <= LINES_OF_A_CELL, cell["id"]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    text = prose(path)
    links = re.findall(r"\]\(<?([^)>\s]+)[^)]*\)|(?:href|src)=\"([^\"]+)\"", text)
    for link in (a or b for a, b in links):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def anchors(path: Path) -> set[str]:
    """What JupyterLab calls the headings of a notebook."""
    return {re.sub(r"[`*_]", "", heading).replace(" ", "-") for heading in headings(path)}


def test_each_lesson_with_tasks_has_its_set_and_back() -> None:
    names = {path.stem for path in LESSONS}
    assert {path.stem for path in SOLUTIONS} <= names
    for path in [*SOLUTIONS, *EXERCISES]:
        assert path.parent.name == path.stem
        assert f"../../notebooks/{path.stem}.ipynb" in prose(path)
        assert f"../exercises/{path.stem}/{path.stem}.ipynb" in prose(
            ROOT / "notebooks" / f"{path.stem}.ipynb"
        )


def test_no_notebook_lies_elsewhere() -> None:
    kept = {name(path) for path in ALL}
    found = {
        name(path)
        for folder in ("notebooks", "solutions", "exercises", "docs", "tests")
        for path in (ROOT / folder).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert found == kept
    assert all(load(path) for path in ALL)
