"""`LeaverTests`: tests of a visitor who leaves, which stop seven mutants of a page."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import nightline.checks.trust.leaver_mistakes  # noqa: F401  (registers what can go wrong)
import nightline.checks.trust.reading as reading
from nightline.checks.trust import SET
from nightline.checks.trust.judging import catches, they_pass, they_run
from nightline.checks.trust.leaver_pages import LAST_ASKED, MUTANTS, Office, right, with_context
from nightline.checks.trust.running import Mutant, Tests, on_mutants, on_right_code
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

RIGHT, SEVEN = "the right page", "seven mutants"
SCOPE = {"type": "http", "method": "GET", "path": "/page/", "query_string": b"", "headers": []}


def _visit(stage: Stage) -> Callable[..., Awaitable[int | None]]:
    """`visit`, as the exercise shows it, with waits for threads that cost no virtual time."""

    async def visit(view: Any, leaves: float = 60) -> int | None:
        from asgiref.sync import ThreadSensitiveContext
        from django.urls import path

        from minisite import stack

        sent: list[Any] = []
        messages = [{"type": "http.request", "body": b""}]

        async def receive() -> Any:
            if not messages:
                await asyncio.sleep(leaves)
                return {"type": "http.disconnect"}
            return messages.pop()

        async def send(message: Any) -> None:
            sent.append(message)

        context: Any = ThreadSensitiveContext()
        await context.__aenter__()
        try:
            await stack.site([path("page/", view)])(dict(SCOPE), receive, send)
        finally:
            with stage.loop.held():
                await context.__aexit__(None, None, None)
        return sent[0]["status"] if sent else None

    return visit


@contextlib.contextmanager
def _site() -> Iterator[None]:
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["*"], MIDDLEWARE=[]):
        yield


def _on_right(answer: Any, stage: Stage) -> Tests:
    lent = {"Office": Office, "visit": _visit(stage)}
    copies = {
        "the right page": {**lent, "page_of": right},
        "a right page of another form": {**lent, "page_of": with_context},
    }
    with _site():
        return on_right_code(answer, stage, copies)


def _on_mutants(answer: Any, stage: Stage) -> Tests:
    lent = {"Office": Office, "visit": _visit(stage), "page_of": right}
    with _site():
        return on_mutants(answer, stage, lent, MUTANTS, "page_of")


def _alarm(message: str, text: str, copy: str, source: str) -> str | None:
    if "'coroutine'" in message:
        return "leaver-not-awaited"
    if "'function' object" in message or "missing 1 required positional" in message:
        return "leaver-page-not-made"
    if "None != 200" in message or "unexpectedly None" in message:
        return "leaver-left-too-early"
    if "200 != None" in message or "200 is not None" in message:
        return "leaver-left-too-late"
    if re.match(r"AssertionError: (None != \d|\d+ != None)", message):
        return "leaver-status-of-nothing"
    if re.match(r"AssertionError: \d != \d", message) and ".asked" in text:
        return "leaver-asked-count"
    if "CancelledError" in message:
        return "leaver-cancelled-the-test"
    if "second set but not the first" in message or "first set but not the second" in message:
        return "leaver-looked-elsewhere"
    if "not found in" in message or "unexpectedly found" in message:
        return "leaver-looked-elsewhere"
    return "leaver-false-alarm" if message.startswith("AssertionError") else None


def _story(evidence: Evidence, mutant: Mutant) -> tuple[str, str] | None:
    tests: Tests = evidence.result
    if not tests.names:
        return "", "leaver-no-test"
    leaves = reading.has_keyword(evidence.source, "visit", "leaves", position=1)
    if not leaves and mutant.key not in ("leaver-stay-untested", "leaver-good-visit"):
        return "", "leaver-nobody-leaves"
    if mutant.key in ("leaver-asks-on", "leaver-swallows"):
        moments = reading.numbers(evidence.source, "visit", "leaves", position=1)
        if moments and min(moments) >= LAST_ASKED:
            return "", "leaver-nothing-left-to-ask"
        if ".asked" in evidence.source:
            return "", "leaver-asked-too-early"
    return None


LEAVER_TESTS = Task(
    name="LeaverTests",
    set=SET,
    level="stretch",
    minutes=18,
    trials=(
        Trial(RIGHT, _on_right, prepare=prepare),
        Trial(SEVEN, _on_mutants, prepare=prepare),
    ),
    requirements=(
        they_run("LeaverTests"),
        they_pass(_alarm),
        *(catches(mutant, SEVEN, _story) for mutant in MUTANTS),
    ),
    hints=(
        "Two visitors: one stays, one leaves in the middle. For each of them, what should be true "
        "afterwards? And what should be true *during* the visit?",
        "Each carrier takes 0.2 s, so a visit takes 0.6 s. A visitor who leaves at 0.3 s leaves while "
        "the second one is asked. How many carriers have been asked then, and how many a second later?",
        "Start the leaving visit with `asyncio.create_task`, sleep 0.25 s, and look at `office.on_hold`. "
        "Then await the task, and look again, at once.",
        "After the leaver: the status is None, `on_hold` is empty at once, and after "
        "`await asyncio.sleep(1)` `len(office.asked)` is still 2. After the one who stays: 200, nothing on "
        "hold.",
    ),
    why=(
        "The leaver is looked at three times: in the middle, at the end and a second later. The middle "
        "shows that there was a hold at all, the end that it is gone, and the second that nobody works on. "
        "A test of the visitor who stays keeps the page honest."
    ),
    reflect="Before you go on, say which of your own pages holds something while a visitor waits.",
)
