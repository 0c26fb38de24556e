"""`StatusTests`: a test class that cannot fail, to repair."""

from __future__ import annotations

import re
from typing import Any

from nightline.checks.trust import SET
from nightline.checks.trust.judging import catches, they_pass, they_run
from nightline.checks.trust.running import Mutant, Tests, on_mutants, on_right_code
from nightline.checks.trust.texts import INSIDE, about
from nightline.judging.diagnoses import register
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

_entry = about(INSIDE)
register(
    _entry(
        "status-found-untested",
        "a status that nobody compares",
        "This mutant shows the right carriers and says 500, an error page. A monitoring that reads the "
        "status sees a broken site.",
        "Which test sees a page with carriers? With what does it compare `status_code`?",
    ),
    _entry(
        "status-empty-untested",
        "an empty page that nobody compares",
        "This mutant says 200 where no carrier is cheap enough. The given tests wanted to see a 404.",
        "Which test asks for a page without carriers? With what does it compare `status_code`?",
    ),
    _entry(
        "status-order-untested",
        "an order that nobody looks at",
        "This mutant lists the right carriers by name. The page promises the cheapest first, and a set "
        "or a sorted copy has lost that order.",
        "Compare the list itself with the list that you expect.",
    ),
    _entry(
        "status-list-untested",
        "a list that nobody compares",
        "This mutant leaves out the cheapest carrier. Nothing in your tests says who should be there.",
        "Which carriers cost less than 70 euro? Compare the whole list with them.",
    ),
    _entry(
        "status-expects-another",
        "a test that expects another page",
        "The page is right, and your test wants something else. The prices stand in `PRICES`.",
        "Print `reply.status_code` and `reply.content` in your test. Which of your values is wrong?",
    ),
    _entry(
        "status-through-a-client",
        "a client that looks for an address",
        "A client asks the site for the page at an address. The page of this task has no address there, so "
        "another answer comes: that of the site.",
        "The given lines call the view without an address. What may stay of them?",
    ),
    _entry(
        "status-not-awaited",
        "a view that the test did not await",
        "`status` is an `async def` view, so a call makes a plan. A plan has no status.",
        "What stands before `status(…)` in the given code?",
        6,
    ),
)

RIGHT, MUTANTS_TRIAL = "the right page", "four mutants"
LIMIT = 70


def _page(wrong: str = "") -> Any:
    async def status(request: Any) -> Any:
        from django.http import JsonResponse

        prices = status.__globals__["_prices"]
        limit = int(request.GET.get("below", LIMIT))
        cheap = sorted((price, name) for name, price in prices.items() if price < limit)
        names = [name for _, name in cheap]
        code = 200 if names else 404
        if wrong == "order":
            names.sort()
        if wrong == "list":
            names = names[1:]
        if wrong == "found" and names:
            code = 500
        if wrong == "empty":
            code = 200
        return JsonResponse({"cheap": names}, status=code)

    return status


# As the exercise shows them.
_prices = {"Aurora": 89, "Boreal": 64, "Corvo": 72, "Danube": 59, "Estrela": 95, "Fjord": 58}

MUTANTS = (
    Mutant("the page says 500 although it shows carriers", _page("found"), "status-found-untested"),
    Mutant("the page without carriers says 200", _page("empty"), "status-empty-untested"),
    Mutant("the cheapest carrier is missing", _page("list"), "status-list-untested"),
    Mutant("the carriers come by name, not by price", _page("order"), "status-order-untested"),
)


def _on_right(answer: Any, stage: Stage) -> Tests:
    return on_right_code(answer, stage, {"the right page": {"status": _page()}})


def _on_mutants(answer: Any, stage: Stage) -> Tests:
    return on_mutants(answer, stage, {"status": _page()}, MUTANTS, "status")


def _alarm(message: str, text: str, copy: str, source: str) -> str | None:
    if re.search(r"\bself\.(async_)?client\b|\bAsyncClient\(|\bClient\(", text):
        return "status-through-a-client"
    if "'coroutine' object" in message:
        return "status-not-awaited"
    if re.match(r"AssertionError: .*(!=|not found|not equal|differ)", message):
        return "status-expects-another"
    return None


def _story(evidence: Evidence, mutant: Mutant) -> tuple[str, str] | None:
    return None


STATUS_TESTS = Task(
    name="StatusTests",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial(RIGHT, _on_right, prepare=prepare),
        Trial(MUTANTS_TRIAL, _on_mutants, prepare=prepare),
    ),
    requirements=(
        they_run("StatusTests"),
        they_pass(_alarm),
        *(catches(mutant, MUTANTS_TRIAL, _story) for mutant in MUTANTS),
    ),
    hints=(
        "Write something false into a test, such as `self.assertEqual(1, 2)`. Does it fail? If not, is "
        "the test run at all?",
        "There are two mistakes. One stands in the brackets behind the class's name. The other one "
        "stands in three lines, always the same.",
        "`SimpleTestCase` runs asynchronous tests. And `assertTrue(a, b)` takes `b` for a text: which "
        "method compares?",
    ),
    why=(
        "`SimpleTestCase` awaits the tests, so their lines run. `assertEqual` compares, so a wrong status "
        "or a wrong list makes a test fail."
    ),
    reflect="Before you go on, say how you would have noticed on the first day that these tests test nothing.",
)
