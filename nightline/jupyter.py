"""A Jupyter of the course's own: its settings are kept in one folder, the user's are left alone."""

from __future__ import annotations

import json
from pathlib import Path


def settings(home: Path) -> dict[str, str]:
    """Write the settings into a folder and return the environment variables that point there.

    The user's other Jupyter settings are neither read nor changed, and two things that frighten a
    beginner are off: the pop-up with news, and each kernel's warning about its local sockets.

    Raises OSError if the folder cannot be written.
    """
    page = {
        "disabledExtensions": {
            "@jupyterlab/apputils-extension:announcements": True,
            "@jupyter/nbgrader": True,  # for teachers, in their own JupyterLab
        }
    }
    _save(home / "labconfig" / "page_config.json", json.dumps(page))
    kernel = {"IPKernelApp": {"log_level": "ERROR"}}
    _save(home / "ipython/profile_default/ipython_kernel_config.json", json.dumps(kernel))
    return {
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "lab" / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",  # kernels are this environment's
        "IPYTHONDIR": str(home / "ipython"),
    }


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
