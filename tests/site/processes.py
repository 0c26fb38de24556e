"""The site in server processes of its own, as people run it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nightline import database

ROOT = Path(__file__).parents[2]
BOUND = 2  # seconds that a server may take to stop, in these tests


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a site whose database is in this folder; a seeded one if there is none."""
    file = folder / "site.sqlite3"
    if not file.exists():
        shutil.copyfile(database.setup().with_name(database.SEEDED), file)
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("NIGHTLINE", "DATABASE", "REDIS"))
    }
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.site.settings",
        "NIGHTLINE_SQLITE": str(file),
        "NIGHTLINE_TODAY": database.COURSE_DAY,
        "NIGHTLINE_WORK": "",  # no worker, unless the test is about one
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@contextlib.contextmanager
def process(
    environment: dict[str, str], *command: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address."""
    server = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if "http://127.0.0.1:" in line or "Listening on TCP" in line:
                break
        else:
            raise AssertionError("".join(said))
        if "Listening on TCP" in line:
            yield server, f"http://{line.split()[-1]}"
        else:
            yield server, next(w for w in line.split() if w.startswith("http://")).rstrip("/")
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate(timeout=20)


def manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "minisite/manage.py", *command],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )


UVICORN = ("-m", "uvicorn", "minisite.asgi:application", "--port", "0")
DAPHNE = ("-m", "daphne", "-b", "127.0.0.1", "-p", "0", "minisite.asgi:application")
SERVERS = {
    "site": ("-m", "minisite", "--port", "0"),
    "uvicorn": (*UVICORN, "--timeout-graceful-shutdown", str(BOUND)),
    "daphne": (*DAPHNE, "--application-close-timeout", str(BOUND)),
}


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait for something that comes soon. Returns whether it came."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()
