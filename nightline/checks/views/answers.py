"""What the tasks of set 14 share: the carriers, and how they must be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.views.reading import awaits_new_tasks, nobody_asked
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    awaits_names_in_a_loop,
    count,
    met,
    missed,
    seconds,
)
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer
from nightline.judging.visits import Visits, of_visitors, page_of, visit

register(
    Diagnosis(
        "shared-between-visitors",
        "one visitor's data in another one's answer",
        "All visitors run the same function. What lives outside the call, in a default argument or "
        "in a class is the same object for everybody.",
        "Where is this list or dict made? It must be made anew for each request.",
    ),
    Diagnosis(
        "carriers-changed",
        "the site's own list changed",
        "`CARRIERS` is one list for the whole site. Your view changed it, and all other code and "
        "every later visitor meet the changed list.",
        "Which call of yours changes a list in place? `sorted(…)` makes a new one.",
    ),
    Diagnosis(
        "kept-from-earlier",
        "prices of an earlier visit",
        "Prices change. Your view kept those of an earlier visitor and did not ask again.",
        "Which name lives longer than one request? Make it inside the view.",
    ),
    Diagnosis(
        "carriers-left-out",
        "names or numbers typed into the view",
        "While a check runs, `CARRIERS` holds other carriers than in this notebook. What is typed "
        "into the view stays as it is.",
        "Which name always holds all the carriers? Go through it, or count it.",
    ),
    Diagnosis(
        "task-awaited-at-once",
        "each task awaited as soon as it is made",
        "A task starts when it is made. But the same round of your loop waits until it is done. So "
        "the next task does not exist before that.",
        "How many tasks are there when the first `await` begins? How many should there be?",
        "01",
        "Together",
        misconceptions=(17,),
    ),
    Diagnosis(
        "asked-again",
        "a carrier that failed, asked again",
        "This carrier said that it is out of order, and you asked it once more. That costs the "
        "traveller time, and nobody asked for it.",
        "Where does the task want the name of a carrier that is out of order?",
    ),
)

# Not in the order of their names, nor of their delays: an answer must keep the given order.
OFFERS = {
    carrier.name: Offer(round(2 * carrier.delay, 6), carrier.price) for carrier in CARRIERS[::-1]
}
QUICK_OFFERS = {
    name: Offer(round(offer.delay / 10, 6), offer.answer) for name, offer in OFFERS.items()
}
PRICES: dict[str, Any] = {name: offer.answer for name, offer in OFFERS.items()}


@dataclass(frozen=True)
class Asked(Visits):
    """Visits to a view that knows `CARRIERS`, and whether it changed this list."""

    changed: bool = False


async def visit_among(
    carriers: dict[str, Offer], answer: Any, stage: Stage, *queries: str, **options: Any
) -> Asked:
    """Lend the answer `quote` and `CARRIERS`, and send visitors to it."""
    names = list(stage.carriers(carriers))
    stage.lend(CARRIERS=names)
    visits = await visit(answer, stage, *queries, **options)
    renamed = globals_of(answer).get("CARRIERS") is not names
    return Asked(**vars(visits), changed=renamed or names != list(carriers))


def _keeps_carriers(evidence: Evidence) -> Finding:
    if getattr(evidence.result, "changed", False):
        did = "After the visit, `CARRIERS` was no longer what it had been before."
        return missed(did, "A view that leaves it as it is.", "carriers-changed")
    return met("`CARRIERS` stayed as it was.")


KEEPS_CARRIERS = Requirement("`CARRIERS` stays as it is", of_visitors(_keeps_carriers))


def together(
    number: int, call: str = "quote(carrier)", trial: str = "", took: str = "", name: str = ""
) -> Requirement:
    """All carriers of a trial are asked, each once, and their requests are open at once.

    Args:
        number: how many carriers there are to ask.
        call: how one is asked.
        trial: the trial it looks at, the task's first: a picture of that one explains it.
        took: how long the expected run takes, with the reason.
        name: what the address says, where that decides who is asked.
    """

    def judge(evidence: Evidence) -> Finding:
        calls, most = evidence.calls, evidence.most_in_flight
        asked = list(dict.fromkeys(one.who for one in calls))
        if not calls:
            if found := next(filter(None, map(page_of, evidence.result.replies)), None):
                return found
            return nobody_asked(evidence, name)
        if len(asked) < len(calls):
            again = next(who for who in asked if sum(one.who == who for one in calls) > 1)
            did = f"You asked {again} more than once. {count(len(calls), 'request')} were sent."
            failed = any(one.who == again and one.outcome == "failed" for one in calls)
            key = "asked-again" if failed else "asked-twice"
            return missed(did, f"{number} requests, one for each carrier.", key)
        if most < len(calls):
            did = f"You asked {count(len(calls), 'carrier')}. Never more than "
            did += f"{count(most, 'request')} {'was' if most == 1 else 'were'} open. "
            did += f"{seconds(evidence.seconds)}."
            expected = f"{number} requests open at once. {took}"
            return missed(did, expected, _why_in_a_row(evidence), in_time=True, call=call)
        if len(asked) < number:
            did = f"You asked {len(asked)} of {count(number, 'carrier')}: {', '.join(asked[:4])}"
            did += " …." if len(asked) > 4 else "."
            return missed(did, f"All {number} carriers.", "carriers-left-out")
        last = max(one.end for one in calls if one.end is not None)
        # With something cancelled or left over, the run may rightly end at a deadline.
        answered = all(one.outcome in ("answered", "failed") for one in calls)
        if answered and not evidence.leftover and evidence.seconds > last + ROUNDING:
            did = f"The last answer came at {seconds(last)}. You answered at "
            did += f"{seconds(evidence.seconds)}."
            return missed(did, f"An answer at {seconds(last)}.", "waited-longer", in_time=True)
        return met(f"{count(most, 'request')} open at once, {seconds(evidence.seconds)}.")

    return Requirement("All requests are open at once", of_visitors(judge), trial)


def _why_in_a_row(evidence: Evidence) -> str:
    if awaits_new_tasks(evidence):
        return "task-awaited-at-once"
    return "collected-not-started" if awaits_names_in_a_loop(evidence) else "one-by-one"


def asks_again(visitors: int, trial: str) -> Requirement:
    """Each of some visitors, one after another, gets prices that were asked for them."""

    def judge(evidence: Evidence) -> Finding:
        wanted = visitors * len(CARRIERS)
        if len(evidence.calls) < wanted:
            did = f"{count(visitors, 'visitor')} came, and you sent "
            did += f"{count(len(evidence.calls), 'request')}."
            expected = f"{wanted} requests: {len(CARRIERS)} for each visitor."
            return missed(did, expected, "kept-from-earlier")
        return met(f"You asked anew for each of {count(visitors, 'visitor')}.")

    return Requirement("Each visitor gets prices of this moment", of_visitors(judge), trial)


def all_asked(evidence: Evidence) -> bool:
    """Whether each carrier was asked: if not, that is what there is to tell."""
    return len({call.who for call in evidence.calls}) == len(CARRIERS)
