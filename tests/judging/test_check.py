"""What a learner meets: check, hint and solution, and what they say."""

from __future__ import annotations

import json
import linecache
import re
from pathlib import Path
from typing import Any

import pytest

from nightline import check, hint, record, solution
from nightline.judging import check as check_module
from nightline.judging import official, report
from nightline.judging.catalogue import tasks
from nightline.judging.check import NotYet
from nightline.judging.diagnoses import all_diagnoses
from nightline.judging.judge import judge
from nightline.workspace import MARKER

ONE_BY_ONE = """
async def cheapest(carriers):
    offers = [(carrier, await quote(carrier)) for carrier in carriers]
    return min(offers, key=lambda offer: offer[1])
"""
TOGETHER = """
import asyncio
async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(carrier) for carrier in carriers))
    return min(zip(carriers, prices), key=lambda offer: offer[1])
"""


def cell(source: str, name: str = "cheapest") -> Any:
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(compile(source, file, "exec"), names)
    return names[name]


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / MARKER).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_pass_is_shown_and_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(cell(TOGETHER)) is None  # type: ignore[func-returns-value]
    assert capsys.readouterr().out == (
        "✓ cheapest: passed, 4 points\n"
        "12 requests open at once, 0.45 s.\n"
        "Before you go on, say why a thirteenth fast carrier costs no time.\n"
        "Next: `worth_it` (stretch, 15 min).\n"
    )
    (event,) = record.events()
    assert event.data["passed"] is True


def test_the_four_lines_have_exactly_this_form(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotYet, match="5 of 6 requirements"):
        check(cell(ONE_BY_ONE))
    shown = capsys.readouterr().out
    assert "\n  ✗ All requests are open at once\n" in shown
    assert (
        "What you did: You asked 12 carriers one after another. Never more than 1 request was "
        "open. 3 s.\n"
        "What was expected: 12 requests open at once. 0.45 s, as long as the slowest carrier.\n"
        "What it means: `await quote(carrier)` inside the loop waits for that answer before the "
        "loop continues. It does not start work in the background.\n"
        "Try: Make all the calls first. Then wait once, for all of them. → lesson 01, “Together”\n"
    ) in shown
    (event,) = record.events()
    assert event.data["diagnosis"] == "one-by-one"


def test_the_picture_shows_your_run_beside_the_expected_one() -> None:
    html = report.as_html(judge(tasks()["cheapest"], cell(ONE_BY_ONE)))
    assert "Your run: 3 s" in html
    assert "Expected: 0.45 s" in html
    assert "This picture in words" in html


def test_not_yet_is_one_line() -> None:
    with pytest.raises(NotYet) as caught:
        check(cell("async def cheapest(carriers):\n    raise NotImplementedError\n"))
    assert caught.value._render_traceback_() == ["NotYet: cheapest: not started yet"]
    assert record.events() == []


def test_what_is_no_answer_is_said_plainly() -> None:
    with pytest.raises(TypeError, match="without brackets: cheapest, not cheapest"):
        check(cell(TOGETHER)(["Aurora"]))
    with pytest.raises(TypeError, match="no task called 'cheapst'"):
        check(cell("async def cheapst(carriers): ...", "cheapst"))
    with pytest.raises(TypeError, match="no task for int values"):
        check(3)


def test_an_answer_is_found_by_its_name_in_the_notebook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = cell(TOGETHER.replace("def cheapest", "def best"), "best")
    monkeypatch.setattr(check_module, "names_of_notebook", lambda: {"cheapest": answer})
    check(answer)
    assert "✓ cheapest" in capsys.readouterr().out


def test_hints_come_one_by_one_and_say_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    answer = cell(ONE_BY_ONE)
    for _ in range(5):
        hint(answer)
    shown = capsys.readouterr().out
    assert [shown.count(f"Hint {number} of 4") for number in (1, 2, 3, 4)] == [1, 1, 1, 2]
    assert len(record.events()) == 4


def test_the_solution_opens_after_three_honest_tries(capsys: pytest.CaptureFixture[str]) -> None:
    answer = cell(ONE_BY_ONE)
    for number in range(3):
        for _ in range(2):  # the same answer twice is one try, and a new comment changes nothing
            with pytest.raises(NotYet):
                check(cell(f"# try\n{ONE_BY_ONE}\nround = {number}\n"))
        capsys.readouterr()
        solution(answer)
        assert ("Why:" in capsys.readouterr().out) == (number == 2)
    assert [e.data["shown_anyway"] for e in record.events() if e.kind == "solution"] == [False]


def test_the_solution_opens_after_a_pass_and_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    solution(cell(ONE_BY_ONE), show_anyway=True)
    assert [e.data["shown_anyway"] for e in record.events()] == [True]
    source = official.solution_source(tasks()["cheapest"])
    assert source in capsys.readouterr().out
    assert "SOLUTION" not in source
    check(cell(TOGETHER))
    solution(cell(TOGETHER))
    assert len([e for e in record.events() if e.kind == "solution"]) == 1


def test_html_is_escaped() -> None:
    answer = cell("async def cheapest(carriers):\n    return '<script>', 1\n")
    html = report.as_html(judge(tasks()["cheapest"], answer))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_object_that_equals_everything_does_not_pass() -> None:
    source = """
class Yes(tuple):
    def __eq__(self, other): return True
    __hash__ = tuple.__hash__
async def cheapest(carriers):
    await __import__("asyncio").gather(*(quote(c) for c in carriers))
    return Yes(("nobody", 0))
"""
    verdict = judge(tasks()["cheapest"], cell(source))
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.key == "wrong-type"


def test_every_diagnosis_is_whole() -> None:
    tasks()  # the sets add their own
    for entry in all_diagnoses():
        meaning, advice = entry.explain({})
        assert entry.name
        assert meaning.endswith(".")
        assert advice.endswith((".", "?", "`", "”"))
        assert not re.search(r"\{[a-z_]+\}", meaning + advice), "a fact that nothing fills"
        assert "!" not in meaning + advice


def test_a_diagnosis_points_to_a_section_that_exists() -> None:
    tasks()
    for entry in all_diagnoses():
        lesson = next((official.ROOT / "notebooks").glob(f"{entry.lesson or '-'}_*.ipynb"), None)
        if lesson is not None and entry.section:
            markdown = [
                line
                for c in json.loads(lesson.read_text("utf-8"))["cells"]
                for line in "".join(c["source"]).splitlines()
            ]
            found = any(
                entry.section in line for line in markdown if line.startswith(("#", "<det"))
            )
            assert found, f"{entry.key}: lesson {entry.lesson} has no section {entry.section!r}"
        assert entry.section == "" or entry.lesson


def test_the_report_links_to_the_lesson() -> None:
    html = report.as_html(judge(tasks()["cheapest"], cell(ONE_BY_ONE)))
    assert '<a href="../../notebooks/01_one_track_many_trains.ipynb#Together">lesson 01' in html


def test_a_cell_that_python_could_not_read_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "async def cheapest(carriers):\n    return await quote(\n"
    monkeypatch.setattr(check_module, "cell_that_did_not_run", lambda: broken)
    check(cell(TOGETHER))
    assert "Your last cell did not run" in capsys.readouterr().out
    monkeypatch.setattr(check_module, "cell_that_did_not_run", lambda: "def other(:")
    check(cell(TOGETHER))
    assert "did not run" not in capsys.readouterr().out
