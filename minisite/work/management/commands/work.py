"""Do background work until told to stop."""

import contextlib
import os
import signal
import threading
import warnings
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from minisite.work.workers import keep_sending, send_again


class Command(BaseCommand):
    help = "Do background work with the system that NIGHTLINE_WORK names, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="only send the messages of lost jobs again"
        )
        parser.add_argument(
            "--until-stdin-closes", action="store_true", help="stop when the owner goes away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WORK:
            raise CommandError('Set NIGHTLINE_WORK to "celery" or "django" first.')
        if options["again"]:
            self.stdout.write(f"Sent again: {send_again()}.")
            return
        if settings.WORK == "celery" and settings.CELERY["broker_url"].startswith("memory:"):
            raise CommandError(
                "Messages in memory never reach another process. "
                "Set NIGHTLINE_BROKER to a folder, or REDIS_URL to a Redis."
            )
        stop = threading.Event()
        sweeper = threading.Thread(target=keep_sending, args=(stop,), daemon=True)
        sweeper.start()
        if options["until_stdin_closes"]:
            threading.Thread(target=_follow_owner, daemon=True).start()
        try:
            _celery() if settings.WORK == "celery" else _django()
        finally:
            stop.set()


def _celery() -> None:
    from celery.exceptions import SecurityWarning

    from minisite.work.celery import app

    # It warns whoever is root, for messages could hold code. Ours are JSON and can not.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    alone = ["--without-heartbeat", "--without-mingle", "--without-gossip"]
    app.worker_main(["--quiet", "worker", "--loglevel", "ERROR", "--pool", "solo", *alone])


def _django() -> None:
    plainly = ["--no-reload", "--no-startup-delay"]
    call_command("db_worker", "--backend", "work", "--interval", "0.2", *plainly, verbosity=0)


def _follow_owner() -> None:
    """Stop as if told to, when the other end of the pipe closes."""
    with contextlib.suppress(OSError):
        # Not `sys.stdin`: a thread that reads from it keeps a lock which Python wants at the end.
        while os.read(0, 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
