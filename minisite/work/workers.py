"""Real workers, for as long as somebody needs them: in a thread, or in a process of their own."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from minisite.work import jobs, orders
from minisite.work.models import Job, State

STOP_SECONDS = 10.0  # for a worker to finish what it does
START_SECONDS = 20.0
MANAGE = Path(__file__).parents[1] / "manage.py"

log = logging.getLogger("django.nightline.work")
_one = threading.Lock()  # Celery keeps whether it shall stop in a variable of the process


@contextlib.contextmanager
def celery_worker() -> Iterator[Any]:
    """A real Celery worker in a thread of this process, for as long as the block lasts.

    It takes messages from the broker that the settings name. With the one in memory, that is what
    this process sends. One message after another; one such worker in a process.

    Yields:
        Celery's worker.

    Raises:
        RuntimeError: There is one already, or it did not start.

    Example:
        >>> with celery_worker():
        ...     result = issue_ticket.delay(job.pk)
        ...     await asyncio.to_thread(result.get, timeout=10)
    """
    from celery._state import _set_task_join_will_block
    from celery.worker import WorkController, state

    from minisite.work.celery import app
    from minisite.work.celery_tasks import wake

    if not _one.acquire(blocking=False):
        raise RuntimeError("A Celery worker runs in this process already.")
    try:
        is_ready = threading.Event()
        worker = WorkController(
            app=app,
            hostname=f"nightline-{get_random_string(6)}@localhost",
            pool="solo",
            ready_callback=lambda _: is_ready.set(),
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        thread = _start(worker.start, "nightline-celery")
        try:
            if not is_ready.wait(START_SECONDS):
                raise RuntimeError("The Celery worker did not start.")
            # Celery believes that who waits in this process waits inside a task.
            _set_task_join_will_block(False)
            yield worker
        finally:
            state.should_stop = 0
            # It looks at that after each message, or after two seconds without one; and before it
            # ends it waits for one message more.
            with contextlib.suppress(Exception):
                for _ in range(2):
                    wake.apply_async(retry=False)
            thread.join(STOP_SECONDS)
            state.should_stop = None
    finally:
        _one.release()


@contextlib.contextmanager
def tasks_worker() -> Iterator[Any]:
    """A real worker for Django tasks of the backend "work", in a thread, like `celery_worker`.

    Yields:
        The worker of `django_tasks_db`.

    Example:
        >>> with tasks_worker():
        ...     result = await issue_ticket.aenqueue(job.pk)
    """
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["default"],
        interval=0.05,
        batch=False,
        backend_name="work",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    thread = _start(worker.run, "nightline-tasks")
    try:
        yield worker
    finally:
        worker.running = False
        thread.join(STOP_SECONDS)


@contextlib.contextmanager
def hired(environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own: `manage.py work`. It ends with the block, or with us.

    It holds one end of a pipe. When our process ends, however that happens, the pipe closes, and
    the worker stops by itself.

    Args:
        environment: Its environment; ours by default.
    """
    worker = subprocess.Popen(
        [sys.executable, str(MANAGE), "work", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        # Ctrl-C in a terminal is for its owner, who then closes the pipe.
        start_new_session=os.name == "posix",
    )
    is_over = threading.Event()

    def watch() -> None:
        worker.wait()
        if not is_over.is_set():
            log.error("The background worker ended. Start one with: manage.py work")

    threading.Thread(target=watch, name="nightline-hired", daemon=True).start()
    try:
        yield worker
    finally:
        is_over.set()
        assert worker.stdin is not None
        worker.stdin.close()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def send_again() -> int:
    """Send the messages of jobs that nobody has touched for too long. Returns how many went out."""
    count = 0
    for job in jobs.lost():
        Job.objects.filter(pk=job, state=State.WAITING).update(touched=timezone.now())
        count += orders.send(job)
    return count


def keep_sending(stop: threading.Event) -> None:
    """`send_again` now and then, until `stop` is set. For a thread."""
    while True:
        with contextlib.suppress(Exception):  # the database or the broker is away; later then
            send_again()
        connections.close_all()
        if stop.wait(settings.WORK_LEASE / 2):
            return


def _start(work: Callable[[], object], name: str) -> threading.Thread:
    def main() -> None:
        try:
            with contextlib.suppress(SystemExit):  # how Celery's worker ends
                work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=main, name=name, daemon=True)
    thread.start()
    return thread
