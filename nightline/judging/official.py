"""The official solution and the untouched stub of a task, read from their notebooks."""

from __future__ import annotations

import ast
import functools
import json
import linecache
import re
from pathlib import Path
from typing import Any

from nightline.judging.places import source_of
from nightline.judging.task import Task

ROOT = Path(__file__).resolve().parents[2]
# What stands in a solution's cell for the exercise only: markers, given code, numbered steps.
SCAFFOLD = re.compile(r"\s*(### (BEGIN|END) SOLUTION|### GIVEN|# \d+\. )")


@functools.lru_cache(maxsize=64)
def _cells(file: Path) -> tuple[dict[str, Any], ...]:
    """The cells of a notebook; none when it cannot be read."""
    try:
        return tuple(json.loads(file.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, KeyError):
        return ()


def _source(file: Path, grade_id: str) -> str:
    for cell in _cells(file):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return "".join(cell["source"])
    return ""


def _solved(task: Task) -> Path:
    return ROOT / "solutions" / task.set / f"{task.set}.ipynb"


def solution_source(task: Task) -> str:
    """The official solution's code without markers and steps; empty where it cannot be read."""
    lines = _source(_solved(task), task.name).splitlines()
    return "\n".join(line for line in lines if not SCAFFOLD.match(line))


def stub_source(task: Task) -> str:
    """What the learner was given; empty where it cannot be read."""
    return _source(ROOT / "exercises" / task.set / f"{task.set}.ipynb", task.name)


def setup_names(task: Task) -> dict[str, Any]:
    """The names that a set's notebook has after its cells tagged `setup`."""
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in _cells(_solved(task)):
        if "setup" in cell["metadata"].get("tags", []):
            exec("".join(cell["source"]), names)
    return names


def build(task: Task) -> Any:
    """The official solution as an object; None where it cannot be had."""
    source = solution_source(task)
    if not source:
        return None
    file = f"<official {task.name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names = setup_names(task)
    exec(compile(source, file, "exec"), names)
    return names.get(task.name)


def is_untouched(task: Task, answer: Any) -> bool:
    """Whether the answer's cell is still what the learner was given."""
    stub, mine = stub_source(task), source_of(answer)
    return bool(stub) and fingerprint(stub) == fingerprint(mine)


def fingerprint(source: str) -> str:
    """The syntax tree of a cell as text, so that blanks and comments do not count as a change."""
    lines = [line for line in source.splitlines() if not line.startswith(("%", "!"))]
    try:
        return ast.dump(ast.parse("\n".join(lines)))
    except SyntaxError:
        return source
