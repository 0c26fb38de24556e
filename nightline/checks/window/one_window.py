"""Task `one_window`: one clerk, a queue with a limit, and an end to the night."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from nightline.checks.window import SET
from nightline.checks.window.station import Crowd, Printer, ticket_for
from nightline.checks.window.watch import (
    STOPS_WHEN_CANCELLED,
    Watched,
    stuck_finding,
    unless_stuck,
    watch,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

END = "The end of the night"
register(
    Diagnosis(
        "one-in-the-hand",
        "an empty queue taken for finished work",
        "You returned while a ticket was being printed. An order leaves the queue when a clerk "
        "takes it, and it is done only when its ticket is there.",
        "Which line waits for the last ticket? And which one tells it that an order is done?",
        "08",
        END,
        misconceptions=(44,),
    ),
    Diagnosis(
        "orders-left-behind",
        "orders that nobody served",
        "All travellers had put their orders in, and some orders still lay in the queue when you "
        "returned. To put something in is not to have it done.",
        "Which call waits until every order in the queue is done?",
        "08",
        END,
    ),
    Diagnosis(
        "nothing-printed",
        "tickets that nobody printed",
        "A ticket comes only from `print_ticket`, and you did not call it. A check uses another "
        "printer, so its text cannot be known before.",
        "Which line should call `print_ticket`, and does it run?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "queue-without-limit",
        "a queue that takes too much",
        "`put` waits only at the limit, and yours is too high or is not there. If orders come "
        "faster than they are done, such a queue grows as long as that goes on.",
        "Which argument of `asyncio.Queue` says how many may wait?",
        "08",
        "Room for four",
        misconceptions=(42,),
    ),
    Diagnosis(
        "printed-after-all-came",
        "work that begins when everybody is there",
        "The first order waited until the last traveller had come. A queue is there so that one "
        "side can work while the other still brings.",
        "Which line starts the worker? What has already happened when it runs?",
        "08",
        "A queue between two",
    ),
    Diagnosis(
        "night-too-long",
        "a wait after the last ticket",
        "All tickets were printed, and your function still waited. A fixed time is too long on a "
        "quiet night and too short on a busy one.",
        "Which wait ends at the moment when the last order is done?",
        "08",
        END,
    ),
    Diagnosis(
        "too-many-windows",
        "more windows than there are",
        "More tickets were printed at once than there are windows. Each worker is one window, "
        "and a task of its own for each order is one as well.",
        "How many tasks call `print_ticket` in your code?",
        "08",
        "A queue between two",
    ),
)

ROOM = 3
PRINTING = 0.3
# What comes, and how many seconds pass before each.
NIGHTS: dict[str, tuple[list[str], float]] = {
    "six travellers": (["Isar 4", "Fjord 1", "Lumen 9", "Boreal 2", "Jura 7", "Corvo 3"], 0.1),
    "a crowd at once": ([f"Danube {number}" for number in (8, 3, 5, 1, 9, 2, 7, 4)], 0.0),
    "nobody": ([], 0.1),
}


@dataclass
class _Night:
    """What was seen of one night."""

    watched: Watched
    crowd: Crowd
    printer: Printer


def _night(name: str) -> Callable[[Any, Stage], Coroutine[Any, Any, Any]]:
    async def run(answer: Any, stage: Stage) -> _Night:
        orders, pause = NIGHTS[name]
        now = stage.loop.time
        crowd = Crowd("travellers", orders, [pause] * len(orders), now)
        printer = Printer(dict.fromkeys(orders, PRINTING), now)
        stage.lend(travellers=crowd.travellers, print_ticket=printer.print_ticket)
        return _Night(await watch(answer, stage), crowd, printer)

    return run


def _returns(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    printer, watched = night.printer, night.watched
    expected = "You return when the last ticket is printed."
    if watched.stuck:
        full = night.crowd.at_the_door
        undone = len(printer.printed) < len(NIGHTS[evidence.trial][0])
        return stuck_finding(watched.stuck, printer.last, expected, full=full, undone=undone)
    if printer.calls and watched.seconds > printer.last + ROUNDING:
        did = f"The last ticket came out at {seconds(printer.last)}, and you returned at "
        return missed(did + f"{seconds(watched.seconds)}.", expected, "night-too-long")
    if not printer.calls and watched.seconds > ROUNDING:
        did = f"Nobody came, and you returned at {seconds(watched.seconds)}."
        return missed(did, "You return at once.", "night-too-long")
    return met(f"You returned at {seconds(watched.seconds)}, with the last ticket.")


def _all_printed(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    orders, got = NIGHTS[evidence.trial][0], night.watched.returned
    begun = [call.who for call in night.printer.calls]
    done = night.printer.printed
    wanted = f"All {len(orders)} tickets."
    if got and orders and not begun:
        did = f"You returned {shown(got)}, and `print_ticket` was not called."
        return missed(did, wanted, "nothing-printed")
    if set(begun) < set(orders):
        did = f"You returned after {count(len(done), 'ticket')} of {len(orders)}."
        return missed(did, wanted, "orders-left-behind")
    if len(done) < len(orders):
        did = f"You returned after {count(len(done), 'ticket')}, while `{begun[-1]}` was printing."
        return missed(did, wanted, "one-in-the-hand")
    if orders and got == orders:
        return missed(f"You returned {shown(got)}.", wanted, "orders-for-tickets")
    return compare(replace(evidence, result=got), [ticket_for(order) for order in orders])


def _at_most_three_wait(evidence: Evidence) -> Finding:
    most = evidence.result.crowd.most_waiting
    if most > ROOM:
        did = f"At one moment {most} orders waited in the queue."
        return missed(did, f"At most {ROOM}.", "queue-without-limit")
    return met(f"At most {most} orders waited.")


def _one_window(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    most = night.printer.most_at_once
    if most > 1:
        return missed(f"{most} tickets were printed at once.", "One at a time.", "too-many-windows")
    if night.printer.calls:
        first, came = night.printer.calls[0].start, night.crowd.came[0][0]
        if first > came + ROUNDING:
            did = f"The first order came at {seconds(came)}, and you began at {seconds(first)}."
            return missed(
                did, f"You begin at {seconds(came)}.", "printed-after-all-came", in_time=True
            )
    return met("One ticket at a time, from the first order on.")


ONE_WINDOW = Task(
    name="one_window",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _night(name)) for name in NIGHTS),
    requirements=(
        STOPS_WHEN_CANCELLED,
        Requirement("Returns when the last ticket is printed", _returns),
        Requirement("Prints each order once, in order", unless_stuck(_all_printed)),
        Requirement("Prints one at a time, while others still come", unless_stuck(_one_window)),
        Requirement("At most three orders wait", unless_stuck(_at_most_three_wait)),
    ),
    hints=(
        "Run the trial below your answer. Which line of `one_window` still waits when the tickets "
        "are printed?",
        "`join` waits until the clerk has said for each order that it is done. Where does the "
        "clerk say so? And where does the clerk's own loop end?",
        "Three lines: a `maxsize` for the queue, `queue.task_done()` after the ticket, and "
        "`window.cancel()` after `join`.",
    ),
    why=(
        "`task_done` after the work makes `join` end with the last ticket. Then nobody needs the "
        "clerk, who would wait in `get` for ever, so it is cancelled. This one has nothing to tidy up; "
        "where a clerk has, await it too, as the lesson does. With `maxsize`, a crowd "
        "waits outside and not in memory."
    ),
    reflect="Before you go on, say what `join` would do if `task_done` stood before `print_ticket`.",
)
