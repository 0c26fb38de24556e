"""The sales that judge `sell_and_print`: good cards and refused ones, alone and in a family."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from typing import Any

from nightline.checks.outliving.office import Message, Queue, office, plan, sold_outside
from nightline.judging.stage import Stage

REFUSED = "The card was refused."
ALONE, BAD, FAMILY = "a good card", "a refused card", "a family"
FAMILY_BAD, GOES_ON = "a family, last card refused", "a family, the caller goes on"
CARDS = {ALONE: "+", BAD: "-", FAMILY: "++", FAMILY_BAD: "+-", GOES_ON: "+-+"}


@dataclass
class Seen:
    """What one scene showed.

    Attributes:
        during: messages that left before the caller's transaction was over.
        charged: for each charge, whether other connections saw the ticket already.
        errors: the ConnectionErrors that the calls raised; None for each that raised none.
        tickets: how often `charge` got a ticket.
        left: the primary keys of the tickets that were sold in the end.
    """

    sales: int
    results: list[Any] = field(default_factory=list)
    errors: list[BaseException | None] = field(default_factory=list)
    charged: list[bool] = field(default_factory=list)
    tickets: int = 0
    during: int = 0
    messages: list[Message] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    called: int = 0
    is_plan: bool = False
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    wanted: list[tuple[Any, ...]] = field(default_factory=list)


class Till:
    """One scene: cards, the queue, and the sales."""

    def __init__(self, answer: Any, ada: Any, train: int, cards: str) -> None:
        self.answer, self.ada, self.train, self.cards = answer, ada, train, cards
        self.queue, self.seen = Queue(), Seen(len(cards))

    def sell(self, number: int) -> None:
        """One sale; `cards` says for each whether its card is good ("+") or refused ("-")."""
        seen, name = self.seen, f"Traveller {number}"

        def charge(ticket: Any) -> None:
            is_ticket = type(ticket).__name__ == "Booking"
            seen.tickets += is_ticket
            seen.charged.append(is_ticket and sold_outside(ticket))
            if self.cards[number] == "-":
                raise ConnectionError(REFUSED)

        self.queue.returned.clear()
        try:
            result = self.answer(self.train, self.ada, name, charge)
        except ConnectionError as error:
            seen.errors.append(error)
            raise
        finally:
            self.queue.returned.set()
        seen.errors.append(None)
        seen.is_plan = plan(result) or seen.is_plan
        seen.results.append(result)
        berth = getattr(result, "berth", None)
        train = getattr(berth, "departure_id", None)
        who = getattr(result, "traveller_id", None), getattr(result, "passenger", None)
        seen.facts.append((train, *who))
        seen.wanted.append((self.train, self.ada.pk, name))


def play(answer: Any, stage: Stage) -> dict[str, Seen]:
    """All scenes, in one database."""
    seen = {}
    stage.expect_blocking()  # it is plain code, for a thread
    with office() as (ada, train):
        for name, cards in CARDS.items():
            till = Till(answer, ada, train, cards)
            stage.lend(print_ticket=till.queue)
            seen[name] = _scene(till, family=len(cards) > 1, goes_on=name == GOES_ON)
            if seen[name].is_plan:
                break
    return seen


def _scene(till: Till, *, family: bool, goes_on: bool) -> Seen:
    """Sell with these cards: alone, or as a family, whose caller may go on after a refused card."""
    from django.db import transaction

    from minisite.booking.models import Booking

    before = set(Booking.objects.values_list("pk", flat=True))
    threads = set(threading.enumerate())

    def sell_all() -> None:
        for number in range(len(till.cards)):
            try:
                till.sell(number)
            except ConnectionError:
                if not goes_on:
                    raise

    with contextlib.suppress(ConnectionError):
        if family:
            with transaction.atomic():
                sell_all()
                till.seen.during = len(till.queue.sent)
        else:
            sell_all()
    for thread in set(threading.enumerate()) - threads:  # what the answer did not wait for
        thread.join(2)
    seen = till.seen
    seen.messages, seen.called = till.queue.sent, till.queue.called
    after = Booking.objects.values_list("pk", flat=True).order_by("pk")
    seen.left = [key for key in after if key not in before]
    return seen
