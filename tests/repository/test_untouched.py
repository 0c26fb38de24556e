"""A learner who runs everything before writing anything sees every task judged, and no points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from nightline.judging.catalogue import tasks
from nightline.kernel_starts import Kernels
from nightline.workspace import prepare
from tests.repository.course import ROOT, SOLUTIONS, name


@pytest.fixture(scope="module")
def client() -> Iterator[NotebookClient]:
    """One kernel for all sets. Each of them runs in a kernel of its own when nbval tries its solution."""
    # On a busy machine the outputs may come long after the answer of the kernel.
    client = NotebookClient(
        new_notebook(),
        timeout=60,
        iopub_timeout=30,
        kernel_name="python3",
        kernel_manager_class=Kernels,
    )
    with client.setup_kernel():
        yield client


def run_all(client: NotebookClient, path: Path) -> NotebookNode:
    """Execute a notebook as Run All does: cells tagged `raises-exception` do not stop it."""
    notebook = nbformat.read(path, as_version=4)
    begin = new_code_cell(f"%reset -f\n%cd -q {path.parent}")
    client.nb = new_notebook(cells=[begin, *notebook.cells], metadata=notebook.metadata)
    client.reset_execution_trackers()
    for index, cell in enumerate(client.nb.cells):
        client.execute_cell(cell, index)
    assert not begin.outputs
    return notebook


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that nbgrader grades."""
    from nbgrader import utils  # not for every worker that looks for tests: it costs a second

    return [cell for cell in notebook.cells if utils.is_grade(cell)]


def scores(notebook: NotebookNode) -> dict[str, tuple[float, float]]:
    """nbgrader's points and possible points of each graded cell."""
    from nbgrader import utils

    return {
        cell.metadata.nbgrader.grade_id: utils.determine_grade(cell) for cell in graded(notebook)
    }


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_untouched_exercises_score_nothing(
    client: NotebookClient, path: Path, tmp_path: Path
) -> None:
    prepare(tmp_path, ROOT)
    notebook = run_all(client, tmp_path / "exercises" / path.stem / path.name)
    points = scores(notebook)
    of_set = [task for task in tasks().values() if task.set == path.stem]
    assert points == {f"check-{task.name}": (0, task.points) for task in of_set}
    for cell in graded(notebook):
        said = "".join(o["data"]["text/plain"] for o in cell.outputs if "data" in o)
        assert "not started yet" in said
        assert [o.ename for o in cell.outputs if o.output_type == "error"] == ["NotYet"]


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_solutions_score_full(path: Path) -> None:
    """On the stored outputs, which nbval compares with a fresh run."""
    points = scores(nbformat.read(path, as_version=4))
    assert all(scored == possible for scored, possible in points.values())
    assert points
