"""What `measure` can do wrong."""

from __future__ import annotations

from nightline.checks.running.texts import LOOPS, about
from nightline.judging.diagnoses import register

_entry = about(LOOPS)
register(
    _entry(
        "measure-closed-loop",
        "a closed loop",
        "Your next visit waits for the answer to the one before. While the site is slow you ask less, so you measure its "
        "good moments often and its bad ones once.",
        "Who waits for whom in your code? A visitor of a real site knows nothing of the one before.",
        118,
    ),
    _entry(
        "measure-limited",
        "a limit on open visits",
        "Your program lets only so many visits be open at once. While the site is slow, the next traveller is kept back, "
        "and real travellers are not.",
        "Which object of yours makes a visit wait for the end of others? A load test needs no such limit.",
        118,
    ),
    _entry(
        "measure-sent-again",
        "a second visit in place of the first",
        "A visit got no answer, and you sent another one. The site then gets more visits than planned, and the report "
        "hides the one that failed.",
        "What does the docstring say about a visit without an answer?",
    ),
    _entry(
        "measure-waits-rounded",
        "waits that were rounded",
        "Your waits are right, and then rounded. Small differences between fast answers are lost.",
        "Leave the rounding to whoever prints the report.",
    ),
    _entry(
        "measure-plan-drifts",
        "a plan that moves",
        "Something kept the thread for a moment, and from then on all your visits came later. You wait a fixed time after "
        "the visit before, so each delay is added to all that follow.",
        "Write down the moment of visit number 7, counted from the start of `measure`. Wait until then.",
    ),
    _entry(
        "measure-all-at-once",
        "all visits at once",
        "All your visits began at the same moment. That is a rush, and not the rate that was asked for.",
        "What must each visit do before it sends? For how long?",
    ),
    _entry(
        "measure-before-its-moment",
        "a visit before its moment",
        "A visit began earlier than planned. The load is then higher than the one that was asked for.",
        "The pause between two visits follows from `rate`. How long is it for 4 a second?",
    ),
    _entry(
        "measure-other-moments",
        "visits at other moments",
        "Your visits did not come at the planned moments. The first is planned at once, and the next `1 / rate` "
        "seconds later.",
        "Print the planned moments for 4 a second and 1 s. Are there four of them, and is the first one 0?",
    ),
    _entry(
        "measure-number-of-visits",
        "another number of visits",
        "The rate and the seconds say how many visits there are. You sent another number.",
        "4 a second for 2.5 s: how many? What is the last number of your `range`?",
    ),
    _entry(
        "measure-sent-nothing",
        "no visit at all",
        "Nothing was sent, so there is nothing to measure.",
        "Which line calls `send`? Was it reached?",
    ),
    _entry(
        "measure-from-the-sending",
        "a wait that begins too late",
        "You counted from the moment at which the visit was sent. When your program was late itself, that hides what the "
        "traveller waited before.",
        "From which moment does the operator want the wait to count? Does your visit know it?",
        118,
    ),
    _entry(
        "measure-moments-as-waits",
        "moments where waits are needed",
        "You returned when each answer came, counted from the start. A wait is the time from the visit's own planned moment "
        "to its answer.",
        "Visit 5 was planned at 1.0 s and had its answer at 1.4 s. How long did it wait?",
    ),
    _entry(
        "measure-not-in-seconds",
        "waits in another unit",
        "Your numbers are a thousand times those of the visits: they are milliseconds.",
        "Which unit does the docstring name? Leave the last step out.",
    ),
    _entry(
        "measure-order-of-answers",
        "waits in the order of the answers",
        "Your list has the waits in the order in which answers came. The operator reads them by the visit's number.",
        "Which function returns results in the order of its arguments?",
        20,
    ),
    _entry(
        "measure-slow-ones-lost",
        "slow visits that are not told",
        "You returned while answers were still to come. They are the slowest ones, so the report is better than the site.",
        "What must you wait for after the last visit was sent?",
    ),
    _entry(
        "measure-number-of-waits",
        "another number of waits",
        "The list needs one entry for each visit, so that a visit can be found by its number.",
        "Compare the length of your list with the number of visits. Which ones are missing?",
    ),
    _entry(
        "measure-one-failure-ended-all",
        "one lost visit ended the measurement",
        "A visit got no answer, and its ConnectionError came out of `measure`. The waits of all the others are lost.",
        "Which statement catches this one error? It belongs to one visit, so where does it stand?",
    ),
    _entry(
        "measure-failures-left-out",
        "visits without an answer left out",
        "A visit without an answer is the worst of all, and your list does not have it. The other entries have moved, "
        "too.",
        "What does the docstring say about such a visit? Put that in its place.",
    ),
    _entry(
        "measure-failure-as-wait",
        "a wait for an answer that never came",
        "For a visit without an answer you told a number of seconds. In a report it would look like a fast answer.",
        "What does the docstring say about such a visit? In which branch of your code do you know it?",
    ),
    _entry(
        "measure-errors-as-waits",
        "errors among the waits",
        "Error objects stand among your numbers, so nobody can rank them. Errors of another kind would be hidden there too.",
        "What does `return_exceptions=True` mix? Catch the one error that you expect, in the visit.",
        26,
    ),
    _entry(
        "measure-error-hidden",
        "an error that nobody sees",
        "`send` itself had a mistake, and your function returned as if nothing was wrong. A load test with a wrong address would "
        "then look fast.",
        "Which error means that a visitor got no answer? Name it and no wider one: OSError and Exception also catch others.",
    ),
)
