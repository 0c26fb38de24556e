"""How the tasks of this set write their diagnoses, and the mistakes that several of them share."""

from __future__ import annotations

from functools import partial

from nightline.checks.tokens import SET
from nightline.judging import diagnoses
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

about = partial(diagnoses.about, "09")


_entry = about("When it goes wrong")

register(
    _entry(
        "token-with-without-async",
        "with where async with is needed",
        "Entering this block may have to wait, and a plain `with` cannot wait. So these objects "
        "have no plain `with`.",
        "Which word before `with` lets a block wait at its beginning?",
        53,
    ),
    _entry(
        "token-thread-lock",
        "a lock that stops the whole thread",
        "This lock comes from `threading`. Whoever waits for it keeps the thread, so the one who "
        "holds it can never run and give it back.",
        "Which module has a lock whose wait lets others run?",
        46,
    ),
    _entry(
        "token-lock-taken-twice",
        "a lock that waits for itself",
        "Your code asked for a lock that it was holding already. It waits for itself, and nobody "
        "else can help.",
        "Who gives this lock back, and when? Can that line be reached?",
    ),
    _entry(
        "token-lock-of-another-loop",
        "a lock made for another event loop",
        "A lock belongs to the loop in which somebody first waited for it. Yours lives longer than "
        "one run, and each run has a loop of its own.",
        "Where is your lock made, and how often? Which lock or semaphore should these callers "
        "share?",
        49,
    ),
    _entry(
        "token-called",
        "a call of the lock itself",
        "The lock is an object that is there already. Brackets behind it try to call it.",
        "Compare the line with `async with` in the lesson, sign by sign.",
    ),
    _entry(
        "token-looked-at",
        "a loop that looks at the lock and keeps the thread",
        "Your loop asks again and again whether the lock is free. The one who holds it cannot run in "
        "the meantime, so it never gives the lock back.",
        "Which wait for a lock lets others run, and ends when the lock is free?",
        4,
    ),
    _entry(
        "token-class-not-called",
        "the class where an object is needed",
        "A class is only the plan of a lock or semaphore. The object with its tokens comes into being "
        "when you call it.",
        "What stands behind the class name where the lesson makes one?",
    ),
    _entry(
        "token-freed-not-taken",
        "given back, but never taken",
        "Your code gave back a lock that nobody was holding. Python refuses that.",
        "On which ways does your code reach `release()`? On each of them, was it taken before?",
        47,
    ),
)

# Only in the cells of this set: other lessons explain the same messages in their own way.
CELLS = ("def sell_berth", "def polite_fetch", "def sell_on_hold", "class RateLimiter")
SIGNS = {
    "'Lock' object does not support the context manager protocol": "token-with-without-async",
    "'Semaphore' object does not support the context manager": "token-with-without-async",
    "StandsForEver: looked at the lock": "token-looked-at",
    "StandsForEver": "token-thread-lock",
    "'type' object does not support the asynchronous context": "token-class-not-called",
    "is bound to a different event loop": "token-lock-of-another-loop",
    "'Lock' object is not callable": "token-called",
    "'Semaphore' object is not callable": "token-called",
    "Lock is not acquired": "token-freed-not-taken",
}
for _cell in CELLS:
    for _message, _key in SIGNS.items():
        know_error(_message, _key, sets=SET, cell=_cell)
# Up to Python 3.11 `wait_for` gives a function to `ensure_future`; newer ones await it themselves.
know_error(
    "coroutine or an awaitable is required",
    "function-not-called",
    sets=SET,
    line="wait_for(pay,",
    cell="def sell_on_hold",
)
