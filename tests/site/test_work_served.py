"""Workers in processes of their own: they share files, Redis or the database with the site."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from minisite.accounts.people import PASSWORD
from tests.site import redis_server
from tests.site.processes import ROOT, SERVERS, environment, process, until

BOOK = (
    "from django.contrib.auth.models import User; from minisite.booking import desk;"
    "desk.book(1, None, User.objects.create(username='ada'))"
)


def run(here: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "minisite/manage.py", *command],
        env=here,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )


def rows(here: dict[str, str], sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(here["NIGHTLINE_SQLITE"], timeout=10)) as connection:
        return connection.execute(sql).fetchall()


def is_made(here: dict[str, str]) -> bool:
    return rows(here, "select state from work_job") == [("done",)]


@pytest.fixture(params=["files", "redis", "database"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A site whose messages go this way."""
    with contextlib.ExitStack() as stack:
        more = {"NIGHTLINE_WORK": "django" if request.param == "database" else "celery"}
        if request.param == "redis":
            more["REDIS_URL"] = stack.enter_context(redis_server.running())
        yield environment(tmp_path, NIGHTLINE_BROKER=str(tmp_path / "broker"), **more)


def test_the_sites_own_worker_makes_a_ticket(here: dict[str, str]) -> None:
    with process(here, *SERVERS["site"]) as (server, address):
        with httpx.Client(base_url=address, follow_redirects=True, trust_env=False) as client:
            client.get("/sign-in/")
            token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
            client.post("/sign-in/", data={**token, "username": "ada", "password": PASSWORD})
            token = {"X-CSRFToken": client.cookies["csrftoken"]}
            sold = client.post("/api/book/", data={"departure": 1}, headers=token)
            reference = sold.json()["reference"]
            ((job,),) = rows(here, "select id from work_job")
            with client.stream("GET", f"/jobs/{job}/progress/", timeout=30) as answer:
                told = [
                    json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data")
                ]
            assert told[-1]["state"] == "done"
            pdf = client.get(f"/tickets/{reference}/ticket.pdf")
            assert pdf.content.startswith(b"%PDF-")
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    assert workers_of(here) == []


def test_a_message_waits_for_a_worker_that_comes_later(here: dict[str, str]) -> None:
    """Kill the server: what survives? What lies outside its memory."""
    run(here, "shell", "-c", BOOK)
    assert rows(here, "select state from work_job") == [("waiting",)]
    with worker(here):
        assert until(lambda: is_made(here), 30)


def test_a_worker_whose_owner_is_killed_stops_by_itself(tmp_path: Path) -> None:
    here = environment(tmp_path, NIGHTLINE_WORK="celery", NIGHTLINE_BROKER=str(tmp_path / "b"))
    with process(here, *SERVERS["site"]) as (server, _):
        assert until(lambda: len(workers_of(here)) == 1)
        server.kill()
        assert until(lambda: workers_of(here) == [], 20)


def test_a_worker_that_is_killed_loses_no_work(tmp_path: Path) -> None:
    here = environment(tmp_path, NIGHTLINE_WORK="celery", NIGHTLINE_BROKER=str(tmp_path / "b"))
    run(here, "shell", "-c", BOOK)
    sql = "update work_job set state = 'running', touched = '2020-01-01 00:00:00'"
    with contextlib.closing(sqlite3.connect(here["NIGHTLINE_SQLITE"])) as connection, connection:
        connection.execute(sql)  # somebody took it, and was killed with the message in the hand
    for message in (tmp_path / "b" / "messages").iterdir():
        message.unlink()
    assert "Sent again: 1." in run(here, "work", "--again").stdout
    with worker(here):
        assert until(lambda: is_made(here), 30)


@contextlib.contextmanager
def worker(here: dict[str, str]) -> Iterator[None]:
    made = subprocess.Popen(
        [sys.executable, "minisite/manage.py", "work", "--until-stdin-closes"],
        env=here,
        cwd=ROOT,
        stdin=subprocess.PIPE,
    )
    try:
        yield
    finally:
        assert made.stdin is not None
        made.stdin.close()
        began = time.monotonic()
        made.wait(timeout=30)
        assert time.monotonic() - began < 15


def workers_of(here: dict[str, str]) -> list[int]:
    """Process ids of workers of this site, as Linux knows them."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if b"--until-stdin-closes" not in (each / "cmdline").read_bytes():
                continue
            if here["NIGHTLINE_SQLITE"].encode() in (each / "environ").read_bytes():
                found.append(int(each.name))
    return [pid for pid in found if pid != os.getpid()]
