"""`print_and_note`: the database in the request's thread, the printer in another one."""

from __future__ import annotations

import threading
from typing import Any

import nightline.checks.bridge.print_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import IN_ITS_THREAD, OFF_THE_LOOP, value_finding
from nightline.checks.bridge.request import Request, holds, prepare, run_request
from nightline.checks.bridge.side_by_side import any_order, see_the_loop
from nightline.judging.clock import real_sleep
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

FIRST, SECOND, NO_PAPER = "one ticket", "another ticket", "a printer without paper"
TICKETS: dict[str, dict[str, Any]] = {
    FIRST: {"number": 31, "train": "LU 506"},
    SECOND: {"number": 44, "train": "ES 793"},
    NO_PAPER: {"number": 50, "train": "BO 118"},
}
# What printing and noting give.
WANTED = {FIRST: {"pages": 3, "prints": 8}, SECOND: {"pages": 1, "prints": 5}}
WANTED[NO_PAPER] = {"pages": 0, "prints": 2}
# Real seconds that the printer waits for the note, where the loop cannot tell. A bound, no measure.
PATIENCE = 0.3
# Real seconds by which one of two jobs that go together ends after the other.
LATER = 0.02


class NoPaper(Exception):
    """What `print_out` raises when it cannot print. Learners read the name."""


def _trial(name: str) -> Any:
    async def run(answer: Any, stage: Stage) -> Request:
        with any_order(backwards=name == SECOND):
            return await _run(stage, name)

    return run


async def _run(stage: Stage, trial: str) -> Request:
    """Run the answer. Printing ends last in the first trial, and noting in the second."""
    ticket, wanted = TICKETS[trial], WANTED[trial]
    request, main = Request(), threading.get_ident()
    noting, noted, printed = threading.Event(), threading.Event(), threading.Event()
    begun: list[bool] = []

    def load(number: int) -> dict[str, Any]:
        request.note("load", number)
        request.ask_database()
        return dict(ticket)

    def print_out(given: Any) -> int:
        thread = request.note("print_out", given)
        if trial == NO_PAPER:
            raise NoPaper("put paper into tray 2")
        early, apart = noting.is_set(), thread not in (request.own, request.loop)
        if apart and trial == FIRST:
            noted.wait(PATIENCE)
            real_sleep(LATER)
            see_the_loop(stage, main)
        elif apart:
            noting.wait(PATIENCE)
        begun.append(noting.is_set() and not early)
        printed.set()
        return wanted["pages"]

    def note(given: Any) -> int:
        thread = request.note("note", given)
        noting.set()
        request.ask_database()
        if trial == SECOND and thread != request.loop:
            printed.wait(PATIENCE)
            real_sleep(LATER)
        noted.set()
        return wanted["prints"]

    stage.lend(load=load, print_out=print_out, note=note)
    await run_request(stage, request, lambda: stage.call(ticket["number"]), _expected(trial))
    if any(begun) and request.most_open < 2:
        request.most_open = 2  # side by side, in threads that the loop does not know of
    return request


def _expected(trial: str) -> tuple[type[BaseException], ...]:
    return (NoPaper, BaseExceptionGroup) if trial == NO_PAPER else ()


def _all_called(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if evidence.trial == NO_PAPER:
        return met("Here the printer had no paper.")
    for name in ("load", "print_out", "note"):
        times = len(seen.threads_of(name))
        if times == 0:
            return missed(f"You did not call `{name}`.", "One call of each.", "left-one-out")
        if times > 1:
            did = f"You called `{name}` {times} times."
            return missed(did, "One call of each.", "ticket-loaded-again")
    return met("Each of the three was called once.")


def _printer_apart(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    threads = set(seen.threads_of("print_out"))
    if not threads:
        return None
    expected = "`print_out` in a thread of its own."
    if seen.loop in threads:
        return missed("`print_out` ran in the loop's thread.", expected, "printer-on-the-loop")
    if seen.own in threads:
        did = "`print_out` ran in the request's thread, which the database needs."
        return missed(did, expected, "printer-on-request-thread")
    return met("`print_out` had a thread of its own.")


def _side_by_side(evidence: Evidence) -> Finding | None:
    if evidence.trial == NO_PAPER:
        return met("Here the printer had no paper.")
    seen = evidence.result
    if seen.refused or not (seen.threads_of("print_out") and seen.threads_of("note")):
        return None
    if set(seen.threads_of("print_out")) & set(seen.threads_of("note")):
        did = "`print_out` and `note` ran in one thread, so one waited for the other."
        return missed(did, "Both at once.", "printer-on-request-thread")
    if seen.most_open < 2:
        order = [call.name for call in seen.calls]
        first, second = sorted(("print_out", "note"), key=order.index)
        did = f"`{first}` was over before you asked for `{second}`."
        return missed(did, "Both asked for at once.", "note-waits-for-printer")
    return met("Printing and noting went side by side.")


def _right(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if evidence.trial == NO_PAPER:
        return met("Here the printer had no paper.")
    got, wanted, ticket = seen.result, WANTED[evidence.trial], TICKETS[evidence.trial]
    if got is None:
        return missed("You returned `None`.", f"{shown(wanted)}.", "nothing-returned")
    if got == {"pages": wanted["prints"], "prints": wanted["pages"]}:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "pages-and-prints-mixed")
    for call in seen.calls:
        if call.name != "load" and call.about != ticket:
            did = f"`{call.name}` got {shown(call.about)}."
            return missed(
                did, f"The ticket that `load` gave: {shown(ticket)}.", "ticket-not-handed-on"
            )
    if not isinstance(got, dict):
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-type")
    for key, value in wanted.items():
        if finding := value_finding(f'"{key}"', got.get(key), f"`{value}`."):
            return finding
    if got != wanted:
        key = "not-what-they-gave" if got.keys() == wanted.keys() else "wrong-result"
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", key)
    return met(f"You returned {shown(got)}.")


def _passes_on(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if not holds(seen.error, NoPaper):
        did = f"`print_out` raised `NoPaper`, and you returned {shown(seen.result)}."
        return missed(did, "The error reaches the caller.", "printer-error-hidden")
    return met("The error of the printer reached the caller.")


PRINT_AND_NOTE = Task(
    name="print_and_note",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _trial(name), prepare=prepare) for name in TICKETS),
    requirements=(
        OFF_THE_LOOP,
        IN_ITS_THREAD,
        Requirement("Each of the three is called once", _all_called),
        Requirement("Gives pages and prints", _right),
        Requirement("The printer has another thread than the database", _printer_apart),
        Requirement("Printing and noting go side by side", _side_by_side),
        Requirement("An error of the printer reaches the caller", _passes_on, NO_PAPER),
    ),
    hints=(
        "Which of the three must be done before the others? Which two do not need each other?",
        "Two hops that share a thread take turns, also if they are gathered. Which one may have another?",
        "`sync_to_async(f, thread_sensitive=False)` takes any free thread. Use it for the printer only.",
        "Await `load` first. Then `gather` the two others, and unpack their results in that order.",
    ),
    why=(
        "Loading and noting use the connection of the request, so they stay in its thread. The printer "
        "never asks the database, and gets a thread from the pool. Gathered, they go side by side."
    ),
    reflect="Before you go on, say what would happen if the printer looked up the ticket by itself.",
)
