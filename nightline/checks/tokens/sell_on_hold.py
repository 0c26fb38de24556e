"""Task `sell_on_hold`: a token that is kept by those who pay, and given back by all others."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import nightline.checks.tokens.sell_on_hold_mistakes  # noqa: F401  (registers them)
from nightline.checks.tokens import SET
from nightline.checks.tokens.watched import WatchedSemaphore, stopped
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

HOLD = 10.0  # seconds
END = 100.0
LONGEST_PAYMENT = 70.0


class CardRefused(ValueError):
    """The bank's error; learners read its name."""


@dataclass
class _Traveller:
    """Somebody who wants the one berth.

    Args:
        name: how the report calls them.
        pays: how long paying takes, in seconds.
        refused: whether the bank then refuses the card.
        leaves: when the traveller's call is cancelled; None for never.
        wanted: the outcome and its time.
        paying: when paying began.
        paid: when it came to its end, if it did.
        payments: how often paying began.
        outcome: what their call gave.
        at: when it ended.
    """

    name: str
    pays: float
    wanted: tuple[Any, float]
    refused: bool = False
    leaves: float | None = None
    paying: float | None = None
    paid: float | None = None
    payments: int = 0
    outcome: Any = "waits"
    at: float = 0.0

    async def pay(self) -> str | None:
        loop = asyncio.get_running_loop()
        self.paying = loop.time()
        self.payments += 1
        await asyncio.sleep(self.pays)
        self.paid = loop.time()
        if self.refused:
            raise CardRefused("no money")
        # What the answer returns is True, not this. And it may be nothing, as in the notebook.
        return "receipt" if self.pays else None


@dataclass
class _Day:
    """The travellers of one trial, and the semaphore with the one berth they want."""

    travellers: list[_Traveller]
    berths: WatchedSemaphore = field(default_factory=lambda: WatchedSemaphore(1))


CANCELLED, REFUSED, WAITS = "cancelled", "CardRefused", "waits"


def _travellers(trial: str) -> list[_Traveller]:
    if trial == "one pays too late":
        return [
            _Traveller("Ada", pays=60, wanted=(False, 10)),
            _Traveller("Bo", pays=4, wanted=(True, 14)),
            _Traveller("Cy", pays=1, leaves=50, wanted=(CANCELLED, 50)),
        ]
    if trial == "a card is refused":
        return [
            _Traveller("Ada", pays=3, refused=True, wanted=(REFUSED, 3)),
            _Traveller("Bo", pays=5, wanted=(True, 8)),
        ]
    return [
        _Traveller("Ada", pays=6, leaves=4, wanted=(CANCELLED, 4)),
        _Traveller("Bo", pays=0, wanted=(True, 4)),
    ]


STORIES = {
    "one pays too late": "Ada, Bo and Cy want one berth. Ada needs 60 s to pay, Bo 4 s. Cy waits behind "
    "them and is cancelled at 50 s.",
    "a card is refused": "Ada and Bo want one berth. Ada's card is refused after 3 s, Bo pays in 5 s.",
    "one leaves while paying": "Ada and Bo want one berth. Ada's call is cancelled while paying, at "
    "4 s. Bo pays at once.",
}
TRIALS = ("one pays too late", "a card is refused", "one leaves while paying")


def _day(trial: str) -> Callable[[Any, Stage], Coroutine[Any, Any, _Day]]:
    async def run(answer: Any, stage: Stage) -> _Day:
        day, loop = _Day(_travellers(trial)), asyncio.get_running_loop()
        strange: list[BaseException] = []

        async def call(traveller: _Traveller) -> None:
            try:
                traveller.outcome = await answer(day.berths, traveller.pay, HOLD)
            except CardRefused:
                traveller.outcome = REFUSED
            except TimeoutError:
                traveller.outcome = "TimeoutError"
            except asyncio.CancelledError:
                # Only those whom the trial cancelled; the end of the trial is no outcome.
                if traveller.leaves is not None and loop.time() < END:
                    traveller.outcome, traveller.at = CANCELLED, loop.time()
                raise
            except Exception as error:
                strange.append(error)
            traveller.at = loop.time()

        tasks = [asyncio.create_task(call(traveller)) for traveller in day.travellers]
        for task, traveller in zip(tasks, day.travellers, strict=True):
            if traveller.leaves is not None:
                loop.call_later(traveller.leaves, task.cancel)
        _, waiting = await asyncio.wait(tasks, timeout=END)
        await stopped(*waiting)
        # A payment that nobody stopped gets the time to come to its end.
        await asyncio.sleep(max(0.0, LONGEST_PAYMENT - loop.time()))
        if strange:
            raise strange[0]
        return day

    return run


