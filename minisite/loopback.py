"""A listening socket that only this machine can reach."""

import os
import socket

HOST = "127.0.0.1"


def listen(port: int = 0) -> socket.socket:
    """Listen on a loopback port; 0 takes one that is free.

    Raises:
        OSError: The port is taken, or no port can be opened.
        OverflowError: There is no such port.
    """
    # asyncio sends small answers without delay only on sockets that say they speak TCP. One from
    # `socket.create_server` does not, and each answer on a kept connection then waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this option would share a port that is in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError):
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Where it listens, for example "http://127.0.0.1:40123"."""
    return f"http://{HOST}:{listener.getsockname()[1]}"
