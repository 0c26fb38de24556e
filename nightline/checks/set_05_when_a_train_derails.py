"""Set 05, When a train derails: who goes on after an error, and who hears of it."""

from __future__ import annotations

from nightline.checks.derailed.all_or_nothing import ALL_OR_NOTHING
from nightline.checks.derailed.quotes_or_errors import QUOTES_OR_ERRORS
from nightline.checks.derailed.sort_errors import SORT_ERRORS

TASKS = (SORT_ERRORS, QUOTES_OR_ERRORS, ALL_OR_NOTHING)
