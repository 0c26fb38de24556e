"""What a planner's page does wrong with its limit, its deadline and its questions."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

FEW, CLOCK = "A few at a time: the semaphore", "A timeout is a clock that cancels"
STATION, CHILD = "The planner comes to the station", "A TaskGroup stops the others"
register(
    Diagnosis(
        "page-limit-in-each-call",
        "a limit that nobody shares",
        "Each question makes a semaphore of its own. A semaphore limits only those who share it.",
        "Which function runs once for each page? Make the semaphore there.",
        "09",
        FEW,
        misconceptions=(48,),
    ),
    Diagnosis(
        "page-limit-not-used",
        "fewer questions open than allowed",
        "There was room for one more question, and the next carrier was not asked.",
        "How many does the address allow? Print that number beside the one that you use.",
        "09",
        FEW,
    ),
    Diagnosis(
        "page-place-kept",
        "places that nobody gives back",
        "A question that failed never gave its place back. With each failed carrier there is one place "
        "less, until nobody can be asked.",
        "Which statement gives a place back in each case, also after an error?",
        "09",
        FEW,
    ),
    Diagnosis(
        "page-asks-in-another-order",
        "carriers asked in another order",
        "The docstring says in which order the carriers are asked. With a deadline, it decides whose "
        "answer still comes.",
        "Over what does your loop go? Compare with `CARRIERS`.",
    ),
    Diagnosis(
        "page-in-batches",
        "a batch that waits for its slowest",
        "You ask some carriers, wait for all of them, and then ask the next ones. So fast carriers leave "
        "their place empty until the slowest one of the batch has answered.",
        "What lets the next question in as soon as one place is free?",
        "09",
        FEW,
    ),
    Diagnosis(
        "page-deadline-for-each",
        "a deadline for each question",
        "Your timeout stands around one question, so each of them may take the whole time. The waits for a "
        "free place are not counted at all.",
        "The traveller has one patience for the whole page. Around which block must the timeout stand?",
        "06",
        CLOCK,
        misconceptions=(33,),
    ),
    Diagnosis(
        "page-without-deadline",
        "a page that knows no deadline",
        "The deadline had come, and your view went on waiting.",
        "Which `async with` ends a block when its time is over? What should it enclose?",
        "06",
        CLOCK,
    ),
    Diagnosis(
        "page-too-early",
        "a page before its time",
        "You answered although answers were still to come and the deadline was not there.",
        "What does your view wait for? And which time does your deadline get?",
        "24",
        STATION,
    ),
    Diagnosis(
        "page-asked-again",
        "a failed carrier that was asked again",
        "Here each carrier is asked once. One that failed has no offer tonight.",
        "Compare with the “Args” of the docstring. What follows after a `ConnectionError`?",
    ),
    Diagnosis(
        "page-questions-go-on",
        "questions that outlive the page",
        "Your view had ended, and a question of it was still open. Nobody waits for that answer.",
        "Who stops the questions that are still open, and who waits until they have ended?",
        "05",
        CHILD,
        misconceptions=(30,),
    ),
    Diagnosis(
        "page-questions-after-an-error",
        "questions that outlive an error",
        "An error left your view, and questions were still open. `gather` hands on the first error and "
        "stops nobody.",
        "What starts questions, and stops all others when one of them fails?",
        "05",
        CHILD,
        misconceptions=(24,),
    ),
    Diagnosis(
        "page-errors-as-results",
        "errors that became results",
        "`return_exceptions=True` gives each error as a result, also the mistakes in your own code. Who "
        "does not look at them hides them.",
        "Which error may a carrier cause? Where can you catch only that one?",
        "05",
        CHILD,
    ),
    Diagnosis(
        "page-wider-error",
        "an except that catches more than it says",
        "`ConnectionError` is one kind of `OSError`. Yours catches other kinds too, such as a file that "
        "cannot be opened. Then nobody hears of them.",
        "Which error does the docstring name? Which ones do you catch?",
    ),
)
