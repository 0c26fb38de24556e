"""The kernel's private database: nobody else's file, seeded, and quickly put back."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from minisite.network.gazetteer import PLACES
from nightline import database

REPOSITORYS = Path(database.SITE, "nightline.sqlite3")

COUNT = """
from nightline import database
path = database.setup()
from minisite.network.models import Station
print(path, Station.objects.count(), sep="|")
"""


def stations(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count: int = connection.execute("select count(*) from network_station").fetchone()[0]
        return count


def kernel(code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert err == ""
    return out


def test_it_is_private_and_seeded() -> None:
    private = database.setup()
    assert private == database.setup()
    assert private != REPOSITORYS
    assert stations(private) == len(PLACES)


def test_restore_takes_everything_back() -> None:
    private = database.setup()
    with closing(sqlite3.connect(private)) as connection, connection:
        connection.execute("delete from network_station where slug < 'm'")
        connection.execute("create table scribble (x)")
    assert stations(private) < len(PLACES)
    database.restore()
    assert stations(private) == len(PLACES)
    with closing(sqlite3.connect(private)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("select * from scribble")


def test_kernels_that_start_together_each_get_a_whole_one(tmp_path: Path) -> None:
    started = [kernel(COUNT, XDG_CACHE_HOME=str(tmp_path)) for _ in range(4)]
    answers = [finish(process).strip().split("|") for process in started]
    assert [count for _, count in answers] == [str(len(PLACES))] * 4
    assert len({path for path, _ in answers}) == 4
    assert len(list(tmp_path.rglob("*"))) == 2, "one folder, one template and no half of one"


def test_the_private_folder_goes_with_its_kernel(tmp_path: Path) -> None:
    (folder, count) = finish(kernel(COUNT, XDG_CACHE_HOME=str(tmp_path))).strip().split("|")
    assert count == str(len(PLACES))
    assert not Path(folder).parent.exists()


def test_without_a_cache_folder_every_kernel_builds_its_own(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    out = finish(kernel(COUNT, XDG_CACHE_HOME=str(tmp_path / "taken")))
    assert out.endswith(f"|{len(PLACES)}\n")


def test_without_any_folder_there_is_a_sentence() -> None:
    code = """
import tempfile
def refuse(**_): raise PermissionError(13, "read-only")
tempfile.mkdtemp = refuse
from nightline import database
try:
    database.setup()
except database.SiteUnavailable as problem:
    print(*problem._render_traceback_())
"""
    assert finish(kernel(code)).startswith("SiteUnavailable: Nightline found no folder")


def test_another_django_in_the_kernel_is_refused_with_a_sentence() -> None:
    code = """
from django.conf import settings
settings.configure()
from nightline import database
try:
    database.setup()
except database.SiteUnavailable as problem:
    print(problem)
"""
    assert finish(kernel(code)).startswith("Django was set up before Nightline")


def test_a_database_that_the_environment_names_is_not_touched() -> None:
    out = finish(kernel(COUNT, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing"))
    assert out.endswith(f"|{len(PLACES)}\n")


def test_restore_reaches_connections_that_are_open() -> None:
    code = """
import asyncio
from nightline import database, sync
async def cell():
    database.setup()
    from minisite.trains.models import Berth
    from django.db import connection
    def mode():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA journal_mode").fetchone()[0]
    print(await sync(mode))
    count = await Berth.objects.acount()
    for _ in range(3):
        await Berth.objects.all().adelete()
        database.restore()
        print(await Berth.objects.acount() == count, await sync(mode))
asyncio.run(cell())
"""
    assert finish(kernel(code)).split() == ["wal"] + ["True", "wal"] * 3


def test_it_can_be_set_up_from_a_cell() -> None:
    code = """
import asyncio
from nightline import database, sync
async def cell():
    database.setup()
    from minisite.network.models import Station
    print(await Station.objects.acount(), await sync(Station.objects.count))
asyncio.run(cell())
"""
    assert finish(kernel(code)) == f"{len(PLACES)} {len(PLACES)}\n"
