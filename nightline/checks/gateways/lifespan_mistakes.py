"""The mistakes that an answer to the lifespan can make."""

from __future__ import annotations

from nightline.checks.gateways import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

SECTION = "Branch line: the start and the end of a server"
register(
    Diagnosis(
        "not-an-application",
        "no application came back",
        "The server needs something that it can call with `scope`, `receive` and `send`, and then "
        "await. Your function gave it something else.",
        "Which function of yours takes the three arguments? Return that function, without a call.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "lifespan-handed-on",
        "the lifespan handed on",
        "The application inside cannot handle `lifespan`: it raises an error. That is why it gets "
        "this wrapper.",
        "For which types should the inner application be called?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "complete-too-early",
        "ready before it was ready",
        "`lifespan.startup.complete` lets the visitors in. You sent it while `start` was not done, "
        "so the first visitor may find nothing prepared.",
        "Which of the two must have ended before the other begins?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "start-not-once",
        "a start that is not once",
        "`start` belongs to the server's start: one call in the life of the server, before any "
        "visitor.",
        "Follow one call with the type `lifespan`, then one of a visitor. Which of them runs `start`?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stopped-at-once",
        "stopped right after the start",
        "The server had not said that it stops. Each message needs its own `receive`, and the "
        "second one waits as long as the server lives.",
        "How many messages has your code taken when it calls `stop`? Which were they?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "never-stopped",
        "nothing was closed",
        "The server said that it stops. `stop` was not called, so what `start` opened stays open.",
        "Which message comes after the last visitor? What does your code do with it?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "server-left-waiting",
        "a message without an answer",
        "The server waits for your answer to this message, for a while or for ever. Then it goes "
        "on without you.",
        "Which message answers this one? Look at the table of the branch line.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "start-failed-unsaid",
        "a failed start that looks like no lifespan",
        "An error that leaves the application means: I know nothing of `lifespan`. So the server "
        "opens its doors, although `start` has failed.",
        "Which message says that the start failed? Send it in place of the error.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "start-failed-ready",
        "a failed start called complete",
        "`start` failed, and you told the server that all is ready. The visitors come, and find "
        "nothing prepared.",
        "Which line runs after your `except`? Should it?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "reason-missing",
        "a failure without its reason",
        "The server prints the `message` of `lifespan.startup.failed`. Whoever started it reads "
        "there what to repair.",
        "What does `str(error)` give? Which key of the message takes it?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "no-lifespan-message",
        "a message that the server does not know",
        "Each message is a dict, and its `type` says what it is. The server understands the types "
        "of the lifespan here, and no others.",
        "Compare what you send, letter by letter, with a message in the branch line.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "visitor-not-handed-on",
        "a visitor who did not get through",
        "The application inside answers everything but `lifespan`. It must get the same three "
        "arguments that the server gave.",
        "What happens in your function when the type is `http`? And when it is `websocket`?",
        "13",
        SECTION,
    ),
)
register(
    Diagnosis(
        "closed-too-early",
        "closed before it was closed",
        "`lifespan.shutdown.complete` lets the server end. You sent it while `stop` was not done, so "
        "what `start` opened may be cut off half closed.",
        "Which of the two must have ended before the other begins?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "start-and-stop-swapped",
        "start and stop in each other's place",
        "At the server's start you ran `stop`, and at its end `start`. The visitors found nothing "
        "prepared.",
        "In which order does the task name the arguments? Which one follows `lifespan.startup`?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stopped-by-the-clock",
        "an end after a fixed time",
        "Nobody knows how long a server will live. Your code waited for a time, and then closed what "
        "the visitors still needed.",
        "Which call waits until the server says something, however long that takes?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "start-tried-again",
        "a start tried again",
        "`start` is awaited once. Whoever started the server waits for its reason, and may try again "
        "when it is repaired.",
        "What should happen directly after the first error?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "some-errors-only",
        "a reason for some errors only",
        "Your code tells the server of one kind of error. `start` may raise another one, and then the "
        "server opens its doors.",
        "Which class stands behind your `except`? Which one holds all errors of a program?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "reason-not-text",
        "an error object in a message",
        "A message goes to another program, so it holds texts, numbers and bytes. The error itself is "
        "none of them.",
        "What makes a text of an error?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stop-after-failed-start",
        "a stop without a start",
        "`start` failed, so there is nothing to close. `stop` may fail in its turn, and hide the "
        "reason.",
        "Which lines of yours run after an error? Is `stop` in a `finally` that also covers `start`?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stop-failed-unseen",
        "a failed stop that nobody sees",
        "`stop` failed, at the end of the day. The server was told something else, or nothing, and the "
        "reason is lost.",
        "Which lines does your `try` cover? Whose error is it for?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "error-of-app-hidden",
        "an error of the application that was hidden",
        "The application inside failed, and your wrapper kept the error. So the server writes nothing "
        "into its log, and the visitor waits for an answer.",
        "Which `try` stands around your call of `app`? Does it have to?",
    ),
    Diagnosis(
        "app-called-otherwise",
        "an application with other arguments",
        "`app` is an ASGI application, as in the rest of this lesson. It takes three arguments.",
        "Which three did your own function get from the server? Hand on all of them.",
        "13",
        "Three arguments, and messages (ASGI)",
    ),
    Diagnosis(
        "run-while-wrapping",
        "the start while the wrapper was made",
        "The wrapper is made when the file is imported. `start` belongs to the moment at which the "
        "server says that it starts, and there a loop runs already.",
        "Which of your functions hears the server? What waits for a coroutine in there?",
        "13",
        SECTION,
    ),
)
know_error("app() missing", "app-called-otherwise", sets=SET)
know_error("app() takes", "app-called-otherwise", sets=SET, cell="def with_lifespan")
know_error(
    "cannot be called from a running event loop",
    "run-while-wrapping",
    sets=SET,
    cell="def with_lifespan",
    explains_unrun=True,
)
