"""`overlap_two`: one question on its way while two others, which need each other, are asked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

import nightline.checks.starting.mistakes
import nightline.checks.starting.overlap_mistakes  # noqa: F401 (both register diagnoses)
from nightline.checks.starting import SET
from nightline.checks.starting.plans import close_unstarted
from nightline.checks.starting.reading import (
    awaits_what_it_starts,
    keeps_a_plan,
    looks_again_and_again,
)
from nightline.judging.evidence import Call, Evidence, most_in_flight
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer, Upstream


@dataclass(frozen=True)
class _Train:
    """How long a train's three questions take, and what they give."""

    name: str
    menu: Offer
    berth: Offer
    price: Offer

    @property
    def chain(self) -> float:
        return self.berth.delay + self.price.delay

    @property
    def best(self) -> float:
        return max(self.menu.delay, self.chain)

    @property
    def wanted(self) -> tuple[Any, Any]:
        return self.menu.answer, self.price.answer


# The rest of the slow menu is no multiple of a tenth: who looks now and then comes too late.
SLOW_MENU = _Train(
    "Fjord 12", Offer(2.47, "fish soup"), Offer(0.5, "car 7, berth 44"), Offer(0.3, 138)
)
SLOW_BERTH = _Train(
    "Jura 3", Offer(0.35, "potato gratin"), Offer(0.25, "car 1, berth 9"), Offer(0.4, 86)
)
TRAINS = {"a slow menu": SLOW_MENU, "a slow berth": SLOW_BERTH}

# Virtual seconds that asking again and again with `sleep(0)` may add to a wait.
POLLING = 0.02

# Which part of a train's page fails, by the question that gives it.
PARTS = {"menu": "menu", "find_berth": "berth", "price_of": "price"}


@dataclass
class _Page:
    """What the answer returned, and the calls it made of each function."""

    returned: Any
    menus: list[Call]
    berths: list[Call]
    prices: list[Call]


class _Office:
    """Answers the three questions for one train, and refuses what was not meant.

    With `plans`, it notes there the coroutines it hands out: one that is kept cannot warn.
    """

    def __init__(
        self, train: _Train, stage: Stage, plans: list[Coroutine[Any, Any, Any]] | None = None
    ) -> None:
        self.menus = stage.carriers({train.name: train.menu}, "menu")
        self.berths = stage.carriers({train.name: train.berth}, "find_berth")
        self.prices = stage.carriers({str(train.berth.answer): train.price}, "price_of")
        self.plans = plans
        stage.lend(price_of=self.price_of, menu=self.menu, find_berth=self.find_berth)

    def menu(self, train: Any) -> Coroutine[Any, Any, Any]:
        return self._asked(self.menus, train)

    def find_berth(self, train: Any) -> Coroutine[Any, Any, Any]:
        return self._asked(self.berths, train)

    def price_of(self, berth: Any) -> Coroutine[Any, Any, Any]:
        if not isinstance(berth, str):
            raise TypeError(f"price_of takes a berth, got a {type(berth).__name__}")
        if berth not in self.prices:
            raise LookupError(f"{berth} is no berth of this train")
        return self._plan(self.prices, berth)

    def _asked(self, upstream: Upstream, train: Any) -> Coroutine[Any, Any, Any]:
        if train not in upstream:
            raise LookupError(f"{shown(train)[1:-1]} is not the train that was asked for")
        return self._plan(upstream, train)

    def _plan(self, upstream: Upstream, about: str) -> Coroutine[Any, Any, Any]:
        plan = upstream.ask(about)
        if self.plans is not None:
            self.plans.append(plan)
        return plan


def _page_of(train: _Train) -> Any:
    async def run(answer: Any, stage: Stage) -> _Page:
        office = _Office(train, stage)
        returned = await stage.call(train.name)
        if isinstance(returned, tuple | list):
            close_unstarted(returned)  # it is told as what it is, and need not warn
        return _Page(returned, office.menus.calls, office.berths.calls, office.prices.calls)

    return run


async def _one_fails(answer: Any, stage: Stage) -> dict[str, Any]:
    """What was returned although a question failed, by the name of that question."""
    silent: dict[str, Any] = {}
    held: list[asyncio.Task[Any]] = []
    for question, part in PARTS.items():
        fails = Offer(0.2, LookupError("the line is down"))
        train = replace(SLOW_BERTH, name="Kestrel 4", **{part: fails})
        plans: list[Coroutine[Any, Any, Any]] = []
        _Office(train, stage, plans)
        with contextlib.suppress(Exception):  # as it should: the caller hears it
            silent[question] = await answer(train.name)
        held += stage.loop.tasks
        await asyncio.sleep(sum(offer.delay for offer in (train.menu, train.berth, train.price)))
        for task in held:
            if task.done() and not task.cancelled():
                task.exception()  # asked, so that only what was returned is judged here
        close_unstarted(plans)  # the error came before their turn
    return silent


