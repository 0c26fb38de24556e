"""What a trial observes: each kind of evidence, seen on an answer that shows it."""

from __future__ import annotations

import asyncio
import itertools
import linecache
import textwrap
import threading
import time
from typing import Any

import pytest

from nightline.judging.clockwork import REAL
from nightline.judging.evidence import Call, Evidence, most_in_flight
from nightline.judging.stage import REAL_NEW_EVENT_LOOP, Stage
from nightline.judging.trial import Trial, run_trial
from nightline.judging.upstream import Offer
from nightline.timeline.recorder import Recorder, source

_numbers = itertools.count()


def answer(source: str, name: str = "answer", **names: Any) -> Any:
    """An answer from the text of its cell."""
    source = textwrap.dedent(source)
    file = f"<trial {next(_numbers)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names |= {"__name__": "notebook", "asyncio": asyncio, "time": time}
    exec(compile(source, file, "exec"), names)
    return names[name]


async def call(answer: Any, stage: Stage) -> Any:
    return await answer()


async def ask(answer: Any, stage: Stage) -> Any:
    offers = {"Aurora": Offer(0.2, 49), "Boreal": Offer(0.5, 64), "Corvo": Offer(0.1, 72)}
    return await answer(list(stage.carriers(offers)))


def see(source: str, run: Any = call, **options: Any) -> Evidence:
    return run_trial(Trial("trial", run, **options), answer(source))


def test_result_and_time() -> None:
    seen = see("async def answer():\n    await asyncio.sleep(2)\n    return 7")
    assert (seen.result, seen.seconds, seen.error) == (7, 2.0, None)


def test_upstream_calls() -> None:
    seen = see(
        "async def answer(names):\n    return await asyncio.gather(*(quote(n) for n in names))", ask
    )
    assert seen.result == [49, 64, 72]
    assert seen.most_in_flight == 3
    assert [(c.who, c.end, c.outcome) for c in seen.calls][1] == ("Boreal", 0.5, "answered")
    assert [row.label for row in seen.rows][1:] == [
        "quote('Aurora')",
        "quote('Boreal')",
        "quote('Corvo')",
    ]


def test_lent_names_are_taken_back() -> None:
    function = answer("async def answer(names):\n    return await quote(names[0])", quote="mine")
    assert run_trial(Trial("trial", ask), function).result == 49
    assert function.__globals__["quote"] == "mine"


def test_requests_one_after_another_are_never_two_in_flight() -> None:
    calls = [Call("Aurora", 0.0, 0.2, "answered"), Call("Boreal", 0.2, 0.7, "answered")]
    assert most_in_flight(calls) == 1
    assert most_in_flight([*calls, Call("Corvo", 0.1, None, "open")]) == 2


def test_an_error_and_its_line() -> None:
    seen = see("async def answer():\n    prices = {}\n    return prices['Aurora']")
    assert isinstance(seen.error, KeyError)
    assert seen.error_place is not None
    assert (seen.error_place.line, seen.error_place.source) == (3, "return prices['Aurora']")


@pytest.mark.parametrize("sleep", ["time.sleep(0.2)", "nap(0.2)"])
def test_time_sleep_is_recorded_and_returns_at_once(sleep: str) -> None:
    source = f"from time import sleep as nap\nasync def answer():\n    {sleep}\n    return 1"
    seen = see(source)
    assert [(b.place.line, b.seconds) for b in seen.blocked] == [(3, 0.2)]
    assert seen.seconds == 0.2
    assert time.sleep is not None
    assert time.sleep.__module__ == "time", "the real one is back"


def test_time_sleep_in_a_worker_thread_blocks_nobody() -> None:
    seen = see("async def answer():\n    await asyncio.to_thread(time.sleep, 0.01)")
    assert seen.blocked == []
    assert seen.error is None


@pytest.mark.parametrize("clock", ["time", "monotonic", "perf_counter"])
def test_clocks_show_the_loops_time(clock: str) -> None:
    source = f"""
        from time import {clock} as now
        async def answer():
            before = now(), time.{clock}()
            await asyncio.sleep(3)
            return now() - before[0], time.{clock}() - before[1]
        """
    assert see(source).result == (3.0, 3.0)


