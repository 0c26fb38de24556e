"""What a station has said about its trains. Nothing here is ever changed, only added."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from minisite.trains.models import Departure

MOST_MINUTES = 600  # a train that is later than this is cancelled


class State(models.TextChoices):
    """How a train stands. The words are those on the board."""

    ON_TIME = "on-time", "on time"
    DELAYED = "delayed", "delayed"
    BOARDING = "boarding", "boarding"
    LEFT = "left", "left"
    CANCELLED = "cancelled", "cancelled"


class Report(models.Model):
    """Something that happened to a train. The newest report of a train is what counts.

    Its number is what a browser sends as `Last-Event-ID`. `reporting.report` makes sure that
    numbers are given out in the order in which reports become visible.
    """

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="reports")
    state = models.CharField(max_length=10, choices=State)
    delay = models.PositiveSmallIntegerField(default=0, help_text="minutes")
    platform = models.CharField(max_length=4, blank=True, help_text="empty: as before")
    made = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        late = f", {self.delay} minutes late" if self.delay else ""
        return f"{self.departure_id}: {self.get_state_display()}{late}"
