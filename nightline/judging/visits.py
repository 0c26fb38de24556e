"""Trials of Part II: visitors of the site, in this process and on the trial's clock.

The whole site answers, middleware included, with the answer's view in front of its own.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass
from typing import Any

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
from nightline.judging.station import Reply, station

ROUTE = "mine/"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


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
    from asgiref.sync import iscoroutinefunction
    from django.urls import path

    view: Any = answer
    if inspect.isclass(answer):
        view = view.as_view()
    methods = frozenset(
        name for name in METHODS if inspect.isclass(answer) and hasattr(answer, name)
    )
    if not iscoroutinefunction(view) and not _is_wrapper(answer, methods):
        return Visits(False, methods=methods)
    async with station(stage, path(ROUTE, view)) as site:
        visitor = await site.visitor()
        visits = [visitor.send(method, f"/{ROUTE}?{query}") for query in queries]
        if together:
            replies = await asyncio.gather(*visits)
        else:
            replies = [await one for one in visits]
    return Visits(iscoroutinefunction(view), tuple(replies), methods, sum(site.stuck))


def _is_wrapper(answer: Any, methods: frozenset[str]) -> bool:
    """Whether a view that Django cannot await may still hand on a coroutine: a decorator made it."""
    if inspect.isclass(answer):
        return not methods
    return inspect.isfunction(answer) and "<locals>" in answer.__code__.co_qualname


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
