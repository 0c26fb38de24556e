"""The mistakes that the task `print_order` can name."""

from __future__ import annotations

from nightline.checks.dispatcher import SET
from nightline.checks.dispatcher.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_entry = about("The ready queue and the timers")

register(
    _entry(
        "callback-called",
        "a callback that you called yourself",
        "With brackets behind its name, you call the function, now. The loop then gets what it "
        "returned, and that is `None`.",
        "How does the lesson write a callback with its argument? Look at the brackets and the comma.",
        3,
    ),
    _entry(
        "not-handed-over",
        "a line that did not wait for its turn",
        "A plain call runs before your next line. Only what you hand to the loop waits until your "
        "function has returned.",
        "Which method of the loop takes a function and calls it in the next round?",
        3,
    ),
    _entry(
        "handed-over-for-nothing",
        "a line that waits for no reason",
        "What you hand to the loop has its turn only after your function has returned. This line "
        "is due before.",
        "How do you call a function without the loop?",
        3,
    ),
    _entry(
        "timers-swapped",
        "two timers with each other's time",
        "A timer calls its callback when its time has come. The order in which you set the timers "
        "does not matter.",
        "Compare each number in your code with the same line of the docstring.",
    ),
    _entry(
        "timers-added-up",
        "a time counted from another timer",
        "The docstring counts each time from the call of your function. A delay counts from the moment "
        "at which its own `call_later` is called.",
        "When is each of your two `call_later` lines reached? Add its delay to that moment.",
        3,
    ),
    _entry(
        "time-of-the-loop",
        "a time on the clock of the loop",
        "The clock of the loop does not begin at 0 when you are called. `call_at` takes a time on "
        "that clock, and `call_later` takes a delay.",
        "At 0.7 s on the clock, when is a line due that comes 0.5 s later?",
    ),
    _entry(
        "announced-at-other-times",
        "lines at other times",
        "`call_later` takes seconds, and counts them from its call. All four lines came, but not when "
        "they are due.",
        "Compare each number in your code with the same line of the docstring.",
    ),
    _entry(
        "announcement-changed",
        "other lines than those asked for",
        "Every line of the docstring must be announced, once, with the same words.",
        "Compare the words of each line with the docstring. Is one missing, changed, or there twice?",
    ),
    _entry(
        "print-order-stands",
        "a function that keeps the thread",
        "`time.sleep` stops the thread, and the loop works in that thread. So nothing that you handed "
        "over can have its turn meanwhile.",
        "Your function waits for nothing. Who could call the next line when its time has come?",
        4,
    ),
    _entry(
        "announce-not-called",
        "a platform that heard nothing",
        "The platform hears what the function `announce` gets, and only that. Yours was never called.",
        "Which name does the `def` line give you for announcing? Which name do your lines use?",
    ),
    _entry(
        "line-never-came",
        "a line that never came",
        "The loop that you got never called `announce` with this line. A callback gets only the "
        "arguments that you hand over with it.",
        "For this line: which object gets it, and what stands after the comma?",
        3,
    ),
    _entry(
        "callback-is-async",
        "a callback that only makes a plan",
        "The one who has a callback calls it and does not await it. Calling an `async def` function "
        "runs nothing.",
        "Which word before `def` must go, so that a call runs the function?",
        5,
    ),
    _entry(
        "lambda-looks-late",
        "a function that reads a name too late",
        "A `lambda` looks its names up when it is called. Your loop over the lines is over then, and "
        "the name holds the last one.",
        "How can you hand the line over now, as an argument behind a comma?",
    ),
    _entry(
        "one-round-late",
        "a line that waits for two rounds",
        "What you hand to the loop has its turn in the next round. If that callback hands something "
        "over again, it waits for one more round.",
        "What exactly does the loop call in the next round: `announce`, or something else?",
        3,
    ),
    _entry(
        "delay-comes-first",
        "a delay that does not stand first",
        "`call_later` adds its first argument to the time of the loop. Yours is no number.",
        "In which order do delay, function and argument stand in the lesson?",
    ),
    _entry(
        "print-order-returns",
        "a result that nobody asked for",
        "The platform calls your function for what it does. The docstring says that it returns `None`.",
        "What stands after `return`? Does anybody need it?",
    ),
    _entry(
        "loop-runs-already",
        "a loop that runs already",
        "The loop that you got is at work: it calls your function right now. Nobody can start it a "
        "second time.",
        "Your function waits for nothing. Who could call the next line when its time has come?",
        14,
    ),
    _entry(
        "print-order-waits",
        "a function that waits",
        "With `async def`, a call of `print_order` runs nothing: it only makes a plan. The "
        "platform calls it as a plain function.",
        "Write plain `def`. Who can do the waiting in place of your function?",
        3,
    ),
)
know_error(
    "This event loop is already running",
    "loop-runs-already",
    sets=SET,
    cell="def print_order",
    explains_unrun=True,
)
know_error(
    "cannot be called from a running event loop",
    "loop-runs-already",
    sets=SET,
    cell="def print_order",
    explains_unrun=True,
)
know_error("for +: 'float' and", "delay-comes-first", sets=SET, cell="def print_order")
