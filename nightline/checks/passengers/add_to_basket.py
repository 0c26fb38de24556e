"""`add_to_basket`: repair a view that loads the session in a coroutine and does not save it."""

from __future__ import annotations

from typing import Any

from nightline.checks.passengers import SET
from nightline.checks.passengers.visitors import (
    ADDRESS,
    NOTHING_REFUSED,
    Seen,
    of_visits,
    session_of,
    visits,
)
from nightline.checks.views import answers, replies  # noqa: F401  (diagnoses used by name)
from nightline.checks.views.reading import uses
from nightline.judging.database import Watch
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.station import Reply, Station, prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.visits import IS_ASYNC

register(
    Diagnosis(
        "session-not-told",
        "a list that changed behind the session's back",
        "The session does not watch the list that it gave you. It saves itself after a visit in "
        "which somebody told it a new value.",
        "Which method tells the session a new value? It must be called at every visit.",
        "18",
        "What a visitor keeps: the session",
    ),
    Diagnosis(
        "not-in-the-session",
        "a basket that is not in the session",
        "Your answers are right, but the visitor's session does not hold these berths under the "
        "name that the docstring says. Other pages of the site look there.",
        "Where does your view keep the berths? Compare the name with the docstring, letter by "
        "letter.",
        "18",
        "What a visitor keeps: the session",
    ),
    Diagnosis(
        "nothing-in-the-session",
        "None at the first visit",
        "At the first visit the session has nothing under this name, so `aget` gives `None`.",
        "`aget` takes a second argument. What should an empty basket be?",
        "18",
        "What a visitor keeps: the session",
    ),
    Diagnosis(
        "list-method-gives-none",
        "what append returns",
        "`append` and `extend` change a list, and return `None`. So what you kept is not the list.",
        "Print what `berths.append(17)` gives. Which object is the list?",
    ),
    Diagnosis(
        "only-the-last-berth",
        "a new list at each visit",
        "Each visit keeps a list with its own berth only, and the one before is gone.",
        "What must your view read before it keeps something?",
        "18",
        "What a visitor keeps: the session",
    ),
)
register(
    Diagnosis(
        "text-in-the-session",
        "text kept where numbers are needed",
        "You answered with numbers, but the session holds text. Everything in an address is text, "
        "also when it looks like a number.",
        "Which list do you give to the session? Where does `int` belong, so that both get numbers?",
    ),
    Diagnosis(
        "basket-cut-short",
        "a basket that loses its first berths",
        "The newest berths are there, and an older one has fallen out. A traveller may choose as "
        "many as they like.",
        "Which part of your line leaves something out of the old list?",
    ),
    Diagnosis(
        "basket-in-another-order",
        "berths in another order",
        "The berths are all there. The docstring wants them in the order in which they came.",
        "Where does a new berth go in your list? Does something sort or turn the list?",
    ),
    Diagnosis(
        "basket-of-the-visit-before",
        "the basket as it was before this visit",
        "Your answer lacks the berth that was chosen just now. It shows the list that you read.",
        "Which list do you put into `JsonResponse`, and which one has the new berth?",
    ),
)
for _error in ("MultiValueDictKeyError", "not 'NoneType'"):
    know_error(
        _error, "other-name-in-address", sets=SET, line="request.GET", cell="def add_to_basket"
    )
know_error(
    "'NoneType' object has no attribute", "list-method-gives-none", sets=SET, cell="= berths."
)
for _method in ("append", "extend", "copy"):
    know_error(
        f"'NoneType' object has no attribute '{_method}'", "nothing-in-the-session", sets=SET
    )
know_error("'NoneType' object is not iterable", "nothing-in-the-session", sets=SET, cell="aget(")
know_error("Value after * must be an iterable", "nothing-in-the-session", sets=SET)
know_error('can only concatenate list (not "', "nothing-in-the-session", sets=SET, cell="None")
know_error("'berths'", "nothing-in-the-session", sets=SET, line="session[")
know_error("unsupported operand type(s) for +: 'NoneType'", "nothing-in-the-session", sets=SET)

ONE = "one visitor, four visits"
TWO = "two visitors in turn"
# A berth comes twice nowhere, and no list is sorted.
FIRST = (31, 7, 12, 40)
TURNS = (("ada", 5), ("guest", 9), ("ada", 3), ("guest", 2), ("ada", 44))


