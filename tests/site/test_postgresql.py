"""The tests of booking once more, on PostgreSQL with its pool."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.site import postgres

HERE = Path(__file__).parent
ON_BOTH = (
    "test_desk.py",
    "test_rush.py",
    "test_tickets.py",
    "test_trains.py",
    "test_board.py",
    "test_seats.py",
    "test_work.py",
)


def test_booking_behaves_the_same_on_postgresql() -> None:
    with postgres.running() as address:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NIGHTLINE")}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"]
            + [str(HERE / name) for name in ON_BOTH],
            env={**environment, "NIGHTLINE_TEST_DATABASE": address},
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\d+ passed", done.stdout, re.M), done.stdout
    assert "skipped" not in done.stdout
