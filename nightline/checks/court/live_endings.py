"""How a stream of offers ends: with its reader, at its deadline, or with an error."""

from __future__ import annotations

import ast

from nightline.checks.court.live_trials import BROKEN, EVENINGS, LEFT_AT, SLOW
from nightline.checks.court.stream import Heard
from nightline.checks.views.reading import catches_all
from nightline.judging.evidence import Evidence
from nightline.judging.findings import ROUNDING, Finding, met, missed, seconds, shown
from nightline.judging.reading import nodes_of

LEFT_AT_ONCE = 0.02


def stops(evidence: Evidence) -> Finding | None:
    """Whether the stream ends with its reader."""
    heard: Heard = evidence.result
    if not heard.is_stream:
        return None
    did = f"The reader left at {seconds(LEFT_AT)}."
    late = [call for call in evidence.calls if call.end is None or call.end > LEFT_AT + ROUNDING]
    if heard.stream.stopped is None or heard.stream.stopped > LEFT_AT + ROUNDING:
        did += " Your stream went on." if heard.stream.stopped is None else ""
        did += (
            f" Your stream ended at {seconds(heard.stream.stopped)}."
            if heard.stream.stopped
            else ""
        )
        return missed(did, f"It ends at {seconds(LEFT_AT)}.", "live-reader-ignored", in_time=True)
    if late:
        did += f" {late[0].who} was still asked."
        return missed(did, "No question is open.", "live-questions-go-on", in_time=True)
    if heard.after:
        did += f" Your stream still gave {shown(heard.after[0])}."
        key = "live-yield-in-finally" if _yields_in_finally(evidence.source) else ""
        return missed(did, "Nothing more.", key or "live-reader-ignored", in_time=True)
    return met(f"{did} So did your stream, and no question was open.")


def leaves_at_once(evidence: Evidence) -> Finding | None:
    """Whether nothing goes on for a reader who left before the stream began."""
    if not evidence.result.is_stream:
        return None
    did = "The reader left before your stream began."
    late = [call for call in evidence.calls if call.end is None or call.end > LEFT_AT_ONCE]
    if late:
        did += f" {late[0].who} was asked all the same."
        return missed(did, "Nobody is asked.", "live-tasks-in-the-view", in_time=True)
    return met(f"{did} Nobody was asked.")


def hides_nothing(evidence: Evidence) -> Finding | None:
    """Whether an error that no carrier should raise comes to somebody."""
    heard: Heard = evidence.result
    if not heard.is_stream:
        return None
    # To cancel a task that has failed also takes its report away, so only who catches it hides it.
    if not heard.reported and (catches_all(evidence) or "suppress(Exception" in evidence.source):
        did = f"`quote('{BROKEN}')` raised an `ArithmeticError`, and you caught it."
        return missed(did, "Only a `ConnectionError` is caught.", "error-hidden")
    return met("An error that nobody expects was not hidden.")


def _yields_in_finally(source: str) -> bool:
    return any(
        isinstance(inner, ast.Yield)
        for node in nodes_of(source)
        if isinstance(node, ast.Try)
        for line in node.finalbody
        for inner in ast.walk(line)
    )


def strikes_its_wait(evidence: Evidence) -> Finding | None:
    """Whether the deadline leaves a chunk alone that is on its way."""
    heard: Heard = evidence.result
    if not heard.is_stream:
        return None
    if heard.stream.cut or heard.last != "end":
        did = (
            f"The line was slow. The deadline came at {seconds(EVENINGS[SLOW].deadline)}, while an "
        )
        did += f"event was on its way. The last event was {shown(heard.last)}."
        return missed(did, "The event `end` comes all the same.", "live-deadline-while-sending")
    return met("A slow reader got the last event too.")
