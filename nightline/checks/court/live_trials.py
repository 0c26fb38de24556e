"""The evenings of `offers_live`: who is asked, and what its reader does."""

from __future__ import annotations

from typing import Any

from nightline.checks.court.carriers import OFFERS, Evening, offers
from nightline.checks.court.stream import Heard, hear, hear_failing
from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer

MINE = "offers_live"
ENOUGH, SHORT = "time enough", "a deadline"
LEAVES, LEFT_AT = "a reader who leaves", 0.5
AT_ONCE = "a reader who leaves at once"
SLOW, PACE = "a slow line", 0.25
STRANGE, BROKEN = "an error of another kind", "Furka"
EVENINGS = {
    ENOUGH: Evening(4, 10.0),
    SHORT: Evening(3, 1.05),
    LEAVES: Evening(4, 10.0, failing=()),
    AT_ONCE: Evening(4, 10.0, failing=()),
    # The first offer comes at 0.11 s, and is still on its way at the deadline.
    SLOW: Evening(12, 0.3, failing=()),
    STRANGE: Evening(4, 3.0, failing=()),
}


async def listen(answer: Any, stage: Stage) -> Heard:
    """Read the stream of one evening."""
    evening, name = EVENINGS[stage.name], stage.name
    asked = offers(evening)
    if name == STRANGE:
        asked |= {BROKEN: Offer(OFFERS[BROKEN].delay, ArithmeticError("a bad price"))}
    stage.lend(CARRIERS=list(stage.carriers(asked)))
    stage.explain(deadlock=lambda: (WAITS, "live-waits-for-ever"))
    if name == STRANGE:
        return await hear_failing(answer, stage, evening.query, 2 * evening.deadline)
    if name == AT_ONCE:
        return await hear(answer, stage, evening.query, at_once=True)
    leaves = LEFT_AT if name == LEAVES else None
    return await hear(answer, stage, evening.query, leaves, pace=PACE if name == SLOW else 0.0)


WAITS = "Your stream waited for an answer, and none could come any more."
