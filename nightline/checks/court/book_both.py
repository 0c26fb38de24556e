"""`book_both`: two trains or none, in one transaction that writes first, in one hop."""

from __future__ import annotations

import functools
from typing import Any

from asgiref.sync import iscoroutinefunction

from nightline.checks.court import SET
from nightline.checks.court import journey_mistakes as journey_mistakes  # used by their names
from nightline.checks.court.journeys import (
    BACK,
    FORM,
    FREE,
    IN_LINE,
    PRICES,
    THERE,
    Answer,
    call,
    counted,
    open_trains,
    owners,
    tickets,
    user,
)
from nightline.checks.orm.crowd import USER, Crowd, Failed, each_write_fails, together
from nightline.checks.orm.desk_mistakes import everything_or_nothing, in_order, nobody_meets_errors
from nightline.checks.orm.tables import Asked, ask, change
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import prepare, station
from nightline.judging.task import Task
from nightline.judging.trial import Trial

PLAIN, SITE, ONE, MANY, BROKEN = "kind", "on the site", "one alone", "a crowd", "a failing write"
CROWD, MOST = 6, 3
MANY_FREE = {THERE: (1, 2, 3, 4), BACK: (1, 2, 3)}


def _users(number: int) -> None:
    change(*(USER.format(id=pk, name=f"traveller{pk}") for pk in range(1, number + 1)))


async def _site(answer: Any, stage: Stage) -> list[Answer]:
    from django.urls import path

    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return []
    answers = []
    with restored():
        open_trains(FREE)
        async with station(stage, path("mine/", answer)) as site:
            for name in ("ada", "ben", ""):
                visitor, before = await site.visitor(name), counted()
                reply = await visitor.post("/mine/", FORM)
                if site.errors:
                    break
                who, facts = name or "a guest", (before, counted(), owners())
                answers.append(Answer(who, reply.status, reply.body, *facts))
    return answers


async def _alone(answer: Any, stage: Stage) -> Asked:
    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return Asked()
    with restored():
        open_trains(FREE)
        _users(1)
        return await ask(stage, lambda: call(stage.answer, user(1), FORM))


async def _crowd(answer: Any, stage: Stage) -> Crowd | None:
    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return None
    with restored():
        open_trains(MANY_FREE)
        _users(CROWD)
        crowd = await together(
            stage,
            [functools.partial(call, stage.answer, user(pk), FORM) for pk in range(1, CROWD + 1)],
        )
        sold = tuple((THERE, *ticket) for ticket in tickets()[THERE])
        return Crowd(crowd.outcomes, crowd.left_open, sold, len(tickets()[BACK]))


async def _failing(answer: Any, stage: Stage) -> list[Failed]:
    from minisite.booking.errors import SoldOut
    from nightline.judging.database import restored

    if not iscoroutinefunction(answer):
        return []

    def begin() -> None:
        open_trains(FREE)
        _users(1)

    def changed() -> str:
        there, back = counted()
        return f"{count(there + back, 'ticket')} had been written" if there + back else ""

    async def work() -> Any:
        return await call(stage.answer, user(1), FORM)

    with restored():
        return await each_write_fails(stage, begin, work, changed, SoldOut)


def _is_awaited(evidence: Evidence) -> Finding:
    if not evidence.result:
        did = "Your view is a plain `def`, so Django runs it in a thread of its own."
        return missed(did, "An `async def` view, which Django awaits.", "view-in-a-thread")
    return met("Django awaited your view.")


def _sells(evidence: Evidence) -> Finding | None:
    price = price_of_both()
    wanted: dict[str, tuple[int, dict[str, Any]]] = {
        "ada": (200, {"there": 4, "back": 1, "price": price}),
        "ben": (409, {"error": f"Train {BACK} is sold out."}),
    }
    answers: list[Answer] = evidence.result
    for answer in answers:
        if answer.who in wanted and (found := _answer(evidence, answer, *wanted[answer.who])):
            return found
    return met("One journey was sold, and the second traveller got none.") if answers else None


def price_of_both() -> int:
    """What a journey costs, in euro."""
    return sum(PRICES.values())


def _answer(
    evidence: Evidence, answer: Answer, status: int, body: dict[str, Any]
) -> Finding | None:
    both = status == 200
    who = f"{answer.who.title()} came, and "
    who += "both trains had free berths. " if both else f"train {BACK} was sold out. "
    expected = f"Status {status} with {shown(body)}."
    if not both and answer.sold != (0, 0):
        did = f"{who}{count(sum(answer.sold), 'ticket')} of his stayed in the table."
        inside = "atomic" in evidence.source and "except" in evidence.source
        key = "journey-caught-inside" if inside else "journey-half-sold"
        return missed(did, "No ticket.", key)
    did = f"{who}You answered {answer.status} with {shown(answer.body)}."
    if both and answer.sold == (0, 0):
        key = "ticket-not-written" if answer.status == 200 else "journey-refused-too-early"
        return missed(f"{did} No ticket was written.", expected, key)
    if both and answer.sold != (1, 1):
        sold = f"{answer.sold[0]} there and {answer.sold[1]} back"
        return missed(f"{who}You sold {sold}.", "One there and one back.", "journey-half-sold")
    if both and answer.owners != {answer.who}:
        return missed(did, f"Tickets for {answer.who}.", "ticket-for-another")
    if answer.status != status:
        return missed(did, expected, "journey-status")
    got = answer.body
    if got == body:
        return None
    if both and isinstance(got, dict) and got.get("there") == body["back"]:
        return missed(did, expected, "journey-turned-round")
    if isinstance(got, dict) and got.keys() != body.keys():
        return missed(did, expected, "wrong-key")
    if not both:
        return missed(did, expected, "journey-other-text")
    if isinstance(got, dict) and got.get("price") != price_of_both():
        return missed(did, expected, "journey-price")
    return missed(did, expected, "wrong-result")


