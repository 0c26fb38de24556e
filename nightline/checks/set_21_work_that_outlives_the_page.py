"""Set 21, Work that outlives the page: messages, commits, second deliveries and tries."""

from nightline.checks.outliving.keep_trying import KEEP_TRYING
from nightline.checks.outliving.order_print import ORDER_PRINT
from nightline.checks.outliving.post_once import POST_ONCE
from nightline.checks.outliving.sell_and_print import SELL_AND_PRINT

TASKS = (ORDER_PRINT, SELL_AND_PRINT, POST_ONCE, KEEP_TRYING)
