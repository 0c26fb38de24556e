"""Basket and tickets: Django's ordinary synchronous views, for what a form sends must be stored."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from minisite.booking import basket, desk, memory
from minisite.booking.errors import Ended, Refused
from minisite.booking.forms import ChoiceOfBerthForm, OrderForm
from minisite.booking.models import Booking, Hold
from minisite.search.templatetags.night import waiting
from minisite.trains.models import Departure


def hold(request: HttpRequest, departure: int) -> HttpResponse:
    """Put a berth into the basket, or say who was faster. Who only comes here sees the train."""
    train = get_object_or_404(Departure, pk=departure)
    if request.method != "POST":
        return redirect(train)
    form = ChoiceOfBerthForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(train)
    try:
        held = desk.hold(train.pk, form.cleaned_data["number"], basket.key_of(request.session))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(train)
    memory.remember(request.session, [held])
    messages.success(request, f"Berth {held.berth.number} is yours for {waiting(held.left)}.")
    return redirect("booking:basket")


@never_cache  # a page from the past would count down from the wrong moment
def show_basket(request: HttpRequest) -> HttpResponse:
    """What the visitor holds, and what they lost; a POST books all of it."""
    key = basket.peek(request.session)
    user = request.user
    if request.method == "POST" and not key:
        messages.error(
            request,
            "Nothing was booked. This browser has lost its basket, perhaps because you signed out "
            "or its cookies were deleted.",
        )
        return redirect("booking:basket")
    if request.method == "POST" and not isinstance(user, User):
        return redirect_to_login(request.path)
    holds = _still_there(key)
    name = user.get_full_name() or user.get_username() if isinstance(user, User) else ""
    form = OrderForm(holds=holds, name=name)
    if request.method == "POST" and isinstance(user, User):
        seen = request.POST.getlist("hold")
        form = OrderForm(request.POST, holds=[each for each in holds if str(each.key) in seen])
        # Whose basket has changed since they saw it hears that first.
        if form.is_valid() or len(form.holds) < len(set(seen)):
            return _book(request, key, user, form)
    context = {
        "holds": holds,
        "lost": memory.lost(request.session, holds, user),
        "total": sum(each.berth.departure.price for each in holds),
        "live": sum(each.is_live for each in holds),
        "form": form,
    }
    return render(request, "booking/basket.html", context, status=400 if form.errors else 200)


def _still_there(key: str) -> list[Hold]:
    """What a basket holds. A hold that ended goes if its berth was sold to somebody else."""
    holds = list(basket.holds(key)) if key else []
    ended = [each.berth_id for each in holds if not each.is_live]
    if not ended:
        return holds
    sold = set(Booking.objects.live().filter(berth__in=ended).values_list("berth", flat=True))
    for each in holds:
        if each.berth_id in sold:
            desk.release(each.key, key)
    return [each for each in holds if each.berth_id not in sold]


def _book(request: HttpRequest, key: str, user: User, form: OrderForm) -> HttpResponse:
    try:
        seen = [UUID(text) for text in request.POST.getlist("hold")]
        tickets = desk.book_basket(key, seen, user, form.passenger(), form.names())
    except ValueError:  # somebody wrote the form's hidden fields themselves
        return redirect("booking:basket")
    except Ended as refusal:
        if memory.was_bought(request.session, seen, user):
            messages.info(request, "This is booked already. Nothing was booked a second time.")
            return redirect("booking:tickets")
        messages.error(request, str(refusal))
        return redirect("booking:basket")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("booking:basket")
    many = len(tickets) > 1
    messages.success(
        request, f"{len(tickets)} berths are booked." if many else "Your berth is booked."
    )
    return redirect("booking:tickets") if many else redirect(tickets[0])


def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a berth out of the basket, so that others can have it."""
    if request.method == "POST":
        desk.release(key, basket.peek(request.session))
        memory.forget(request.session, key)
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


@login_required
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether a ticket shall be cancelled; a POST cancels it and shows it."""
    found = get_object_or_404(tickets_of(request.user), reference=reference)
    if request.method != "POST":
        return render(request, "booking/cancel.html", {"ticket": found})
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
