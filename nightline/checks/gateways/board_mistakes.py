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
        "Follow this address through your code, sign by sign. Where should it have been turned away?",
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
register(
    Diagnosis(
        "no-train-asked",
        "a screen without a question",
        "Your application answered, and asked for no train. What it sent was known before, and the "
        "railway may say something else.",
        "Which function of this notebook knows the trains? Where do you await it?",
    ),
    Diagnosis(
        "station-not-from-the-path",
        "a question for another station",
        "You asked for a train, and not for that of this screen. Only the path says which station "
        "it is.",
        "Print what you give to `next_train`. Where does it come from?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "train-kept-too-long",
        "a train that has left",
        "You kept the answer of the first question. The screen asks all day long, and trains leave.",
        "What lives longer than one call of your application? Does it have to?",
    ),
    Diagnosis(
        "strip-takes-letters",
        "letters taken away from a name",
        "`strip`, `lstrip` and `rstrip` take a set of letters, and not a word. They go on until they "
        "meet a letter that is not in it, so a name can lose its first ones.",
        "Print the name that you ask for. Which method of a text takes away a word?",
    ),
    Diagnosis(
        "broke-on-an-address",
        "an error of its own for an address",
        "This address broke your application, so the server answers with status 500, as for a "
        "broken site. Anybody may send any address.",
        "Follow this address through your code. Which line expects more of it than there is?",
        "13",
        SERVED,
    ),
    Diagnosis(
        "every-error-is-404",
        "every error taken for an unknown station",
        "The station is there, but the railway did not answer. 404 tells the screen that there is no "
        "such page, and nobody learns that something is broken.",
        "Which error of `next_train` means an unknown station? Catch that one.",
    ),
    Diagnosis(
        "answer-of-the-lesson",
        "a function of another notebook",
        "`answer` stands in the lesson. This notebook is another program, and does not know it.",
        "Copy the cell of the lesson that makes `answer` into a cell above this one, or send the two "
        "messages yourself.",
        "13",
        "Three arguments, and messages (ASGI)",
    ),
)
know_error("NameError: name 'answer'", "answer-of-the-lesson", sets=SET)
know_error("takes 2 positional arguments but 3 were given", "wsgi-arguments", sets=SET)
know_error("UnicodeEncodeError", "text-not-in-utf8", sets=SET)
