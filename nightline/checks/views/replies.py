"""How a reply differs from what was wanted: its kind, its status, its first difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from minisite.carriers.table import CARRIERS
from nightline.checks.views.reading import (
    left_running,
    nobody_asked,
    uses,
    uses_stand_in,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, count, missed, shown
from nightline.judging.station import Reply
from nightline.judging.visits import page_of

register(
    Diagnosis(
        "wrong-key",
        "another name than the task's",
        "Whoever reads this JSON looks for the names that the docstring shows. Yours has others.",
        "Compare your names, letter by letter, with the example in the docstring.",
    ),
    Diagnosis(
        "other-shape",
        "JSON of another shape",
        "The values may be right, but the reader expects them in another kind of container.",
        "In the docstring's example, which brackets stand here: `[…]` or `{…}`?",
    ),
    Diagnosis(
        "one-level-too-deep",
        "the answer inside another one",
        "The values may be right, but they stand below a name that the docstring does not have.",
        "In the docstring's example, what stands directly behind the first `{`?",
    ),
    Diagnosis(
        "answer-lost",
        "an answer that got lost in the view",
        "This carrier answered, and what you sent does not have its price. It got lost on the way.",
        "Follow one price from `quote` to `JsonResponse`. Does every function on its way `return` it?",
    ),
    Diagnosis(
        "other-order",
        "carriers in another order",
        "The docstring promises the order of `CARRIERS`. A dict or a list keeps the order in which "
        "you fill it, and yours is another.",
        "Collect the answers first. Then go through the names in the order asked for.",
    ),
    Diagnosis(
        "price-of-another",
        "answers that belong to other carriers",
        "`gather` gives the answers in the order of its arguments. Sorted on their own, or paired "
        "with names in another order, they stand beside other carriers than before.",
        "Pair each answer with its carrier first. What can be sorted or left out then?",
    ),
    Diagnosis(
        "offers-in-order-of-arrival",
        "answers in order of arrival",
        "`as_completed` gives the answers as they arrive, the fastest carrier first. Beside the "
        "names of `CARRIERS` they stand at other carriers.",
        "What could your coroutine return besides the price, so that each price knows its carrier?",
    ),
)
NAMES = {carrier.name for carrier in CARRIERS}


def different(evidence: Evidence, reply: Reply, wanted: Any) -> Finding | None:
    """The finding for a reply that is not what was wanted: its status, or its first difference."""
    first = next(_differences(reply.body, wanted, ""), None)
    if reply.status != 200:
        own = first is None or "get" in evidence.result.methods
        return page_of(reply, own=own)
    kind = reply.headers.get("Content-Type", "")
    if not kind.startswith("application/json"):
        text = "" if first is None else f" with {shown(reply.body, 50)}"
        did = f"Your response is `{kind.partition(';')[0]}`{text}."
        return missed(did, "A response of `application/json`.", "not-json")
    if first is None:
        return None
    where, did, expected, key = first
    if key in ("answer-lost", "wrong-result"):
        if evidence.leftover:
            return left_running(evidence)
        if not evidence.calls:
            return nobody_asked(evidence)
        key = "stand-in-used" if uses_stand_in(evidence) else key
    place = f"At `{where}`, the answer has" if where else "The answer has"
    return missed(f"{place} {did}.", f"{expected}.", key)


def of_another(
    evidence: Evidence, given: Mapping[Any, Any], right: Mapping[str, Any], unit: str = "euro"
) -> Finding | None:
    """The finding for values of which some are right, but at another carrier."""
    off = [name for name in given if name in right and given[name] != right[name]]
    if not off or not all(given[name] in right.values() for name in off):
        return None
    did = f"You say {given[off[0]]} {unit} at {off[0]}."
    key = "offers-in-order-of-arrival" if uses(evidence, "as_completed") else "price-of-another"
    return missed(did, f"{right[off[0]]} {unit}.", key)


def _differences(got: Any, wanted: Any, where: str) -> Iterator[tuple[str, str, str, str]]:
    """Where two pieces of JSON differ, what is there, what is wanted, and the diagnosis."""
    if isinstance(wanted, dict | list) and type(got) is not type(wanted):
        key = "other-shape" if isinstance(got, dict | list) else "wrong-result"
        yield (
            where,
            f"the {_kind(got)} {shown(got, 50)}",
            f"The {_kind(wanted)} {shown(wanted, 50)}",
            key,
        )
    elif isinstance(wanted, dict):
        yield from _names(got, wanted, where)
        for name in wanted:
            yield from _differences(got.get(name), wanted[name], f'{where}["{name}"]')
        if _of_carriers(wanted) and list(got) != list(wanted):
            place = next(i for i, name in enumerate(wanted) if list(got)[i] != name)
            did = f"{list(got)[place]} at position {place + 1}"
            yield where, did, f"{list(wanted)[place]} there", "other-order"
    elif isinstance(wanted, list):
        if len(got) != len(wanted):
            yield where, count(len(got), "element"), count(len(wanted), "element"), "wrong-result"
        elif sorted(map(str, got)) == sorted(map(str, wanted)) and got != wanted:
            place = next(i for i, item in enumerate(wanted) if got[i] != item)
            did = f"{shown(got[place])} at position {place + 1}"
            yield where, did, f"{shown(wanted[place])} there", "other-order"
        for number, (mine, item) in enumerate(zip(got, wanted, strict=False)):
            yield from _differences(mine, item, f"{where}[{number}]")
    elif got != wanted or isinstance(got, bool):
        yield where, shown(got), shown(wanted), "wrong-result"


def _names(
    got: dict[str, Any], wanted: dict[str, Any], where: str
) -> Iterator[tuple[str, str, str, str]]:
    """Names that an object lacks, or has too many."""
    lacks = [name for name in wanted if name not in got]
    other = [name for name in got if name not in wanted]
    if lacks and not _of_carriers(wanted):
        did = f"no `{lacks[0]}`" + (f", but `{other[0]}`" if other else "")
        yield where, did, f"A value called `{lacks[0]}`", "wrong-key"
    elif lacks and other and len(lacks) == len(wanted):
        deeper = isinstance(got[other[0]], dict | list)
        key = "one-level-too-deep" if deeper else "wrong-key"
        yield where, f"the name `{other[0]}`", f"The name `{lacks[0]}` there", key
    elif lacks:
        yield where, f"nothing for {lacks[0]}", _entry(lacks[0], wanted), "answer-lost"
    elif other:
        yield where, _entry(other[0], got), f"Nothing for `{other[0]}`", "wrong-result"


def _of_carriers(wanted: dict[str, Any]) -> bool:
    return bool(wanted) and NAMES.issuperset(wanted)


def _kind(value: Any) -> str:
    return type(value).__name__ if isinstance(value, dict | list) else "value"


def _entry(name: str, values: dict[str, Any]) -> str:
    return f"`{name}: {values[name]}`"
