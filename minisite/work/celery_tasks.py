"""The work as Celery tasks. Their argument is a number: a message holds JSON, and no model."""

from typing import Any

from celery import shared_task

from minisite.work import celery, jobs  # noqa: F401 (the app must exist before a task is sent)
from minisite.work.models import Kind

# A message is given back only when the work is done. If the worker dies, it comes once more.
SAFE = {"acks_late": True, "reject_on_worker_lost": True, "ignore_result": False}


@shared_task(**SAFE)
def issue_ticket(job: int) -> str:
    """Make the PDF of a ticket."""
    return jobs.run(job)


@shared_task(**SAFE)
def mail_delay(job: int) -> str:
    """Write to everybody with a ticket for a train that is late or cancelled."""
    return jobs.run(job)


@shared_task(ignore_result=True)
def wake() -> None:
    """Nothing. A worker that waits for a message looks around when one comes."""


def of_kind(kind: Kind) -> Any:
    """The task that does jobs of a kind."""
    return {Kind.TICKET: issue_ticket, Kind.MAILS: mail_delay}[kind]
