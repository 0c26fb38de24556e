"""`make learn`: the learner's copy, then JupyterLab on its first notebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nightline.lean  # noqa: F401  (before Jupyter)
from nightline.jupyter import settings
from nightline.workspace import ROOT, prepare

FIRST = "notebooks/00_start_here.ipynb"
WORKSPACE = ROOT / "workspace"


def learn(arguments: list[str]) -> int:
    """Prepare the learner's copy and run JupyterLab on it until Ctrl-C.

    Arguments: what the learner wants JupyterLab to be told, for example `--port 8899`.
    Returns the exit code.
    """
    try:
        for sentence in prepare(WORKSPACE):
            print(sentence)
        os.environ |= settings(WORKSPACE / ".jupyter")
    except OSError as error:
        print(
            f"Your copy cannot be written: {WORKSPACE} ({error.strerror}).\n"
            "Move the course to a folder of your own, for example your home, and start there.",
            file=sys.stderr,
        )
        return 1
    run_lab([*lab_arguments(WORKSPACE), *arguments])
    return 0


def lab_arguments(workspace: Path) -> list[str]:
    """What JupyterLab is told on every start."""
    arguments = [
        f"--ServerApp.root_dir={workspace}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--KernelSpecManager.allowed_kernelspecs=python3",
        "--Application.log_level=ERROR",
        "--ServerApp.answer_yes=True",  # Ctrl-C ends it, without a question
    ]
    # What nbgrader adds to a JupyterLab is for teachers, in a server of their own.
    for part in ("assignment_list", "course_list", "formgrader", "validate_assignment"):
        module = f"nbgrader.server_extensions.{part}"
        arguments.append(f"--ServerApp.jpserver_extensions={module}=False")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    if not has_display():
        arguments.append("--no-browser")
    return arguments


def has_display() -> bool:
    """Whether a browser can open here. On Linux without one, a text browser would take over."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_lab(arguments: list[str]) -> None:
    """Run JupyterLab in this process and say where it is open."""
    from jupyter_server.serverapp import ServerApp
    from jupyterlab.labapp import LabApp

    class Server(ServerApp):
        """Prints one address instead of Jupyter's banner."""

        def start_app(self) -> None:
            self.log.addFilter(_is_for_learners)
            super().start_app()
            self.io_loop.add_callback(self.say_where)  # after it listens

        def say_where(self) -> None:
            print(f"\nNightline is open at\n\n    {self.public_url}\n")
            print("Leave this window open while you learn. Ctrl-C here ends it.", flush=True)

    class Lab(LabApp):  # type: ignore[misc]
        serverapp_class = Server

    Lab.launch_instance(argv=arguments)
    print("\nClosed. Your work is in workspace/.")


def _is_for_learners(record: Any) -> bool:
    """Drop what Jupyter logs as critical although nothing is wrong."""
    message = record.getMessage()
    return not any(
        words in message for words in ("To access the server", "Shutting down", "stopping")
    )
