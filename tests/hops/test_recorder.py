"""Which hops are recorded, and that nothing stays patched."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import AsyncToSync, SyncToAsync, ThreadSensitiveContext, async_to_sync
from asgiref.sync import sync_to_async as to_thread

from nightline.hops import Hops, hops
from nightline.hops.recorder import Record, recording
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.trial import Trial, run_trial

REAL = SyncToAsync.__call__, AsyncToSync.__call__


def patched() -> bool:
    return (SyncToAsync.__call__, AsyncToSync.__call__) != REAL


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    assert not patched()


def price(name: str = "Aurora") -> str:
    return name


def fails() -> None:
    raise ValueError("sold out")


def told(record: Record) -> list[tuple[str, str, int]]:
    return [(hop.name, hop.kind, hop.thread) for hop in record.list]


CACHED = to_thread(price)  # as Django does when it is imported


def test_a_hop_is_counted_and_named_and_its_result_comes_back() -> None:
    async def main() -> Record:
        with recording() as seen:
            assert await to_thread(price)("Boreal") == "Boreal"
            assert await CACHED("Corvo") == "Corvo"
            assert seen.count == 2  # it can be read while it goes on
        await CACHED()
        return seen

    seen = asyncio.run(main())
    assert told(seen) == [("price", "to thread", 1)] * 2
    assert (seen.count, seen.back, seen.threads) == (2, 0, 1)
    first, second = seen.list
    assert 0 <= first.asked <= first.start <= first.end <= second.asked
    assert not first.error


def test_the_way_back_and_the_way_within() -> None:
    async def ask() -> str:
        return await CACHED()

    def work() -> str:
        return async_to_sync(ask)()

    async def main() -> None:
        assert await to_thread(work)() == "Aurora"

    with recording() as seen:
        asyncio.run(main())
    assert told(seen) == [
        ("work", "to thread", 1),
        ("ask", "to loop", 1),
        ("price", "to thread", 1),  # the thread that waits runs it, and it is a hop all the same
    ]
    assert (seen.count, seen.back, seen.threads) == (2, 1, 1)
    assert {hop.loop for hop in seen.list} == {1}


def test_a_synchronous_program_asks_a_loop_of_its_own() -> None:
    async def ask() -> str:
        return await CACHED()

    with recording() as seen:
        assert async_to_sync(ask)() == "Aurora"
    assert told(seen) == [("ask", "to loop", 1), ("price", "to thread", 1)]


def test_threads_are_told_apart_although_their_numbers_are_used_again() -> None:
    async def request() -> None:
        async with ThreadSensitiveContext():
            await CACHED()
            await CACHED()

    async def main() -> None:
        for _ in range(3):
            await request()

    with recording() as seen:
        asyncio.run(main())
    assert [hop.thread for hop in seen.list] == [1, 1, 2, 2, 3, 3]
    assert seen.threads == 3


def test_two_threads_at_once() -> None:
    both = threading.Barrier(2, timeout=10)

    def meets() -> None:
        both.wait()

    async def main() -> None:
        await asyncio.gather(*(to_thread(meets, thread_sensitive=False)() for _ in range(2)))

    with recording() as seen:
        asyncio.run(main())
    assert told(seen) == [("meets", "to thread", 1), ("meets", "to thread", 2)]


def test_loops_of_other_threads_are_seen_and_have_numbers() -> None:
    async def main() -> None:
        await CACHED()

    with recording() as seen:
        asyncio.run(main())
        other = threading.Thread(target=asyncio.run, args=(main(),))
        other.start()
        other.join()
    assert [hop.loop for hop in seen.list] == [1, 2]


def test_what_waits_for_a_busy_thread_starts_later_and_what_never_ran_is_no_hop() -> None:
    go = threading.Event()
    began = threading.Event()

    def slow() -> None:
        began.set()
        go.wait(10)

    async def main() -> None:
        first = asyncio.ensure_future(to_thread(slow)())
        await asyncio.to_thread(began.wait, 10)
        second = asyncio.ensure_future(CACHED())
        third = asyncio.ensure_future(to_thread(fails)())
        await asyncio.sleep(0)
        third.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        go.set()
        await asyncio.gather(first, second, third, return_exceptions=True)

    with recording() as seen:
        asyncio.run(main())
    slow_hop, late = seen.list
    assert (slow_hop.name, late.name) == ("slow", "price")
    assert late.asked < slow_hop.end <= late.start


def test_an_error_is_noted_and_passes_on() -> None:
    async def main() -> None:
        await to_thread(fails)()

    with recording() as seen, pytest.raises(ValueError, match="sold out"):
        asyncio.run(main())
    assert [(hop.error, hop.raised) for hop in seen.list] == [(True, "ValueError")]


def test_a_call_that_asgiref_refuses_is_no_hop() -> None:
    async def ask() -> None:
        pass

    async def main() -> None:
        with pytest.raises(RuntimeError, match="same thread as an async event loop"):
            async_to_sync(ask)()

    with recording() as seen:
        asyncio.run(main())
    assert seen.list == ()


def test_other_ways_to_a_thread_are_not_counted() -> None:
    async def main() -> None:
        await asyncio.to_thread(price)
        await asyncio.get_running_loop().run_in_executor(None, price)

    with recording() as seen:
        asyncio.run(main())
    assert seen.count == 0


def test_a_bridge_stays_what_it_is_for_those_who_ask() -> None:
    from asgiref.sync import iscoroutinefunction

    with recording():
        assert iscoroutinefunction(CACHED)
        assert iscoroutinefunction(CACHED.__call__)


def test_subclasses_that_wrap_the_thread_are_kept() -> None:
    seen: list[str] = []

    class Closing(SyncToAsync):  # as channels' `database_sync_to_async`
        def thread_handler(self, *args: Any, **named: Any) -> Any:
            seen.append("before")
            return super().thread_handler(*args, **named)

    async def main() -> None:
        await Closing(price)()

    with recording() as record:
        asyncio.run(main())
    assert (seen, record.count) == (["before"], 1)


def test_methods_made_bridges_are_recorded() -> None:
    class Desk:
        @to_thread
        def sell(self, berth: int) -> int:
            return berth

    async def main() -> None:
        assert await Desk().sell(7) == 7

    with recording() as seen:
        asyncio.run(main())
    assert seen.count == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
@pytest.mark.parametrize("make", [recording, lambda: hops("broken")])
def test_an_error_inside_leaves_nothing_patched(
    make: Callable[[], Any], error: type[BaseException]
) -> None:
    def run() -> None:
        with make():
            assert patched()
            raise error

    with pytest.raises(error):
        run()
    assert not patched()


def test_nested_blocks_each_see_their_own() -> None:
    async def main() -> tuple[Record, Record]:
        with hops(draw=False) as outer:
            await CACHED()
            with hops(draw=False) as inner:
                await CACHED()
            assert patched()
            await CACHED()
        return outer, inner

    outer, inner = asyncio.run(main())
    assert (outer.count, inner.count) == (3, 1)


def test_blocks_of_two_threads_may_overlap() -> None:
    opened, closed = threading.Event(), threading.Event()

    def other() -> None:
        with recording():
            opened.set()
            closed.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    opened.wait(10)
    with recording() as seen:
        asyncio.run(CACHED())
    assert patched()
    closed.set()
    thread.join()
    assert seen.count == 1


def test_many_blocks_in_many_threads_leave_nothing() -> None:
    def often() -> None:
        for _ in range(300):
            with recording():
                pass

    threads = [threading.Thread(target=often) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not patched()


def test_a_hop_that_is_not_over_ends_with_the_block() -> None:
    go = threading.Event()
    began = threading.Event()

    def slow() -> None:
        began.set()
        go.wait(10)

    async def main() -> Hops:
        with hops(draw=False) as run:
            task = asyncio.ensure_future(to_thread(slow)())
            await asyncio.to_thread(began.wait, 10)
        assert not patched()
        before = run.list
        go.set()
        await task
        assert run.list == before
        return run

    (hop,) = asyncio.run(main()).list
    assert hop.end >= hop.start
    assert not hop.error


def test_what_a_third_party_put_there_stays() -> None:
    real = SyncToAsync.__call__
    with recording():
        ours = SyncToAsync.__call__

        async def theirs(self: Any, *args: Any, **named: Any) -> Any:
            return await ours(self, *args, **named)

        SyncToAsync.__call__ = theirs  # type: ignore[method-assign]
    try:
        assert SyncToAsync.__call__ is theirs  # type: ignore[comparison-overlap]
        assert asyncio.run(CACHED()) == "Aurora"
    finally:
        SyncToAsync.__call__ = real  # type: ignore[method-assign]


# In a trial.


async def counts(answer: Any, stage: Stage) -> int:
    with recording() as seen:
        await answer()
    return seen.count


def tried(answer: Any, run: Any = counts, limit: float = 4.0) -> Evidence:
    return run_trial(Trial("trial", run, limit), answer)


def test_a_trial_counts_and_no_time_is_held_against_the_answer() -> None:
    async def answer() -> None:
        await asyncio.sleep(1)
        await CACHED()
        await CACHED()

    seen = tried(answer)
    assert (seen.result, seen.seconds, seen.blocked, seen.error) == (2, 1.0, [], None)


def test_a_trial_that_raises_leaves_nothing() -> None:
    async def answer() -> None:
        await CACHED()
        raise ValueError

    assert isinstance(tried(answer).error, ValueError)


def test_a_deadlock_leaves_nothing() -> None:
    async def answer() -> None:
        await asyncio.Event().wait()

    assert tried(answer).deadlock


def test_an_endless_answer_leaves_nothing() -> None:
    async def answer() -> None:
        while True:  # noqa: ASYNC110
            await asyncio.sleep(0)

    async def spins(answer: Any, stage: Stage) -> None:
        with recording():
            while True:
                pass

    assert tried(answer, limit=0.3).endless
    assert tried(answer, spins, limit=0.3).endless


def test_a_thread_that_never_came_to_the_end_of_its_block_leaves_nothing() -> None:
    async def forgets(answer: Any, stage: Stage) -> None:
        recording().start()
        await answer()

    async def answer() -> None:
        time.sleep(0)  # noqa: ASYNC251

    tried(answer, forgets)
    assert not patched()
