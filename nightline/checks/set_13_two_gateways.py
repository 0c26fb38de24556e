"""Set 13, Two gateways: ASGI applications by hand, and the file that a server imports."""

from nightline.checks.gateways.asgi_file import ASGI_FILE
from nightline.checks.gateways.board_app import BOARD_APP
from nightline.checks.gateways.read_body import READ_BODY
from nightline.checks.gateways.with_lifespan import WITH_LIFESPAN

TASKS = (READ_BODY, BOARD_APP, ASGI_FILE, WITH_LIFESPAN)
