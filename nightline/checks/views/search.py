"""`search`: the offers of all carriers, cheapest first."""

from __future__ import annotations

from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.views import SET
from nightline.checks.views.answers import (
    KEEPS_CARRIERS,
    OFFERS,
    PRICES,
    QUICK_OFFERS,
    all_asked,
    asks_again,
    together,
    visit_among,
)
from nightline.checks.views.reading import not_read
from nightline.checks.views.replies import different, of_another
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC, ON_THE_LOOP, Visits

register(
    Diagnosis(
        "not-cheapest-first",
        "offers in another order",
        "The offers are right, but the traveller reads them from the top. `gather` keeps the "
        "order of its arguments, not of the prices.",
        "Sort the list before you answer. What must `sorted` compare?",
    ),
    Diagnosis(
        "berths-not-counted",
        "the price of one berth",
        "The visitor asks what several berths cost together. `quote` gives the price of one.",
        "Work the first price out on paper for two berths. Where does your view do that?",
    ),
    Diagnosis(
        "dearest-first",
        "the dearest offer first",
        "The offers are sorted by their price, but from the other end.",
        "The traveller reads from the top. Which way round does your line sort?",
    ),
    Diagnosis(
        "cheapest-only",
        "the cheapest offer alone",
        "The traveller wants to see what the berths cost at each carrier. You sent one offer.",
        "Which function gives one element of a list, and which puts all of them in order?",
    ),
    Diagnosis(
        "sort-returns-none",
        "the result of .sort() used as a list",
        "`.sort()` changes its list and returns `None`. `sorted(…)` returns a new list.",
        "Which name holds the sorted list after `offers.sort(…)`?",
    ),
    Diagnosis(
        "dicts-in-order",
        "dicts compared with each other",
        "To sort, Python must know which of two dicts comes first. It knows that for numbers only.",
        "`sorted` and `.sort` take a `key`. Which number of an offer decides?",
    ),
)
know_error("not supported between instances of 'dict' and 'dict'", "dicts-in-order", sets=SET)
# What the address does not say is 1, and what it says is text.
know_error("can't multiply sequence by non-int of type 'str'", "address-is-text", sets=SET)


async def _one_visitor(answer: Any, stage: Stage) -> Visits:
    return await visit_among(OFFERS, answer, stage, "berths=2")


async def _two_visitors(answer: Any, stage: Stage) -> Visits:
    return await visit_among(QUICK_OFFERS, answer, stage, "", "berths=3", together=False)


def _wanted(berths: int) -> dict[str, Any]:
    offers = [
        {"carrier": name, "price": berths * price}
        for name, price in sorted(PRICES.items(), key=lambda offer: int(offer[1]))
    ]
    return {"berths": berths, "offers": offers}


def _right_prices(evidence: Evidence) -> Finding | None:
    if not evidence.result.replies or (evidence.trial == "one visitor" and not all_asked(evidence)):
        return None
    berths = [2] if evidence.trial == "one visitor" else [1, 3]
    for number, reply in zip(berths, evidence.result.replies, strict=True):
        wanted = _wanted(number)
        named = reply.status == 200 and isinstance(reply.body, dict)
        found = _named_mistake(evidence, reply.body, wanted) if named else None
        if found := found or different(evidence, reply, wanted):
            return found
    return met("Every visitor got the right offers, cheapest first.")


def _named_mistake(
    evidence: Evidence, body: dict[str, Any], wanted: dict[str, Any]
) -> Finding | None:
    berths, expected = wanted["berths"], wanted["offers"]
    if body.get("berths") == str(berths):
        return missed(f"You answered with the text `'{berths}'`.", "A number.", "address-is-text")
    if body.get("berths") == 1 != berths:
        did = f"A visitor asked for {berths} berths, and you answered for 1."
        return not_read(evidence, did, f"An answer for {berths} berths.", "berths")
    if "offers" in body and body["offers"] is None:
        return missed("`offers` is `None`.", "A list of offers.", "sort-returns-none")
    offers = body if body == expected[0] else body.get("offers")
    if offers in (expected[0], expected[:1]):
        did = f"Your answer has {expected[0]['carrier']} only."
        return missed(did, f"{count(len(expected), 'offer')}, cheapest first.", "cheapest-only")
    if not isinstance(offers, list) or not all(isinstance(offer, dict) for offer in offers):
        return None
    if texts := [offer["price"] for offer in offers if isinstance(offer.get("price"), str)]:
        did = f"You answered with the text {shown(texts[0])}."
        return missed(did, "A number.", "address-is-text")
    if len(offers) > len(expected) and all(offer in offers for offer in expected):
        did = f"A visitor got {count(len(offers), 'offer')}, also those of an earlier visitor."
        return missed(did, f"{count(len(expected), 'offer')}.", "shared-between-visitors")
    return _mistake_in_prices(evidence, berths, offers, expected)


def _mistake_in_prices(
    evidence: Evidence, berths: int, offers: list[dict[str, Any]], expected: list[dict[str, Any]]
) -> Finding | None:
    given = {offer.get("carrier"): offer.get("price") for offer in offers}
    right = {offer["carrier"]: offer["price"] for offer in expected}
    if given == PRICES != right:
        name = next(iter(given))
        did = f"A visitor asked for {berths} berths. At {name}, you say {given[name]} euro."
        return missed(did, f"{right[name]} euro.", "berths-not-counted")
    if given.keys() == right.keys() and (found := of_another(evidence, given, right)):
        return found
    if offers == expected[::-1]:
        did = f"The first offer was {shown(offers[0])}."
        return missed(did, f"{shown(expected[0])} first.", "dearest-first")
    if offers != expected and all(offer in offers for offer in expected):
        did = f"The first offer was {shown(offers[0])}."
        return missed(did, f"{shown(expected[0])} first.", "not-cheapest-first")
    return None


SEARCH = Task(
    name="search",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial("one visitor", _one_visitor, prepare=prepare),
        Trial("two visitors", _two_visitors, prepare=prepare),
    ),
    requirements=(
        IS_ASYNC,
        ON_THE_LOOP,
        KEEPS_CARRIERS,
        Requirement("Each visitor gets the right offers, cheapest first", _right_prices),
        together(len(CARRIERS), trial="one visitor", took="0.6 s, as long as the slowest carrier."),
        asks_again(2, trial="two visitors"),
    ),
    hints=(
        "What must be known before you can sort? So which line waits, and how often?",
        "`request.GET` is like a dict of text. `get` with a second argument gives a value when "
        "the name is missing.",
        "Gather `quote(carrier)` for all `CARRIERS`, then pair names and prices with `zip`.",
        "Make one dict for each pair, multiply its price, and sort by "
        "`lambda offer: offer['price']`.",
    ),
    why=(
        "Django awaits the view, and the view waits once, for all carriers. Everything it keeps "
        "lives inside the call, so no visitor meets another one's data."
    ),
    reflect="Before you go on, say how long ten visitors wait who come at the same moment.",
)
