"""A notebook file as the repository keeps it: nothing in it that changes from run to run."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from nightline.workspace import ROOT

READABLE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MACHINE_ID = re.compile(r"[0-9a-f]{8}")
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_CELL_METADATA = ("deletable", "editable", "jupyter", "nbgrader", "nightline", "tags")
_WIDGET = "application/vnd.jupyter.widget-view+json"  # its id is random, its state is not stored


class NotBuilt(Exception):
    """A notebook cannot be built; the message says which, where and why."""


def read(path: Path) -> NotebookNode:
    """Read a notebook. Raises NotBuilt if it is none."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises many kinds
        raise NotBuilt(f"not a readable notebook ({error})") from error
    return notebook


def write(notebook: NotebookNode, path: Path) -> bool:
    """Write a notebook if that changes the file. Returns whether it did."""
    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def tidy(notebook: NotebookNode) -> None:
    """Bring a notebook into the repository's form, in place; its sources are left alone.

    An id given as the cell's metadata (`id`, as a text format can carry it) becomes the cell's.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    kept = notebook.metadata.get("nightline", {})
    notebook.metadata = NotebookNode(kernelspec=_KERNEL, language_info={"name": "python"})
    if kept:
        notebook.metadata.nightline = kept
    number = 0
    for cell in notebook.cells:
        cell.id = cell.metadata.get("id", cell.get("id", ""))
        cell.metadata.get("nightline", {}).pop("lines_to_next_cell", None)  # jupytext's
        cell.metadata = NotebookNode(
            {
                key: cell.metadata[key]
                for key in _CELL_METADATA
                if cell.metadata.get(key) not in (None, {}, [])
            }
        )
        if cell.cell_type == "code":
            number += 1
            cell.execution_count = number if cell.outputs else None
            cell.outputs = [_tidy_output(output, number) for output in cell.outputs]


def _tidy_output(output: NotebookNode, number: int) -> NotebookNode:
    if "execution_count" in output:
        output.execution_count = number
    if "data" in output:
        output.data.pop(_WIDGET, None)
        output.metadata = NotebookNode()
    return output


def check_ids(notebook: NotebookNode) -> None:
    """Raises NotBuilt unless every cell has a readable id of its own."""
    seen = set()
    for number, cell in enumerate(notebook.cells, 1):
        ident = cell.get("id", "")
        if not is_readable(ident):
            raise NotBuilt(f"cell {number} needs a readable id, not {ident!r}")
        if ident in seen:
            raise NotBuilt(f"two cells have the id {ident!r}")
        seen.add(ident)


def is_readable(ident: str) -> bool:
    """Whether a cell's id was chosen by a person: words with hyphens, at most 64 characters."""
    return bool(READABLE_ID.fullmatch(ident)) and not _MACHINE_ID.fullmatch(ident)


def code_hash(notebook: NotebookNode) -> str:
    """A fingerprint of what is executed, in order."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:16]


def is_current(notebook: NotebookNode) -> bool:
    """Whether the stored outputs belong to the code as it is now."""
    return bool(notebook.metadata.get("nightline", {}).get("hash") == code_hash(notebook))


def format_code(path: Path) -> None:
    """Format the code cells of a notebook. Raises NotBuilt if one does not parse."""
    settings = ["--config", str(ROOT / "pyproject.toml")]
    command = [sys.executable, "-m", "ruff", "format", *settings, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NotBuilt(f"the code does not parse\n{done.stderr.strip()}")
