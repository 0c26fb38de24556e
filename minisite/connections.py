"""Short visits to the database."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")


async def query(fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a synchronous function that queries, in a thread, and give its connection back.

    Django closes a request's connection when the request ends. A stream's request ends in some
    minutes: until then nobody else could use the connection, and a pool of ten would serve ten
    boards. A socket lives even longer. Channels' `database_sync_to_async` does the same, but its
    test client turns that off for the whole process.

    Args:
        fn: A synchronous function. Its result must not be a lazy queryset.
        args, kwargs: Its arguments.

    Example:
        >>> board = await query(reading.board, "vienna")
    """

    def visit() -> R:
        close_old_connections()
        try:
            return fn(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(visit)()
