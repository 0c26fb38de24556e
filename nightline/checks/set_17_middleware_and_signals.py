"""Set 17, What a request costs: short lists of middlewares, and middlewares for both worlds."""

from nightline.checks.layers.display_middleware import DISPLAY_MIDDLEWARE
from nightline.checks.layers.request_id import REQUEST_ID
from nightline.checks.layers.timing_middleware import TIMING_MIDDLEWARE
from nightline.checks.layers.waiting_room import WAITING_ROOM

TASKS = (DISPLAY_MIDDLEWARE, TIMING_MIDDLEWARE, REQUEST_ID, WAITING_ROOM)
