"""The mistakes that the task `sell_berth` can name."""

from __future__ import annotations

from nightline.checks.tokens.texts import about
from nightline.judging.diagnoses import register

_race = about("A race: lost updates")
_lock = about("One at a time: the lock")
_short = about("Keep it short")

register(
    _race(
        "sale-race",
        "others between the read and the write",
        "At each `await` other windows run. They read the same number before this one has written, "
        "and then all of them sell the same berth.",
        "Which lines must nobody come between? What does the office have that keeps others out?",
        45,
    ),
    _lock(
        "sale-read-before-lock",
        "a number read before the lock was held",
        "The number was read without the lock. While this window waited for the lock, another one "
        "sold, so the number was old.",
        "Which line must be the first one inside the block?",
        45,
    ),
    _lock(
        "sale-write-after-lock",
        "a write outside the lock",
        "The lock was given back before the new number was written. The next window then read the "
        "old number.",
        "Which line must be the last one inside the block?",
        45,
    ),
    _lock(
        "sale-lock-let-go",
        "a lock given back too early",
        "The lock was held for the read and again for the write, but not between them. In between, "
        "other windows read the same number.",
        "How many blocks do you have? What must happen in one and the same block?",
        45,
    ),
    _short(
        "sale-lock-in-each-call",
        "a lock for each call",
        "Each call makes its own lock, and nobody else ever waits for that one. A lock keeps out "
        "only those who share it.",
        "How often does the line with `Lock()` run? Which lock do all windows of the office share?",
        48,
    ),
    _lock(
        "sale-lock-kept",
        "a lock that is never given back",
        "A window took the lock and ended without giving it back. Everybody behind it waits for "
        "ever.",
        "Follow each `return` of your code. Does it pass a line that gives the lock back?",
    ),
    _lock(
        "sale-lock-kept-after-error",
        "a lock kept when an error comes",
        "The database raised an error while the lock was held. The line that gives the lock back was "
        "never reached.",
        "Which block gives the lock back by itself, also when an error leaves it?",
        30,
    ),
    _lock(
        "sale-error-kept",
        "an error that the caller never sees",
        "The database failed, and your function answered as if it knew. An `except` or a `return` in "
        "`finally` stopped the error.",
        "What does the window say to the traveller now? What should it have learnt?",
    ),
    _lock(
        "sale-other-lock",
        "a lock of your own in place of the office's",
        "Other parts of Nightline take `office.lock` before they touch the number. They do not know "
        "your lock, so it does not keep them out.",
        "Where does the docstring say which lock all share?",
    ),
    _race(
        "sale-number-unchanged",
        "the same number written back",
        "The lock was held all the time, but the number in the database did not become smaller. So "
        "the next window found the same free berth.",
        "How many berths are free after this sale? Which number do you write?",
    ),
    _short(
        "sale-lock-held-too-long",
        "a lock held while printing",
        "The ticket is printed while the lock is held, so all other windows wait for the printer. "
        "The berths are right, and the line is long.",
        "Does printing read or write the shared number? Where may that line stand?",
    ),
    _lock(
        "sale-one-lock-for-all",
        "one lock for offices that share nothing",
        "Windows of one office waited for windows of the other. The two offices have no berth in "
        "common, and each has a lock of its own.",
        "Which object holds the lock that belongs to these berths?",
    ),
    _lock(
        "sale-sold-too-slowly",
        "a wait that the task does not need",
        "Each berth was sold once, but the last ticket came too late. Something waited besides the "
        "read and the write.",
        "Draw your run with the cell below your answer. Which thin line is longer than you expect?",
    ),
    _race(
        "sale-berths-unsold",
        "free berths that nobody got",
        "Some windows answered that no berth was free, and one was.",
        "Which number does your `if` compare, and with what? When was it read?",
    ),
    _race(
        "sale-free-not-written",
        "a number that was not written",
        "The berths were sold, but the database does not know it. The next windows will sell them "
        "again.",
        "Which method tells the database the new number? Does every sale reach it?",
    ),
    _short(
        "sale-tickets-differ",
        "tickets that do not match the sales",
        "Each berth that is sold needs one ticket, and a window that sold nothing prints none.",
        "Which windows must reach `print_ticket`? Do they wait for it?",
    ),
)
