"""What other parts of the site may listen to."""

from django.dispatch import Signal

# Sent after the commit of whatever changed who has a berth, with `departure`, a train's key.
berths_changed = Signal()
