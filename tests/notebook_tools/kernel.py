"""A real kernel that runs cells one after another, as the front ends do."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from nightline.kernel_starts import over_files


@dataclass
class Ran:
    """What one cell put out."""

    status: str
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def printed(self) -> str:
        return "".join(o["text"] for o in self.outputs if o.get("name") == "stdout")

    @property
    def warned(self) -> str:
        return "".join(o["text"] for o in self.outputs if o.get("name") == "stderr")

    @property
    def errors(self) -> list[str]:
        return ["\n".join(o["traceback"]) for o in self.outputs if "traceback" in o]

    @property
    def shown(self) -> str:
        return "\n".join(o["data"]["text/plain"] for o in self.outputs if "data" in o)


class Kernel:
    """Starts a kernel of this interpreter in a folder; a context manager."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._manager = over_files(KernelManager())
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        self._manager._kernel_spec = KernelSpec(argv=argv, language="python", display_name="test")
        root = str(Path(__file__).resolve().parents[2])
        clean = {key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"}
        self._environment = {**clean, "PYTHONPATH": root, **environment}
        self._folder = folder

    def __enter__(self) -> Kernel:
        self._manager.start_kernel(cwd=str(self._folder), env=self._environment)
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, source: str) -> Ran:
        """Run a cell. Raises TimeoutError when the kernel does not answer any more."""
        outputs: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("stream", "error", "display_data", "execute_result"):
                outputs.append(message["content"])

        reply = self._client.execute_interactive(
            source, timeout=60, allow_stdin=False, output_hook=keep
        )
        return Ran(reply["content"]["status"], outputs)
