"""`SearchTests`: tests of concurrency that stop seven mutants of a page."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import nightline.checks.trust.reading as reading
import nightline.checks.trust.search_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.trust import SET
from nightline.checks.trust.judging import catches, they_pass, they_run
from nightline.checks.trust.running import Mutant, Tests, on_mutants, on_right_code
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

RIGHT, SEVEN = "the right page", "seven mutants"
SLOWER = "the right page on a busy day, when each carrier needs three times as long"
LIMIT, BLOCKS = 3, 0.3
# As the exercise shows them.
PRICES = {"Aurora": 89, "Boreal": 64, "Corvo": 72, "Danube": 59, "Estrela": 95, "Fjord": 58}
DELAYS = {"Aurora": 0.2, "Boreal": 0.3, "Corvo": 0.1, "Danube": 0.2, "Estrela": 0.4, "Fjord": 0.1}


class Carriers:
    """Carriers that count, as the exercise shows them."""

    def __init__(self, slow: tuple[str, ...] = ()) -> None:
        self.slow = slow
        self.asked = self.open = self.most = 0

    async def quote(self, name: str) -> int:
        self.asked += 1
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            await asyncio.sleep(5 if name in self.slow else DELAYS[name])
            return PRICES[name]
        finally:
            self.open -= 1


class SlowerCarriers(Carriers):
    """The same carriers on a busy day."""

    async def quote(self, name: str) -> int:
        self.asked += 1
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            await asyncio.sleep(5 if name in self.slow else DELAYS[name] * 3)
            return PRICES[name]
        finally:
            self.open -= 1


async def latest_turn(work: Any) -> float:
    """The witness, as the exercise shows it."""
    task, latest = asyncio.ensure_future(work), 0.0
    loop = asyncio.get_running_loop()
    while not task.done():
        due = loop.time() + 0.01
        await asyncio.sleep(0.01)
        latest = max(latest, loop.time() - due)
    await task
    return latest


Page = Callable[[Any], Any]


def _search_of(
    limit: int = LIMIT,
    *,
    shared: bool = False,
    in_turn: bool = False,
    blocks: bool = False,
    mixed: bool = False,
) -> Callable[[Any], Page]:
    """Make `search_of`, right or with one mistake."""

    def search_of(carriers: Any) -> Page:
        of_all, line = asyncio.Semaphore(limit), asyncio.Lock()

        async def ask(name: str, window: asyncio.Semaphore) -> int:
            async with window:
                return await carriers.quote(name)  # type: ignore[no-any-return]

        async def visit() -> dict[str, int]:
            window = of_all if shared else asyncio.Semaphore(limit)
            if blocks:
                time.sleep(BLOCKS)  # noqa: ASYNC251  (the mistake)
            prices = await asyncio.gather(*(ask(name, window) for name in PRICES))
            names = sorted(PRICES, key=lambda name: DELAYS[name]) if mixed else list(PRICES)
            return dict(zip(names, prices, strict=True))

        async def search(request: Any) -> Any:
            from django.http import JsonResponse

            if not in_turn:
                return JsonResponse(await visit())
            async with line:
                return JsonResponse(await visit())

        return search

    return search_of


def _with_tasks(carriers: Any) -> Page:
    """Right code of another form: three workers take names from one list."""

    async def search(request: Any) -> Any:
        from django.http import JsonResponse

        names, prices = list(PRICES), {}

        async def work() -> None:
            while names:
                name = names.pop(0)
                prices[name] = await carriers.quote(name)

        async with asyncio.TaskGroup() as group:
            for _ in range(LIMIT):
                group.create_task(work())
        return JsonResponse({name: prices[name] for name in PRICES})

    return search


MUTANTS = (
    Mutant("the prices stand at other carriers", _search_of(mixed=True), "search-answer-untested"),
    Mutant("the carriers are asked one by one", _search_of(1), "search-one-by-one-unseen"),
    Mutant("all six are asked at once", _search_of(6), "search-no-limit-unseen"),
    Mutant("only two are asked at a time", _search_of(2), "search-two-unseen"),
    Mutant("the thread stands still for 0.3 s", _search_of(blocks=True), "search-blocking-unseen"),
    Mutant(
        "a visitor waits until the one before has gone",
        _search_of(in_turn=True),
        "search-in-turn-unseen",
    ),
    Mutant(
        "all visitors together have three questions open",
        _search_of(shared=True),
        "search-shared-unseen",
    ),
)
TWO_VISITORS = ("search-in-turn-unseen", "search-shared-unseen")


def _lent() -> dict[str, Any]:
    from django.test import AsyncRequestFactory

    request = AsyncRequestFactory().get("/page/")
    return {"Carriers": Carriers, "latest_turn": latest_turn, "request": request}


def _on_right(answer: Any, stage: Stage) -> Tests:
    copies = {
        "the right page": {**_lent(), "search_of": _search_of()},
        "a right page of another form": {**_lent(), "search_of": _with_tasks},
        SLOWER: {**_lent(), "Carriers": SlowerCarriers, "search_of": _search_of()},
    }
    return on_right_code(answer, stage, copies)


def _on_mutants(answer: Any, stage: Stage) -> Tests:
    return on_mutants(answer, stage, _lent() | {"search_of": _search_of()}, MUTANTS, "search_of")


def _alarm(message: str, text: str, copy: str, source: str) -> str | None:
    if "'coroutine'" in message:
        return "search-not-awaited"
    if "object function can't be used" in message or "'function' object" in message:
        return "search-page-not-made"
    if copy == SLOWER:
        return "search-reads-the-clock"
    if "!=" in message and reading.made_once(source, "Carriers"):
        return "search-shared-carriers"
    zero = message.startswith("AssertionError: 0 ")
    if zero and ".open" in text:
        return "search-open-afterwards"
    if re.match(r"AssertionError: [0-9.e-]+ not less than 0\b(?!\.)", message):
        return "search-no-margin"
    if message.startswith("AssertionError: 0 ") or "0 not greater" in message:
        return "search-other-carriers"
    if message.startswith(("AssertionError: 3 != 6", "AssertionError: 6 != 3")):
        return "search-count-of-two"
    return "search-false-alarm" if message.startswith("AssertionError") else None


def _story(evidence: Evidence, mutant: Mutant) -> tuple[str, str] | None:
    if mutant.key == "search-blocking-unseen" and reading.uses(evidence.source, "latest_turn"):
        return " The witness was there.", "search-witness-unheard"
    if mutant.key in TWO_VISITORS and reading.uses(evidence.source, "gather"):
        return "", "search-two-sites"
    loose = mutant.key in ("search-one-by-one-unseen", "search-two-unseen")
    if loose and reading.at_most_only(evidence.source):
        return "", "search-at-most-only"
    if evidence.result.names == ["test_answer"]:
        return "", "search-tests-missing"
    return None


SEARCH_TESTS = Task(
    name="SearchTests",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(RIGHT, _on_right, prepare=prepare),
        Trial(SEVEN, _on_mutants, prepare=prepare),
    ),
    requirements=(
        they_run("SearchTests"),
        they_pass(_alarm),
        *(catches(mutant, SEVEN, _story) for mutant in MUTANTS),
    ),
    hints=(
        "The given test has one visitor and looks at the answer. Which of the three promises could you "
        "see with it? Who would have to be there for the other two?",
        "`carriers.most` says how many questions were open at most. What is it after one visit, and what "
        "after two visits of the *same* page at the same moment?",
        "For the thread, hand a visit to `latest_turn`. It returns seconds, and in a right page nearly "
        "none. The mutants block for 0.3 s.",
        "One visit: `assertEqual(carriers.most, 3)`. Two visits of one page, gathered: 6. And "
        "`assertLess(await latest_turn(page(request)), 0.2)`.",
    ),
    why=(
        "The exact number stops those who ask too many and those who ask too few. The second visitor "
        "shows what one visitor cannot see, and the witness stands for everybody who shares the thread."
    ),
    reflect="Before you go on, say which mutant would live if each of your visits had a page of its own.",
)
