"""`pdfs`: as many threads as there are printers, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.requirements import (
    ERROR,
    FAILS,
    OTHERS_GO_ON,
    all_done,
    error_passes,
    off_the_line,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, compare, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "pool-of-the-loop",
        "more threads than printers",
        "A pool has the number of threads that it was made with. The loop's own pool, which "
        "`to_thread` uses, and a pool made without a number have several more than you need.",
        "Which argument of the pool sets its number of threads? Where does your code say "
        "`printers`?",
        "07",
        "A pool with a limit",
        misconceptions=(38,),
    ),
    Diagnosis(
        "a-pool-for-each",
        "a new pool for each order",
        "Each of your pools keeps its own limit, and together they have no limit. Only work in "
        "the same pool is counted together.",
        "How often does the line run that makes the pool? How often should it?",
        "07",
        "A pool with a limit",
        misconceptions=(48,),
    ),
    Diagnosis(
        "printer-idle",
        "a printer that nobody uses",
        "The next order was handed over only after another wait, so a printer stood still while "
        "orders were waiting.",
        "`run_in_executor` starts the work at once, and a pool keeps the rest in its queue. How many "
        "calls can you make before you await the first?",
        "07",
        "A pool with a limit",
        misconceptions=(1, 10),
    ),
    Diagnosis(
        "pool-too-small",
        "fewer threads than printers",
        "A pool never has more work at once than it has threads. Yours has fewer than there are "
        "printers, so one of them is never used.",
        "Which number did you give to the pool? Where does your code say `printers`?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "pool-of-everybody",
        "the loop's own pool replaced",
        "You changed the pool that all others use as well. Their calls of `to_thread` now wait for "
        "a printer, and the change stays after your function.",
        "Which method takes a pool for one call only?",
        "07",
        "A pool with a limit",
    ),
    Diagnosis(
        "not-one-order",
        "something else than one order",
        "`make_pdf` makes the PDF of one order. It was called with something else.",
        "What stands in the place of the order in your call? Print it.",
    ),
    Diagnosis(
        "order-of-the-end",
        "names in another order than the orders",
        "Every name is there, but not in the order of `orders`. The caller pairs the names with "
        "the orders.",
        "What decides the order of your list? Which way of waiting keeps the order of the calls?",
        "07",
        "A pool with a limit",
        misconceptions=(20,),
    ),
)
know_error("make_pdf takes one order", "not-one-order", sets=SET)

ORDERS = {
    "three printers": (
        3,
        ["Isar 12", "Jura 7", "Lumen 3", "Isar 5", "Fjord 31", "Corvo 2", "Jura 8"],
    ),
    "two printers": (2, ["Helvet 40", "Danube 9", "Helvet 41", "Danube 9", "Aurora 6"]),
    FAILS: (2, ["Kestrel 18"]),
}


def _text(order: str) -> str:
    return f"{order.replace(' ', '-').lower()}.pdf"


def _trial(name: str) -> Trial:
    async def run(answer: Any, stage: Stage) -> Hall:
        printers, orders = ORDERS[name]
        with Hall(stage, len(orders), printers) as hall:

            def make_pdf(order: str) -> str:
                if not isinstance(order, str):
                    raise TypeError(f"make_pdf takes one order, a text; got {order!r}")
                hall.enter(order)
                if name == FAILS:
                    hall.fail(OSError(ERROR))
                return _text(order)

            stage.lend(make_pdf=make_pdf)
            return await hall.watch(stage.call(list(orders), printers))

    return Trial(name, run)


def _keeps_the_limit(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    printers, orders = ORDERS[evidence.trial]
    if len(orders) < printers:
        return met("One order, one printer.")
    if hall.own_default:
        did = "After your function, the loop's own pool is one that you made."
        return missed(did, "The loop keeps its own pool.", "pool-of-everybody")
    expected = f"At most {printers} at once, and at some moment exactly {printers}."
    if hall.most > printers:
        key = "a-pool-for-each" if hall.pools > 1 else "pool-of-the-loop"
        did = f"{count(hall.most, 'order')} were in the printers at once. There are {printers}."
        return missed(did, expected, key)
    if hall.most < printers:
        small = hall.most == hall.workers < printers
        did = f"Never more than {count(hall.most, 'order')} in the printers. There are {printers}."
        return missed(did, expected, "pool-too-small" if small else "printer-idle")
    if hall.idle:
        did = f"{count(hall.idle, 'printer')} of {printers} stood still while orders were waiting."
        return missed(did, "All printers at work, as long as orders wait.", "printer-idle")
    return met(f"At most {count(hall.most, 'order')} at once, as many as printers.")


def _names_in_order(evidence: Evidence) -> Finding:
    wanted = [_text(order) for order in ORDERS[evidence.trial][1]]
    got = evidence.result.returned
    if evidence.trial == FAILS:
        return met("The printer failed.")
    if isinstance(got, list) and got != wanted and sorted(map(str, got)) == sorted(wanted):
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "order-of-the-end")
    return compare(replace(evidence, result=got), wanted)


def _each_once(evidence: Evidence) -> Finding:
    orders = ORDERS[evidence.trial][1]
    done = len(evidence.result.work)
    if done > len(orders):
        did = f"{count(done, 'PDF')} were made for {len(orders)} orders."
        return missed(did, f"{len(orders)} PDFs.", "called-more-than-once")
    return met(f"{count(done, 'PDF')} for {count(len(orders), 'order')}.")


PDFS = Task(
    name="pdfs",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(_trial(name) for name in ORDERS),
    requirements=(
        all_done("PDF", "PDFs", lambda evidence: ORDERS[evidence.trial][1]),
        off_the_line("PDF", "PDFs"),
        OTHERS_GO_ON,
        Requirement("Returns the names in the order of the orders", _names_in_order),
        Requirement("One PDF for each order", _each_once),
        Requirement("As many at once as there are printers", _keeps_the_limit),
        error_passes("`make_pdf`"),
    ),
    hints=(
        "How many threads has the pool that `to_thread` uses? How many do you want?",
        "Make one `ThreadPoolExecutor` for all orders, with as many threads as there are printers.",
        "`loop.run_in_executor(pool, make_pdf, order)` starts the work and returns a future. Make "
        "all the futures first, then wait once for all of them.",
        "`with ThreadPoolExecutor(max_workers=printers) as pool:`, and inside it `return await "
        "asyncio.gather(*…)` over one `run_in_executor` for each order.",
    ),
    why=(
        "The pool has one thread for each printer, so it can never have more orders at work. The "
        "other orders wait in its queue, not in the loop. `gather` keeps the order of the names, "
        "and at the end of `with` no work is left to wait for."
    ),
    reflect="Before you go on, say what would happen if the await stood after the `with` block.",
)
