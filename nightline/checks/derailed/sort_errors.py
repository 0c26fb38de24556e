"""`sort_errors`: a group of errors, sorted with `except*`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nightline.checks.derailed.sort_mistakes
import nightline.checks.derailed.sort_slips  # noqa: F401  (both register their diagnoses)
from nightline.checks.derailed import SET
from nightline.checks.derailed.endings import (
    Ending,
    OnStrike,
    SoldOut,
    is_theirs,
    name_of,
    single_errors,
    theirs,
    watch,
)
from nightline.checks.derailed.reading import (
    raises_in_a_block,
    set_up_outside,
    try_inside_group,
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
KINDS, CALM, STRANGE = "three carriers fail", "all confirm", "errors of other kinds"


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
        late = theirs(TimeoutError("Aurora does not answer"))
        return offers | {"Lumen": Offer(FAILS_AT, line), "Aurora": Offer(FAILS_AT, late)}
    return offers | {"Aurora": fine["Aurora"], "Lumen": Offer(FAILS_AT, theirs(SoldOut("Lumen")))}


async def _sort(answer: Any, stage: Stage) -> Ending:
    upstream = stage.carriers(_offers(stage.name), "confirm")
    return await watch(stage, list(upstream), [upstream])


WANTED: dict[str, dict[str, list[str]]] = {
    KINDS: {"sold out": ["Jura", "Lumen"], "on strike": ["Corvo"]},
    CALM: {"sold out": [], "on strike": []},
}
NAMES = ("Jura", "Lumen", "Corvo")  # of those that fail in the first trial


def _asks_together(evidence: Evidence) -> Finding | None:
    if len(evidence.calls) > 1 and evidence.most_in_flight == 1:
        did = f"You asked {count(len(evidence.calls), 'carrier')} one after another. "
        did += "Never more than 1 request was open."
        return missed(did, "All requests open at once.", "confirmed-in-turn", in_time=True)
    return asked_together("confirm(carrier)").judge(evidence)


def _sorts(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    wanted = WANTED[evidence.trial]
    got: Any = ending.value
    expected = f"{shown(wanted)}."
    if ending.error is not None:
        return missed(
            f"Your function let out {name_of(ending.error)}.", expected, _escaped(evidence)
        )
    of_value = replace(evidence, result=got)
    did = f"You returned {shown(got, LONG)}."
    if isinstance(got, dict) and not got.keys() >= wanted.keys():
        return missed(did, expected, "lists-missing")
    if not isinstance(got, dict) or not all(isinstance(got[k], list | tuple) for k in wanted):
        return compare(of_value, wanted)
    entries = [entry for key in wanted for entry in got[key]]
    if key := _strange_entries(entries, evidence):
        return missed(did, expected, key)
    if any(isinstance(got[key], tuple) for key in wanted):
        return compare(of_value, wanted)
    if {key: sorted(map(str, value)) for key, value in got.items()} == wanted:
        return met(f"You sorted {count(len(entries), 'error')}.")
    if set_up_outside(evidence.source):
        return missed(did, expected, "lists-shared")
    if set(entries) < set(NAMES) and all(set(got[key]) <= set(wanted[key]) for key in wanted):
        story, key = _lost(evidence)
        return missed(f"{did}{story}", expected, key)
    if sorted(map(str, entries)) == sorted(NAMES):
        return missed(did, expected, "errors-in-wrong-list")
    return missed(did, expected, "wrong-result")


def _escaped(evidence: Evidence) -> str:
    """Why errors left an answer that should have sorted them."""
    if try_inside_group(evidence.source):
        return "try-inside-group"
    if not isinstance(evidence.result.error, BaseExceptionGroup):
        return "sorting-raises"
    if "except*" not in evidence.source:
        return "group-needs-star"
    return "sorting-raises" if raises_in_a_block(evidence.source) else "kind-not-sorted"


def _strange_entries(entries: list[Any], evidence: Evidence) -> str:
    """What went into the lists that is no name; empty when only names did."""
    texts = [str(entry) for entry in entries]
    if any("sub-exception" in text or "unhandled errors" in text for text in texts):
        return "group-as-error"
    if any(isinstance(entry, list | tuple) for entry in entries):
        return "list-in-the-list"
    if any(isinstance(entry, BaseException) for entry in entries):
        return "error-not-its-text"
    if entries and all(len(text) == 1 for text in texts):
        return "letters-for-names"
    if any(text not in NAMES and any(name in text for name in NAMES) for text in texts):
        return "errors-in-one-text"
    if len(set(texts)) < len(texts) and not set_up_outside(evidence.source):
        return "loop-name-for-error"
    return ""


def _lost(evidence: Evidence) -> tuple[str, str]:
    """How errors were lost: a sentence on it, and the diagnosis."""
    ending: Ending = evidence.result
    asked = {call.who for call in evidence.calls}
    wanted = set(_offers(evidence.trial))
    if len(asked) < len(wanted):
        out = ", ".join(sorted(wanted - asked))
        return f" Nobody asked {out}.", "carriers-not-asked"
    if "gather(" in evidence.source:
        return "", "gather-gives-one-error"
    if ending.running:
        still = f" {count(ending.running, 'task')} still ran when your function ended."
        return still, "tasks-outside-group"
    return "", "errors-lost-from-group"


def _lets_others_out(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    expected = "An `ExceptionGroup` with the `ConnectionError` and the `TimeoutError` leaves your function."
    if ending.error is None:
        did = "Lumen failed with a `ConnectionError` and Aurora with a `TimeoutError`. Your "
        did += f"function returned {shown(ending.value)}."
        return missed(did, expected, "other-error-hidden")
    errors = list(single_errors(ending.error))
    kinds = {type(error) for error in errors}
    did = f"Your function let out {name_of(ending.error)}."
    if not all(map(is_theirs, errors)):
        return missed(did, expected, "other-error-replaced")
    if not isinstance(ending.error, BaseExceptionGroup):
        return missed(did, expected, "other-error-unpacked")
    if not kinds & {ConnectionError, TimeoutError}:
        return missed(did, expected, "other-error-hidden")
    if not kinds >= {ConnectionError, TimeoutError}:
        return missed(did, expected, "other-errors-lost")
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
        Requirement("Asks all carriers at once", _asks_together, CALM),
        Requirement("Sorts the errors by their kind", _sorts, KINDS),
        Requirement("Returns empty lists when nothing fails", _sorts, CALM),
        Requirement("Stops the others at the first error", _stops_the_rest, KINDS),
        Requirement("Lets errors of other kinds out", _lets_others_out, STRANGE),
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
