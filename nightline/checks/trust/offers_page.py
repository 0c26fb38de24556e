"""`offers_page`: a contract with one false entry. The code must be repaired until it holds."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

import nightline.checks.trust.offers_mistakes as mistakes
from nightline.checks.trust import SET
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
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, prepare, station
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer
from nightline.judging.visits import ROUTE, page_of

LIMIT, DEADLINE = 4, 0.6
CONTRACT = {
    "max_in_flight": LIMIT,
    "deadline": DEADLINE,
    "keeps_thread": False,
    "cancel_safe": True,
}
ANSWER, SLOW = "six carriers that answer", "two carriers that are too slow"
EARLY, LATER = "a visitor who leaves at 0.15 s", "a visitor who leaves at 0.45 s"
STAYS, STOPS = (ANSWER, SLOW), {EARLY: 0.15, LATER: 0.45}
OFFERS = {
    "Garonne": Offer(0.2, 83),
    "Helvet": Offer(0.1, 129),
    "Isar": Offer(0.3, 76),
    "Jura": Offer(0.25, 49),
    "Kestrel": Offer(0.15, 112),
    "Lumen": Offer(0.2, 54),
}
TOO_SLOW = ("Isar", "Lumen")
LAST = 0.4  # the last answer, with four questions open
AFTERWARDS, A_MOMENT = 3.0, 0.01


class Carriers:
    """What the answer asks, with the counts that the exercise shows."""

    def __init__(self, stage: Stage, slow: tuple[str, ...] = ()) -> None:
        offers = {n: Offer(5.0, o.answer) if n in slow else o for n, o in OFFERS.items()}
        self._upstream = stage.carriers(offers)
        self.slow = slow
        self.quote = self._upstream.ask

    @property
    def asked(self) -> int:
        return len(self._upstream.calls)

    @property
    def open(self) -> int:
        return sum(call.end is None for call in self._upstream.calls)

    @property
    def most(self) -> int:
        from nightline.judging.evidence import most_in_flight

        return most_in_flight(self._upstream.calls)


@dataclass
class Visit:
    """One visit: its reply, what was open at its end, or how it took the stop."""

    contract: Any
    reply: Reply | None = None
    open_at_end: int = 0
    open_at_stop: int = 0
    ended: bool = True
    cancelled: bool = False
    asked_before: int = 0
    asked_after: int = 0


def _contract(stage: Stage, answer: Any) -> Any:
    return getattr(answer, "__globals__", {}).get("contract", CONTRACT)


def _stay(slow: tuple[str, ...]) -> Any:
    async def run(answer: Any, stage: Stage) -> Visit:
        from django.urls import path

        carriers, run = Carriers(stage, slow), Visit(_contract(stage, answer))
        stage.lend(NAMES=list(OFFERS))

        async def page(request: Any) -> Any:
            try:
                response = await answer(request, carriers)
            except ExceptionGroup as group:  # its first error says more than the group does
                raise mistakes.first_of(group) from None
            run.open_at_end = carriers.open
            return response

        async with station(stage, path(ROUTE, page)) as site:
            run.reply = await (await site.visitor()).get(f"/{ROUTE}")
        return run

    return run


def _leave(after: float) -> Any:
    async def run(answer: Any, stage: Stage) -> Visit:
        from django.test import AsyncRequestFactory

        carriers, run = Carriers(stage, TOO_SLOW), Visit(_contract(stage, answer))
        stage.lend(NAMES=list(OFFERS))

        async def visit() -> None:
            try:
                await answer(AsyncRequestFactory().get(f"/{ROUTE}"), carriers)
            finally:
                run.open_at_stop = carriers.open

        task = asyncio.ensure_future(visit())
        await asyncio.sleep(after)
        run.asked_before = carriers.asked
        task.cancel()
        await asyncio.wait([task], timeout=A_MOMENT)
        run.ended, run.cancelled = task.done(), task.cancelled()
        await asyncio.sleep(A_MOMENT)
        run.open_at_end = carriers.open
        await asyncio.sleep(AFTERWARDS)
        run.asked_after = carriers.asked
        if task.done() and not task.cancelled():
            task.result()
        elif not task.done():
            task.cancel()
        return run

    return run


def _kept(evidence: Evidence) -> Finding:
    if evidence.result.contract == CONTRACT:
        return met("The contract is the one that was given.")
    did = f"Your `contract` is {shown(evidence.result.contract)}."
    return missed(did, f"{shown(CONTRACT)}.", "contract-rewritten")


def _in_flight(evidence: Evidence) -> Finding:
    calls, most = evidence.calls, evidence.most_in_flight
    expected = (
        f"Each carrier is asked once, and at most {LIMIT} questions are open: exactly {LIMIT}."
    )
    asked = Counter(call.who for call in calls)
    if not calls:
        return missed("You asked no carrier.", expected, "asked-nobody")
    if again := [who for who, times in asked.items() if times > 1]:
        return missed(f"{again[0]} was asked {asked[again[0]]} times.", expected, "asked-twice")
    if most > LIMIT:
        did = f"{count(most, 'question')} were open at once."
        return missed(did, expected, "contract-too-many", in_time=True)
    if most < LIMIT:
        did = f"Never more than {count(most, 'question')} {'was' if most == 1 else 'were'} open."
        return missed(did, expected, "contract-too-few", in_time=True)
    return met(f"{most} questions were open at once, and never more.")


def _in_time(evidence: Evidence) -> Finding:
    run: Visit = evidence.result
    assert run.reply is not None
    took = run.reply.seconds
    if evidence.trial == ANSWER:
        if took > LAST + ROUNDING:
            did = f"All had answered at {seconds(LAST)}, and the page came at {seconds(took)}."
            return missed(
                did, f"A page at {seconds(LAST)}.", mistakes.why_waits(took, DEADLINE), in_time=True
            )
        return met(f"The page came with the last answer, at {seconds(took)}.")
    did = f"Two carriers were too slow, and the page came at {seconds(took)}."
    expected = f"A page at {seconds(DEADLINE)}, with the other four."
    if took > DEADLINE + ROUNDING:
        key = mistakes.why_late(evidence.source, took)
        return missed(did, expected, key, in_time=True)
    if took < DEADLINE - ROUNDING:
        return missed(did, expected, "contract-too-early", in_time=True)
    if run.open_at_end:
        did += f" {count(run.open_at_end, 'question')} had not been ended."
        return missed(did, "No question is open then.", "contract-left-open", in_time=True)
    return met(f"Two carriers were too slow, and the page came at {seconds(took)}.")


def _shows(evidence: Evidence) -> Finding:
    run: Visit = evidence.result
    assert run.reply is not None
    if found := page_of(run.reply, own=True):
        return found
    slow = TOO_SLOW if evidence.trial == SLOW else ()
    wanted = {name: offer.answer for name, offer in OFFERS.items() if name not in slow}
    got = run.reply.body
    if got == wanted and list(got) == list(wanted):
        return met(f"The page shows {count(len(wanted), 'offer')}.")
    key = mistakes.why_other(got, wanted, evidence.source)
    return missed(f"The page shows {shown(got, 120)}.", f"{shown(wanted, 120)}.", key)


def _stops(evidence: Evidence) -> Finding:
    run: Visit = evidence.result
    expected = "The visit ends as cancelled. At once no question is open, and none begins."
    leaves = seconds(STOPS[evidence.trial])
    if not run.ended:
        did = f"The visitor left at {leaves}, and your function did not end."
        return missed(did, expected, "contract-stop-ignored", in_time=True)
    if not run.cancelled:
        did = f"The visitor left at {leaves}. Your function took the stop, and returned a page."
        key = mistakes.why_swallowed(evidence.source)
        return missed(did, expected, key, in_time=True)
    late = run.asked_after - run.asked_before
    if run.open_at_end or late:
        did = (
            f"The visitor left at {leaves}. {count(run.open_at_end, 'question')} stayed open, and "
        )
        did += f"{count(late, 'new question')} {'was' if late == 1 else 'were'} asked after that."
        shared = mistakes.window_of_all(evidence.source)
        key = "contract-window-of-all" if shared else "contract-goes-on"
        return missed(did, expected, key, in_time=True)
    if run.open_at_stop:
        did = f"The visitor left at {leaves}. When the stop came out of your function, "
        did += f"{count(run.open_at_stop, 'question')} {'was' if run.open_at_stop == 1 else 'were'} still open."
        return missed(did, expected, "contract-stop-not-awaited", in_time=True)
    return met(f"After {leaves} no question was open, and none began.")


def _on(names: Any, text: str, judge: Any) -> tuple[Requirement, ...]:
    """The same requirement for several trials; the report shows one line for it."""

    def of_these(evidence: Evidence) -> Finding | None:
        if evidence.trial not in names:
            return met("")
        return judge(evidence)  # type: ignore[no-any-return]

    return (Requirement(text, of_these),)


OFFERS_PAGE = Task(
    name="offers_page",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(ANSWER, _stay(()), prepare=prepare),
        Trial(SLOW, _stay(TOO_SLOW), prepare=prepare),
        *(Trial(name, _leave(after), prepare=prepare) for name, after in STOPS.items()),
    ),
    requirements=(
        Requirement("The contract stays as it is", _kept),
        Requirement("`max_in_flight` holds", _in_flight, ANSWER),
        *_on(STAYS, "`deadline` holds", _in_time),
        *_on(STOPS, "`cancel_safe` holds", _stops),
        *_on(STAYS, "The page shows the offers that came in time", _shows),
    ),
    hints=(
        "The trial cell tries two entries, and `latest_turn` tries the third. How would you try the "
        "fourth one? The lesson stops a visit in the middle.",
        "Start `offers_page` as a task, sleep 0.15 s, cancel it, and wait for it. What do "
        "`carriers.open` and `carriers.asked` say then, and what a second later? And in a `finally` around "
        "`await offers_page(…)`?",
        "`asyncio.wait` stops waiting when its caller is cancelled. It does not stop the tasks. The lines "
        "below it are not reached.",
        "Either a `finally` that cancels all tasks and awaits them, also when the stop comes. Or a `TaskGroup` inside "
        "`asyncio.timeout`, which does both.",
    ),
    why=(
        "A task group ends its tasks whenever its block ends: at the deadline, after an error, and when the "
        "visitor leaves. `asyncio.wait` only waits, so in the given code a stop left all tasks at work."
    ),
    reflect="Before you go on, say in which of the four trials the given code was wrong, and how you saw it.",
)
