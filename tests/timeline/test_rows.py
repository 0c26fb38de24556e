"""Which rows a recording has, how they hang together, and how they end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import threading
import types
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from nightline.timeline.recorder import Recorder, Row, wanted_by_default
from nightline.timeline.rows import CLOSED


def mine(code: types.CodeType) -> bool:
    return code.co_filename == __file__


def record(main: Callable[[], Awaitable[Any]]) -> list[Row]:
    """Run `main` and return the rows below its own."""
    with Recorder(mine) as recorder:
        asyncio.run(main())
    assert recorder.rows[0].name == main.__name__
    return recorder.rows[1:]


def labels(rows: list[Row]) -> list[str]:
    return [row.label for row in rows]


def parents(rows: list[Row]) -> dict[str, int | None]:
    return {row.label: row.parent for row in rows}


async def quote(name: str, delay: float = 0.0) -> str:
    await asyncio.sleep(delay)
    return name


async def fails(name: str) -> None:
    await asyncio.sleep(0)
    raise ValueError(f"{name} is sold out")


async def asks(name: str) -> None:
    await fails(name)


def test_directly_awaited_coroutines_have_rows_under_the_one_that_awaits() -> None:
    async def main() -> None:
        await asks_two()

    async def asks_two() -> None:
        await quote("Aurora", 0)
        await quote("Boreal", 0)

    rows = record(main)
    assert labels(rows) == ["asks_two()", "quote('Aurora', 0)", "quote('Boreal', 0)"]
    assert [row.parent for row in rows] == [0, 1, 1]
    assert {row.task for row in rows} == {rows[0].task}
    assert all(row.outcome == "returned" for row in rows)


def test_a_run_ends_on_the_line_that_gave_the_thread_back() -> None:
    async def main() -> None:
        await quote("Aurora")

    (row,) = record(main)
    first = quote.__code__.co_firstlineno
    assert [segment.line - first for segment in row.segments] == [1, 2]
    assert row.start == row.segments[0].start
    assert row.end == row.segments[-1].end


def test_a_failing_run_ends_on_the_line_that_raised() -> None:
    async def main() -> None:
        try:
            await fails("Corvo")
        except ValueError as error:
            print(error)

    (row,) = record(main)
    assert row.segments[-1].line - fails.__code__.co_firstlineno == 2


@pytest.mark.parametrize("how", ["comprehension", "async comprehension", "generator"])
def test_comprehensions_belong_to_their_function(how: str) -> None:
    async def names() -> AsyncIterator[str]:
        for name in ("Aurora", "Boreal"):
            yield name

    async def main() -> None:
        if how == "comprehension":
            [await quote(name) for name in ("Aurora", "Boreal")]
        elif how == "async comprehension":
            [await quote(name) async for name in names()]
        else:
            lazily = (await quote(name) for name in ("Aurora", "Boreal"))
            [name async for name in lazily]

    rows = record(main)
    assert {row.name for row in rows} <= {"quote", "names"}
    assert {row.parent for row in rows} == {0}


def test_gathered_calls_hang_under_the_row_that_made_their_tasks() -> None:
    async def main() -> None:
        await together()

    async def together() -> None:
        await asyncio.gather(quote("Aurora"), quote("Boreal"))

    rows = record(main)
    assert [row.parent for row in rows] == [0, 1, 1]
    assert len({row.task for row in rows}) == 3


def test_a_task_group_and_its_cancelled_child() -> None:
    async def main() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails("Corvo"))
                group.create_task(quote("Aurora", 9))
        except* ValueError:
            pass

    rows = record(main)
    assert [(row.name, row.outcome, row.error) for row in rows] == [
        ("fails", "failed", "ValueError: Corvo is sold out"),
        ("quote", "cancelled", None),
    ]
    assert {row.parent for row in rows} == {0}


def test_a_timeout_cancels_what_it_awaits_directly() -> None:
    async def main() -> None:
        try:
            async with asyncio.timeout(0.01):
                await quote("Aurora", 9)
        except TimeoutError:
            pass

    (row,) = record(main)
    assert row.outcome == "cancelled"


@pytest.mark.parametrize("looks", ["handles it", "names it", "waits in finally"])
def test_a_failure_passes_through_every_row_on_its_way(looks: str) -> None:
    async def main() -> None:
        try:
            if looks == "waits in finally":
                try:
                    await asks("Corvo")
                finally:
                    await quote("Aurora")
            elif looks == "handles it":
                with contextlib.suppress(ValueError):
                    await asks("Corvo")
            else:
                await asks("Corvo")
        except ValueError as error:
            seen = error
            await quote("Boreal")
            del seen

    rows = [row for row in record(main) if row.name != "quote"]
    assert labels(rows) == ["asks('Corvo')", "fails('Corvo')"]
    assert [(row.outcome, row.error) for row in rows] == [
        ("failed", "ValueError: Corvo is sold out")
    ] * 2


def test_a_failure_nobody_looks_at_is_a_failure_all_the_same() -> None:
    async def main() -> None:
        with contextlib.suppress(ValueError):
            await asks("Corvo")
        await quote("Boreal")

    rows = record(main)
    assert [row.outcome for row in rows] == ["failed", "failed", "returned"]


def test_a_cancellation_nobody_looks_at_is_a_cancellation_all_the_same() -> None:
    async def patient() -> None:
        try:
            await quote("Aurora", 9)
        except asyncio.CancelledError:
            return

    async def main() -> None:
        task = asyncio.create_task(patient())
        await asyncio.sleep(0)
        task.cancel()
        await task

    assert [row.outcome for row in record(main)] == ["returned", "cancelled"]


def test_the_question_how_a_task_ended_does_not_mark_its_error_as_retrieved() -> None:
    complaints: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
        task = asyncio.create_task(fails("Corvo"))
        await asyncio.sleep(0.01)
        del task
        gc.collect()

    (row,) = record(main)
    assert row.error == "ValueError: Corvo is sold out"
    assert complaints == ["Task exception was never retrieved"]


def test_a_coroutine_that_catches_its_cancellation_goes_on() -> None:
    async def stubborn() -> str:
        while True:
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                break
        await asyncio.sleep(0)
        return "done"

    async def outer() -> None:
        await stubborn()
        await quote("Aurora")

    async def main() -> None:
        task = asyncio.create_task(outer())
        await asyncio.sleep(0)
        task.cancel()
        await task

    rows = record(main)
    assert [(row.name, row.outcome, row.parent) for row in rows] == [
        ("outer", "returned", 0),
        ("stubborn", "returned", 1),
        ("quote", "returned", 1),
    ]


def test_a_closed_coroutine_says_so() -> None:
    async def main() -> None:
        coroutine = quote("Aurora", 9)
        coroutine.send(None)
        coroutine.close()

    (row,) = record(main)
    assert (row.outcome, row.error) == ("cancelled", CLOSED)


def test_a_closed_asynchronous_generator_says_so() -> None:
    async def feed() -> AsyncGenerator[int, None]:
        try:
            while True:
                await asyncio.sleep(0)
                yield 1
        finally:
            await asyncio.sleep(0.001)

    async def main() -> None:
        async with contextlib.aclosing(feed()) as numbers:
            async for _ in numbers:
                break

    (row,) = [row for row in record(main) if row.name == "feed"]
    assert (row.outcome, row.error) == ("cancelled", CLOSED)


def test_rows_are_open_when_the_recording_ends_before_them() -> None:
    async def main() -> None:
        with Recorder(mine) as recorder:
            task = asyncio.create_task(quote("Aurora", 9))
            await asyncio.sleep(0)
        (row,) = recorder.rows
        assert (row.outcome, row.end, len(row.segments)) == ("open", None, 1)
        task.cancel()

    asyncio.run(main())


def test_asynchronous_generators_have_a_row_and_resume_for_each_item() -> None:
    async def departures() -> AsyncIterator[int]:
        for number in range(3):
            await asyncio.sleep(0)
            yield number

    async def main() -> None:
        async for _ in departures():
            pass

    (row,) = record(main)
    assert (row.label, row.outcome, row.parent) == ("departures()", "returned", 0)
    assert len(row.segments) == 7  # three times a pause and an item, then the end


def test_waits_in_threads_are_waits() -> None:
    async def main() -> None:
        await in_a_thread()

    async def in_a_thread() -> int:
        return await asyncio.to_thread(lambda: asyncio.run(quote_length()))

    async def quote_length() -> int:
        return len(await quote("Aurora"))

    rows = record(main)
    assert labels(rows) == ["in_a_thread()"]  # only the recorded thread has rows


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with 3.12")
def test_eager_tasks_run_inside_the_row_that_makes_them() -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined,unused-ignore]
        await together()

    async def together() -> None:
        await asyncio.gather(quote("Aurora"), quote("Boreal"))

    rows = record(main)
    assert [row.parent for row in rows] == [0, 1, 1]
    assert rows[0].segments[0].end > rows[2].segments[0].end


def test_what_started_before_has_no_row() -> None:
    async def main() -> None:
        task = asyncio.create_task(quote("Aurora", 0.001))
        await asyncio.sleep(0)
        with Recorder(mine) as recorder:
            await asyncio.sleep(0.002)
            await quote("Boreal")
        await task
        assert labels(recorder.rows) == ["quote('Boreal', 0.0)"]

    asyncio.run(main())


def test_only_wanted_code_has_rows() -> None:
    async def main() -> None:
        await quote("Aurora")

    with Recorder(lambda code: code.co_name == "quote") as recorder:
        asyncio.run(main())
    assert labels(recorder.rows) == ["quote('Aurora', 0.0)"]


def test_code_of_cells_and_of_the_site_is_wanted() -> None:
    import minisite

    def code_of(filename: str) -> types.CodeType:
        return compile("", filename, "exec")

    wanted = ["/tmp/ipykernel_123/4567.py", "<ipython-input-1-abc>", minisite.__file__]
    assert [wanted_by_default(code_of(str(name))) for name in wanted] == [True] * 3
    others = [asyncio.__file__, "<string>", "<frozen runpy>", weakref.__file__]
    assert [wanted_by_default(code_of(name)) for name in others] == [False] * 4


def test_frames_are_let_go_when_the_call_ends() -> None:
    class Berth:
        pass

    seen: list[weakref.ref[Berth]] = []

    async def books(berth: Berth) -> None:
        seen.append(weakref.ref(berth))
        await asyncio.sleep(0)

    async def main() -> None:
        await books(Berth())
        assert seen[0]() is None, "the recorder keeps what the call held"

    with Recorder(mine) as recorder:
        asyncio.run(main())
    assert labels(recorder.rows) == ["main()", "books(Berth)"]


def test_a_task_nobody_refers_to_is_still_collected() -> None:
    async def waits_for_nothing() -> None:
        await asyncio.get_running_loop().create_future()

    async def main() -> None:
        task = weakref.ref(asyncio.create_task(waits_for_nothing()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gc.collect()
        assert task() is None, "the recorder keeps the task alive"

    record(main)


def test_the_clock_may_stand_still() -> None:
    async def main() -> None:
        await quote("Aurora")

    with Recorder(mine, clock=lambda: 7.0) as recorder:
        asyncio.run(main())
    assert {(row.start, row.end) for row in recorder.rows} == {(7.0, 7.0)}
    assert len(recorder.rows[1].segments) == 2


def test_recorders_in_several_threads_do_not_mix() -> None:
    found: dict[str, list[str]] = {}
    together = threading.Barrier(3, timeout=30)

    def trial(name: str) -> None:
        async def main() -> None:
            for _ in range(20):
                await quote(name)

        with Recorder(lambda code: code.co_name == "quote") as recorder:
            together.wait()
            asyncio.run(main())
            together.wait()
        found[name] = labels(recorder.rows)

    threads = [threading.Thread(target=trial, args=(name,)) for name in "ABC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [f"quote('{name}', 0.0)"] * 20 for name in "ABC"}


def test_a_later_recorder_sees_code_an_earlier_one_did_not_want() -> None:
    async def main() -> None:
        await quote("Aurora")

    with Recorder(lambda code: False) as recorder:
        asyncio.run(main())
    assert recorder.rows == []
    assert labels(record(main)) == ["quote('Aurora', 0.0)"]


@pytest.fixture(autouse=True)
def _no_hook_stays() -> Iterator[None]:
    yield
    assert sys.getprofile() is None
    if sys.version_info >= (3, 12):
        assert all(sys.monitoring.get_tool(tool) is None for tool in (2, 3, 4))
