"""The mistakes that the task `call_later` can name."""

from __future__ import annotations

from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("Your own loop")

register(
    _entry(
        "callback-ran-at-once",
        "a callback that ran at once",
        "`call_later` only writes down what is to be called, and when. The loop calls it, in one "
        "of its rounds.",
        "Where in your code do brackets stand behind `callback`? Who reaches that place, and when?",
        3,
    ),
    _entry(
        "delay-is-no-time",
        "a delay where a time is needed",
        "The first part of a timer is a time on the clock of the loop. A delay counts from now, "
        "and now is not always 0.",
        "The clock shows 3.5 s. At what time is something due that comes 1 s later?",
    ),
    _entry(
        "clock-moved-by-hand",
        "a clock that you moved",
        "Setting a timer takes no time. The loop moves its clock when nothing else can run. If you move "
        "it, all later timers come too late.",
        "Where do you need the sum of now and the delay? Must the clock itself change for it?",
    ),
    _entry(
        "callback-arguments-lost",
        "a callback without its arguments",
        "The loop calls the third part of the timer without arguments. The arguments of "
        "`call_later` reach the callback only if your function passes them on.",
        "`args` is a tuple. Which sign takes it apart in a call?",
    ),
    _entry(
        "callbacks-compared",
        "two functions compared",
        "Tuples are compared from the left. When time and number are equal, Python compares the "
        "third parts, and functions have no order.",
        "What must be different in any two timers? Where does the loop keep such numbers?",
    ),
    _entry(
        "equal-times-mixed",
        "equal times in another order",
        "Of equal times, the smaller number goes first. Numbers that do not grow give no order.",
        "Print the number of each of your timers. Which one was set first?",
    ),
    _entry(
        "timer-shape",
        "a timer that the loop cannot read",
        "The loop takes its timers apart: the time, a number, and a function without arguments. It "
        "expects a tuple of these three.",
        "Look at how `StationLoop.run` uses `timer[0]` and `timer[2]`. What does yours hold there?",
    ),
    _entry(
        "timer-without-function",
        "a timer with nothing to call",
        "The third part of a timer must be a function, and the loop calls it when the time has "
        "come. Brackets behind a name call it now, and leave its result.",
        "Which expression makes a function without running it?",
    ),
    _entry(
        "timer-not-set",
        "a timer that the loop never got",
        "The loop knows only what stands in `loop.timers`. It ended without calling anything.",
        "Print `loop.timers` after your call. Is your timer in it?",
    ),
    _entry(
        "timer-comes-again",
        "a timer that sets itself again",
        "Each time its turn came, your timer was set once more. So the loop never ended.",
        "How often must a callback be called? Which line of yours sets the timer?",
    ),
    _entry(
        "no-cancel-function",
        "nothing to cancel with",
        "The caller gets what you return, and wants to call it: `cancel()`. That must be a function.",
        "Define a function inside `call_later`. Return it without brackets.",
    ),
    _entry(
        "timer-not-cancelled",
        "a cancel that changes nothing",
        "After `cancel()` all timers still stood in `loop.timers`, and the loop came to them.",
        "Which line of your function takes something out of the list?",
    ),
    _entry(
        "timer-left-behind",
        "a cancelled timer that stays in the list",
        "The callback was not called, but the loop still keeps the timer. It has to go round for it, "
        "and its clock runs on to a time at which nothing happens.",
        "How long is `loop.timers` after `cancel()`? How do you take one item out of a list?",
    ),
    _entry(
        "other-timer-cancelled",
        "the wrong timer cancelled",
        "Your `cancel` took out another timer than its own. Timers do not stay where they are in the "
        "list, and others are set after yours.",
        "Keep your timer in a name. Can you remove it by its value?",
    ),
    _entry(
        "timer-cancelled-twice",
        "a second cancel that fails",
        "The timer may be gone: cancelled before, or called. Then `cancel()` has nothing to do, and "
        "that is no error.",
        "How do you ask whether a list holds something, before you remove it?",
    ),
    _entry(
        "call-later-sleeps",
        "a call that waits",
        "`time.sleep` stops the thread, and nobody can run meanwhile. `call_later` only writes down "
        "what is to be called, and returns at once.",
        "Who calls the callback when the time has come? What must that one find, and where?",
        4,
    ),
    _entry(
        "call-later-is-async",
        "a call that runs nothing",
        "With `async def`, calling `call_later` only makes a plan, and no timer is set. Setting a "
        "timer waits for nothing.",
        "Which word stands before `def` in a function that runs when it is called?",
        5,
    ),
    _entry(
        "asyncio-for-station",
        "asyncio's loop in place of the given one",
        "No event loop of asyncio runs here. The loop is the object that you get as the first "
        "argument, and it has a list of timers.",
        "What would `StationLoop.run` have to find in `loop.timers`?",
        13,
    ),
    _entry(
        "station-loop-lacks-method",
        "a method that the loop does not have",
        "`StationLoop` has no such method. It has a clock, a queue, a list of timers and numbers.",
        "Read the class in the grey box. Which of its parts is for callbacks with a time?",
    ),
)

CELL = "def call_later"
know_error(
    "not supported between instances of 'function'", "callbacks-compared", sets=SET, cell=CELL
)
know_error("no running event loop", "asyncio-for-station", sets=SET, cell=CELL)
know_error("object has no attribute 'call_", "station-loop-lacks-method", sets=SET, cell=CELL)
