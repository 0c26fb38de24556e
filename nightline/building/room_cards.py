"""Room cards: one short page a lesson for the person in front of the room, in `docs/teaching/`."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

from nightline.building.coverage import ROOM
from nightline.building.notebooks import read
from nightline.course import outline
from nightline.judging.task import Task

QUESTIONS = 3
WRONG = 2


def update_cards(root: Path) -> list[str]:
    """Write the card of each lesson that has tasks. Returns the names of changed files."""
    changed = []
    for name, text in cards(root).items():
        path = root / "docs" / "teaching" / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path.relative_to(root).as_posix())
    return changed


def cards(root: Path) -> dict[str, str]:
    """The text of each card by the lesson's name. It comes from the lesson's cells and its tasks."""
    found = {}
    for lesson in outline():
        path = root / "notebooks" / lesson.notebook.name
        if lesson.exercises and path.exists():
            found[path.stem] = card(read(path), path.name, lesson.exercises.tasks)
    return found


def card(notebook: NotebookNode, file: str, tasks: tuple[Task, ...]) -> str:
    """One card.

    Arguments: the lesson; the name of its file; the tasks of its set.
    Returns Markdown that fits on one small page.
    """
    first = notebook.cells[0].source
    minutes = notebook.metadata.nightline.minutes
    room = round(ROOM * (minutes["lesson"] + minutes["tasks"]))
    promise = re.search(r"\*\*(.+?)\*\*", first, re.DOTALL)
    names = re.search(r"\*\*New names:\*\* (.+?)(?:\n\n|\n- |$)", first, re.DOTALL)
    late = re.search(r"\*\*Late\?\*\* (.+?)(?:\n\n|$)", notebook.cells[-1].source, re.DOTALL)
    parts = [
        f"# Room card {first.splitlines()[0].removeprefix('# ')}",
        _line(promise[1]) if promise else "",
        f"[Lesson](../../notebooks/{file}) {minutes['lesson']} min, first two tasks "
        f"{minutes['tasks']} min; in a room about {room} min (estimated).",
        "## Ask, vote, talk in pairs, vote again, run",
        *(_question(number, *pair) for number, pair in enumerate(_asked(notebook), 1)),
        "## Tasks",
        "\n".join(f"- `{t.name}` ({t.level}, {t.minutes} min): {_line(t.why)}" for t in tasks),
        f"**New names:** {_line(names[1])} [Glossary](../../notebooks/glossary.md)"
        if names
        else "",
        f"**Late?** {_line(late[1])}" if late else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _asked(notebook: NotebookNode) -> list[tuple[str, str]]:
    """The first questions of a lesson, each with its answer, as the lesson stores them."""
    shown = [
        str(output.data["text/plain"])
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if {"text/html", "text/plain"} <= output.get("data", {}).keys()
    ]
    questions = [text for text in shown if "\n  ○ " in text and "points" not in text]
    answers = [text for text in shown if text.startswith("The run says")]
    return list(zip(questions, answers, strict=False))[:QUESTIONS]


def _question(number: int, question: str, answer: str) -> str:
    asked, *options = question.split("\n  ○ ")
    right, *wrong = answer.split("\nIf you expected ")
    rows = [
        f"{number}. {_line(asked)} ({'; '.join(options)})",
        f"   - {right.replace('The run says:', 'The run says')}.".replace("..", "."),
    ]
    rows += [f"   - Somebody says {_line(text)}" for text in wrong[:WRONG]]
    return "\n".join(rows)


def _line(text: str) -> str:
    return " ".join(text.split())
