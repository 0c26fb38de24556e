"""The graders, graded: wrong answers get their diagnosis, right ones pass, stubs score nothing."""

from __future__ import annotations

import gc
import importlib
import itertools
import linecache
import warnings
from collections import Counter

import pytest

from nightline.judging import official, report
from nightline.judging.catalogue import tasks
from nightline.judging.judge import judge
from nightline.judging.task import Verdict
from tests.answers import Right, Wrong

SETS = sorted({task.set for task in tasks().values()})
ANSWERS: list[Wrong | Right] = [
    answer
    for name in SETS
    for answer in importlib.import_module(f"tests.answers.set_{name}").ANSWERS
]
WRONG = [answer for answer in ANSWERS if isinstance(answer, Wrong)]
RIGHT = [answer for answer in ANSWERS if isinstance(answer, Right)]
_numbers = itertools.count()
# After so many answers, let their tasks go. Else thousands stay, and `asyncio.all_tasks` sees them all.
MANY = 100


def judge_source(name: str, source: str) -> Verdict:
    """Judge an answer given as the text of its cell."""
    task = tasks()[name]
    number = next(_numbers)
    if number % MANY == MANY - 1:
        with warnings.catch_warnings(action="ignore"):  # of their coroutines: the reports told them
            gc.collect()
    file = f"<answer {number}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names = official.setup_names(task)
    exec(compile(source, file, "exec"), names)
    return judge(task, names[name])


@pytest.mark.parametrize("answer", WRONG, ids=lambda answer: f"{answer.task}-{answer.diagnosis}")
def test_wrong_answer_gets_its_diagnosis(answer: Wrong) -> None:
    verdict = judge_source(answer.task, answer.source)
    assert verdict.state == "missed"
    assert verdict.points == 0
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.key == answer.diagnosis, report.as_text(verdict)
    assert len(report.as_html(verdict)) > 200


@pytest.mark.parametrize("answer", RIGHT, ids=lambda answer: answer.task)
def test_right_answer_passes(answer: Right) -> None:
    verdict = judge_source(answer.task, answer.source)
    assert verdict.passed, report.as_text(verdict)


@pytest.mark.parametrize("name", tasks())
def test_official_solution_scores_full(name: str) -> None:
    verdict = judge_source(name, official.solution_source(tasks()[name]))
    assert verdict.passed, report.as_text(verdict)
    assert verdict.points == tasks()[name].points


@pytest.mark.parametrize("name", tasks())
def test_untouched_stub_is_not_started(name: str) -> None:
    verdict = judge_source(name, official.stub_source(tasks()[name]))
    assert verdict.state == "not started"
    assert verdict.points == 0
    assert report.as_text(verdict) == f"{name}: not started yet"


@pytest.mark.parametrize("name", tasks())
def test_stub_would_not_pass_if_it_were_judged(name: str) -> None:
    """An untouched cell is never judged, so a line is added that changes nothing."""
    stub = official.stub_source(tasks()[name])
    assert not judge_source(name, f"{stub}\n\nunused = None\n").passed


@pytest.mark.parametrize("name", tasks())
def test_every_task_has_a_bank(name: str) -> None:
    wrong = [answer for answer in WRONG if answer.task == name]
    assert len(wrong) >= 3
    assert len({answer.diagnosis for answer in wrong}) >= 3
    assert sum(answer.task == name for answer in RIGHT) >= 2


CATCH_ALLS = {"wrong-result", "raised"}


@pytest.mark.parametrize("name", tasks())
def test_diagnoses_of_a_task_are_no_catch_alls(name: str) -> None:
    found = Counter(answer.diagnosis for answer in WRONG if answer.task == name)
    named = [key for key in found if key not in CATCH_ALLS]
    assert len(named) >= 3
