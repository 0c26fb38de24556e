"""What the tasks of set 14 share: the carriers, the first difference in an answer, together."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from minisite.carriers.table import CARRIERS
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
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer
from nightline.judging.visits import Reply, of_visitors, page_of

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
        "shared-between-visitors",
        "one visitor's data in another one's answer",
        "All visitors run the same function. What lives outside the call, in a default argument or "
        "in a class is the same object for everybody.",
        "Where is this list or dict made? It must be made anew for each request.",
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
        "answer-lost",
        "an answer that got lost in the view",
        "This carrier answered, and what you sent does not have its price. It got lost on the way.",
        "Follow one price from `quote` to `JsonResponse`. Does every function on its way `return` it?",
    ),
    Diagnosis(
        "address-not-read",
        "what the visitor asked for is ignored",
        "The visitor says in the address what they want. Your answer is the same without it.",
        "Print `request.GET` in the view. Which of its values changes your answer?",
    ),
    Diagnosis(
        "other-order",
        "carriers in another order",
        "The docstring promises the order of `CARRIERS`. A dict or a list keeps the order in which "
        "you fill it, and yours is another.",
        "Collect the answers first. Then go through the names in the order asked for.",
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


def lend_carriers(stage: Stage, offers: dict[str, Offer]) -> None:
    """Lend the answer `quote` and `CARRIERS`."""
    stage.lend(CARRIERS=list(stage.carriers(offers)))


def different(reply: Reply, wanted: Any) -> Finding | None:
    """The finding for a reply that is not what was wanted: its status, or its first difference."""
    if found := page_of(reply):
        return found
    first = next(_differences(reply.body, wanted, ""), None)
    if first is None:
        return None
    where, did, expected, key = first
    place = f"At `{where}`, the answer has" if where else "The answer has"
    return missed(f"{place} {did}.", f"{expected}.", key)


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
        lacks = [name for name in wanted if name not in got]
        other = [name for name in got if name not in wanted]
        if lacks and not _of_carriers(wanted):
            did = f"no `{lacks[0]}`" + (f", but `{other[0]}`" if other else "")
            yield where, did, f"A value called `{lacks[0]}`", "wrong-key"
        elif lacks:
            yield where, f"nothing for {lacks[0]}", _entry(lacks[0], wanted), "answer-lost"
        elif other:
            yield where, _entry(other[0], got), f"Nothing for `{other[0]}`", "wrong-result"
        for name in wanted:
            yield from _differences(got.get(name), wanted[name], f'{where}["{name}"]')
        if _of_carriers(wanted) and list(got) != list(wanted):
            place = next(i for i, name in enumerate(wanted) if list(got)[i] != name)
            did = f"{list(got)[place]} at position {place + 1}"
            yield where, did, f"{list(wanted)[place]} there", "other-order"
    elif isinstance(wanted, list):
        if len(got) != len(wanted):
            yield where, _length(got), _length(wanted), "wrong-result"
        elif sorted(map(str, got)) == sorted(map(str, wanted)) and got != wanted:
            place = next(i for i, item in enumerate(wanted) if got[i] != item)
            did = f"{shown(got[place])} at position {place + 1}"
            yield where, did, f"{shown(wanted[place])} there", "other-order"
        for number, (mine, item) in enumerate(zip(got, wanted, strict=False)):
            yield from _differences(mine, item, f"{where}[{number}]")
    elif got != wanted or isinstance(got, bool):
        yield where, shown(got), shown(wanted), "wrong-result"


def _of_carriers(wanted: dict[str, Any]) -> bool:
    return bool(wanted) and all(name in PRICES for name in wanted)


def _kind(value: Any) -> str:
    return type(value).__name__ if isinstance(value, dict | list) else "value"


def _entry(name: str, values: dict[str, Any]) -> str:
    return f"`{name}: {values[name]}`"


def _length(value: list[Any]) -> str:
    return count(len(value), "element")


def together(
    number: int, call: str = "quote(carrier)", trial: str = "", took: str = ""
) -> Requirement:
    """All carriers of a trial are asked, each once, and their requests are open at once.

    Args:
        number: how many carriers there are to ask.
        call: how one is asked.
        trial: the trial it looks at, the task's first: a picture of that one explains it.
        took: how long the expected run takes, with the reason.
    """

    def judge(evidence: Evidence) -> Finding:
        calls, most = evidence.calls, evidence.most_in_flight
        asked = list(dict.fromkeys(one.who for one in calls))
        if not calls:
            if found := next(filter(None, map(page_of, evidence.result.replies)), None):
                return found
            return missed("You asked no carrier.", "Each carrier is asked.", "asked-nobody")
        if len(asked) < len(calls):
            again = next(who for who in asked if sum(one.who == who for one in calls) > 1)
            did = f"You asked {again} more than once. {count(len(calls), 'request')} were sent."
            return missed(did, f"{number} requests, one for each carrier.", "asked-twice")
        if most < len(calls):
            did = f"You asked {count(len(calls), 'carrier')}. Never more than "
            did += f"{count(most, 'request')} {'was' if most == 1 else 'were'} open. "
            did += f"{seconds(evidence.seconds)}."
            key = "collected-not-started" if awaits_names_in_a_loop(evidence) else "one-by-one"
            expected = f"{number} requests open at once. {took}"
            return missed(did, expected, key, in_time=True, call=call)
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


def not_read(evidence: Evidence, did: str, expected: str) -> Finding:
    """The answer takes no notice of the address, or reads it at the wrong place."""
    in_post = some(evidence, lambda node: isinstance(node, ast.Attribute) and node.attr == "POST")
    return missed(did, expected, "form-not-address" if in_post else "address-not-read")


def some(evidence: Evidence, fits: Callable[[ast.AST], bool]) -> bool:
    """Whether some part of the answer's cell fits; False where it cannot be read."""
    try:
        tree = ast.parse(evidence.source)
    except SyntaxError:
        return False
    return any(fits(node) for node in ast.walk(tree))
