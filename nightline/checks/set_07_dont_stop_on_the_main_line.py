"""Set 07, Don't stop on the main line: blocking, threads, processes."""

from __future__ import annotations

from nightline.checks.blocking.find_routes import FIND_ROUTES
from nightline.checks.blocking.pdfs import PDFS
from nightline.checks.blocking.receipts import RECEIPTS
from nightline.checks.blocking.unblock import UNBLOCK

TASKS = (UNBLOCK, PDFS, FIND_ROUTES, RECEIPTS)
