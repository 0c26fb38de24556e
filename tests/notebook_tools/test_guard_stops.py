"""No cell takes the kernel along: each kind of hang ends with one line, and the next cell works."""

import pytest

from nightline.guard import spoke
from tests.notebook_tools.kernel import Kernel

HANGS = {
    "spins": ("while True:\n    pass", "`while True:`"),
    "spins in a coroutine": (
        "async def spin():\n    while True:\n        pass\nawait spin()",
        "`while True:`",
    ),
    "waits for ever": ("await asyncio.Event().wait()", "`await asyncio.Event().wait()`"),
    "sleeps in C": ("time.sleep(60)", "`time.sleep(60)`"),
    "sleeps in C after an await": (
        "await asyncio.sleep(0)\ntime.sleep(60)",
        "line 2: `time.sleep(60)`",
    ),
    "waits in gather": (
        "async def slow():\n    await asyncio.sleep(1000)\n"
        "await asyncio.gather(slow(), asyncio.sleep(1000))",
        "`slow()` at line 2",
    ),
    "takes turns for ever": ("while True:\n    await asyncio.sleep(0)", "was stopped"),
    "swallows one cancellation": (
        "async def stubborn():\n    try:\n        await asyncio.sleep(100)\n"
        "    except asyncio.CancelledError:\n        pass\n    await asyncio.sleep(100)\n"
        "await stubborn()",
        "line 3: `await asyncio.sleep(100)`",
    ),
    "catches every Exception": (
        "while True:\n    try:\n        time.sleep(0.01)\n    except Exception:\n        pass",
        "was stopped",
    ),
    "ends well after a caught cancellation": (
        "try:\n    await asyncio.sleep(100)\nexcept asyncio.CancelledError:\n    pass",
        "line 2",
    ),
    "spins in a task it waits for": (
        "async def busy():\n    while True:\n        pass\n"
        "async with asyncio.TaskGroup() as group:\n    group.create_task(busy())",
        "`while True:`",
    ),
}


@pytest.fixture(scope="module", params=["signal", "thread"])
def kernel(request, tmp_path_factory):
    with Kernel(tmp_path_factory.mktemp(request.param), NIGHTLINE_CELL_SECONDS="0.5") as kernel:
        if request.param == "thread":
            assert kernel.run("import signal; del signal.setitimer").status == "ok"
        assert kernel.run("%load_ext nightline\nimport asyncio, time").outputs == []
        yield kernel


@pytest.mark.parametrize(("source", "said"), HANGS.values(), ids=HANGS)
def test_a_hanging_cell_ends_and_the_next_one_works(kernel, source, said):
    ran = kernel.run(source)
    assert ran.status == "error"
    (error,) = ran.errors
    assert error.startswith("CellStopped: this cell ")
    assert "\n" not in error
    assert said in error
    assert "0.5 s" in error
    assert [output for output in ran.outputs if not spoke(output)] == []
    after = kernel.run("print(6 * 7)")
    assert (after.status, after.printed, len(after.outputs)) == ("ok", "42\n", 1)


def test_a_task_that_spins_after_its_cell_is_stopped_too(kernel):
    kernel.run(
        "async def spin():\n    while True:\n        pass\ntask = asyncio.create_task(spin())"
    )
    after = kernel.run("print(6 * 7)")
    assert after.printed == "42\n"
    assert "A task of an earlier cell held the thread" in after.shown


def test_a_cell_that_cancels_itself_at_its_end_leaves_the_kernel_alive(kernel):
    kernel.run("await asyncio.sleep(0)\nasyncio.current_task().cancel();")
    assert kernel.run("print(6 * 7)").printed == "42\n"


def test_the_error_names_the_cell_where_it_stood(kernel):
    kernel.run("async def wait_here():\n    x = 1\n    await asyncio.sleep(1000)")
    (error,) = kernel.run("await wait_here()").errors
    assert "It stood at line 3 of cell" in error


def test_the_limit_can_be_set_from_a_cell_and_a_bad_one_is_told(kernel):
    kernel.run("%env NIGHTLINE_CELL_SECONDS=soon")
    assert "must be a number of seconds above 0, not 'soon'" in kernel.run("1;").shown
    kernel.run("%env NIGHTLINE_CELL_SECONDS=0.7")
    assert "ran for 0.7 s" in kernel.run("time.sleep(60)").errors[0]
    kernel.run("%env NIGHTLINE_CELL_SECONDS=0.5")
