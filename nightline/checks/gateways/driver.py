"""Run as a program of its own: import a gateway file as a server does, then serve it.

    python driver.py PORT

It tells how far it came, one JSON object a line. The folder it is started in is the project.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

FILE = Path.cwd() / "asgi.py"  # Django has a file of this name, too
STARTED = 3  # how the program ends when the gateway file opened a door or started a program
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
# What the file prints goes to the log, so that it is not taken for what we tell.
_told = os.fdopen(os.dup(1), "w")
_importing = threading.Event()


def tell(**facts: Any) -> None:
    """Say one thing to whoever started this program."""
    print(json.dumps(facts), file=_told, flush=True)


def door_opened(*_: Any) -> None:
    """In place of `socket.listen` while the file is imported: it wants to be a server itself."""
    lines = _lines(traceback.extract_stack())
    tell(stage="import", server=True, line=lines[-1] if lines else None)
    os._exit(STARTED)


def _watch(event: str, _: Any) -> None:
    """An audit hook: while the file is imported, it may start no program."""
    if event in PROGRAMS and _importing.is_set() and (lines := _lines(traceback.extract_stack())):
        tell(stage="import", program=True, line=lines[-1])
        os._exit(STARTED)


def _lines(frames: traceback.StackSummary) -> list[int | None]:
    """The lines of the gateway file among these, the innermost last."""
    return [frame.lineno for frame in frames if Path(frame.filename) == FILE]


def main() -> None:
    os.dup2(2, 1)
    sys.path[0] = str(Path.cwd())
    listen = socket.socket.listen
    sys.addaudithook(_watch)
    _importing.set()
    socket.socket.listen = door_opened  # type: ignore[method-assign]
    try:
        import asgi  # type: ignore[import-not-found]
    except BaseException as error:
        lines = _lines(traceback.extract_tb(error.__traceback__))
        line = getattr(error, "lineno", None) or (lines[-1] if lines else None)
        name = getattr(error, "name", None)
        tell(stage="import", error=type(error).__name__, message=str(error), line=line, name=name)
        return
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join(1.0)  # it may still open a door
    _importing.clear()
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
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