async def _one(answer: Any, stage: Stage) -> Seen:
    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        guest = await site.visitor()
        for berth in FIRST:
            seen.replies[f"guest {berth}"] = await guest.get(f"{ADDRESS}?berth={berth}")
        seen.kept["guest"] = (await session_of(stage, guest)).get("berths")

    return await visits(answer, stage, play)


async def _two(answer: Any, stage: Stage) -> Seen:
    async def play(site: Station, watch: Watch, seen: Seen) -> None:
        both = {"ada": await site.visitor("ada"), "guest": await site.visitor()}
        for who, berth in TURNS:
            seen.replies[f"{who} {berth}"] = await both[who].get(f"{ADDRESS}?berth={berth}")
        for who, visitor in both.items():
            seen.kept[who] = (await session_of(stage, visitor)).get("berths")

    return await visits(answer, stage, play)


def _answers(evidence: Evidence) -> Finding:
    berths: dict[str, list[int]] = {}
    for name, reply in evidence.result.replies.items():
        who, berth = name.split()
        wanted = berths.setdefault(who, [])
        wanted.append(int(berth))
        if found := _wrong(evidence, reply, wanted):
            return found
    return met(f"{count(len(evidence.result.replies), 'visit')}, each with the whole basket.")


def _wrong(evidence: Evidence, reply: Reply, wanted: list[int]) -> Finding | None:
    which = f"At visit {len(wanted)} of one visitor"
    expected = f"`{{'berths': {wanted}}}`."
    if reply.status != 200:
        return missed(f"{which}, your view gave status {reply.status}.", expected, "error-status")
    if reply.body == {"berths": wanted}:
        return None
    did = f"{which}, you answered {shown(reply.body)}."
    got = reply.body.get("berths") if isinstance(reply.body, dict) else None
    if got is None and isinstance(reply.body, dict) and "berths" in reply.body:
        return missed(did, expected, "list-method-gives-none")
    if not isinstance(got, list):
        return missed(did, expected, "wrong-key")
    if any(isinstance(each, int) and each not in wanted for each in got):
        return missed(did, expected, "shared-between-visitors")
    if got and all(isinstance(each, str) for each in got):
        return missed(did, expected, "address-is-text")
    if got == wanted[:-1]:
        return missed(did, expected, "basket-of-the-visit-before")
    if sorted(map(str, got)) == sorted(map(str, wanted)):
        return missed(did, expected, "basket-in-another-order")
    if len(got) > 1 and got == wanted[-len(got) :]:
        return missed(did, expected, "basket-cut-short")
    if len(wanted) > 1 and len(got) < len(wanted) and got[-1:] == wanted[-1:]:
        told = uses(evidence, "aset", "aupdate") and not uses(evidence, "append", "extend")
        key = "only-the-last-berth" if told and len(got) == 1 else "session-not-told"
        return missed(did, expected, key)
    return missed(did, expected, "wrong-result")


def _kept(evidence: Evidence) -> Finding:
    wanted: dict[str, list[int]] = {}
    for name in evidence.result.replies:
        wanted.setdefault(name.split()[0], []).append(int(name.split()[1]))
    for who, berths in wanted.items():
        if evidence.result.kept[who] != berths:
            stored = evidence.result.kept[who]
            did = f'Afterwards, the session holds {shown(stored)} as "berths".'
            as_text = stored == [str(berth) for berth in berths]
            key = "text-in-the-session" if as_text else "not-in-the-session"
            return missed(did, f"{shown(berths)}.", key)
    return met("The session of each visitor holds the berths.")


ADD_TO_BASKET = Task(
    name="add_to_basket",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial(ONE, _one, prepare=prepare), Trial(TWO, _two, prepare=prepare)),
    requirements=(
        IS_ASYNC,
        NOTHING_REFUSED,
        Requirement("Each visit answers with the visitor's whole basket", of_visits(_answers)),
        Requirement("The session keeps the basket", of_visits(_kept)),
    ),
    hints=(
        "Two things are wrong. Nothing is kept, so each visit begins with an empty basket. And once "
        "something is kept, reading it raises an error. What must stand before such a read?",
        "In a coroutine, `aget` reads from the session, and `aset` tells it a new value.",
        'Read with `await request.session.aget("berths", [])`. Add the berth. Then '
        '`await request.session.aset("berths", …)`.',
    ),
    why=(
        "`aget` loads the session in a thread, so nothing is refused. `aset` tells the session that "
        "something changed, and after the view Django saves it."
    ),
    reflect="Before you go on, say why the given view raised no error when you tried it.",
)
