"""`overlap_two`: one question on its way while two others, which need each other, are asked."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.starting import SET
from nightline.checks.starting.reading import awaits_what_it_starts, keeps_a_plan
from nightline.checks.starting.texts import about
from nightline.judging.diagnoses import register
from nightline.judging.errors import know_error
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
from nightline.judging.upstream import Offer

_entry = about("A task starts now")

register(
    _entry(
        "nothing-started",
        "three questions one after another",
        "`await` waits for its answer before the next line runs. It does not start work in the "
        "background, so the waits add up.",
        "Which question needs no other answer? Start it before you wait for anything.",
        3,
    ),
    _entry(
        "plan-is-no-start",
        "a plan that was taken for a start",
        "The call gave you a plan, and a plan does not run. It began at the line that awaits it, "
        "when the other answers were there already.",
        "Print the type of what your call gives. What must happen to it, so that it starts now?",
        17,
    ),
    _entry(
        "started-too-late",
        "a question that was asked behind a wait",
        "The question went out only when an `await` in an earlier line had ended. During that wait "
        "nothing knew of it.",
        "The menu needs no berth. How far up can the line move that starts it?",
    ),
    _entry(
        "waited-too-early",
        "a wait for the menu before the price is asked",
        "The berth was known, but your function also waited for the menu before it asked for the "
        "price. The price needs the berth only.",
        "Which two questions belong together? Finish both before you wait for the third.",
    ),
    _entry(
        "task-for-value",
        "a task where its value is needed",
        "A task stands for a running plan. It is not the value: that comes out where you await it.",
        "Print the type of what you hand on. Which word gives the value of a task?",
    ),
    _entry(
        "plan-for-value",
        "a plan where its value is needed",
        "You handed on the plan itself, and nothing ever ran it. Its value exists only after the "
        "wait.",
        "Which word belongs before the call, or before the name that holds it?",
        5,
    ),
    _entry(
        "menu-and-price-swapped",
        "menu and price the other way round",
        "Both parts are right, and their order is not. The caller unpacks the menu first.",
        "Compare your `return` line with the “Returns” line of the docstring.",
    ),
    _entry(
        "price-of-what",
        "the price of something that is no berth",
        "`price_of` takes a berth, the answer of `find_berth`. So it cannot be asked before that "
        "answer is there.",
        "What does `find_berth` give you? Print it, then hand it on.",
    ),
)
know_error("price_of takes a berth, got a Task", "task-for-value", sets=SET)
know_error("price_of takes a berth, got a Future", "task-for-value", sets=SET)
know_error(
    "price_of takes a berth, got a coroutine", "plan-for-value", sets=SET, explains_unrun=True
)
know_error("is no berth of this train", "price-of-what", sets=SET)


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


SLOW_MENU = _Train(
    "Fjord 12", Offer(0.9, "fish soup"), Offer(0.5, "car 7, berth 44"), Offer(0.3, 138)
)
SLOW_BERTH = _Train(
    "Jura 3", Offer(0.35, "potato gratin"), Offer(0.25, "car 1, berth 9"), Offer(0.4, 86)
)
TRAINS = {"a slow menu": SLOW_MENU, "a slow berth": SLOW_BERTH}


@dataclass
class _Page:
    """What the answer returned, and the calls it made of each function."""

    returned: Any
    menus: list[Call]
    berths: list[Call]
    prices: list[Call]


def _page_of(train: _Train) -> Any:
    async def run(answer: Any, stage: Stage) -> _Page:
        menus = stage.carriers({train.name: train.menu}, "menu")
        berths = stage.carriers({train.name: train.berth}, "find_berth")
        prices = stage.carriers({str(train.berth.answer): train.price}, "price_of")

        def price_of(berth: Any) -> Coroutine[Any, Any, Any]:
            if not isinstance(berth, str):
                raise TypeError(f"price_of takes a berth, got a {type(berth).__name__}")
            if berth not in prices:
                raise LookupError(f"{berth} is no berth of this train")
            return prices.ask(berth)

        stage.lend(price_of=price_of)
        returned = await stage.call(train.name)
        for item in returned if isinstance(returned, tuple | list) else ():
            if inspect.iscoroutine(item):
                item.close()  # it is told as what it is, and need not warn
        return _Page(returned, menus.calls, berths.calls, prices.calls)

    return run


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
            did = f"In what you returned stands {word}, of type `{name}`."
            return missed(did, expected, key)
    if isinstance(got, tuple) and got == train.wanted[::-1]:
        return missed(f"You returned {shown(got)}.", expected, "menu-and-price-swapped")
    return compare(replace(evidence, result=got), train.wanted)


def _overlaps(evidence: Evidence) -> Finding:
    page, train = evidence.result, TRAINS[evidence.trial]
    expected = f"{seconds(train.best)}, the slower of menu and berth."
    asked = {"menu": page.menus, "find_berth": page.berths, "price_of": page.prices}
    for name, calls in asked.items():
        if len(calls) != 1:
            did = f"You called `{name}` {len(calls)} times."
            return missed(did, "Each is asked once.", "asked-twice" if calls else "asked-nobody")
    took = f"All of it took {seconds(evidence.seconds)}."
    menu, berth, price = page.menus[0], page.berths[0], page.prices[0]
    if evidence.seconds <= train.best + ROUNDING:
        return met(f"The menu was on its way while you asked for the berth. {took}")
    if most_in_flight([menu, berth, price]) == 1:
        did = f"You asked one after another. Never more than 1 question was open. {took}"
        return missed(did, expected, _key_of_sequence(evidence), in_time=True)
    if berth.end is not None and price.start > berth.end + ROUNDING:
        did = f"The berth was known at {seconds(berth.end)}. "
        did += f"You asked for its price at {seconds(price.start)}. {took}"
        return missed(did, expected, "waited-too-early", in_time=True)
    if max(menu.start, berth.start) > ROUNDING:
        late = max(menu.start, berth.start)
        name = "menu" if menu.start == late else "find_berth"
        did = f"You asked `{name}` at {seconds(late)}. {took}"
        return missed(did, expected, "started-too-late", in_time=True)
    did = f"The last answer came at {seconds(max(menu.end or 0.0, price.end or 0.0))}. {took}"
    return missed(did, expected, "waited-longer", in_time=True)


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
    trials=tuple(Trial(name, _page_of(train)) for name, train in TRAINS.items()),
    requirements=(
        Requirement("Returns the menu and the price", _menu_and_price),
        *(
            Requirement(f"Takes as long as its slower part: {name}", _overlaps, name)
            for name in TRAINS
        ),
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
