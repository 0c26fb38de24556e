"""How a job comes to a worker: written with what makes it necessary, sent when that is committed."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from minisite.board.models import Report
from minisite.board.models import State as TrainState
from minisite.booking.models import Booking
from minisite.work.models import Job, Kind, State

log = logging.getLogger("django.nightline.work")


def order(kind: Kind, subject: object) -> Job:
    """Have something done in the background. What is ordered or done already is not done again.

    Call it inside the transaction that makes it necessary. A worker is told after the commit: one
    that is told earlier looks for a row that it cannot see yet.

    Args:
        kind: What to do.
        subject: A ticket's reference, or a report's primary key.

    Returns:
        The job, new or old. One that failed is tried again.
    """
    job, is_new = Job.objects.get_or_create(kind=kind, subject=str(subject))
    if job.state == State.FAILED:
        values = {"state": State.WAITING, "says": "", "done": 0, "touched": timezone.now()}
        is_new = bool(Job.objects.filter(pk=job.pk, state=State.FAILED).update(**values))
        job.refresh_from_db()
    if is_new:
        transaction.on_commit(partial(send, job.pk), robust=True)
    return job


def send(job: int) -> bool:
    """Tell a worker. Whether a message went out: if none did, the job waits for `--again`."""
    kind = Job.objects.values_list("kind", flat=True).get(pk=job)
    try:
        if settings.WORK == "celery":
            from minisite.work import celery_tasks

            celery_tasks.of_kind(Kind(kind)).apply_async((job,), retry=False)
        elif settings.WORK == "django":
            from minisite.work import django_tasks

            django_tasks.of_kind(Kind(kind)).enqueue(job)
        else:
            return False
    except Exception as problem:  # of many kinds: whatever a broker's client raises
        log.warning("Job %s waits, its message could not be sent: %s", job, problem)
        return False
    return True


def tickets_sold(tickets: list[Booking], **_: Any) -> None:
    """Order the PDF of each ticket that was sold. Receiver of `berths_sold`."""
    if settings.WORK:
        for ticket in tickets:
            order(Kind.TICKET, ticket.reference)


def train_reported(report: Report, **_: Any) -> None:
    """Order mails if a report is bad news. Receiver of `reported`."""
    if settings.WORK and report.state in (TrainState.DELAYED, TrainState.CANCELLED):
        order(Kind.MAILS, report.pk)
