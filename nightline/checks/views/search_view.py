"""`SearchView`: a class that asks for GET, and asks nobody for HEAD."""

from __future__ import annotations

import inspect
from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.views import SET
from nightline.checks.views.answers import (
    OFFERS,
    PRICES,
    QUICK_OFFERS,
    all_asked,
    asks_again,
    different,
    lend_carriers,
    not_read,
    together,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, seconds
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import (
    IS_ASYNC,
    ON_THE_LOOP,
    Visits,
    of_visitors,
    page_of,
    prepare,
    visit,
)

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


async def _get(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    lend_carriers(stage, OFFERS)
    return await visit(answer, stage, f"max={MOST}")


async def _get_twice(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    lend_carriers(stage, QUICK_OFFERS)
    return await visit(answer, stage, "", f"max={MOST}", together=False)


async def _head(answer: Any, stage: Stage) -> Visits:
    if not inspect.isclass(answer):
        return Visits(False)
    lend_carriers(stage, OFFERS)
    return await visit(answer, stage, f"max={MOST}", method="HEAD")


def _affordable(evidence: Evidence) -> Finding | None:
    visitors: list[int | None] = [MOST] if evidence.trial == "GET with a limit" else [None, MOST]
    if len(visitors) == 1 and not all_asked(evidence):
        return None
    visits = list(zip(visitors, evidence.result.replies, strict=True))
    for most, reply in visits[::-1]:  # what an earlier visitor left shows at a later one
        wanted = {name: price for name, price in PRICES.items() if most is None or price <= most}
        named = reply.status == 200 and isinstance(reply.body, dict)
        found = _other_offers(evidence, reply.body, wanted, most) if named else None
        if found := found or different(reply, wanted):
            return found
    return met(f"GET answered with {count(len(wanted), 'offer')}.")


def _other_offers(
    evidence: Evidence, body: dict[str, Any], wanted: dict[str, Any], most: int | None
) -> Finding | None:
    if wanted.items() < body.items() and most is not None:
        dear = next(name for name in body if name not in wanted)
        did = f"You answered with {dear} for {body[dear]} euro."
        expected = f"Only offers of at most {most} euro."
        if evidence.trial != "GET with a limit":
            did += " The visitor before had no limit."
            return missed(did, expected, "shared-between-visitors")
        if body.items() == PRICES.items():
            post_only = not_read(evidence, did, expected)
            if post_only.diagnosis and post_only.diagnosis.key == "form-not-address":
                return post_only
        return missed(did, expected, "not-filtered")
    if most is None and body.items() < wanted.items():
        did = f"A visitor named no limit, and got {count(len(body), 'offer')}."
        return missed(did, f"All {count(len(wanted), 'offer')}.", "limit-of-its-own")
    if body == {name: price for name, price in wanted.items() if price != most} != wanted:
        did = f"The limit is {most} euro, and your answer has no offer for {most} euro."
        return missed(did, f"Also offers that cost {most} euro.", "limit-excluded")
    return None


def _is_a_class(evidence: Evidence) -> Finding:
    if evidence.result.replies or evidence.result.methods:
        return met("`SearchView` is a class.")
    return missed("`SearchView` is a function here.", "The class itself.", "function-not-class")


def _head_is_cheap(evidence: Evidence) -> Finding:
    reply = evidence.result.replies[0]
    if evidence.calls:
        did = f"HEAD sent {count(len(evidence.calls), 'request')} and took "
        did += f"{seconds(evidence.seconds)}."
        key = "head-asks-too" if "head" in evidence.result.methods else "head-asks-carriers"
        return missed(did, "No request. 0 s.", key)
    if found := page_of(reply):
        return found
    wanted, got = str(len(CARRIERS)), reply.headers.get("X-Carriers")
    expected = f"The header `X-Carriers: {wanted}`."
    if got is None:
        return missed("HEAD gave no header `X-Carriers`.", expected, "header-missing")
    if got != wanted:
        return missed(f"HEAD gave `X-Carriers: {got}`.", expected, "carriers-left-out")
    return met("HEAD asked no carrier.")


SEARCH_VIEW = Task(
    name="SearchView",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial("GET with a limit", _get, prepare=prepare),
        Trial("GET without a limit, then with one", _get_twice, prepare=prepare),
        Trial("HEAD", _head, prepare=prepare),
    ),
    requirements=(
        Requirement("`SearchView` is a class", _is_a_class),
        IS_ASYNC,
        ON_THE_LOOP,
        Requirement(
            "GET answers with the offers up to the limit",
            of_visitors(_affordable),
            "GET with a limit",
        ),
        Requirement(
            "Without a limit, GET answers with all",
            of_visitors(_affordable),
            "GET without a limit, then with one",
        ),
        together(
            len(CARRIERS), trial="GET with a limit", took="0.6 s, as long as the slowest carrier."
        ),
        asks_again(2, trial="GET without a limit, then with one"),
        Requirement("HEAD answers at once and asks nobody", of_visitors(_head_is_cheap), "HEAD"),
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
