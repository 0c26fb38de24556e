"""Who is at a train, counted over all server processes. Synchronous: one visit to the database."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from minisite.seats.models import ADDRESS, Watcher


def arrive(channel: str, departure: int, owner: str) -> bool:
    """Count a socket in.

    Args:
        channel: The socket's name in the channel layer.
        departure: The train's primary key.
        owner: Whose socket it is, as `visitors.owner_of` says.

    Returns:
        Whether it may stay: False if the owner has as many sockets already as one may have.
    """
    old = timezone.now() - timedelta(seconds=10 * settings.SEAT_BEAT)
    Watcher.objects.filter(seen__lt=old).delete()  # of processes that were killed
    most = settings.SOCKETS_OF_ADDRESS if owner.startswith(ADDRESS) else settings.SOCKETS_OF_VISITOR
    if Watcher.objects.here().filter(owner=owner).count() >= most:
        return False
    Watcher.objects.create(channel=channel, departure_id=departure, owner=owner)
    return True


def stay(channel: str, departure: int, owner: str) -> None:
    """Say that a socket is still there."""
    values = {"departure_id": departure, "owner": owner, "seen": timezone.now()}
    Watcher.objects.update_or_create(channel=channel, defaults=values)


def leave(channel: str) -> None:
    """Count a socket out."""
    Watcher.objects.filter(channel=channel).delete()


def people(departure: int) -> int:
    """How many people look at a train. Two windows of one visitor are one."""
    here = Watcher.objects.here().filter(departure=departure).values_list("owner", "channel")
    # Behind one address may sit a family or a town, so there each socket counts.
    return len({channel if owner.startswith(ADDRESS) else owner for owner, channel in here})
