"""The mistakes that the task `Stop` can name."""

from __future__ import annotations

from nightline.checks.timetable.texts import about
from nightline.judging.diagnoses import register

_entry = about("Branch line")

register(
    _entry(
        "no-await-method",
        "an object that cannot be awaited",
        "`await` asks the class for a method called `__await__`. Yours has none.",
        "Compare the names of your methods with the class in the branch line.",
    ),
    _entry(
        "await-outside-class",
        "an __await__ outside the class",
        "There is a function `__await__` in your cell, but it does not belong to the class. "
        "`await` asks the class only.",
        "Which lines belong to a class? Compare how far `__init__` and `__await__` are indented.",
    ),
    _entry(
        "stop-is-function",
        "a function where a class is asked",
        "Calling a function written with `async def` gives a coroutine, and a coroutine runs "
        "once. An object of a class can be awaited again and again.",
        "Go back to the given `class Stop:`, and add a method to it.",
    ),
    _entry(
        "init-is-async",
        "an __init__ that is a coroutine",
        "Python calls `__init__` itself and does not await it. It must be a plain method.",
        "Write `__init__` with plain `def`. Does it have to wait for anything?",
    ),
    _entry(
        "self-missing",
        "a method without self",
        "Python hands the object to each of its methods, as the first argument. Your method has "
        "no name for it.",
        "Compare the brackets of your `def` lines with those in the branch line.",
    ),
    _entry(
        "await-is-async",
        "an __await__ that is a coroutine",
        "`__await__` must give an iterator, whose items are the stops. `async def` makes it give "
        "something else.",
        "Write it with plain `def`. Which word inside makes it give one item for each stop?",
    ),
    _entry(
        "await-is-no-iterator",
        "an __await__ without an iterator",
        "`__await__` must give an iterator, whose items are the stops. A method with `yield` in "
        "it does.",
        "What does `__await__` in the branch line contain, and yours does not?",
    ),
    _entry(
        "await-gives-coroutine",
        "an __await__ that gives a coroutine",
        "`__await__` must give an iterator. A coroutine is none, though it can give you one: it "
        "has an `__await__` of its own.",
        "Either call that method, or write the stops yourself with `yield`.",
    ),
    _entry(
        "sleep-in-await-method",
        "a coroutine inside a plain method",
        "`__await__` is a plain method, and a plain method cannot await. A coroutine that you "
        "make in it does not run by itself.",
        "Do you need a coroutine for a stop? Which single word stops in the branch line?",
    ),
    _entry(
        "stop-is-a-wait",
        "a wait in place of a stop",
        "`asyncio.sleep` with a time needs an event loop that wakes it. This is a stop, not a "
        "wait: the check also drives it by hand, and there no loop is running.",
        "Which word makes one stop and needs no loop?",
    ),
    _entry(
        "stops-miscounted",
        "another number of stops",
        "Each `yield` that is reached is one stop. A `yield` that stands in a loop is reached "
        "once in each round.",
        "How often is your `yield` reached for `Stop(3)`?",
    ),
    _entry(
        "stops-never-end",
        "stops without an end",
        "Your object goes on to stop. A loop with a condition ends only when something in it "
        "changes that condition.",
        "Which kind of loop makes exactly 3 rounds, without a condition of yours?",
    ),
    _entry(
        "await-without-value",
        "stops without a value",
        "The value of `await Stop(3)` is what `__await__` returns after its last stop.",
        "Which number should the awaiting coroutine get? Return it after the loop.",
    ),
    _entry(
        "await-wrong-value",
        "another value than the number of stops",
        "The value of `await Stop(3)` is what `__await__` returns after its last stop. It must "
        "be the number itself, an int.",
        "What does your `return` give for `Stop(3)`? Does it give that for `Stop(0)` too?",
    ),
    _entry(
        "counted-down",
        "an object that counts itself down",
        "Your `__await__` changes the number that the object keeps. After the stops, the object "
        "no longer knows how many there were.",
        "Who else needs that number later? Count in a way that leaves it as it is.",
    ),
    _entry(
        "stop-used-up",
        "an object that works once",
        "The second `await` of the same object found nothing left. The first one used something "
        "up that the object keeps.",
        "What does your object hold after the first `await`? Which of it must stay as it was?",
    ),
    _entry(
        "raised-the-end",
        "the end raised by hand",
        "A method with `yield` in it ends with `return`, and Python makes the `StopIteration` "
        "for it. One that you raise there yourself counts as an error.",
        "Which statement gives the value at the end of `__await__` in the branch line?",
    ),
)
