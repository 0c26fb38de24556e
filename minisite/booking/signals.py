"""What other parts of the site may listen to."""

from django.dispatch import Signal

# Sent after the commit of whatever changed who has a berth, with `departure`, a train's key.
berths_changed = Signal()

# Sent inside the transaction that sells, with `tickets`, a list of `Booking`. What a receiver writes
# is there together with the tickets, or not at all.
berths_sold = Signal()
