"""What a worker does with a job. Plain functions: which worker calls them is not their business.

A message can come twice: a worker dies before it has said that it is done, or a broker is not
sure. So each function may be called as often as one likes, and the work is done once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from minisite.board.models import Report
from minisite.board.models import State as TrainState
from minisite.booking.models import Booking
from minisite.work.models import DelayMail, Job, Kind, State, TicketFile
from minisite.work.pdf import ticket_pdf

log = logging.getLogger("django.nightline.work")
Steps = Iterator[tuple[int, int]]


def run(job: int) -> str:
    """Do a job, unless it is done already or somebody does it now.

    Args:
        job: Its primary key.

    Returns:
        What became of it: "done", "done already", "somebody else does it" or "unknown".

    Raises:
        Exception: What went wrong. The job then says "failed" and may be run again.
    """
    if not _claim(job):
        state = Job.objects.filter(pk=job).values_list("state", flat=True).first()
        if state is None:
            return "unknown"
        return "done already" if state == State.DONE else "somebody else does it"
    found = Job.objects.get(pk=job)
    try:
        for done, total in WORK[Kind(found.kind)](found.subject):
            _touch(job, done=done, total=total)
    except Exception as problem:
        says = f"It could not be made: {type(problem).__name__}."
        _touch(job, state=State.FAILED, says=says)
        raise
    _touch(job, state=State.DONE, says="", done=F("total"))
    return "done"


def lost() -> list[int]:
    """Jobs whose message seems lost, or whose worker died. Their primary keys."""
    return list(Job.objects.filter(_is_free(), ~Q(state=State.FAILED)).values_list("pk", flat=True))


def _claim(job: int) -> bool:
    """Take a job, if nobody has it. One statement: of two workers, the database lets one win."""
    now = timezone.now()
    free = Job.objects.filter(Q(pk=job) & (Q(state=State.WAITING) | _is_free()))
    return bool(free.update(state=State.RUNNING, says="", touched=now, tries=F("tries") + 1))


def _is_free() -> Q:
    """Jobs that nobody has touched for so long that whoever had them must be dead."""
    old = timezone.now() - timedelta(seconds=settings.WORK_LEASE)
    return Q(state=State.FAILED) | Q(state__in=(State.WAITING, State.RUNNING), touched__lt=old)


def _touch(job: int, **values: object) -> None:
    Job.objects.filter(pk=job).update(touched=timezone.now(), **values)


def _make_ticket(reference: str) -> Steps:
    yield 0, 3
    ticket = Booking.objects.select_related(
        "traveller", "berth__departure__origin", "berth__departure__destination"
    ).get(reference=reference)
    yield 1, 3
    content = ticket_pdf(ticket)
    yield 2, 3
    TicketFile.objects.update_or_create(
        booking=ticket, defaults={"content": content, "made": timezone.now()}
    )
    yield 3, 3


def _send_mails(report: str) -> Steps:
    about = Report.objects.select_related("departure__origin", "departure__destination").get(
        pk=report
    )
    tickets = list(
        Booking.objects.live()
        .filter(berth__departure=about.departure)
        .exclude(traveller__email="")
        .select_related("traveller", "berth")
        .order_by("pk")
    )
    yield 0, len(tickets)
    for number, ticket in enumerate(tickets, 1):
        mail = _claim_mail(about, ticket)
        if mail is not None:
            send_mail(
                *_letter(about, ticket), from_email=None, recipient_list=[ticket.traveller.email]
            )
            mail.sent = timezone.now()
            mail.save(update_fields=["sent"])
        yield number, len(tickets)


def _claim_mail(report: Report, ticket: Booking) -> DelayMail | None:
    """The right to send one mail; None if it was sent, or somebody sends it now.

    A mail cannot be taken back, and a mail server knows no transactions. Written down before it is
    sent, it is sent twice only if a worker dies in the millisecond between sending and noting it.
    """
    try:
        with transaction.atomic():
            return DelayMail.objects.create(report=report, booking=ticket)
    except IntegrityError:
        old = timezone.now() - timedelta(seconds=settings.WORK_LEASE)
        mine = DelayMail.objects.filter(report=report, booking=ticket, sent=None, claimed__lt=old)
        if not mine.update(claimed=timezone.now()):
            return None
        return DelayMail.objects.get(report=report, booking=ticket)


def _letter(report: Report, ticket: Booking) -> tuple[str, str]:
    """Subject and text of a mail."""
    train = report.departure
    name = f"{train.carrier} {train.train} from {train.origin} to {train.destination}"
    departs = timezone.localtime(train.departs)
    if report.state == TrainState.CANCELLED:
        subject, news = f"{name} is cancelled", "does not run. You can cancel your ticket."
    else:
        expected = departs + timedelta(minutes=report.delay)
        subject = f"{name} is {report.delay} minutes late"
        news = f"is expected to leave at {expected:%H:%M} instead of {departs:%H:%M}."
    text = (
        f"Dear {ticket.passenger},\n\nyour train {name} {news}\n"
        f"Your ticket is {ticket.reference}, berth {ticket.berth.number}.\n\nNightline\n"
    )
    return subject, text


WORK: dict[Kind, Callable[[str], Steps]] = {Kind.TICKET: _make_ticket, Kind.MAILS: _send_mails}
