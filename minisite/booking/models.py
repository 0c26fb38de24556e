"""Who has which berth: for some minutes, or for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from minisite.network.calendar import today
from minisite.trains.models import Berth

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another


def new_reference() -> str:
    """What a traveller says at the train, such as "K7WQ2MPA"."""
    return get_random_string(8, LETTERS)


class HoldQuerySet(models.QuerySet["Hold"]):
    def live(self, now: datetime | None = None) -> HoldQuerySet:
        """Those that have not ended."""
        return self.filter(expires__gt=now or timezone.now())


class Hold(models.Model):
    """A berth that waits in somebody's basket until it expires.

    A berth has one hold at most. One that has expired keeps nobody else out: whoever wants the
    berth next removes it.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    berth = models.OneToOneField(Berth, models.CASCADE, related_name="hold")
    basket = models.CharField(max_length=32, db_index=True)
    expires = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ("expires", "key")

    def __str__(self) -> str:
        return f"hold until {timezone.localtime(self.expires):%H:%M}"

    @property
    def is_live(self) -> bool:
        return self.expires > timezone.now()

    @property
    def left(self) -> timedelta:
        """How long it still lasts; nothing when it has expired."""
        return max(timedelta(0), self.expires - timezone.now())


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> BookingQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled=None)


class Booking(models.Model):
    """A ticket: this berth is theirs, unless it was cancelled.

    The constraint is what keeps a berth from being sold twice, whatever the code above it does.
    """

    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    berth = models.ForeignKey(Berth, models.PROTECT, related_name="bookings")
    traveller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings")
    passenger = models.CharField("name on the ticket", max_length=80)
    price = models.PositiveSmallIntegerField(help_text="euro")
    booked = models.DateTimeField(default=timezone.now)
    cancelled = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("-booked", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("berth",),
                condition=models.Q(cancelled=None),
                name="one_live_booking_a_berth",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("booking:ticket", args=(self.reference,))

    @property
    def can_cancel(self) -> bool:
        """Until the night of the train has passed."""
        return self.cancelled is None and self.berth.departure.night >= today()
