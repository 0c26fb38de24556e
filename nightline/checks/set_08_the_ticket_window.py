"""Set 08, The ticket window: work that waits in a queue, how much of it, and how it ends."""

from __future__ import annotations

from nightline.checks.window.closing_time import CLOSING_TIME
from nightline.checks.window.one_window import ONE_WINDOW
from nightline.checks.window.pipeline import PIPELINE
from nightline.checks.window.priority_boarding import PRIORITY_BOARDING

TASKS = (ONE_WINDOW, PIPELINE, CLOSING_TIME, PRIORITY_BOARDING)
