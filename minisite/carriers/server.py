"""The carriers on a loopback port of their own, in a thread of this process.

A synchronous view cannot await an app that lives in its process: it needs a real address.
The carriers get their own thread and event loop because they are other companies: whatever
stops the site's loop must not stop them.
"""

import asyncio
import socket
import threading

import uvicorn

from minisite.carriers.app import CarriersApp
from minisite.loopback import address, listen

_servers: dict[CarriersApp, str] = {}
_lock = threading.Lock()


def address_of(app: CarriersApp) -> str:
    """The address where this app answers HTTP, for example "http://127.0.0.1:40123".

    The first call starts a server, which lives as long as the process. Later calls return the
    same address.

    Raises:
        OSError: No port on loopback could be opened.
    """
    with _lock:
        if app not in _servers:
            _servers[app] = _start(app)
        return _servers[app]


def _start(app: CarriersApp) -> str:
    listener = listen()
    config = uvicorn.Config(app, lifespan="off", log_config=None, log_level=60, access_log=False)
    server = uvicorn.Server(config)
    # The socket listens already: a request that comes before the loop runs waits for it.
    thread = threading.Thread(
        target=_run, args=(server, listener), name="nightline-carriers", daemon=True
    )
    thread.start()
    return address(listener)


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    with asyncio.Runner() as runner:
        runner.run(server.serve(sockets=[listener]))
