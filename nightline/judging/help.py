"""`hint` and `solution`: help that is counted, and never a punishment."""

from __future__ import annotations

from html import escape
from typing import Any

from nightline import record
from nightline.judging import official
from nightline.judging.check import find_task
from nightline.judging.display import show
from nightline.judging.task import Task

HONEST_TRIES = 3


def hint(answer: Any) -> None:
    """Show the next hint of a task. Hints cost nothing.

    Args:
        answer: the task's function or class.

    Example:
        >>> hint(cheapest)
        Hint 1 of 4: At 0.1 s, how many rows of your timeline are waiting? …
    """
    task = find_task(answer)
    given = _events("hint", task)
    number = min(len(given) + 1, len(task.hints))
    if len(given) < len(task.hints):
        record.append("hint", task=task.name, number=number)
    text = f"Hint {number} of {len(task.hints)}: {task.hints[number - 1]}"
    if number == len(task.hints):
        text += f"\nThis is the last hint. After three tries, `solution({task.name})` opens."
    show(f"<p>{escape(text, quote=False)}</p>".replace("\n", "<br>"), text)


def solution(answer: Any, show_anyway: bool = False) -> None:
    """Show the official solution and why, once the task is passed or after three honest tries.

    Args:
        answer: the task's function or class.
        show_anyway: open it now; the record then says "with solution".

    Example:
        >>> solution(cheapest)
    """
    task = find_task(answer)
    tries = honest_tries(task)
    passed = any(event.data["passed"] for event in _events("try", task))
    if not (passed or tries >= HONEST_TRIES or show_anyway):
        left = HONEST_TRIES - tries
        text = (
            f"The solution opens after {left} more {'try' if left == 1 else 'tries'} that "
            f"differ, or when you pass. To read it now: solution({task.name}, show_anyway=True)."
        )
        show(f"<p>{escape(text, quote=False)}</p>", text)
        return
    if not passed:
        record.append("solution", task=task.name, shown_anyway=tries < HONEST_TRIES)
    source = official.solution_source(task)
    html = (
        f"<pre>{escape(source)}</pre><p><strong>Why:</strong> {escape(task.why, quote=False)}</p>"
    )
    show(html, f"{source}\n\nWhy: {task.why}")


def honest_tries(task: Task) -> int:
    """Tries whose syntax tree differs from the try before. The untouched stub is never a try."""
    answers = [event.data["answer"] for event in _events("try", task)]
    return sum(now != before for before, now in zip([None, *answers], answers, strict=False))


def _events(kind: str, task: Task) -> list[record.Event]:
    return [e for e in record.events() if e.kind == kind and e.data.get("task") == task.name]
