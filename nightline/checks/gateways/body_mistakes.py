"""The mistakes that a reader of pieces can make."""

from __future__ import annotations

from nightline.checks.gateways import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error

SECTION = "The visitor's data comes in pieces"
register(
    Diagnosis(
        "one-piece-only",
        "one piece taken for the whole",
        "The server hands over a large upload in several messages. Each `receive` gives one piece "
        "of it, and your result holds one of them.",
        "Which name should grow with each message? What does your line do to it?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "piece-without-key",
        "a key that the message does not have",
        "A server may leave out `body` and `more_body`. Brackets raise `KeyError` for a key that "
        "is not there.",
        "Which method of a dict takes the value to use when the key is missing?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "missing-more-body",
        "a missing more_body taken for more",
        "A message without `more_body` is the last one. Your code takes it for one of several, and "
        "waits for another that never comes.",
        "Which value does the table of lesson 13 give to a missing `more_body`?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "read-past-the-end",
        "a wait for a message after the last one",
        "The last piece says so: its `more_body` is false. Whoever asks again waits until the "
        "visitor leaves, and the visitor waits for the answer.",
        "What must your loop look at before it asks for another message?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "stopped-at-an-empty-piece",
        "an empty piece taken for the end",
        "A piece may be empty and still not be the last. Only `more_body` says whether another "
        "one follows.",
        "What does your loop look at to find the end? Which key should it be?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "left-unnoticed",
        "a visitor who left, not noticed",
        "When the visitor leaves, the next message is no piece. Its type is `http.disconnect`, and "
        "nothing will follow it.",
        "Print each message's `type` in the trial. Which of them is no piece?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "refused-a-visitor",
        "a visitor refused who was still there",
        "Your code took a message that it did not expect for the end. But the visitor was still "
        "there, and sent everything.",
        "Which `type` alone says that somebody left? Look at it, and at nothing else.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "pieces-in-other-order",
        "pieces in another order",
        "All pieces are there, and not in the order in which they came. The picture cannot be "
        "opened.",
        "Of the two sides of your `+`, which one holds what came before?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "photograph-as-text",
        "bytes turned into text",
        "A photograph is no text. Most of its bytes are no letters, so they cannot be decoded.",
        "Which type has each piece? Keep that type up to the end.",
    ),
    Diagnosis(
        "pieces-not-joined",
        "pieces that are not joined",
        "You collected the pieces, and returned the collection. The caller wants one bytes object.",
        "Which bytes method joins a list of bytes?",
    ),
    Diagnosis(
        "shared-between-uploads",
        "one visitor's data in another one's",
        "Several uploads run at the same time, in the same function. What lives outside the call "
        "is the same object for all of them.",
        "Where is your bytes object or list made? It must be made anew in each call.",
    ),
)
register(
    Diagnosis(
        "error-returned",
        "an error returned, not raised",
        "You made the error and gave it back as a result. The caller takes it for the photograph, "
        "and goes on.",
        "Which word hands an error to the caller in place of a result?",
    ),
    Diagnosis(
        "another-error-class",
        "an error of another class",
        "You noticed that the visitor left, and said so with an error. But the callers catch "
        "`ConnectionError`, and yours goes past them.",
        "Which class does the “Raises” part of the docstring name?",
    ),
    Diagnosis(
        "gave-up-on-a-visitor",
        "a visitor who was given up",
        "The visitor was still there, on a slow line. Only the server knows that somebody has left, "
        "and it says so with `http.disconnect`.",
        "Which of your lines sets a time limit? What does the server do for you here?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "plain-def-cannot-wait",
        "a plain def where async def is needed",
        "`receive()` makes a coroutine, which must be awaited. A plain `def` function cannot wait "
        "for it.",
        "Which word stands before `def` in the task's own line?",
        "01",
        "One quote",
    ),
)
know_error(
    "'coroutine' object",
    "plain-def-cannot-wait",
    sets=SET,
    cell="def read_body(",
    lacks="async def read_body(",
    explains_unrun=True,
)
for key in ("body", "more_body"):
    know_error(f"KeyError: '{key}'", "piece-without-key", sets=SET)
know_error("UnicodeDecodeError", "photograph-as-text", sets=SET)
know_error("can't concat str to bytes", "photograph-as-text", sets=SET)
know_error('can only concatenate str (not "bytes")', "photograph-as-text", sets=SET)
