"""`cheapest`: ask together, and keep prices and names together as well."""

from __future__ import annotations

from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.together import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    asked_together,
    compare,
    missed,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

register(
    Diagnosis(
        "quotes-without-names",
        "the price without its carrier",
        "`gather` returns only the answers, in the order of its arguments. It does not know "
        "which carrier gave which.",
        "The answers come in the order of `carriers`. Which built-in function pairs two lists?",
        "01",
        "Together",
    ),
    Diagnosis(
        "dearest-or-first",
        "another carrier than the cheapest",
        "The pair you returned is a real offer, but a cheaper one exists. If you compare pairs, "
        "their first elements count first.",
        "Print your pairs. Which element must be compared?",
    ),
    Diagnosis(
        "swapped",
        "price and name the other way round",
        "Both parts are right, and their order is not. The caller unpacks the name first.",
        "Compare your `return` line with the example in the docstring.",
    ),
    Diagnosis(
        "wrong-pair",
        "the price of another carrier",
        "You paired a name with a price that belongs to somebody else. Only the answers of `gather` "
        "stand in the order of the carriers.",
        "At which position stands the lowest price? Whose name stands at that position?",
        "01",
        "Together",
    ),
)

OFFERS = {carrier.name: Offer(round(1.5 * carrier.delay, 6), carrier.price) for carrier in CARRIERS}
# The cheapest one is neither the first, nor the last, nor the fastest to answer.
FEW = {"Estrela": Offer(0.3, 180), "Lumen": Offer(0.5, 141), "Boreal": Offer(0.1, 166)}


async def _twelve(answer: Any, stage: Stage) -> Any:
    return await stage.call(list(stage.carriers(OFFERS)))


async def _three(answer: Any, stage: Stage) -> Any:
    return await stage.call(list(stage.carriers(FEW)))


def _offers_of(evidence: Evidence) -> dict[str, Offer]:
    return OFFERS if evidence.trial == "twelve carriers" else FEW


def _best(evidence: Evidence) -> tuple[str, Any]:
    offers = _offers_of(evidence)
    name = min(offers, key=lambda name: int(str(offers[name].answer)))
    return name, offers[name].answer


def _names_the_cheapest(evidence: Evidence) -> Finding:
    wanted, got = _best(evidence), evidence.result
    if type(got) is int and got == wanted[1]:
        did = f"You returned {shown(got)}, a price and no name."
        return missed(did, f"{shown(wanted)}.", "quotes-without-names")
    if isinstance(got, tuple) and len(got) == 2 and got != wanted:
        offers = _offers_of(evidence)
        did = f"You returned {shown(got)}.{evidence.called}"
        if tuple(got) == wanted[::-1]:
            return missed(did, f"{shown(wanted)}.", "swapped")
        if got in {(name, offer.answer) for name, offer in offers.items()}:
            return missed(did, f"{shown(wanted)}.", "dearest-or-first")
        if got[0] in offers and got[1] in {offer.answer for offer in offers.values()}:
            return missed(did, f"{shown(wanted)}.", "wrong-pair")
    return compare(evidence, wanted)


CHEAPEST = Task(
    name="cheapest",
    set=SET,
    level="core",
    minutes=10,
    trials=(Trial("twelve carriers", _twelve), Trial("three carriers", _three)),
    requirements=(
        Requirement("Returns the name and the price of the cheapest offer", _names_the_cheapest),
        asked_together("quote(carrier)"),
    ),
    hints=(
        "The cell below your answer draws your run. At 0.1 s, how many rows are waiting? How many "
        "should be?",
        "Your loop starts a request and waits for it. Which of the two must happen twelve times "
        "before the other begins?",
        "A comprehension without `await` makes twelve coroutines that have not run. One asyncio "
        "function runs them together and keeps their order.",
        "`prices = await asyncio.gather(*(quote(c) for c in carriers))`. Then pair names with "
        "prices with `zip`, and take the `min` by price.",
    ),
    why=(
        "`gather` returns the prices in the order of its arguments, so `zip` pairs each price "
        "with its carrier, whoever answered first. `min` with a `key` compares prices and "
        "returns the whole pair."
    ),
    reflect="Before you go on, say why a thirteenth fast carrier costs no time.",
)
