"""The mistakes that the task `MiniLoop` can name."""

from __future__ import annotations

from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("Your own loop")
_compare = about("The same coroutines on two loops")

register(
    _compare(
        "journeys-one-by-one",
        "one journey after the other",
        "Your loop runs each coroutine to its end before the next one begins. While one of them "
        "waits, nobody else has a turn.",
        "After one `send(None)`, whose turn is it? Where does this coroutine wait meanwhile?",
        1,
    ),
    _entry(
        "due-one-at-a-time",
        "only one of those whose time has come",
        "Two waits ended at the same time. Your loop woke one of them, and it ran on before the "
        "other one was in the queue.",
        "When the clock has moved, how many entries of your list are due? Look at all of them.",
    ),
    _entry(
        "zero-does-not-give-way",
        "a pause of 0 that lets nobody pass",
        "`pause(0)` waits for no time, but it gives way: everybody else who can run goes first.",
        "After a note of 0, at which end of your queue does the coroutine belong?",
        15,
    ),
    _entry(
        "order-of-arguments",
        "a wait that is not looked at",
        "Your loop goes through the journeys in their order, whatever their waits are. So a short "
        "wait does not come before a long one.",
        "Which of those that wait is due first? Compare their times.",
    ),
    _entry(
        "clock-stands",
        "a clock that stands still",
        "The order is right, but `now` never moved. A coroutine that looks at the clock must see the "
        "time for which it has waited.",
        "Which line of your loop could set `self.now`? To which number?",
    ),
    _entry(
        "clock-off",
        "a clock that shows another time",
        "The order is right, and the clock is not. A note is a number of seconds from now. The clock "
        "shows the time since the loop began.",
        "At 0.25 s somebody pauses for 0.5 s. What does the clock show when that is over?",
    ),
    _entry(
        "ties-mixed",
        "two equal times in another order",
        "Of equal times, whoever paused first goes first. The place among the arguments does not tell "
        "who that was.",
        "What could you write down at each pause that grows from one pause to the next?",
    ),
    _entry(
        "note-is-no-time",
        "a note taken for a time",
        "A note is a number of seconds from now. On the clock, the end of the wait is at another "
        "number, as soon as the clock has moved.",
        "At 0.25 s somebody pauses for 0.5 s. At what time is that over?",
    ),
    _entry(
        "clock-in-steps",
        "a clock that moves in steps",
        "The next wait may end between two of your steps, or long after them. The clock jumps to "
        "exactly that time.",
        "Of all who wait, who is due first? Can you set `self.now` to that time?",
        16,
    ),
    _entry(
        "clock-set-back",
        "a clock that was set back",
        "The clock moves only when nobody can run, and only forward. After `run` it shows the time at "
        "which the last wait ended.",
        "Which line of yours sets `self.now` besides the jump?",
    ),
    _entry(
        "journeys-never-begun",
        "journeys that never began",
        "Nobody sent anything to the coroutines, so not one line of them ran.",
        "Which method of a coroutine runs it to its first stop? Where does your loop call it?",
        5,
    ),
    _entry(
        "coroutine-called",
        "a coroutine called like a function",
        "A coroutine is the result of a call already. It runs when its driver sends to it.",
        "In lesson 02 you drove a coroutine by hand. Which method did you call?",
        5,
    ),
    _entry(
        "sent-a-value",
        "a value sent to a coroutine",
        "What you send comes out of the coroutine's `await`. A coroutine that has not begun stands at "
        "no `await`, and these pauses want nothing.",
        "What did you send in lesson 02?",
    ),
    _entry(
        "nobody-left",
        "a loop that goes on when nobody is left",
        "Your loop wanted to take somebody out of a list, and the list was empty.",
        "When everybody is done, which condition ends your loop? When nobody can run, who waits?",
    ),
    _entry(
        "loop-values-lost",
        "values that nobody kept",
        "When a coroutine ends, its value comes with `StopIteration`. All of your values are `None`.",
        "Which attribute of the exception holds the value?",
        20,
    ),
    _entry(
        "loop-order",
        "another order than asyncio's",
        "In each round, everybody who can run has one turn, in order. The clock moves only when "
        "nobody can run.",
        "Write down queue and clock for each round, up to the first line that differs.",
    ),
    _entry(
        "journey-left-open",
        "a journey that was left on its way",
        "Your `run` returned, and a coroutine still stood at a stop. Nobody will send to it any "
        "more.",
        "Your loop goes on as long as a condition holds. Who is forgotten in it?",
        23,
    ),
    _entry(
        "loop-really-sleeps",
        "a loop that really waits",
        "Your loop keeps the thread, and then nobody can run. It needs no waiting: its clock is a "
        "number.",
        "What would `self.now` be after the wait? Can you set it?",
        4,
    ),
    _entry(
        "run-is-async",
        "a run that runs nothing",
        "With `async def`, calling `run` makes a plan that somebody else must drive. But this loop "
        "is the driver.",
        "Which method of a coroutine runs it to its next stop? It needs no `await`.",
        5,
    ),
    _entry(
        "coroutines-compared",
        "two coroutines compared",
        "Tuples are compared from the left. When the times are equal, Python compares the next "
        "parts, and coroutines have no order.",
        "What could stand between the time and the coroutine, different for each entry?",
    ),
    _entry(
        "loop-values-by-end",
        "values in the order in which they came",
        "The caller gave the coroutines in an order, and looks for the values at the same places. You "
        "kept them in the order of their ends.",
        "When a coroutine ends, how do you know at which place it stood?",
        20,
    ),
    _entry(
        "loop-keeps-error",
        "an error that nobody saw",
        "A coroutine failed, and your `run` returned as if all were well. Only `StopIteration` is the "
        "normal end.",
        "Which exceptions does your `except` catch? Which one do you expect?",
        19,
    ),
    _entry(
        "loop-error-late",
        "an error that came late",
        "One coroutine failed, and your loop still ran the others. The caller should know at once.",
        "What happens to an exception that you do not catch?",
    ),
)
know_error("instances of 'coroutine'", "coroutines-compared", sets=SET, cell="class MiniLoop")
know_error("and 'coroutine'", "coroutines-compared", sets=SET, cell="class MiniLoop")
CELL = "class MiniLoop"
know_error("'coroutine' object is not callable", "coroutine-called", sets=SET, cell=CELL)
know_error("can't send non-None value", "sent-a-value", sets=SET, cell=CELL)
know_error("IndexError: pop from", "nobody-left", sets=SET, cell=CELL)
know_error("IndexError: list index out of range", "nobody-left", sets=SET, cell=CELL)
know_error("ValueError: min() ", "nobody-left", sets=SET, cell=CELL)