def test_polling_the_clock_is_blocking_and_ends() -> None:
    seen = see(
        """
        async def answer():
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
        """
    )
    assert [b.call for b in seen.blocked] == ["time.monotonic()"]
    assert seen.endless is None


def test_a_coroutine_never_awaited() -> None:
    seen = see("async def answer(names):\n    quote('Aurora')\n    return 1", ask)
    assert [(p.name, p.line) for p in seen.never_awaited] == [("quote", 2)]


def test_a_coroutine_returned_and_never_awaited() -> None:
    seen = see("async def answer(names):\n    return [quote(name) for name in names]", ask)
    assert [p.name for p in seen.never_awaited] == ["quote"] * 3


def test_a_task_left_over() -> None:
    seen = see(
        """
        async def later():
            await asyncio.sleep(9)
        async def answer():
            answer.task = asyncio.create_task(later())
            await asyncio.sleep(1)
        """
    )
    assert [(p.name, p.line) for p in seen.leftover] == [("later", 3)]
    assert seen.seconds == 1.0


def test_an_error_nobody_retrieved() -> None:
    seen = see(
        """
        async def bad():
            raise ValueError("no berth")
        async def answer():
            answer.task = asyncio.create_task(bad())
            await asyncio.sleep(1)
        """
    )
    assert seen.unretrieved == ["ValueError: no berth"]


def test_a_deadlock_names_every_line() -> None:
    seen = see(
        """
        async def waits(event):
            await event.wait()
        async def answer():
            await asyncio.gather(waits(asyncio.Event()), waits(asyncio.Event()))
        """
    )
    assert [(p.name, p.line) for p in seen.deadlock] == [("answer", 5), ("waits", 3)]


@pytest.mark.parametrize("body", ["pass", "await asyncio.sleep(0)"])
def test_an_endless_loop_is_unwound(body: str) -> None:
    seen = see(f"async def answer():\n    while True:\n        {body}", limit=0.5)
    assert seen.endless is not None
    assert seen.endless.line in (2, 3)
    assert not seen.hung
    assert "trial" not in [thread.name for thread in threading.enumerate()]


def test_an_answer_that_waits_for_ever_on_the_virtual_clock() -> None:
    seen = see("async def answer():\n    while True:\n        await asyncio.sleep(1)", end=60.0)
    assert seen.endless is not None
    assert seen.endless.line == 3


async def cancel_it(answer: Any, stage: Stage) -> None:
    task = asyncio.create_task(answer())
    await asyncio.sleep(1)
    stage.cancel(task)
    await asyncio.wait([task])


def test_a_swallowed_cancellation() -> None:
    swallows = """
        async def answer():
            try:
                await asyncio.sleep(9)
            except BaseException:
                pass
        """
    assert [p.name for p in see(swallows, cancel_it).swallowed] == ["answer"]
    assert see("async def answer():\n    await asyncio.sleep(9)", cancel_it).swallowed == []


def test_a_task_group_that_cancels_its_children_swallows_nothing() -> None:
    seen = see(
        """
        async def answer():
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(9))
        """,
        cancel_it,
    )
    assert seen.swallowed == []
    assert seen.leftover == []


def test_asyncio_run_works_in_a_synchronous_answer() -> None:
    def run(answer: Any, stage: Stage) -> Any:
        return answer()

    seen = see("def answer():\n    return asyncio.run(asyncio.sleep(5, 'done'))", run)
    assert (seen.result, seen.seconds, seen.error) == ("done", 5.0, None)
    stuck = see("def answer():\n    return asyncio.run(asyncio.Event().wait())", run)
    assert stuck.deadlock


def test_the_kernels_own_loop_is_not_touched() -> None:
    async def kernel() -> tuple[object, object]:
        loop = asyncio.get_running_loop()
        seen = see("async def answer():\n    return id(asyncio.get_running_loop())")
        return id(loop), seen.result

    mine, theirs = asyncio.run(kernel())
    assert mine != theirs


