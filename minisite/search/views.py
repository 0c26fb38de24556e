"""Search, each view in both worlds: what differs between a pair is how it waits."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from minisite.booking.stock import left
from minisite.network.calendar import nights_beside
from minisite.network.models import Station
from minisite.rendering import render_async
from minisite.search.asking import Question, Result, ask_one_by_one, ask_together
from minisite.search.forms import SearchForm
from minisite.search.graph import graph


async def search_async(request: HttpRequest) -> JsonResponse:
    """Night trains as JSON. All carriers are asked at once, with a deadline."""
    form = SearchForm(request.GET, stations=[station async for station in Station.objects.all()])
    if not form.is_valid():
        return _refused(form)
    result = await _ask_together(form)
    return JsonResponse(_answer(form, result))


def search_sync(request: HttpRequest) -> JsonResponse:
    """Night trains as JSON. One carrier is asked after another, without a common deadline."""
    form = SearchForm(request.GET, stations=Station.objects.all())
    if not form.is_valid():
        return _refused(form)
    result = _ask_one_by_one(form)
    return JsonResponse(_answer(form, result))


async def page(request: HttpRequest) -> HttpResponse:
    """The search page."""
    stations = [station async for station in Station.objects.all()]
    if "destination" not in request.GET:
        return await render_async(request, *_page(_new_form(request, stations)))
    form = SearchForm(request.GET, stations=stations)
    if not form.is_valid():
        return await render_async(request, *_page(form), status=400)
    return await render_async(request, *_page(form, await _ask_together(form)))


def page_one_by_one(request: HttpRequest) -> HttpResponse:
    """The search page, in no hurry: to see on one's own clock what asking together saves."""
    stations = Station.objects.all()
    if "destination" not in request.GET:
        return render(request, *_page(_new_form(request, stations)))
    form = SearchForm(request.GET, stations=stations)
    if not form.is_valid():
        return render(request, *_page(form), status=400)
    return render(request, *_page(form, _ask_one_by_one(form), together=False))


async def _ask_together(form: SearchForm) -> Result:
    question = form.question()
    result = await ask_together(question, form.deadline_seconds())
    return result.with_left({name: left async for name, left in _left(question)})


def _ask_one_by_one(form: SearchForm) -> Result:
    question = form.question()
    return ask_one_by_one(question).with_left(dict(_left(question)))


def _new_form(request: HttpRequest, stations: Iterable[Station]) -> SearchForm:
    """Nothing is asked yet. A link may know already where the traveller is."""
    return SearchForm(stations=stations, origin=request.GET.get("origin", ""))


def _left(question: Question) -> QuerySet:
    """What is left after what this site has sold, which a carrier does not know."""
    return left(question.origin.slug, question.destination.slug, question.night)


def _refused(form: SearchForm) -> JsonResponse:
    return JsonResponse({"errors": form.errors}, status=400)


def _answer(form: SearchForm, result: Result) -> dict[str, object]:
    return {**form.question().params(), **result.as_json()}


def _page(
    form: SearchForm, result: Result | None = None, *, together: bool = True
) -> tuple[str, dict[str, object]]:
    """The template, and what it shows."""
    context: dict[str, object] = {"form": form, "together": together}
    if result is not None:
        context |= {
            "question": form.question(),
            "nights": nights_beside(form.question().night),
            "result": result,
            "shortest": min((offer.length for offer in result.offers), default=None),
            "graph": graph(result),
        }
    return "search/page.html", context
