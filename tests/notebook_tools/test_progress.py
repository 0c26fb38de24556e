"""progress() and the logbook: what the record says about tasks, sets and what comes next."""

from types import SimpleNamespace

import pytest

from nightline import course, record
from nightline.progress import logbook, progress, read_standings
from nightline.workspace import MARKER

SETS = ("01_one_track_many_trains", "02_a_coroutine_is_a_timetable")


def fake_task(name, number, level):
    points = {"warm-up": 2, "core": 4, "stretch": 4}[level]
    return SimpleNamespace(name=name, set=SETS[number], level=level, minutes=5, points=points)


TASKS = [
    fake_task("journey_time", 0, "warm-up"),
    fake_task("cheapest", 0, "core"),
    fake_task("worth_it", 0, "stretch"),
    fake_task("drive", 1, "core"),
]


@pytest.fixture(autouse=True)
def small_course(tmp_path, monkeypatch):
    """A course of three lessons, of which the first has no tasks."""
    root = tmp_path / "course"
    (root / "notebooks").mkdir(parents=True)
    for name in ("00_start_here", *SETS):
        (root / "notebooks" / f"{name}.ipynb").write_text(
            f'{{"cells": [{{"source": ["# {name[:2]} · Title\\n"]}}],'
            ' "metadata": {"nightline": {"minutes": {"lesson": 30}}}}'
        )
    monkeypatch.setattr(course, "ROOT", root)
    monkeypatch.setattr(course, "tasks", lambda: {task.name: task for task in TASKS})
    monkeypatch.setattr(record, "_in_memory", [])
    monkeypatch.chdir(root / "notebooks")
    return root


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    folder = tmp_path / "workspace"
    (folder / "notebooks").mkdir(parents=True)
    (folder / MARKER).touch()
    monkeypatch.chdir(folder / "notebooks")
    return folder


def shown(capsys):
    progress()
    return capsys.readouterr().out


def attempt(name, passed, answer):
    record.append("try", task=name, passed=passed, diagnosis=None, answer=answer)


def test_the_course_itself_shows_the_whole_course_and_keeps_nothing(small_course, capsys):
    attempt("cheapest", True, "a")
    text = shown(capsys)
    assert "0 of 10 points, about 105 minutes left" in text
    assert "Next: lesson 00 · Title → 00_start_here.ipynb" in text
    assert "cheapest (core, 5 min, 4 points)" in text
    assert "worth_it (stretch, 5 min, 4 bonus points)" in text
    assert "Nothing is kept here" in text
    assert not (small_course / "logbook.md").exists()
    assert shown(capsys) == text


def test_links_start_at_the_running_notebook(small_course, monkeypatch, capsys):
    folder = small_course / "exercises" / SETS[0]
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert "→ ../../notebooks/00_start_here.ipynb" in shown(capsys)


def test_warm_up_and_core_pass_a_set_and_stretch_is_a_bonus(workspace, capsys):
    attempt("cheapest", True, "a")
    text = shown(capsys)
    assert "✓ 01 · Title" in text  # its core tasks are done, so the lesson counts
    exercises = f"../exercises/{SETS[0]}/{SETS[0]}.ipynb"
    assert f"Next: the tasks of lesson 01 · Title → {exercises}" in text
    assert "4 of 10 points, about 40 minutes left" in text
    attempt("journey_time", True, "b")
    assert "Next: lesson 02 · Title" in shown(capsys)
    attempt("worth_it", True, "c")
    assert "6 of 10 points and 4 bonus points" in shown(capsys)
    attempt("drive", True, "d")
    assert "All lessons and tasks are done." in shown(capsys)


def test_tries_and_hints_are_counted_up_to_the_pass(workspace):
    attempt("cheapest", False, "a")
    attempt("cheapest", False, "a")
    record.append("hint", task="cheapest", number=1)
    record.append("hint", task="cheapest", number=1)
    attempt("cheapest", False, "b")
    attempt("cheapest", True, "c")
    record.append("solution", task="cheapest", shown_anyway=False)
    attempt("cheapest", False, "d")
    found = read_standings(record.events())["cheapest"]
    assert (found.tries, found.hints, found.with_solution) == (3, 1, False)
    assert found.passed_on == record.events()[0].at[:10]


def test_the_logbook_says_with_solution(workspace, capsys):
    record.append("solution", task="drive", shown_anyway=True)
    attempt("drive", True, "a")
    attempt("cheapest", False, "a")
    text = shown(capsys)
    assert "logbook.md" in text
    written = (workspace / "logbook.md").read_text()
    day = record.events()[0].at[:10]
    assert f"| drive | {day} | 1 | 0 | with solution |" in written
    assert "cheapest" not in written
    assert written.endswith("Checked on this machine, without supervision.\n")


def test_a_missed_question_comes_back_until_it_is_answered_right(workspace, capsys):
    for question, right in (("first?", False), ("second?", False), ("first?", True)):
        record.append("predict", question=question, choice=1, right=right)
    text = shown(capsys)
    assert "what would you say now? second?" in text
    assert "first?" not in text


def test_what_was_passed_with_the_solution_comes_back(workspace, capsys):
    record.append("solution", task="drive", shown_anyway=True)
    assert "from memory" not in shown(capsys)
    attempt("drive", True, "a")
    assert "You saw the solution before you passed: drive." in shown(capsys)


def test_a_logbook_that_cannot_be_written_is_one_sentence(workspace, capsys):
    (workspace / "logbook.md").mkdir()
    assert "The logbook could not be written" in shown(capsys)


def test_an_empty_logbook_is_a_table(small_course):
    assert "| task | date | tries | hints | |" in logbook(course.outline(), {})


def test_events_of_unknown_tasks_and_strange_data_are_harmless(workspace, capsys):
    record.append("try", task=None, passed=True)
    record.append("try", task="gone_task", passed=True)
    record.append("predict", question="?", choice=1, right=None)
    assert "0 of 10 points" in shown(capsys)
