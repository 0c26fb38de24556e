"""`hops()`: a picture of the calls that left an event loop's thread, and of those that came back."""

from __future__ import annotations

from typing import Self

from nightline.hops.recorder import Hop, Record
from nightline.hops.show import settle, show

__all__ = ["Hop", "Hops", "hops"]


def hops(title: str | None = None, draw: bool = True) -> Hops:
    """Record every hop of this process inside the `with` block, then draw the thread diagram.

    A hop is a call that leaves an event loop's thread for another one: `sync_to_async`, whoever
    calls it, so Django's own calls too, and those of the site that `serve()` opened. The way from a
    thread back to a loop, `async_to_sync`, is counted apart. `asyncio.to_thread` and
    `run_in_executor` are no hops in this sense. Outside a notebook the same is printed in words.

    Args:
        title: stands above the picture.
        draw: False records only.

    Returns:
        A `Hops`, which can be read inside the block and after it.

    Example:
        >>> with hops("One request") as run:
        ...     await client.get("/hello/")
        >>> run.count, run.back, run.threads
        (15, 0, 1)
    """
    return Hops(title, draw)


class Hops(Record):
    """What hopped. Made by `hops()`; all times are seconds since the block began.

    `count` is the number of hops to threads, `back` that of hops to a loop, `threads` the number of
    threads beside the loops' own, `list` a tuple of `Hop`, in order of their starts.

    Example:
        >>> with hops(draw=False) as run:
        ...     await sync_to_async(price)("Aurora")
        >>> [(hop.name, hop.kind, hop.thread) for hop in run.list]
        [('price', 'to thread', 1)]
    """

    def __init__(self, title: str | None = None, draw: bool = True) -> None:
        super().__init__()
        self.title = title
        self.draw = draw

    def __enter__(self) -> Self:
        settle()  # an earlier answer is here, but the site may still be closing it
        return super().__enter__()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                settle()
        finally:
            self.stop()
        if error is None and self.draw:
            show(self)
        elif self.draw and self.list and isinstance(error, Exception):
            try:
                show(self)
            except Exception as problem:  # the learner's own error matters more than the picture
                error.add_note(f"The hops could not be drawn: {problem}")
