"""Set 15, The bridge: plain functions in the right thread, with as few hops as possible."""

from nightline.checks.bridge.berths_sold import BERTHS_SOLD
from nightline.checks.bridge.night_sheet import NIGHT_SHEET
from nightline.checks.bridge.print_and_note import PRINT_AND_NOTE
from nightline.checks.bridge.rehearse import REHEARSE

TASKS = (NIGHT_SHEET, BERTHS_SOLD, PRINT_AND_NOTE, REHEARSE)