def _menu_and_price(evidence: Evidence) -> Finding:
    page, train = evidence.result, TRAINS[evidence.trial]
    got, expected = page.returned, f"{shown(train.wanted)}."
    items = got if isinstance(got, tuple | list) else (got,)
    for kind, key, word in (
        (asyncio.Future, "task-for-value", "an unfinished answer"),
        (Coroutine, "plan-for-value", "a plan"),
    ):
        if any(isinstance(item, kind) for item in items):
            name = next(type(item).__name__ for item in items if isinstance(item, kind))
            did = f"In what you returned stands {word}, of type `{name.strip('_')}`."
            return missed(did, expected, key)
    if isinstance(got, tuple) and got == train.wanted[::-1]:
        return missed(f"You returned {shown(got)}.", expected, "menu-and-price-swapped")
    if got != train.wanted and (key := _key_of_wrong(page)):
        return missed(f"You returned {shown(got)}.", expected, key)
    return compare(replace(evidence, result=got), train.wanted)


def _key_of_wrong(page: _Page) -> str:
    """Why the values are not those of this train; empty when it is not known."""
    if any(call.outcome == "cancelled" for call in page.menus):
        return "menu-abandoned"
    # Without a berth nobody can ask for its price, so the other two come first.
    if not (page.menus and page.berths and page.prices):
        return "question-left-out"
    if isinstance(page.returned, tuple | list) and len(page.returned) != 2:
        return "two-values-wanted"
    return ""


def _passes_errors_on(evidence: Evidence) -> Finding:
    silent: dict[str, Any] = evidence.result
    for question, returned in silent.items():
        did = f"`{question}` raised `LookupError`, and you returned {shown(returned)}."
        return missed(did, "The error goes on to the caller.", "plan-error-kept-back")
    return met("Where a question failed, the caller heard it.")


def _overlaps(evidence: Evidence) -> Finding:
    page, train = evidence.result, TRAINS[evidence.trial]
    expected = f"{seconds(train.best)}, the slower of menu and berth."
    asked = {"menu": page.menus, "find_berth": page.berths, "price_of": page.prices}
    for name, calls in asked.items():
        if len(calls) != 1:
            did = f"You called `{name}` {len(calls)} times."
            key = "asked-twice" if calls else "question-left-out"
            return missed(did, "Each is asked once.", key)
    took = f"All of it took {seconds(evidence.seconds)}."
    menu, berth, price = page.menus[0], page.berths[0], page.prices[0]
    if evidence.seconds <= train.best + POLLING:
        return met(f"The menu was on its way while you asked for the berth. {took}")
    if most_in_flight([menu, berth, price]) == 1:
        did = f"You asked one after another. Never more than 1 question was open. {took}"
        return missed(did, expected, _key_of_sequence(evidence), in_time=True)
    if berth.end is not None and price.start > berth.end + POLLING:
        did = f"The berth was known at {seconds(berth.end)}. "
        did += f"You asked for its price at {seconds(price.start)}. {took}"
        return missed(did, expected, "waited-too-early", in_time=True)
    if max(menu.start, berth.start) > ROUNDING:
        late = max(menu.start, berth.start)
        name = "menu" if menu.start == late else "find_berth"
        did = f"You asked `{name}` at {seconds(late)}. {took}"
        return missed(did, expected, "started-too-late", in_time=True)
    did = f"The last answer came at {seconds(max(menu.end or 0.0, price.end or 0.0))}. {took}"
    polls = looks_again_and_again(evidence.source)
    return missed(did, expected, "polled-for-an-answer" if polls else "waited-longer", in_time=True)


def _key_of_sequence(evidence: Evidence) -> str:
    if awaits_what_it_starts(evidence.source):
        return "awaited-at-once"
    if keeps_a_plan(evidence.source, ("menu", "find_berth")):
        return "plan-is-no-start"
    return "nothing-started"


OVERLAP_TWO = Task(
    name="overlap_two",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        *(Trial(name, _page_of(train)) for name, train in TRAINS.items()),
        Trial("a question fails", _one_fails),
    ),
    requirements=(
        *(Requirement(f"Returns menu and price: {name}", _menu_and_price, name) for name in TRAINS),
        *(
            Requirement(f"Takes as long as its slower part: {name}", _overlaps, name)
            for name in TRAINS
        ),
        Requirement("An error reaches the caller", _passes_errors_on, "a question fails"),
    ),
    hints=(
        "Draw three bars for the three questions on one time axis. Which of them needs the answer "
        "of another one?",
        "Before your first `await`, something must be on its way already. Which call starts a plan "
        "and returns at once?",
        "Make a task of `menu(train)`. Then await the berth, then the price. Where do you await "
        "the task?",
        "`menu_task = asyncio.create_task(menu(train))` first, and `await menu_task` in the last "
        "line.",
    ),
    why=(
        "The task of the menu gets its first turn when the function stops for the berth. From then "
        "on both are on their way. Whichever side is slower, the last `await` waits only for what "
        "is left."
    ),
    reflect="Before you go on, say why gathering menu and berth first would take longer.",
)
