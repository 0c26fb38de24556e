"""How the tasks of this set write their diagnoses."""

from __future__ import annotations

from collections.abc import Callable

from nightline.judging.diagnoses import Diagnosis

PERCENTILES = "What one number hides (percentiles)"
LOOPS = "Two ways to ask (closed and open loop)"
CONNECTIONS = "The connections of one process"
STOP = "Told to stop (graceful shutdown)"


def about(section: str) -> Callable[..., Diagnosis]:
    """Make diagnoses that point to this section of lesson 23."""

    def entry(key: str, name: str, meaning: str, advice: str, *misconceptions: int) -> Diagnosis:
        return Diagnosis(key, name, meaning, advice, "23", section, misconceptions)

    return entry
