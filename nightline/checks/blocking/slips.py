"""Slips with pools and loops, known by the error that Python raises for them."""

from nightline.checks.blocking import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "no-name-loop",
        "a loop that nobody got",
        "Nothing in your function makes the name `loop`. The lesson's notebook is another one.",
        "Which asyncio function gives you the loop that runs you? Call it inside your function.",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "loop-of-another-run",
        "the loop of another run",
        "Your function got its loop outside, when the cell ran. A check, a test or a thread runs "
        "it with a loop of its own, and that loop cannot wait for a future of the other one.",
        "Where must `get_running_loop` be called, so that it sees the loop that runs you?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "pool-as-function",
        "a pool called like a function",
        "A pool is an object that takes work. It cannot be called, and `to_thread` has no place for "
        "one: it calls its first argument.",
        "Which method of the loop takes a pool as its first argument?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "pool-comes-first",
        "a pool missing from its place",
        "The first argument of `run_in_executor` is the pool, and yours was something else. Then "
        "come the function and its arguments.",
        "Compare your call with the lesson's, argument by argument.",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "method-of-the-loop",
        "a method of the loop, sought in asyncio",
        "`run_in_executor` belongs to a loop, not to the module `asyncio`.",
        "Which asyncio function gives you the loop that runs you?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "plain-with-for-pools",
        "async with for a pool",
        "A pool of threads or processes knows nothing of `async`. It closes at the end of a plain "
        "`with`.",
        "Which word is one too many in that line?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "process-for-waiting",
        "a pool of processes in place of threads",
        "A process gets only the name of a function, and looks for it in a file. Yours stands in no "
        "file, and it waits. For that a thread is enough.",
        "Which pool shares its memory with you, so that nothing must be sent?",
        "07",
        "A process for computing",
    ),
)
know_error("NameError: name 'loop'", "no-name-loop", sets=SET)
know_error("different loop", "loop-of-another-run", sets=SET)
know_error("PoolExecutor' object is not callable", "pool-as-function", sets=SET)
know_error("has no attribute 'submit'", "pool-comes-first", sets=SET)
know_error("module 'asyncio' has no attribute 'run_in_executor'", "method-of-the-loop", sets=SET)
know_error("asynchronous context manager", "plain-with-for-pools", sets=SET)
know_error("PicklingError", "no-file", sets=SET, cell="best_route")
know_error("PicklingError", "process-for-waiting", sets=SET)
know_error("object is not callable", "called-not-passed", sets=SET, cell="to_thread(")
know_error("object is not callable", "called-not-passed", sets=SET, cell="run_in_executor(")
know_error("object is not callable", "called-not-passed", sets=SET, cell="submit(")
know_error("a coroutine was expected", "called-not-passed", sets=SET, line="create_task(function(")
know_error("coroutine or an awaitable is required", "future-of-the-pool", sets=SET, cell=".submit(")
know_error(
    "object Future can't be used in 'await'", "future-of-the-pool", sets=SET, cell=".submit("
)
