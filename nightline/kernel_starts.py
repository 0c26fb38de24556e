"""Kernels that talk over files, and a pytest plugin that gives them to nbval.

A kernel gets ports that were free a moment ago. Any program may take one before the kernel does, and
then it dies before its first cell. A socket in the file system has a name that nobody else has.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import nbval.kernel
from jupyter_client.manager import AsyncKernelManager, KernelManager


def over_files(manager: KernelManager) -> KernelManager:
    """Let a kernel that is not started yet use sockets in the file system, where there are such."""
    if os.name == "posix":
        # Directly in this folder: the name of a socket has about a hundred characters at most.
        manager.transport = "ipc"
        manager.ip = str(Path(tempfile.gettempdir()) / f"nightline-{secrets.token_hex(6)}")
    return manager


class Kernels(AsyncKernelManager):
    """What starts a kernel for nbclient."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        over_files(self)


nbval.kernel.KernelManager = lambda **options: over_files(KernelManager(**options))
