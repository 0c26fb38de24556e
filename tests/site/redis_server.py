"""A Redis of the tests' own: Debian's program, a temporary folder, a free port on loopback."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS_TO_START = 20


def needed() -> str:
    """The program. Without it or its clients, the test is skipped; in CI it fails."""
    program = shutil.which("redis-server")
    sentence = ""
    if program is None:
        sentence = "There is no Redis here. On Debian: apt install redis-server"
    elif not (find_spec("redis") and find_spec("channels_redis")):
        sentence = "The clients of Redis are missing: pip install channels-redis"
    if sentence:
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    assert program is not None
    return program


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server that keeps nothing, give its address, and stop it."""
    program = needed()
    folder = Path(tempfile.mkdtemp(prefix="nightline-redis-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        with (folder / "log").open("wb") as log:
            where = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
            server = subprocess.Popen(
                [program, *where, "--save", "", "--appendonly", "no", "--daemonize", "no"],
                stdout=log,
                stderr=log,
            )
            try:
                _wait_for(port, server, folder / "log")
                yield f"redis://127.0.0.1:{port}/0"
            finally:
                server.terminate()
                server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as talk:
                talk.sendall(b"PING\r\n")
                if talk.recv(16).startswith(b"+PONG"):
                    return
        except OSError as problem:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text()) from problem
        time.sleep(0.02)
