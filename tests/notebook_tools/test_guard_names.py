"""After each cell: what it left behind, in the learner's words, and nothing when all is well."""

import pytest

from nightline.guard import MARK, spoke
from tests.notebook_tools.kernel import Kernel


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with Kernel(tmp_path_factory.mktemp("kernel")) as kernel:
        assert kernel.run("%load_ext nightline\nimport asyncio, gc, warnings").outputs == []
        kernel.run(
            "from nightline.guard import keep\n"
            "async def quote(name):\n    await asyncio.sleep(0)\n    return 79\n"
            "async def fail():\n    raise ValueError('sold out')\n"
            "async def tick():\n    while True:\n        await asyncio.sleep(0.01)"
        )
        yield kernel


def test_a_quiet_cell_gets_no_message(kernel):
    ran = kernel.run("print(await asyncio.gather(quote('a'), quote('b')))")
    assert (ran.printed, len(ran.outputs)) == ("[79, 79]\n", 1)


def test_a_task_left_running_is_named_once(kernel):
    ran = kernel.run("left = asyncio.create_task(tick())\nawait asyncio.sleep(0.02)")
    assert ran.shown.startswith(MARK + "`tick()` is still running, at line 9 of cell")
    assert spoke(ran.outputs[-1])
    assert kernel.run("1;").outputs == []
    assert kernel.run("left.cancel();").outputs == []


def test_a_task_that_has_not_begun_is_named(kernel):
    ran = kernel.run("early = asyncio.create_task(tick())")
    assert "`tick()` has a task that still waits for its first turn" in ran.shown
    kernel.run("early.cancel();")


def test_a_cancelled_task_gets_until_the_next_cell(kernel):
    ran = kernel.run("gone = asyncio.create_task(tick())\nawait asyncio.sleep(0)\ngone.cancel();")
    assert ran.outputs == []


def test_a_kept_task_is_not_named(kernel):
    assert kernel.run("kept = keep(asyncio.create_task(tick()))").outputs == []
    assert kernel.run("kept.cancel();").outputs == []


def test_an_error_nobody_asked_for_is_named_when_its_task_is_gone(kernel):
    ran = kernel.run("asyncio.create_task(fail())\nawait asyncio.sleep(0.01)")
    assert "`fail()` failed with ValueError: sold out at line 6 of cell" in ran.shown
    assert ran.warned == ""


def test_an_error_in_a_circle_of_objects_is_named_at_once(kernel):
    ran = kernel.run(
        "circle = []\ncircle += [circle, asyncio.create_task(fail())]\n"
        "await asyncio.sleep(0.01)\ndel circle"
    )
    assert "`fail()` failed with ValueError: sold out" in ran.shown


def test_an_error_nobody_asked_for_is_named_while_its_task_is_held(kernel):
    ran = kernel.run("held = [asyncio.create_task(fail())]\nawait asyncio.sleep(0.01)")
    assert "nobody asked for its result" in ran.shown
    assert kernel.run("held = None").outputs == []


def test_an_error_that_was_asked_for_is_not_named(kernel):
    ran = kernel.run("print(await asyncio.gather(fail(), return_exceptions=True))")
    assert len(ran.outputs) == 1


def test_an_error_in_a_loop_of_another_thread_is_named(kernel):
    ran = kernel.run(
        "async def lose():\n    asyncio.create_task(fail())\n    await asyncio.sleep(0.01)\n"
        "await asyncio.to_thread(asyncio.run, lose())"
    )
    assert "failed with ValueError: sold out" in ran.shown
    assert ran.warned == ""


def test_a_forgotten_await_is_named_with_its_line(kernel):
    ran = kernel.run("x = 1\nprices = [quote(name) for name in 'abc']\nprices = None")
    assert "`quote()` was called at line 2: `prices = [quote(name) for name in" in ran.shown
    assert "(3 times)" in ran.shown
    assert ran.warned == ""
    again = kernel.run("x = 1\nprices = [quote(name) for name in 'abc']\nprices = None")
    assert again.shown == ran.shown


def test_a_forgotten_await_of_a_library_is_named(kernel):
    assert "`sleep()` was called at line 1" in kernel.run("asyncio.sleep(1)\nx = 1").shown


def test_a_last_line_without_await_is_named(kernel):
    ran = kernel.run("quote('Aurora')")
    assert "The last line made a coroutine, `quote()`" in ran.shown
    assert kernel.run("plan = quote('Aurora')\nplan").shown.count(MARK) == 0
    assert kernel.run("plan.close()").outputs == []


def test_the_real_warning_reaches_who_asks_for_it(kernel):
    ran = kernel.run(
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n    quote('a')\nprint(caught[0].message)"
    )
    assert ran.printed == "coroutine 'quote' was never awaited\n"
    assert len(ran.outputs) == 1


def test_a_task_nobody_held_is_named(kernel):
    ran = kernel.run(
        "async def lonely():\n    await asyncio.get_running_loop().create_future()\n"
        "asyncio.create_task(lonely())\nawait asyncio.sleep(0)\ngc.collect();"
    )
    assert "`lonely()` vanished before it ended" in ran.shown
    assert ran.warned == ""


def test_a_failing_callback_is_named(kernel):
    ran = kernel.run("asyncio.get_running_loop().call_soon(lambda: 1 / 0)\nawait asyncio.sleep(0)")
    assert "A callback failed with ZeroDivisionError: division by zero at line 1" in ran.shown
    assert ran.warned == ""


def test_a_cell_that_fails_says_only_its_error(kernel):
    ran = kernel.run("quote('a')\n1 / 0")
    assert len(ran.outputs) == 1


def test_the_kernels_own_tasks_and_controls_are_not_named(kernel):
    ran = kernel.run(
        "import ipywidgets\nimport matplotlib.pyplot as plt\n"
        "slider = ipywidgets.IntSlider()\nplt.plot([1, 2])\nplt.show()\nslider"
    )
    assert [output for output in ran.outputs if spoke(output)] == []
    assert ran.warned == ""


def test_another_loop_exception_handler_is_respected(kernel):
    ran = kernel.run(
        "loop = asyncio.get_running_loop()\nbefore = loop.get_exception_handler()\n"
        "said = []\n"
        "loop.set_exception_handler(lambda loop, context: said.append(context['message']))\n"
        "asyncio.create_task(fail())\nawait asyncio.sleep(0.01)\ngc.collect()\n"
        "loop.set_exception_handler(before)\nprint(said)"
    )
    assert ran.printed == "['Task exception was never retrieved']\n"


def test_loading_again_is_silent_and_unloading_restores_everything(kernel):
    state = (
        "import logging, signal, sys\nshell = get_ipython()\n"
        "print(signal.getsignal(signal.SIGALRM), logging.lastResort, sys.unraisablehook,"
        " warnings._warn_unawaited_coroutine, shell.showtraceback, shell.run_ast_nodes,"
        " asyncio.get_running_loop().get_exception_handler(),"
        " sys.get_coroutine_origin_tracking_depth())"
    )
    assert kernel.run("%load_ext nightline").outputs == []
    assert kernel.run("%unload_ext nightline").outputs == []
    unloaded = kernel.run(state).printed
    assert "nightline" not in unloaded
    assert unloaded.endswith("None 0\n")
    assert "never awaited" in kernel.run("quote('a')\nx = 1").warned
    assert kernel.run("%load_ext nightline").outputs == []
    assert kernel.run(state).printed != unloaded
    assert "nothing ran it" in kernel.run("quote('a')\nx = 1").shown
