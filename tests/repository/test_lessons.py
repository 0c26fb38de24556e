"""Every lesson has its parts, and its minutes add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nightline.judging.catalogue import tasks
from tests.repository.course import LESSONS, START, cells, headings, load, name, prose, source

# The start page is no lesson: it takes five minutes and asks nothing.
TAUGHT = [path for path in LESSONS if path.stem != START]

SECTIONS = ("Ticket check", "When it goes wrong", "Exit question", "Summary")


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_begins_with_its_title(path: Path) -> None:
    first = load(path)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.match(r"# \S", source(first))


@pytest.mark.parametrize("path", TAUGHT, ids=name)
@pytest.mark.parametrize("section", SECTIONS)
def test_has_its_sections(path: Path, section: str) -> None:
    assert any(section in heading for heading in headings(path)), headings(path)


# What draws a picture of a run.
DRAWN = ("with timeline(", "with hops(")


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_lets_people_join_here(path: Path) -> None:
    assert "If you join here" in prose(path)


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_asks_before_it_shows_and_proves_what_it_says(path: Path) -> None:
    code = "\n".join(source(cell) for cell in cells(path, "code"))
    assert code.count("predict(") >= 2
    assert code.count(".settle(") == code.count("predict("), "each prediction is settled by a run"
    assert "claim(" in code
    assert any(drawn in code for drawn in DRAWN), "one experiment has a picture"


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_each_wrong_option_is_answered(path: Path) -> None:
    """What was shown above each question and below its run, in the stored outputs."""
    texts = [
        output["data"]["text/plain"]
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]
    shown = ["".join(text) for text in texts]
    asked = [text.count("  ○ ") for text in shown if "\n  ○ " in text and "points" not in text]
    settled = [text.count("If you expected ") for text in shown if text.startswith("The run says")]
    assert [options - 1 for options in asked] == settled


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_pictures_are_stored(path: Path) -> None:
    for cell in cells(path, "code"):
        if any(drawn in source(cell) for drawn in DRAWN) and "draw=False" not in source(cell):
            kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
            assert "image/png" in kinds, cell["id"]


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_minutes_add_up(path: Path) -> None:
    """Minutes stand in the metadata, in the title cell, and by section in the speaker notes."""
    minutes = load(path)["metadata"]["nightline"]["minutes"]
    title = source(load(path)["cells"][0])
    assert f"{minutes['lesson']} min" in title
    assert f"{minutes['tasks']} min" in title
    assert "estimated" in title
    sums = [
        sum(int(part) for part in match.split("+"))
        for match in re.findall(r"(\d+(?: \+ \d+)+) min", speaker_notes(path))
    ]
    assert minutes["lesson"] in sums, "speaker notes: minutes of each section, a + b + c min"
    assert minutes["tasks"] == minimum_path(path.stem)


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_has_speaker_notes(path: Path) -> None:
    assert len(speaker_notes(path)) > 200


def speaker_notes(path: Path) -> str:
    """The folded cell for the teacher."""
    return "\n".join(s for s in map(source, cells(path, "markdown")) if "Speaker notes" in s)


def minimum_path(set_name: str) -> int:
    """Minutes of a set's warm-up and first core task."""
    of_set = [task for task in tasks().values() if task.set == set_name]
    first = [next(t for t in of_set if t.level == level) for level in ("warm-up", "core")]
    return sum(task.minutes for task in first)
