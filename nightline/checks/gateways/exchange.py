"""One call of an ASGI application, with the trial as its server."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Virtual seconds after which a visitor who has said everything goes home.
PATIENCE = 60.0
# After the end of the data a server says `http.disconnect` as often as it is asked.
TOO_OFTEN = 50

Message = Mapping[str, Any]
ENDS = {"type": "http.disconnect"}


class AskedTooOften(Exception):
    """The application asked for messages again and again after the visitor had left."""


@dataclass
class Visitor:
    """What one visitor sends, and what the application does with it.

    Args:
        messages: what `receive` gives, each after so many virtual seconds.

    Attributes:
        sent: what the application sent, with the virtual second.
        late: how often it asked for a message after the last one.
    """

    messages: Sequence[tuple[float, Message]] = ((0.0, {"type": "http.request"}),)
    sent: list[tuple[float, Any]] = field(default_factory=list)
    late: int = 0
    given: int = 0

    async def receive(self) -> dict[str, Any]:
        """The next message of this visitor."""
        if self.given < len(self.messages):
            pause, message = self.messages[self.given]
            self.given += 1
            await asyncio.sleep(pause)
            return dict(message)
        gone = self.late > 0 or (self.messages and self.messages[-1][1] == ENDS)
        self.late += 1
        if self.late > TOO_OFTEN:
            raise AskedTooOften
        await asyncio.sleep(0.0 if gone else PATIENCE)
        return dict(ENDS)

    async def send(self, message: Any) -> None:
        """Take a message of the application."""
        await asyncio.sleep(0)
        self.sent.append((asyncio.get_running_loop().time(), message))


async def together(*calls: Coroutine[Any, Any, Any]) -> list[Any]:
    """What these calls return. All of them end before the first error is raised.

    The errors let go of what they hold, so that nothing warns after the trial.
    """
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.wait(tasks)
    for task in tasks:
        if error := task.exception():
            traceback.clear_frames(error.__traceback__)
    return [task.result() for task in tasks]


def http_scope(path: str) -> dict[str, Any]:
    """What a server says about a visitor who asks for this address."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
    }


def piece(body: bytes | None = None, more: bool | None = None) -> dict[str, Any]:
    """A message `http.request`; what is None is left out, as a server may."""
    message: dict[str, Any] = {"type": "http.request"}
    if body is not None:
        message["body"] = body
    if more is not None:
        message["more_body"] = more
    return message
