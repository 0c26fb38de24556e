"""`quotes_or_errors`: one error must not cost a single answer."""

from __future__ import annotations

from typing import Any

import nightline.checks.derailed.quote_mistakes
import nightline.checks.derailed.quote_slips  # noqa: F401  (both register their diagnoses)
from nightline.checks.derailed import SET
from nightline.checks.derailed.endings import (
    Ending,
    OnStrike,
    SoldOut,
    name_of,
    of_value,
    single_errors,
    theirs,
    watch,
)
from nightline.checks.derailed.reading import starts_and_awaits
from nightline.judging.evidence import Call, Evidence
from nightline.judging.findings import (
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

LONG = 160  # characters of a result in a report
SOME, NONE, ALL = "some carriers fail", "no carrier fails", "every carrier fails"
NOBODY = "no carrier is asked"
# The first to fail is neither the first nor the last to be asked, and the slowest has a price.
DELAYS = {"Helvet": 0.3, "Jura": 0.1, "Aurora": 0.25, "Lumen": 0.2, "Danube": 0.4, "Corvo": 0.35}
PRICES = {"Helvet": 129, "Aurora": 89, "Danube": 0}


def _errors(trial: str) -> dict[str, Exception]:
    """Fresh ones for each run: an error that is raised again keeps what it met before."""
    if trial == NONE:
        return {}
    errors = {
        "Jura": theirs(SoldOut("Jura")),
        "Lumen": theirs(ConnectionError("the line is broken")),
        "Corvo": theirs(OnStrike("Corvo")),
    }
    if trial == ALL:
        errors |= {name: theirs(TimeoutError("no answer")) for name in PRICES}
    return errors


async def _ask(answer: Any, stage: Stage) -> Ending:
    errors = _errors(stage.name)
    names = {NONE: list(PRICES), NOBODY: []}.get(stage.name, list(DELAYS))
    answers: dict[str, object] = {**PRICES, **errors}
    upstream = stage.carriers({name: Offer(DELAYS[name], answers[name]) for name in names})
    ending = await watch(stage, names, [upstream])
    _refuse_what_newer_python_refuses(ending.value)
    return ending._replace(expected=_by_name(names, errors))


def _refuse_what_newer_python_refuses(value: Any) -> None:
    """Python 3.11 drives a generator given to `gather` as a coroutine; the error is in the list."""
    for part in value if isinstance(value, tuple) else ():
        for entry in part.values() if isinstance(part, dict) else ():
            if isinstance(entry, RuntimeError) and "Task got bad yield: <coroutine" in str(entry):
                raise entry


def _by_name(names: list[str], errors: dict[str, Exception]) -> tuple[Any, Any]:
    prices = {name: PRICES[name] for name in names if name not in errors}
    return prices, {name: errors[name] for name in names if name in errors}


def _waits_for_all(evidence: Evidence) -> Finding:
    """One error costs no answer."""
    ending: Ending = evidence.result
    asked = len(evidence.calls)
    answered = sum(call.outcome == "answered" for call in evidence.calls if _by(call, ending.at))
    good = len(ending.expected[0])
    expected = f"{count(good, 'answer')}, and each error kept beside them."
    cancelled = sum(call.outcome == "cancelled" for call in evidence.calls)
    did = f"You asked {count(asked, 'carrier')} and had {count(answered, 'answer')}"
    did += f" when your function ended, at {seconds(ending.at)}."
    if ending.error is not None:
        did += f" It let out {name_of(ending.error)}."
        if cancelled:
            return missed(did, expected, "group-cancelled-answers", in_time=True)
        first = min((c for c in evidence.calls if c.outcome == "failed"), key=_end, default=None)
        escaped = [type(one) for one in single_errors(ending.error)]
        kinds = {type(error).__name__ for error in ending.expected[1].values()}
        if first and len(kinds) > 1 and type(ending.expected[1][first.who]) not in escaped:
            return missed(did, expected, "one-kind-expected")
        if not ending.open and ending.running == 0 and answered == good:
            return missed(did, expected, "error-raised-again")
        if evidence.most_in_flight == 1:
            return missed(did, expected, "error-not-kept", in_time=True)
        return missed(did, expected, "first-error-ends-all", in_time=True)
    if cancelled:
        return missed(did, expected, "group-cancelled-answers", in_time=True)
    if ending.open or ending.running:
        still = max(len(ending.open), ending.running)
        did += f" {count(still, 'request')} {'was' if still == 1 else 'were'} still open."
        heard = any(_by(call, ending.at) for call in evidence.calls)
        key = "first-error-ends-all" if heard else "ended-before-answers"
        return missed(did, expected, key, in_time=True)
    return met(f"You had {count(answered, 'answer')}, although others failed.")


def _end(call: Call) -> float:
    return call.end if call.end is not None else float("inf")


def _by(call: Call, moment: float) -> bool:
    return call.end is not None and call.end <= moment


def _keeps_apart(evidence: Evidence) -> Finding | None:
    ending: Ending = evidence.result
    if ending.error is not None:
        return None
    got, wanted = ending.value, ending.expected
    if not (isinstance(got, tuple) and len(got) == 2 and all(isinstance(d, dict) for d in got)):
        return _of_another_shape(evidence)
    prices, errors = got
    did, expected = f"You returned {shown(got, LONG)}.", f"{shown(wanted, LONG)}."
    if (prices, errors) == wanted[::-1] and prices != errors:
        return missed(did, expected, "dicts-swapped")
    told = [value for value in errors.values() if isinstance(value, Exception)]
    slip = next((value for value in told if "of this check is called" in str(value)), None)
    if slip or not {*prices, *errors} <= {*wanted[0], *wanted[1]}:
        return missed(f"{did}{evidence.called}", expected, "other-carriers-asked")
    slip = next((value for value in told if "ask one carrier at a time" in str(value)), None)
    if slip:
        return missed(f"`quote` was called with {evidence.given}.", "One name.", "whole-list-asked")
    strange = [value for value in prices.values() if isinstance(value, BaseException)]
    if strange:
        did = f"Among your prices stands {shown(strange[0])}."
        return missed(did, "Only prices there.", "errors-among-prices")
    if any(isinstance(value, int) for value in errors.values()):
        return missed(did, expected, "price-among-errors")
    if any(isinstance(value, str | type) for value in errors.values()):
        return missed(did, expected, "error-as-text")
    if any(isinstance(value, BaseExceptionGroup) for value in errors.values()):
        return missed(did, expected, "error-in-a-group")
    return _pairs(evidence, did, expected)


def _pairs(evidence: Evidence, did: str, expected: str) -> Finding:
    """Whether each carrier stands once, with what it answered."""
    (prices, errors), wanted = evidence.result.value, evidence.result.expected
    if _shifted(prices, wanted[0]) or _shifted(errors, wanted[1]):
        return missed(did, expected, "answers-shifted")
    missing = [name for name in {**wanted[0], **wanted[1]} if name not in {**prices, **errors}]
    if missing:
        did = f"You returned {shown((prices, errors), LONG)}. {_stand(missing)} in neither dict."
        failed = all(name in wanted[1] for name in missing)
        return missed(did, expected, "carriers-dropped" if failed else "carriers-in-neither")
    both = [name for name in prices if name in errors]
    if both:
        did = f"You returned {shown((prices, errors), LONG)}. {_stand(both)} in both dicts."
        return missed(did, expected, "carriers-in-both")
    if prices == wanted[0] and errors.keys() == wanted[1].keys() and errors != wanted[1]:
        return missed(did, expected, "error-as-text")
    return compare(of_value(evidence), wanted)


def _shifted(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether real answers stand there with the names of others."""
    wrong = [value for name, value in got.items() if value != wanted.get(name)]
    return bool(wrong) and all(value in wanted.values() for value in wrong)


def _asks_together(evidence: Evidence) -> Finding | None:
    finding = asked_together("quote(carrier)").judge(evidence)
    key = finding.diagnosis.key if finding and finding.diagnosis else ""
    if finding and key == "collected-not-started" and starts_and_awaits(evidence.source):
        return missed(finding.did, finding.expected, "started-and-awaited", in_time=True)
    return finding


def _stand(names: list[str]) -> str:
    return f"{' and '.join(names)} {'stands' if len(names) == 1 else 'stand'}"


def _of_another_shape(evidence: Evidence) -> Finding:
    ending: Ending = evidence.result
    got, wanted = ending.value, ending.expected
    entries = list(got.values()) if isinstance(got, dict) else got
    if isinstance(entries, list | tuple) and any(isinstance(e, BaseException) for e in entries):
        did = f"You returned {shown(got, LONG)}, with errors among the prices."
        return missed(did, f"{shown(wanted, LONG)}.", "errors-among-prices")
    return compare(of_value(evidence), wanted)


QUOTES_OR_ERRORS = Task(
    name="quotes_or_errors",
    set=SET,
    level="core",
    minutes=10,
    trials=tuple(Trial(name, _ask) for name in (SOME, NONE, ALL, NOBODY)),
    requirements=(
        Requirement("No error costs an answer", _waits_for_all),
        Requirement("Keeps prices and errors apart, by carrier", _keeps_apart),
        Requirement("All requests are open at once", _asks_together, SOME),
    ),
    hints=(
        "One carrier fails at 0.1 s and another one answers at 0.4 s. How long must your function "
        "wait?",
        "An option of `gather` puts errors into its list, where the result would stand. Which "
        "carrier belongs to which entry?",
        "Go through `zip(carriers, answers)`. What can you ask about an entry, to know to which "
        "dict it belongs?",
        "`await asyncio.gather(*map(quote, carriers), return_exceptions=True)`, then "
        "`isinstance(answer, Exception)` for each.",
    ),
    why=(
        "With `return_exceptions=True`, `gather` waits for everybody and raises nothing. The list "
        "keeps the order of the carriers, so `zip` finds each name again. Looking at the type of "
        "each entry keeps errors out of the prices."
    ),
    reflect="Before you go on, say which error of your own code this function could hide.",
)
