"""A pytest plugin: kernels of parallel nbval workers start one after another.

A kernel gets ports that were free a moment ago. Two workers that start kernels at the same moment
can be given the same ones, and then a kernel dies before its first cell.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import nbval.kernel

_start = nbval.kernel.start_new_kernel


def _one_at_a_time(*args: Any, **kwargs: Any) -> Any:
    if os.name != "posix":  # no lock of this kind there; workers start as they come
        return _start(*args, **kwargs)
    import fcntl

    with (Path(tempfile.gettempdir()) / f"nightline-kernel-start-{os.getuid()}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed
        return _start(*args, **kwargs)


nbval.kernel.start_new_kernel = _one_at_a_time
