"""Findings: one per requirement, and what a requirement is.

A requirement looks at the evidence of one trial and either is `met` or `missed`. The general ones
here hold for every task; `result_is`, `asked_together` and `at_most` build the common specific ones.
"""

from __future__ import annotations

import ast
import asyncio
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nightline.judging.mistakes  # noqa: F401  (registers what any answer can do wrong)
from nightline.judging.diagnoses import Diagnosis, diagnosis
from nightline.judging.evidence import Evidence
from nightline.judging.reading import nodes_of


@dataclass(frozen=True)
class Finding:
    """What one requirement showed.

    Args:
        passed: whether it holds.
        did: what the learner's code did, in seconds and counts.
        expected: what was expected; empty when it holds.
        diagnosis: the named mistake; None when it holds.
        facts: what fills the `{…}` of the diagnosis's texts.
        in_time: whether pictures of the runs explain it.
    """

    passed: bool
    did: str
    expected: str = ""
    diagnosis: Diagnosis | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    in_time: bool = False


# Virtual seconds that a sum of waits may be off.
ROUNDING = 0.002

# None: this run cannot tell.
Judge = Callable[[Evidence], Finding | None]


@dataclass(frozen=True)
class Requirement:
    """One thing an answer must do.

    Args:
        text: the requirement in the learner's words ("All requests are open at once").
        judge: looks at one trial's evidence.
        trial: the name of the trial it looks at; every trial when empty.
    """

    text: str
    judge: Judge
    trial: str = ""


def met(did: str) -> Finding:
    """The requirement holds."""
    return Finding(True, did)


def missed(did: str, expected: str, key: str, *, in_time: bool = False, **facts: str) -> Finding:
    """The requirement does not hold; `key` names the diagnosis."""
    return Finding(False, did, expected, diagnosis(key), facts, in_time)


