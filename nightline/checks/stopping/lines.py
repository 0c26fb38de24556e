"""Carriers that say goodbye, and how a call that asks them ended."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nightline.judging.findings import seconds
from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer

# Virtual seconds that a cancelled question still needs. So a task that was cancelled is not over
# after one more turn, and who does not wait for its end returns too early.
GOODBYE = 0.02


@dataclass
class End:
    """How a call of the answer ended, looked at in the moment it did.

    Args:
        returned: what it returned.
        raised: the error it let out, if the trial counts on one.
        at: virtual seconds.
        open: who was still being asked.
        told: whether some other task had been cancelled and was not over yet.
        cancelled: whether it ended as cancelled.
        heard: when questions heard a stop signal, until then.
        changed: whether it changed what it was given.
    """

    returned: Any = None
    raised: BaseException | None = None
    at: float = 0.0
    open: tuple[str, ...] = ()
    told: bool = False
    cancelled: bool = False
    heard: tuple[float, ...] = ()
    changed: bool = False

    @property
    def way(self) -> str:
        """How it ended, as a learner reads it."""
        return f"your function ended at {seconds(self.at)}"


class Lines:
    """Lends `quote`, whose questions are open until they have said goodbye.

    Args:
        stage: the trial's.
        offers: what each carrier does, by name.
        goodbye: virtual seconds that a cancelled question still needs.
    """

    def __init__(self, stage: Stage, offers: Mapping[str, Offer], goodbye: float = GOODBYE) -> None:
        self._stage = stage
        self._goodbye = goodbye
        self._ask = stage.carriers(offers).ask
        self.names = list(offers)
        self.open: list[str] = []
        self.heard: list[float] = []
        stage.lend(quote=self.quote)

    async def quote(self, carrier: str) -> Any:
        self.open.append(carrier)
        try:
            return await self._ask(carrier)
        except asyncio.CancelledError:
            self.heard.append(self._stage.loop.time())
            if self._goodbye:
                await asyncio.sleep(self._goodbye)
            raise
        finally:
            self.open.remove(carrier)

    async def watch(
        self, *args: Any, expect: tuple[type[BaseException], ...] = (), leave: float | None = None
    ) -> End:
        """Call the answer, and tell how it ended.

        Args:
            args: its arguments.
            expect: errors that the trial counts on; others pass.
            leave: virtual seconds after which the traveller leaves and the call is cancelled.
        """
        end = End()

        async def run() -> None:
            try:
                end.returned = let_go(await self._stage.call(*args))
            except expect as error:
                end.raised = error
            finally:
                end.at = round(self._stage.loop.time(), 6)
                end.open, end.heard = tuple(self.open), tuple(self.heard)
                mine = asyncio.current_task()
                others = [task for task in asyncio.all_tasks() if task is not mine]
                end.told = any(task.cancelling() for task in others)

        if leave is None:
            await run()
            return end
        task = asyncio.create_task(run())
        await asyncio.sleep(leave)
        task.cancel()
        await asyncio.wait([task])
        end.cancelled = task.cancelled()
        if not end.cancelled:
            task.result()
        return end


def let_go(value: Any) -> Any:
    """The value; without the coroutines in it, which warn that nothing ran them once they are let go."""
    if inspect.iscoroutine(value) and inspect.getcoroutinestate(value) == inspect.CORO_CREATED:
        return "a coroutine"
    if type(value) in (list, tuple):
        return type(value)(let_go(item) for item in value)
    return value


def listed(names: Iterable[str]) -> str:
    """Names as a sentence says them: `Fjord`, `Fjord and Isar`, `Fjord, Isar and Jura`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
