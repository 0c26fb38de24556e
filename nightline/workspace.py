"""The learner's own copy: `workspace/`, filled from `notebooks/` and `exercises/`.

What the learner has not touched follows the course; what they have is never overwritten, and a
newer version of it is laid beside (`01_name.new.ipynb`). A notebook counts as untouched as long as
the sources of its cells are those that were given: outputs, and an empty cell at the end, are not
work. A deleted notebook comes back, which is how one starts it afresh.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

MARKER = ".nightline-workspace"
ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("notebooks", "exercises")


class Given(TypedDict):
    """What the learner was given of one file."""

    work: str  # fingerprint of what counts as the learner's work: see `fingerprint`
    text: str  # fingerprint of every byte
    offered: str  # `work` of the newer version laid beside it; empty if there is none


def prepare(workspace: Path, root: Path = ROOT) -> list[str]:
    """Fill or refresh the learner's copy.

    Arguments: the folder of the copy; the folder of the course.
    Returns sentences for the learner, one for each file that is worth one.
    Raises OSError if the folder cannot be written.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    marker = workspace / MARKER
    manifest = _read_manifest(marker)
    said = []
    for name, fresh in _course_files(root):
        target = workspace / name
        sentence = _refresh(target, fresh, manifest, name)
        if sentence:
            said.append(f"{name}: {sentence}")
    _write(marker, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
    return said


def _refresh(target: Path, fresh: bytes, manifest: dict[str, Given], name: str) -> str:
    """Bring one file up to date. Returns a sentence for the learner, or nothing."""
    given = manifest.get(name)
    new = Given(work=fingerprint(name, fresh), text=_digest(fresh), offered="")
    if not target.exists():
        _write(target, fresh)
        manifest[name] = new
        return "you had deleted it, so here it is afresh." if given else ""
    try:
        mine = fingerprint(name, target.read_bytes())
    except ValueError:
        return "it is damaged and was left as it is. Delete it to get a fresh one."
    if mine == new["work"] or (given and mine == given["work"]):
        if given is None or given["text"] != new["text"]:
            _write(target, fresh)
        manifest[name] = new
        return ""
    if given and new["work"] in (given["work"], given["offered"]):
        return ""
    beside = _free_name(target, given)
    _write(beside, fresh)
    manifest[name] = Given(work=given["work"] if given else "", text="", offered=new["work"])
    return f"you have worked in it, so the newer version lies beside it: {beside.name}"


def _free_name(target: Path, given: Given | None) -> Path:
    """A name for the newer version that overwrites no work, an unused offer apart."""
    number = 1
    while True:
        suffix = ".new" if number == 1 else f".new{number}"
        path = target.with_name(f"{target.stem}{suffix}{target.suffix}")
        if not path.exists():
            return path
        try:
            if given and fingerprint(path.name, path.read_bytes()) == given["offered"]:
                return path
        except ValueError:
            pass
        number += 1


def fingerprint(name: str, content: bytes) -> str:
    """What of a file is somebody's work: for a notebook its cells' sources, else every byte.

    Raises ValueError if a notebook cannot be read.
    """
    if not name.endswith(".ipynb"):
        return _digest(content)
    cells = [[cell["cell_type"], _source(cell)] for cell in _cells(json.loads(content))]
    while cells and not cells[-1][1].strip():  # running the last cell makes an empty one below it
        cells.pop()
    return _digest(json.dumps(cells).encode())


def without_outputs(content: bytes) -> bytes:
    """A notebook as a learner gets it: nothing run yet."""
    notebook = json.loads(content)
    for cell in _cells(notebook):
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _course_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file a learner gets, in the order of the course."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or "/." in name or "__pycache__" in name:
                continue
            content = path.read_bytes()
            yield name, without_outputs(content) if path.suffix == ".ipynb" else content


def _read_manifest(marker: Path) -> dict[str, Given]:
    """What was given so far. Without a readable one every file counts as the learner's."""
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {
        name: Given(work=entry["work"], text=entry["text"], offered=entry["offered"])
        for name, entry in entries
        if isinstance(entry, dict) and entry.keys() >= {"work", "text", "offered"}
    }


def _cells(notebook: Any) -> list[dict[str, Any]]:
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("not a notebook")
    cells: list[dict[str, Any]] = notebook["cells"]
    if not all(isinstance(cell, dict) and {"cell_type", "source"} <= cell.keys() for cell in cells):
        raise ValueError("not a notebook")
    return cells


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError("not a notebook")
    return "".join(lines)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)
