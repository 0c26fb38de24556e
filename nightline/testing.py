"""`make test`: formatter, linter, types, tests, then every notebook, strictly."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nightline.jupyter import settings
from nightline.workspace import ROOT

NBVAL = (
    "-p",
    "nightline.kernel_starts",
    "--nbval",
    "--nbval-current-env",
    "--nbval-sanitize-with=nbval_sanitize.cfg",
    "--nbval-cell-timeout=60",
)
# Lessons and tests mostly wait, so there are more workers than processors.
WORKERS = "-n4"

# A notebook is one kernel, so its cells stay together; `tests/conftest.py` scatters some tests.
GATES = {
    "format": ("ruff", "format", "--check"),
    "lint": ("ruff", "check"),
    "types": ("mypy",),
    "tests": ("pytest", "-q", WORKERS, "--dist=loadfile"),
    "notebooks": ("pytest", "-q", *NBVAL, WORKERS, "--dist=loadfile", "notebooks", "solutions"),
}


def test(names: list[str]) -> int:
    """Run the gates, all of them even if one fails, and say at the end which failed.

    Arguments: names of gates (`format`, `lint`, `types`, `tests`, `notebooks`); without, all.
    Returns the exit code.
    """
    unknown = set(names) - GATES.keys()
    if unknown:
        print(f"There is no gate {', '.join(sorted(unknown))}. There are: {', '.join(GATES)}.")
        return 2
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | settings(Path(scratch)) | {"PYTHONUTF8": "1"}
        for name in names or GATES:
            print(f"\n— {name}: {' '.join(GATES[name])}", flush=True)
            began = time.perf_counter()
            done = subprocess.run([sys.executable, "-m", *GATES[name]], cwd=ROOT, env=environment)
            results[name] = done.returncode
            print(f"  {time.perf_counter() - began:.0f} s", flush=True)
    failed = [name for name, code in results.items() if code]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll gates passed.")
    return 1 if failed else 0
