"""The same work as Django tasks: Django's own since 6.0, before that those of `django-tasks`."""

from typing import Any

try:
    from django.tasks import task
except ImportError:
    from django_tasks import task  # type: ignore[no-redef]

from minisite.work import jobs
from minisite.work.models import Kind

QUEUE = "work"  # the name of the backend in `TASKS` that has a worker


@task(backend=QUEUE)
def issue_ticket(job: int) -> str:
    """Make the PDF of a ticket."""
    return jobs.run(job)


@task(backend=QUEUE)
def mail_delay(job: int) -> str:
    """Write to everybody with a ticket for a train that is late or cancelled."""
    return jobs.run(job)


def of_kind(kind: Kind) -> Any:
    """The task that does jobs of a kind."""
    return {Kind.TICKET: issue_ticket, Kind.MAILS: mail_delay}[kind]
