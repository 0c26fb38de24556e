"""Set 10, Rivers of data: async generators that are merged, read in part, and closed."""

from __future__ import annotations

from nightline.checks.rivers.departures import DEPARTURES
from nightline.checks.rivers.first_offers import FIRST_OFFERS
from nightline.checks.rivers.merge_two import MERGE_TWO
from nightline.checks.rivers.serve_board import SERVE_BOARD

TASKS = (MERGE_TWO, DEPARTURES, FIRST_OFFERS, SERVE_BOARD)
