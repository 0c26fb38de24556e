"""Search, each view in both worlds: what differs between a pair is how it waits."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from minisite.network.models import Station
from minisite.search.asking import Result, ask_one_by_one, ask_together
from minisite.search.forms import SearchForm
from minisite.search.graph import graph


async def search_async(request: HttpRequest) -> JsonResponse:
    """Night trains as JSON. All carriers are asked at once, with a deadline."""
    form = SearchForm(request.GET, stations=[station async for station in Station.objects.all()])
    if not form.is_valid():
        return _refused(form)
    result = await ask_together(form.question(), form.deadline_seconds())
    return JsonResponse(_answer(form, result))


def search_sync(request: HttpRequest) -> JsonResponse:
    """Night trains as JSON. One carrier is asked after another, without a common deadline."""
    form = SearchForm(request.GET, stations=Station.objects.all())
    if not form.is_valid():
        return _refused(form)
    result = ask_one_by_one(form.question())
    return JsonResponse(_answer(form, result))


async def page(request: HttpRequest) -> HttpResponse:
    """The search page."""
    stations = [station async for station in Station.objects.all()]
    if not request.GET:
        return _page(request, SearchForm(stations=stations))
    form = SearchForm(request.GET, stations=stations)
    if not form.is_valid():
        return _page(request, form, status=400)
    result = await ask_together(form.question(), form.deadline_seconds())
    return _page(request, form, result)


def page_one_by_one(request: HttpRequest) -> HttpResponse:
    """The search page, in no hurry: to see on one's own clock what asking together saves."""
    stations = Station.objects.all()
    if not request.GET:
        return _page(request, SearchForm(stations=stations))
    form = SearchForm(request.GET, stations=stations)
    if not form.is_valid():
        return _page(request, form, status=400)
    return _page(request, form, ask_one_by_one(form.question()), together=False)


def _refused(form: SearchForm) -> JsonResponse:
    return JsonResponse({"errors": form.errors}, status=400)


def _answer(form: SearchForm, result: Result) -> dict[str, object]:
    return {**form.question().params(), **result.as_json()}


def _page(
    request: HttpRequest,
    form: SearchForm,
    result: Result | None = None,
    *,
    together: bool = True,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "together": together}
    if result is not None:
        context |= {
            "question": form.question(),
            "result": result,
            "shortest": min((offer.length for offer in result.offers), default=None),
            "graph": graph(result),
        }
    return render(request, "search/page.html", context, status=status)
