"""What the views of set 18 share: visits of the site, and errors of its passengers."""

from __future__ import annotations

import contextlib
import inspect
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.passengers import SET
from nightline.judging.database import Watch, restored, watched
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Judge, Requirement, count, met, missed
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, Visitor, in_thread, station

ROUTE = "mine/"
SWITCH = "DJANGO_ALLOW_ASYNC_UNSAFE"
ADDRESS = f"/{ROUTE}"

register(
    Diagnosis(
        "session-in-a-coroutine",
        "the session read as in a plain view",
        "Django loads a session when you first touch it, and that is a query. In a coroutine it "
        "refuses. A visitor without a cookie has nothing to load, so their visit works.",
        "Which methods of the session have a name that begins with `a`?",
        "18",
        "What a visitor keeps: the session",
        misconceptions=(91,),
    ),
    Diagnosis(
        "user-in-a-coroutine",
        "request.user read in a coroutine",
        "`request.user` is lazy. Reading it looks up the session and the account, and Django "
        "refuses that in a coroutine.",
        "Which other name does the request have for its user? What must stand before its call?",
        "18",
        "Who is asking: the user",
        misconceptions=(90,),
    ),
    Diagnosis(
        "auser-not-called",
        "auser without a call",
        "`request.auser` is a method. Without brackets you have the method itself, not a user.",
        "What must stand behind `request.auser`, and what before it?",
        "18",
        "Who is asking: the user",
    ),
    Diagnosis(
        "refused-and-caught",
        "a refusal of Django that was caught",
        "Django refused to ask the database in the thread of the loop. Your code caught that error "
        "and went on, so nobody sees what is missing.",
        "Which `except` catches it? Take it away and read the error.",
        "18",
        "Who is asking: the user",
    ),
)
register(
    Diagnosis(
        "protection-off",
        "Django's protection turned off",
        "With `DJANGO_ALLOW_ASYNC_UNSAFE`, Django no longer refuses. The query runs in the thread of the "
        "loop, and every visitor waits for it.",
        "Take the switch away. Which call of the lesson asks in a thread?",
        "18",
        "Who is asking: the user",
        misconceptions=(84,),
    ),
    Diagnosis(
        "query-in-a-strange-thread",
        "a query in a thread that Django does not know",
        "When a visitor's request ends, Django closes the connection in the thread of that request. Your "
        "query ran in another one, and its connection stays open.",
        "What does `sync_to_async` do by itself? Leave that to it.",
        "15",
        misconceptions=(75,),
    ),
)
register(
    Diagnosis(
        "pair-returned",
        "a pair where a response is needed",
        "A comma in the `return` line makes a tuple of two values. Django takes no pair: the status "
        "is an argument of the response.",
        "Inside which brackets does `status=…` belong?",
        "14",
        "A view is a coroutine",
    ),
    Diagnosis(
        "text-returned",
        "text where a response is needed",
        "Django can send only a response object, and your view returned text.",
        "Which class makes a response from a text?",
        "14",
        "A view is a coroutine",
    ),
)
REFUSED = "SynchronousOnlyOperation"
know_error(REFUSED, "session-in-a-coroutine", sets=SET, line="session")
know_error(REFUSED, "user-in-a-coroutine", sets=SET, line="request.user")
know_error(REFUSED, "user-in-a-coroutine", sets=SET, line="user.", cell="= request.user\n")
for _attribute in ("get", "headers", "status_code", "has_header"):
    know_error(f"'tuple' object has no attribute '{_attribute}'", "pair-returned", sets=SET)
    know_error(f"'str' object has no attribute '{_attribute}'", "text-returned", sets=SET)
know_error("'SafeString' object has no attribute 'get'", "text-returned", sets=SET)
know_error("'function' object has no attribute 'is_auth", "auser-not-called", sets=SET)
know_error("'functools.partial' object has no attribute", "auser-not-called", sets=SET)
know_error("partial can't be used in 'await'", "auser-not-called", sets=SET)


@dataclass(frozen=True)
class Seen:
    """What the visitors of a trial got.

    Args:
        is_async: whether Django can await the view; if not, nobody visited it.
        replies: the replies to the visits, by a name that the trial gives them.
        kept: what sessions held, or who was signed in, by a name that the trial gives it.
        refused: how often Django refused synchronous work on the loop's thread.
        on_loop: how many queries were sent from the loop's thread.
        left_open: how many connections to the database were open when everybody had left.
    """

    is_async: bool
    replies: dict[str, Reply] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    refused: int = 0
    on_loop: int = 0
    left_open: int = 0


Visit = Callable[[Station, Watch, Seen], Any]


async def visits(answer: Any, stage: Stage, play: Visit, *patterns: Any) -> Seen:
    """Open the site with the answer at `/mine/`, and let visitors come.

    Args:
        answer: the view. A plain `def` is not run: what it shows is that it is one.
        stage: the trial's stage.
        play: `play(site, watch, seen)` sends the visitors and writes into `seen`.
        patterns: more addresses.
    """
    from asgiref.sync import iscoroutinefunction
    from django.urls import path

    if inspect.isclass(answer) or not iscoroutinefunction(answer):
        return Seen(False)
    seen = Seen(True)
    with restored(), watched() as watch, _switch_stays():
        async with station(stage, path(ROUTE, answer), *patterns) as site:
            await play(site, watch, seen)
        here = threading.get_ident()
        return replace(
            seen,
            refused=watch.refused,
            on_loop=sum(query.thread == here for query in watch.queries),
            left_open=watch.left_open,
        )


@contextlib.contextmanager
def _switch_stays() -> Iterator[None]:
    """Put back the switch that turns Django's protection off; an answer may have turned it."""
    before = os.environ.get(SWITCH)
    try:
        yield
    finally:
        os.environ.pop(SWITCH, None)
        if before is not None:
            os.environ[SWITCH] = before


async def session_of(stage: Stage, visitor: Visitor) -> dict[str, Any]:
    """What the site has stored for a visitor's browser."""
    from django.contrib.sessions.backends.db import SessionStore

    key = visitor.cookies.get("sessionid")
    if not key:
        return {}
    stored: dict[str, Any] = await in_thread(stage, lambda: SessionStore(key).load())
    return stored


@contextlib.asynccontextmanager
async def quick_passwords(stage: Stage, hasher: str) -> AsyncIterator[None]:
    """Let passwords be checked by this hasher: Django's own takes a third of a second on purpose."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield


def of_visits(judge: Judge) -> Judge:
    """A judge that cannot tell when nobody visited the view."""
    return lambda evidence: judge(evidence) if evidence.result.replies else None


def _nothing_refused(evidence: Evidence) -> Finding:
    if queries := evidence.result.on_loop:
        did = f"{count(queries, 'query').replace('querys', 'queries')} went out from the thread of "
        return missed(did + "the loop.", "None.", "protection-off")
    if refused := evidence.result.refused:
        did = f"Django refused {count(refused, 'time')} to work on the loop's thread."
        return missed(did, "No refusal.", "refused-and-caught")
    if left := evidence.result.left_open:
        did = f"When everybody had left, {count(left, 'connection')} to the database stayed open."
        return missed(did, "None.", "query-in-a-strange-thread")
    return met("Django refused nothing, and every connection was closed.")


NOTHING_REFUSED = Requirement(
    "The database is asked where Django allows it", of_visits(_nothing_refused)
)
