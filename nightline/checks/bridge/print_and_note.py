"""`print_and_note`: the database in the request's thread, the printer in another one."""

from __future__ import annotations

import threading
from typing import Any

from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import IN_ITS_THREAD, OFF_THE_LOOP, ONE_THREAD
from nightline.checks.bridge.request import Request, prepare, run_request
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "printer-on-request-thread",
        "the printer in the request's thread",
        "All thread-sensitive hops of a request share one thread. While the printer keeps it, no database "
        "call of this request can run.",
        "Which of the three functions never uses the database? Let it have another thread.",
        "15",
        ONE_THREAD,
    ),
    Diagnosis(
        "printer-on-the-loop",
        "the printer in the loop's thread",
        "Printing blocks, and the loop's thread serves every visitor. While it prints, the whole site "
        "stands still.",
        "What takes a blocking function into another thread?",
        "15",
        "One hop",
    ),
    Diagnosis(
        "note-waits-for-printer",
        "one hop awaited before the other begins",
        "You awaited the first hop, and only then asked for the second. Threads cannot help where the loop "
        "asks for one thing at a time.",
        "Which function asks for several at once, and waits for all of them?",
        "01",
        "Together",
    ),
    Diagnosis(
        "ticket-loaded-again",
        "a function called more than once",
        "Each call is work: it loads, prints or notes once more. A ticket that is noted twice was printed "
        "twice, as far as the books know.",
        "Keep the result in a name, and use it again.",
    ),
    Diagnosis(
        "ticket-not-handed-on",
        "something else than the ticket",
        "`print_out` and `note` need the ticket that `load` returns. Yours got something else.",
        "Which of the three must be done before the two others can begin?",
    ),
    Diagnosis(
        "left-one-out",
        "one of the three functions not called",
        "The clerk needs all three: load, print, note.",
        "Compare your calls with the three names in the docstring.",
    ),
    Diagnosis(
        "pages-and-prints-mixed",
        "pages and prints mixed up",
        "`gather` gives the results in the order of its arguments, whoever ends first.",
        "Which of the two stands first in your `gather`, and which in front of the `=`?",
        "01",
        "Together",
    ),
)
know_error("KeyError: 'train'", "left-one-out", sets=SET, cell="print_and_note")

FIRST, SECOND = "one ticket", "another ticket"
TICKETS: dict[str, dict[str, Any]] = {
    FIRST: {"number": 31, "train": "LU 506"},
    SECOND: {"number": 44, "train": "ES 793"},
}
# What printing and noting give.
WANTED = {FIRST: {"pages": 3, "prints": 8}, SECOND: {"pages": 1, "prints": 5}}
# Real seconds that the printer waits for the note, where the loop cannot tell. A bound, no measure.
PATIENCE = 0.3


async def _first(answer: Any, stage: Stage) -> Request:
    return await _run(stage, FIRST)


async def _second(answer: Any, stage: Stage) -> Request:
    return await _run(stage, SECOND)


async def _run(stage: Stage, trial: str) -> Request:
    ticket, wanted = TICKETS[trial], WANTED[trial]
    request, noting = Request(), threading.Event()
    begun: list[bool] = []

    def load(number: int) -> dict[str, Any]:
        request.note("load", number)
        request.ask_database()
        return dict(ticket)

    def print_out(given: Any) -> int:
        thread = request.note("print_out", given)
        early = noting.is_set()
        if thread not in (request.own, request.loop) and request.most_open < 2:
            noting.wait(PATIENCE)
        begun.append(noting.is_set() and not early)
        return wanted["pages"]

    def note(given: Any) -> int:
        request.note("note", given)
        noting.set()
        request.ask_database()
        return wanted["prints"]

    stage.lend(load=load, print_out=print_out, note=note)
    await run_request(stage, request, lambda: stage.call(ticket["number"]))
    if any(begun) and request.most_open < 2:
        request.most_open = 2  # side by side, in threads that the loop does not know of
    return request


def _all_called(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
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
    seen = evidence.result
    if seen.refused or not (seen.threads_of("print_out") and seen.threads_of("note")):
        return None
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
    if got != wanted:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-result")
    return met(f"You returned {shown(got)}.")


PRINT_AND_NOTE = Task(
    name="print_and_note",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial(FIRST, _first, prepare=prepare), Trial(SECOND, _second, prepare=prepare)),
    requirements=(
        OFF_THE_LOOP,
        IN_ITS_THREAD,
        Requirement("Each of the three is called once", _all_called),
        Requirement("Gives pages and prints", _right),
        Requirement("The printer has another thread than the database", _printer_apart),
        Requirement("Printing and noting go side by side", _side_by_side),
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
