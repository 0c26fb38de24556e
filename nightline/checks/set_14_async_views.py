"""Set 14, Async views: views that wait for all carriers together and hold nobody up."""

from nightline.checks.views.departures_view import DEPARTURES_VIEW
from nightline.checks.views.search import SEARCH
from nightline.checks.views.search_by_deadline import SEARCH_BY_DEADLINE
from nightline.checks.views.search_view import SEARCH_VIEW

TASKS = (DEPARTURES_VIEW, SEARCH, SEARCH_VIEW, SEARCH_BY_DEADLINE)
