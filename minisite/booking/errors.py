"""Why somebody does not get what they asked for. The message is a sentence for them."""


class Refused(Exception):
    """A wish that the desk cannot fulfil. Nothing was changed."""


class Taken(Refused):
    """Somebody else has the berth, for some minutes or for good."""


class SoldOut(Refused):
    """Somebody else has every berth of the train."""


class Ended(Refused):
    """A hold expired, and its berth went to somebody else."""


class TooLate(Refused):
    """The train has left."""


class TooMany(Refused):
    """The basket holds as many berths as it may."""


class Busy(Refused):
    """The database let nobody write for too long."""
