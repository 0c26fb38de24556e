"""The mistakes that the task `sell_on_hold` can name."""

from __future__ import annotations

from nightline.checks.tokens.texts import about
from nightline.judging.diagnoses import register

_entry = about("By hand: acquire and release")

register(
    _entry(
        "onhold-sold-berth-freed",
        "a sold berth given to somebody else",
        "The token came back although the traveller had paid. The next one bought the same berth. "
        "`async with` and a plain `finally` give it back on every way out.",
        "On which way out must the token stay taken? How does your code know that it is on it?",
    ),
    _entry(
        "onhold-berth-not-freed",
        "a berth that was lost",
        "The traveller did not pay, and the token never came back. The berth travels empty, and the "
        "others wait for it.",
        "List the ways out of your function. Which of them pass no `release()`?",
        30,
    ),
    _entry(
        "onhold-freed-twice",
        "one berth given back twice",
        "Each `release()` adds a token, whether or not one was taken. Two of them for one berth make "
        "a berth that does not exist.",
        "Which two lines give back on the same way out? Which one would be enough for all ways?",
        47,
    ),
    _entry(
        "onhold-freed-without-taking",
        "a berth given back by somebody who had none",
        "A traveller stopped waiting before the berth was taken, and your code gave one back all the "
        "same. Now one berth too many is for sale.",
        "Where does your `try` begin: before or after the berth is taken?",
        47,
    ),
    _entry(
        "onhold-hold-began-early",
        "a hold that began before the berth was taken",
        "The time ran while the traveller was still waiting for a free berth. It was over before "
        "they could pay.",
        "Which of your lines wait inside the timeout? Which of them should?",
        35,
    ),
    _entry(
        "onhold-hold-never-ends",
        "a hold without an end",
        "The traveller paid after the hold, and got the berth. Nothing ended the wait for the "
        "payment.",
        "Which tool of lesson 06 ends a wait when its time is over?",
    ),
    _entry(
        "onhold-hold-checked-late",
        "an answer later than it was possible",
        "The answer was clear earlier than your function gave it. A fixed wait, a time longer than "
        "`seconds`, or a look at the clock now and then comes too late.",
        "Which wait ends at the payment or at the end of the hold, whichever is first?",
    ),
    _entry(
        "onhold-hold-too-short",
        "a hold that ended early",
        "The traveller lost the berth before the time of the hold was over.",
        "Which number does your timeout get?",
    ),
    _entry(
        "onhold-timeout-let-out",
        "a timeout that reached the caller",
        "The caller got a `TimeoutError`. For the caller a berth that was not paid is no error, it "
        "is the answer `False`.",
        "Where can you catch that error? Does the berth come back on that way too?",
    ),
    _entry(
        "onhold-payment-error-kept",
        "an error of the payment that nobody learns of",
        "`pay` raised an error, and your function did not let it out. The caller cannot tell the "
        "traveller what is wrong.",
        "Follow the error outward. What stops it: an `except`, a `return` in `finally`, or a task "
        "whose result nobody reads?",
        29,
    ),
    _entry(
        "onhold-payment-went-on",
        "a payment after the end of the hold",
        "You stopped waiting, but the payment went on in its own task. The traveller paid for a "
        "berth that they do not get.",
        "Which tools stop what they wait for when the time is over? What does yours do?",
        33,
    ),
    _entry(
        "onhold-berth-not-waited-for",
        "paying before a berth was free",
        "A traveller paid while somebody else held the only berth. Nothing made them wait for it.",
        "Which method of the semaphore waits for a token? Is it awaited before the payment?",
    ),
    _entry(
        "onhold-sent-away",
        "a traveller sent away",
        "No berth was free at that moment, and your function answered at once. A berth came back "
        "later, and this traveller had left.",
        "Which method of the semaphore waits until a token is there?",
    ),
    _entry(
        "onhold-other-semaphore",
        "a semaphore of your own",
        "The free berths are counted by `berths`, and all travellers share it. A semaphore that your "
        "function makes is another box of tokens.",
        "Which object must `acquire` and `release` be called on?",
        48,
    ),
    _entry(
        "onhold-payment-value-judged",
        "the value of the payment taken for the answer",
        "Your code judged what `pay()` returned. The docstring says only that `await pay()` ends when "
        "the traveller has paid.",
        "Which fact shows that the payment is there: its value, or that the line was passed?",
    ),
    _entry(
        "onhold-paid-twice",
        "a traveller who paid twice",
        "`pay()` ran more than once for one traveller. Each call is a payment.",
        "How often does your code call `pay`? What does the second call add?",
    ),
    _entry(
        "onhold-answer-turned-round",
        "the opposite answer",
        "The docstring says `True` for a berth that was paid in time, and `False` for one that was "
        "not.",
        "Which line of your code returns in each of the two cases?",
    ),
)
