"""`board_app`: an ASGI application for the screens in the stations."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nightline.checks.gateways.board_mistakes  # noqa: F401  (registers what it can do wrong)
from nightline.checks.gateways import SET
from nightline.checks.gateways.exchange import Visitor, http_scope
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
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

TRAINS = {"Vienna": (0.5, "Jura to Zürich, 21:40"), "Zurich": (0.3, "Lumen to Köln, 22:05")}
CLOSED = "Atlantis"
OFFERS = {name: Offer(*train) for name, train in TRAINS.items()}
UNKNOWN = {**OFFERS, CLOSED: Offer(0.2, LookupError("no such station"))}
TWO, NO_STATION, NO_PAGE, OTHER = "two screens", "an unknown station", "no such page", "other types"
NO_PAGES = ("/", "/last/Vienna", "/board/next/Vienna")
TYPES = ("lifespan", "websocket")


@dataclass(frozen=True)
class Call:
    """One call of the application: for what, what it sent and when, how it ended."""

    path: str
    sent: tuple[tuple[float, Any], ...]
    returned: Any
    error: BaseException | None
    took: float

    @property
    def messages(self) -> list[Any]:
        return [message for _, message in self.sent]


async def _call(answer: Any, scope: dict[str, Any], *expected: type[BaseException]) -> Call:
    visitor, loop = Visitor(), asyncio.get_running_loop()
    start, returned, error = loop.time(), None, None
    try:
        returned = await answer(scope, visitor.receive, visitor.send)
    except expected as raised:
        traceback.clear_frames(raised.__traceback__)
        error = raised
    took = round(loop.time() - start, 6)
    return Call(scope.get("path", scope["type"]), tuple(visitor.sent), returned, error, took)


@contextlib.contextmanager
def _trains(answer: Any, stage: Stage, offers: Mapping[str, Offer]) -> Iterator[None]:
    """Lend `next_train`, also to an object of a class, whose names the stage does not know."""
    asks = stage.carriers(offers, "next_train").ask
    names = {} if inspect.isroutine(answer) else globals_of(type(answer))
    kept = {"next_train": names["next_train"]} if "next_train" in names else {}
    names |= {"next_train": asks} if names else {}
    try:
        yield
    finally:
        names.update(kept)


async def _two(answer: Any, stage: Stage) -> list[Call]:
    visits = [_call(answer, http_scope(f"/next/{name}")) for name in TRAINS]
    with _trains(answer, stage, OFFERS):
        return list(await asyncio.gather(*visits))


async def _no_station(answer: Any, stage: Stage) -> list[Call]:
    with _trains(answer, stage, UNKNOWN):
        return [await _call(answer, http_scope(f"/next/{CLOSED}"), LookupError)]


async def _no_page(answer: Any, stage: Stage) -> list[Call]:
    with _trains(answer, stage, OFFERS):
        return [await _call(answer, http_scope(path), LookupError) for path in NO_PAGES]


async def _other(answer: Any, stage: Stage) -> list[Call]:
    # A lifespan has no path at all; a websocket has one, and it may be that of a page.
    scopes: list[dict[str, Any]] = [
        {"type": "lifespan", "asgi": {"version": "3.0"}},
        http_scope("/next/Vienna") | {"type": "websocket", "scheme": "ws", "subprotocols": []},
    ]
    with _trains(answer, stage, OFFERS):
        return [await _call(answer, scope, Exception) for scope in scopes]


def _of_calls(judge: Callable[[Evidence, Call], Finding | None], good: str) -> Any:
    """A judge of the first call in which something is wrong."""

    def of_calls(evidence: Evidence) -> Finding | None:
        calls: list[Call] | None = evidence.result
        if calls is None:
            return None
        return next(filter(None, (judge(evidence, call) for call in calls)), met(good))

    return of_calls


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
    if content == text.encode():
        return None
    did, expected = f"`{call.path}` showed {shown(content)}.", f"{shown(text.encode())}."
    if content in [other.encode() for _, other in TRAINS.values()]:
        return missed(did, expected, "text-of-another-station")
    if content.decode("latin-1") == text or b"?" in content:
        return missed(did, expected, "text-not-in-utf8")
    if not evidence.calls:
        return missed(did, expected, "asked-nobody")
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
        if evidence.trial == NO_PAGE and evidence.calls:
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


BOARD_APP = Task(
    name="board_app",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(TWO, _two),
        Trial(NO_STATION, _no_station),
        Trial(NO_PAGE, _no_page),
        Trial(OTHER, _other),
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
        Requirement(
            "A station that nobody knows gets 404",
            _of_calls(_not_found, "Status 404."),
            NO_STATION,
        ),
        Requirement("Every other address gets 404", _of_calls(_not_found, "Status 404."), NO_PAGE),
        Requirement("Other addresses ask nobody", _asks_nobody, NO_PAGE),
        Requirement(
            "Other types are refused with an error",
            _of_calls(_refuses, "Both were refused with an error, and nothing was sent."),
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
