"""Set 03, Trains on the line: start now, await later, keep the task, hear its error."""

from nightline.checks.starting.overlap_two import OVERLAP_TWO
from nightline.checks.starting.start_all import START_ALL
from nightline.checks.starting.tracked_tasks import TRACKED_TASKS

TASKS = (START_ALL, TRACKED_TASKS, OVERLAP_TWO)
