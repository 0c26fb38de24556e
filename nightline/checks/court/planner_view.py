"""`planner_view`: the Night Planner as a page, with limit, deadline, partial results and clean cancel."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

from asgiref.sync import iscoroutinefunction

from nightline.checks.court import SET
from nightline.checks.court.carriers import OFFERS, Evening, offers
from nightline.checks.court.page_mistakes import first_of, own_limit, why_too_long
from nightline.checks.court.page_reading import page_difference
from nightline.checks.views.answers import KEEPS_CARRIERS, Asked, visit_among
from nightline.checks.views.reading import catches_all, nobody_asked
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
)
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer
from nightline.judging.visits import IS_ASYNC, ON_THE_LOOP, Visits, of_visitors

MINE = "planner_view"
LEAVES, TOGETHER, STRANGE = "a visitor who leaves", "three visitors", "an error of another kind"
LEFT_AT, AFTERWARDS, BROKEN = 0.5, 5.0, "Furka"
EVENINGS = {
    "time enough": (Evening(4, 10.0),),
    "a deadline": (Evening(3, 1.05, 9),),
    "no time": (Evening(20, 0.05),),
    # Two of them have the same numbers in their address, and still nothing else in common.
    TOGETHER: (Evening(6, 0.6, 2), Evening(3, 1.05, 4), Evening(3, 1.05, 4)),
    LEAVES: (Evening(4, 10.0, failing=()),),
    STRANGE: (Evening(4, 10.0),),
}


async def _evening(answer: Any, stage: Stage) -> Asked:
    evenings = EVENINGS[stage.name]
    queries = [evening.query for evening in evenings]
    try:
        return await visit_among(offers(evenings[0]), answer, stage, *queries)
    except ExceptionGroup as group:
        raise first_of(group) from None  # it names the line, and what went wrong there


@dataclass(frozen=True)
class Left(Visits):
    """A visitor who left, or met an error: how the view ended, when, and which error there was.

    `ended` is "early" if a visitor who left had the page before.
    """

    ended: str = ""
    at: float = 0.0
    error: str = ""


async def _leaves(answer: Any, stage: Stage) -> Visits:
    from django.test import AsyncRequestFactory

    if not iscoroutinefunction(answer):
        return Visits(False)
    (evening,) = EVENINGS[LEAVES]
    stage.lend(CARRIERS=list(stage.carriers(offers(evening))))
    view = asyncio.ensure_future(answer(AsyncRequestFactory().get(f"/?{evening.query}")))
    await asyncio.wait({view}, timeout=LEFT_AT)
    early = view.done()
    view.cancel()
    await asyncio.wait({view}, timeout=AFTERWARDS)
    await asyncio.sleep(AFTERWARDS)
    if early or not view.done():
        return Left(True, aside=True, ended="early" if early else "went on")
    if view.cancelled():
        return Left(True, aside=True, ended="cancelled")
    return Left(True, aside=True, ended="raised" if view.exception() else "went on")


async def _strange(answer: Any, stage: Stage) -> Visits:
    """One carrier raises what no carrier should: a mistake in the program, or a file that is not there."""
    from django.test import AsyncRequestFactory

    if not iscoroutinefunction(answer):
        return Visits(False)
    (evening,) = EVENINGS[STRANGE]
    left = Left(True, aside=True)
    for error in (ArithmeticError("a bad price"), FileNotFoundError("no table of prices")):
        broken = offers(evening) | {BROKEN: Offer(OFFERS[BROKEN].delay, error)}
        upstream = stage.carriers(broken)
        stage.lend(CARRIERS=list(upstream))
        view = asyncio.ensure_future(answer(AsyncRequestFactory().get(f"/?{evening.query}")))
        await asyncio.wait({view})
        failed, at = view.cancelled() or view.exception() is not None, round(stage.loop.time(), 6)
        await asyncio.sleep(AFTERWARDS)
        ended, kind = "raised" if failed else "hidden", type(error).__name__
        left = Left(True, aside=True, ended=ended, at=at, error=kind)
        if not failed or any(
            call.end is None or call.end > at + ROUNDING for call in upstream.calls
        ):
            break
    return left


def _hides_nothing(evidence: Evidence) -> Finding | None:
    left = evidence.result
    if getattr(left, "ended", "") == "hidden":
        article = "an" if left.error[0] in "AEIOU" else "a"
        did = f"`quote('{BROKEN}')` raised {article} `{left.error}`, and your view made a page all the same."
        if left.error == "FileNotFoundError":
            key = "page-wider-error"
        elif "return_exceptions" in evidence.source and not catches_all(evidence):
            key = "page-errors-as-results"
        else:
            key = "error-hidden"
        return missed(did, "The error leaves the view.", key)
    return met("An error that nobody expects was not hidden.")


def _ends_with_an_error(evidence: Evidence) -> Finding | None:
    left = evidence.result
    if not isinstance(left, Left):
        return None
    late = [
        c
        for c in evidence.calls
        if c.start <= left.at and (c.end is None or c.end > left.at + ROUNDING)
    ]
    if late:
        did = f"An `{left.error}` left your view at {seconds(left.at)}, and {late[0].who} was still asked."
        return missed(did, "No question is open.", "page-questions-after-an-error", in_time=True)
    return met("No question was open after an error.")


def _limit(evidence: Evidence) -> Finding:
    if evidence.trial == TOGETHER:
        return met("Each visitor has a limit of their own.")
    (evening,) = EVENINGS[evidence.trial]
    most, limit = evidence.most_in_flight, min(evening.limit, len(OFFERS))
    expected = f"At most {evening.limit} open, and at some moment exactly {limit}."
    if not evidence.calls:
        return nobody_asked(evidence)
    again = [who for who, times in Counter(c.who for c in evidence.calls).items() if times > 1]
    if again:
        first = next(call for call in evidence.calls if call.who == again[0])
        did = f"{count(len(evidence.calls), 'question')} were sent, and {again[0]} got two."
        key = "page-asked-again" if first.outcome == "failed" else "asked-twice"
        return missed(did, "Each carrier is asked once.", key)
    if most > evening.limit:
        did = f"{count(most, 'question')} were open at once."
        own = own_limit(evidence, MINE)
        key = "page-limit-in-each-call" if own else "too-many-in-flight"
        return missed(did, expected, key, in_time=True)
    if most < limit and (early := _too_early(evidence)):
        return early
    if most < limit:
        did = f"Never more than {count(most, 'question')} {'was' if most == 1 else 'were'} open."
        key = "one-by-one" if most == 1 else "page-limit-not-used"
        return missed(did, expected, key, in_time=True)
    asked = [call.who for call in evidence.calls]
    if asked != (right := [name for name in OFFERS if name in asked]):
        pair = next(pair for pair in zip(asked, right, strict=True) if pair[0] != pair[1])
        did = f"You asked {pair[0]} before {pair[1]}."
        return missed(did, f"{pair[1]} comes first.", "page-asks-in-another-order", in_time=True)
    return met(f"At most {count(most, 'question')} open at once.")


def _too_early(evidence: Evidence) -> Finding | None:
    (evening,) = EVENINGS[evidence.trial]
    took = evidence.result.replies[0].seconds
    if took >= evening.due - ROUNDING:
        return None
    if evidence.leftover:
        did = f"{evening.told} You answered at {seconds(took)}, and tasks of yours still ran."
        return missed(did, evening.why, "leftover-task", in_time=True)
    did = f"{evening.told} You answered at {seconds(took)}."
    return missed(did, evening.why, "page-too-early", in_time=True)


def _in_time(evidence: Evidence) -> Finding:
    if evidence.trial == TOGETHER:
        return met("Each of them has a time of their own.")
    (evening,), took = EVENINGS[evidence.trial], evidence.result.replies[0].seconds
    did = f"{evening.told} You answered at {seconds(took)}."
    if early := _too_early(evidence):
        return early
    if took > evening.due + ROUNDING:
        last = max(evening.ends.values())
        sent = max((call.start for call in evidence.calls), default=0.0)
        latest = max(end - OFFERS[name].delay for name, end in evening.ends.items())
        if took > evening.deadline + ROUNDING and last > evening.deadline:
            key = why_too_long(evidence, MINE)
        elif "acquire" in evidence.source:
            key = "page-place-kept"
        else:
            key = "page-in-batches" if sent > latest + ROUNDING else "waited-longer"
        return missed(did, evening.why, key, in_time=True)
    return met(f"You answered at {seconds(took)}.")


def _shows(evidence: Evidence) -> Finding:
    evenings, replies = EVENINGS[evidence.trial], evidence.result.replies
    for evening, reply in zip(evenings, replies, strict=True):
        if found := page_difference(evidence, evening, reply, evenings):
            return found
    return met(f"{count(len(evenings), 'page')} with the right offers.")


def _nothing_open(evidence: Evidence) -> Finding:
    if evidence.trial == TOGETHER:
        return met("Visitors share nothing.")
    took = evidence.result.replies[0].seconds
    late = [c for c in evidence.calls if c.end is None or c.end > took + ROUNDING]
    if late:
        did = f"You answered at {seconds(took)}, and {late[0].who} was still asked."
        return missed(did, "No question is open.", "page-questions-go-on", in_time=True)
    return met("No question was open when you answered.")


def _stops(evidence: Evidence) -> Finding:
    left = evidence.result
    did, expected = (
        f"The visitor left at {seconds(LEFT_AT)}.",
        "The view ends, and no question is open.",
    )
    if not isinstance(left, Left) or left.ended == "early":
        return met(f"{did} The view had ended.")
    late = [c for c in evidence.calls if c.end is None or c.end > LEFT_AT + ROUNDING]
    if left.ended in ("went on", "raised"):
        did += " Your view made a page all the same." if left.ended == "went on" else ""
        did += " Your view raised another error." if left.ended == "raised" else ""
        return missed(did, expected, "page-went-on")
    if late:
        did += f" The question to {late[0].who} stayed open."
        return missed(did, expected, "page-questions-go-on", in_time=True)
    return met(f"{did} The view ended, and no question was open.")


PLANNER_VIEW = Task(
    name=MINE,
    set=SET,
    level="core",
    minutes=12,
    trials=(
        *(Trial(n, _evening, prepare=prepare) for n in EVENINGS if n not in (LEAVES, STRANGE)),
        Trial(LEAVES, _leaves, prepare=prepare),
        Trial(STRANGE, _strange, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        ON_THE_LOOP,
        KEEPS_CARRIERS,
        Requirement("Keeps the limit of the address, and uses it", of_visitors(_limit)),
        Requirement("Answers with the last price, or at the deadline", of_visitors(_in_time)),
        Requirement("Shows the cheapest offers, and who is missing", of_visitors(_shows)),
        Requirement("No question stays open", of_visitors(_nothing_open)),
        Requirement("Ends when the visitor leaves", _stops, LEAVES),
        Requirement("Hides no error but that of a carrier", _hides_nothing, STRANGE),
        Requirement("No question stays open after an error", _ends_with_an_error, STRANGE),
    ),
    hints=(
        "The address has three numbers. Which tool of lessons 05, 06 and 09 belongs to which of them?",
        "At the deadline the page shows what is there. So where does each question put its price, at the "
        "moment when it knows it?",
        "`ask(carrier)` enters the semaphore, asks, catches `ConnectionError` and fills a dict of this "
        "request. One timeout stands around a `TaskGroup` that starts twelve of them.",
        "`with suppress(TimeoutError):` stands around `async with asyncio.timeout(…), "
        "asyncio.TaskGroup() as group:`. Behind it: `sorted(prices, key=prices.get)`, cut to `best`.",
    ),
    why=(
        "The group ends its tasks at the deadline, when the visitor leaves, and after an error. Each question "
        "writes its own price, so a deadline loses nothing."
    ),
    reflect="Before you go on, say what you would change if the limit held for all visitors together.",
)
