"""What goes wrong in `print_and_note`: who prints where, who waits for whom, whose result is whose."""

from __future__ import annotations

from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import ONE_THREAD
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "printer-on-request-thread",
        "the printer in the request's thread",
        "All thread-sensitive hops of a request share one thread. While the printer keeps it, no database "
        "call of this request can run.",
        "Which of the three functions never uses the database? Let it have another thread.",
        "15",
        ONE_THREAD,
    ),
    Diagnosis(
        "printer-on-the-loop",
        "the printer in the loop's thread",
        "Printing blocks, and the loop's thread serves every visitor. While it prints, the whole site "
        "stands still.",
        "What takes a blocking function into another thread?",
        "15",
        "One hop",
    ),
    Diagnosis(
        "note-waits-for-printer",
        "one hop awaited before the other begins",
        "You awaited the first hop, and only then asked for the second. Threads cannot help where the loop "
        "asks for one thing at a time.",
        "Which function asks for several at once, and waits for all of them?",
        "01",
        "Together",
    ),
    Diagnosis(
        "ticket-loaded-again",
        "a function called more than once",
        "Each call is work: it loads, prints or notes once more. A ticket that is noted twice was printed "
        "twice, as far as the books know.",
        "Keep the result in a name, and use it again.",
    ),
    Diagnosis(
        "ticket-not-handed-on",
        "something else than the ticket",
        "`print_out` and `note` need the ticket that `load` returns. Yours got something else.",
        "Which of the three must be done before the two others can begin?",
    ),
    Diagnosis(
        "left-one-out",
        "one of the three functions not called",
        "The clerk needs all three: load, print, note.",
        "Compare your calls with the three names in the docstring.",
    ),
    Diagnosis(
        "pages-and-prints-mixed",
        "pages and prints mixed up",
        "`gather` gives the results in the order of its arguments, whoever ends first. The set that "
        "`asyncio.wait` gives has no order, and `as_completed` gives who ends first.",
        "How does your code know which result belongs to which function?",
        "01",
        "Together",
    ),
)
register(
    Diagnosis(
        "not-what-they-gave",
        "a value that no function gave",
        "One of your values is not what the function returned in this run. A fixed number or a default is "
        "right only by chance.",
        "Follow the value back. Which call gives it, and did you wait for that call?",
    ),
    Diagnosis(
        "printer-error-hidden",
        "a failed print that nobody hears of",
        "The printer had no paper, and your answer came back as if all were well. The clerk hands out a "
        "ticket that was never printed.",
        "Which line of yours took the error: an `except`, or `return_exceptions`? Who should get it?",
    ),
    Diagnosis(
        "coroutine-waits-for-thread",
        "a wait for a thread, without await",
        "The work is in another thread, but this line keeps the loop's thread until that one is done. So "
        "every visitor waits for the printer as well.",
        "Which call gives work to a thread, and can be awaited?",
        "15",
        "One hop",
    ),
)
know_error("KeyError: 'train'", "left-one-out", sets=SET, cell="print_and_note")
