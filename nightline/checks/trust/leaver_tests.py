"""`LeaverTests`: tests of a visitor who leaves, which stop seven mutants of a page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import nightline.checks.trust.leaver_mistakes  # noqa: F401  (registers what can go wrong)
import nightline.checks.trust.reading as reading
from nightline.checks.trust import SET
from nightline.checks.trust.judging import catches, they_pass, they_run
from nightline.checks.trust.running import Mutant, Tests, on_mutants, on_right_code
from nightline.judging.evidence import Evidence
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

RIGHT, SEVEN = "the right page", "seven mutants"
BERTH, NAMES, NEEDS = 12, ("Aurora", "Boreal", "Corvo"), 0.2
SCOPE = {"type": "http", "method": "GET", "path": "/page/", "query_string": b"", "headers": []}


class Office:
    """A ticket office, as the exercise shows it."""

    def __init__(self) -> None:
        self.on_hold: set[int] = set()
        self.asked: list[str] = []

    async def ask(self, name: str) -> None:
        self.asked.append(name)
        await asyncio.sleep(NEEDS)


View = Callable[[Any], Awaitable[Any]]


def _reply(berth: int | None = BERTH) -> Any:
    from django.http import JsonResponse

    return JsonResponse({"berth": berth}, status=200 if berth else 503)


async def _ask_all(office: Office) -> None:
    for name in NAMES:
        await office.ask(name)


def _right(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
            return _reply()
        finally:
            office.on_hold.discard(BERTH)

    return page


@contextlib.contextmanager
def _held(office: Office) -> Iterator[None]:
    office.on_hold.add(BERTH)
    try:
        yield
    finally:
        office.on_hold.discard(BERTH)


def _with_context(office: Office) -> View:
    """Right code of another form."""

    async def page(request: Any) -> Any:
        with _held(office):
            await _ask_all(office)
        return _reply()

    return page


def _after_success_only(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        await _ask_all(office)
        office.on_hold.discard(BERTH)
        return _reply()

    return page


def _never_ends_the_hold(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
        except asyncio.CancelledError:
            office.on_hold.discard(BERTH)
            raise
        return _reply()

    return page


def _goes_on_behind(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            task = asyncio.create_task(_ask_all(office))
            await asyncio.wait([task])
            return _reply()

    return page


def _swallows(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            for name in NAMES:
                with contextlib.suppress(asyncio.CancelledError):
                    await office.ask(name)
            return _reply()

    return page


def _holds_nothing(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            pass
        await _ask_all(office)
        return _reply()

    return page


def _ends_the_hold_late(office: Office) -> View:
    async def page(request: Any) -> Any:
        office.on_hold.add(BERTH)
        try:
            await _ask_all(office)
        except asyncio.CancelledError:
            loop = asyncio.get_running_loop()
            loop.call_later(10, office.on_hold.discard, BERTH)
            raise
        office.on_hold.discard(BERTH)
        return _reply()

    return page


def _sells_nothing(office: Office) -> View:
    async def page(request: Any) -> Any:
        with _held(office):
            await _ask_all(office)
        return _reply(None)

    return page


MUTANTS = (
    Mutant("a visitor who stays gets status 503", _sells_nothing, "leaver-stay-untested"),
    Mutant("the berth stays on hold after a good visit", _never_ends_the_hold, "leaver-good-visit"),
    Mutant(
        "the berth stays on hold when the visitor leaves",
        _after_success_only,
        "leaver-hold-untested",
    ),
    Mutant(
        "the berth stays on hold for 10 s more when the visitor leaves",
        _ends_the_hold_late,
        "leaver-looked-too-late",
    ),
    Mutant("the page asks on in a task of its own", _goes_on_behind, "leaver-asks-on"),
    Mutant("the page swallows the stop and asks on", _swallows, "leaver-swallows"),
    Mutant("nothing is on hold during the visit", _holds_nothing, "leaver-middle-unseen"),
)


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
        "the right page": {**lent, "page_of": _right},
        "a right page of another form": {**lent, "page_of": _with_context},
    }
    with _site():
        return on_right_code(answer, stage, copies)


def _on_mutants(answer: Any, stage: Stage) -> Tests:
    right = {"Office": Office, "visit": _visit(stage), "page_of": _right}
    with _site():
        return on_mutants(answer, stage, right, MUTANTS, "page_of")


def _alarm(message: str, source: str) -> str | None:
    if "'coroutine'" in message:
        return "leaver-not-awaited"
    if "None != 200" in message or "unexpectedly None" in message:
        return "leaver-left-too-early"
    if "200 != None" in message or "200 is not None" in message:
        return "leaver-left-too-late"
    if "CancelledError" in message:
        return "leaver-cancelled-the-test"
    if "second set but not the first" in message or "first set but not the second" in message:
        return "leaver-looked-elsewhere"
    if "not found in" in message or "unexpectedly found" in message:
        return "leaver-looked-elsewhere"
    return None


def _story(evidence: Evidence, mutant: Mutant) -> tuple[str, str] | None:
    tests: Tests = evidence.result
    if not tests.names:
        return "", "leaver-no-test"
    leaves = reading.has_keyword(evidence.source, "visit", "leaves", position=1)
    if not leaves and mutant.key not in ("leaver-stay-untested", "leaver-good-visit"):
        return "", "leaver-nobody-leaves"
    if mutant.key in ("leaver-asks-on", "leaver-swallows") and ".asked" in evidence.source:
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
