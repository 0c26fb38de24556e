"""`departures_view`: repair a view that stops every visitor, and asks one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nightline.checks.views import SET
from nightline.checks.views.answers import together
from nightline.checks.views.reading import left_running, nobody_asked, uses
from nightline.checks.views.replies import different, of_another
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import ROUNDING, Finding, Requirement, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer
from nightline.judging.visits import IS_ASYNC, ON_THE_LOOP, Visits, of_visitors, visit

register(
    Diagnosis(
        "pause-dropped",
        "the pause is gone",
        "The view no longer blocks, but it no longer pauses either. The carriers ask for this "
        "pause.",
        "Which sleep waits and gives the thread back meanwhile?",
        "01",
        "When it goes wrong",
    ),
    Diagnosis(
        "pause-after-questions",
        "the pause does not come first",
        "The view pauses, but its first question goes out before the pause is over. Whatever is "
        "gathered starts at the same moment.",
        "Which line must be done before the first question? Wait for it alone, above the others.",
    ),
    Diagnosis(
        "pause-of-another-length",
        "a pause of another length",
        "The carriers ask for the pause that the given view has.",
        "Compare the number of seconds with the view that was given.",
    ),
    Diagnosis(
        "asked-unnamed",
        "carriers that the visitor did not name",
        "The visitor names some carriers in the address, and asks only about those.",
        "Which line of the given view reads their names?",
    ),
    Diagnosis(
        "one-of-several",
        "one name where the address has several",
        "The address may name many carriers. `request.GET[…]` and `get` give only the last one, "
        "as a text.",
        "Which method of `request.GET` gives all of them, as a list?",
    ),
)
for one_only in ('GET["carrier"]', "GET['carrier']", 'GET.get("carrier"', "GET.get('carrier'"):
    know_error("no carrier of this check is called", "one-of-several", sets=SET, cell=one_only)

# The delays differ from every demo of the lesson.
PAUSE = 0.2
LATE = {"Kestrel": Offer(0.3, 12), "Danube": Offer(0.5, 0), "Helvet": Offer(0.1, 7)}
ANSWERS: dict[str, Any] = {name: offer.answer for name, offer in LATE.items()}
ADDRESS = "carrier"


async def _board(answer: Any, stage: Stage) -> Visits:
    carriers = stage.carriers(LATE, "minutes_late")
    stage.lend(CARRIERS=list(LATE)[::-1])
    return await visit(answer, stage, "&".join(f"carrier={name}" for name in carriers))


async def _two_boards(answer: Any, stage: Stage) -> Visits:
    stage.carriers(LATE, "minutes_late")
    stage.lend(CARRIERS=list(LATE)[::-1])
    return await visit(answer, stage, "carrier=Helvet", "carrier=Danube&carrier=Kestrel")


def _boards(evidence: Evidence) -> Finding:
    wanted: list[dict[str, Any]] = [ANSWERS]
    if evidence.trial == "two boards at once":
        wanted = [{"Helvet": 7}, {"Danube": 0, "Kestrel": 12}]
    for reply, board in zip(evidence.result.replies, wanted, strict=True):
        got = reply.body if isinstance(reply.body, dict) else {}
        if reply.status == 200 and not evidence.calls:
            return left_running(evidence) if evidence.leftover else nobody_asked(evidence, ADDRESS)
        asked = f"A visitor asked about {' and '.join(board)}"
        more = [name for name in got if name in LATE and name not in board]
        if more:
            did = f"{asked}, and your board has {more[0]} too."
            return missed(did, "Only the carriers in the address.", "asked-unnamed")
        if len(board) > 1 and list(got) == list(board)[-1:]:
            did = f"{asked}. Your board has {next(iter(got))} only."
            return missed(did, "All carriers in the address.", "one-of-several")
        if found := of_another(evidence, got, ANSWERS, "minutes"):
            return found
        # In JSON an object has no order, and this task asks for none.
        same_order = {name: got[name] for name in board} if got.keys() == board.keys() else None
        if found := different(evidence, replace(reply, body=same_order or reply.body), board):
            return found
    return met(f"Every visitor got the right board, in {seconds(evidence.seconds)}.")


def _pauses(evidence: Evidence) -> Finding | None:
    if not evidence.calls:
        return None
    first = min(call.start for call in evidence.calls)
    did = f"You asked the first carrier at {seconds(first)}."
    expected = f"The first question at {seconds(PAUSE)}, after the pause."
    if abs(first - PAUSE) <= ROUNDING:
        return met(did)
    key = "pause-of-another-length"
    if first < ROUNDING:
        key = "pause-after-questions" if uses(evidence, "sleep") else "pause-dropped"
    return missed(did, expected, key, in_time=True)


DEPARTURES_VIEW = Task(
    name="departures_view",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("one board", _board, prepare=prepare),
        Trial("two boards at once", _two_boards, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        ON_THE_LOOP,
        Requirement("Each visitor gets the right board", of_visitors(_boards)),
        Requirement(
            f"The pause of {PAUSE:g} s comes before the questions",
            of_visitors(_pauses),
            trial="one board",
        ),
        together(
            len(LATE),
            "minutes_late(carrier)",
            trial="one board",
            took="0.7 s: the pause, then the slowest carrier.",
            name=ADDRESS,
        ),
    ),
    hints=(
        "Two lines of this view wait. What can another visitor do during each of them?",
        "`time.sleep` holds every visitor up. `await` inside the loop holds only this one up, "
        "but for the sum of all waits.",
        "`await asyncio.sleep(0.2)` pauses. Then gather `minutes_late(carrier)` for all carriers.",
    ),
    why=(
        "The view runs on the one thread that serves every asynchronous view. Each `await` gives "
        "that thread back, so the pause costs only this visitor. `gather` then waits once."
    ),
    reflect="Before you go on, say which of your two repairs other visitors notice.",
)
