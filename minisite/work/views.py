"""Tickets as PDFs, and how far a job is: JSON in both worlds, and a stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser, User
from django.core.handlers.asgi import ASGIRequest
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from minisite.booking.models import Booking
from minisite.connections import query
from minisite.work import jobs
from minisite.work.models import Job, Kind, State, TicketFile
from minisite.work.orders import order


@require_POST
@login_required
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """Order the PDF of a ticket. Where nobody works in the background, make it now."""
    ticket = get_object_or_404(Booking, traveller=request.user, reference=reference)
    with transaction.atomic():
        job = order(Kind.TICKET, ticket.reference)
    if not settings.WORK and job.state != State.DONE:
        jobs.run(job.pk)
    return redirect(ticket)


@login_required
def ticket_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The PDF, once it is made."""
    found = get_object_or_404(
        TicketFile, booking__traveller=request.user, booking__reference=reference
    )
    return HttpResponse(
        bytes(found.content),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="nightline-{reference}.pdf"'},
    )


async def job_json(request: HttpRequest, job: int) -> JsonResponse:
    """How far a job is."""
    return JsonResponse(await query(_seen_by, await request.auser(), job))


def job_json_sync(request: HttpRequest, job: int) -> JsonResponse:
    """How far a job is, from a synchronous view."""
    return JsonResponse(_seen_by(request.user, job))


async def progress(request: HttpRequest, job: int) -> HttpResponseBase:
    """How far a job is, as server-sent events, until it is over.

    A worker is another process, so the only way to know is to look. Each look borrows a connection
    for a moment.
    """
    if not isinstance(request, ASGIRequest):
        return HttpResponse("This server cannot hold streams open.", status=503)
    first = await query(_seen_by, await request.auser(), job)
    return StreamingHttpResponse(
        _events(job, first),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(job: int, shown: dict[str, object]) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    end, beat = clock() + settings.STREAM_SECONDS, clock() + settings.BOARD_HEARTBEAT
    yield _event(shown)
    while not shown["over"] and clock() < end:
        await asyncio.sleep(settings.WORK_LOOK)
        now = await query(_look, job)
        if now is None:
            return
        if now != shown:
            shown = now
            yield _event(shown)
        elif clock() > beat:
            beat = clock() + settings.BOARD_HEARTBEAT
            yield b": still here\n\n"


def _event(shown: dict[str, object]) -> bytes:
    return f"event: job\ndata: {json.dumps(shown)}\n\n".encode()


def _look(job: int) -> dict[str, object] | None:
    found = Job.objects.filter(pk=job).first()
    return found.as_json() if found else None


def _seen_by(user: User | AnonymousUser, job: int) -> dict[str, object]:
    """A job, for whoever's it is: a ticket's traveller, or the staff."""
    found = Job.objects.filter(pk=job).first()
    if found is None or not _may_see(user, found):
        raise Http404
    return found.as_json()


def _may_see(user: User | AnonymousUser, job: Job) -> bool:
    if user.has_perm("work.view_job"):
        return True
    mine = Booking.objects.filter(traveller=user.pk, reference=job.subject)
    return job.kind == Kind.TICKET and user.is_authenticated and mine.exists()
