"""Who looks at a train now."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from minisite.trains.models import Departure

ADDRESS = "address:"  # how an owner begins who is known by nothing but a network address


class WatcherQuerySet(models.QuerySet["Watcher"]):
    def here(self) -> WatcherQuerySet:
        """Those whose process has said lately that they are still there."""
        since = timezone.now() - timedelta(seconds=3 * settings.SEAT_BEAT)
        return self.filter(seen__gte=since)


class Watcher(models.Model):
    """One open socket on a train.

    It stands in the database because that is what all server processes share. A process that is
    killed says no goodbye, so a row counts only while its process renews it.
    """

    channel = models.CharField(max_length=120, primary_key=True)
    departure = models.ForeignKey(Departure, models.CASCADE, related_name="watchers")
    owner = models.CharField(max_length=80, db_index=True)
    seen = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WatcherQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.owner} at {self.departure_id}"