def _guest(evidence: Evidence) -> Finding | None:
    guests = [answer for answer in evidence.result if answer.who == "a guest"]
    if not guests:
        return None
    (guest,) = guests
    wanted = {"error": "Please sign in."}
    if guest.status != 401 or guest.body != wanted or guest.sold != (0, 0):
        did = f"A guest came. You answered {guest.status}"
        did += f" with {shown(guest.body, 60)}." if guest.body else "."
        return missed(did, f"Status 401 with {shown(wanted)}.", "journey-guest-served")
    return met("A guest was asked to sign in.")


def _crowd_served(evidence: Evidence) -> Finding | None:
    crowd: Crowd | None = evidence.result
    if crowd is None:
        return None
    if found := nobody_meets_errors(crowd, MOST, ()):
        return found
    statuses = [answer.status for answer in crowd.outcomes]
    there, back = len(crowd.tickets), crowd.price
    did = f"{CROWD} travellers, {len(MANY_FREE[THERE])} berths there and {MOST} back. "
    did += f"{there} sold there, {back} back, and {statuses.count(200)} read that they have both."
    expected = f"{MOST} sold there, {MOST} back, and {MOST} read so."
    if (there, back, statuses.count(200)) == (MOST, MOST, MOST):
        return met(did)
    if there > back:
        return missed(did, expected, "journey-half-sold")
    if back < MOST:
        return missed(did, expected, "journey-refused-too-early")
    return missed(did, expected, "journey-status")


def _one_hop(evidence: Evidence) -> Finding | None:
    hops = evidence.result.hops
    if evidence.result.value is None:
        return None
    if hops > 1:
        return missed(f"Your view made {hops} hops.", "1 hop.", "journey-one-hop-more")
    return met(f"Your view made {count(hops, 'hop')}.")


def _order(evidence: Evidence) -> Finding | None:
    order = evidence.result.order
    if not order or not order.writes:
        return None
    held = IN_LINE & (order.held or frozenset())
    if not order.reads_first and len(held) == 1:
        ((_, train),) = IN_LINE - held
        did = f"Before `sell` looks, your transaction has changed nothing of train {train}."
        return missed(did, f"A place in the line of trains {THERE} and {BACK}.", "journey-one-line")
    return in_order(evidence, order, (IN_LINE,), "both trains")


def _closed(evidence: Evidence) -> Finding:
    if left := evidence.result.left_open:
        did = f"{count(left, 'connection')} that you opened was still open at the end."
        return missed(did, "No open connection.", "orm-connection-left")
    return met("No connection was left open.")


def _whole(evidence: Evidence) -> Finding | None:
    return everything_or_nothing(evidence) if evidence.result else None


BOOK_BOTH = Task(
    name="book_both",
    set=SET,
    level="core",
    minutes=12,
    trials=(
        Trial(SITE, _site, prepare=prepare),
        Trial(ONE, _alone, prepare=prepare),
        Trial(MANY, _crowd, prepare=prepare),
        Trial(BROKEN, _failing, prepare=prepare),
    ),
    requirements=(
        Requirement("Django can await the view", _is_awaited, SITE),
        Requirement("Each traveller gets both trains, or none", _sells, SITE),
        Requirement("A guest is asked to sign in", _guest, SITE),
        Requirement(
            "A crowd meets no error page, and each berth has one owner", _crowd_served, MANY
        ),
        Requirement("If a write fails, nothing is changed", _whole, BROKEN),
        Requirement("The page goes to a thread once", _one_hop, ONE),
        Requirement("The transaction writes before it looks", _order, ONE),
        Requirement("No connection stays open", _closed, ONE),
    ),
    hints=(
        "Which lines must all happen, or none of them? Which lines must nobody come between?",
        "`sell` reads before it writes. So what must stand before the first `sell`, in the same "
        "transaction? Look at lesson 16: which row do all buyers of a train change?",
        "One plain function with `@transaction.atomic`: an update of both trains' `changes` with "
        '`F("changes") + 1`, then two calls of `sell`. The coroutine awaits `sync_to_async` of it.',
        "`try: there, back = await sync_to_async(sell_both)()` and `except SoldOut as error:` stand in the "
        "view, outside of the transaction. Before them: `await request.auser()`.",
    ),
    why=(
        "The update is the place in the line, so what `sell` reads stays true. `SoldOut` leaves the "
        "transaction and undoes it. Then the view answers."
    ),
    reflect="Before you go on, say why the update names both trains in one statement.",
)
