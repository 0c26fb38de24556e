"""How a planner's page differs from the one that was wanted."""

from __future__ import annotations

from typing import Any

from nightline.checks.court.carriers import DOWN, FREE, PRICES, Evening
from nightline.checks.views.reading import catches_all
from nightline.checks.views.replies import different
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, count, missed, shown
from nightline.judging.station import Reply


def page_difference(
    evidence: Evidence, evening: Evening, reply: Reply, evenings: tuple[Evening, ...]
) -> Finding | None:
    """What is wrong with a page; None when nothing is.

    Args:
        evidence: of the trial.
        evening: what this visitor asked for.
        reply: what this visitor got.
        evenings: what all visitors of the trial asked for.
    """
    cheapest = sorted(evening.there, key=lambda name: PRICES[name])
    best = [{"carrier": name, "price": PRICES[name]} for name in cheapest[: evening.best]]
    wanted = {"best": best, "missing": evening.missing}
    body = reply.body
    if reply.status != 200 or not isinstance(body, dict) or body.keys() != wanted.keys():
        return different(evidence, reply, wanted)
    got, missing = body["best"], body["missing"]
    if got == best and missing == evening.missing:
        return different(evidence, reply, wanted)
    where = f"{evening.told} "
    if not isinstance(got, list) or not isinstance(missing, list):
        return different(evidence, reply, wanted)
    if not all(isinstance(offer, dict) for offer in got):
        return different(evidence, reply, wanted)
    if len(evenings) > 1:  # one visitor alone got the right page
        told = f"{where}Your page has {_named(got)}, and in `missing` {shown(missing, 60)}."
        expected = f"{_named(best)}, and {shown(evening.missing, 60)}."
        return missed(told, expected, "page-shared")
    return _offers(evidence, evening, got, best) or _missing(evening, missing, best)


def _named(offers: list[Any]) -> str:
    """The carriers of some offers, in their order."""
    return ", ".join(str(offer.get("carrier")) for offer in offers) or "no offer"


def _offers(
    evidence: Evidence, evening: Evening, got: list[Any], best: list[dict[str, Any]]
) -> Finding | None:
    if got == best:
        return None
    did = f"{evening.told} Your `best` is {shown(got, 70)}."
    expected = f"{shown(best, 70)}."
    prices = [offer.get("price", 0) for offer in got]
    if any(offer.keys() != {"carrier", "price"} for offer in got):
        return missed(did, expected, "wrong-key")
    if None in prices:
        return missed(did, expected, "none-among-offers")
    if any(isinstance(price, str) for price in prices):
        return missed(did, expected, "wrong-type")
    key = lambda offer: str(offer)  # noqa: E731
    if sorted(got, key=key) == sorted(best, key=key):
        return missed(did, expected, "page-not-cheapest-first")
    names = [offer.get("carrier") for offer in got]
    full = sorted(evening.there, key=lambda name: PRICES[name])
    if late := set(names) & set(evening.missing):
        did = f"{evening.told} Your page has an offer of {sorted(map(str, late))[0]}."
        return missed(did, "No offer: its answer comes too late.", "page-shared")
    if FREE in evening.there and [name for name in full if name != FREE][: len(names)] == names:
        return missed(did, expected, "zero-lost")
    if not got and best:
        key_of = "error-hidden" if catches_all(evidence) else "page-lost-at-the-deadline"
        return missed(did, expected, key_of)
    if len(names) < len(full) and names == full[-len(names) :]:
        return missed(did, expected, "page-other-end")
    orders = (sorted(evening.there), full[::-1])
    if names and any(names == order[: len(names)] for order in orders):
        return missed(did, expected, "page-sorted-otherwise")
    if len(got) > len(best) and evening.best < len(evening.there):
        if names[: len(best)] == [offer["carrier"] for offer in best]:
            did = f"{evening.told} Your `best` has {count(len(got), 'offer')}."
            return missed(did, f"{len(best)}, as the address says.", "page-all-offers")
        return missed(did, expected, "address-not-read")
    if len(got) == len(best) and set(names) <= set(evening.there):
        return missed(did, expected, "page-cut-too-early")
    if len(got) < len(best) and set(names) <= set(evening.there):
        return missed(did, expected, "page-lost-at-the-deadline")
    return missed(did, expected, "wrong-result")


def _missing(evening: Evening, missing: list[Any], best: list[dict[str, Any]]) -> Finding | None:
    did = f"{evening.told} Your `missing` is {shown(missing, 70)}."
    expected = f"{shown(evening.missing, 70)}."
    if sorted(map(str, missing)) == sorted(evening.missing):
        return missed(did, expected, "page-missing-mixed")
    names = {str(name) for name in missing}
    if names < set(evening.missing):
        broken = bool(names) and not names & set(DOWN)
        key = "broken-not-missing" if broken else "page-only-failed-missing"
        return missed(did, expected, key)
    if names - set(evening.missing) == {FREE}:
        return missed(f"{did} The price of {FREE} is 0.", expected, "zero-lost")
    if names == set(PRICES) - {offer["carrier"] for offer in best}:
        return missed(did, expected, "page-unshown-missing")
    return missed(did, expected, "wrong-result")
