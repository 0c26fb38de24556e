"""What the course must name is named somewhere, and the tables of `docs/` say where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nightline.building.bank import MISCONCEPTIONS, TOPICS
from nightline.building.coverage import diagnosed, shown, with_tables, wrong_answers
from nightline.building.room_cards import cards
from nightline.judging.diagnoses import all_diagnoses
from tests.judging.test_answers import ANSWERS
from tests.repository.course import LESSONS, ROOT, cells, name

PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_tables_are_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert with_tables(text, ROOT) == text, "run: make build"


def test_the_paths_of_a_workshop_fit_its_day() -> None:
    text = (ROOT / "docs" / "workshops.md").read_text(encoding="utf-8")
    paths = [part for part in text.split("\n## ") if "**together**" in part]
    assert len(paths) == 5
    for path in paths:
        minutes = re.search(r"\*\*together\*\*.+\*\*(\d+)\*\* \| \|$", path, re.MULTILINE)
        assert minutes, path
        hours = 4 if path.startswith("Half a day") else 7
        assert int(minutes[1]) <= 60 * hours, path


def test_every_misconception_is_answered() -> None:
    places = shown(ROOT, "misconceptions").keys() | diagnosed(ROOT).keys()
    assert MISCONCEPTIONS.keys() - places == set()


def test_every_topic_is_taught() -> None:
    assert TOPICS.keys() - shown(ROOT, "topics").keys() == set()


def test_numbers_are_those_of_the_bank() -> None:
    named = {number for entry in all_diagnoses() for number in entry.misconceptions}
    assert named | shown(ROOT, "misconceptions").keys() <= MISCONCEPTIONS.keys()
    assert shown(ROOT, "topics").keys() <= TOPICS.keys()


def test_wrong_answers_are_found_as_the_tests_know_them() -> None:
    known = {(answer.task, answer.diagnosis) for answer in ANSWERS if hasattr(answer, "diagnosis")}
    assert set(wrong_answers(ROOT)) == known


def test_part_one_asks_often() -> None:
    asked = [
        cell
        for path in LESSONS
        if "01" <= path.stem[:2] <= "12"
        for cell in cells(path, "code")
        if "predict(" in "".join(cell["source"])
    ]
    assert len(asked) >= 30


def test_room_cards_are_up_to_date() -> None:
    folder = ROOT / "docs" / "teaching"
    stored = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert stored == cards(ROOT), "run: make build"


@pytest.mark.parametrize("name", cards(ROOT))
def test_a_room_card_fits_on_a_small_page(name: str) -> None:
    text = cards(ROOT)[name]
    assert text.count("\n   - The run says") >= 2
    assert 150 <= len(text.split()) <= 550
