"""A train's page and the timetable, each in both worlds."""

from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from minisite.booking import basket
from minisite.booking.stock import Place, berths_with_owners, place
from minisite.network.calendar import nights_beside, today
from minisite.rendering import render_async
from minisite.trains.finding import NotOnSale, find_async, find_sync, same_route
from minisite.trains.forms import TimetableForm
from minisite.trains.models import Departure
from minisite.trains.timetable import (
    Timetable,
    nights,
    stations,
    timetable_async,
    timetable_sync,
)


async def train(
    request: HttpRequest, carrier: str, origin: str, destination: str, night: date
) -> HttpResponse:
    """A train with its berths, each free, held, booked or in this visitor's basket."""
    try:
        departure = await find_async(carrier, origin, destination, night)
    except NotOnSale as problem:
        return await render_async(request, "trains/not_on_sale.html", *_problem(problem, carrier))
    mine = await basket.apeek(request.session)
    places = [place(berth, mine) async for berth in berths_with_owners(departure.pk)]
    return await render_async(request, "trains/train.html", _train(departure, places))


def train_sync(
    request: HttpRequest, carrier: str, origin: str, destination: str, night: date
) -> HttpResponse:
    """The same page from a synchronous view."""
    try:
        departure = find_sync(carrier, origin, destination, night)
    except NotOnSale as problem:
        context, status = _problem(problem, carrier)
        return render(request, "trains/not_on_sale.html", context, status=status)
    mine = basket.peek(request.session)
    places = [place(berth, mine) for berth in berths_with_owners(departure.pk)]
    return render(request, "trains/train.html", _train(departure, places))


async def timetable(request: HttpRequest) -> HttpResponse:
    """All trains from a station on a night. The list is cached, the page around it is not."""
    form = TimetableForm(
        request.GET,
        stations=[station async for station in stations()],
        nights=[night async for night in nights()],
    )
    if not form.is_valid():
        return await render_async(request, "trains/timetable.html", {"form": form}, status=400)
    found = await timetable_async(form.cleaned_data["origin"], form.cleaned_data["night"])
    return await render_async(request, "trains/timetable.html", {"form": form, "timetable": found})


def timetable_page_sync(request: HttpRequest) -> HttpResponse:
    """The same page from a synchronous view."""
    form = TimetableForm(request.GET, stations=stations(), nights=nights())
    if not form.is_valid():
        return render(request, "trains/timetable.html", {"form": form}, status=400)
    found = timetable_sync(form.cleaned_data["origin"], form.cleaned_data["night"])
    return render(request, "trains/timetable.html", {"form": form, "timetable": found})


async def timetable_json(request: HttpRequest, origin: str, night: date) -> JsonResponse:
    """A timetable as JSON, empty if nothing that we sell leaves."""
    return JsonResponse(_as_json(await timetable_async(origin, night)))


def timetable_json_sync(request: HttpRequest, origin: str, night: date) -> JsonResponse:
    """A timetable as JSON, from a synchronous view."""
    return JsonResponse(_as_json(timetable_sync(origin, night)))


def _problem(problem: NotOnSale, carrier: str) -> tuple[dict[str, object], int]:
    context: dict[str, object] = {"problem": problem, "carrier": carrier.capitalize()}
    if question := problem.unanswered:
        context |= {
            "question": question,
            "others": same_route(question),  # the template asks, in a thread of its own
            "nights": nights_beside(question.night),
        }
    return context, 503 if problem.again else 404


def _train(departure: Departure, places: list[Place]) -> dict[str, object]:
    compartments = [
        (number, list(inside))
        for number, inside in groupby(places, key=lambda each: each.compartment)
    ]
    return {
        "departure": departure,
        "compartments": compartments,
        "total": len(places),
        "free": sum(each.state == "free" for each in places),
        "mine": sum(each.state == "mine" for each in places),
        "hold_time": timedelta(seconds=settings.HOLD_SECONDS),
        "has_left": departure.night < today(),
        "first_end": min((each.until for each in places if each.state == "held"), default=None),
    }


def _as_json(found: Timetable) -> dict[str, object]:
    trains = [
        {
            "departs": line.departs,
            "arrives": line.arrives,
            "destination": line.destination,
            "carrier": line.carrier,
            "train": line.train,
            "price": line.price,
            "url": line.url,
        }
        for line in found.lines
    ]
    return {"trains": trains, "made": found.made}
