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
        "number-used-again",
        "a number that comes twice",
        "The length of the list grows and shrinks. After a `cancel` it is a number that another timer "
        "has already, and then Python compares the functions.",
        "Which part of the loop gives numbers that never come again?",
    ),
    _entry(
        "number-not-taken",
        "a counter in place of a number",
        "`loop.numbers` is not a number. It is a counter that gives one number after the other.",
        "Read its line in the grey box. What must you call to get the next number?",
    ),
    _entry(
        "timer-parts-swapped",
        "a timer that begins with its number",
        "The loop takes the first part as the time, and the second one as the number for equal times.",
        "Print one of your timers. Which of its parts says when it is due?",
    ),
    _entry(
        "timer-at-another-time",
        "a callback at another time",
        "The first part of a timer is the moment at which it is due, on the clock of the loop. It is "
        "not rounded.",
        "The clock shows 0 s, and the delay is 0.2 s. Print the first part of your timer.",
    ),
    _entry(
        "callback-in-two-places",
        "a callback that was called too often",
        "A callback stands in the queue or among the timers, not in both. The loop moves it from the "
        "timers to the queue when its time has come.",
        "How many lines of yours put something into the loop?",
    ),
    _entry(
        "loop-started-inside",
        "a loop that you started yourself",
        "`call_later` writes down what is to be called, and returns. Whoever owns the loop runs it, "
        "when all timers are set.",
        "Which line of yours does more than set a timer?",
        3,
    ),
    _entry(
        "zero-not-cancelled",
        "a timer of 0 s that cannot be cancelled",
        "Until the loop comes to it, a timer of 0 s waits like any other. After `cancel()`, nothing "
        "of it may be left.",
        "Does your function treat a delay of 0 in another way? Must it?",
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
        "Print one of your timers. Compare its three parts with the comment in the grey box.",
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
        "Your `cancel` took out another timer than its own. Places in the list change, and several "
        "timers can have the same time.",
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
