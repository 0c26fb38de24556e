"""What goes wrong when a socket does long work, one entry each."""

from __future__ import annotations

from nightline.checks.sockets import SET
from nightline.checks.sockets.mistakes import LESSON, ONE, TASKS, TURN, WRONG
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

register(
    Diagnosis(
        "socket-held-up",
        "a socket that waits for its own message",
        "A consumer takes its next message when `receive` is done with this one. While it awaits a "
        "carrier, the next question lies in the queue, and so does the end of the socket.",
        "Which line of `receive` waits? Who else could wait there, so that `receive` goes on?",
        LESSON,
        TURN,
        misconceptions=(98,),
    ),
    Diagnosis(
        "one-question-at-a-time",
        "questions that wait for each other",
        "Your `receive` took all messages at once. But what it started asks one carrier, and only then the next: "
        "a queue with one worker, a lock or a semaphore does that.",
        "What lets only one question through? Does the task ask for such a limit?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "answer-of-another-message",
        "an answer under another carrier's name",
        "What a carrier answered was sent with the name of another one. What stands on `self` is shared by all "
        "messages of the socket: the next message overwrites it.",
        "Where does each question keep its own name, until its answer is there?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "carrier-of-another-name",
        "a carrier that nobody asked for",
        "The message is the name of the carrier, as it stands. `quote` was called with another one.",
        "Print what you give to `quote`. What has changed it?",
    ),
    Diagnosis(
        "message-is-a-plain-name",
        "JSON read where there is none",
        "The answer is JSON text, and the message is not: it is the plain name of a carrier.",
        "What does the docstring say a message is?",
    ),
    Diagnosis(
        "our-bug-sent-as-an-answer",
        "our own mistake sent to the visitor",
        "`quote` raised an error that no carrier causes. Your `except` caught it, and told the visitor that the "
        "carrier is at fault. So nobody mends it.",
        "Which one type of error does the docstring name?",
        LESSON,
        WRONG,
    ),
    Diagnosis(
        "set-changed-in-the-loop",
        "a set that changed during its loop",
        "While your loop awaited, a task ended and took itself out of the set. A set must not change while a "
        "loop goes over it.",
        "Must `disconnect` wait for the tasks at all? If so, what could you loop over in place of the set itself?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "printer-in-the-price-socket",
        "a method of the lesson's printer",
        "`print_ticket` is a method of the lesson's `Printer`. Your consumer does not inherit from it.",
        "Which method of your own does the work of one question?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "cancel-not-called",
        "cancel without its brackets",
        "`task.cancel` without brackets names the method, and does not call it. So the tasks went on.",
        "What calls a method?",
        "06",
    ),
    Diagnosis(
        "asked-again-when-cancelled",
        "asked again after the end",
        "The questions were cancelled, and your code then asked carriers once more. A `CancelledError` says that "
        "nobody waits any more.",
        "Which `except` runs when a task is cancelled? What should it do there?",
        "06",
    ),
    Diagnosis(
        "answers-kept-back",
        "answers that wait for others",
        "The carriers were asked together, and a quick answer was still kept until a slow one was there.",
        "What could send each answer by itself, as soon as it is there?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "question-over-socket-lost",
        "a question without an answer",
        "The visitor asked, and nothing came back. Nobody told them why.",
        "Follow one message through your code. Which line sends its answer, and does it run?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "carrier-error-not-answered",
        "an error that the visitor does not hear of",
        "The carrier raised `ConnectionError`. The visitor waits for an answer and gets none.",
        "Where does this error go in your code? What should the visitor read?",
        LESSON,
        "When it goes wrong",
    ),
    Diagnosis(
        "carrier-ends-the-socket",
        "one carrier ends the socket",
        "An error that leaves a method of a consumer ends it, and with it the socket. Questions to other "
        "carriers are lost.",
        "Which error may come from `quote`? Where can you catch it?",
        LESSON,
        "When it goes wrong",
    ),
    Diagnosis(
        "asks-for-nobody",
        "questions for somebody who has left",
        "The socket is closed, and carriers are still asked for it. A task does not know that nobody waits for "
        "its result.",
        "Which method is called when the socket is closed? Does each of its lines reach all tasks of this socket?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "only-one-stopped",
        "one task stopped, others forgotten",
        "Several questions were open, and not all of them were cancelled. Perhaps one name or one key is "
        "overwritten by the next task, or the loop ends too early.",
        "What can hold all tasks that are still at work? Does your loop reach each of them?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "cancel-out-of-goodbye",
        "an await that brings the cancellation back",
        "Awaiting a task that was cancelled raises `CancelledError` where you await. It left `disconnect` in the "
        "middle of the loop, so the other tasks were never cancelled.",
        "Cancel all of them first. Must you wait for them at all?",
        "06",
    ),
    Diagnosis(
        "cancels-everybody",
        "every task of the loop cancelled",
        "`asyncio.all_tasks()` gives the tasks of the whole loop: those of other visitors, of the server, and your "
        "own.",
        "Which tasks did this socket start? Where can you keep them?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "stops-the-others-work",
        "the tasks of another visitor",
        "Ada closed her page, and Bob lost his answer. What stands in the class, or outside, is shared by all "
        "sockets.",
        "Each socket has an object of its own. In which method can it make its own set?",
        LESSON,
        ONE,
    ),
    Diagnosis(
        "goodbye-waits",
        "an end that waits for the answers",
        "The visitor has left, and `disconnect` still waits for the carriers. The questions should not be "
        "finished, but stopped.",
        "What must happen to a task before you wait for its end?",
        LESSON,
        TASKS,
    ),
    Diagnosis(
        "sent-after-goodbye",
        "an answer for a closed socket",
        "A cancelled question still sent something, when nobody was there. Cancelling raises "
        "`CancelledError`, and an `except` that catches everything takes it for a failure.",
        "Which errors does your `except` catch? Which one do you expect from a carrier?",
        "06",
    ),
    Diagnosis(
        "price-is-no-json",
        "an answer that is no JSON",
        "The page reads JSON. What `str` makes of a dict looks alike, but has other quotes.",
        "Print both: `str({'price': 49})` and `json.dumps({'price': 49})`. Which quotes does JSON want?",
    ),
    Diagnosis(
        "other-price-answer",
        "an answer with other words",
        "The answer came, and it does not say what the docstring asks for.",
        "Compare the names and the values with the two examples in the docstring.",
    ),
)
know_error("JSONDecodeError", "message-is-a-plain-name", sets=SET, cell="class PriceSocket")
know_error("changed size during iteration", "set-changed-in-the-loop", sets=SET)
know_error("no attribute 'print_ticket'", "printer-in-the-price-socket", sets=SET)
know_error("CancelledError", "cancels-everybody", sets=SET, cell="all_tasks(")
