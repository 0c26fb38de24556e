"""`make test`: formatter, linter, types, tests and every notebook, strictly and side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from nightline.jupyter import settings
from nightline.workspace import ROOT

# Lessons and tests mostly wait, so there are more workers than processors. A notebook is one kernel, so
# its cells stay together; `tests/conftest.py` scatters some tests, and says which files come first.
PYTEST = ("pytest", "-q", "-n4", "--dist=loadfile", "--no-loadscope-reorder")
NBVAL = (
    "-p",
    "nightline.kernel_starts",
    "--nbval",
    "--nbval-current-env",
    "--nbval-sanitize-with=nbval_sanitize.cfg",
    "--nbval-cell-timeout=60",
)
NOTEBOOKS = ("notebooks", "solutions")

GATES = {
    "format": ("ruff", "format", "--check"),
    "lint": ("ruff", "check"),
    "types": ("mypy",),
    "tests": (*PYTEST, "tests"),
    "notebooks": (*PYTEST, *NBVAL, *NOTEBOOKS),
}
# Lessons wait while tests compute, so the same workers run both.
BOTH = {"tests, notebooks": (*PYTEST, *NBVAL, "tests", *NOTEBOOKS)}

SECONDS_TO_END = 15


class Gate:
    """One gate at work. Its output is printed as it comes, or kept until it has ended."""

    def __init__(
        self, name: str, command: tuple[str, ...], environment: dict[str, str], kept: bool
    ) -> None:
        self.name = name
        self.kept = kept
        self.output = ""
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self.kept:
                self.output += line
            else:
                print(line, end="", flush=True)
        code, seconds = self._process.wait(), time.perf_counter() - self._began
        verdict = f"failed with exit code {code}" if code else "passed"
        print(f"\n— {self.name}: {verdict} after {seconds:.0f} s", flush=True)
        if self.output and not code:
            print(self.output, end="", flush=True)

    def wait(self) -> bool:
        """Wait for the end. Says whether it passed."""
        while self._reader.is_alive():  # in steps, so that Ctrl-C is heard everywhere
            self._reader.join(0.5)
        return self._process.returncode == 0

    def stop(self) -> None:
        """End it as Ctrl-C does, so that pytest ends its workers and kernels; if need be, at once."""
        with suppress(OSError):
            if self._process.poll() is None and os.name == "posix":
                self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()


def test(names: list[str]) -> int:
    """Run the gates side by side, all of them even if one fails, and say at the end which failed.

    Arguments: names of gates (`format`, `lint`, `types`, `tests`, `notebooks`); without, all.
    Returns the exit code.
    """
    unknown = set(names) - GATES.keys()
    if unknown:
        print(f"There is no gate {', '.join(sorted(unknown))}. There are: {', '.join(GATES)}.")
        return 2
    commands = {name: GATES[name] for name in names or GATES}
    if {"tests", "notebooks"} <= commands.keys():
        commands = {k: v for k, v in commands.items() if k not in ("tests", "notebooks")} | BOTH
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | settings(Path(scratch)) | {"PYTHONUTF8": "1"}
        # Containers often set this. Then every kernel and every server compiles the course anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        gates = []
        try:
            for name, command in commands.items():
                print(f"— {name}: {' '.join(command)}", flush=True)
                gates.append(Gate(name, command, environment, kept=command[0] != "pytest"))
            failed = [gate for gate in gates if not gate.wait()]
        except KeyboardInterrupt:
            for gate in gates:
                gate.stop()
            print("\nStopped.")
            return 130
    for gate in failed:  # what failed long ago stands at the end too
        if gate.output:
            print(f"\n— {gate.name}\n{gate.output}", end="")
    print(
        f"\nFailed: {', '.join(gate.name for gate in failed)}" if failed else "\nAll gates passed."
    )
    return 1 if failed else 0
