"""The trials of `book_both`: on the site, in a crowd, and with writes that fail."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import iscoroutinefunction

from nightline.checks.court.journeys import (
    BACK,
    FORM,
    FREE,
    THERE,
    TURNED,
    Answer,
    call,
    open_trains,
    tables,
    user,
)
from nightline.checks.court.line import Line
from nightline.checks.orm.crowd import USER, Crowd, Failed, calls_locks, each_write_fails, together
from nightline.checks.orm.tables import Asked, change, in_own_thread
from nightline.judging.findings import count
from nightline.judging.places import source_of
from nightline.judging.stage import Stage
from nightline.judging.station import station

AGAIN, BOTH = "the next one", "both tickets had been written"
CROWD, MOST = 3, 2
MANY_FREE = {THERE: (1, 2, 3), BACK: (1, 2)}


def users(number: int) -> None:
    """Make so many travellers."""
    change(*(USER.format(id=pk, name=f"traveller{pk}") for pk in range(1, number + 1)))


async def on_the_site(answer: Any, stage: Stage) -> list[Answer]:
    """Ada comes, the next traveller finds a train sold out, and a guest comes."""
    from django.urls import path

    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return []
    answers: list[Answer] = []
    with restored():
        open_trains(FREE)
        users(1)
        before = tables()
        async with station(stage, path("mine/", answer)) as site:
            for name in ("ada", ""):
                visitor = await site.visitor(name)
                reply = await visitor.post("/mine/", FORM)
                if site.errors:
                    break
                after = tables()
                answers.append(Answer(name or "a guest", reply.status, reply.body, before, after))
                before = after
        next_one = await in_own_thread(stage, lambda: call(stage.answer, user(1), FORM))
        return [*answers, dataclasses.replace(next_one, who=AGAIN, before=before, after=tables())]


async def in_a_crowd(answer: Any, stage: Stage) -> Crowd | None:
    """Travellers come at the same moment, and the train back has not enough berths."""
    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return None
    with restored():
        open_trains(MANY_FREE)
        users(CROWD)
        crowd = await together(
            stage,
            [functools.partial(call, stage.answer, user(pk), FORM) for pk in range(1, CROWD + 1)],
            calls_locks(source_of(answer)),
        )
        there, back = tables().sold
        return Crowd(crowd.outcomes, crowd.left_open, (THERE,) * there, back)


@dataclass(frozen=True)
class Tried:
    """What one traveller's visit asked, what was seen when each write failed, and all their lines."""

    first: Asked = field(default_factory=Asked)
    failed: tuple[Failed, ...] = ()
    lines: tuple[Line, ...] = ()


async def with_failing_writes(answer: Any, stage: Stage) -> Tried:
    """One traveller comes, once in peace, and once for each write, which fails."""
    from minisite.booking.errors import SoldOut
    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return Tried()
    lines: list[Line] = []
    seen: list[Asked] = []
    errors: list[Exception] = []

    def begin() -> None:
        open_trains(FREE)
        users(1)

    def changed() -> str:
        there, back = tables().sold
        if there == back == 1:
            return BOTH
        return f"{count(there + back, 'ticket')} had been written" if there + back else ""

    async def work() -> Any:
        lines.append(Line())
        first = len(lines) == 1
        try:
            with lines[-1].watching():
                # The first one travels the other way.
                return await call(stage.answer, user(1), TURNED if first else FORM)
        except Exception as error:
            if first:
                errors.append(error)
            raise

    with restored():
        failed = await each_write_fails(stage, begin, work, changed, SoldOut, seen.append)
    if errors:
        raise errors[0]
    return Tried(seen[0], tuple(failed), tuple(lines))
