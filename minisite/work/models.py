"""What shall be done, how far it is, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from minisite.board.models import Report
from minisite.booking.models import Booking


class Kind(models.TextChoices):
    """What a job does. Its subject is a ticket's reference, or a report's number."""

    TICKET = "ticket", "ticket PDF"
    MAILS = "mails", "mails about a delay"


class State(models.TextChoices):
    WAITING = "waiting", "waiting"
    RUNNING = "running", "being made"
    DONE = "done", "ready"
    FAILED = "failed", "failed"


class Job(models.Model):
    """A piece of work. The message to a worker carries its number and nothing else.

    It is written in the transaction that makes it necessary. So a message that gets lost, with a
    broker or before it, loses no work: `manage.py work --again` sends it once more. And a message
    that comes twice finds out here that there is nothing left to do.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    done = models.PositiveIntegerField(default=0, help_text="steps")
    total = models.PositiveIntegerField(default=0, help_text="steps")
    tries = models.PositiveSmallIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True, help_text="why it failed")
    made = models.DateTimeField(default=timezone.now, editable=False)
    touched = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject"), name="one_job_for_a_subject"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (State.DONE, State.FAILED)

    def as_json(self) -> dict[str, object]:
        """The job for a page: state, steps, and a sentence."""
        return {
            "job": self.pk,
            "state": self.state,
            "says": self.says or State(self.state).label,
            "done": self.done,
            "total": self.total,
            "over": self.is_over,
        }


class TicketFile(models.Model):
    """A ticket as a PDF. It is small, and all server processes share the database."""

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="file")
    content = models.BinaryField()
    made = models.DateTimeField(default=timezone.now)


class DelayMail(models.Model):
    """One mail to one traveller about one report, at most."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="mails")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="delay_mails")
    claimed = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "booking"), name="one_mail_a_delay"),
        )
