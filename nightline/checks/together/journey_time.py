"""`journey_time`: change questions one by one into questions together."""

from __future__ import annotations

from typing import Any

from nightline.checks.together import SET
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    Finding,
    Requirement,
    asked_together,
    compare,
    missed,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial
from nightline.judging.upstream import Offer

register(
    Diagnosis(
        "other-question",
        "prices where minutes are asked",
        "You asked for prices. A journey takes minutes, whatever it costs.",
        "Which of the two functions above gives minutes?",
    ),
    Diagnosis(
        "lost-a-leg",
        "a leg that was lost",
        "This journey has two legs with the same carrier. Names that are keys of a dict, or "
        "elements of a set, can stand there only once.",
        "Which kind of collection keeps two equal elements?",
    ),
    Diagnosis(
        "one-leg-only",
        "not the sum of all legs",
        "The journey takes all its legs together, one after another on the rails. Only your "
        "questions may go out at the same time.",
        "You have a list of minutes. Which built-in function adds them up?",
    ),
)

# Delays differ from every demo of the lesson; the slowest one leads, so order matters.
LEGS = {"Danube": Offer(0.4, 190), "Fjord": Offer(0.25, 335), "Jura": Offer(0.1, 75)}


async def _journey(answer: Any, stage: Stage) -> Any:
    stage.carriers(FARES, "quote")  # for who asks the wrong question
    return await stage.call(list(stage.carriers(LEGS, "ride_minutes")))


async def _same_carrier_twice(answer: Any, stage: Stage) -> Any:
    stage.carriers(FARES, "quote")
    stage.carriers(LEGS, "ride_minutes")
    return await stage.call(["Fjord", "Jura", "Fjord"])


FARES = {
    name: Offer(0.2, price) for name, price in {"Danube": 59, "Fjord": 118, "Jura": 49}.items()
}
TOTALS = {"three legs": 190 + 335 + 75, "the same carrier twice": 335 + 75 + 335}
SINGLE = {190, 335, 75}


def _total_minutes(evidence: Evidence) -> Finding:
    wanted, got = TOTALS[evidence.trial], evidence.result
    expected = f"{shown(wanted)}, the sum of all legs."
    if got != wanted and evidence.trial == "the same carrier twice" and got == 335 + 75:
        did = f"You returned {shown(got)}.{evidence.called}"
        return missed(did, expected, "lost-a-leg")
    if got in (59 + 118 + 49, 118 + 49 + 118):
        return missed(f"You returned {shown(got)}, a sum of prices.", expected, "other-question")
    if type(got) is int and got != wanted and got in SINGLE:
        did = f"You returned {shown(got)}, the minutes of one leg."
        return missed(did, expected, "one-leg-only")
    return compare(evidence, TOTALS[evidence.trial])


JOURNEY_TIME = Task(
    name="journey_time",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("three legs", _journey),
        Trial("the same carrier twice", _same_carrier_twice),
    ),
    requirements=(
        Requirement("Returns the minutes of all legs", _total_minutes),
        asked_together("ride_minutes(carrier)", trial="three legs"),
    ),
    hints=(
        "How many questions are open at 0.1 s in your timeline? How many could be?",
        "The loop waits for each answer before it asks the next carrier. Make all the calls first.",
        "`await asyncio.gather(*(ride_minutes(carrier) for carrier in carriers))` gives all "
        "minutes as a list. Add them up.",
    ),
    why=(
        "The comprehension makes one coroutine for each carrier and waits for none. `gather` "
        "starts them all and waits once. The total of the minutes is the same; only the "
        "waiting is shorter."
    ),
    reflect="Before you go on, say why the order of the carriers cannot change the total.",
)
