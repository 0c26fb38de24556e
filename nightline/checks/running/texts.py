"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from functools import partial

from nightline.judging import diagnoses

PERCENTILES = "What one number hides (percentiles)"
LOOPS = "Two ways to ask (closed and open loop)"
CONNECTIONS = "The connections of one process"
STOP = "Told to stop (graceful shutdown)"

about = partial(diagnoses.about, "23")
