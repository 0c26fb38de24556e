"""How pages show background work."""

from django import template

from minisite.board.models import Report
from minisite.booking.models import Booking
from minisite.work.models import Job, Kind

register = template.Library()


@register.simple_tag
def job_of(ticket: Booking) -> Job | None:
    """The job that makes a ticket's PDF."""
    return Job.objects.filter(kind=Kind.TICKET, subject=ticket.reference).first()


@register.simple_tag
def mails_of(origin: str) -> list[tuple[Report, Job]]:
    """The last reports of a station that made us write to travellers, each with its job."""
    reports = Report.objects.filter(departure__origin=origin).select_related("departure")
    newest = {str(each.pk): each for each in reports.order_by("-pk")[:50]}
    jobs = Job.objects.filter(kind=Kind.MAILS, subject__in=newest)[:5]
    return [(newest[job.subject], job) for job in jobs]
