"""Trials of Part II: visitors of the site, in this process and on the trial's clock.

The whole site answers, middleware included, with the answer's view in front of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from nightline.judging import view_errors as view_errors  # what it registers is used by its name
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Judge,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage

ROUTE = "mine/"
CREATED = inspect.CORO_CREATED

# Django gives short jobs to threads, before and after each view. They cost no virtual time, also on
# a machine so busy that each takes a while (real seconds).
GRACE = 0.1
# How long the loop gets for one turn, in real seconds, before it is looked at: it may wait for a thread.
STUCK = 0.3
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")

# What a view raises becomes a page with status 500. These are the errors themselves.
_errors: ContextVar[list[BaseException] | None] = ContextVar("errors", default=None)


@dataclass(frozen=True)
class Reply:
    """What one visitor got. `body` is what the JSON says; `seconds` are virtual."""

    status: int
    body: Any
    headers: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class Visits:
    """The replies to all visitors of a trial, and what kind of view gave them.

    Args:
        is_async: whether Django can await the view.
        replies: none where the view was not run.
        methods: the kinds of requests for which a class has a method of its own.
        stuck: for how many seconds the loop stood still because a thread slept.
        aside: whether nobody waited for a reply, so that only some requirements look at it.
    """

    is_async: bool
    replies: tuple[Reply, ...] = ()
    methods: frozenset[str] = frozenset()
    stuck: float = 0.0
    aside: bool = False

    @property
    def bodies(self) -> list[Any]:
        """What each visitor read, in the order of the visits."""
        return [reply.body for reply in self.replies]


def prepare() -> None:
    """Set Django up and import what a visit needs. A trial names it: `Trial(…, prepare=prepare)`.

    Raises:
        SiteUnavailable: Django cannot be set up here.
    """
    from nightline import database

    database.setup()
    import httpx  # noqa: F401
    from django.core.signals import got_request_exception

    import minisite.stack  # noqa: F401

    got_request_exception.connect(_note_error, dispatch_uid="nightline.judging.visits")


async def visit(
    answer: Any, stage: Stage, *queries: str, method: str = "GET", together: bool = True
) -> Visits:
    """Send visitors to a view, and come back when all of them have their reply.

    A plain `def` view is not run: its waits would cost real time, and show nothing more.

    Args:
        answer: the view, a function or a class.
        stage: the trial's stage.
        queries: what stands behind the `?` of the address, one for each visitor.
        method: the HTTP method.
        together: whether all come at once, or each after the reply to the one before.

    Raises:
        Exception: what a view raised, the first if there are several.
    """
    import httpx
    from asgiref.sync import ThreadSensitiveContext, iscoroutinefunction
    from django.urls import path

    from minisite.stack import site

    view: Any = answer
    if inspect.isclass(answer):
        view = view.as_view()
    methods = frozenset(
        name for name in METHODS if inspect.isclass(answer) and hasattr(answer, name)
    )
    if not iscoroutinefunction(view) and not _is_wrapper(answer, methods):
        return Visits(False, methods=methods)
    transport = httpx.ASGITransport(app=site([path(ROUTE, view)]))
    stage.loop.grace = GRACE
    errors: list[BaseException] = []
    token = _errors.set(errors)
    stuck: list[float] = []
    try:
        client = httpx.AsyncClient(transport=transport, base_url="http://localhost")
        with _sleeps_of_threads(stage.loop, stuck):
            async with client:

                async def one(query: str) -> Reply:
                    start = stage.loop.time()
                    # Django would make this context itself. Its exit waits for a thread of its own.
                    context: Any = ThreadSensitiveContext()
                    await context.__aenter__()
                    try:
                        response = await client.request(method, f"/{ROUTE}?{query}")
                    finally:
                        with stage.loop.held():
                            await context.__aexit__(None, None, None)
                    took = round(stage.loop.time() - start, 6)
                    return Reply(response.status_code, _body(response.text), response.headers, took)

                if together:
                    replies = await asyncio.gather(*(one(query) for query in queries))
                else:
                    replies = [await one(query) for query in queries]
    finally:
        _errors.reset(token)
    if errors:
        for error in errors:
            _close_returned(error, stage.files)
        raise errors[0]
    return Visits(iscoroutinefunction(view), tuple(replies), methods, sum(stuck))


def _is_wrapper(answer: Any, methods: frozenset[str]) -> bool:
    """Whether a view that Django cannot await may still hand on a coroutine: a decorator made it."""
    if inspect.isclass(answer):
        return not methods
    return inspect.isfunction(answer) and "<locals>" in answer.__code__.co_qualname


@contextlib.contextmanager
def _sleeps_of_threads(loop: asyncio.AbstractEventLoop, stuck: list[float]) -> Iterator[None]:
    """Let `time.sleep` in threads that the view starts take virtual time.

    Args:
        loop: the trial's loop.
        stuck: gets the seconds of each sleep during which the loop stood still.
    """
    others, on_trial = {thread.ident for thread in threading.enumerate()}, time.sleep
    mine = threading.get_ident()

    def waits_for_a_thread() -> bool:
        frame = sys._current_frames().get(mine)
        return frame is not None and frame.f_code.co_filename == threading.__file__

    def sleep(seconds: Any, /) -> None:
        if threading.get_ident() in others or loop.is_closed():
            return on_trial(seconds)
        turned = threading.Event()
        loop.call_soon_threadsafe(turned.set)
        while not turned.wait(STUCK):
            if waits_for_a_thread():
                stuck.append(seconds)
                return None
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(seconds), loop).result()

    time.sleep = sleep
    try:
        yield
    finally:
        time.sleep = on_trial


def _body(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _close_returned(error: BaseException, files: frozenset[str]) -> None:
    """Close a coroutine that a view returned: Django holds it, and the error names it already.

    Else it would be let go at some later moment, and warn in the middle of another trial.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename not in files:
            for value in list(frame.f_locals.values()):
                if inspect.iscoroutine(value) and inspect.getcoroutinestate(value) == CREATED:
                    value.close()


