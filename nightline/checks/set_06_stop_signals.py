"""Set 06, Stop signals: cancellation, cleanup and timeouts."""

from __future__ import annotations

from nightline.checks.stopping.fastest import FASTEST
from nightline.checks.stopping.hedged import HEDGED
from nightline.checks.stopping.hold_berth import HOLD_BERTH
from nightline.checks.stopping.with_deadline import WITH_DEADLINE

TASKS = (WITH_DEADLINE, HOLD_BERTH, FASTEST, HEDGED)
