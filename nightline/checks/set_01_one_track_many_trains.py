"""Set 01, One track, many trains: waiting together, and when it gains something."""

from nightline.checks.together.cheapest import CHEAPEST
from nightline.checks.together.journey_time import JOURNEY_TIME
from nightline.checks.together.worth_it import WORTH_IT

TASKS = (JOURNEY_TIME, CHEAPEST, WORTH_IT)
