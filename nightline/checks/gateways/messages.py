"""What can be wrong with the messages of one answer, whatever they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.findings import Finding, missed, shown

SECTION = "Three arguments, and messages (ASGI)"
register(
    Diagnosis(
        "answer-returned",
        "an answer returned, as in WSGI",
        "An ASGI server awaits your application and looks at nothing that it returns. It takes "
        "only what you send.",
        "Which of the three arguments takes a message for the visitor?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "nothing-sent",
        "no message for the visitor",
        "Your application came to its end and sent nothing. The visitor gets an error page from "
        "the server.",
        "Which two messages make a whole answer? Follow this address through your code.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "body-before-start",
        "the content before the start",
        "The status and the headers go over the line first. A server refuses content that comes "
        "before them.",
        "Which of your two messages has the status?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "started-twice",
        "two starts for one visitor",
        "An answer has one start. A second one cannot replace the first, because that is on its "
        "way already.",
        "When do you know the status? Send the start then, and at one place only.",
        "13",
        SECTION,
    ),
    Diagnosis(
        "no-content-message",
        "a start without an end",
        "The start says that content will follow. None did, so the visitor waits for it.",
        "Which message ends an answer, even one without content?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "never-finished",
        "content that never ends",
        "The last message you sent says that more will follow. The visitor waits for it.",
        "Which value of `more_body` stands for the last piece?",
        "13",
        "The visitor's data comes in pieces",
    ),
    Diagnosis(
        "sent-after-the-end",
        "a message after the last one",
        "A message without `more_body` ends the answer. A server refuses what comes after it.",
        "Which of your messages is the last? Only the others say that more follows.",
        "13",
        "The visitor's data comes in pieces",
    ),
    Diagnosis(
        "not-in-bytes",
        "text where the line needs bytes",
        "ASGI hands over what goes through the line, and that is bytes. Header names, their values "
        "and the content all are.",
        "Which letter before a text literal makes it bytes? Which method turns a text into them?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "headers-not-pairs",
        "headers that are no pairs",
        "Headers are a list of pairs, a name and a value each. A name may come twice, so a dict "
        "cannot hold them.",
        "Print the `headers` of lesson 13's `answer`. Which brackets are inside which?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "status-not-a-number",
        "a status that is no number",
        "`200 OK` is how WSGI writes a status. An ASGI server wants the number, and adds the words "
        "itself.",
        "What stands for `status` in the messages that lesson 13 prints?",
        "13",
        SECTION,
    ),
    Diagnosis(
        "unknown-message",
        "a message of an unknown type",
        "Each message is a dict whose `type` says what it is. The server knows four types for "
        "HTTP, and two of them are for `send`.",
        "Compare your `type`, letter by letter, with the table of lesson 13.",
        "13",
        "The visitor's data comes in pieces",
    ),
    Diagnosis(
        "content-type-missing",
        "content of an unknown kind",
        "The screen learns from the header `content-type` what it got, and in which letters. It "
        "may not guess.",
        "Which pair does lesson 13's `answer` put into `headers`?",
        "13",
        SECTION,
    ),
)
START, BODY = "http.response.start", "http.response.body"


def wrong_messages(path: str, messages: Sequence[Any], returned: Any) -> Finding | None:
    """The first thing that a server would not accept; None when there is none."""
    expected = f"`{START}`, then `{BODY}`."
    if not messages:
        if returned is not None:
            did = f"For `{path}` you returned {shown(returned)} and sent nothing."
            return missed(did, expected, "answer-returned")
        return missed(f"For `{path}` you sent nothing.", expected, "nothing-sent")
    if found := next(filter(None, (_form(message) for message in messages)), None):
        return found
    kinds = [message["type"] for message in messages]
    sent = "You sent " + ", ".join(f"`{kind}`" for kind in kinds[:4]) + f" for `{path}`."
    if kinds.count(START) > 1:
        return missed(sent, expected, "started-twice")
    if kinds[0] != START:
        return missed(sent, expected, "body-before-start")
    if len(kinds) == 1:
        return missed(sent, expected, "no-content-message")
    more = [bool(message.get("more_body", False)) for message in messages[1:]]
    if more[-1]:
        did = "Your last message has `more_body: True`."
        return missed(did, "A last message without it.", "never-finished")
    if not all(more[:-1]):
        return missed(f"{sent} One before the last ends it.", expected, "sent-after-the-end")
    return None


def _form(message: Any) -> Finding | None:
    if not isinstance(message, dict) or message.get("type") not in (START, BODY):
        did = f"You sent {shown(message)}."
        return missed(did, f"A dict whose `type` is `{START}` or `{BODY}`.", "unknown-message")
    if message["type"] == BODY:
        body = message.get("body", b"")
        if not isinstance(body, bytes | bytearray | memoryview):
            did = f"The `body` you sent is {shown(body, 50)}."
            return missed(did, "Bytes.", "not-in-bytes")
        return None
    status = message.get("status")
    if not isinstance(status, int) or isinstance(status, bool):
        did = f"The `status` you sent is {shown(status)}."
        return missed(did, "A number, such as `200`.", "status-not-a-number")
    return _headers(message.get("headers", ()))


def _headers(headers: Any) -> Finding | None:
    did = f"The `headers` you sent are {shown(headers)}."
    expected = "A list of pairs of bytes."
    try:
        pairs = [] if isinstance(headers, dict | str | bytes) and headers else list(headers)
        flat = [(name, value) for name, value in pairs if not isinstance(name, int)]
    except (TypeError, ValueError):
        return missed(did, expected, "headers-not-pairs")
    if len(flat) != len(pairs) or (headers and not pairs):
        return missed(did, expected, "headers-not-pairs")
    if not all(isinstance(part, bytes) for pair in flat for part in pair):
        return missed(did, expected, "not-in-bytes")
    return None
