"""The mistakes that an answer to the lifespan can make."""

from __future__ import annotations

from nightline.judging.diagnoses import Diagnosis, register

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
        "How often does your line with `start` run when three visitors come? And when?",
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
