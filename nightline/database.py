"""Django for a kernel: set up once, on a private SQLite file that nobody else sees.

The file is a copy of a seeded template. The template is built once for each version of the
site and kept in the user's cache folder. A trial that writes calls `restore` to begin anew.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

COURSE_DAY = "2026-05-01"  # what the site takes for today, so that stored outputs stay true
PRIVATE = "nightline.sqlite3"
SEEDED = "seeded.sqlite3"
SITE = Path(__file__).resolve().parent.parent / "minisite"

KEPT_TEMPLATES = 8  # versions of the site and of Django that somebody may go back to

_lock = threading.Lock()
_folder: Path | None = None


class SiteUnavailable(RuntimeError):
    """The site cannot run in this kernel. The message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def setup() -> Path:
    """Set Django up on this kernel's private database. Later calls cost nothing.

    Call it from any thread, also from a cell: it needs no event loop and blocks none for long.

    Returns:
        The path of the private SQLite file.

    Raises:
        SiteUnavailable: Another Django project is set up in this process, or no folder is
            writable.
    """
    global _folder
    with _lock:
        if _folder is None:
            _refuse_other_django()
            # A cell has a running loop in its thread, and Django refuses to migrate there.
            _folder = _in_thread(_set_up)
        return _folder / PRIVATE


def restore() -> None:
    """Put the private database back to what the seed made it, about a millisecond's work.

    Raises:
        SiteUnavailable: As for `setup`.
        sqlite3.OperationalError: Somebody still writes to it after ten seconds.
    """
    private = setup()
    with (
        closing(sqlite3.connect(private.with_name(SEEDED))) as source,
        closing(sqlite3.connect(private, timeout=10)) as target,
    ):
        target.execute("PRAGMA synchronous=OFF")  # a copy that is lost is made again
        source.backup(target)


def _refuse_other_django() -> None:
    conf = sys.modules.get("django.conf")
    if conf is not None and conf.settings.configured:
        raise SiteUnavailable(
            "Django was set up before Nightline could give this kernel a database of its own. "
            "Restart the kernel, then call serve() or sync() before you set Django up yourself."
        )


def _set_up() -> Path:
    folder = _new_folder()
    private, seeded = folder / PRIVATE, folder / SEEDED
    os.environ["DJANGO_SETTINGS_MODULE"] = "minisite.settings"
    os.environ["NIGHTLINE_DEBUG"] = "1"
    os.environ["NIGHTLINE_SQLITE"] = str(private)
    os.environ["NIGHTLINE_TODAY"] = COURSE_DAY
    os.environ["NIGHTLINE_LOG"] = "CRITICAL"  # what goes wrong in a view is in its response
    import django

    django.setup()
    template = _template(django.__version__)
    try:
        shutil.copyfile(template, seeded)
    except OSError:  # not there yet
        _build(private)
        shutil.copyfile(private, seeded)
        _keep(seeded, template)
    else:
        shutil.copyfile(seeded, private)
    return folder


def _new_folder() -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="nightline-"))
    except OSError as problem:
        raise SiteUnavailable(
            "Nightline found no folder for its database. "
            "Set TMPDIR to a folder that you may write to, and restart the kernel."
        ) from problem
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child leaves its parent's files alone
        shutil.rmtree(folder, ignore_errors=True)


def _build(private: Path) -> None:
    from django.core.management import call_command
    from django.db import connections

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", verbosity=0)
    finally:
        connections.close_all()
    # The site writes to a log beside the file. Without one the file is whole, and can be copied.
    with closing(sqlite3.connect(private, timeout=10)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _keep(seeded: Path, template: Path) -> None:
    """Keep a copy for the next kernel. Without a cache folder, every kernel builds its own.

    Several kernels may do this at the same time. Each writes a file of its own and renames it,
    so a template is whole from the moment it has its name.
    """
    with suppress(OSError):
        template.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=template.parent, suffix=".new")
        os.close(handle)
        shutil.copyfile(seeded, name)
        Path(name).replace(template)
        known = sorted(
            template.parent.glob("site-*.sqlite3"), key=lambda path: path.stat().st_mtime
        )
        for old in known[:-KEPT_TEMPLATES]:
            old.unlink(missing_ok=True)


def _template(django_version: str) -> Path:
    """The template of this version of the site: any change of its code makes another one."""
    digest = hashlib.sha256(django_version.encode())
    for source in sorted(SITE.rglob("*.py")):
        digest.update(source.read_bytes())
    return _cache_folder() / f"site-{digest.hexdigest()[:16]}.sqlite3"


def _cache_folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(named or Path.home() / ".cache") / "nightline"


def _in_thread(work: Callable[[], Path]) -> Path:
    """Run something in a thread without an event loop, and wait for it."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="nightline-setup") as pool:
        return pool.submit(work).result()
