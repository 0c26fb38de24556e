"""The project as such: settings, migrations, seed, and the command that runs it alone."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from minisite.network.gazetteer import BY_SLUG, PLACES, kilometres
from minisite.network.models import Station

MANAGE = Path(__file__).parents[2] / "minisite" / "manage.py"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NIGHTLINE", "DJANGO"))}
    return subprocess.run(
        [sys.executable, *command],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_check_is_clean_and_migrations_are_complete(tmp_path: Path) -> None:
    database = str(tmp_path / "x.sqlite3")
    done = run(str(MANAGE), "check", NIGHTLINE_SQLITE=database)
    assert (done.returncode, done.stderr) == (0, "")
    done = run(str(MANAGE), "makemigrations", "--check", "--dry-run", NIGHTLINE_SQLITE=database)
    assert done.returncode == 0, done.stdout


def test_without_debug_a_secret_key_is_required() -> None:
    done = run(str(MANAGE), "check", NIGHTLINE_DEBUG="0")
    assert done.returncode != 0
    assert "Set NIGHTLINE_SECRET_KEY" in done.stderr
    done = run(str(MANAGE), "check", NIGHTLINE_DEBUG="0", NIGHTLINE_SECRET_KEY="long " * 12)
    assert done.returncode == 0


def test_seed_may_run_again(tmp_path: Path) -> None:
    database = tmp_path / "seed.sqlite3"
    environment = {"NIGHTLINE_SQLITE": str(database)}
    assert run(str(MANAGE), "migrate", **environment).returncode == 0
    assert run(str(MANAGE), "seed", **environment).stdout == f"{len(PLACES)} stations.\n"
    dump = run(str(MANAGE), "dumpdata", "network", **environment).stdout
    assert run(str(MANAGE), "seed", **environment).returncode == 0
    assert run(str(MANAGE), "dumpdata", "network", **environment).stdout == dump


def test_every_place_became_a_station() -> None:
    assert set(Station.objects.values_list("slug", flat=True)) == set(BY_SLUG)
    assert round(kilometres(BY_SLUG["paris"], BY_SLUG["berlin"]), -1) == 880


def test_a_taken_port_gets_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("-m", "minisite", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken.")
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_opened_gets_a_sentence(tmp_path: Path) -> None:
    done = run("-m", "minisite", "--port", "0", NIGHTLINE_SQLITE=str(tmp_path / "no" / "x"))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "minisite", "--port", "0"),
        ("-m", "uvicorn", "minisite.asgi:application", "--port", "0"),
    ],
)
def test_it_runs_alone(tmp_path: Path, command: tuple[str, ...]) -> None:
    database = str(tmp_path / "alone.sqlite3")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NIGHTLINE", "DJANGO"))}
    environment = {**kept, "NIGHTLINE_SQLITE": database}
    run(str(MANAGE), "migrate", NIGHTLINE_SQLITE=database)
    run(str(MANAGE), "seed", NIGHTLINE_SQLITE=database)
    server = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "http://127.0.0.1:" in line)
        address = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        for path in ("/", "/static/nightline/site.css"):
            with urllib.request.urlopen(f"{address}{path}", timeout=20) as answer:
                assert answer.status == 200
    finally:
        server.terminate()
        server.communicate(timeout=20)
