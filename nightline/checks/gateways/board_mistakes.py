"""The mistakes that an application for the screens can make."""

from __future__ import annotations

from nightline.checks.gateways import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

SERVED = "A whole application, and a real server"
register(
    Diagnosis(
        "status-too-early",
        "a status sent before the answer was known",
        "The status is in the first message, and a message that is sent cannot be taken back. You "
        "sent it, and only then asked for the train.",
        "What do you know when you send the start? Which line must come before it?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "unknown-station-raised",
        "an error where a page was asked for",
        "`next_train` raises `LookupError` for a station that it does not know. Your application "
        "let it out, so the server answers with status 500, as for a broken site.",
        "Where can the error be caught? Which status tells the screen that there is no such page?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "status-of-another-case",
        "the wrong status",
        "The screen looks at the status first. 200 means that the text is an answer, and 404 that "
        "there is no such page.",
        "Which cases does the docstring name? Follow this address through your `if`.",
        "13",
        SERVED,
    ),
    Diagnosis(
        "type-not-looked-at",
        "an answer to a call that is no visit",
        "A server calls with other types than `http` too, and there the messages of HTTP mean "
        "nothing. It takes your answer for a fault.",
        "What does the application of lesson 13 look at before it looks at the path?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "refused-in-silence",
        "a refusal that nobody hears",
        "Your application came back without a word. A call that ends without an error means that "
        "all is done, and the server cannot know that you refused.",
        "How does a function say that it cannot do what it is asked for?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "asked-for-no-page",
        "a question for a page that does not exist",
        "Your application asked for a train, although the address is none of its pages. The "
        "carriers answer that question for nobody.",
        "Which part of the address do you compare? Look at all of it.",
    ),
    Diagnosis(
        "text-of-another-station",
        "one screen's train on another screen",
        "All visitors run the same function, many of them at the same time. What lives outside the "
        "call is the same object for all of them.",
        "Which name of yours outlives one call? Keep it inside.",
    ),
    Diagnosis(
        "wsgi-arguments",
        "the two arguments of WSGI",
        "This is a WSGI application: it takes `environ` and `start_response`, and returns its "
        "content. An ASGI server calls with three arguments and awaits.",
        "Which three names stand in the brackets of the task's signature?",
        "13",
        "Three arguments, and messages (ASGI)",
    ),
    Diagnosis(
        "text-not-in-utf8",
        "letters that get lost",
        "The header promises UTF-8, and a station may have a letter such as ü. Your bytes are in "
        "another code.",
        "What does `encode()` use when you give it no argument?",
    ),
    Diagnosis(
        "screens-in-a-row",
        "screens that wait for each other",
        "Something in your application lets one visitor in at a time. The second screen waited for "
        "the train of the first.",
        "Which line of yours can keep another call waiting? Does it have to?",
    ),
)
know_error("takes 2 positional arguments but 3 were given", "wsgi-arguments", sets=SET)
know_error("UnicodeEncodeError", "text-not-in-utf8", sets=SET)
