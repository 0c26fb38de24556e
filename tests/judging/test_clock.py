"""The virtual clock: exact, ordered, and it knows a deadlock when it sees one."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from nightline.judging.clock import Deadlock, OutOfTime, VirtualLoop, real_sleep


def run(main: Callable[[], Awaitable[Any]], **options: Any) -> tuple[Any, float]:
    """The result of a coroutine on a virtual loop, and the virtual seconds it took."""
    loop = VirtualLoop(**options)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        try:
            result = runner.run(main())  # type: ignore[arg-type]
            return result, loop.time()
        finally:
            loop.use_real_time()


def test_waits_cost_exactly_their_sum_or_their_longest() -> None:
    async def one_by_one() -> None:
        for seconds in (3, 2, 1):
            await asyncio.sleep(seconds)

    async def together() -> None:
        await asyncio.gather(*(asyncio.sleep(seconds) for seconds in (3, 2, 1)))

    assert run(one_by_one)[1] == 6.0
    assert run(together)[1] == 3.0


def test_many_short_waits_do_not_drift() -> None:
    async def main() -> None:
        for _ in range(1000):
            await asyncio.sleep(0.001)

    assert run(main)[1] == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("depth", [1, 3, 8])
def test_order_holds_when_coroutines_need_turns_to_set_their_timers(depth: int) -> None:
    """The clock may not move while somebody is still on the way to his own timer."""

    async def deep(turns: int, seconds: float, seen: list[float]) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.sleep(seconds)
        seen.append(seconds)

    async def main() -> list[float]:
        seen: list[float] = []
        await asyncio.gather(deep(0, 0.3, seen), deep(depth, 0.2, seen), deep(depth * 2, 0.1, seen))
        return seen

    assert run(main) == ([0.1, 0.2, 0.3], 0.3)


def test_a_timeout_fires_on_time() -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.sleep(5)
        return asyncio.get_running_loop().time()

    assert run(main) == (2.0, 2.0)


def test_work_in_threads_costs_no_virtual_time() -> None:
    async def main() -> str:
        return await asyncio.to_thread(lambda: real_sleep(0.02) or "done")

    assert run(main) == ("done", 0.0)


def test_a_thread_may_wake_the_loop() -> None:
    async def main() -> str:
        loop, future = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

        def later() -> None:
            real_sleep(0.3)  # longer than the grace before a deadlock is called one
            loop.call_soon_threadsafe(future.set_result, "woken")

        threading.Thread(target=later).start()
        result: str = await future
        return result

    assert run(main)[0] == "woken"


def test_a_deadlock_is_told_and_not_waited_for() -> None:
    told = []

    async def main() -> None:
        await asyncio.Event().wait()

    loop = VirtualLoop()
    loop.on_deadlock = lambda: told.append(len(asyncio.all_tasks(loop)))
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        with pytest.raises(Deadlock):
            runner.run(main())
        loop.use_real_time()
    assert told == [1]


def test_going_on_for_ever_is_ended() -> None:
    async def main() -> None:
        while True:  # noqa: ASYNC110 - nothing will ever happen, that is the point
            await asyncio.sleep(1)

    with pytest.raises(OutOfTime):
        run(main, end=100.0)


@pytest.mark.parametrize("held", [True, False])
def test_timers_wait_for_a_thread_that_nobody_told_the_loop_of_while_it_is_held(
    held: bool,
) -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop.call_later(5, lambda: None)
        done = loop.create_future()

        def work() -> None:
            real_sleep(0.05)
            loop.call_soon_threadsafe(done.set_result, None)

        threading.Thread(target=work).start()
        with loop.held() if held else contextlib.nullcontext():
            await done
        return loop.time()

    assert run(main)[0] == (0.0 if held else 5.0)


@pytest.mark.parametrize("grace", [2.0, 0.0])
def test_timers_wait_as_long_as_the_grace_for_work_in_a_thread(grace: float) -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop.grace = grace
        loop.call_later(0.01, lambda: None)
        await asyncio.to_thread(real_sleep, 0.1)
        return loop.time()

    assert (run(main)[0] == 0.0) == bool(grace)


def test_a_thread_that_ends_while_the_loop_looks_around_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It gives its result after the loop has waited, and before the loop counts the threads."""
    go_on, poll = threading.Event(), VirtualLoop._poll
    threads: list[threading.Thread] = []

    def poll_in_vain_once(loop: VirtualLoop, seconds: float) -> Any:
        ready = poll(loop, 0 if threads and not go_on.is_set() else seconds)
        if threads and not go_on.is_set():
            go_on.set()
            threads[0].join()
        return ready

    async def main() -> str:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str] = loop.create_future()

        def work() -> None:
            go_on.wait()
            loop.call_soon_threadsafe(future.set_result, "heard")

        threads.append(threading.Thread(target=work))
        threads[0].start()
        return await future

    monkeypatch.setattr(VirtualLoop, "_poll", poll_in_vain_once)
    assert run(main)[0] == "heard"
