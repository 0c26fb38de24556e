"""The course's files, as the invariants look at them."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from nightline.building import sources

ROOT = Path(__file__).resolve().parents[2]
LESSONS = [path for path in sources(ROOT) if path.parent.name == "notebooks"]
SOLUTIONS = [path for path in sources(ROOT) if path.parent.name != "notebooks"]
EXERCISES = sorted((ROOT / "exercises").glob("*/*.ipynb"))
START = "00_start_here"

Cell = dict[str, Any]


@functools.cache
def load(path: Path) -> dict[str, Any]:
    """A notebook as it stands in its file."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def cells(path: Path, kind: str) -> list[Cell]:
    """The cells of a kind, `code` or `markdown`, that hold something."""
    return [c for c in load(path)["cells"] if c["cell_type"] == kind and source(c).strip()]


def prose(path: Path) -> str:
    """All markdown of a notebook."""
    return "\n\n".join(source(cell) for cell in cells(path, "markdown"))


def headings(path: Path) -> list[str]:
    """The headings of a notebook without their marks."""
    return re.findall(r"^#{1,6} +(.+?) *$", prose(path), re.MULTILINE)


def name(path: Path) -> str:
    """The id of a parametrized test."""
    return path.relative_to(ROOT).as_posix()
