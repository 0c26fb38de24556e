"""Set 11, Loops everywhere: which loop runs here, and how to reach one in another thread."""

from __future__ import annotations

from nightline.checks.loops.call_from_thread import CALL_FROM_THREAD
from nightline.checks.loops.quote_desk import QUOTE_DESK
from nightline.checks.loops.run_here import RUN_HERE

TASKS = (RUN_HERE, CALL_FROM_THREAD, QUOTE_DESK)
