"""Task `polite_fetch`: at most k requests at once, and no place left empty."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

import nightline.checks.tokens.polite_fetch_mistakes  # noqa: F401  (registers them)
from nightline.checks.tokens import SET
from nightline.checks.tokens.watched import counting_semaphores, ended, stopped, thread_locks_told
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
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

# Delays in which a batch of three has a slow carrier: whoever waits for a batch is late. They are no
# round numbers, so whoever looks only now and then is late too.
EIGHT = {
    "Estrela": Offer(0.931, 95),
    "Fjord": Offer(0.213, 118),
    "Kestrel": Offer(0.347, 68),
    "Garonne": Offer(0.187, 83),
    "Lumen": Offer(0.823, 54),
    "Isar": Offer(0.298, 76),
    "Helvet": Offer(0.112, 129),
    "Jura": Offer(0.409, 49),
}
THREE = {name: EIGHT[name] for name in ("Lumen", "Fjord", "Isar")}
PLACES = {
    "eight carriers, k = 3": (EIGHT, 3),
    "three carriers, k = 1": (THREE, 1),
    "three carriers, k = 5": (THREE, 5),
}
FAILS = "a carrier fails, k = 1"


class CarrierDown(ConnectionError):
    """A carrier's error; learners read its name."""


PATIENCE = 200.0
MOST_STEPS = 2000


@dataclass
class _Fetched:
    """What an answer returned, the semaphores it made, and whether it stood still."""

    returned: Any
    made: list[int]
    stuck: bool
    names: list[str]  # the caller's own list, after the call
    raised: bool = False


def _fetch(
    offers: dict[str, Offer], k: int
) -> Callable[[Any, Stage], Coroutine[Any, Any, _Fetched]]:
    async def run(answer: Any, stage: Stage) -> _Fetched:
        names = list(stage.carriers(offers))
        with thread_locks_told(globals_of(answer)), counting_semaphores() as made:
            results = await ended([lambda: stage.call(names, k)], PATIENCE)
        return _Fetched(results[0] if results else None, made, results is None, names)

    return run


async def _fetch_from_broken(answer: Any, stage: Stage) -> _Fetched:
    """Ask three carriers in turn, of which the first one fails."""
    down = {"Lumen": Offer(0.823, CarrierDown("Lumen does not answer"))}
    names, mine = list(stage.carriers(THREE | down)), asyncio.all_tasks()
    fetched = _Fetched(None, [], False, names)

    async def call() -> None:
        try:
            fetched.returned = await stage.call(names, 1)
        except (CarrierDown, ExceptionGroup) as error:
            if isinstance(error, ExceptionGroup) and not error.subgroup(CarrierDown):
                raise
            fetched.raised = True

    with thread_locks_told(globals_of(answer)):
        fetched.stuck = await ended([call], PATIENCE) is None
        # What `gather` left at work gets the time to end.
        if others := asyncio.all_tasks() - mine:
            _, waiting = await asyncio.wait(others, timeout=5)
            fetched.stuck |= bool(waiting)
            await stopped(*waiting)
    return fetched


def _lets_errors_out(evidence: Evidence) -> Finding:
    if evidence.result.stuck:
        did = "The first carrier failed. Then the requests behind it waited for a token for ever."
        return missed(did, "Its token comes back.", "polite-place-kept", in_time=True)
    if not evidence.result.raised:
        did = f"`quote` raised `CarrierDown`. You returned {shown(evidence.result.returned)}."
        return missed(did, "The caller gets `CarrierDown`.", "polite-error-kept")
    return met("The caller got the carrier's error.")


def _ends(evidence: Evidence) -> Finding:
    if not evidence.result.stuck:
        return met(f"It returned after {seconds(evidence.seconds)}.")
    if evidence.trial == FAILS:
        return met("Each carrier was asked or given up.")
    if evidence.result.made[:1] == [0]:
        k = PLACES[evidence.trial][1]
        did = f"With k = {k}, your semaphore began with 0 tokens, so nobody came in."
        return missed(did, "At most k requests, so k tokens.", "polite-limit-not-k")
    done = sum(call.outcome == "answered" for call in evidence.calls)
    did = f"{done} of {count(evidence.carriers, 'carrier')} answered. Then everything waited."
    return missed(did, "Every carrier is asked.", "polite-place-kept", in_time=True)


def _prices(evidence: Evidence) -> Finding | None:
    if evidence.trial == FAILS:
        return met("The other trials ask for this.")
    if evidence.result.stuck:
        return None
    offers, got = PLACES[evidence.trial][0], evidence.result.returned
    wanted = {name: offer.answer for name, offer in offers.items()}
    did = f"You returned {shown(got)}.{evidence.called}"
    if isinstance(got, list | tuple) and sorted(map(str, got)) == sorted(map(str, wanted.values())):
        return missed(did, f"{shown(wanted)}.", "polite-prices-without-carriers")
    if isinstance(got, dict) and any(map(asyncio.iscoroutine, got.values())):
        did = "Your dict holds coroutines, not prices. Nothing ran them."
        return missed(did, f"{shown(wanted)}.", "coroutine-as-value")
    if isinstance(got, dict) and got.keys() < wanted.keys():
        did = f"Your dict holds {count(len(got), 'carrier')}. You were given {len(wanted)}."
        return missed(did, f"{shown(wanted)}.", "polite-carriers-missing")
    if isinstance(got, dict) and got == wanted and list(got) != list(wanted):
        return missed(did, f"{shown(wanted)}, in this order.", "polite-order-of-answers")
    swapped = isinstance(got, dict) and got != wanted and got.keys() == wanted.keys()
    if swapped and sorted(map(str, got.values())) == sorted(map(str, wanted.values())):
        return missed(did, f"{shown(wanted)}.", "polite-prices-swapped")
    if got == wanted and evidence.result.names != list(wanted):
        did = (
            f"The list of the caller holds {count(len(evidence.result.names), 'name')} afterwards."
        )
        return missed(did, f"Still {len(wanted)} names.", "polite-list-changed")
    return compare(replace(evidence, result=got), wanted)


