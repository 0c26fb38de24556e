"""`make build`: execute what changed, then regenerate the exercises from the solutions."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from nightline.building.coverage import update_docs
from nightline.building.execution import execute
from nightline.building.notebooks import (
    NotBuilt,
    check_ids,
    code_hash,
    format_code,
    is_current,
    read,
    tidy,
    write,
)
from nightline.building.readme import update
from nightline.building.release import release
from nightline.building.room_cards import update_cards
from nightline.jupyter import settings
from nightline.workspace import ROOT

OLDEST = (
    3,
    11,
)  # stored outputs are made on the oldest supported Python and compared on the newest


def build(names: list[str], root: Path = ROOT) -> int:
    """Build the course's notebooks.

    Arguments: names of notebooks (`01_one_track_many_trains`) to execute even if their code did not
    change, for example because the toolkit draws differently; without names, what changed.
    Returns the exit code: 1 if a notebook was refused.
    """
    paths = sources(root)
    unknown = set(names) - {path.stem for path in paths}
    if unknown:
        print(f"No notebook is called {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    refused = []
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= settings(Path(scratch))
        for path in paths:
            try:
                tidy_file(path)
                if path.stem in names or not is_current(read(path)):
                    execute_file(path)
            except NotBuilt as reason:
                refused.append(f"{path.relative_to(root)}: {reason}")
    try:
        for name in release(root):
            print(f"exercises/{name}: generated")
    except NotBuilt as reason:
        refused.append(str(reason))
    for name in [*update(root), *update_docs(root), *update_cards(root)]:
        print(f"{name}: brought up to date")
    for sentence in refused:
        print(f"\nRefused: {sentence}", file=sys.stderr)
    return 1 if refused else 0


def sources(root: Path = ROOT) -> list[Path]:
    """The notebooks that people write: lessons, and exercise sets with their solutions."""
    lessons = sorted((root / "notebooks").glob("*.ipynb"))
    return lessons + sorted((root / "solutions").glob("*/*.ipynb"))


def tidy_file(path: Path) -> None:
    """Bring a notebook into the repository's form, its code formatted; execute nothing.

    Raises NotBuilt if that cannot be done.
    """
    notebook = read(path)
    tidy(notebook)
    check_ids(notebook)
    write(notebook, path)
    format_code(path)


def execute_file(path: Path) -> None:
    """Execute a notebook and store its outputs. Raises NotBuilt, and then changes nothing."""
    if sys.version_info[:2] != OLDEST:
        here, oldest = ("{}.{}".format(*version) for version in (sys.version_info, OLDEST))
        print(f"This is Python {here}. If you have {oldest}: make build PYTHON=python{oldest}")
    began = time.perf_counter()
    notebook = read(path)
    execute(notebook, path)
    notebook.metadata.setdefault("nightline", {})["hash"] = code_hash(notebook)
    write(notebook, path)
    print(f"{path.stem}: executed twice, {time.perf_counter() - began:.1f} s", flush=True)
