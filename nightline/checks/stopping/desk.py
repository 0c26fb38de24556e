"""A booking desk that writes down what it is asked, and a call that is cancelled at a chosen stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from nightline.checks.stopping.lines import let_go
from nightline.judging.evidence import Place
from nightline.judging.places import place_of_task
from nightline.judging.stage import Stage

# Stops of one call that are tried; an answer that has more is not about this task.
MOST_STOPS = 40
# Other names than in the learner's own trial.
CARRIER, TRAVELLER = "Fjord", "Nora"


class PassportRefused(ValueError):
    """What `check_passport` raises; learners read its name."""


class CardRefused(RuntimeError):
    """What `pay` raises: no `ValueError`, so the cleanup is for any error."""


class SoldOut(LookupError):
    """What `hold` raises; learners read its name."""


@dataclass
class Sale:
    """How one call of the answer went.

    Args:
        events: what the desk was asked, in order: `hold`, `check_passport`, `pay`, `release`, each
            with `begun` or `done`, and with what.
        berth: the berth that was on hold.
        kept: whether it was still on hold when the call ended, or later.
        returned: what the call returned.
        raised: the error it let out.
        cancelled: whether it ended as cancelled.
        stop: at which stop it was cancelled, from 1; 0 for not at all.
        place: where it stood there.
    """

    events: list[tuple[str, str, Any]] = field(default_factory=list)
    berth: int = 0
    kept: bool = False
    returned: Any = None
    raised: BaseException | None = None
    cancelled: bool = False
    stop: int = 0
    place: Place | None = None

    def times(self, step: str, state: str = "begun") -> int:
        """How often a step was begun or done."""
        return len(self.given(step, state))

    def given(self, step: str, state: str = "begun") -> list[Any]:
        """With what a step was begun or done, each time."""
        return [event[2] for event in self.events if event[:2] == (step, state)]

    def when(self, step: str, state: str = "begun") -> int:
        """The place of a step in the order of events; beyond the last when it is not there."""
        states = [event[:2] for event in self.events]
        return states.index((step, state)) if (step, state) in states else len(states)


class Desk:
    """Lends `hold`, `check_passport`, `pay` and `release`.

    Args:
        stage: the trial's.
        berth: the number of the next free berth.
        failing: the step that fails with this error.
    """

    def __init__(
        self, stage: Stage, berth: int, failing: tuple[str, Exception] | None = None
    ) -> None:
        self._failing = failing
        self._stage = stage
        self._on_hold: set[Any] = set()
        self.sale = Sale(berth=berth)
        stage.lend(
            hold=self.hold,
            check_passport=self.check_passport,
            pay=self.pay,
            release=self.release,
            on_hold=self._on_hold,
        )

    async def hold(self, carrier: str) -> int:
        await self._step("hold", carrier, 0.1)
        self._on_hold.add(self.sale.berth)
        return self.sale.berth

    async def check_passport(self, traveller: str) -> None:
        await self._step("check_passport", traveller, 0.2)

    async def pay(self, berth: int) -> str:
        await self._step("pay", berth, 0.1)
        await asyncio.sleep(0.2)
        self.sale.events.append(("pay", "paid", berth))
        return f"ticket {berth}-{self.sale.berth * 7}"

    async def release(self, berth: int) -> None:
        self._on_hold.discard(berth)
        await self._step("release", berth, 0.05)

    async def _step(self, step: str, with_what: Any, seconds: float) -> None:
        with_what = let_go(with_what)
        self.sale.events.append((step, "begun", with_what))
        await asyncio.sleep(seconds)
        if self._failing and self._failing[0] == step:
            raise self._failing[1]
        self.sale.events.append((step, "done", with_what))

    async def sell(self, expect: tuple[type[Exception], ...] = (), stop: int = 0) -> Sale:
        """Call the answer; cancel it at its stop of this number, if it comes to it."""
        sale = self.sale

        async def run() -> None:
            call = self._stage.call(CARRIER, TRAVELLER)
            try:
                sale.returned = let_go(await (_Stopping(call, stop, reached) if stop else call))
            except expect as error:
                sale.raised = error
            finally:
                sale.kept = bool(self._on_hold)
                sale.events.append(("call", "ended", None))

        def reached(call: Coroutine[Any, Any, Any]) -> None:
            driven = cast("asyncio.Task[Any]", SimpleNamespace(get_coro=lambda: call))
            sale.stop, sale.place = stop, place_of_task(driven, self._stage.files)
            self._stage.loop.call_soon(task.cancel)

        task = asyncio.create_task(run())
        await asyncio.wait([task])
        sale.cancelled = task.cancelled()
        if not stop and sale.cancelled:
            await task
        if not sale.cancelled and (error := task.exception()):
            if not sale.stop:
                raise error
            sale.raised = error
        await asyncio.sleep(1)  # what the call did not wait for gets its time
        sale.kept = sale.kept or bool(self._on_hold)
        return sale


class _Stopping:
    """Awaits a coroutine for its caller, and tells when it comes to its stop of a number."""

    def __init__(
        self,
        call: Coroutine[Any, Any, Any],
        stop: int,
        reached: Callable[[Coroutine[Any, Any, Any]], None],
    ) -> None:
        self._call = call
        self._stop = stop
        self._reached = reached

    def __await__(self) -> Generator[Any, Any, Any]:
        steps: Any = self._call.__await__()
        error: BaseException | None = None
        while True:
            try:
                note = steps.send(None) if error is None else steps.throw(error)
            except StopIteration as end:
                return end.value
            self._stop -= 1
            if self._stop == 0:
                self._reached(self._call)
            error = None
            try:
                yield note
            except BaseException as thrown:  # the stop signal, on its way in
                error = thrown
