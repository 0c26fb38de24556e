"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from functools import partial

from nightline.judging import diagnoses

SEE = "See who keeps the thread"
DEBUG = "Debug mode names the task"
RUNS = "Does the test run"
CLOCK = "Ten hours on a virtual clock"
PLANNER = "Parts of a planner"

about = partial(diagnoses.about, "12")
