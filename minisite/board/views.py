"""The departure board: a page, JSON in both worlds, and the stream that keeps the page true."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render

from minisite.board import reading
from minisite.board.feed import open_streams
from minisite.board.forms import ReportForm
from minisite.board.reading import Board
from minisite.board.reporting import report as say
from minisite.board.streaming import events
from minisite.connections import query
from minisite.rendering import render_async

AGAIN_SECONDS = 10  # after which a browser may ask again if too many boards hang


async def stations(request: HttpRequest) -> HttpResponse:
    """Which stations have a board."""
    found = [station async for station in reading.stations_with_boards()]
    return await render_async(request, "board/stations.html", {"stations": found})


async def board(request: HttpRequest, origin: str) -> HttpResponse:
    """The board of a station. Without JavaScript the page loads itself again now and then."""
    return await render_async(
        request, "board/board.html", _page(await query(reading.board, origin))
    )


def board_page_sync(request: HttpRequest, origin: str) -> HttpResponse:
    """The same page from a synchronous view."""
    return render(request, "board/board.html", _page(reading.board(origin)))


async def board_json(request: HttpRequest, origin: str) -> JsonResponse:
    """The board as JSON."""
    return JsonResponse(_found(await query(reading.board, origin)).as_json())


def board_json_sync(request: HttpRequest, origin: str) -> JsonResponse:
    """The board as JSON, from a synchronous view."""
    return JsonResponse(_found(reading.board(origin)).as_json())


async def stream(request: HttpRequest, origin: str) -> HttpResponseBase:
    """The board as server-sent events. A browser that comes back says what it saw last.

    It reads nothing of the session, so nothing is looked up for the visitor, and the only
    connection it ever borrows is back before the first byte goes out.
    """
    if not isinstance(request, ASGIRequest):
        # A WSGI server would take a thread for each board, and send nothing before the end.
        return _later(
            "This server speaks WSGI, which cannot hold streams open. Ask again for JSON."
        )
    if open_streams() >= settings.BOARD_STREAMS:
        return _later("Too many boards hang on this server already.")
    _found(await query(reading.board, origin))
    return StreamingHttpResponse(
        events(origin, _last_seen(request)),
        content_type="text/event-stream",
        # A proxy must not keep it, and not collect it either.
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@permission_required("board.add_report", raise_exception=True)
def report(request: HttpRequest, origin: str) -> HttpResponse:
    """Where the staff say how a train stands."""
    board = _found(reading.board(origin))
    form = ReportForm(request.POST or None, lines=board.lines)
    if form.is_valid():
        made = say(**form.wish())
        messages.success(request, f"The boards show it now: {made.get_state_display()}.")
        return redirect("board:report", origin)
    status = 400 if form.errors else 200
    return render(request, "board/report.html", {"board": board, "form": form}, status=status)


def _found(board: Board | None) -> Board:
    if board is None:
        raise Http404
    return board


def _page(board: Board | None) -> dict[str, Any]:
    return {"board": _found(board), "again": settings.BOARD_RELOAD}


def _last_seen(request: HttpRequest) -> int | None:
    """The last number that the browser has shown, or None if it has shown nothing yet.

    `?after=` is for the page's first stream: only a browser that comes back sends the header.
    """
    text = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _later(why: str) -> HttpResponse:
    return HttpResponse(
        why, status=503, content_type="text/plain", headers={"Retry-After": str(AGAIN_SECONDS)}
    )
