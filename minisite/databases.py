"""Which database the site uses: SQLite in a file, or what `DATABASE_URL` names."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

BUSY_SECONDS = 20  # how long a writer waits for the writers before it
POOL_SIZE = 10  # connections to PostgreSQL in one process, if NIGHTLINE_POOL says nothing else
KNOCK_SECONDS = 5  # how long a server may take to answer at the start
POOL_SECONDS = 20  # how long a request waits for one of them
DRIVER = "DATABASE_URL names PostgreSQL, whose driver is missing. Run: pip install 'psycopg[binary,pool]'"


def database(environment: Mapping[str, str], default: str) -> dict[str, Any]:
    """The `default` entry of Django's `DATABASES`.

    Args:
        environment: `NIGHTLINE_SQLITE`, the path of a file, decides first: a kernel's private file
            must win. Then `DATABASE_URL`. `NIGHTLINE_POOL` is a number of connections.
        default: The path of the SQLite file if neither is set.

    Raises:
        ImproperlyConfigured: The address cannot be read, or a driver is missing.

    Example:
        >>> database({"DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "y.sqlite3")["NAME"]
        '/tmp/x.sqlite3'
    """
    path = environment.get("NIGHTLINE_SQLITE")
    address = environment.get("DATABASE_URL", "")
    if path or not address:
        return _sqlite(path or default)
    scheme = address.partition(":")[0]
    if scheme == "sqlite":
        return _sqlite(unquote(address.removeprefix("sqlite:///")))
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgresql:// or sqlite:///. "
            "For example: postgresql://name:password@127.0.0.1:5432/nightline"
        )
    return _postgresql(address, environment.get("NIGHTLINE_POOL", str(POOL_SIZE)))


def knock(chosen: Mapping[str, Any]) -> None:
    """Find out quickly whether a PostgreSQL answers. A pool would try for long, and say little.

    Args:
        chosen: What `database` gave.

    Raises:
        OperationalError: It does not answer, or refuses.
    """
    if chosen["ENGINE"] != "django.db.backends.postgresql":
        return
    import psycopg

    options = {key: value for key, value in chosen["OPTIONS"].items() if key != "pool"}
    try:
        psycopg.connect(
            dbname=chosen["NAME"],
            user=chosen["USER"],
            password=chosen["PASSWORD"],
            host=chosen["HOST"],
            port=chosen["PORT"],
            **{"connect_timeout": KNOCK_SECONDS, **options},
        ).close()
    except psycopg.OperationalError as error:
        raise OperationalError(str(error).splitlines()[0]) from error


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            # A transaction takes its place among the writers when it begins. One that reads first
            # and writes later could find that its reading is out of date, and must then fail.
            "transaction_mode": "IMMEDIATE",
            # With a write-ahead log, readers and the one writer do not wait for each other.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        },
    }


def _postgresql(address: str, pool: str) -> dict[str, Any]:
    if not (find_spec("psycopg") and find_spec("psycopg_pool")):
        raise ImproperlyConfigured(DRIVER)
    try:
        parts = urlsplit(address)
        port = parts.port
        size = int(pool)
    except ValueError as problem:
        raise ImproperlyConfigured(
            "The port in DATABASE_URL and NIGHTLINE_POOL must be whole numbers."
        ) from problem
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # Under ASGI each request has a thread of its own, so a connection that stays open is found by
    # nobody. A pool lends its connections; a request that finds none waits instead of failing.
    options["pool"] = {"min_size": 1, "max_size": size, "timeout": POOL_SECONDS}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