def _note_error(**about: object) -> None:
    seen, error = _errors.get(), sys.exc_info()[1]
    if seen is not None and error is not None:
        seen.append(error)


def of_visitors(judge: Judge) -> Judge:
    """A judge that cannot tell when no visitor came, because the view was not run."""

    def of_replies(evidence: Evidence) -> Finding | None:
        if evidence.result.aside:
            return met("Nobody waited for a reply.")
        return judge(evidence) if evidence.result.replies else None

    return of_replies


def page_of(reply: Reply, own: bool = False) -> Finding | None:
    """What is wrong with a reply whose status is not 200; None when nothing is.

    Args:
        reply: what the visitor got.
        own: whether the view is known to have made this reply on purpose.
    """
    if reply.status == 200:
        return None
    if reply.status == 405 and not own:
        return missed("Django answered with status 405.", "Status 200.", "method-missing")
    content = f", with {shown(reply.body)}" if reply.body else ""
    key = "other-status" if own or reply.status < 400 else "error-status"
    return missed(f"Your view gave status {reply.status}{content}.", "Status 200.", key)


def _is_async(evidence: Evidence) -> Finding:
    if evidence.result.is_async:
        return met("Django awaited your view.")
    did = "Your view is a plain `def`, so Django runs it in a thread of its own."
    return missed(did, "An `async def` view, which Django awaits.", "view-in-a-thread")


def _on_the_loop(evidence: Evidence) -> Finding:
    if stuck := evidence.result.stuck:
        did = f"Another thread slept for {seconds(stuck)}, and your view waited for it "
        return missed(did + "without `await`.", "Others run while you wait.", "blocked-by-a-thread")
    # Rows are recorded on the loop's thread only.
    here = sum(row.name == evidence.asked for row in evidence.rows)
    if elsewhere := max(0, len(evidence.calls) - here):
        did = f"{count(elsewhere, 'question')} went out from another thread."
        return missed(
            did, "All questions go out from the thread that awaits your view.", "loops-in-threads"
        )
    return met("Your view stayed in the loop's thread.")


IS_ASYNC = Requirement("Django can await the view", _is_async)
ON_THE_LOOP = Requirement(
    "The waiting is done where Django awaits the view", of_visitors(_on_the_loop)
)