def _keeps_the_limit(evidence: Evidence) -> Finding | None:
    if evidence.trial == FAILS:
        return met("The other trials ask for this.")
    if evidence.result.stuck:
        return None
    offers, k = PLACES[evidence.trial]
    limit, most = min(k, len(offers)), evidence.most_in_flight
    expected = f"At most {limit} open, and at some moment exactly {limit}."
    if len(evidence.calls) > len(offers):
        did = f"{count(len(evidence.calls), 'request')} were sent to {len(offers)} carriers."
        return missed(did, f"{count(len(offers), 'request')}.", "asked-twice")
    if not evidence.calls:
        return missed("You asked no carrier.", "Each carrier is asked.", "asked-nobody")
    if most > limit:
        did, key = (
            f"{count(most, 'request')} were open at once, with k = {k}.",
            "polite-limit-missing",
        )
        made = evidence.result.made
        if len(made) > 1:
            did += f" You made {len(made)} semaphores, one in each call."
            key = "polite-semaphore-in-each-call"
        elif made and re.search(r"\.release\(", evidence.source):
            key = "polite-token-too-many"
        elif made == [k]:
            did += f" Your semaphore has {count(k, 'token')}."
            key = "polite-limit-guards-nothing"
        elif made or re.search(r"\bSemaphore\(|range\(", evidence.source):
            key = "polite-limit-not-k"
        return missed(did, expected, key, in_time=True)
    if most < limit:
        did = f"Never more than {count(most, 'request')} {'was' if most == 1 else 'were'} open."
        key = "one-by-one" if most == 1 else "polite-limit-not-k"
        if most == 1 and re.search(r"\bLock\(", evidence.source):
            key = "polite-lock-for-semaphore"
        elif most == 1 and evidence.result.made:
            key = "polite-semaphore-around-all"
        return missed(did, expected, key, in_time=True, call="quote(carrier)")
    return met(f"At most {count(most, 'request')} open at once.")


def _no_place_empty(evidence: Evidence) -> Finding | None:
    if evidence.trial == FAILS:
        return met("The other trials ask for this.")
    offers, k = PLACES[evidence.trial]
    if evidence.result.stuck or len(evidence.calls) != len(offers):
        return None
    if len(evidence.steps) > MOST_STEPS:
        did = f"Your coroutines woke up more than {MOST_STEPS} times."
        return missed(did, "They sleep until a place is free.", "rate-turn-spins")
    calls, places = evidence.calls, min(k, len(offers))
    expected = f"Until the last request begins, {places} are open all the time."
    last_start = max(call.start for call in calls)
    moments = sorted({call.start for call in calls} | {call.end or 0.0 for call in calls})
    for begin, end in itertools.pairwise(moments):
        if begin >= last_start or end - begin <= ROUNDING:
            continue
        now = sum(call.open_at((begin + end) / 2) for call in calls)
        if now < places:
            verb = "was" if now == 1 else "were"
            did = f"At {seconds(begin)} only {count(now, 'request')} {verb} open, and carriers "
            did += f"still had to be asked. {seconds(evidence.seconds)} in all."
            return missed(did, expected, "polite-place-left-empty", in_time=True)
    if moments[0] > ROUNDING:
        did = f"The first request began at {seconds(moments[0])}."
        return missed(did, "The first ones begin at once.", "polite-place-left-empty", in_time=True)
    if evidence.seconds > moments[-1] + ROUNDING:
        did = f"The last answer came at {seconds(moments[-1])}. You returned at "
        did += f"{seconds(evidence.seconds)}."
        return missed(did, "You return with the last answer.", "waited-longer", in_time=True)
    return met(f"No place stood empty: {seconds(evidence.seconds)} for {len(calls)} carriers.")


POLITE_FETCH = Task(
    name="polite_fetch",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        *(Trial(name, _fetch(*numbers)) for name, numbers in PLACES.items()),
        Trial(FAILS, _fetch_from_broken),
    ),
    requirements=(
        Requirement("Every carrier is asked", _ends),
        Requirement("Returns the price of each carrier", _prices),
        Requirement("At most k requests are open at once", _keeps_the_limit),
        Requirement("No place stays empty while carriers wait", _no_place_empty),
        Requirement("A carrier's error reaches the caller", _lets_errors_out, FAILS),
    ),
    hints=(
        "Two things are needed: all calls start together, and something holds most of them back. "
        "Which tool of lesson 01 does the first?",
        "What holds them back must be one object for all calls. Which lines of your code run once, "
        "and which run for each carrier?",
        "Make the semaphore once, in `polite_fetch`. Write a small inner coroutine function for "
        "one carrier that takes a token, asks, and returns the price.",
        "`limit = asyncio.Semaphore(k)`, then `async def ask(carrier):` with `async with limit: "
        "return await quote(carrier)`. Gather `ask(carrier)` for all, and pair with `zip`.",
    ),
    why=(
        "`gather` starts all calls, and the semaphore lets `k` of them past. When one is done, its "
        "token goes to the next in the line, so no place is empty. It is made in `polite_fetch`, "
        "so each call of that function has its own limit."
    ),
    reflect="Before you go on, say how two pages that call `polite_fetch` could share one limit.",
)
