"""Set 02, A coroutine is a timetable, not a train: calling is not running, and who drives."""

from __future__ import annotations

from nightline.checks.timetable.drive import DRIVE
from nightline.checks.timetable.evening_report import EVENING_REPORT
from nightline.checks.timetable.stop import STOP

TASKS = (EVENING_REPORT, DRIVE, STOP)
