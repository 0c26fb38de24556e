"""Basket and tickets: Django's ordinary synchronous views, for what a form sends must be stored."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from minisite.booking import basket, desk
from minisite.booking.errors import Refused
from minisite.booking.forms import ChoiceOfBerthForm, OrderForm
from minisite.booking.models import Booking
from minisite.trains.models import Departure


@require_POST
def hold(request: HttpRequest, departure: int) -> HttpResponse:
    """Put a berth into the basket, or say who was faster."""
    train = get_object_or_404(Departure, pk=departure)
    form = ChoiceOfBerthForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(train)
    try:
        held = desk.hold(train.pk, form.cleaned_data["number"], basket.key_of(request.session))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(train)
    text = f"Berth {held.berth.number} is yours for {held.minutes_left} minutes."
    messages.success(request, text)
    return redirect("booking:basket")


def show_basket(request: HttpRequest) -> HttpResponse:
    """What the visitor holds; a POST books all of it."""
    key = basket.peek(request.session)
    user = request.user
    form = OrderForm()
    if isinstance(user, User):
        form = OrderForm(initial={"passenger": user.get_full_name() or user.get_username()})
    if request.method == "POST":
        if not isinstance(user, User):
            return redirect_to_login(request.path)
        form = OrderForm(request.POST)
        if form.is_valid():
            return _book(request, key, user, form.cleaned_data["passenger"])
    holds = list(basket.holds(key)) if key else []
    context = {
        "holds": holds,
        "total": sum(each.berth.departure.price for each in holds),
        "form": form,
    }
    return render(request, "booking/basket.html", context, status=400 if form.errors else 200)


def _book(request: HttpRequest, key: str, user: User, passenger: str) -> HttpResponse:
    try:
        seen = [UUID(text) for text in request.POST.getlist("hold")]
        tickets = desk.book_basket(key, seen, user, passenger)
    except ValueError:  # somebody wrote the form's hidden fields themselves
        return redirect("booking:basket")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("booking:basket")
    many = len(tickets) > 1
    messages.success(
        request, f"{len(tickets)} berths are booked." if many else "Your berth is booked."
    )
    return redirect("booking:tickets") if many else redirect(tickets[0])


@require_POST
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a berth out of the basket, so that others can have it."""
    desk.release(key, basket.peek(request.session))
    messages.info(request, "The berth is given back.")
    return redirect("booking:basket")


@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """All tickets of the traveller, the newest first."""
    return render(request, "booking/tickets.html", {"tickets": tickets_of(request.user)})


@login_required
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """One ticket."""
    found = get_object_or_404(tickets_of(request.user), reference=reference)
    return render(request, "booking/ticket.html", {"ticket": found})


@require_POST
@login_required
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel a ticket and show it."""
    found = get_object_or_404(tickets_of(request.user), reference=reference)
    try:
        desk.cancel(reference, found.traveller)
        messages.success(request, "The ticket is cancelled. Its berth is free again.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def tickets_of(user: object) -> QuerySet[Booking]:
    """A traveller's tickets, each with its berth, train and stations, in one query."""
    return Booking.objects.filter(traveller=user).select_related(
        "traveller", "berth__departure__origin", "berth__departure__destination"
    )
