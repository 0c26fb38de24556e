"""The project as such: settings, migrations, seed, and the command that runs it alone."""

import os
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from minisite.databases import database
from minisite.home import secret_key
from minisite.network.gazetteer import BY_SLUG, PLACES, kilometres
from minisite.network.models import Station

CHOICES = ("NIGHTLINE", "DJANGO", "DATABASE_URL")
SETTINGS = "minisite.settings"
# What `minisite/settings.py` asks for when the site is open to everybody.
PUBLIC = {
    "NIGHTLINE_DEBUG": "0",
    "NIGHTLINE_SECRET_KEY": "a long text that nobody guesses, 0123456789 ABCDEF zyxw",
    "NIGHTLINE_HOSTS": "nightline.example",
}
MANAGE = Path(__file__).parents[2] / "minisite" / "manage.py"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(CHOICES)}
    return subprocess.run(
        [sys.executable, *command],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_check_is_clean_and_migrations_are_complete(tmp_path: Path) -> None:
    file = str(tmp_path / "x.sqlite3")
    done = run(str(MANAGE), "check", NIGHTLINE_SQLITE=file)
    assert (done.returncode, done.stderr) == (0, "")
    done = run(str(MANAGE), "makemigrations", "--check", "--dry-run", NIGHTLINE_SQLITE=file)
    assert done.returncode == 0, done.stdout


def test_without_debug_a_secret_key_is_required() -> None:
    done = run(str(MANAGE), "check", NIGHTLINE_DEBUG="0")
    assert done.returncode != 0
    assert "Set NIGHTLINE_SECRET_KEY" in done.stderr
    done = run(str(MANAGE), "check", NIGHTLINE_DEBUG="0", NIGHTLINE_SECRET_KEY="long " * 12)
    assert done.returncode == 0


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands that the README names make. A test that writes takes a copy."""
    file = tmp_path_factory.mktemp("seeded") / "seed.sqlite3"
    environment = {"NIGHTLINE_SQLITE": str(file)}
    assert run(str(MANAGE), "migrate", **environment).returncode == 0
    said = run(str(MANAGE), "seed", "--people", **environment).stdout
    assert said == f"{len(PLACES)} stations, 240 new trains.\n"
    return file


def copy(seeded: Path, folder: Path) -> str:
    """A database of the test's own, with what stands in SQLite's log as well."""
    path = str(folder / "copy.sqlite3")
    with closing(sqlite3.connect(seeded)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return path


def test_seed_may_run_again(seeded: Path, tmp_path: Path) -> None:
    environment = {"NIGHTLINE_SQLITE": copy(seeded, tmp_path)}
    tables = ("dumpdata", "network", "trains", "auth.user")
    dump = run(str(MANAGE), *tables, **environment).stdout
    assert dump.count('"username"') == 3
    again = run(str(MANAGE), "seed", "--people", **environment).stdout
    assert again == f"{len(PLACES)} stations, 0 new trains.\n"
    assert run(str(MANAGE), *tables, **environment).stdout == dump


def test_people_with_public_passwords_stay_at_home() -> None:
    done = run(str(MANAGE), "seed", "--people", **PUBLIC)
    assert done.returncode != 0
    assert "--people needs NIGHTLINE_DEBUG=1" in done.stderr


def test_at_home_is_this_machine_only() -> None:
    done = run(str(MANAGE), "check", **PUBLIC, NIGHTLINE_AT_HOME="1")
    assert done.returncode != 0
    assert "leave NIGHTLINE_HOSTS out" in done.stderr


def test_a_secret_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    file = tmp_path / "nightline.key"
    first = secret_key(file)
    assert len(first) >= 50
    assert secret_key(file) == first == file.read_text()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    assert secret_key(tmp_path / "other.key") != first
    assert secret_key(tmp_path / "no folder" / "nightline.key") != first


def test_it_is_ready_for_the_public_with_the_documented_environment() -> None:
    done = run(str(MANAGE), "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_debug_it_insists_on_https(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.test import Client;"
        "client = Client(headers={'host': 'nightline.example'});"
        "answer = client.get('/sign-in/'); print(answer.status_code, answer['Location']);"
        "answer = client.get('/sign-in/', secure=True); print(answer.status_code);"
        "print(answer['Strict-Transport-Security'], answer.cookies['csrftoken']['secure'])"
    )
    path = str(tmp_path / "x.sqlite3")
    environment = {**PUBLIC, "NIGHTLINE_SQLITE": path, "DJANGO_SETTINGS_MODULE": SETTINGS}
    assert run("-c", code, **environment).stdout.splitlines() == [
        "301 https://nightline.example/sign-in/",
        "200",
        "max-age=31536000; includeSubDomains; preload True",
    ]


def test_the_database_that_the_environment_names() -> None:
    file = database({}, "x")
    assert (file["NAME"], file["OPTIONS"]["transaction_mode"]) == ("x", "IMMEDIATE")
    named = {"DATABASE_URL": "postgresql://ada:a%40b@db.example:5433/night?sslmode=require"}
    assert database({**named, "NIGHTLINE_SQLITE": "y"}, "x")["NAME"] == "y"
    assert database({"DATABASE_URL": "sqlite:////tmp/z"}, "x")["NAME"] == "/tmp/z"
    with pytest.raises(ImproperlyConfigured, match="must begin with postgresql://"):
        database({"DATABASE_URL": "mysql://x"}, "x")


@pytest.mark.skipif(not find_spec("psycopg_pool"), reason="psycopg[binary,pool] is not installed")
def test_postgresql_with_a_pool() -> None:
    address = "postgresql://ada:a%40b@db.example:5433/night?sslmode=require"
    found = database({"DATABASE_URL": address, "NIGHTLINE_POOL": "3"}, "x")
    parts = [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["night", "ada", "a@b", "db.example", "5433"]
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 3
    for wrong in ({"NIGHTLINE_POOL": "many"}, {"DATABASE_URL": "postgresql://a@b:c/d"}):
        with pytest.raises(ImproperlyConfigured, match="whole numbers"):
            database({"DATABASE_URL": address, **wrong}, "x")


def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minisite.databases.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install 'psycopg\[binary,pool\]'"):
        database({"DATABASE_URL": "postgresql://a@b/c"}, "x")


def test_every_place_became_a_station() -> None:
    assert set(Station.objects.values_list("slug", flat=True)) == set(BY_SLUG)
    assert round(kilometres(BY_SLUG["paris"], BY_SLUG["berlin"]), -1) == 880


def test_a_taken_port_gets_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("-m", "minisite", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken.")
    assert 'make site ARGS="--port ' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_opened_gets_a_sentence(tmp_path: Path) -> None:
    done = run("-m", "minisite", "--port", "0", NIGHTLINE_SQLITE=str(tmp_path / "no" / "x"))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not find_spec("psycopg_pool"), reason="psycopg[binary,pool] is not installed")
def test_a_server_that_does_not_answer_gets_a_sentence() -> None:
    done = run("-m", "minisite", "--port", "0", DATABASE_URL="postgresql://a:b@127.0.0.1:1/night")
    assert done.returncode == 1
    assert done.stderr.startswith("The database night cannot be used: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "minisite", "--port", "0"),
        ("-m", "uvicorn", "minisite.asgi:application", "--port", "0"),
    ],
)
def test_it_runs_alone(seeded: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = copy(seeded, tmp_path)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(CHOICES)}
    environment = {**kept, "NIGHTLINE_SQLITE": file}
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
        if "minisite" in command:  # the site that `make site` opens shows pages for visitors
            with pytest.raises(urllib.error.HTTPError) as found:
                urllib.request.urlopen(f"{address}/nowhere/", timeout=20)
            assert found.value.code == 404
            page = found.value.read().decode()
            assert "This track ends here" in page
            assert "DEBUG" not in page
            assert (tmp_path / "nightline.key").exists()
    finally:
        server.terminate()
        server.communicate(timeout=20)
