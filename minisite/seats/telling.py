"""From the desk to the sockets: a change that is committed goes to the train's group.

With Redis, the group spans all processes. The in-memory layer is only for one process, and its
queues are only for one event loop. So without Redis each loop that has sockets gets the message by
itself, and a process without sockets does nothing at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import Counter
from typing import Any

from django.conf import settings

log = logging.getLogger("django.nightline.seats")

_open: Counter[asyncio.AbstractEventLoop] = Counter()
_tasks: set[asyncio.Task[None]] = set()
_lock = threading.Lock()


def group(departure: int) -> str:
    """The name of a train's group, for sockets of the running loop."""
    return _name(departure, asyncio.get_running_loop())


def enter() -> bool:
    """Count a socket of the running loop; False if this process has as many as it may have."""
    with _lock:
        if sum(_open.values()) >= settings.SOCKETS:
            return False
        _open[asyncio.get_running_loop()] += 1
        return True


def leave() -> None:
    """Count it out again."""
    loop = asyncio.get_running_loop()
    with _lock:
        _open[loop] -= 1
        if not _open[loop]:
            del _open[loop]


def open_sockets() -> int:
    """How many sockets this process serves now."""
    with _lock:
        return sum(_open.values())


def tell(departure: int, **_: Any) -> None:
    """Send a train's picture to everybody who looks at it. Receiver of `berths_changed`.

    It runs in the thread of whoever changed something, after the commit. It never fails: a seat
    map that is late looks again by itself.
    """
    with _lock:
        loops = list(_open)
    if not loops and not settings.REDIS_URL:
        return
    from asgiref.sync import async_to_sync
    from channels.layers import get_channel_layer

    from minisite.seats.picture import picture

    layer = get_channel_layer()
    message = {"type": "berths.changed", "picture": picture(departure)}
    if settings.REDIS_URL:
        try:
            async_to_sync(layer.group_send)(_name(departure, None), message)
        except Exception as error:  # of many kinds: the network, Redis, or the client's own
            log.warning("The seat maps were not told: %s", error)
        return
    for loop in loops:
        with contextlib.suppress(RuntimeError):  # that loop is closed
            loop.call_soon_threadsafe(_send, layer, _name(departure, loop), message)


def _send(layer: Any, name: str, message: dict[str, Any]) -> None:
    task = asyncio.get_running_loop().create_task(layer.group_send(name, message))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _name(departure: int, loop: asyncio.AbstractEventLoop | None) -> str:
    return f"train.{departure}" if settings.REDIS_URL else f"train.{departure}.{id(loop)}"
