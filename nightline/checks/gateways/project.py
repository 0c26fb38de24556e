"""A small Django project, and a real server on somebody's gateway file, each in a process."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("driver.py")
LONGEST = 10.0  # real seconds for the server to come and to answer
FILES = {
    "station/__init__.py": "",
    "station/settings.py": """
        SECRET_KEY = "for this check only"
        ALLOWED_HOSTS = ["127.0.0.1"]
        ROOT_URLCONF = "station.urls"
        INSTALLED_APPS = ["station"]
        """,
    # Its models can be imported only when Django is set up, as those of every project.
    "station/models.py": """
        from django.db import models


        class Platform(models.Model):
            number = models.IntegerField()
        """,
    "station/urls.py": """
        from django.http import HttpResponse
        from django.urls import path

        import station.models


        def page(request):
            return HttpResponse(type(request).__name__)


        urlpatterns = [path("", page)]
        """,
}


@dataclass(frozen=True)
class Served:
    """How far a server came with a gateway file.

    Args:
        text: what the answer returned.
        told: what the program said at the import.
        status: of the first page; 0 when nothing answered.
        page: its content.
        log: what the server wrote.
    """

    text: Any
    told: dict[str, Any] = field(default_factory=dict)
    status: int = 0
    page: str = ""
    log: str = ""

    @property
    def imported(self) -> bool:
        """Whether the file could be imported, and had an `application`."""
        return self.told.get("stage") == "imported"


def serve_file(text: str) -> Served:
    """Write this text to `asgi.py` of a small project, serve it, and ask for its first page.

    It runs in a thread of its own: there the clock is the real one.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_serve, text).result()


def _serve(text: str) -> Served:
    with tempfile.TemporaryDirectory(prefix="nightline-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        for name, source in {**FILES, "asgi.py": text}.items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(textwrap.dedent(source).lstrip("\n"), encoding="utf-8")
        return _run(text, folder)


def _run(text: str, folder: Path) -> Served:
    from minisite.loopback import listen

    with listen() as free:
        port = free.getsockname()[1]
    # The project names its own settings, as those of a kernel would be wrong for it.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as errors:
        program = subprocess.Popen(
            [sys.executable, "-B", str(DRIVER), str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    until = time.monotonic() + LONGEST
    with ThreadPoolExecutor(1) as reader:
        assert program.stdout is not None
        line = reader.submit(program.stdout.readline)
        try:
            try:
                told = _parsed(line.result(LONGEST))
            except TimeoutError:
                told = {"stage": "import", "endless": True}
            status, page = 0, ""
            if told.get("stage") == "imported":
                status, page = _first_page(port, program, until)
        finally:
            program.kill()
            program.wait()
    program.stdout.close()
    return Served(text, told, status, page, log.read_text(encoding="utf-8", errors="replace"))


def _parsed(line: str) -> dict[str, Any]:
    """What the program told; nothing but the stage if it ended without a word."""
    told: dict[str, Any] = json.loads(line) if line else {"stage": "import"}
    return told


def _first_page(port: int, program: subprocess.Popen[str], until: float) -> tuple[int, str]:
    while time.monotonic() < until and program.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST / 2)
        try:
            connection.request("GET", "/")
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):  # it is not open yet
            time.sleep(0.02)
        finally:
            connection.close()
    return 0, ""
