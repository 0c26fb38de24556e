"""Run Nightline on this machine: `python -m minisite`."""

import argparse
import os
import sqlite3
import sys
from contextlib import nullcontext
from pathlib import Path

import uvicorn

from minisite.accounts.people import PASSWORD, PEOPLE
from minisite.databases import knock
from minisite.home import stay_at_home
from minisite.loopback import address, listen

PORT = 8000
STOP_SECONDS = 3  # for open streams to end when the site is told to stop
MESSAGE_BYTES = 16_384  # of one WebSocket message; a longer one closes its socket


def main(arguments: list[str] | None = None) -> int:
    """Prepare the database, then serve until Ctrl-C. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m minisite", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"loopback port, {PORT} by default")
    port = parser.parse_args(arguments).port
    try:
        listener = listen(port)
    except (OSError, OverflowError):
        print(
            f"Port {port} is taken. Stop what uses it, or choose another: "
            f'make site ARGS="--port {port + 1 if port < 65535 else PORT}"',
            file=sys.stderr,
        )
        return 1
    problem = _prepare()
    if problem:
        print(problem, file=sys.stderr)
        return 1
    from django.conf import settings

    from minisite.asgi import application
    from minisite.work.workers import hired

    print(f"Nightline is open at {address(listener)}/", flush=True)
    if settings.AT_HOME:
        names = ", ".join(name for name, _ in PEOPLE)
        print(f"Sign in as one of {names}. The password is {PASSWORD}. The last one is staff.")
    print("Press Ctrl-C to stop.", flush=True)
    config = uvicorn.Config(
        application,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS,
        ws_max_size=MESSAGE_BYTES,
    )
    try:
        with hired() if settings.WORK else nullcontext():
            uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        print("Nightline is closed.")
    return 0


def _prepare() -> str | None:
    """Open the carriers and bring the database up to date; a sentence when that is impossible."""
    from minisite.carriers.app import app as carriers
    from minisite.carriers.server import address_of

    stay_at_home(os.environ)
    # Both worlds of a view then reach the carriers in the same way, over real HTTP.
    os.environ.setdefault("CARRIERS_URL", address_of(carriers))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minisite.settings")
    os.environ.setdefault("NIGHTLINE_WORK", "celery")
    file = os.environ.get("NIGHTLINE_SQLITE") or str(Path(__file__).parent / "nightline.sqlite3")
    os.environ.setdefault("NIGHTLINE_BROKER", str(Path(file).with_suffix(".broker")))
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        django.setup()
        knock(settings.DATABASES["default"])
        call_command("migrate", verbosity=0, interactive=False)
        # Somebody to sign in as, but only where the settings say that nobody else can come.
        call_command("seed", verbosity=0, people=settings.AT_HOME)
    except ImproperlyConfigured as error:
        return str(error)
    except (DatabaseError, sqlite3.Error) as error:
        return f"The database {settings.DATABASES['default']['NAME']} cannot be used: {error}."
    return None


if __name__ == "__main__":
    sys.exit(main())
