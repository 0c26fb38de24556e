"""`hold_berth`: whatever happens, and wherever it is stopped, nothing stays on hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import nightline.checks.stopping.hold_mistakes  # noqa: F401  (registers what can go wrong)
from nightline.checks.stopping import SET
from nightline.checks.stopping.desk import (
    CARRIER,
    MOST_STOPS,
    TRAVELLER,
    CardRefused,
    Desk,
    PassportRefused,
    Sale,
    SoldOut,
)
from nightline.checks.stopping.reading import raises_itself, returns_in_finally, tries
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
    "the card is refused": ("pay", CardRefused("no money"), 0),
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
    for step, right in (("hold", CARRIER), ("check_passport", TRAVELLER), ("pay", sale.berth)):
        other = next((one for one in sale.given(step) if one != right), right)
        if other != right:
            did = f"`{step}` got {shown(other)}.{evidence.called}"
            return missed(did, f"`{step}` gets {shown(right)}.", "step-got-something-else")
    paid = sale.given("pay", "paid")
    if len(paid) > 1:
        did = f"Berth {sale.berth} was paid {len(paid)} times."
        return missed(did, "One payment.", "paid-again")
    if not paid and sale.returned is None and sale.times("check_passport", "done"):
        did = "The passport was right, and you never called `pay`."
        return missed(did, f"{shown(wanted)}, from `pay`.", "never-paid")
    if paid:
        if not sale.times("check_passport"):
            did = "You called `pay`, and nobody called `check_passport`."
            return missed(did, "First the passport, then the payment.", "passport-skipped")
        if sale.when("check_passport", "done") > sale.when("pay"):
            did = "You called `pay` before `check_passport` was done."
            return missed(did, "First the passport, then the payment.", "paid-unchecked")
        if sale.when("release") < sale.when("pay", "paid"):
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
    if not times:
        did = f"Berth {sale.berth} left `on_hold`, and `release` was never called."
        return missed(did, expected, "released-by-hand")
    if _first_released(sale) != sale.berth:
        did = f"`hold` gave {sale.berth}, and you released {shown(_first_released(sale))}."
        return missed(did, expected, "released-something-else")
    if (
        sale.kept
        or sale.times("release", "done") < 1
        or (sale.when("call", "ended") < sale.when("release", "done"))
    ):
        did = f"When you returned, the release of berth {sale.berth} was not done."
        return missed(did, expected, "release-not-waited-for")
    return met(f"Berth {sale.berth} was released, after it was paid.")


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
            return missed(did, expected, _why_kept_after(step, evidence))
        if sale.times("release") > 1:
            did += f", and you released {sale.times('release')} times."
            return missed(did, expected, "released-again")
    if sale.times(step) > 1:
        did += f", and you called `{step}` again, {sale.times(step)} times in all."
        return missed(did, expected, "asked-again-after-refusal")
    if sale.raised is None:
        did += f", and your function returned {shown(sale.returned)}."
        returns = returns_in_finally(evidence.source)
        return missed(did, expected, "finally-with-return" if returns else "refusal-kept")
    if type(sale.raised) is not type(error):
        did += f", and your function raised `{type(sale.raised).__name__}: {sale.raised}`."
        return missed(did, expected, _why_other_error(evidence, sale.raised))
    return met(f"{did}, and nothing stayed on hold.")


def _first_released(sale: Sale) -> Any:
    return next(event[2] for event in sale.events if event[:2] == ("release", "begun"))


def _why_kept_after(step: str, evidence: Evidence) -> str:
    """The mistake behind a berth that stayed on hold after an error."""
    if not evidence.result.berth and re.search(r"\bif berth\s*:", evidence.source):
        return "zero-is-a-berth"
    late = step != "pay" and any(one.finalbody for one in tries(evidence.source))
    return "try-begins-late" if late else "hold-survives-error"


def _why_other_error(evidence: Evidence, error: BaseException) -> str:
    held = re.search(r"(\w+) = await hold\(", evidence.source)
    if isinstance(error, UnboundLocalError) and held and f"'{held[1]}'" in str(error):
        return "try-begins-early"
    own = raises_itself(evidence.source, error)
    return "error-of-hold-replaced" if own else "cleanup-fails"


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
            return missed(did, "It ends as cancelled.", _why_other_error(evidence, sale.raised))
        if sale.times("release") and not sale.times("hold", "done"):
            did = f"{_stopped(sale)}, and it released {shown(_first_released(sale))}."
            return missed(did, "Nothing was on hold, so nothing is released.", "try-begins-early")
        if sale.times("release") > 1:
            did = f"{_stopped(sale)}, and it released {sale.times('release')} times."
            return missed(did, "One release.", "released-again")
        if sale.when("release") < sale.when("pay", "paid") < len(sale.events):
            did = f"{_stopped(sale)}. Berth {sale.berth} was released, and paid after that."
            return missed(did, "Nothing is paid after the release.", "payment-goes-on")
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
    handlers = any(one.handlers for one in tries(evidence.source))
    return "cancel-is-no-exception" if handlers else "hold-survives-cancel"


def _ends_as_cancelled(evidence: Evidence) -> Finding:
    expected = "Your function ends as cancelled."
    for sale in evidence.result:
        if sale.raised is not None:
            did = f"{_stopped(sale)}, and it raised `{type(sale.raised).__name__}: {sale.raised}`."
            return missed(did, expected, _why_other_error(evidence, sale.raised))
        if not sale.cancelled:
            did = f"{_stopped(sale)}, and it returned {shown(sale.returned)}."
            returns = returns_in_finally(evidence.source)
            key = "finally-with-return" if returns else "hold-went-on-after-cancel"
            return missed(did, expected, key)
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
