"""The mistakes that the task `run_here` can name."""

from __future__ import annotations

from nightline.checks.loops import SET, texts
from nightline.judging.errors import know_error

texts.entry(
    "run-where-a-loop-runs",
    "a second loop in one thread",
    "In the cell's thread a loop runs already, and a thread can run only one at a time. It does not matter "
    "which call would start the second one.",
    "Where could a second loop run? What did the lesson's `pool` give you?",
    texts.WHICH,
    14,
)
texts.entry(
    "loop-taken-for-granted",
    "a loop that nobody started",
    "`get_event_loop` is from a time when Python made loops by itself. In a thread it finds none.",
    "Which call starts a loop, runs one coroutine, and closes the loop again?",
    texts.BRANCH,
    13,
)
texts.entry(
    "plan-as-function",
    "a plan where a function is needed",
    "A pool and a thread call what they get. A coroutine is a plan and cannot be called.",
    "Which function of asyncio takes a plan and runs it to its end? Give that one to the thread.",
    texts.WHICH,
)
texts.entry(
    "result-left-in-thread",
    "a result that stayed in the thread",
    "The coroutine ran, but what it returned never left its thread. A `Thread` throws away what its "
    "function returns.",
    "What does `pool.submit(…)` give you that a `Thread` does not?",
    texts.WHICH,
)
texts.entry(
    "did-not-wait",
    "a function that returned too early",
    "Your function came back before the coroutine was at its end. The caller has no result to use.",
    "Which line of yours waits for the other thread?",
    texts.WHICH,
)
texts.entry(
    "error-left-in-thread",
    "an error that did not reach the caller",
    "The coroutine failed, and the caller got something else than its error. An error does not cross from "
    "one thread to another by itself, and a wide `except` may take it for its own.",
    "What does `.result()` do when the function in the pool failed? Which errors do you catch?",
    texts.WHICH,
)
texts.entry(
    "loop-left-open",
    "a loop that nobody closed",
    "Your function made a loop and left it open. Each call would leave one more, with its open files.",
    "Which call makes a loop, and closes it at its end?",
    texts.WHICH,
)
texts.entry(
    "no-loop-here",
    "a loop asked for where none runs",
    "In this thread no loop runs, and `get_running_loop` says so with `RuntimeError`. Here that is no "
    "failure, it is the answer to your question.",
    "What did the given code do when this error came?",
    texts.WHICH,
    13,
)
texts.entry(
    "plan-driven-by-hand",
    "a plan driven without a loop",
    "A driver of your own can send, but it does not know timers and networks. The coroutine waits for a "
    "future, and only a loop can tell when that is done.",
    "Which call starts a loop and drives one coroutine to its end? In which thread may it run?",
    texts.WHICH,
)
texts.entry(
    "limit-of-your-own",
    "a limit that nobody asked for",
    "You wait no longer than your `timeout`. A coroutine that needs more time ends in a `TimeoutError` "
    "for your caller, and goes on in its thread.",
    "How long may the coroutine take, says the docstring? How does the lesson's pool wait for it?",
    texts.WHICH,
)
texts.entry(
    "called-before-submit",
    "a call that happens too early",
    "Python computes arguments first. So `asyncio.run(coro)` is called here, in this thread, and only its "
    "result would be handed over.",
    "The pool must make the call. What do you give it, so that it can: which function, which argument?",
    texts.WHICH,
    14,
)
texts.entry(
    "loop-left-running",
    "a loop that nobody stopped",
    "Your function started a loop in a thread and left it running. Each call would leave one more loop, "
    "and one more thread.",
    "How did the lesson's office close the site? Three lines did that.",
    texts.WRONG,
)
texts.entry(
    "future-of-a-loop-read",
    "a future of the loop asked too early",
    "`run_in_executor` gives a future for coroutines. Its `result()` does not wait, and you cannot await "
    "it here.",
    "The lesson's table has two kinds of future. Which call gives you the kind whose `result()` waits?",
    texts.WHICH,
    22,
)
HERE = "def run_here"
for _call in ("submit(asyncio.run(", "target=asyncio.run(", "to_thread(asyncio.run("):
    know_error(
        "cannot be called from a running event loop",
        "called-before-submit",
        sets=SET,
        line=_call,
        cell=HERE,
        explains_unrun=True,
    )
know_error("TimeoutError", "limit-of-your-own", sets=SET, line="result(", cell=HERE)
know_error("Result is not set", "future-of-a-loop-read", sets=SET, cell=HERE, explains_unrun=True)
know_error("IndexError: list index out of range", "did-not-wait", sets=SET, cell=HERE)
for _message in (
    "cannot be called from a running event loop",
    "This event loop is already running",
    "Cannot run the event loop while another loop is running",
):
    know_error(_message, "run-where-a-loop-runs", sets=SET, cell=HERE, explains_unrun=True)
know_error(
    "There is no current event loop in thread", "loop-taken-for-granted", sets=SET, cell=HERE
)
know_error("'coroutine' object is not callable", "plan-as-function", sets=SET, cell=HERE)
know_error("no running event loop", "no-loop-here", sets=SET, cell=HERE)
know_error(
    "await wasn't used with future", "plan-driven-by-hand", sets=SET, line=".send(", cell=HERE
)
