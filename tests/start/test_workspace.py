"""The learner's copy follows the course and never loses the learner's work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nightline.workspace import MARKER, prepare

LESSON = "notebooks/01_a.ipynb"


def notebook(*sources: str, output: str = "") -> dict[str, Any]:
    outputs = [{"output_type": "stream", "name": "stdout", "text": [output]}] if output else []
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "execution_count": 1 if output else None,
                "outputs": outputs,
                "source": text.splitlines(keepends=True),
            }
            for number, text in enumerate(sources)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    write(root / LESSON, notebook("x = 1", output="stored"))
    write(root / "exercises/01_a/01_a.ipynb", notebook("raise NotImplementedError"))
    (root / "exercises/01_a/data.csv").write_text("a,b\n")
    return root


@pytest.fixture
def mine(course: Path) -> Path:
    workspace = course / "workspace"
    assert prepare(workspace, course) == []
    return workspace


def test_first_copy_has_everything_and_no_outputs(mine: Path) -> None:
    content = json.loads((mine / LESSON).read_text())
    assert content["cells"][0]["outputs"] == []
    assert content["cells"][0]["execution_count"] is None
    assert (mine / "exercises/01_a/data.csv").read_text() == "a,b\n"
    assert (mine / MARKER).exists()


def test_a_second_run_changes_nothing(course: Path, mine: Path) -> None:
    write(mine / LESSON, notebook("x = 1", output="the learner's own run"))
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    assert prepare(mine, course) == []
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("extra", [[], [""], ["", "  \n"]])
def test_what_was_only_run_follows_the_course(course: Path, mine: Path, extra: list[str]) -> None:
    """Running the last cell leaves an empty one below it: no work either."""
    write(mine / LESSON, notebook("x = 1", *extra, output="1"))
    write(course / LESSON, notebook("x = 2"))
    assert prepare(mine, course) == []
    assert sources(mine / LESSON) == ["x = 2"]


def test_work_is_kept_and_the_newer_version_lies_beside(course: Path, mine: Path) -> None:
    write(mine / LESSON, notebook("x = 1", "mine = True"))
    write(course / LESSON, notebook("x = 2"))
    (said,) = prepare(mine, course)
    assert said.startswith(LESSON)
    assert "01_a.new.ipynb" in said
    assert sources(mine / LESSON) == ["x = 1", "mine = True"]
    assert sources(mine / "notebooks/01_a.new.ipynb") == ["x = 2"]
    assert prepare(mine, course) == [], "it is said once"


def test_work_in_the_newer_version_is_kept_too(course: Path, mine: Path) -> None:
    write(mine / LESSON, notebook("mine"))
    write(course / LESSON, notebook("x = 2"))
    prepare(mine, course)
    write(mine / "notebooks/01_a.new.ipynb", notebook("x = 2", "mine again"))
    write(course / LESSON, notebook("x = 3"))
    (said,) = prepare(mine, course)
    assert "01_a.new2.ipynb" in said
    assert sources(mine / "notebooks/01_a.new.ipynb") == ["x = 2", "mine again"]
    write(course / LESSON, notebook("x = 4"))
    prepare(mine, course)
    assert sources(mine / "notebooks/01_a.new2.ipynb") == ["x = 4"], "an unused offer is replaced"


def test_work_that_equals_the_new_version_counts_as_untouched(course: Path, mine: Path) -> None:
    write(mine / LESSON, notebook("x = 2"))
    write(course / LESSON, notebook("x = 2"))
    assert prepare(mine, course) == []
    write(course / LESSON, notebook("x = 3"))
    assert prepare(mine, course) == []
    assert sources(mine / LESSON) == ["x = 3"]


def test_a_change_of_tags_only_reaches_the_untouched_copy(course: Path, mine: Path) -> None:
    tagged = notebook("x = 1")
    tagged["cells"][0]["metadata"]["tags"] = ["raises-exception"]
    write(course / LESSON, tagged)
    prepare(mine, course)
    assert "raises-exception" in (mine / LESSON).read_text()


def test_a_deleted_notebook_comes_back(course: Path, mine: Path) -> None:
    (mine / LESSON).unlink()
    (said,) = prepare(mine, course)
    assert "afresh" in said
    assert sources(mine / LESSON) == ["x = 1"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"cells": [{"cell_type": "code"}]}', "\x00"])
def test_a_damaged_notebook_is_left_as_it_is(course: Path, mine: Path, damage: str) -> None:
    (mine / LESSON).write_text(damage)
    write(course / LESSON, notebook("x = 2"))
    (said,) = prepare(mine, course)
    assert "damaged" in said
    assert (mine / LESSON).read_text() == damage


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"notebooks/01_a.ipynb": 3}'])
def test_without_a_manifest_everything_counts_as_work(
    course: Path, mine: Path, manifest: str | None
) -> None:
    (mine / MARKER).unlink()
    if manifest is not None:
        (mine / MARKER).write_text(manifest)
    write(mine / LESSON, notebook("mine"))
    (said,) = prepare(mine, course)
    assert "01_a.new.ipynb" in said
    assert sources(mine / LESSON) == ["mine"]


def test_a_data_file_follows_too(course: Path, mine: Path) -> None:
    (course / "exercises/01_a/data.csv").write_text("a,b,c\n")
    assert prepare(mine, course) == []
    assert (mine / "exercises/01_a/data.csv").read_text() == "a,b,c\n"


def test_a_new_lesson_arrives(course: Path, mine: Path) -> None:
    write(course / "notebooks/02_b.ipynb", notebook("y = 1"))
    assert prepare(mine, course) == []
    assert (mine / "notebooks/02_b.ipynb").exists()
