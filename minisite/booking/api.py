"""Booking as JSON, each view in both worlds. The transaction is the same function in both."""

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from minisite.booking import basket, desk
from minisite.booking.errors import Busy, Refused
from minisite.booking.forms import BookForm
from minisite.booking.models import Booking, Hold
from minisite.booking.views import tickets_of

SIGN_IN = {"error": "Sign in first."}


@require_POST
async def book_async(request: HttpRequest) -> JsonResponse:
    """Sell a berth. A transaction belongs to one thread, so it goes to one in a single piece."""
    traveller = await request.auser()
    if isinstance(traveller, AnonymousUser):
        return JsonResponse(SIGN_IN, status=401)
    form = BookForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        ticket = await sync_to_async(desk.book)(*_wish(form, traveller))
    except Refused as refusal:
        return _refused(refusal)
    return _sold(ticket)


@require_POST
def book_sync(request: HttpRequest) -> JsonResponse:
    """Sell a berth."""
    traveller = request.user
    if not isinstance(traveller, User):
        return JsonResponse(SIGN_IN, status=401)
    form = BookForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        ticket = desk.book(*_wish(form, traveller))
    except Refused as refusal:
        return _refused(refusal)
    return _sold(ticket)


async def basket_async(request: HttpRequest) -> JsonResponse:
    """What the visitor holds."""
    key = await basket.apeek(request.session)
    return _basket([each async for each in basket.holds(key)] if key else [])


def basket_sync(request: HttpRequest) -> JsonResponse:
    """What the visitor holds."""
    key = basket.peek(request.session)
    return _basket(list(basket.holds(key)) if key else [])


async def tickets_async(request: HttpRequest) -> JsonResponse:
    """The traveller's tickets."""
    traveller = await request.auser()
    if not traveller.is_authenticated:
        return JsonResponse(SIGN_IN, status=401)
    return _tickets([ticket async for ticket in tickets_of(traveller)])


def tickets_sync(request: HttpRequest) -> JsonResponse:
    """The traveller's tickets."""
    if not request.user.is_authenticated:
        return JsonResponse(SIGN_IN, status=401)
    return _tickets(list(tickets_of(request.user)))


def _wish(form: BookForm, traveller: User) -> tuple[int, int | None, User, str]:
    cleaned = form.cleaned_data
    return cleaned["departure"], cleaned["number"], traveller, cleaned["passenger"]


def _refused(refusal: Refused) -> JsonResponse:
    return JsonResponse({"error": str(refusal)}, status=503 if isinstance(refusal, Busy) else 409)


def _sold(ticket: Booking) -> JsonResponse:
    return JsonResponse(
        {"reference": ticket.reference, "berth": ticket.berth.number, "price": ticket.price},
        status=201,
    )


def _basket(holds: list[Hold]) -> JsonResponse:
    lines = [
        {
            "key": each.key,
            "train": str(each.berth.departure),
            "berth": each.berth.number,
            "expires": each.expires,
            "live": each.is_live,
        }
        for each in holds
    ]
    return JsonResponse({"holds": lines})


def _tickets(tickets: list[Booking]) -> JsonResponse:
    lines = [
        {
            "reference": each.reference,
            "train": str(each.berth.departure),
            "origin": each.berth.departure.origin.name,
            "destination": each.berth.departure.destination.name,
            "berth": each.berth.number,
            "passenger": each.passenger,
            "cancelled": each.cancelled is not None,
        }
        for each in tickets
    ]
    return JsonResponse({"tickets": lines})
