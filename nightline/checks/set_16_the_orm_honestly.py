"""Set 16, The ORM, honestly: queries of a coroutine, and changes that stay whole in a crowd."""

from nightline.checks.orm.arrivals import ARRIVALS
from nightline.checks.orm.book_berth import BOOK_BERTH
from nightline.checks.orm.export import EXPORT
from nightline.checks.orm.swap_berths import SWAP_BERTHS

TASKS = (ARRIVALS, BOOK_BERTH, EXPORT, SWAP_BERTHS)
