"""A ticket on paper."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateformat import format as formatted

from minisite.booking.models import Booking

if TYPE_CHECKING:
    from fpdf import FPDF

NIGHT, QUIET = (18, 24, 60), (90, 94, 120)


def ticket_pdf(ticket: Booking) -> bytes:
    """A ticket as a PDF of one small page.

    Args:
        ticket: With its berth, departure and stations already loaded, so that it makes no query.

    Returns:
        The file. The same ticket always gives the same bytes.
    """
    from fpdf import FPDF  # a quarter of a second, for whoever makes a ticket and nobody else

    train = ticket.berth.departure
    page = FPDF(format=(148, 210), orientation="landscape")
    page.set_creation_date(ticket.booked)
    page.set_title(f"Ticket {ticket.reference}")
    page.set_auto_page_break(False)
    page.add_page()
    font = _font(page, ticket.passenger + train.origin.name + train.destination.name)
    page.set_fill_color(*NIGHT)
    page.rect(0, 0, page.w, 30, style="F")
    page.set_text_color(255, 217, 138)
    page.set_font(font, size=22)
    page.text(14, 19, "Nightline")
    page.set_text_color(*NIGHT)
    page.set_font(font, size=20)
    page.text(14, 46, _written(font, f"{train.origin.name} - {train.destination.name}"))
    facts = (
        ("Passenger", ticket.passenger),
        ("Leaves", formatted(timezone.localtime(train.departs), "l, j F Y, H:i")),
        ("Arrives", formatted(timezone.localtime(train.arrives), "l, j F Y, H:i")),
        ("Train", f"{train.carrier} {train.train}"),
        (
            "Berth",
            f"{ticket.berth.number} ({ticket.berth.level}), compartment {ticket.berth.compartment}",
        ),
        ("Price", f"{ticket.price} euro"),
    )
    for row, (name, value) in enumerate(facts):
        height = 60 + 9 * row
        page.set_font(font, size=10)
        page.set_text_color(*QUIET)
        page.text(14, height, name)
        page.set_font(font, size=12)
        page.set_text_color(*NIGHT)
        page.text(44, height, _written(font, value))
    page.code39(f"*{ticket.reference}*", x=14, y=118, w=1.1, h=12)
    page.set_font("courier", size=14)
    page.text(14, 138, ticket.reference)
    return bytes(page.output())


def _font(page: FPDF, text: str) -> str:
    """A font that can write this text. PDF's own fonts need no file, and know Western letters."""
    if _is_western(text):
        return "helvetica"
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        return "helvetica"  # and what it cannot write becomes a question mark
    file = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    if not file.exists():
        return "helvetica"
    page.add_font("dejavu", fname=file)
    return "dejavu"


def _written(font: str, text: str) -> str:
    if font == "dejavu":
        return text
    return text.encode("latin-1", "replace").decode("latin-1")


def _is_western(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