def seconds(value: float) -> str:
    """Virtual seconds as a learner reads them: `1.2 s`, `0.25 s`."""
    return f"{round(value, 3):g} s"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 request`, `12 requests`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(value: object, longest: int = 80) -> str:
    """A value as code, cut where it is long."""
    text = plain(repr(value))
    return f"`{text if len(text) <= longest else text[: longest - 1] + '…'}`"


def plain(text: str) -> str:
    """A text without addresses of objects and without our own modules' names."""
    text = re.sub(r"<bound method (?:\w+\.)*(\w+) of .*>", r"<function \1>", text)
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    text = re.sub(r"\b(?:\w+\.)*\w+\.<locals>\.", "", text)
    return re.sub(r"(?<!@)\bnightline(?:\.\w+)*\.", "", text)  # but not in an address of a mail


def compare(evidence: Evidence, wanted: Any) -> Finding:
    """Whether the result equals `wanted` and has its type."""
    got = evidence.result
    if got is None and wanted is not None:
        did = f"You returned `None`.{evidence.called}"
        return missed(did, shown(wanted) + ".", "nothing-returned")
    if isinstance(got, asyncio.Future):
        did = f"You returned an object of type `{type(got).__name__}`, not a result."
        return missed(did, f"{shown(wanted)}.", "gather-not-awaited")
    # The type comes first: an object may claim to equal everything.
    if not same_types(got, wanted):
        did = f"You returned {shown(got)}, {_type_words(got)}.{evidence.called}"
        return missed(did, f"{shown(wanted)}, {_type_words(wanted)}.", "wrong-type")
    if got != wanted:
        did = f"You returned {shown(got)}.{evidence.called}"
        return missed(did, f"{shown(wanted)}.", "wrong-result")
    return met(f"You returned {shown(got)}.")


def result_is(
    expected: Callable[[Evidence], Any], text: str = "Returns what is asked"
) -> Requirement:
    """The result equals `expected(evidence)`, and has its type."""
    return Requirement(text, lambda evidence: compare(evidence, expected(evidence)))


def asked_together(call: str = "quote(carrier)", text: str = "", trial: str = "") -> Requirement:
    """All upstream requests of a trial are open at once, each once, and nothing is waited for after."""

    def judge(evidence: Evidence) -> Finding:
        calls, most = evidence.calls, evidence.most_in_flight
        again = [who for who, times in Counter(call.who for call in calls).items() if times > 1]
        carriers = count(len(calls) - len(again), "request")
        lasts = max((call.end - call.start for call in calls if call.end is not None), default=0.0)
        expected = f"{carriers} open at once. {seconds(lasts)}, as long as the slowest carrier."
        if not calls:
            return missed("You asked no carrier.", "Each carrier is asked.", "asked-nobody")
        if again:
            did = f"You asked {again[0]} more than once. {count(len(calls), 'request')} were sent."
            return missed(did, f"{carriers}, one for each carrier.", "asked-twice")
        if most < len(calls):
            did = _not_together(evidence)
            key = "collected-not-started" if awaits_names_in_a_loop(evidence) else "one-by-one"
            return missed(did, expected, key, in_time=True, call=call)
        last = max(call.end for call in calls if call.end is not None)
        # With something cancelled or left over, the run may rightly end at a deadline.
        answered = all(call.outcome in ("answered", "failed") for call in calls)
        if answered and not evidence.leftover and evidence.seconds > last + ROUNDING:
            did = f"The last answer came at {seconds(last)}. You returned at "
            did += f"{seconds(evidence.seconds)}."
            return missed(did, expected, "waited-longer", in_time=True)
        return met(f"{count(most, 'request')} open at once, {seconds(evidence.seconds)}.")

    return Requirement(text or "All requests are open at once", judge, trial)


def _not_together(evidence: Evidence) -> str:
    asked, most = count(len(evidence.calls), "carrier"), evidence.most_in_flight
    if most == 1:
        did = f"You asked {asked} one after another. Never more than 1 request was open."
    else:
        did = f"You asked {asked}, but not all together. "
        did += f"Never more than {count(most, 'request')} were open."
    return f"{did} {seconds(evidence.seconds)}."


def awaits_names_in_a_loop(evidence: Evidence) -> bool:
    """Whether the answer awaits, inside a loop, what it made before: `for c in calls: await c`."""
    loops = (ast.For, ast.ListComp)
    awaits = [
        inner.value
        for loop in nodes_of(evidence.source)
        if isinstance(loop, loops)
        for inner in ast.walk(loop)
        if isinstance(inner, ast.Await)
    ]
    return bool(awaits) and all(isinstance(value, ast.Name) for value in awaits)


def at_most(limit: int) -> Requirement:
    """Never more than `limit` upstream requests are open, and at some moment exactly `limit`."""

    def judge(evidence: Evidence) -> Finding:
        most = evidence.most_in_flight
        expected = f"At most {limit} open, and at some moment exactly {limit}."
        if most > limit:
            did = f"{count(most, 'request')} were open at once."
            return missed(did, expected, "too-many-in-flight", in_time=True)
        if most < limit:
            did = f"Never more than {count(most, 'request')} {'was' if most == 1 else 'were'} open."
            return missed(did, expected, "one-by-one", in_time=True)
        return met(f"At most {count(most, 'request')} open at once.")

    return Requirement(f"At most {limit} requests are open at once", judge)


def same_types(got: object, wanted: object) -> bool:
    """Whether a result can be compared: its types are those expected, or compare as they do."""
    if type(got).__eq__ is not type(wanted).__eq__:
        # 3 for 3.0 is the same answer; True for 1 is not.
        return {type(got), type(wanted)} == {int, float}
    if isinstance(wanted, list | tuple) and isinstance(got, list | tuple):
        return len(got) != len(wanted) or all(map(same_types, got, wanted))
    if isinstance(wanted, dict) and isinstance(got, dict):
        return all(same_types(got[key], wanted[key]) for key in wanted if key in got)
    return True


def _type_words(value: object) -> str:
    if isinstance(value, list | tuple | dict | set):
        return f"a {type(value).__name__} of {len(value)}"
    return f"of type `{type(value).__name__}`"
