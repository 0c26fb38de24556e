"""`pdfs`: as many threads as there are printers, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nightline.checks.blocking import SET
from nightline.checks.blocking.hall import Hall
from nightline.checks.blocking.requirements import OTHERS_GO_ON, off_the_line
from nightline.judging.diagnoses import Diagnosis, register
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
        "The next order went to the pool only after the one before was done, or the pool has "
        "fewer threads than there are printers.",
        "`run_in_executor` starts the work at once. How many calls can you make before you await "
        "the first?",
        "07",
        "A pool with a limit",
        misconceptions=(1, 10),
    ),
    Diagnosis(
        "order-of-the-end",
        "names in the order in which they got ready",
        "Every name is there, in the order in which the printers were done. The caller pairs the "
        "names with the orders.",
        "Which way of waiting keeps the order of the calls, whoever is done first?",
        "07",
        "A pool with a limit",
        misconceptions=(20,),
    ),
)


ORDERS = {
    "three printers": (
        3,
        ["Isar 12", "Jura 7", "Lumen 3", "Isar 5", "Fjord 31", "Corvo 2", "Jura 8"],
    ),
    "two printers": (2, ["Helvet 40", "Danube 9", "Helvet 41", "Aurora 6"]),
}


def _text(order: str) -> str:
    return f"{order.replace(' ', '-').lower()}.pdf"


def _trial(name: str) -> Trial:
    async def run(answer: Any, stage: Stage) -> Hall:
        printers, orders = ORDERS[name]
        with Hall(stage) as hall:

            def make_pdf(order: str) -> str:
                if not isinstance(order, str):
                    raise TypeError(f"make_pdf takes one order, a text; got {order!r}")
                hall.enter(order)
                return _text(order)

            stage.lend(make_pdf=make_pdf)
            return await hall.watch(stage.call(list(orders), printers))

    return Trial(name, run)


def _keeps_the_limit(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    printers, _ = ORDERS[evidence.trial]
    expected = f"At most {printers} at once, and at some moment exactly {printers}."
    if hall.most > printers:
        key = "a-pool-for-each" if hall.pools > 1 else "pool-of-the-loop"
        did = f"{count(hall.most, 'order')} were in the printers at once. There are {printers}."
        return missed(did, expected, key)
    if hall.most < printers:
        did = f"Never more than {count(hall.most, 'order')} in the printers. There are {printers}."
        return missed(did, expected, "printer-idle")
    return met(f"At most {count(hall.most, 'order')} at once, as many as printers.")


def _names_in_order(evidence: Evidence) -> Finding:
    wanted = [_text(order) for order in ORDERS[evidence.trial][1]]
    got = evidence.result.returned
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
        off_the_line("PDF", "PDFs"),
        OTHERS_GO_ON,
        Requirement("Returns the names in the order of the orders", _names_in_order),
        Requirement("One PDF for each order", _each_once),
        Requirement("As many at once as there are printers", _keeps_the_limit),
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
