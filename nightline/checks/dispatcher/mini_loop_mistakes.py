"""The mistakes that the task `MiniLoop` can name, and the order of lines that some of them give."""

from __future__ import annotations

import itertools
import types
from collections import deque
from collections.abc import Generator

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
        "`time.sleep` stops the thread, and then nobody can run. Your loop needs no waiting: its "
        "clock is a number.",
        "What would `self.now` be after the sleep? Can you set it?",
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


@types.coroutine
def pause(seconds: float) -> Generator[float, None, None]:
    """Stop once, and hand the number of seconds to whoever drives."""
    yield seconds


Waits = list[tuple[str, tuple[float, ...]]]


def variants(journeys: Waits) -> dict[str, list[str]]:
    """For some mistakes, the lines that a loop with this mistake writes."""
    one_by_one = [
        f"{name} stop {number}" if number else f"{name} leaves"
        for name, waits in journeys
        for number in range(len(waits) + 1)
    ]
    return {
        "journeys-one-by-one": one_by_one,
        "due-one-at-a-time": _lines(journeys, one_at_a_time=True),
        "zero-does-not-give-way": _lines(journeys, zero_goes_on=True),
        "order-of-arguments": _lines(journeys, blind=True),
    }


def _lines(
    journeys: Waits, *, one_at_a_time: bool = False, zero_goes_on: bool = False, blind: bool = False
) -> list[str]:
    ready, lines = deque((name, list(waits), 0) for name, waits in journeys), []
    waiting: list[tuple[float, int, tuple[str, list[float], int]]] = []
    now, numbers = 0.0, itertools.count()
    while ready or waiting:
        if not ready:
            waiting.sort(key=lambda entry: entry[:2])
            now = waiting[0][0]
            many = 1 if one_at_a_time else sum(entry[0] <= now for entry in waiting)
            ready.extend(entry[2] for entry in waiting[:many])
            waiting = waiting[many:]
        name, waits, number = ready.popleft()
        lines.append(f"{name} stop {number}" if number else f"{name} leaves")
        if number == len(waits):
            continue
        seconds, following = waits[number], (name, waits, number + 1)
        if zero_goes_on and seconds == 0:
            ready.appendleft(following)
        elif blind or seconds == 0:
            ready.append(following)
        else:
            waiting.append((now + seconds, next(numbers), following))
    return lines
