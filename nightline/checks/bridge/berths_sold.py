"""`berths_sold`: one hop around the work, in place of one around each call."""

from __future__ import annotations

from typing import Any

import nightline.checks.bridge.berths_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import IN_ITS_THREAD, OFF_THE_LOOP, value_finding
from nightline.checks.bridge.request import Request, holds, prepare, run_request
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Not in order, and with one that does not exist.
SOLD: dict[int, int | None] = {
    (7 * n) % 211: None if n == 62 else (5 * n) % 13 for n in range(1, 201)
}
MANY, NONE, BROKEN = "two hundred trains", "no train", "a database that is gone"


class DatabaseIsGone(RuntimeError, ValueError, OSError):
    """What `sold_on` raises when it cannot ask. Learners read the name.

    It is of several kinds, so that an `except` with one kind too many is seen.
    """


def _lent(stage: Stage, broken: bool = False) -> Request:
    request = Request()

    def sold_on(train: int) -> int:
        request.note("sold_on", train)
        request.ask_database()
        if broken:
            raise DatabaseIsGone("the disk is full")
        sold = SOLD[train]
        if sold is None:
            raise LookupError(f"no train has the number {train}")
        return sold

    stage.lend(sold_on=sold_on)
    return request


async def _many(answer: Any, stage: Stage) -> Request:
    trains = list(SOLD)
    request = await run_request(
        stage, _lent(stage), lambda: stage.call(trains), expects=(LookupError,)
    )
    request.given = trains
    return request


async def _none(answer: Any, stage: Stage) -> Request:
    return await run_request(stage, _lent(stage), lambda: stage.call([]))


async def _broken(answer: Any, stage: Stage) -> Request:
    return await run_request(
        stage, _lent(stage, broken=True), lambda: stage.call([4]), expects=(Exception,)
    )


def _one_hop(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if seen.hops <= 1:
        return met(f"{count(seen.hops, 'hop')} for {count(len(seen.calls), 'call')}.")
    trains = len(SOLD) if evidence.trial == MANY else len(seen.calls)
    did = f"You made {count(seen.hops, 'hop')} for {count(trains, 'train')}."
    gathered = seen.most_open > 2
    if gathered:
        did += f" {seen.most_open} of them were asked for at once, and took turns."
    return missed(did, "1 hop.", "hops-gathered" if gathered else "hop-for-each")


def _right(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if seen.error is not None:
        did = f"`sold_on` raised LookupError for one of {count(len(SOLD), 'train')}, and you "
        return missed(
            did + "passed it on.",
            "None for that train, and the others.",
            "missing-train-fails-all",
        )
    got, wanted = seen.result, SOLD if evidence.trial == MANY else {}
    if evidence.trial == NONE and got != {}:
        did = f"For an empty list you returned {shown(got)}."
        return missed(did, "`{}`.", "no-dict-for-no-trains")
    if got is None:
        return missed("You returned `None`.", f"{shown(wanted)}.", "nothing-returned")
    if not isinstance(got, dict):
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-type")
    for train, value in got.items():
        if isinstance(value, Exception):
            did = f"For train {train} your dict has a `{type(value).__name__}`."
            return missed(did, "A number, or None.", "error-object-in-dict")
        if finding := value_finding(f"Train {train}", value, "A number, or None."):
            return finding
    if finding := _asked(seen, wanted):
        return finding
    lost = [train for train in wanted if train not in got]
    if lost and all(wanted[train] is None for train in lost):
        did = f"Train {lost[0]} does not exist, and your dict does not have it."
        return missed(did, f"`{lost[0]}: None` in the dict.", "missing-train-left-out")
    if got == wanted and list(got) != list(wanted):
        did = f"Your dict begins with {next(iter(got))}."
        return missed(did, f"{next(iter(wanted))} first.", "trains-in-another-order")
    if got != wanted:
        return _differs(got, wanted)
    if evidence.trial == MANY and seen.given != list(SOLD):
        did = f"Before your call the list had {count(len(SOLD), 'train')} and began with "
        did += f"{next(iter(SOLD))}. Now it is {shown(seen.given, 40)}."
        return missed(did, "The same list as before.", "list-of-the-caller-changed")
    return met(f"{count(len(got), 'train')}, all right.")


def _asked(seen: Request, wanted: dict[int, int | None]) -> Finding | None:
    """A missed finding if `sold_on` was not called once for each train."""
    asked = [call.about for call in seen.calls]
    if sorted(asked, key=str) == sorted(wanted, key=str):
        return None
    did = f"You called `sold_on` {count(len(asked), 'time')} for {count(len(wanted), 'train')}."
    missing = [train for train, sold in wanted.items() if sold is None]
    if asked and asked[-1] in missing and len(asked) < len(wanted):
        did += f" The last was train {asked[-1]}, which does not exist."
        return missed(did, "One call for each train.", "stopped-at-missing-train")
    never = [train for train in wanted if train not in asked]
    did += f" Train {never[0]} was not asked." if asked and never else ""
    return missed(did, "One call for each train.", "not-through-sold-on")


def _differs(got: dict[Any, Any], wanted: dict[int, int | None]) -> Finding:
    """The first train for which the dict has another value."""
    nothing = object()
    strange = [train for train in got if train not in wanted]
    if strange:
        did = f"Your dict has {shown(strange[0])}, and no train of the list has this number."
        return missed(did, "The trains of the list.", "wrong-result")
    train = next(one for one in wanted if got.get(one, nothing) != wanted[one])
    if train not in got:
        return missed(f"Your dict has no train {train}.", "Each train.", "not-through-sold-on")
    did, expected = f"For train {train} you gave {shown(got[train])}.", f"{shown(wanted[train])}."
    if wanted[train] is None:
        return missed(did, expected, "missing-train-not-none")
    key = "zero-taken-for-missing" if not wanted[train] and got[train] is None else "wrong-result"
    return missed(did, expected, key)


def _passes_on(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if seen.error is None:
        did = f"`sold_on` raised `DatabaseIsGone`, and you returned {shown(seen.result)}."
        return missed(did, "The error reaches the caller.", "every-error-caught")
    if not holds(seen.error, DatabaseIsGone):
        did = f"`sold_on` raised `DatabaseIsGone`, and you raised `{type(seen.error).__name__}`."
        return missed(did, "The error of `sold_on`, unchanged.", "error-in-other-clothes")
    return met("An error of the database reached the caller.")


BERTHS_SOLD = Task(
    name="berths_sold",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(MANY, _many, prepare=prepare),
        Trial(NONE, _none, prepare=prepare),
        Trial(BROKEN, _broken, prepare=prepare),
    ),
    requirements=(
        OFF_THE_LOOP,
        IN_ITS_THREAD,
        Requirement("Gives what `sold_on` says for each train", _right, MANY),
        Requirement("Without trains, an empty dict", _right, NONE),
        Requirement("Other errors reach the caller", _passes_on, BROKEN),
        Requirement("One hop for all trains", _one_hop),
    ),
    hints=(
        "Write it as a plain function first: a loop, a dict, and a `try`. Is anything in it asynchronous?",
        "The bridge takes any plain function, also one that you define inside your own.",
        "Define `def ask_all():` inside. It has the whole loop and returns the dict. Then hop once with it.",
    ),
    why=(
        "The loop over the trains runs in the other thread, so all calls cost one crossing. The `try` "
        "stands around one call, so a missing train harms only itself."
    ),
    reflect=(
        "Before you go on, say what another hop of this request could change between two of two hundred "
        "hops, and what another visitor can change also inside your one hop."
    ),
)
