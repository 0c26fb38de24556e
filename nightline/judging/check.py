"""`check`: judge an answer and show the report."""

from __future__ import annotations

import hashlib
import inspect
import re
from typing import Any

from nightline import record
from nightline.checks.practice import SAY_READY
from nightline.judging import official, report
from nightline.judging.catalogue import tasks
from nightline.judging.display import cell_that_did_not_run, names_of_notebook, show
from nightline.judging.judge import judge
from nightline.judging.places import source_of
from nightline.judging.task import Task, Verdict

STALE = (
    "Your last cell did not run: Python could not read it (SyntaxError). So this report is about "
    "the answer before it."
)


class NotYet(Exception):
    """An answer does not yet meet all requirements. Its traceback is one line: the report says why."""

    def _render_traceback_(self) -> list[str]:
        return [f"NotYet: {self}"]


class NoAnswer(TypeError):
    """What was passed is no answer to any task. Its traceback is one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"TypeError: {self}"]


def check(answer: Any) -> None:
    """Judge your answer to a task and show the report.

    Args:
        answer: the function or class that the task asks for; not a call of it.

    Raises:
        NotYet: a requirement is not met, or the task is not started.
        NoAnswer: this is no answer to any task.

    Example:
        >>> check(cheapest)
    """
    task = find_task(answer)
    verdict = judge(task, answer)
    next_step = _next_step(task) if verdict.passed else ""
    if re.search(rf"\b(def|class)\s+{task.name}\b", cell_that_did_not_run()):
        next_step = STALE
    show(report.as_html(verdict, next_step), report.as_text(verdict, next_step))
    if verdict.state != "not started":
        _record(verdict, answer)
    if not verdict.passed:
        raise NotYet(report.headline(verdict))


def _record(verdict: Verdict, answer: Any) -> None:
    tree = official.fingerprint(source_of(answer))
    record.append(
        "try",
        task=verdict.task.name,
        passed=verdict.passed,
        diagnosis=verdict.diagnosis.key if verdict.diagnosis else None,
        answer=hashlib.sha256(tree.encode()).hexdigest()[:16],
    )


def find_task(answer: Any) -> Task:
    """The task an answer belongs to: by its own name, else by its name in the notebook.

    Raises:
        NoAnswer: there is no such task; the message says what to pass.
    """
    if inspect.iscoroutine(answer):
        answer.close()
        raise NoAnswer(
            f"pass the function itself, without brackets: {answer.__name__}, "
            f"not {answer.__name__}(…)"
        )
    names = [getattr(answer, "__name__", "")]
    names += [name for name, value in names_of_notebook().items() if value is answer]
    # What Django's `as_view()` makes belongs to its class; the task says what it wants.
    names += [cls.__name__ for cls in [getattr(answer, "view_class", None)] if cls]
    known = tasks() | {SAY_READY.name: SAY_READY}
    for name in names:
        if name in known:
            return known[name]
    called = f"called {names[0]!r}" if names[0] else f"for {type(answer).__name__} values"
    raise NoAnswer(f"there is no task {called}; pass the function or class a task asks for")


def _next_step(task: Task) -> str:
    if task is SAY_READY:
        return ""
    in_set = [other for other in tasks().values() if other.set == task.set]
    later = in_set[in_set.index(task) + 1 :]
    if later:
        return f"Next: `{later[0].name}` ({later[0].level}, {later[0].minutes} min)."
    return "That was the last task of this set. `progress()` shows what comes next."
