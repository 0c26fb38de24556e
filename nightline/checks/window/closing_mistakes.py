"""What goes wrong in answers to `closing_time`."""

from __future__ import annotations

from nightline.checks.window import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

END = "The end of the night"
register(
    Diagnosis(
        "sent-home-too-early",
        "clerks sent home while there was time",
        "Orders could still be done, and you ended the work. That the queue is empty is no sign: "
        "the last orders are then in the hands of the clerks.",
        "Which call waits until all orders are done? Let that wait come before the cancelling.",
        "08",
        END,
    ),
    Diagnosis(
        "another-grace",
        "a time that the caller did not give",
        "There was time left, and orders waited in the queue, but your wait was over. The caller "
        "says how long it may last.",
        "Which number ends your wait? Which argument should it be?",
        "06",
    ),
    Diagnosis(
        "brought-to-closing",
        "new orders at closing time",
        "You put orders into the queue. But the hall closes, and nobody new comes: the queue and the "
        "clerks are given to you.",
        "Compare your first lines with the task. Which of its three arguments do they use?",
        "08",
        END,
    ),
    Diagnosis(
        "waits-for-clerks",
        "a wait for clerks who wait",
        "All orders were done. You waited for the clerks to end, and they waited in `get` for more "
        "orders. Only `cancel` ends that.",
        "Does your line with `cancel` also run when everything was done in time?",
        "08",
        END,
        misconceptions=(43,),
    ),
    Diagnosis(
        "joined-after-closing",
        "a join after the clerks have left",
        "The clerks have left, and orders that they put back are not done. `join` waits for these, "
        "and nobody works any more.",
        "What do you want to know at this line? Does the second `join` tell you that?",
        "08",
        END,
    ),
    Diagnosis(
        "drained-too-far",
        "one get too many",
        "The clerks have left, and the queue is empty. Nobody will put anything in, so `get` waits "
        "for ever.",
        "Which question to the queue says whether there is something left to take?",
        "08",
        END,
    ),
    Diagnosis(
        "stopped-before-empty",
        "orders left in the queue",
        "All orders were back in the queue, and you stopped before it was empty. Each order that you "
        "take makes `qsize()` smaller.",
        "For a queue of four, write down each round: how many are left, and does the loop go on?",
        "08",
        END,
    ),
    Diagnosis(
        "sent-home-in-turn",
        "clerks sent home one after another",
        "You waited for one clerk before you cancelled the next. So the next one still worked after "
        "the time was over, and could even begin an order.",
        "Two steps belong to all clerks: tell, and wait. Which must be over for all before the other?",
        "08",
        END,
    ),
    Diagnosis(
        "queue-is-no-list",
        "a queue used like a list",
        "A queue cannot be looped over or copied with `list`. Orders come out of it one by one.",
        "Which call takes one order out, and which says that there is none left?",
        "08",
        END,
    ),
    Diagnosis(
        "grace-not-kept",
        "a wait without an end",
        "You waited for all orders, however long that took. The hall must close when the time is "
        "over.",
        "Which tool of lesson 06 ends a wait after some seconds? Put it around this one.",
        "06",
    ),
    Diagnosis(
        "grace-not-caught",
        "a TimeoutError that nobody caught",
        "The time was over, so the wait ended with `TimeoutError`. Here that is no failure: it is "
        "the moment to send the clerks home.",
        "Around which lines must the `try` stand, so that your function goes on afterwards?",
        "06",
    ),
    Diagnosis(
        "waits-the-whole-grace",
        "a pause where a wait is needed",
        "All orders were done, and you still waited. The given time is a limit, and not a duration.",
        "Which call ends at the moment when the last order is done?",
        "08",
        END,
    ),
    Diagnosis(
        "clerks-not-cancelled",
        "clerks who wait for ever",
        "You returned, and the clerks still stood in `get`. They never end by themselves, because "
        "an empty queue only makes them wait.",
        "Which method of a task ends its wait?",
        "08",
        END,
        misconceptions=(43,),
    ),
    Diagnosis(
        "cancel-not-awaited",
        "clerks who were told to go and are still here",
        "`cancel` only asks. A task ends at its next turn, and its cleanup may take longer. You "
        "returned before that.",
        "After the `cancel` calls, what could you await to know that all of them have ended?",
        "08",
        END,
    ),
    Diagnosis(
        "pause-after-cancel",
        "a fixed pause after cancel",
        "All clerks had left, and you still waited. A pause of a fixed length ends too late for these "
        "clerks, and too early for slower ones.",
        "What can you await that ends when the last clerk has ended?",
        "08",
        END,
    ),
    Diagnosis(
        "cancelled-twice",
        "clerks disturbed while they tidied up",
        "A clerk was cancelled, began to put its order back, and was cancelled again. The second "
        "cancellation struck its cleanup, so the order was lost.",
        "How often does your code call `cancel` for one clerk?",
        "06",
    ),
    Diagnosis(
        "order-in-hand-lost",
        "orders that came back too late for you",
        "A clerk who is cancelled at work puts the order back into the queue. You looked into the "
        "queue before that, so these orders are in nobody's list.",
        "At which moment can no order come back any more?",
        "08",
        END,
    ),
)
know_error("TimeoutError", "grace-not-caught", sets=SET, cell="closing_time")
know_error("'Queue' object is not iterable", "queue-is-no-list", sets=SET)
know_error("object of type 'Queue' has no len", "queue-is-no-list", sets=SET)
