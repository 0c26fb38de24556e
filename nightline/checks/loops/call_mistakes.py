"""The mistakes that the task `call_from_thread` can name."""

from __future__ import annotations

from nightline.checks.loops import SET, texts
from nightline.judging.errors import know_error

texts.entry(
    "another-loop",
    "a coroutine on the wrong loop",
    "The coroutine ran, but not on the loop that you were given. What belongs to that loop, such as its "
    "connections and locks, would not work here.",
    "Which function gives a coroutine to a loop that runs in another thread?",
    texts.INTO,
    49,
)
texts.entry(
    "not-threadsafe",
    "a call into a loop from another thread",
    "Tasks and asyncio's own futures belong to the thread of their loop. A call from elsewhere puts work "
    "into the queue, and nobody wakes the loop.",
    "The lesson names two calls that another thread may use: one for a coroutine, one for a plain "
    "function. Which of them does this line need?",
    texts.WAKE,
    40,
)
texts.entry(
    "loop-driven-twice",
    "a loop that runs already",
    "The loop runs in its own thread, and one loop cannot be run by two. You need no second driver, only a "
    "way to hand something over.",
    "Which function gives a coroutine to a loop that runs elsewhere?",
    texts.INTO,
    14,
)
texts.entry(
    "limit-ignored",
    "a wait without its limit",
    "The coroutine did not come to an end, and your function waited on. The caller's thread would be lost.",
    "Where do you wait for the value? What argument does that call take?",
    texts.INTO,
)
texts.entry(
    "left-on-the-loop",
    "a coroutine that goes on after you gave up",
    "You stopped waiting, but the coroutine still waits on its loop. A limit on your side stops nothing on "
    "the other side.",
    "The future stands for the coroutine. Which of its methods asks it to stop?",
    texts.INTO,
    32,
)
texts.entry(
    "limit-without-error",
    "a limit that nobody hears of",
    "The time was over, and your function returned as if there were a result. The caller cannot tell the "
    "two cases apart.",
    "After your cleanup, which one word lets an error go on to the caller?",
    texts.INTO,
)
texts.entry(
    "error-of-call-changed",
    "another error than the coroutine's",
    "The coroutine failed with an error of its own, and the caller got something else. Only the limit may "
    "become a `TimeoutError`.",
    "Which errors does your `except` catch? Which one did you mean?",
    texts.INTO,
)
texts.entry(
    "did-not-wait-for-loop",
    "a function that returned too early",
    "Your function came back before the coroutine was at its end. `call_soon_threadsafe` puts something "
    "into the loop's queue, and gives no result.",
    "Which of the two calls of the lesson gives you a future with the result?",
    texts.WAKE,
)
texts.entry(
    "coroutine-not-used",
    "a coroutine that nobody ran",
    "Nothing in your function gave the coroutine to the loop, so it never began.",
    "Which call of the lesson takes a coroutine and a loop? What does it give you?",
    texts.INTO,
    5,
)
texts.entry(
    "another-limit",
    "a limit that is not the caller's",
    "The caller says how long to wait, in seconds. Your wait used another number, so it gives up too early "
    "or too late.",
    "Which number stands in your wait? Print it beside `seconds`.",
    texts.INTO,
)
texts.entry(
    "error-as-result",
    "an error returned as a value",
    "`exception()` of a future gives the error as an object. Returned, it looks like an answer, and no "
    "`except` of the caller sees it.",
    "Which other method of the future gives the value, and raises the error by itself?",
    texts.INTO,
)
texts.entry(
    "limit-with-another-error",
    "another error than TimeoutError",
    "The time was over, and you said so with another error. A caller who writes `except TimeoutError` does "
    "not catch that.",
    "Which error did `result` raise when the limit was over? How do you let it go on to the caller?",
    texts.INTO,
)
texts.entry(
    "slept-for-the-limit",
    "a fixed time in place of a wait",
    "You slept for the whole limit, and only then looked for the result. A quick answer is as late as a "
    "slow one.",
    "Which method of the future waits until the result is there, and no longer than the limit?",
    texts.INTO,
)
HERE = "def call_from_thread"
know_error("This event loop is already running", "loop-driven-twice", sets=SET, cell=HERE)
know_error("Cannot run the event loop while another", "loop-driven-twice", sets=SET, cell=HERE)
know_error("Result is not set", "not-threadsafe", sets=SET, cell=HERE)
know_error("wasn't used with future", "not-threadsafe", sets=SET, cell=HERE)
