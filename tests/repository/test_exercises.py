"""Exercises come from their solutions, and every task is whole."""

from __future__ import annotations

import ast
import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nightline.building.release import differences, generate
from nightline.judging.catalogue import tasks
from nightline.judging.task import Task
from tests.repository.course import EXERCISES, LESSONS, ROOT, SOLUTIONS, Cell, cells, name, source

LINES = {"warm-up": 5, "core": 15, "stretch": 30}
MINUTES = {"warm-up": range(1, 6), "core": range(8, 13), "stretch": range(15, 21)}
LIBRARIES = ("asyncio", "asgiref", "contextlib", "django")
TASKS = list(tasks().values())


def nbgrader_cells(path: Path, key: str) -> dict[str, Cell]:
    """Code cells that nbgrader knows as `solution` or `grade`, by their grade id."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in cells(path, "code")
        if cell["metadata"].get("nbgrader", {}).get(key)
    }


def folder(kind: str, task: Task) -> Path:
    return ROOT / kind / task.set / f"{task.set}.ipynb"


def test_exercises_equal_what_their_solutions_generate(tmp_path: Path) -> None:
    generate(ROOT, tmp_path)
    assert differences(tmp_path, ROOT / "exercises") == [], "run: make build"


def test_nbgraders_own_command_gives_the_same(tmp_path: Path) -> None:
    """One set stands for all, since the command takes seconds a set: one that gives code."""
    path = next(path for path in SOLUTIONS if "### GIVEN" in path.read_text(encoding="utf-8"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(path.parent, tmp_path / "solutions" / path.stem)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--force"]
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it calls alembic
    done = subprocess.run(
        [*command, f"--assignment={path.stem}"],
        cwd=tmp_path,
        env=os.environ | {"PATH": scripts},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made = tmp_path / "exercises" / path.stem / path.name
    assert made.read_bytes() == (ROOT / "exercises" / path.stem / path.name).read_bytes()


def test_given_code_takes_the_place_of_the_stub() -> None:
    from nightline.building.preprocessors import give  # with nbgrader, which costs a second

    cleared = (
        "async def f():\n"
        "    ### GIVEN for n in range(2):\n"
        "    ### GIVEN     await g(n)\n"
        "    ### GIVEN\n"
        "    ### GIVEN return 1\n"
        "    raise NotImplementedError\n"
    )
    assert give(cleared) == (
        "async def f():\n    for n in range(2):\n        await g(n)\n\n    return 1\n"
    )
    with pytest.raises(ValueError, match="directly before"):
        give("### GIVEN x\ny")


def test_each_set_has_its_levels() -> None:
    assert {task.set for task in TASKS} == {path.stem for path in SOLUTIONS}
    for path in SOLUTIONS:
        levels = [task.level for task in TASKS if task.set == path.stem]
        assert levels.count("warm-up") == 1
        assert levels.count("core") in (1, 2)
        assert levels.count("stretch") <= 1


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_is_whole(task: Task) -> None:
    assert 2 <= len(task.hints) <= 4
    assert all(hint.strip() for hint in task.hints)
    assert task.why.strip()
    assert task.minutes in MINUTES[task.level]
    assert task.points == {"warm-up": 2, "core": 4, "stretch": 4}[task.level]
    assert task.requirements
    assert task.trials


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_has_its_cells(task: Task) -> None:
    path = folder("exercises", task)
    answer = nbgrader_cells(path, "solution")[task.name]
    judge = nbgrader_cells(path, "grade")[f"check-{task.name}"]
    assert source(judge).strip() == f"check({task.name})"
    assert judge["metadata"]["nbgrader"]["points"] == task.points
    assert judge["metadata"]["nbgrader"]["locked"]
    assert "raises-exception" in judge["metadata"]["tags"], "Run All judges every task"
    assert '"""' in source(answer), "a docstring says what the arguments and the result are"
    assert "SOLUTION" not in source(answer)
    assert "GIVEN" not in source(answer)
    # Locked cells cannot be edited, so the help stands in a cell of its own.
    helping = [
        source(cell) for cell in cells(path, "code") if f"# hint({task.name})" in source(cell)
    ]
    assert len(helping) == 1
    assert f"# solution({task.name})" in helping[0]


def test_every_graded_cell_belongs_to_a_task() -> None:
    for path in SOLUTIONS:
        names = [task.name for task in TASKS if task.set == path.stem]
        assert list(nbgrader_cells(path, "solution")) == names, "in the order of the course"
        assert list(nbgrader_cells(path, "grade")) == [f"check-{name}" for name in names]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_official_solutions_are_short(task: Task) -> None:
    given = source(nbgrader_cells(folder("exercises", task), "solution")[task.name])
    solved = source(nbgrader_cells(folder("solutions", task), "solution")[task.name])
    lines = [line for line in solved.splitlines() if not line.strip().startswith("###")]
    diff = difflib.ndiff(given.splitlines(), lines)
    added = [line for line in diff if re.match(r"\+ \s*[^\s#]", line)]
    assert len(added) <= LINES[task.level], "\n".join(added)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_official_solutions_use_only_what_was_shown(task: Task) -> None:
    """Each name of asyncio, asgiref or Django in a solution stands in a lesson up to its own."""
    solved = source(nbgrader_cells(folder("solutions", task), "solution")[task.name])
    shown = [s for p in LESSONS if p.stem <= task.set for s in map(source, cells(p, "code"))]
    for path in SOLUTIONS:
        if path.stem == task.set:  # what the set itself imports for the learner
            shown += [source(c) for c in cells(path, "code") if "nbgrader" not in c["metadata"]]
    taught = "\n".join(shown)
    unknown = [used for used in names_used(solved) if not re.search(rf"\b{used}\b", taught)]
    assert not unknown


def names_used(code: str) -> set[str]:
    """The attributes of asyncio and the names imported from the libraries that are taught."""
    tree = ast.parse(code)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "asyncio":
                found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            found |= {alias.name for alias in node.names}
    return found


def test_names_used_are_found() -> None:
    code = "from asgiref.sync import sync_to_async\nasync def f(): await asyncio.gather(asyncio.sleep(1))"
    assert names_used(code) == {"sync_to_async", "gather", "sleep"}


def test_there_are_exercises() -> None:
    assert len(EXERCISES) == len(SOLUTIONS)
    assert [name(path) for path in EXERCISES] == [
        name(path).replace("solutions", "exercises") for path in SOLUTIONS
    ]
