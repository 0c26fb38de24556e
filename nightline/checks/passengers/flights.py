"""What goes wrong when many wait for one question, one entry each."""

from __future__ import annotations

from nightline.checks.passengers import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

LESSON = "18"
EMPTY = "Fifty visitors, one price (the cache)"
FLIGHT = "One question for all: a shared task"
LEAVES = "One of them leaves"
WRONG = "When it goes wrong"

register(
    Diagnosis(
        "stampede",
        "everybody finds the cache empty",
        "Until the first answer is kept, the cache is empty for everybody. So each visitor looks, "
        "finds nothing and asks.",
        "What exists from the moment of the first question on? Could the others wait for that?",
        LESSON,
        EMPTY,
    ),
    Diagnosis(
        "look-then-fly",
        "a wait between the look and the task",
        "Your task is there for all to share, and still each visitor started one. Between the look "
        "for a task and its start somebody else came.",
        "Is there an `await` between the look and the start? Could the task itself do that part?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "flight-of-another",
        "one flight for all carriers",
        "A visitor who asks for another carrier waited for the same question, and got its price.",
        "What must the key be under which you keep a task or a price?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "one-lock-for-all",
        "one carrier waits for another",
        "Only one question was open at a time, because everybody passes the same lock. Two carriers "
        "can be asked at the same time.",
        "Who has to wait for whom? Only those who want the same carrier.",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "each-asks-in-turn",
        "each one asks again in turn",
        "The first question failed. Those who waited did not get its error: each went on and asked "
        "again, one after another.",
        "What would they have to wait for, so that the error reaches them too?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "not-kept",
        "a price that is not kept",
        "Those who come at the same time share a question. Who comes half a minute later causes a new "
        "one: nothing was kept.",
        "Which call keeps a value for all who come later?",
        LESSON,
        EMPTY,
    ),
    Diagnosis(
        "zero-is-a-price",
        "a price of 0 taken for nothing",
        "One carrier gives berths away, and its price is 0. To `if` and `or`, 0 counts as nothing, so "
        "your code asks again.",
        "What does `aget` give when nothing is kept? Compare with exactly that.",
    ),
    Diagnosis(
        "kept-too-short",
        "a price kept for less than a minute",
        "The answer may be a minute old. Your code asked again before that.",
        "How many seconds does your `aset` say?",
    ),
    Diagnosis(
        "kept-too-long",
        "a price kept for more than a minute",
        "The answer may be a minute old, and this one was older. Without a number, Django keeps a "
        "value for five minutes.",
        "Which argument of `aset` says for how many seconds?",
        LESSON,
        EMPTY,
    ),
    Diagnosis(
        "kept-for-ever",
        "an answer that never ages",
        "A dict, or a task that stays in one, knows no time. It gives the same answer for ever.",
        "When must a task leave the dict? Who then keeps the price, and for how long?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "error-lost",
        "an error that did not reach everybody",
        "The carrier failed, and those who waited must hear that. One of them got something else.",
        "Where does the error go in your code? Let it pass.",
    ),
    Diagnosis(
        "waited-for-ever",
        "visitors who were cancelled by a failure",
        "The carrier failed, and a visitor who waited was cancelled. Nobody had asked for that.",
        "Who cancels the task in your code? Let its own error end it.",
    ),
    Diagnosis(
        "failure-kept",
        "a failure that is kept",
        "The carrier was out of order for a moment, and your code still says so. What failed must not "
        "be kept: not in the cache, and not as a task in a dict.",
        "Does your task leave the dict when it fails, too?",
        LESSON,
        "Exit question",
    ),
    Diagnosis(
        "leaver-takes-all",
        "one leaves, and the others lose their answer",
        "Who is cancelled at an `await` hands the cancellation on to what they await. Here that was the "
        "question of all the others.",
        "Which call of lesson 18 keeps a cancellation away from a task?",
        LESSON,
        LEAVES,
    ),
    Diagnosis(
        "dead-flight-kept",
        "a flight that ended and stayed",
        "All visitors left, and later one came. Your code let this one wait for the question of those "
        "who had left.",
        "Is what you find in the dict still on its way? It must leave the dict however it ends.",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "asked-again-for-those-who-stay",
        "a second question after one visitor left",
        "One of three visitors left. The question was still on its way for the other two, and your code "
        "sent it again.",
        "Which call of lesson 18 keeps a cancellation away from a task?",
        LESSON,
        LEAVES,
    ),
    Diagnosis(
        "leader-gone",
        "waiting for somebody who is gone",
        "One visitor asks, and the others wait for a sign from them. If that one fails or leaves, the sign "
        "never comes.",
        "Who asks should be no visitor. What can be awaited by many, and ends in every case?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "plain-cache",
        "the cache used without await",
        "The plain `get` and `set` are allowed in a coroutine, and they block the loop. With a cache on "
        "another machine, each look would stop all visitors.",
        "Which methods of the cache can be awaited?",
        LESSON,
        EMPTY,
    ),
    Diagnosis(
        "coroutine-in-the-cache",
        "a coroutine put into the cache",
        "The cache keeps values, and a coroutine is a plan. `aget_or_set` calls its second argument, and "
        "does not await what that gives.",
        "What can you await yourself, before you keep it?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "task-in-the-cache",
        "a task put into the cache",
        "The cache keeps copies of values, perhaps on another machine. A task belongs to this loop and "
        "cannot be copied.",
        "Which store of this process can hold a task? What belongs into the cache?",
        LESSON,
        FLIGHT,
    ),
    Diagnosis(
        "coroutine-shared",
        "one coroutine shared by many",
        "A coroutine runs once, and one caller drives it. Others who await the same one get an error.",
        "What can be awaited by many? Which call makes it from a coroutine?",
        LESSON,
        FLIGHT,
        misconceptions=(7,),
    ),
    Diagnosis(
        "flight-taken-twice",
        "a flight that was removed twice",
        "Each visitor who waited removes the task from the dict. The first one finds it, the next one "
        "does not.",
        "Who should remove it? It happens once, when the task is done.",
        LESSON,
        FLIGHT,
    ),
)
know_error(
    "cannot pickle 'coroutine'",
    "coroutine-in-the-cache",
    sets=SET,
    cell="get_or_set",
    explains_unrun=True,
)
know_error("cannot pickle 'coroutine'", "coroutine-kept", sets=SET, explains_unrun=True)
know_error("KeyError", "stand-in-used", sets=SET, line="PRICES[")
know_error("KeyError", "callback-called-now", sets=SET, cell="add_done_callback(on_the_way.pop(")
know_error("cannot pickle", "task-in-the-cache", sets=SET)
know_error("coroutine is being awaited already", "coroutine-shared", sets=SET)
know_error("cannot reuse already awaited", "coroutine-shared", sets=SET)
know_error("KeyError", "flight-taken-twice", sets=SET, line="del ")
know_error("KeyError", "flight-taken-twice", sets=SET, line="pop(")