def _ended(traveller: _Traveller) -> str:
    """How a traveller's call ended, as the report tells it."""
    if traveller.outcome == WAITS:
        where = "paying" if traveller.paying is not None else "waiting for a berth"
        return f"{traveller.name} was still {where} after {seconds(END)}"
    if traveller.outcome == CANCELLED:
        return f"{traveller.name}'s call was cancelled at {seconds(traveller.at)}"
    if isinstance(traveller.outcome, str) and traveller.outcome in (REFUSED, "TimeoutError"):
        return f"{traveller.name}'s call raised `{traveller.outcome}` at {seconds(traveller.at)}"
    return f"{traveller.name}'s call returned {shown(traveller.outcome)} at {seconds(traveller.at)}"


def _expected(traveller: _Traveller) -> str:
    outcome, at = traveller.wanted
    if outcome == CANCELLED:
        return f"{traveller.name}'s call is cancelled at {seconds(at)}."
    verb = "raises" if outcome == REFUSED else "returns"
    return f"{traveller.name}'s call {verb} `{outcome}` at {seconds(at)}."


def _each_as_expected(evidence: Evidence) -> Finding:
    day: _Day = evidence.result
    for traveller in day.travellers:
        outcome, at = traveller.wanted
        same = type(traveller.outcome) is type(outcome) and traveller.outcome == outcome
        if same and abs(traveller.at - at) <= ROUNDING:
            continue
        key = _mistake(day, traveller, evidence.source)
        did = f"{STORIES[evidence.trial]} A hold lasts {seconds(HOLD)}. {_ended(traveller)}."
        return missed(did, _expected(traveller), key, in_time=True)
    return met("; ".join(_ended(traveller) for traveller in day.travellers) + ".")


def _mistake(day: _Day, who: _Traveller, source: str) -> str:
    """The mistake behind the first traveller whose call ended in another way than it should."""
    got, (outcome, at) = who.outcome, who.wanted
    if not day.berths.taken and "Semaphore(" in source:
        return "onhold-other-semaphore"
    twice = len(day.berths.freed) > len({round(moment, 3) for moment in day.berths.freed})
    if outcome is True and who.paying is not None and who.paying < at - who.pays - ROUNDING:
        return "onhold-freed-twice" if twice else "onhold-berth-not-waited-for"
    if got == "TimeoutError":
        return "onhold-timeout-let-out"
    value_used = re.search(r"(\bif\b|\bwhile\b|\breturn\b|=).*\bawait\b.*\bpay\(", source)
    if outcome is True and got in (None, False) and who.paid is not None and value_used:
        return "onhold-payment-value-judged"
    if got is None:
        return "nothing-returned"
    if outcome == CANCELLED:
        if who.pays < HOLD and who.paying is not None and at > HOLD:  # the berth was sold before
            return "onhold-freed-twice" if twice else "onhold-sold-berth-freed"
        return "swallowed-cancel"
    if outcome == REFUSED:
        return "onhold-payment-error-kept"
    if got == WAITS:
        return "onhold-berth-not-freed" if who.paying is None else "onhold-hold-never-ends"
    if type(got) is not bool:
        return "wrong-type"
    if outcome is False and got is True:
        return "onhold-answer-turned-round" if who.at <= at else "onhold-hold-never-ends"
    if outcome is True and got is False:
        if who.paying is None:
            return "onhold-sent-away" if who.at <= ROUNDING else "onhold-hold-began-early"
        return "onhold-answer-turned-round"
    if who.payments > 1:
        return "onhold-paid-twice"
    if (
        got is True
        and who.paid is not None
        and len(day.berths.freed) > 1
        and any(abs(who.paid - moment) <= ROUNDING for moment in day.berths.freed)
    ):
        return "onhold-sold-berth-freed"
    return "onhold-hold-too-short" if who.at < at else "onhold-hold-checked-late"


