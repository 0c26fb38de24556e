"""What goes wrong in `rehearse`: too many contexts or too few, and places that are counted wrong."""

from __future__ import annotations

from nightline.checks.bridge import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

BRANCH = "Branch line: a thread for each visitor"
register(
    Diagnosis(
        "no-context",
        "no context around a visit",
        "Without a server nobody makes a context for a request. Then all thread-sensitive hops of the "
        "process share one thread, whoever makes them.",
        "Which line does Django's handler put around each request?",
        "15",
        BRANCH,
        misconceptions=(61,),
    ),
    Diagnosis(
        "context-around-all",
        "one context around all visits",
        "A context holds for everything that runs inside its block, and for the tasks started there. All "
        "visits stood in the same one, so they shared its thread.",
        "How many times is your `async with` entered? How many visitors are there?",
        "15",
        BRANCH,
    ),
    Diagnosis(
        "thread-used-again",
        "a thread that two visitors used",
        "One visitor's thread was given to the next. On the server a request's thread ends with the "
        "request, with all that belongs to it.",
        "What stands inside your `async with`: one visit, or a loop over several?",
        "15",
        BRANCH,
    ),
    Diagnosis(
        "context-shared-by-tasks",
        "one context object in several tasks",
        "A context remembers in which task it was entered, and must be left there. Yours is one object, and "
        "several tasks entered it.",
        "Where is this object made? How many do you need?",
        "15",
        BRANCH,
    ),
    Diagnosis(
        "context-without-async",
        "with where async with is needed",
        "To take a place means to wait until one is free. To leave a context means to wait until its thread "
        "has ended. A plain `with` cannot wait.",
        "Which word stands before `with` in the lesson's example?",
        "15",
        BRANCH,
    ),
    Diagnosis(
        "visits-in-a-row",
        "one visitor after another",
        "Each visit began only when the one before was over. Places were free, and nobody took them.",
        "What holds the second visitor back: an `await` in a loop, a lock, or too few places?",
        "01",
        "Together",
    ),
    Diagnosis(
        "more-visitors-than-places",
        "more visitors than places",
        "Nothing held the next visitor back while all places were taken.",
        "Which object counts the places, and who must share it?",
        "09",
    ),
    Diagnosis(
        "places-miscounted",
        "another number of places",
        "Something holds visitors back, but it counts another number of places than `at_once`.",
        "Where does your code say how many may go in? Which value must stand there?",
        "09",
    ),
    Diagnosis(
        "visits-left-out",
        "visits that never began",
        "The tester wants to hear from every visitor. Some of yours were never sent.",
        "Who takes a visit from the list, and is there always somebody who does?",
    ),
    Diagnosis(
        "context-class-not-object",
        "the class where an object is needed",
        "`ThreadSensitiveContext` is a class. A block needs an object of it, one for each visit.",
        "What is missing behind the name?",
        "15",
        BRANCH,
    ),
    Diagnosis(
        "places-of-another-loop",
        "places that belong to an earlier run",
        "A semaphore belongs to the loop that first waited with it. Yours is made once for all runs, and the "
        "next run has another loop and perhaps another `at_once`.",
        "Where is it made? What does it need to know, and when do you know that?",
        "09",
    ),
    Diagnosis(
        "waits-for-the-group",
        "a free place that nobody took",
        "The visits went in groups, and a group waits for its slowest visitor. Meanwhile places were free.",
        "Who may begin when one visit ends? Let each visit take and give back its own place.",
        "09",
    ),
    Diagnosis(
        "visits-out-of-order",
        "results in another order",
        "The tester reads the results by their place in the list. Yours stand in the order of arrival.",
        "Which function keeps the order of its arguments?",
        "01",
        "Together",
    ),
)

know_error("was created in a different Context", "context-shared-by-tasks", sets=SET)
know_error("'ThreadSensitiveContext' object does not", "context-without-async", sets=SET)
know_error("Semaphore' object does not support the context", "context-without-async", sets=SET)
know_error("'type' object does not support the", "context-class-not-object", sets=SET)
know_error("is bound to a different event loop", "places-of-another-loop", sets=SET)
