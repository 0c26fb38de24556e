"""`SearchView`: a class that asks for GET, and asks nobody for HEAD."""

from __future__ import annotations

import inspect
from dataclasses import replace
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
from nightline.judging.diagnoses import Diagnosis, diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC, ON_THE_LOOP, Visits, of_visitors, page_of

register(
    Diagnosis(
        "head-asks-carriers",
        "HEAD answered by get",
        "A class without a `head` method answers HEAD with its `get`. So the monitoring costs as "
        "much as a traveller.",
        "Which method must the class have, so that HEAD does not reach `get`?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "head-asks-too",
        "a head that asks carriers",
        "The class has a `head` of its own, and that one asks carriers too. So the monitoring "
        "costs as much as a traveller.",
        "What does HEAD have to answer? Which part of that must a carrier tell you?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "head-with-content",
        "HEAD with content",
        "HEAD asks for the headers only. The server throws away whatever content there is, so to "
        "make it is work for nobody.",
        "Which response has headers and no content?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "every-kind-to-get",
        "every kind of request answered by get",
        "`View` has a `dispatch` that chooses the method by the kind of the request. Yours takes "
        "its place, and sends kinds to `get` that your class does not answer.",
        "What does your `dispatch` do that Django's does not? Can you do without it?",
        "14",
        "The same as a class",
    ),
    Diagnosis(
        "header-missing",
        "no header X-Carriers",
        "HEAD is answered with headers only. The one that the monitoring reads is not among them.",
        "`HttpResponse` takes `headers={…}`. What is the name of this header, letter by letter?",
    ),
    Diagnosis(
        "not-filtered",
        "offers above the limit",
        "Your answer holds offers that cost more than the traveller wants to pay.",
        "Compare each price with the number from the address before you answer.",
    ),
    Diagnosis(
        "limit-of-its-own",
        "a limit that nobody named",
        "Without `max` in the address the traveller wants to see every offer. Your view keeps some "
        "back.",
        "Which limit counts in your view when the address names none? No price may be above it.",
    ),
    Diagnosis(
        "limit-excluded",
        "the limit itself left out",
        "The traveller names the most they want to pay. A price that equals it is still cheap "
        "enough.",
        "Which of `<` and `<=` lets a price through that equals the limit?",
    ),
    Diagnosis(
        "function-not-class",
        "what as_view() makes, in place of the class",
        "`as_view()` makes a view function of a class. The check does that itself, and needs the "
        "class.",
        "Let the name `SearchView` stay the class, and pass it as it is: `check(SearchView)`.",
        "14",
        "The same as a class",
    ),
)

# Isar's price, to the euro: the limit itself is cheap enough.
MOST = 76


WITH_LIMIT = "GET with a limit"
MIXED = "GET with a limit, without one, with one again"
FEW = dict(list(OFFERS.items())[:5])


