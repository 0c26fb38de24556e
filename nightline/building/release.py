"""`exercises/` from `solutions/`, with nbgrader's converter in this process.

nbgrader's own command gives the same files, and fills its gradebook too.
"""

from __future__ import annotations

import filecmp
import logging
import shutil
import tempfile
from pathlib import Path

from nightline.building.notebooks import NotBuilt
from nightline.workspace import ROOT


def generate(root: Path, destination: Path) -> None:
    """Write every exercise set into a folder.

    Arguments: the course's folder, with `solutions/`; the folder to fill, which need not exist.
    Raises NotBuilt with nbgrader's reason.
    """
    # It costs a second, and most of who imports this only looks at notebooks.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config.loader import PyFileConfigLoader

    sets = sorted(path.name for path in (root / "solutions").iterdir() if path.is_dir())
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.release_directory = str(destination)
    # A gradebook changes nothing in the files, and opening one starts a process each time.
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors.remove(SaveCells)
    for name in sets:
        config.CourseDirectory.assignment_id = name
        folder = CourseDirectory(config=config)
        converter = GenerateAssignment(coursedir=folder, config=config, force=True)
        converter.log = logging.getLogger("nightline.release")
        converter.log.setLevel(logging.ERROR)
        try:
            converter.start()
        except Exception as error:  # nbgrader raises many kinds
            raise NotBuilt(f"exercises/{name}: {error}") from error


def release(root: Path = ROOT) -> list[str]:
    """Bring `exercises/` up to date. Returns the names of the files that changed."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh, current = Path(scratch) / "exercises", root / "exercises"
        fresh.mkdir()
        generate(root, fresh)
        changed = differences(fresh, current)
        if changed:
            if current.exists():
                shutil.rmtree(current)
            shutil.copytree(fresh, current)
    return changed


def differences(one: Path, other: Path) -> list[str]:
    """Names of files that are not the same, byte for byte, in both folders."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)
    }
    return [
        name
        for name in sorted(names)
        if not ((one / name).is_file() and (other / name).is_file())
        or not filecmp.cmp(one / name, other / name, shallow=False)
    ]
