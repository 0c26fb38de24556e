"""Set 12, See it, test it, debug it: repair, test, and the first capstone."""

from __future__ import annotations

from nightline.checks.proving.hold_tests import HOLD_TESTS
from nightline.checks.proving.night_planner import NIGHT_PLANNER
from nightline.checks.proving.price_list import PRICE_LIST
from nightline.checks.proving.wake_calls import WAKE_CALLS

TASKS = (WAKE_CALLS, PRICE_LIST, HOLD_TESTS, NIGHT_PLANNER)
