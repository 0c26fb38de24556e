"""Set 24, The trial: a proof, a page, a desk and a stream of the Night Planner."""

from nightline.checks.court.book_both import BOOK_BOTH
from nightline.checks.court.offers_live import OFFERS_LIVE
from nightline.checks.court.planner_view import PLANNER_VIEW
from nightline.checks.court.shows_the_limit import SHOWS_THE_LIMIT

TASKS = (SHOWS_THE_LIMIT, PLANNER_VIEW, BOOK_BOTH, OFFERS_LIVE)
