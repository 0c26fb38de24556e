"""`sort_errors`: a group of errors, sorted with `except*`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nightline.checks.derailed.sort_mistakes  # noqa: F401  (registers its diagnoses)
from nightline.checks.derailed import SET
from nightline.checks.derailed.endings import (
    Ending,
    OnStrike,
    SoldOut,
    name_of,
    single_errors,
    theirs,
    watch,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    asked_together,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

# The errors come in the same turn, so that the group cannot cancel any of them.
FAILS_AT = 0.2
LONG = 120  # characters of a result in a report
KINDS, CALM, STRANGE = "three carriers fail", "all confirm", "an error of another kind"


def _offers(trial: str) -> dict[str, Offer]:
    """Fresh ones for each run: an error that is raised again keeps what it met before."""
    fine = {"Danube": Offer(0.5, "as planned"), "Aurora": Offer(0.1, "as planned")}
    if trial == CALM:
        return fine
    offers = {
        "Jura": Offer(FAILS_AT, theirs(SoldOut("Jura"))),
        "Danube": fine["Danube"],
        "Corvo": Offer(FAILS_AT, theirs(OnStrike("Corvo"))),
    }
    if trial == STRANGE:
        line = theirs(ConnectionError("the line to Lumen is broken"))
        return offers | {"Lumen": Offer(FAILS_AT, line)}
    return offers | {"Aurora": fine["Aurora"], "Lumen": Offer(FAILS_AT, theirs(SoldOut("Lumen")))}


async def _sort(answer: Any, stage: Stage) -> Ending:
    upstream = stage.carriers(_offers(stage.name), "confirm")
    return await watch(stage, list(upstream), [upstream])


WANTED: dict[str, dict[str, list[str]]] = {
    KINDS: {"sold out": ["Jura", "Lumen"], "on strike": ["Corvo"]},
    CALM: {"sold out": [], "on strike": []},
}


def _sorts(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    wanted = WANTED[evidence.trial]
    got: Any = ending.value
    expected = f"{shown(wanted)}."
    if ending.error is not None:
        did = f"Your function let out {name_of(ending.error)}."
        if isinstance(ending.error, BaseExceptionGroup):
            key = "kind-not-sorted" if "except*" in evidence.source else "group-needs-star"
            return missed(did, expected, key)
        return missed(did, expected, "sorting-raises")
    of_value = replace(evidence, result=got)
    if not isinstance(got, dict) or not all(isinstance(got.get(k), list | tuple) for k in wanted):
        return compare(of_value, wanted)
    entries = [entry for key in wanted for entry in got[key]]
    did = f"You returned {shown(got, LONG)}."
    if any("sub-exception" in str(entry) for entry in entries):
        return missed(did, expected, "group-as-error")
    if any(isinstance(entry, list | tuple) for entry in entries):
        return missed(did, expected, "list-in-the-list")
    if any(isinstance(entry, BaseException) for entry in entries):
        return missed(did, expected, "error-not-its-text")
    names = ("Jura", "Lumen", "Corvo")
    if any(str(entry) not in names and any(n in str(entry) for n in names) for entry in entries):
        return missed(did, expected, "errors-in-one-text")
    if any(isinstance(got[key], tuple) for key in wanted):
        return compare(of_value, wanted)
    if {key: sorted(map(str, value)) for key, value in got.items()} == wanted:
        return met(f"You sorted {count(len(entries), 'error')}.")
    if (
        evidence.trial == KINDS
        and set(entries) < set(names)
        and all(set(got[key]) <= set(wanted[key]) for key in wanted)
    ):
        return missed(did, expected, "errors-lost-from-group")
    if sorted(map(str, entries)) == ["Corvo", "Jura", "Lumen"]:
        return missed(did, expected, "errors-in-wrong-list")
    return missed(did, expected, "wrong-result")


def _lets_others_out(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    expected = "An `ExceptionGroup` with the `ConnectionError` leaves your function."
    if ending.error is None:
        did = "Lumen failed with a `ConnectionError`, and your function "
        did += f"returned {shown(ending.value)}."
        return missed(did, expected, "other-error-hidden")
    kinds = {type(error) for error in single_errors(ending.error)}
    did = f"Your function let out {name_of(ending.error)}."
    if ConnectionError not in kinds:
        return missed(did, expected, "other-error-hidden")
    if not isinstance(ending.error, BaseExceptionGroup):
        return missed(did, expected, "other-error-unpacked")
    return met(did)


def _stops_the_rest(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    expected = f"At {seconds(FAILS_AT)} Danube is cancelled, and your function ends."
    late = [call for call in evidence.calls if call.outcome == "answered" and call.who == "Danube"]
    did = f"Three carriers failed at {seconds(FAILS_AT)}. "
    if late or ending.at > FAILS_AT + ROUNDING:
        did += f"Your function ended at {seconds(ending.at)}"
        did += ", and Danube's answer came at 0.5 s." if late else "."
        return missed(did, expected, "others-not-stopped", in_time=True)
    if ending.open:
        did += f"When your function ended, {count(len(ending.open), 'request')} were open."
        return missed(did, expected, "others-not-stopped", in_time=True)
    return met(f"At {seconds(ending.at)} nothing was open any more.")


SORT_ERRORS = Task(
    name="sort_errors",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(Trial(KINDS, _sort), Trial(CALM, _sort), Trial(STRANGE, _sort)),
    requirements=(
        Requirement("Sorts the errors by their kind", _sorts, KINDS),
        Requirement("Returns empty lists when nothing fails", _sorts, CALM),
        Requirement("Lets an error of another kind out", _lets_others_out, STRANGE),
        asked_together("confirm(carrier)", trial=CALM),
        Requirement("Stops the others at the first error", _stops_the_rest, KINDS),
    ),
    hints=(
        "Run the trial below your answer. What is the type of the error that comes? What is "
        "inside it?",
        "One sign behind `except` makes it look into a group. The name after `as` is then a group "
        "too.",
        "`except* SoldOut as errors:` and then go through `errors.exceptions`. Its text is what "
        "you need of each.",
    ),
    why=(
        "`except*` takes the errors of one type out of the group, however many there are, and "
        "the next block gets the rest. What no block asks for leaves the function in a group, so "
        "no error is hidden."
    ),
    reflect="Before you go on, say why both blocks can run, and of two `except` blocks only one.",
)
