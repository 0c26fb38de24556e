"""`shows_the_limit`: an experiment that can say no, before pages that keep a limit and pages that do not."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nightline.checks.court import SET
from nightline.checks.court.limit_mistakes import reads_limit, takes_most_late
from nightline.judging.evidence import Evidence
from nightline.judging.findings import ROUNDING, Finding, Requirement, met, missed, seconds, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

ANSWER, PRICE, STEP, GIVES_UP = 0.2, 59, 0.01, 0.05
HELPS = re.compile(r"Semaphore|Lock\(")
Ask = Callable[[str], Awaitable[int]]
NAMES = [f"carrier {number}" for number in range(1, 13)]


async def _all(ask: Ask) -> None:
    await asyncio.gather(*(ask(name) for name in NAMES))


async def _in_turn(ask: Ask) -> None:
    for name in NAMES:
        await ask(name)


def _limited(most: int, pause: float = 0.0, patience: float | None = None) -> Callable[[Ask], Any]:
    """A page that has at most so many open, starts one each `pause`, and waits for so long."""

    async def page(ask: Ask) -> None:
        places = asyncio.Semaphore(most)

        async def one(number: int, name: str) -> None:
            await asyncio.sleep(number * pause)
            async with places:
                try:
                    await asyncio.wait_for(ask(name), patience)
                except TimeoutError:
                    return

        await asyncio.gather(*(one(*each) for each in enumerate(NAMES)))

    return page


def _windows(number: int) -> Callable[[Ask], Any]:
    """A page with a queue and so many clerks, who each ask one carrier at a time."""

    async def page(ask: Ask) -> None:
        waiting = list(reversed(NAMES))

        async def clerk() -> None:
            while waiting:
                await ask(waiting.pop())

        await asyncio.gather(*(clerk() for _ in range(number)))

    return page


async def _batches(ask: Ask) -> None:
    for start in range(0, len(NAMES), 4):
        await asyncio.gather(*(ask(name) for name in NAMES[start : start + 4]))


async def _nobody(ask: Ask) -> None:
    await asyncio.sleep(STEP)


@dataclass(frozen=True)
class Exhibit:
    """A page of the trial: what it does, itself, the limit that is claimed, the right verdict."""

    name: str
    page: Callable[[Ask], Any]
    limit: int
    holds: bool


EXHIBITS = (
    Exhibit("asks all twelve at once", _all, 4, False),
    Exhibit("asks one after another", _in_turn, 4, False),
    Exhibit("keeps the limit of 4", _limited(4), 4, True),
    Exhibit("keeps a limit of 5", _limited(5), 4, False),
    Exhibit("keeps a limit of 3", _limited(3), 4, False),
    Exhibit("has four clerks", _windows(4), 4, True),
    Exhibit("asks in groups of four", _batches, 4, True),
    Exhibit("starts a question every 0.01 s", _limited(4, STEP), 4, True),
    Exhibit("gives each question up after 0.05 s", _limited(3, 0.0, GIVES_UP), 3, True),
    Exhibit("asks nobody", _nobody, 2, False),
)


@dataclass(frozen=True)
class Judged:
    """What the answer said of a page, and what its questions met.

    Args:
        exhibit: the page.
        said: the verdict.
        questions: how many the page asked.
        was_async: whether the answer could be awaited.
        ended: whether the page came to its end.
        quick: the seconds of the quickest answer, None without one.
        prices: what the carriers gave.
        kept: whether a question that was given up went on.
    """

    exhibit: Exhibit
    said: Any
    questions: int
    was_async: bool = True
    ended: bool = True
    quick: float | None = None
    prices: tuple[Any, ...] = ()
    kept: bool = False


async def _court(answer: Any, stage: Stage) -> list[Judged]:
    return [await _judged(each, stage) for each in EXHIBITS]


async def _judged(exhibit: Exhibit, stage: Stage) -> Judged:
    asked: list[str] = []
    took: list[float] = []
    prices: list[Any] = []
    kept: list[str] = []
    ended: list[bool] = []
    now = stage.loop.time

    async def page(ask: Ask) -> None:
        async def noted(name: str) -> int:
            asked.append(name)
            start, task = now(), asyncio.current_task()
            price = await ask(name)
            if task is not None and task.cancelling():
                kept.append(name)
            took.append(round(now() - start, 6))
            prices.append(price)
            return price

        ended.append(False)
        await exhibit.page(noted)
        ended[-1] = True

    value = stage.answer(page, exhibit.limit)
    if not inspect.isawaitable(value):
        return Judged(exhibit, value, len(asked), False)
    said, quick = await value, min(took, default=None)
    return Judged(exhibit, said, len(asked), True, all(ended), quick, tuple(prices), bool(kept))


def _is_awaited(evidence: Evidence) -> Finding:
    if not evidence.result[0].was_async:
        did = f"A call of your function gave {shown(evidence.result[0].said)} at once."
        return missed(did, "A coroutine that can be awaited.", "not-a-coroutine")
    return met("Your function can be awaited.")


def _is_yes_or_no(evidence: Evidence) -> Finding:
    for each in evidence.result:
        if each.said is None:
            return missed("You returned `None`.", "`True` or `False`.", "nothing-returned")
        if not isinstance(each.said, bool):
            did = f"You returned {shown(each.said)}, of type `{type(each.said).__name__}`."
            return missed(did, "`True` or `False`.", "wrong-type")
    return met("You said yes or no.")


def _runs_the_pages(evidence: Evidence) -> Finding:
    if not any(each.questions for each in evidence.result):
        did = "Ten pages were brought, and none of them asked a carrier."
        return missed(did, "Each page is run.", "evidence-without-the-page")
    return met("You ran the pages.")


def _says_no(evidence: Evidence) -> Finding:
    for each in evidence.result:
        if each.said and not each.exhibit.holds:
            did = (
                f"A page {each.exhibit.name}. The limit is {each.exhibit.limit}, and you said yes."
            )
            return missed(did, "No.", _why_yes(evidence, each))
    return met("You said no to each page that breaks the claim.")


def _why_yes(evidence: Evidence, wrong: Judged) -> str:
    if wrong.exhibit.page is _all and evidence.seconds < ANSWER:
        return "evidence-never-waits"
    if not reads_limit(evidence.source):
        return "evidence-limit-not-read"
    return "evidence-limits-itself" if HELPS.search(evidence.source) else "half-of-the-claim"


def _says_yes(evidence: Evidence) -> Finding:
    for each in evidence.result:
        if not each.said and each.exhibit.holds:
            did = f"A page {each.exhibit.name}. The limit is {each.exhibit.limit}, and you said no."
            if not each.ended:
                did += " It had not come to its end."
                return missed(did, "Yes.", "evidence-page-cut")
            return missed(did, "Yes.", _why_no(evidence))
    return met("You said yes to each page that keeps the claim.")


def _why_no(evidence: Evidence) -> str:
    if not reads_limit(evidence.source):
        return "evidence-limit-not-read"
    refused = [
        each.exhibit.name for each in evidence.result if not each.said and each.exhibit.holds
    ]
    if len(refused) > 3:
        return "evidence-never-waits" if evidence.seconds < ANSWER else "evidence-other-limit"
    if any("every 0.01 s" in name for name in refused):
        return "evidence-too-quick"
    if "gives" not in refused[0]:
        return "evidence-other-limit"
    late = takes_most_late(evidence.source)
    return "evidence-counts-too-late" if late else "given-up-still-open"


def _answers(evidence: Evidence) -> Finding:
    for each in evidence.result:
        if each.kept:
            did = f"A page {each.exhibit.name}. Your `ask` went on, and gave a price."
            return missed(did, "A question that is given up ends.", "evidence-refuses-to-end")
        others = [price for price in each.prices if price != PRICE]
        if others:
            did = f"A page {each.exhibit.name}, and got {shown(others[0])}."
            return missed(did, f"The price {PRICE}.", "evidence-other-answer")
        if each.quick is not None and each.quick < ANSWER - ROUNDING:
            did = f"Your carriers answered after {seconds(each.quick)}."
            return missed(did, f"{seconds(ANSWER)}.", "evidence-too-quick", in_time=True)
    return met("Your carriers answered as the docstring says.")


SHOWS_THE_LIMIT = Task(
    name="shows_the_limit",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial("ten pages", _court),),
    requirements=(
        Requirement("It can be awaited", _is_awaited),
        Requirement("Runs the page", _runs_the_pages),
        Requirement("Says True or False", _is_yes_or_no),
        Requirement("Says no to pages that break the claim", _says_no),
        Requirement("Says yes to pages that keep it", _says_yes),
        Requirement("Carriers answer as the docstring says", _answers),
    ),
    hints=(
        "Try the given function on the page of *Try it*. How many of its questions are open at the same "
        "moment, and why?",
        "A question is open for as long as `ask` runs. What does the docstring say about a carrier's time?",
        "The claim has two halves. Which values of `most` are right for a limit of 3: 1, 2, 3, 12?",
    ),
    why=(
        "The wait makes a question last, so that others can be open beside it. And `==` holds both halves "
        "of the claim."
    ),
    reflect="Before you go on, name a page that would deceive this experiment too.",
)
