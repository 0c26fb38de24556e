"""`shows_the_limit`: an experiment that can say no, before pages that keep a limit and pages that do not."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nightline.checks.court import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

WRONG = "When it goes wrong"
ANSWER, STEP, GIVES_UP = 0.2, 0.01, 0.05
HELPS = re.compile(r"Semaphore|Lock\(")
register(
    Diagnosis(
        "evidence-never-waits",
        "an experiment that cannot say no",
        "Your carriers answer at once. Each question is over before the next one can begin, so no page "
        "ever has two of them open. Then pages with and without a limit look the same.",
        "How long does a carrier need here? Where in `ask` does that wait belong?",
        "24",
        WRONG,
        misconceptions=(15,),
    ),
    Diagnosis(
        "evidence-too-quick",
        "carriers that answer too soon",
        "This page starts a question every 0.01 s. Your carriers had answered before enough of them were "
        "open, so the page never came to its limit.",
        "The docstring says how long a carrier needs. Does yours?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "half-of-the-claim",
        "half of the claim",
        "The claim has two halves: never more than the limit, and at some moment exactly so many. You ask "
        "about one of them.",
        "Which comparison of `most` and `limit` is true only if both halves hold?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-limits-itself",
        "an experiment that helps the page",
        "Something in your experiment holds questions back. So what you measure is your own limit, and not "
        "the limit of the page.",
        "What may a carrier do, and what must only the page do?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "given-up-still-open",
        "a question that was given up, counted as open",
        "A page may give a question up. It is cancelled then, and the lines after its wait do not run. So "
        "your count of open questions never came down again.",
        "Which part of a `try` statement runs in each case?",
        "06",
        "Finally cleans up",
        misconceptions=(30,),
    ),
    Diagnosis(
        "evidence-without-the-page",
        "a verdict without the page",
        "Your function gave its verdict, and the page had asked nobody. A claim about a page is shown by "
        "running it.",
        "Which line runs the page? What does it need from you?",
        "24",
        WRONG,
    ),
    Diagnosis(
        "evidence-other-limit",
        "a right page refused",
        "This page keeps the limit and uses it, and you said no to it.",
        "Print `most` and `limit` before you return. Which of the two is not what you expect?",
        "24",
        WRONG,
    ),
)

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
    """What the answer said of a page, and how many of its questions came."""

    exhibit: Exhibit
    said: Any
    questions: int
    was_async: bool = True


async def _court(answer: Any, stage: Stage) -> list[Judged]:
    return [await _judged(each, stage) for each in EXHIBITS]


async def _judged(exhibit: Exhibit, stage: Stage) -> Judged:
    asked = []

    async def page(ask: Ask) -> None:
        async def noted(name: str) -> int:
            asked.append(name)
            return await ask(name)

        await exhibit.page(noted)

    value = stage.answer(page, exhibit.limit)
    if not inspect.isawaitable(value):
        return Judged(exhibit, value, len(asked), False)
    return Judged(exhibit, await value, len(asked))


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
    return "evidence-limits-itself" if HELPS.search(evidence.source) else "half-of-the-claim"


def _says_yes(evidence: Evidence) -> Finding:
    for each in evidence.result:
        if not each.said and each.exhibit.holds:
            did = f"A page {each.exhibit.name}. The limit is {each.exhibit.limit}, and you said no."
            return missed(did, "Yes.", _why_no(evidence))
    return met("You said yes to each page that keeps the claim.")


def _why_no(evidence: Evidence) -> str:
    refused = [
        each.exhibit.name for each in evidence.result if not each.said and each.exhibit.holds
    ]
    if len(refused) > 3:
        return "evidence-never-waits" if evidence.seconds < ANSWER else "evidence-other-limit"
    if any("every 0.01 s" in name for name in refused):
        return "evidence-too-quick"
    return "given-up-still-open" if "gives" in refused[0] else "evidence-other-limit"


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
