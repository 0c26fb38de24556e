"""`board_app`: an ASGI application for the screens in the stations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import nightline.checks.gateways.board_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.board_trials import (
    CLOSED,
    DOWN,
    FIRST,
    LATER,
    NO_PAGE,
    NO_PAGES,
    NO_STATION,
    OTHER,
    THEN,
    TRAINS,
    TWO,
    TYPES,
    Call,
    later,
    no_page,
    no_station,
    other_types,
    railway_down,
    two_screens,
)
from nightline.checks.gateways.messages import wrong_messages
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.task import Task
from nightline.judging.trial import Trial


def _of_calls(judge: Callable[[Evidence, Call], Finding | None], good: str) -> Any:
    """A judge of the first call in which something is wrong."""

    def of_calls(evidence: Evidence) -> Finding | None:
        calls: list[Call] | None = evidence.result
        if calls is None:
            return None
        return next(filter(None, (judge(evidence, call) for call in calls)), met(good))

    return of_calls


def _waits_for_the_end(call: Call) -> Finding | None:
    """Whether the answer came only when the visitor was gone."""
    if not call.late or call.took < 60:
        return None
    did = f"For `{call.path}` you waited for another message, and the visitor had sent all."
    return missed(did, "An answer while the visitor is there.", "read-past-the-end")


def _messages(evidence: Evidence, call: Call) -> Finding | None:
    return wrong_messages(call.path, call.messages, call.returned)


def _shows_train(evidence: Evidence, call: Call) -> Finding | None:
    if _messages(evidence, call):
        return None
    name = call.path.rpartition("/")[2]
    _, text = TRAINS[name]
    start, *rest = call.messages
    if start["status"] != 200:
        did = f"`{call.path}` got status {start['status']}."
        return missed(did, "Status 200.", "status-of-another-case")
    kinds = [bytes(v) for k, v in start.get("headers", ()) if bytes(k).lower() == b"content-type"]
    if not kinds or not kinds[0].lower().replace(b" ", b"").startswith(b"text/plain;charset=utf-8"):
        did = f"The content type of `{call.path}` is {shown(kinds[0]) if kinds else 'not there'}."
        return missed(did, "`text/plain; charset=utf-8`.", "content-type-missing")
    content = b"".join(message.get("body", b"") for message in rest)
    did, expected = f"`{call.path}` showed {shown(content)}.", f"{shown(text.encode())}."
    if not evidence.calls:
        return missed(did, expected, "no-train-asked")
    if content == text.encode():
        return None
    if re.search(r"next_train\(\s*[rf]?[\"'](?!\{)", evidence.source):
        asked = ", ".join(f"`{one}`" for one in sorted({one.who for one in evidence.calls}))
        return missed(f"{did} You asked for {asked}.", expected, "station-not-from-the-path")
    if content in [other.encode() for _, other in TRAINS.values()]:
        return missed(did, expected, "text-of-another-station")
    if content.decode("latin-1") == text or b"?" in content:
        return missed(did, expected, "text-not-in-utf8")
    return missed(did, expected, "wrong-result")


def _together(evidence: Evidence) -> Finding | None:
    calls: list[Call] | None = evidence.result
    if calls is None or not evidence.calls:
        return None
    again = len(evidence.calls) - len({call.who for call in evidence.calls})
    if again:
        did = f"Two screens asked, and you asked {count(len(evidence.calls), 'time')}."
        return missed(did, "Each station is asked once.", "asked-twice")
    for call in calls:
        delay = TRAINS[call.path.rpartition("/")[2]][0]
        if found := _waits_for_the_end(call):
            return found
        if call.took > delay + ROUNDING:
            did = f"The screen of `{call.path}` had its answer after {seconds(call.took)}."
            expected = f"{seconds(delay)}, as long as its own question takes."
            return missed(did, expected, "screens-in-a-row", in_time=True)
    return met(f"Both were open at once: {seconds(max(call.took for call in calls))}.")


def _not_found(evidence: Evidence, call: Call) -> Finding | None:
    if call.error is not None:
        did = f"`{call.path}` ended with {type(call.error).__name__}: {call.error}."
        early = [message for message in call.messages if isinstance(message, dict)]
        if early:
            did = f"You sent status {early[0].get('status')} for `{call.path}`. Then came an error."
            return missed(did, "Status 404.", "status-too-early")
        if type(call.error) is not LookupError:  # its own error, not that of `next_train`
            return missed(did, "Status 404.", "broke-on-an-address")
        if evidence.trial == NO_PAGE:
            return missed(did, "Status 404, and no question.", "asked-for-no-page")
        return missed(did, "Status 404.", "unknown-station-raised")
    if found := _messages(evidence, call):
        return found
    status = call.messages[0]["status"]
    if status != 404:
        did = f"`{call.path}` got status {status}."
        sent_at = call.sent[0][0]
        known = [one.end for one in evidence.calls if one.who == CLOSED and one.end is not None]
        early_start = bool(known) and sent_at < known[0]
        key = "status-too-early" if early_start else "status-of-another-case"
        if (evidence.trial == NO_PAGE and evidence.calls) or "extra" in call.path:
            key = "asked-for-no-page"
        return missed(did, "Status 404.", key)
    return None


def _asks_nobody(evidence: Evidence) -> Finding:
    if evidence.calls:
        did = f"For {', '.join(f'`{path}`' for path in NO_PAGES)} you asked "
        did += f"{count(len(evidence.calls), 'question')}."
        return missed(did, "No question.", "asked-for-no-page")
    return met("A page that does not exist costs no question.")


def _refuses(evidence: Evidence, call: Call) -> Finding | None:
    kind = TYPES[evidence.result.index(call)]
    if call.sent:
        first = call.messages[0]
        name = first.get("type") if isinstance(first, dict) else first
        did = f"The server called with the type `{kind}`, and you sent {shown(name)}."
        return missed(did, "An error, and no message.", "type-not-looked-at")
    if call.error is None:
        did = f"The server called with the type `{kind}`, and you returned without an error."
        return missed(did, "An error, and no message.", "refused-in-silence")
    return None


def _is_fresh(evidence: Evidence) -> Finding | None:
    calls: list[Call] | None = evidence.result
    if calls is None or any(_messages(evidence, call) for call in calls):
        return None
    for call, text in zip(calls, (FIRST, THEN), strict=True):
        status = call.messages[0]["status"]
        content = b"".join(message.get("body", b"") for message in call.messages[1:])
        if status == 200 and content == text.encode():
            continue
        if status == 200 and content == FIRST.encode():
            did = f"Ten minutes later, `{call.path}` still showed {shown(content)}."
            return missed(did, f"{shown(text.encode())}.", "train-kept-too-long")
        did = f"`{call.path}` got status {status}, and {shown(content)}."
        strips = re.search(r"\b[lr]?strip\(", evidence.source)
        key = "strip-takes-letters" if strips else "status-of-another-case"
        return missed(did, f"Status 200, and {shown(text.encode())}.", key)
    return met("Ten minutes later, the screen had the next train.")


def _lets_out(evidence: Evidence, call: Call) -> Finding | None:
    if call.error is not None:
        return None
    status = call.messages[0].get("status") if call.messages else None
    if isinstance(status, int) and status >= 500:
        return None
    did = f"`next_train` raised ConnectionError, and `{call.path}` got status {status}."
    return missed(did, "The error comes out: the server answers 500.", "every-error-is-404")


BOARD_APP = Task(
    name="board_app",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(TWO, two_screens),
        Trial(LATER, later),
        Trial(NO_STATION, no_station),
        Trial(NO_PAGE, no_page),
        Trial(DOWN, railway_down),
        Trial(OTHER, other_types),
    ),
    requirements=(
        Requirement(
            "The messages come in the right order",
            _of_calls(_messages, "First the start, then the content, then no more."),
            TWO,
        ),
        Requirement(
            "Each screen shows the next train of its station",
            _of_calls(_shows_train, "Each screen had its train."),
            TWO,
        ),
        Requirement("Screens do not wait for each other", _together, TWO),
        Requirement("A screen shows the train of now", _is_fresh, LATER),
        Requirement(
            "A station that nobody knows gets 404",
            _of_calls(_not_found, "Status 404."),
            NO_STATION,
        ),
        Requirement("Every other address gets 404", _of_calls(_not_found, "Status 404."), NO_PAGE),
        Requirement("Other addresses ask nobody", _asks_nobody, NO_PAGE),
        Requirement(
            "Other errors are not hidden",
            _of_calls(_lets_out, "The error of `next_train` came out."),
            DOWN,
        ),
        Requirement(
            "Other types are refused with an error",
            _of_calls(_refuses, "`lifespan` and `websocket` were refused, and got no message."),
            OTHER,
        ),
    ),
    hints=(
        "In which order do you get to know things: the type, the path, the train, the status? "
        "What can you send at each of these moments?",
        "Find the status and the text first, with three cases. Send both messages at the end, in "
        "one place.",
        "`scope['path'].startswith('/next/')` and `removeprefix('/next/')` give you the station. "
        "Around `await next_train(…)` stands a `try` with `except LookupError`.",
        "Begin with `if scope['type'] != 'http': raise ValueError(…)`. Then set `status, text = "
        "404, 'No such page.'`, and change both when there is a train.",
    ),
    why=(
        "The first message carries the status, so it may be sent only when the train is known. And "
        "since the wait is an `await`, other screens are served meanwhile by the same thread."
    ),
    reflect="Before you go on, say what a WSGI server would need to serve a hundred screens at once.",
)
