"""What goes wrong in any answer that works with a queue."""

from __future__ import annotations

from nightline.checks.window import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

END = "The end of the night"
register(
    Diagnosis(
        "join-never-ends",
        "join without enough task_done",
        "`join` counts. It waits until `task_done` was called once for each order that was put "
        "in. That the queue is empty does not help it.",
        "How often does your run call `task_done`? After which line should it stand?",
        "08",
        "When it goes wrong",
        misconceptions=(44,),
    ),
    Diagnosis(
        "nobody-left-to-work",
        "a join, and nobody who works",
        "`join` waits for orders that are not done, and no task works on them any more. Your worker "
        "ended too early.",
        "What ended the worker: a `cancel`, or its own loop? What must happen before that?",
        "08",
        END,
    ),
    Diagnosis(
        "own-cancel-swallowed",
        "your own cancellation was swallowed",
        "Your caller cancelled you while you waited, and you went on. `except:` and `except "
        "BaseException:` catch `CancelledError` too.",
        "Which one error says that the time is over? Catch only that one.",
        "06",
        misconceptions=(29,),
    ),
    Diagnosis(
        "workers-never-stop",
        "a get that waits for ever",
        "`get` on an empty queue waits for the next order. Nothing tells it that no more will "
        "come, so it never returns, and whoever waits for it never returns either.",
        "Who knows that the last order is in? How could that one end the wait?",
        "08",
        END,
        misconceptions=(43,),
    ),
    Diagnosis(
        "nobody-takes",
        "a put that waits for ever",
        "The queue is full, so `put` waits for room. Only somebody who takes an order out can "
        "make room, and nobody does.",
        "Does the worker run while orders are put in? Which line starts it, and may it end early?",
        "08",
        "When it goes wrong",
    ),
    Diagnosis(
        "cancel-came-back",
        "a cancellation that came back to you",
        "Whoever awaits a cancelled task gets its `CancelledError`. It went through your function, "
        "and to the caller that looks like an end by force.",
        "Which argument of `gather` gives errors as values? Or where could you catch this one?",
        "08",
        END,
    ),
    Diagnosis(
        "done-too-often",
        "task_done more often than get",
        "The queue counts the orders that are not done. `task_done` was called when that number was "
        "zero already.",
        "How often does this line run for one order? It should be once.",
        "08",
        "When it goes wrong",
    ),
    Diagnosis(
        "asked-without-waiting",
        "a call that never waits",
        "`get_nowait` and `put_nowait` never wait. An empty queue is an error for the first, and a "
        "full one for the second.",
        "What should happen here in that case: wait, or stop? Which call does that?",
        "08",
        "Branch line",
    ),
)
know_error("task_done() called too many times", "done-too-often", sets=SET)
know_error("QueueEmpty", "asked-without-waiting", sets=SET)
know_error("QueueFull", "asked-without-waiting", sets=SET)
for name in ("one_window", "pipeline", "closing_time", "priority_boarding"):
    know_error("CancelledError", "cancel-came-back", sets=SET, cell=name)
