"""Set 23, Run it: honest measurement, the connections of a process, and a server that stops."""

from nightline.checks.running.evening_settings import EVENING_SETTINGS
from nightline.checks.running.measure import MEASURE
from nightline.checks.running.percentile import PERCENTILE
from nightline.checks.running.serve_until import SERVE_UNTIL

TASKS = (PERCENTILE, MEASURE, EVENING_SETTINGS, SERVE_UNTIL)
