"""`berths_sold`: one hop around the work, in place of one around each call."""

from __future__ import annotations

from typing import Any

from nightline.checks.bridge import SET
from nightline.checks.bridge.crossing import IN_ITS_THREAD, OFF_THE_LOOP
from nightline.checks.bridge.request import Request, prepare, run_request
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import Finding, Requirement, count, met, missed, shown
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

AROUND = "One hop around the work"
register(
    Diagnosis(
        "hop-for-each",
        "a hop for each call",
        "Each hop wakes a thread and then the loop again. For short work that costs more than the work "
        "itself, and between two hops the data may change.",
        "Where does your loop stand: inside the function that hops, or around the hop?",
        "15",
        AROUND,
        misconceptions=(74,),
    ),
    Diagnosis(
        "hops-gathered",
        "many hops, gathered",
        "All hops of one request share one thread and take turns on it. Gathered, they still run one "
        "after another, and each one costs a crossing.",
        "How many functions must reach the other thread, so that all trains are asked?",
        "15",
        AROUND,
        misconceptions=(74,),
    ),
    Diagnosis(
        "not-through-sold-on",
        "counted without the accountants' function",
        "The accountants count in their own way, and it may change. Your answer did not ask `sold_on`, or "
        "not for each train.",
        "Call `sold_on(train)` inside your plain function, once for each train.",
    ),
    Diagnosis(
        "missing-train-fails-all",
        "one missing train spoils the answer",
        "`sold_on` raised LookupError for one train, and nothing caught it at that train. So the wall "
        "shows nothing at all.",
        "Which line must stand inside `try`, so that the next train is still asked?",
    ),
    Diagnosis(
        "missing-train-left-out",
        "a missing train left out",
        "The wall has a line for each train in the list. For one that does not exist it expects None.",
        "What does your `except` put into the dict?",
    ),
    Diagnosis(
        "every-error-caught",
        "an except that catches every error",
        "The database was gone, and your answer says that the train does not exist. Nobody will look for "
        "the real reason.",
        "Which error does the docstring turn into None? Name only that one after `except`.",
    ),
    Diagnosis(
        "trains-in-another-order",
        "another order than the list",
        "A dict keeps the order in which it is filled. The wall shows the trains in the order of `trains`.",
        "In which order do you fill the dict?",
    ),
)

# Not in order, and with one that does not exist.
SOLD: dict[int, int | None] = {
    (7 * n) % 31: None if n == 12 else (5 * n) % 13 for n in range(1, 31)
}
MANY, NONE, BROKEN = "thirty trains", "no train", "a database that is gone"


class DatabaseIsGone(Exception):
    """What `sold_on` raises when it cannot ask. Learners read the name."""


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
    return await run_request(
        stage, _lent(stage), lambda: stage.call(list(SOLD)), expects=(LookupError,)
    )


async def _none(answer: Any, stage: Stage) -> Request:
    return await run_request(stage, _lent(stage), lambda: stage.call([]))


async def _broken(answer: Any, stage: Stage) -> Request:
    return await run_request(
        stage, _lent(stage, broken=True), lambda: stage.call([4]), expects=(DatabaseIsGone,)
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
    if got is None:
        return missed("You returned `None`.", f"{shown(wanted)}.", "nothing-returned")
    if not isinstance(got, dict):
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-type")
    asked = [call.about for call in seen.calls]
    if sorted(asked) != sorted(wanted):
        did = f"You called `sold_on` {count(len(asked), 'time')} for {count(len(wanted), 'train')}."
        return missed(did, "One call for each train.", "not-through-sold-on")
    lost = [train for train in wanted if train not in got]
    if lost and all(wanted[train] is None for train in lost):
        did = f"Train {lost[0]} does not exist, and your dict does not have it."
        return missed(did, f"`{lost[0]}: None` in the dict.", "missing-train-left-out")
    if got == wanted and list(got) != list(wanted):
        did = f"Your dict begins with {next(iter(got))}."
        return missed(did, f"{next(iter(wanted))} first.", "trains-in-another-order")
    if got != wanted:
        return missed(f"You returned {shown(got)}.", f"{shown(wanted)}.", "wrong-result")
    return met(f"{count(len(got), 'train')}, all right.")


def _passes_on(evidence: Evidence) -> Finding | None:
    seen = evidence.result
    if seen.refused:
        return None
    if seen.error is None:
        did = f"`sold_on` raised `DatabaseIsGone`, and you returned {shown(seen.result)}."
        return missed(did, "The error reaches the caller.", "every-error-caught")
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
        "The loop over the trains runs in the other thread, so thirty calls cost one crossing. The `try` "
        "stands around one call, so a missing train harms only itself."
    ),
    reflect="Before you go on, say what a visitor could change between two of thirty hops.",
)