def _counts_right(evidence: Evidence) -> Finding:
    day: _Day = evidence.result
    berths, freed = day.berths, len(day.berths.freed)
    expected = "1 berth freed, 0 free at the end."
    if not berths.taken and "Semaphore(" in evidence.source:
        return missed("Nobody took a token of `berths`.", expected, "onhold-other-semaphore")
    did = f"{STORIES[evidence.trial]} Berths taken: {berths.taken}, freed: {freed}, free at the end: {berths.free}."
    if berths.free == 0 and freed:
        return met(did)
    if berths.free < 0 or not freed:
        return missed(did, expected, "onhold-berth-not-freed")
    if day.travellers[-1].leaves is not None and 50 in [round(one, 3) for one in berths.freed]:
        did += " One was freed at 50 s, when Cy stopped waiting."
        return missed(did, expected, "onhold-freed-without-taking")
    sold = [who.at for who in day.travellers if who.outcome is True]
    if any(abs(moment - at) <= ROUNDING for moment in berths.freed for at in sold):
        paid_at_4 = evidence.trial == TRIALS[2]
        key = "onhold-freed-twice" if paid_at_4 and freed > 2 else "onhold-sold-berth-freed"
        return missed(did, expected, key)
    return missed(did, expected, "onhold-freed-twice")


def _stops_paying(evidence: Evidence) -> Finding | None:
    for who in evidence.result.travellers:
        if who.wanted[0] in (False, CANCELLED) and who.paid is not None:
            end = "hold ended" if who.wanted[0] is False else "call was cancelled"
            did = f"{who.name}'s {end} at {seconds(who.wanted[1])}, and {who.name} paid at "
            did += f"{seconds(who.paid)}."
            return missed(did, "No payment after that.", "onhold-payment-went-on", in_time=True)
    return met("Nobody paid for a berth that was given back.")


SELL_ON_HOLD = Task(
    name="sell_on_hold",
    set=SET,
    level="core",
    minutes=12,
    trials=tuple(Trial(name, _day(name)) for name in TRIALS),
    requirements=(
        *(
            Requirement(
                f"Each traveller gets the right answer in time: {name}", _each_as_expected, name
            )
            for name in TRIALS
        ),
        *(
            Requirement(f"Each token comes back once, or stays taken: {name}", _counts_right, name)
            for name in TRIALS
        ),
        Requirement("Nobody pays after the hold", _stops_paying, TRIALS[0]),
        Requirement("Nobody pays who has left", _stops_paying, TRIALS[2]),
    ),
    hints=(
        "There are four ways out: paid, too late, refused, cancelled. After which of them does the "
        "berth stay taken?",
        "Taking the berth and giving it back are not always a pair here, so `async with berths` does "
        "not fit. Which two calls does it consist of?",
        "Take the berth first. The timeout begins after that and stands around the payment only. "
        "Compare with `take` in the lesson: which name there says whether the token stays away?",
        "`await berths.acquire()`, then `paid = False`. In a `try`, the payment inside the timeout, "
        "and `paid = True` after it. `except TimeoutError` returns False. What belongs in `finally`?",
    ),
    why=(
        "`acquire` stands before the `try`, so a traveller who leaves while waiting gives nothing "
        "back. `finally` runs on each way out, and `paid` says whether the berth is sold. So each "
        "token comes back exactly once, or never."
    ),
    reflect="Before you go on, say what would be lost if `acquire` stood inside the `try`.",
)
