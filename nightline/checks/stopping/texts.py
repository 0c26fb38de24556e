"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from functools import partial

from nightline.judging import diagnoses

CANCEL = "Cancel is a request"
TIMEOUT = "A timeout is a clock that cancels"
FINALLY = "Finally cleans up"
REST = "Stop the rest"
BRANCH = "Branch line"

about = partial(diagnoses.about, "06")
