"""The hooks: never left behind, never taken from another tool without a word."""

from __future__ import annotations

import asyncio
import sys
import types
from typing import Any

import pytest

from nightline.timeline import timeline
from nightline.timeline.recorder import Recorder

modern = pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring came with 3.12")
old = pytest.mark.skipif(sys.version_info >= (3, 12), reason="3.12 and newer use sys.monitoring")


def mine(code: types.CodeType) -> bool:
    return code.co_filename == __file__


async def quote(name: str) -> str:
    await asyncio.sleep(0)
    return name


def no_hook() -> bool:
    if sys.version_info >= (3, 12):
        return all(sys.monitoring.get_tool(tool) is None for tool in (2, 3, 4))
    return sys.getprofile() is None


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_exception_inside_leaves_no_hook(error: type[BaseException]) -> None:
    def run() -> None:
        with timeline("broken"):
            asyncio.run(quote("Aurora"))
            raise error

    with pytest.raises(error):
        run()
    assert no_hook()


def test_an_interrupt_inside_a_coroutine_leaves_no_hook() -> None:
    async def main() -> None:
        await quote("Aurora")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), timeline():
        asyncio.run(main())
    assert no_hook()


def test_an_error_while_a_label_is_made_leaves_no_hook() -> None:
    def broken(code: types.CodeType) -> bool:
        raise RuntimeError("no answer")

    with pytest.raises(RuntimeError, match="no answer"), Recorder(broken):
        asyncio.run(quote("Aurora"))
    assert no_hook()


def test_a_timeline_inside_a_timeline_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with timeline("outer") as outer:
        with pytest.raises(RuntimeError, match="already records this thread"), timeline("inner"):
            pass
        asyncio.run(quote("Aurora"))
    assert outer.started == ["quote('Aurora')"]
    assert no_hook()


def test_two_tasks_cannot_record_at_once() -> None:
    async def records() -> list[str]:
        with timeline() as recorded:
            await quote("Aurora")
        return recorded.started

    async def main() -> list[Any]:
        return await asyncio.gather(records(), records(), return_exceptions=True)

    first, second = asyncio.run(main())
    assert "quote('Aurora')" in first
    assert isinstance(second, RuntimeError)
    assert no_hook()


@modern
def test_a_place_taken_by_another_tool_is_left_alone() -> None:
    monitoring = sys.monitoring
    monitoring.use_tool_id(4, "another")
    try:
        with Recorder(mine) as recorder:
            asyncio.run(quote("Aurora"))
        assert len(recorder.rows) == 1
        assert monitoring.get_tool(4) == "another"
    finally:
        monitoring.free_tool_id(4)


@modern
def test_no_free_place_is_told_in_one_sentence() -> None:
    monitoring = sys.monitoring
    for tool in (2, 3, 4):
        monitoring.use_tool_id(tool, f"tool {tool}")
    try:
        with pytest.raises(RuntimeError, match=r"hold every place \(tool 4, tool 3, tool 2\)"):
            Recorder(mine).__enter__()
    finally:
        for tool in (2, 3, 4):
            monitoring.free_tool_id(tool)
    with Recorder(mine) as recorder:
        asyncio.run(quote("Aurora"))
    assert len(recorder.rows) == 1


@modern
def test_the_code_is_as_fast_as_before_when_nobody_records() -> None:
    with Recorder(mine):
        asyncio.run(quote("Aurora"))
    monitoring = sys.monitoring
    monitoring.use_tool_id(4, "looks")
    try:
        assert monitoring.get_local_events(4, quote.__code__) == 0
        assert monitoring.get_events(4) == 0
    finally:
        monitoring.free_tool_id(4)


@old
def test_another_profiler_pauses_with_a_sentence_and_comes_back() -> None:
    def profiler(frame: types.FrameType, event: str, value: object) -> None:
        pass

    sys.setprofile(profiler)
    try:
        with pytest.warns(RuntimeWarning, match="pauses while the timeline records"):
            recorder = Recorder(mine).__enter__()
        asyncio.run(quote("Aurora"))
        recorder.__exit__(None, None, None)
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(None)
    assert len(recorder.rows) == 1
