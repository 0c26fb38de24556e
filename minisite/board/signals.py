"""What other parts of the site may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that adds a report, with `report`, a `Report`. What a receiver writes
# is there together with the report, or not at all.
reported = Signal()
