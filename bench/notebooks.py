"""What running the notebooks side by side saves: our nbval gate against plain `pytest --nbval`.

Run it: `python -m bench.notebooks`. Both kinds of run alternate, and the best of each is taken.
"""

from __future__ import annotations

import subprocess
import sys
import time

from nightline.building import sources
from nightline.testing import NBVAL, WORKERS
from nightline.workspace import ROOT

ROUNDS = 2
WHERE = ("notebooks", "solutions")


def seconds(*options: str) -> float:
    """Time of one nbval run over all notebooks, which must pass."""
    command = [sys.executable, "-m", "pytest", "-q", *NBVAL, *options, *WHERE]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    count = len(sources())
    ours, plain = (
        min(times)
        for times in zip(
            *((seconds(WORKERS, "--dist=loadfile"), seconds()) for _ in range(ROUNDS)), strict=True
        )
    )
    print(f"  make test: {ours / count:.1f} s a notebook, {ours / plain:.2f}x of plain nbval")
    print(f"  plain nbval: {plain / count:.1f} s a notebook ({count} notebooks)")
