"""Set 20, The seat map: consumers, groups, long work beside a socket, and who is here."""

from nightline.checks.sockets.platform_sign import PLATFORM_SIGN
from nightline.checks.sockets.presence import PRESENCE
from nightline.checks.sockets.price_socket import PRICE_SOCKET
from nightline.checks.sockets.seat_map import SEAT_MAP

TASKS = (PLATFORM_SIGN, PRICE_SOCKET, SEAT_MAP, PRESENCE)
