"""Set 04, The dispatcher: what runs next, callbacks, futures, and a loop of one's own."""

from __future__ import annotations

from nightline.checks.dispatcher.bridge_callback import BRIDGE_CALLBACK
from nightline.checks.dispatcher.call_later import CALL_LATER
from nightline.checks.dispatcher.mini_loop import MINI_LOOP
from nightline.checks.dispatcher.print_order import PRINT_ORDER

TASKS = (PRINT_ORDER, CALL_LATER, BRIDGE_CALLBACK, MINI_LOOP)
