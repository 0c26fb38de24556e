"""Run as a program of its own: import a gateway file as a server does, then serve it.

    python driver.py PORT

It tells how far it came, one JSON object a line. The folder it is started in is the project.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback
from typing import Any

FILE = "asgi.py"
STARTED = 3  # how the program ends when the gateway file opened a door


def tell(**facts: Any) -> None:
    """Say one thing to whoever started this program."""
    print(json.dumps(facts), flush=True)


def door_opened(*_: Any) -> None:
    """In place of `socket.listen` while the file is imported: it wants to be a server itself."""
    lines = [f.lineno for f in traceback.extract_stack() if os.path.basename(f.filename) == FILE]
    tell(stage="import", server=True, line=lines[-1] if lines else None)
    os._exit(STARTED)


def main() -> None:
    sys.path[0] = os.getcwd()
    listen = socket.socket.listen
    socket.socket.listen = door_opened  # type: ignore[method-assign,assignment]
    try:
        import asgi  # type: ignore[import-not-found]
    except BaseException as error:
        lines = [
            f.lineno
            for f in traceback.extract_tb(error.__traceback__)
            if os.path.basename(f.filename) == FILE
        ]
        line = getattr(error, "lineno", None) or (lines[-1] if lines else None)
        name = getattr(error, "name", None)
        tell(stage="import", error=type(error).__name__, message=str(error), line=line, name=name)
        return
    socket.socket.listen = listen  # type: ignore[method-assign]
    if not hasattr(asgi, "application"):
        tell(stage="import", names=[name for name in vars(asgi) if not name.startswith("_")])
        return
    tell(stage="imported", type=type(asgi.application).__name__)
    _serve(asgi.application, int(sys.argv[1]))


def _serve(application: Any, port: int) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        port=port,
        interface="asgi3",
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
