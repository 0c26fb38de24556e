"""A PostgreSQL of the tests' own: Debian's programs, a temporary folder, a port on loopback."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS_TO_START = 30


def programs() -> Path | None:
    """The folder of the newest PostgreSQL programs here."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def needed() -> Path:
    """The same folder. Without one, or without its driver, the test is skipped; in CI it fails."""
    folder = programs()
    sentence = ""
    if folder is None:
        sentence = "There is no PostgreSQL here. On Debian: apt install postgresql"
    elif not (find_spec("psycopg") and find_spec("psycopg_pool")):
        sentence = "The driver of PostgreSQL is missing: pip install 'psycopg[binary,pool]'"
    if sentence:
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    assert folder is not None
    return folder


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, give the address of an empty database, and stop and remove it all."""
    bin_folder = needed()
    # PostgreSQL refuses to run as root. Debian's package made a user for it.
    user = "postgres" if os.name == "posix" and os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="nightline-postgresql-"))
    password = secrets.token_urlsafe(16)
    try:
        (folder / "password").write_text(password)
        if user:
            for path in (folder, folder / "password"):
                shutil.chown(path, user)
        to_make = ["-D", folder / "data", "-U", "nightline", "-E", "UTF8", "--no-sync"]
        secret = ["--auth=scram-sha-256", "--pwfile", folder / "password"]
        subprocess.run(
            [bin_folder / "initdb", *to_make, *secret],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = (folder / "log").open("wb")
        where = ["-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        server = subprocess.Popen(
            [bin_folder / "postgres", *where, "-F"],  # no care for a power cut
            stdout=log,
            stderr=log,
            user=user,
            cwd=folder,
        )
        try:
            address = f"postgresql://nightline:{password}@127.0.0.1:{port}/postgres"
            _wait_for(address, server, folder / "log")
            yield address
        finally:
            server.terminate()
            server.wait(30)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError as problem:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text()) from problem
            time.sleep(0.05)
