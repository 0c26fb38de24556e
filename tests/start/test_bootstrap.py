"""The script that makes the environment, run in small folders that need no packages."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nightline import bootstrap

SCRIPT = Path(bootstrap.__file__)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand in for interpreters")


# A stand-in for the standard library's module: an environment in no time, without pip.
VENV = """
import os, pathlib, sys
folder = pathlib.Path(sys.argv[1])
(folder / "bin").mkdir(parents=True)
(folder / "bin/python").symlink_to(sys.executable)
(folder / "pyvenv.cfg").write_text(f"home = {os.path.dirname(sys.executable)}")
"""
PIP = "print('Collecting nothing')"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose environment is made, with a package that says what it was told."""
    root = small_course(tmp_path / "course")
    # `python -m` looks in the current folder first.
    (root / "venv.py").write_text(VENV)
    (root / "pip.py").write_text(PIP)
    start(root)
    return root


def small_course(root: Path) -> Path:
    package = root / "nightline"
    package.mkdir(parents=True)
    shutil.copy(SCRIPT, package)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys\nprint('told', sys.argv[1:], sys.prefix)\n")
    (root / "requirements.txt").touch()
    (root / "pyproject.toml").touch()
    return root


def start(
    root: Path, *arguments: str, python: str = sys.executable, **environment: str
) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "VENV")}
    return subprocess.run(
        [python, "nightline/bootstrap.py", *(arguments or ["learn"])],
        cwd=root,
        env=environ | environment,
        capture_output=True,
        text=True,
    )


def test_hands_over_to_the_environment(course: Path) -> None:
    done = start(course, "learn", "--no-browser", "--port", "8899")
    assert done.returncode == 0, done.stderr
    assert "told ['learn', '--no-browser', '--port', '8899']" in done.stdout
    assert str(course / ".venv") in done.stdout


def test_says_what_comes_on_a_first_start_only(course: Path) -> None:
    shutil.rmtree(course / ".venv")
    first = start(course).stdout
    for words in ("First start: about", "1/3 environment", "2/3 packages", "3/3 your copy"):
        assert words in first
    again = start(course).stdout
    assert again.startswith("told")


def test_installs_again_when_the_requirements_change(course: Path) -> None:
    (course / "requirements.txt").write_text("# another line\n")
    done = start(course)
    assert "packages" in done.stdout
    assert "environment" not in done.stdout
    assert start(course).stdout.startswith("told")


@pytest.mark.parametrize("reached", ["environment", "packages"])
def test_a_broken_off_installation_is_repaired(course: Path, reached: str) -> None:
    (course / ".venv/nightline-unfinished").touch()
    if reached == "environment":
        (course / ".venv/bin/python").unlink()
    done = start(course)
    assert done.returncode == 0, done.stderr
    assert "1/3 environment" in done.stdout
    assert "told" in done.stdout
    assert start(course).stdout.startswith("told")


def test_an_environment_that_no_longer_runs_is_made_again(course: Path) -> None:
    python = course / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert "told" in start(course).stdout


def test_a_moved_folder_gets_a_new_environment(course: Path) -> None:
    moved = course.with_name("moved")
    course.rename(moved)
    done = start(moved)
    assert "1/3 environment" in done.stdout
    assert str(moved / ".venv") in done.stdout.splitlines()[-1]


def test_venv_names_another_folder(course: Path) -> None:
    done = start(course, VENV=".venv-other")
    assert str(course / ".venv-other") in done.stdout


def test_with_the_real_venv_and_pip(tmp_path: Path) -> None:
    """An environment of its own that runs, and pip's own reason when something is not there."""
    root = small_course(tmp_path / "course")
    done = start(root)
    assert done.returncode == 0, done.stderr
    assert f"told ['learn'] {root / '.venv'}" in done.stdout
    (root / "requirements.txt").write_text("no-such-package-in-nightline==1\n")
    done = start(root, PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert "no-such-package-in-nightline" in done.stderr
    assert "docs/offline.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the environment must go fails for every user, root included."""
    (tmp_path / "nightline").mkdir()
    shutil.copy(SCRIPT, tmp_path / "nightline")
    for name in ("requirements.txt", "pyproject.toml", "occupied"):
        (tmp_path / name).touch()
    done = start(tmp_path, VENV="occupied/.venv")
    assert done.returncode == 1
    assert "Nothing can be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path, missing: str) -> None:
    (tmp_path / "nightline").mkdir()
    shutil.copy(SCRIPT, tmp_path / "nightline")
    (tmp_path / "nightline" / f"{missing}.py").write_text("raise ImportError\n")
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    done = start(tmp_path)
    assert done.returncode == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in done.stderr


def test_parses_on_python_3_6() -> None:
    """An older Python must get as far as the sentence that tells it so."""
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_older_python_is_told(tmp_path: Path) -> None:
    """The script's first lines under a version that is too old."""
    head = SCRIPT.read_text(encoding="utf-8").partition("import contextlib")[0]
    old = "import sys\nsys.version_info = (3, 8, 1)\n"
    (tmp_path / "old.py").write_text(old + head)
    done = subprocess.run(
        [sys.executable, "old.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer. This one is 3.8" in done.stderr


def test_an_older_python_finds_a_newer_one(tmp_path: Path) -> None:
    head = SCRIPT.read_text(encoding="utf-8").partition("import contextlib")[0]
    (tmp_path / "old.py").write_text("import sys\nsys.version_info = (3, 8, 1)\n" + head)
    for name, body in {"python3.15": "exit 127", "python3.13": 'echo "ran with $2"'}.items():
        (tmp_path / name).write_text(
            f'#!/bin/sh\ntest "$1" = -c && test {name} = python3.13 && exit 0\n{body}\n'
        )
        (tmp_path / name).chmod(0o755)
    environ = {name: value for name, value in os.environ.items() if name != "PYTHON"}
    done = subprocess.run(
        [sys.executable, "old.py", "learn"],
        cwd=tmp_path,
        env=environ | {"PATH": f"{tmp_path}{os.pathsep}/bin"},
        capture_output=True,
        text=True,
    )
    assert "ran with learn" in done.stdout, done.stderr


def test_an_unknown_command_is_answered() -> None:
    done = start(SCRIPT.parent.parent, "lern")
    assert done.returncode == 2
    assert "learn" in done.stdout
