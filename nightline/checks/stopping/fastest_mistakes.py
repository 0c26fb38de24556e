"""The mistakes that the task `fastest` can name, and those that `hedged` shares."""

from __future__ import annotations

from nightline.checks.stopping import SET
from nightline.checks.stopping.texts import CANCEL, FINALLY, REST, about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error

_rest = about(REST)
register(
    _rest(
        "waited-for-more",
        "waiting after the first answer",
        "The first answer was there, and your function went on waiting. `gather` and a plain `wait` "
        "return when all are done, and a fixed time is only a guess.",
        "Which argument lets `asyncio.wait` return when one task is done?",
    ),
    _rest(
        "not-all-stopped",
        "a question that got no signal",
        "You stopped some of the questions and waited for them. But not all of the others were among "
        "them.",
        "Print the tasks that you cancel. Which one is missing?",
        33,
    ),
    _rest(
        "others-go-on",
        "questions that nobody stopped",
        "You had what you needed and returned. But the other tasks were not cancelled, so they "
        "go on, although nobody wants their answers.",
        "`wait` gives you two sets. What must happen to each task in the second one?",
        33,
    ),
    _rest(
        "cancelled-not-waited-for",
        "cancelled, and not waited for",
        "`cancel` is a request and returns at once. When your function returned, the others had "
        "not yet said goodbye to their carriers.",
        "What can you await that ends when all the cancelled tasks have ended?",
    ),
    about(CANCEL)(
        "awaited-what-it-cancelled",
        "a cancelled task that was awaited",
        "Whoever awaits a cancelled task gets its `CancelledError`. Here that was your function, so "
        "it ended too, and the answer was lost.",
        "How did the lesson wait for cancelled tasks without getting their errors?",
    ),
    about(FINALLY)(
        "race-goes-on",
        "questions that outlive their function",
        "The traveller left, and your function ended at its `await`. The lines behind that `await`, "
        "which should stop the questions, never ran.",
        "Where must these lines stand, so that they run however the wait ends?",
        30,
    ),
    _rest(
        "looked-again-and-again",
        "a loop that looks whether somebody is done",
        "Your loop looked at the tasks again and again. It notices an answer only at its next look, "
        "and takes the thread for each of them.",
        "Which tool of the lesson waits, and comes back when one task is done?",
        16,
    ),
    _rest(
        "asked-winner-again",
        "the winner asked twice",
        "The winner has answered, and you asked it once more. Its price is in its task.",
        "How do you get the result of a task that is done?",
    ),
    _rest(
        "waited-for-nobody",
        "a wait for no task at all",
        "With one carrier there is no other question, and `asyncio.wait` refuses an empty set.",
        "Which way to wait, also in the lesson, takes an empty set? Or which tasks could you always "
        "give?",
    ),
    about(FINALLY)(
        "stopped-before-the-name",
        "a name that has no value yet",
        "When your function is cancelled at its `await`, that line never ends. So the names to the "
        "left of its `=` have no value, and your `finally` needs one.",
        "Which name for the tasks exists before the wait begins?",
        30,
    ),
    _rest(
        "done-is-a-set",
        "a set used like a list",
        "`wait` gives two sets of tasks. A set has no first element and no numbers.",
        "How do you take an element out of a set, or go through it with a loop?",
    ),
    _rest(
        "taken-twice",
        "a task taken out twice",
        "`pop` takes the task out of the set, and here the set was empty. That is so after a second "
        "`pop`, or when nobody was done yet.",
        "How can one `pop` serve both the name and the price?",
    ),
    _rest(
        "not-all-asked",
        "carriers that were not asked",
        "The fastest carrier can only win if it is asked. You do not know before who that is.",
        "Make one task for each carrier. Then wait for the first of them.",
    ),
    _rest(
        "first-without-name",
        "the price without its carrier",
        "A finished task knows its result. It does not know by itself which carrier it asked.",
        "Where could you keep the name that belongs to each task?",
    ),
    _rest(
        "not-the-first",
        "another carrier than the first to answer",
        "The pair you returned is a real offer, but it is not the one that came first.",
        "Print `done`. What does `wait` tell you about it: its price, its place, or its time?",
    ),
)
know_error("CancelledError:", "awaited-what-it-cancelled", sets=SET, cell="def fastest")
know_error("CancelledError:", "awaited-what-it-cancelled", sets=SET, cell="def hedged")
know_error("UnboundLocalError:", "stopped-before-the-name", sets=SET, cell="def fastest")
know_error("Set of Tasks/Futures is empty", "waited-for-nobody", sets=SET, cell="def fastest")
know_error("'set' object is not subscriptable", "done-is-a-set", sets=SET)
know_error("pop from an empty set", "taken-twice", sets=SET, cell="def fastest")
