"""`hold_berth`: whatever happens, and wherever it is stopped, nothing stays on hold."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import nightline.checks.stopping.hold_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.stopping import SET
from nightline.checks.stopping.desk import (
    MOST_STOPS,
    CardRefused,
    Desk,
    PassportRefused,
    Sale,
    SoldOut,
)
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

# Virtual seconds. Who catches every error and tries again would never end.
LONGEST = 60.0
PAID, EVERYWHERE = "all goes well", "stopped everywhere"
FAILURES: dict[str, tuple[str, Exception, int]] = {
    "the passport is refused": ("check_passport", PassportRefused("no visa"), 33),
    "the card is refused": ("pay", CardRefused("no money"), 7),
    "no berth is free": ("hold", SoldOut("no berth tonight"), 52),
}


async def _paid(answer: Any, stage: Stage) -> Sale:
    return await Desk(stage, berth=21).sell()


def _failing(step: str, error: Exception, berth: int) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Sale:
        failure = type(error)(*error.args)  # each run its own: an error keeps its traceback
        return await Desk(stage, berth, (step, failure)).sell(expect=(Exception,))

    return run


async def _everywhere(answer: Any, stage: Stage) -> list[Sale]:
    """One call for each place where the answer waits, cancelled there."""
    sales: list[Sale] = []
    for stop in range(1, MOST_STOPS + 1):
        sale = await Desk(stage, berth=40 + stop).sell(stop=stop)
        if not sale.stop:
            break
        sales.append(sale)
    return sales


def _sells(evidence: Evidence) -> Finding:
    sale: Sale = evidence.result
    wanted = f"ticket {sale.berth}-{sale.berth * 7}"
    paid = [event[2] for event in sale.events if event[:2] == ("pay", "paid")]
    if paid == [sale.berth]:
        states = [event[:2] for event in sale.events]
        if ("check_passport", "done") not in states[: states.index(("pay", "begun"))]:
            did = "You called `pay` before `check_passport` was done."
            return missed(did, "First the passport, then the payment.", "paid-unchecked")
        if ("release", "begun") in states[: states.index(("pay", "paid"))]:
            did = f"Berth {sale.berth} was released before it was paid."
            return missed(did, "The hold ends after the payment.", "released-before-paid")
    return compare(Evidence(evidence.trial, result=sale.returned, given=evidence.given), wanted)


def _releases_once(evidence: Evidence) -> Finding:
    sale: Sale = evidence.result
    expected = f"Berth {sale.berth} is released once, and you wait for it."
    times = sale.times("release")
    if sale.kept and not times:
        did = f"The ticket was sold, and berth {sale.berth} stayed on hold."
        return missed(did, expected, "never-released")
    if times > 1:
        return missed(f"You released {times} times.", expected, "released-again")
    if _first_released(sale) != sale.berth:
        did = f"`hold` gave {sale.berth}, and you released {shown(_first_released(sale))}."
        return missed(did, expected, "released-something-else")
    if sale.kept or sale.times("release", "done") < 1 or _released_late(sale):
        did = f"When you returned, the release of berth {sale.berth} was not done."
        return missed(did, expected, "release-not-waited-for")
    return met(f"Berth {sale.berth} was released, after it was paid.")


def _released_late(sale: Sale) -> bool:
    states = [event[:2] for event in sale.events]
    return ("call", "ended") in states[: states.index(("release", "done"))]


def _releases_on_error(evidence: Evidence) -> Finding:
    sale: Sale = evidence.result
    step, error, berth = FAILURES[evidence.trial]
    text = f"`{type(error).__name__}`"
    did = f"`{step}` raised {text}"
    if step == "hold":
        expected = f"{text} reaches the caller. Nothing is released: nothing was on hold."
        if sale.times("release"):
            did += f", and you released {shown(_first_released(sale))}."
            return missed(did, expected, "try-begins-early")
    else:
        expected = f"{text} reaches the caller, and berth {berth} is released once."
        if sale.kept:
            did += f", and berth {berth} stayed on hold."
            key = "try-begins-late" if step != "pay" and _has_finally(evidence) else ""
            return missed(did, expected, key or "hold-survives-error")
        if sale.times("release") > 1:
            did += f", and you released {sale.times('release')} times."
            return missed(did, expected, "released-again")
    if sale.raised is None:
        did += f", and your function returned {shown(sale.returned)}."
        return missed(did, expected, "refusal-kept")
    if type(sale.raised) is not type(error):
        did += f", and your function raised `{type(sale.raised).__name__}: {sale.raised}`."
        key = (
            "try-begins-early"
            if isinstance(sale.raised, UnboundLocalError)
            else "error-of-hold-replaced"
        )
        return missed(did, expected, key)
    return met(f"{did}, and nothing stayed on hold.")


def _first_released(sale: Sale) -> Any:
    return next(event[2] for event in sale.events if event[:2] == ("release", "begun"))


def _has_finally(evidence: Evidence) -> bool:
    return any(one.finalbody for one in _tries(evidence))


def _tries(evidence: Evidence) -> list[ast.Try]:
    try:
        tree = ast.parse(evidence.source)
    except SyntaxError:
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Try)]


def _stopped(sale: Sale) -> str:
    where = str(sale.place) if sale.place else f"stop {sale.stop}"
    return f"The traveller left while your function waited at {where}"


def _releases_everywhere(evidence: Evidence) -> Finding:
    sales: list[Sale] = evidence.result
    expected = f"Nothing is on hold, at whichever of the {count(len(sales), 'stop')} it is stopped."
    kept = [sale for sale in sales if sale.kept]
    if kept:
        did = f"{_stopped(kept[0])}. Berth {kept[0].berth} stayed on hold."
        return missed(did, expected, _why_kept(evidence))
    for sale in sales:
        if isinstance(sale.raised, UnboundLocalError):
            did = f"{_stopped(sale)}, and it raised `{type(sale.raised).__name__}: {sale.raised}`."
            return missed(did, "It ends as cancelled.", "try-begins-early")
        if sale.times("release") and not sale.times("hold", "done"):
            did = f"{_stopped(sale)}, and it released {shown(_first_released(sale))}."
            return missed(did, "Nothing was on hold, so nothing is released.", "try-begins-early")
    return met(f"It was stopped at {count(len(sales), 'place')}, and nothing stayed on hold.")


def _why_kept(evidence: Evidence) -> str:
    """The mistake behind berths that stayed on hold."""
    if all(sale.times("pay", "paid") for sale in evidence.result if sale.kept):
        return "cleanup-stopped"
    tidied = [
        sale
        for sale in evidence.result
        if sale.times("release") and not sale.kept and not sale.times("pay", "paid")
    ]
    if tidied:
        return "try-begins-late"
    handlers = any(one.handlers for one in _tries(evidence))
    return "cancel-is-no-exception" if handlers else "hold-survives-cancel"


def _ends_as_cancelled(evidence: Evidence) -> Finding:
    expected = "Your function ends as cancelled."
    for sale in evidence.result:
        if sale.raised is not None:
            did = f"{_stopped(sale)}, and it raised `{type(sale.raised).__name__}: {sale.raised}`."
            return missed(did, expected, "error-of-hold-replaced")
        if not sale.cancelled:
            did = f"{_stopped(sale)}, and it returned {shown(sale.returned)}."
            return missed(did, expected, "hold-went-on-after-cancel")
    return met(
        f"Stopped at {count(len(evidence.result), 'place')}, it ended as cancelled each time."
    )


HOLD_BERTH = Task(
    name="hold_berth",
    set=SET,
    level="core",
    minutes=10,
    trials=(
        Trial(PAID, _paid, end=LONGEST),
        *(Trial(name, _failing(*failure), end=LONGEST) for name, failure in FAILURES.items()),
        Trial(EVERYWHERE, _everywhere, end=10 * LONGEST),
    ),
    requirements=(
        Requirement("Checks, then sells: returns the ticket", _sells, PAID),
        Requirement("Releases the berth after the sale, once", _releases_once, PAID),
        *(
            Requirement(f"Nothing stays on hold: {name}", _releases_on_error, name)
            for name in FAILURES
        ),
        Requirement(
            "Nothing stays on hold, wherever it is stopped", _releases_everywhere, EVERYWHERE
        ),
        Requirement("A stop signal is passed on", _ends_as_cancelled, EVERYWHERE),
    ),
    hints=(
        "Write the four steps one below the other first. Behind which of them can an error or a "
        "stop signal come while the berth is on hold?",
        "One statement runs its block after a result, after an error and after a stop signal. "
        "Which one?",
        "The `try` begins directly behind the line with `hold`. Before that line there is nothing "
        "to release.",
        "`berth = await hold(carrier)`, then `try:` with the passport and `return await "
        "pay(berth)`, then `finally:` with `await release(berth)`.",
    ),
    why=(
        "The `try` begins when there is something to release, and not before. `finally` runs after "
        "the ticket, after a refusal and after a `CancelledError`, and then lets each of them go "
        "on to the caller."
    ),
    reflect="Before you go on, say what would happen with an `await` between `hold` and `try`.",
)
