"""What goes wrong with a shared task itself: not shared, not awaited, never taken out."""

from __future__ import annotations

from nightline.checks.passengers.flights import FLIGHT, LEAVES, LESSON
from nightline.judging.diagnoses import Diagnosis, register

register(
    Diagnosis(
        "wait-returned",
        "a wait handed back in place of the price",
        "`shield` and `create_task` give an object that waits. Whoever calls your function wants the "
        "price itself.",
        "Which word in your `return` line waits, and gives what comes out?",
        LESSON,
        LEAVES,
    ),
    Diagnosis(
        "flight-not-shared",
        "a task that nobody else can find",
        "You start a task, and it is in no dict. So the next visitor does not know of it and starts "
        "another one.",
        "What stands in `on_the_way` after the first visitor came? Print it.",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "flight-not-awaited",
        "a task that is kept, and another one awaited",
        "Your dict holds one task for each carrier. But what each visitor awaits is something else, "
        "and that asks again.",
        "Which object stands in the brackets of your last `await`? Is it the one from the dict?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "callback-called-now",
        "a callback that was called at once",
        "`add_done_callback` wants a function to call later. With brackets behind it you call `pop` "
        "now, and the task leaves the dict before it has begun.",
        "How does the lesson wrap the call, so that it happens when the task is done?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "callback-failed",
        "a callback that failed",
        "The function that you gave to `add_done_callback` raised an error when the task was done. So "
        "the task stayed in the dict. Nobody awaits a callback, so the error went to the log.",
        "asyncio calls it with one argument, the task. How many does your function take?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "flight-stays",
        "a task that stays in the dict",
        "The cache forgets the price in time. But the task is still in `on_the_way`, and it keeps its "
        "result for ever. So nobody looks into the cache again.",
        "When must the task leave the dict? Which method of a task calls a function then?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "asked-after-a-failure",
        "a second question after a failure",
        "The carrier failed, and your code asked it again before anybody heard of it. The docstring "
        "wants the error to reach those who wait.",
        "Which part of your code begins once more after an error? The next visitor may ask again.",
        LESSON,
        "Exit question",
    ),
    Diagnosis(
        "error-in-the-cache",
        "an error kept as if it were a price",
        "Your task left the dict. But something that is no price was put into the cache, and the next "
        "visitor found it there.",
        "What does your `aset` keep when `quote` raises an error? What should happen to that error?",
        LESSON,
        "Exit question",
    ),
    Diagnosis(
        "flight-removed-by-a-visitor",
        "a task that a visitor took away",
        "The visitor who left took the task out of `on_the_way`, and it was still at work. Who came "
        "after that found none, and asked again.",
        "Who takes the task out in your code? When is the right moment for it?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "coroutine-kept",
        "a plan kept in place of a price",
        "What `quote(carrier)` gives is a coroutine, a plan. You tried to keep the plan in the cache, "
        "and a plan cannot be copied.",
        "Which word before `quote(carrier)` gives you the price?",
        "02",
        "Call is not run",
        misconceptions=(6,),
    ),
)
