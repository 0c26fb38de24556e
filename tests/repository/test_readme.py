"""README.md and the other documents say what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nightline.building.readme import PICTURE, picture, table, with_table
from nightline.testing import GATES
from tests.repository.course import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_table_lists_the_lessons() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_table(text, table(ROOT)) == text, "run: make build"
    assert text.count("](notebooks/") == len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_the_picture_is_a_lessons() -> None:
    assert (ROOT / PICTURE).read_bytes() == picture(ROOT), "run: make build"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE)) <= set(targets)
    for gates in re.findall(r"make test ARGS=\"?([\w ]+)", text):
        assert set(gates.split()) <= GATES.keys()


def test_named_tests_exist() -> None:
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    for test in re.findall(r"`(test_\w+)`", (ROOT / "CONTRIBUTING.md").read_text()):
        assert f"def {test}(" in tests, test