async def _get(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    return await visit_among(OFFERS, answer, stage, f"max={MOST}")


async def _get_thrice(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    limit = f"max={MOST}"
    return await visit_among(QUICK_OFFERS, answer, stage, limit, "", limit, together=False)


async def _head(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    visits = await visit_among(OFFERS, answer, stage, f"max={MOST}", method="HEAD")
    # Another number of carriers: what is typed into the view stays as it is.
    fewer = await visit_among(FEW, answer, stage, "", method="HEAD")
    return replace(visits, replies=visits.replies + fewer.replies)


async def _options(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    return await visit_among(QUICK_OFFERS, answer, stage, "", method="OPTIONS")


def _affordable(evidence: Evidence) -> Finding | None:
    if not all_asked(evidence):
        return None
    reply = evidence.result.replies[0]
    wanted = {name: price for name, price in PRICES.items() if price <= MOST}
    named = reply.status == 200 and isinstance(reply.body, dict)
    found = _other_offers(evidence, reply.body, wanted) if named else None
    return (
        found
        or different(evidence, reply, wanted)
        or met(f"GET answered with {count(len(wanted), 'offer')}.")
    )


def _other_offers(
    evidence: Evidence, body: dict[str, Any], wanted: dict[str, Any]
) -> Finding | None:
    if found := of_another(evidence, body, PRICES):
        return found
    if wanted.items() < body.items():
        dear = next(name for name in body if name not in wanted)
        did = f"You answered with {dear} for {body[dear]} euro."
        expected = f"Only offers of at most {MOST} euro."
        ignored = not_read(evidence, did, expected, "max")
        read_elsewhere = ignored.diagnosis != diagnosis("address-not-read")
        if body.items() == PRICES.items() and read_elsewhere:
            return ignored
        return missed(did, expected, "not-filtered")
    if body == {name: price for name, price in wanted.items() if price != MOST} != wanted:
        did = f"The limit is {MOST} euro, and your answer has no offer for {MOST} euro."
        return missed(did, f"Also offers that cost {MOST} euro.", "limit-excluded")
    return None


def _own_answers(evidence: Evidence) -> Finding:
    first, _, again = (reply.body for reply in evidence.result.replies)
    if first != again:
        did = f"Two visitors named the limit of {MOST} euro, and got different answers. "
        did += "Between them came one without a limit."
        return missed(did, "The same answer for both.", "shared-between-visitors")
    return met("Two visitors who asked the same got the same answer.")


def _without_limit(evidence: Evidence) -> Finding | None:
    reply = evidence.result.replies[1]
    if reply.status == 200 and isinstance(reply.body, dict):
        if reply.body.items() < PRICES.items():
            did = f"A visitor named no limit, and got {count(len(reply.body), 'offer')}."
            return missed(did, f"All {count(len(PRICES), 'offer')}.", "limit-of-its-own")
        # Their order and their prices are told by the visitor with a limit.
        if reply.body == PRICES:
            return met(f"All {count(len(PRICES), 'offer')}.")
    return different(evidence, reply, PRICES) if evidence.calls else None


def _is_a_class(evidence: Evidence) -> Finding:
    if evidence.result.replies or evidence.result.methods:
        return met("`SearchView` is a class.")
    return missed("`SearchView` is a function here.", "The class itself.", "function-not-class")


def _head_is_cheap(evidence: Evidence) -> Finding:
    has_head = "head" in evidence.result.methods
    if evidence.calls:
        did = f"HEAD sent {count(len(evidence.calls), 'request')} and took "
        did += f"{seconds(evidence.seconds)}."
        key = "head-asks-too" if has_head else "head-asks-carriers"
        return missed(did, "No request. 0 s.", key)
    for reply, carriers in zip(evidence.result.replies, (OFFERS, FEW), strict=True):
        if found := page_of(reply, own=has_head):
            return found
        wanted, got = str(len(carriers)), reply.headers.get("X-Carriers")
        expected = f"The header `X-Carriers: {wanted}`: the site knew {wanted} carriers."
        if got is None:
            return missed("HEAD gave no header `X-Carriers`.", expected, "header-missing")
        if got != wanted:
            return missed(f"HEAD gave `X-Carriers: {got}`.", expected, "carriers-left-out")
        # No server sends the content of HEAD, but its length is told; an empty object is none.
        length = int(reply.headers.get("Content-Length", 0))
        if length > len("{}"):
            did = f"Your `head` made {count(length, 'byte')} of content."
            return missed(did, "Headers only.", "head-with-content")
    return met("HEAD asked no carrier.")


def _other_kinds(evidence: Evidence) -> Finding:
    if evidence.calls:
        did = f"A request of the kind OPTIONS sent {count(len(evidence.calls), 'request')}."
        return missed(did, "Only GET asks carriers.", "every-kind-to-get")
    return met("Only GET asked carriers.")


SEARCH_VIEW = Task(
    name="SearchView",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(WITH_LIMIT, _get, prepare=prepare),
        Trial(MIXED, _get_thrice, prepare=prepare),
        Trial("HEAD", _head, prepare=prepare),
        Trial("OPTIONS", _options, prepare=prepare),
    ),
    requirements=(
        Requirement("`SearchView` is a class", _is_a_class),
        IS_ASYNC,
        ON_THE_LOOP,
        KEEPS_CARRIERS,
        Requirement("Visitors get answers of their own", of_visitors(_own_answers), MIXED),
        Requirement(
            "GET answers with the offers up to the limit", of_visitors(_affordable), WITH_LIMIT
        ),
        Requirement("Without a limit, GET answers with all", of_visitors(_without_limit), MIXED),
        together(len(CARRIERS), trial=WITH_LIMIT, took="0.6 s, as long as the slowest carrier."),
        asks_again(3, trial=MIXED),
        Requirement("HEAD answers at once and asks nobody", of_visitors(_head_is_cheap), "HEAD"),
        Requirement("Other kinds of requests ask nobody", of_visitors(_other_kinds), "OPTIONS"),
    ),
    hints=(
        "Which methods of the class answer which request? What does Django do when there is no "
        "`head`?",
        "`head` waits for nothing. Does that decide whether it is `def` or `async def`? Read the "
        "error of lesson 14 once more.",
        "In `get`, gather all quotes, then keep the pairs whose price is at most the limit. "
        "`request.GET.get('max')` is None when the address has no limit.",
        "`async def head(self, request): return HttpResponse(headers={'X-Carriers': …})`",
    ),
    why=(
        "Django looks at the whole class once: if its methods are coroutine functions, it awaits "
        "them. So `head` is `async def` too, although it never waits."
    ),
    reflect="Before you go on, say what HEAD would cost if the class had only `get`.",
)
