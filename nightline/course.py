"""The course as it lies here: its lessons in order, each with its exercise set."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nightline import record
from nightline.judging.catalogue import tasks
from nightline.judging.task import Task
from nightline.workspace import ROOT


@dataclass(frozen=True)
class ExerciseSet:
    """An exercise set: its notebook and its tasks, in order."""

    notebook: Path
    tasks: tuple[Task, ...]

    @cached_property
    def needed(self) -> tuple[Task, ...]:
        """The tasks that make the set passed: the warm-up and the core ones."""
        return tuple(task for task in self.tasks if task.level != "stretch")


@dataclass(frozen=True)
class Lesson:
    """A lesson: its heading, its notebook, its minutes without tasks, its exercise set."""

    title: str
    notebook: Path
    minutes: int
    exercises: ExerciseSet | None


def outline() -> list[Lesson]:
    """The lessons in the order of the course, from the learner's copy or else the course itself."""
    root = record.home() or ROOT
    sets: dict[str, list[Task]] = {}
    for task in tasks().values():
        sets.setdefault(task.set, []).append(task)
    # The course's own files: a learner's copy may hold newer versions beside their work.
    names = {path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")} | set(sets)
    return [_lesson(root, name, sets.get(name)) for name in sorted(names)]


def link(notebook: Path) -> str:
    """A link to a notebook from the folder of the running one."""
    return Path(os.path.relpath(notebook, Path.cwd())).as_posix()


def _lesson(root: Path, name: str, found: list[Task] | None) -> Lesson:
    title, minutes = _heading(name)
    exercises = None
    if found:
        exercises = ExerciseSet(root / "exercises" / name / f"{name}.ipynb", tuple(found))
    return Lesson(title, root / "notebooks" / f"{name}.ipynb", minutes, exercises)


def _heading(name: str) -> tuple[str, int]:
    """Title and minutes of a lesson; its name in words and 0 where it cannot be read."""
    title, minutes = f"{name[:2]} · {name[3:].replace('_', ' ').capitalize()}", 0
    try:
        content = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        notebook = json.loads(content)
        heading = re.match(r"# (.+)", "".join(notebook["cells"][0]["source"]))
        title = heading[1].strip() if heading else title
        minutes = int(notebook["metadata"]["nightline"]["minutes"]["lesson"])
    except (OSError, ValueError, LookupError, TypeError):
        pass  # a lesson that is being written
    return title, minutes
