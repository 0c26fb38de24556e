"""A learner's first hour, in a real browser."""

from __future__ import annotations

from nightline.judging.catalogue import tasks
from nightline.judging.official import solution_source
from tests.browser.lab import Lab, text_of

LESSON = "notebooks/01_one_track_many_trains.ipynb"
SET = "exercises/01_one_track_many_trains/01_one_track_many_trains.ipynb"
OF_SET = [task for task in tasks().values() if task.set in SET]


def graded(lab: Lab) -> dict[str, dict[str, object]]:
    """The cells that judge, by their grade id."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in lab.cells()
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def test_a_lesson_runs_from_top_to_bottom(lab: Lab) -> None:
    lab.open(LESSON)
    assert not any(cell.get("outputs") for cell in lab.cells()), "nothing was run for the learner"
    lab.run_all()
    code = [cell for cell in lab.cells() if cell["cell_type"] == "code"]
    for cell in code:
        assert cell["execution_count"], cell["id"]
        kinds = [output["output_type"] for output in cell["outputs"]]
        assert "error" not in kinds, text_of(cell)
    pictures = [
        cell["id"]
        for cell in code
        for output in cell["outputs"]
        if "image/png" in output.get("data", {})
    ]
    assert pictures
    image = lab.page.locator(".jp-OutputArea-output img").first
    image.scroll_into_view_if_needed()
    assert image.evaluate("image => image.complete && image.naturalWidth > 300")


def test_run_all_judges_every_untouched_task(lab: Lab) -> None:
    lab.open(SET)
    lab.run_all()
    cells = graded(lab)
    assert list(cells) == [f"check-{task.name}" for task in OF_SET]
    for cell in cells.values():
        assert "not started yet" in text_of(cell)


def test_solving_a_task_changes_the_verdict(lab: Lab) -> None:
    task = OF_SET[1]
    lab.open(SET)
    lab.run_all()
    ids = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell["id"] for cell in lab.cells()}
    answer, judge = ids[task.name], ids[f"check-{task.name}"]
    assert "not started yet" in text_of(lab.cell(judge))
    lab.replace(answer, solution_source(task))
    lab.run(answer)
    report = lab.run(judge)
    assert "not started yet" not in report
    assert "✓" in report
    assert (lab.workspace / "progress.jsonl").read_text().count('"try"') == 1


def test_nothing_alarming_is_shown(lab: Lab) -> None:
    """No pop-up in the page, and in the terminal nothing but the address and how to end."""
    lab.start("notebooks/00_start_here.ipynb")
    lab.run_all()
    assert lab.page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    said = [line.strip() for line in lab.lines if line.strip()]
    assert said[0] == "Nightline is open at"
    assert said[1] == lab.address
    assert said[2].startswith("Leave this window open")
    assert len(said) == 3, said[3:]
