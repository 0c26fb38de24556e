"""What is on sale: a train on one night, and its berths."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from minisite.network.models import Station

BERTHS_IN_COMPARTMENT = 4


class Departure(models.Model):
    """One train of one carrier on one night.

    `changes` counts how often somebody changed what is free on it. Who wants to change it writes
    this number first, and so waits for whoever does the same (see `booking.desk`).
    """

    carrier = models.CharField(max_length=20)
    train = models.CharField(max_length=12)
    origin = models.ForeignKey(Station, models.PROTECT, related_name="departures")
    destination = models.ForeignKey(Station, models.PROTECT, related_name="arrivals")
    night = models.DateField()
    departs = models.DateTimeField()
    arrives = models.DateTimeField()
    price = models.PositiveSmallIntegerField(help_text="euro for one berth")
    changes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("departs", "carrier")
        indexes = (models.Index(fields=("origin", "night"), name="departures_of_a_night"),)
        constraints = (
            models.UniqueConstraint(
                fields=("carrier", "origin", "destination", "night"), name="one_train_a_night"
            ),
        )

    def __str__(self) -> str:
        # No station's name: that would be a query for each line of a list.
        return f"{self.carrier} {self.train}, {self.night}"

    def get_absolute_url(self) -> str:
        # A station's key is its slug, so this needs no query either.
        places = (self.origin_id, self.destination_id)
        return reverse("trains:train", args=(self.carrier.lower(), *places, self.night))

    @property
    def length(self) -> timedelta:
        """How long it runs. Both times are those on the station's clock."""
        return timezone.make_naive(self.arrives) - timezone.make_naive(self.departs)


class Berth(models.Model):
    """A bed on a train. Who has it is written in `booking`."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="berths")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("departure", "number")
        constraints = (
            models.UniqueConstraint(fields=("departure", "number"), name="one_berth_a_number"),
        )

    def __str__(self) -> str:
        return f"berth {self.number}"

    @property
    def compartment(self) -> int:
        """Which compartment it is in, from 1."""
        return (self.number - 1) // BERTHS_IN_COMPARTMENT + 1

    @property
    def level(self) -> str:
        """Whether one climbs to it."""
        return "upper" if self.number % 2 == 0 else "lower"
