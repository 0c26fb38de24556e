"""The table of lessons and the picture in README.md, taken from the lessons themselves."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from nightline.building.notebooks import read

_TABLE = re.compile(r"(<!-- lessons -->\n).*?(<!-- /lessons -->)", re.DOTALL)


PICTURE = "docs/train_graph.png"
_PICTURED = ("01_one_track_many_trains", "run-together")  # lesson and cell


def update(root: Path) -> list[str]:
    """Write the table into README.md, and its picture. Returns the names of changed files."""
    path = root / "README.md"
    if not path.exists():
        return []
    fresh = {
        path: with_table(path.read_text(encoding="utf-8"), table(root)).encode(),
        root / PICTURE: picture(root),
    }
    changed = []
    for file, content in fresh.items():
        if content and not (file.exists() and file.read_bytes() == content):
            file.write_bytes(content)
            changed.append(file.relative_to(root).as_posix())
    return changed


def picture(root: Path) -> bytes:
    """The train graph that README.md shows, as a lesson stores it; empty if it was not run."""
    lesson, ident = _PICTURED
    cells = read(root / "notebooks" / f"{lesson}.ipynb").cells
    outputs = next(cell.outputs for cell in cells if cell.id == ident)
    images = [o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})]
    return base64.b64decode(images[0]) if images else b""


def with_table(text: str, rows: str) -> str:
    """The text with its table of lessons replaced."""
    return _TABLE.sub(lambda match: f"{match[1]}\n{rows}\n{match[2]}", text)


def table(root: Path) -> str:
    """One row a lesson: title, what it promises, minutes for it and for its first two tasks."""
    rows = ["| lesson | what you get | minutes | tasks |", "|---|---|---|---|"]
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = read(path)
        first = notebook.cells[0].source
        title = re.search(r"^# (.+)$", first, re.MULTILINE)
        promise = re.search(r"\*\*(.+?)\*\*", first, re.DOTALL)
        minutes = notebook.metadata.get("nightline", {}).get("minutes", {})
        rows.append(
            f"| [{title[1] if title else path.stem}](notebooks/{path.name}) "
            f"| {' '.join(promise[1].split()) if promise else ''} "
            f"| {minutes.get('lesson') or ''} | {minutes.get('tasks') or ''} |"
        )
    return "\n".join(rows) + "\n"
