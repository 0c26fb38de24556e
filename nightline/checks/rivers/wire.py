"""One end of a connection without a network: what a server writes, and when a client takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any


class Wire:
    """The writer of a connection, as `asyncio.start_server` would give it.

    Args:
        now: the loop's time in seconds.
        pace: seconds that the client needs for each line.
        hangs_up_after: how many lines the client takes before it hangs up; None for all.
        gone: what `drain` raises then.
    """

    def __init__(
        self,
        now: Callable[[], float],
        pace: float = 0.0,
        hangs_up_after: int | None = None,
        gone: type[ConnectionError] = ConnectionResetError,
    ) -> None:
        self._now = now
        self._pace = pace
        self._takes = hangs_up_after
        self._gone = gone
        self.on_write: Callable[[], None] = lambda: None
        self.written: list[tuple[float, bytes]] = []
        self._waiting = b""
        self.lines_written = 0
        self.most_undrained = 0
        self.lines_taken = 0
        self.gone = False
        self.written_to_nobody = 0
        self.closed: float | None = None
        self.transport = self

    @property
    def undrained(self) -> int:
        """Lines that were written and not taken; one without its end counts too."""
        return self._waiting.count(b"\n") + (self._waiting[-1:] not in (b"", b"\n"))

    # What a StreamWriter has.

    def write(self, data: Any) -> None:
        if not isinstance(data, bytes | bytearray | memoryview):
            kind = type(data).__name__
            raise TypeError(f"data: expecting a bytes-like instance, got <class '{kind}'>")
        if self.closed is not None:
            raise RuntimeError("write on a writer that is closed")
        self.written_to_nobody += self.gone
        self.on_write()
        self.written.append((round(self._now(), 6), bytes(data)))
        self.lines_written += bytes(data).count(b"\n")
        self._waiting += bytes(data)
        self.most_undrained = max(self.most_undrained, self.undrained)

    def writelines(self, data: Iterable[Any]) -> None:
        self.write(b"".join(data))

    async def drain(self) -> None:
        while self.undrained and not self.gone:
            await asyncio.sleep(self._pace)
            self._waiting = self._waiting.partition(b"\n")[2]
            self.lines_taken += 1
            self.gone = self._takes is not None and self.lines_taken > self._takes
        if self.gone:
            raise self._gone("Connection lost")
        await asyncio.sleep(0)

    def close(self) -> None:
        if self.closed is None:
            self.closed = round(self._now(), 6)

    abort = close

    def is_closing(self) -> bool:
        return self.closed is not None

    async def wait_closed(self) -> None:
        await asyncio.sleep(0)

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        pass

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 5000) if name == "peername" else default

    def get_write_buffer_size(self) -> int:
        return self.undrained