def test_steps_tell_the_longest_turn_and_its_line() -> None:
    seen = see(
        """
        async def answer():
            await asyncio.sleep(1)
            sum(range(200_000))
            await asyncio.sleep(1)
        """
    )
    assert seen.longest_step is not None
    assert seen.longest_step.place is not None
    assert seen.longest_step.place.line == 5


def test_two_trials_in_parallel_threads_wait_for_each_other() -> None:
    results: list[float] = []

    def work() -> None:
        results.append(see("async def answer():\n    await asyncio.sleep(2)").seconds)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [2.0] * 4


def test_a_thread_that_stands_for_ever_stops_no_later_trial() -> None:
    lock = threading.Lock()
    lock.acquire()
    source = "async def answer():\n    lock.acquire()"
    seen = run_trial(Trial("trial", call, limit=0.2), answer(source, lock=lock))
    try:
        assert seen.hung
        after = see("async def answer():\n    await asyncio.sleep(2)\n    return 7")
        assert (after.result, after.endless) == (7, None)
    finally:
        lock.release()


def test_an_answer_that_cannot_be_stopped_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nightline.judging.trial.UNWIND_SECONDS", (0.05, *(0.01,) * 20))
    source = """
        going_on = [True]
        def spin():
            while going_on:
                pass
        def stubborn():
            try:
                spin()
            except BaseException:
                stubborn()
        async def answer():
            stubborn()
        """
    function = answer(source)
    seen = run_trial(Trial("trial", call, limit=0.2), function)
    function.__globals__["going_on"].clear()  # let the thread end after all
    assert seen.hung
    assert seen.endless is not None


def test_an_error_in_a_stand_in_is_told_with_the_answers_own_line() -> None:
    helper = answer("def helper():\n    return {}['Aurora']", "helper")
    function = answer("async def answer():\n    x = 1\n    return helper()", helper=helper)
    seen = run_trial(Trial("trial", call), function)
    assert seen.error_place is not None
    assert (seen.error_place.name, seen.error_place.line) == ("answer", 3)


def test_a_coroutine_of_an_earlier_run_is_not_this_runs_fault() -> None:
    source = """
        async def other():
            pass
        async def answer():
            answer.kept = other()
        async def later():
            answer.kept = None
        """
    function = answer(source)
    assert run_trial(Trial("trial", call), function).never_awaited == []
    later = function.__globals__["later"]
    assert run_trial(Trial("trial", call), later).never_awaited == []
    assert [p.line for p in see("async def answer():\n    asyncio.sleep(1)").never_awaited] == [2]


def test_a_thread_stopped_in_an_unlucky_place_leaves_no_hook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What unwinds an answer may strike before the recorder could let go of its hooks."""
    with monkeypatch.context() as patch:
        patch.setattr(Recorder, "__exit__", lambda *_: None)
        see("async def answer():\n    return 1")
    held = [getattr(source(), name, None) for name in ("_recorders", "_hooks")]
    assert not any(held), "a later thread with the same identity could not be recorded"


def test_a_thread_that_gets_the_number_of_a_trials_thread_has_the_real_loop_and_clock():
    """Numbers of threads are given again, and a trial that could not be ended never cleans up."""

    async def stays(answer, stage):
        stages.append(stage)
        while not over.is_set():
            try:
                over.wait(0.05)
            except BaseException:
                continue

    stages, over = [], threading.Event()
    evidence = run_trial(Trial("stays", stays, limit=0.05), lambda: None)
    assert evidence.hung
    assert asyncio.new_event_loop is REAL_NEW_EVENT_LOOP
    assert time.sleep is REAL["sleep"]
    stages[0]._thread = threading.get_ident()  # as a new thread gets the number of an old one
    assert not stages[0]._is_mine()
    over.set()


def test_a_stopped_check_ends_its_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard stops a cell by an error of its own; what the answer lent must not live on."""

    class Stopped(BaseException):
        pass

    def stop(finished: threading.Event, limit: float) -> bool:
        finished.wait(0.05)
        raise Stopped

    monkeypatch.setattr("nightline.judging.trial._finishes", stop)
    before = set(threading.enumerate())
    endless = answer("async def answer():\n    while True:\n        pass\n")
    with pytest.raises(Stopped):
        run_trial(Trial("stopped", call), endless)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()
