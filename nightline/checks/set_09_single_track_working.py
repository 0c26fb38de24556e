"""Set 09, Single-track working: one at a time, a few at a time, and so many in a second."""

from __future__ import annotations

from nightline.checks.tokens.polite_fetch import POLITE_FETCH
from nightline.checks.tokens.rate_limiter import RATE_LIMITER
from nightline.checks.tokens.sell_berth import SELL_BERTH
from nightline.checks.tokens.sell_on_hold import SELL_ON_HOLD

TASKS = (SELL_BERTH, POLITE_FETCH, SELL_ON_HOLD, RATE_LIMITER)
