"""Answers to set 14."""

from tests.answers import Right, Wrong

DEPARTURES_VIEW = [
    Wrong(
        "departures_view",
        "blocking-sleep",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    time.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "one-by-one",
        """
async def departures_view(request):
    await asyncio.sleep(0.2)
    late = {}
    for carrier in request.GET.getlist("carrier"):
        late[carrier] = await minutes_late(carrier)
    return JsonResponse(late)
""",
    ),
    Wrong(
        "departures_view",
        "pause-dropped",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "never-awaited",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    # "Django runs a plain def in a thread, so it may block": the other way round.
    Wrong(
        "departures_view",
        "view-in-a-thread",
        """
def departures_view(request):
    async def board():
        carriers = request.GET.getlist("carrier")
        await asyncio.sleep(0.2)
        minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
        return dict(zip(carriers, minutes))

    return JsonResponse(asyncio.run(board()))
""",
    ),
    Wrong(
        "departures_view",
        "waiting-as-value",
        """
async def departures_view(request):
    await asyncio.sleep(0.2)
    late = {c: asyncio.ensure_future(minutes_late(c)) for c in request.GET.getlist("carrier")}
    return JsonResponse(late)
""",
    ),
    Wrong(
        "departures_view",
        "pause-after-questions",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    _, *minutes = await asyncio.gather(asyncio.sleep(0.2), *(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "pause-after-questions",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    await asyncio.sleep(0.2)
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "pause-of-another-length",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "blocked-by-a-thread",
        """
import threading

async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    pause = threading.Thread(target=lambda: time.sleep(0.2))
    pause.start()
    pause.join()
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "asked-unnamed",
        """
async def departures_view(request):
    await asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in CARRIERS))
    return JsonResponse(dict(zip(CARRIERS, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "one-of-several",
        """
async def departures_view(request):
    carrier = request.GET["carrier"]
    await asyncio.sleep(0.2)
    return JsonResponse({carrier: await minutes_late(carrier)})
""",
    ),
    Wrong(
        "departures_view",
        "one-of-several",
        """
async def departures_view(request):
    carriers = request.GET.get("carrier")
    await asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "view-in-a-thread",
        """
def departures_view(request):
    carriers = request.GET.getlist("carrier")
    time.sleep(0.2)
    late = {}
    for carrier in carriers:
        late[carrier] = asyncio.run(minutes_late(carrier))
    return JsonResponse(late)
""",
    ),
    Wrong(
        "departures_view",
        "other-shape",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(list(zip(carriers, minutes)), safe=False)
""",
    ),
    Right(
        "departures_view",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.to_thread(time.sleep, 0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Right(
        "departures_view",
        """
from asgiref.sync import sync_to_async

async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await sync_to_async(time.sleep)(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Right(
        "departures_view",
        """
async def departures_view(request):
    await asyncio.sleep(0.2)
    async with asyncio.TaskGroup() as group:
        tasks = {
            carrier: group.create_task(minutes_late(carrier))
            for carrier in request.GET.getlist("carrier")
        }
    return JsonResponse({carrier: task.result() for carrier, task in tasks.items()})
""",
    ),
    Right(
        "departures_view",
        """
from django.http import HttpResponse
import json

async def departures_view(request):
    late = {}

    async def ask(carrier):
        late[carrier] = await minutes_late(carrier)

    await asyncio.to_thread(time.sleep, 0)
    await asyncio.sleep(0.2)
    await asyncio.gather(*map(ask, request.GET.getlist("carrier")))
    return HttpResponse(json.dumps(late), content_type="application/json")
""",
    ),
]

SEARCH = [
    Wrong(
        "search",
        "one-by-one",
        """
async def search(request):
    berths = int(request.GET.get("berths", "1"))
    offers = []
    for carrier in CARRIERS:
        offers.append({"carrier": carrier, "price": berths * await quote(carrier)})
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "not-cheapest-first",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "address-is-text",
        """
async def search(request):
    berths = request.GET.get("berths", 1)
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "not-in-the-address",
        """
async def search(request):
    berths = int(request.GET["berths"])
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "shared-between-visitors",
        """
offers = []

async def search(request):
    berths = int(request.GET.get("berths", 1))

    async def ask(carrier):
        offers.append({"carrier": carrier, "price": berths * await quote(carrier)})

    await asyncio.gather(*(ask(c) for c in CARRIERS))
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "view-in-a-thread",
        """
def search(request):
    async def ask_all():
        return await asyncio.gather(*(quote(c) for c in CARRIERS))

    berths = int(request.GET.get("berths", 1))
    prices = asyncio.run(ask_all())
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "view-in-a-thread",
        """
from asgiref.sync import async_to_sync

@async_to_sync
async def ask_all():
    return await asyncio.gather(*(quote(c) for c in CARRIERS))

def search(request):
    berths = int(request.GET.get("berths", 1))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, ask_all())]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "bridge-in-a-coroutine",
        """
from asgiref.sync import async_to_sync

async def search(request):
    berths = int(request.GET.get("berths", 1))
    offers = [{"carrier": c, "price": berths * async_to_sync(quote)(c)} for c in CARRIERS]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "view-returned-nothing",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "view-returned-data",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return {"berths": berths, "offers": offers}
""",
    ),
    Wrong(
        "search",
        "json-needs-dict",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    return JsonResponse(sorted(offers, key=lambda offer: offer["price"]))
""",
    ),
    Wrong(
        "search",
        "view-returned-coroutine",
        """
def timed(view):
    def wrapped(request):
        return view(request)
    return wrapped

@timed
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "loops-in-threads",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    async def ask_all():
        return await asyncio.gather(*(quote(c) for c in CARRIERS))

    prices = await asyncio.to_thread(lambda: asyncio.run(ask_all()))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "view-in-a-thread",
        """
def search(request):
    berths = int(request.GET.get("berths", 1))
    offers = [{"carrier": c, "price": berths * asyncio.run(quote(c))} for c in CARRIERS]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "form-not-address",
        """
async def search(request):
    berths = int(request.POST.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "form-not-address",
        """
async def search(request):
    berths = int(request.POST["berths"])
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "nothing-in-the-address",
        """
async def search(request):
    berths = int(request.GET.get("berths"))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "address-not-read",
        """
async def search(request):
    berths = 1
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "berths-not-counted",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "wrong-key",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "cost": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["cost"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "wrong-key",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "prices": offers})
""",
    ),
    Wrong(
        "search",
        "other-shape",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    pairs = sorted(zip(prices, CARRIERS))
    offers = {c: berths * p for p, c in pairs}
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "carriers-left-out",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    names = ["Estrela", "Fjord", "Garonne", "Lumen"]
    prices = await asyncio.gather(*(quote(c) for c in names))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(names, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "sort-returns-none",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers = offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "dicts-in-order",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers = sorted(offers)
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "error-status",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    try:
        prices = [await quote(c) for c in CARRIERS.values()]
    except Exception as error:
        return JsonResponse({"error": str(error)}, status=500)
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "kept-from-earlier",
        """
kept = {}

async def search(request):
    berths = int(request.GET.get("berths", 1))
    if not kept:
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        kept.update(zip(CARRIERS, prices))
    offers = [{"carrier": c, "price": berths * p} for c, p in kept.items()]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "other-shape",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse([berths, offers], safe=False)
""",
    ),
    Wrong(
        "search",
        "price-of-another",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = sorted(await asyncio.gather(*(quote(c) for c in CARRIERS)))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Right(
        "search",
        """
async def search(request):
    berths = int(request.GET.get("berths") or "1")

    async def offer(carrier):
        return {"carrier": carrier, "price": berths * await quote(carrier)}

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(offer(carrier)) for carrier in CARRIERS]
    offers = sorted((task.result() for task in tasks), key=lambda each: each["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Right(
        "search",
        """
import heapq
from functools import wraps

def polite(view):
    @wraps(view)
    async def wrapped(request):
        response = await view(request)
        response["Vary"] = "Accept"
        return response
    return wrapped

@polite
async def search(request):
    berths = 1
    if "berths" in request.GET:
        berths = int(request.GET["berths"])
    heap = []
    for wait in asyncio.as_completed([pair(c) for c in CARRIERS]):
        heapq.heappush(heap, await wait)
    offers = []
    while heap:
        price, carrier = heapq.heappop(heap)
        offers.append({"price": price * berths, "carrier": carrier})
    return JsonResponse({"offers": offers, "berths": berths})

async def pair(carrier):
    return await quote(carrier), carrier
""",
    ),
]

SEARCH_VIEW = [
    Wrong(
        "SearchView",
        "mixed-methods",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "head-asks-carriers",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        offers = {c: p for c, p in zip(CARRIERS, prices) if p <= most}
        return JsonResponse(offers, headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "one-by-one",
        """
class SearchView(View):
    async def get(self, request):
        most = int(request.GET.get("max", 100000))
        offers = {c: await quote(c) for c in CARRIERS}
        return JsonResponse({c: p for c, p in offers.items() if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "not-filtered",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        return JsonResponse(dict(zip(CARRIERS, prices)))

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "address-is-text",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = request.GET.get("max", 100000)
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "view-in-a-thread",
        """
class SearchView(View):
    def get(self, request):
        prices = asyncio.run(self.ask())
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def ask(self):
        return await asyncio.gather(*(quote(c) for c in CARRIERS))

    def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "view-returned-coroutine",
        """
class SearchView(View):
    def dispatch(self, request, *args, **kwargs):
        return self.answer(request)

    async def answer(self, request):
        return super().dispatch(request)

    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "limit-excluded",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p < most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "head-asks-too",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        return HttpResponse(headers={"X-Carriers": str(len(prices))})
""",
    ),
    Wrong(
        "SearchView",
        "header-missing",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse()
""",
    ),
    Wrong(
        "SearchView",
        "carriers-left-out",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": "4"})
""",
    ),
    Wrong(
        "SearchView",
        "view-returned-nothing",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "method-without-self",
        """
class SearchView(View):
    async def get(request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "no-view-base",
        """
class SearchView():
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "method-missing",
        """
class SearchView(View):
    async def search(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "function-not-class",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})


SearchView = SearchView.as_view()
""",
    ),
    Wrong(
        "SearchView",
        "form-not-address",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.POST.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "shared-between-visitors",
        """
class SearchView(View):
    found = {}

    async def get(self, request):
        most = int(request.GET.get("max", 100000))
        for name, price in zip(CARRIERS, await asyncio.gather(*map(quote, CARRIERS))):
            if price <= most:
                self.found[name] = price
        return JsonResponse(self.found)

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "kept-from-earlier",
        """
class SearchView(View):
    prices = {}

    async def get(self, request):
        most = int(request.GET.get("max", 100000))
        if not self.prices:
            self.prices.update(zip(CARRIERS, await asyncio.gather(*map(quote, CARRIERS))))
        return JsonResponse({c: p for c, p in self.prices.items() if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "other-order",
        """
class SearchView(View):
    async def get(self, request):
        most = int(request.GET.get("max", 100000))
        offers = {}

        async def ask(carrier):
            price = await quote(carrier)
            if price <= most:
                offers[carrier] = price

        await asyncio.gather(*map(ask, CARRIERS))
        return JsonResponse(offers)

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "nothing-in-the-address",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max"))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "one-by-one",
        """
class SearchView(View):
    async def get(self, request):
        most = int(request.GET.get("max", 100000))
        offers = {}
        for carrier in CARRIERS:
            price = await quote(carrier)
            if price <= most:
                offers[carrier] = price
        return JsonResponse({c: p for c, p in offers.items()})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "limit-of-its-own",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 0))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Right(
        "SearchView",
        """
class Asks:
    async def found(self):
        async with asyncio.TaskGroup() as group:
            tasks = {c: group.create_task(quote(c)) for c in CARRIERS}
        return {c: task.result() for c, task in tasks.items()}


class SearchView(Asks, View):
    async def dispatch(self, request, *args, **kwargs):
        return await super().dispatch(request, *args, **kwargs)

    async def get(self, request):
        found, most = await self.found(), request.GET.get("max")
        return JsonResponse({c: p for c, p in found.items() if not most or p <= int(most)})

    async def count(self, request):
        return HttpResponse(headers={"X-Carriers": len(CARRIERS)})

    head = count
""",
    ),
    Right(
        "SearchView",
        """
class SearchView(View):
    async def prices(self):
        return dict(zip(CARRIERS, await asyncio.gather(*map(quote, CARRIERS))))

    async def get(self, request):
        offers = await self.prices()
        if "max" in request.GET:
            most = float(request.GET["max"])
            offers = {name: price for name, price in offers.items() if price <= most}
        return JsonResponse(offers)

    async def head(self, request):
        response = HttpResponse()
        response["X-Carriers"] = len(CARRIERS)
        return response
""",
    ),
    Right(
        "SearchView",
        """
class SearchView(View):
    async def get(self, request):
        if request.method == "HEAD":
            return JsonResponse({}, headers={"X-Carriers": str(len(CARRIERS))})
        most = int(request.GET.get("max", 10**9))
        async with asyncio.TaskGroup() as group:
            tasks = {c: group.create_task(quote(c)) for c in CARRIERS}
        return JsonResponse({c: t.result() for c, t in tasks.items() if t.result() <= most})
""",
    ),
]

SEARCH_BY_DEADLINE = [
    Wrong(
        "search_by_deadline",
        "all-or-nothing",
        """
async def search_by_deadline(request):
    try:
        async with asyncio.timeout(float(request.GET["deadline"])):
            prices = await asyncio.gather(*(quote(c) for c in CARRIERS), return_exceptions=True)
    except TimeoutError:
        return JsonResponse({"offers": {}, "missing": CARRIERS})
    found = dict(zip(CARRIERS, prices))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if isinstance(p, int)},
        "missing": [c for c, p in found.items() if not isinstance(p, int)],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "one-failure-fails-all",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            return await asyncio.wait_for(quote(carrier), deadline)
        except TimeoutError:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "one-by-one",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])
    offers, missing = {}, []
    for carrier in CARRIERS:
        try:
            async with asyncio.timeout(deadline):
                offers[carrier] = await quote(carrier)
        except (TimeoutError, ConnectionError):
            missing.append(carrier)
    return JsonResponse({"offers": offers, "missing": missing})
""",
    ),
    Wrong(
        "search_by_deadline",
        "leftover-task",
        """
async def search_by_deadline(request):
    tasks = {c: asyncio.ensure_future(quote(c)) for c in CARRIERS}
    await asyncio.wait(tasks.values(), timeout=float(request.GET["deadline"]))
    offers = {c: t.result() for c, t in tasks.items() if t.done() and not t.exception()}
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Wrong(
        "search_by_deadline",
        "waits-for-the-deadline",
        """
async def search_by_deadline(request):
    tasks = {c: asyncio.ensure_future(quote(c)) for c in CARRIERS}
    await asyncio.sleep(float(request.GET["deadline"]))
    offers = {}
    for carrier, task in tasks.items():
        if task.done() and not task.exception():
            offers[carrier] = task.result()
        task.cancel()
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Wrong(
        "search_by_deadline",
        "deadline-passed",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        start = time.monotonic()
        try:
            price = await quote(carrier)
        except ConnectionError:
            return None
        return price if time.monotonic() - start < deadline else None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "address-is-text",
        """
async def search_by_deadline(request):
    deadline = request.GET["deadline"]

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "timeout-not-caught",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        async with asyncio.timeout(deadline):
            try:
                return await quote(carrier)
            except (TimeoutError, ConnectionError):
                return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "timeout-not-caught",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except ConnectionError:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "no-deadline",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            return await quote(carrier)
        except ConnectionError:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "deadline-not-as-asked",
        """
async def search_by_deadline(request):
    deadline = 0.25

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "deadline-not-as-asked",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"]) / 1000

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "deadline-not-as-asked",
        """
async def search_by_deadline(request):
    deadline = 0.5

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "group-fails-together",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except TimeoutError:
            return None

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {c: group.create_task(ask(c)) for c in CARRIERS}
    except ConnectionError:
        pass
    found = {c: task.result() for c, task in tasks.items()}
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "error-as-value",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])
    waits = (asyncio.wait_for(quote(c), deadline) for c in CARRIERS)
    found = dict(zip(CARRIERS, await asyncio.gather(*waits, return_exceptions=True)))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "none-among-offers",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": found,
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "with-without-async",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "number-with-a-point",
        """
async def search_by_deadline(request):
    deadline = int(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "form-not-address",
        """
async def search_by_deadline(request):
    deadline = float(request.POST["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "answer-lost",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                print(await quote(carrier))
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "other-status",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    missing = [c for c, p in found.items() if p is None]
    offers = {c: p for c, p in found.items() if p is not None}
    return JsonResponse({"offers": offers, "missing": missing}, status=504 if missing else 200)
""",
    ),
    Wrong(
        "search_by_deadline",
        "all-or-nothing",
        """
async def search_by_deadline(request):
    async def ask(carrier):
        try:
            return await quote(carrier)
        except ConnectionError:
            return None

    try:
        async with asyncio.timeout(float(request.GET["deadline"])):
            found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    except TimeoutError:
        return JsonResponse({"error": "too late"}, status=504)
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "wrong-key",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "late": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "other-shape",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": {c: p for c, p in found.items() if p is None},
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "other-order",
        """
async def search_by_deadline(request):
    offers = {}

    async def ask(carrier):
        try:
            async with asyncio.timeout(float(request.GET["deadline"])):
                offers[carrier] = await quote(carrier)
        except (TimeoutError, ConnectionError):
            pass

    await asyncio.gather(*map(ask, CARRIERS))
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Wrong(
        "search_by_deadline",
        "one-failure-fails-all",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except TimeoutError:
            return None

    try:
        found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    except ConnectionError:
        return JsonResponse({"offers": {}, "missing": CARRIERS})
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    until = asyncio.get_running_loop().time() + deadline

    async def ask(carrier):
        try:
            async with asyncio.timeout_at(until):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    async def ask(carrier):
        try:
            return carrier, await quote(carrier)
        except ConnectionError:
            return carrier, None

    found = {}
    tasks = [asyncio.ensure_future(ask(carrier)) for carrier in CARRIERS]
    try:
        for each in asyncio.as_completed(tasks, timeout=float(request.GET["deadline"])):
            carrier, price = await each
            found[carrier] = price
    except TimeoutError:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    offers = {c: found[c] for c in CARRIERS if found.get(c) is not None}
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    tasks = {c: asyncio.create_task(quote(c)) for c in CARRIERS}
    done, late = await asyncio.wait(tasks.values(), timeout=float(request.GET["deadline"]))
    for task in late:
        task.cancel()
    offers = {c: t.result() for c, t in tasks.items() if t in done and not t.exception()}
    await asyncio.gather(*late, return_exceptions=True)
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    offers = {}

    async def ask(carrier):
        try:
            offers[carrier] = await quote(carrier)
        except ConnectionError:
            pass

    try:
        async with asyncio.timeout(float(request.GET["deadline"])):
            await asyncio.gather(*(ask(carrier) for carrier in CARRIERS))
    except TimeoutError:
        pass
    offers = {c: offers[c] for c in CARRIERS if c in offers}
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
]

# What readers of the first version wrote: each was misjudged, or told of another mistake.
READERS = [
    Wrong(
        "departures_view",
        "asked-nobody",
        """
async def departures_view(request):
    await asyncio.sleep(0.2)
    return JsonResponse({"Kestrel": 12, "Danube": 0, "Helvet": 7})
""",
    ),
    Wrong(
        "departures_view",
        "other-name-in-address",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carriers")
    await asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "leftover-task",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    late = {}

    async def ask(carrier):
        late[carrier] = await minutes_late(carrier)

    for carrier in carriers:
        asyncio.create_task(ask(carrier))
    return JsonResponse(late)
""",
    ),
    Wrong(
        "departures_view",
        "offers-in-order-of-arrival",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    late = {}
    for carrier, wait in zip(carriers, asyncio.as_completed([minutes_late(c) for c in carriers])):
        late[carrier] = await wait
    return JsonResponse(late)
""",
    ),
    Wrong(
        "departures_view",
        "deadlock",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    await asyncio.Event().wait()
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse(dict(zip(carriers, minutes)))
""",
    ),
    Wrong(
        "departures_view",
        "run-until-complete",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    loop = asyncio.get_running_loop()
    return JsonResponse({c: loop.run_until_complete(minutes_late(c)) for c in carriers})
""",
    ),
    Wrong(
        "departures_view",
        "one-level-too-deep",
        """
async def departures_view(request):
    carriers = request.GET.getlist("carrier")
    await asyncio.sleep(0.2)
    minutes = await asyncio.gather(*(minutes_late(c) for c in carriers))
    return JsonResponse({"late": dict(zip(carriers, minutes))})
""",
    ),
    Wrong(
        "search",
        "not-json",
        """
import json

async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return HttpResponse(json.dumps({"berths": berths, "offers": offers}))
""",
    ),
    Wrong(
        "search",
        "not-json",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return HttpResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "carriers-changed",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    CARRIERS.sort()
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "task-awaited-at-once",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    offers = []
    for carrier in CARRIERS:
        task = asyncio.create_task(quote(carrier))
        price = await task
        offers.append({"carrier": carrier, "price": berths * price})
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "collected-not-started",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    offers = []
    plans = [(carrier, quote(carrier)) for carrier in CARRIERS]
    for carrier, plan in plans:
        price = await plan
        offers.append({"carrier": carrier, "price": berths * price})
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "other-status",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers}, status=201)
""",
    ),
    Wrong(
        "search",
        "offers-in-order-of-arrival",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = [await each for each in asyncio.as_completed([quote(c) for c in CARRIERS])]
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "dearest-first",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"], reverse=True)
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "carrier-is-a-name",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    names = [carrier.name for carrier in CARRIERS]
    prices = await asyncio.gather(*(quote(name) for name in names))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "stand-in-used",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * PRICES[c]} for c in CARRIERS]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "cheapest-only",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    cheapest = min(offers, key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": [cheapest]})
""",
    ),
    Wrong(
        "search",
        "other-name-in-address",
        """
async def search(request):
    berths = int(request.GET.get("berth", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "error-hidden",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    try:
        prices = await asyncio.gather(*(quotes(c) for c in CARRIERS))
    except Exception:
        prices = []
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "SearchView",
        "carriers-left-out",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": "12"})
""",
    ),
    Wrong(
        "SearchView",
        "head-with-content",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse("Twelve carriers", headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "every-kind-to-get",
        """
class SearchView(View):
    async def dispatch(self, request):
        if request.method == "HEAD":
            return await self.head(request)
        return await self.get(request)
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "every-kind-to-get",
        """
class SearchView(View):
    async def dispatch(self, request):
        return await self.get(request)

    async def get(self, request):
        if request.method == "HEAD":
            return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})
""",
    ),
    Wrong(
        "SearchView",
        "one-level-too-deep",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        offers = [{"carrier": c, "price": p} for c, p in zip(CARRIERS, prices) if p <= most]
        return JsonResponse({"offers": offers})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "stand-in-used",
        """
class SearchView(View):
    async def get(self, request):
        await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        offers = zip(CARRIERS, PRICES.values())
        return JsonResponse({c: p for c, p in offers if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "other-status",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(status=204, headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "other-status",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(status=405, headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "offers-in-order-of-arrival",
        """
class SearchView(View):
    async def get(self, request):
        waits = asyncio.as_completed([quote(c) for c in CARRIERS])
        most = int(request.GET.get("max", 100000))
        offers = {c: await wait for c, wait in zip(CARRIERS, waits)}
        return JsonResponse({c: p for c, p in offers.items() if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "SearchView",
        "other-name-in-address",
        """
class SearchView(View):
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("most", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Wrong(
        "search_by_deadline",
        "went-on-after-cancel",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "zero-lost",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p},
        "missing": [c for c, p in found.items() if not p],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "group-fails-together",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except TimeoutError:
            return None

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {c: group.create_task(ask(c)) for c in CARRIERS}
    except* ConnectionError:
        pass
    found = {c: t.result() for c, t in tasks.items() if not t.cancelled() and not t.exception()}
    offers = {c: p for c, p in found.items() if p is not None}
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Wrong(
        "search_by_deadline",
        "stopped-at-an-error",
        """
async def search_by_deadline(request):
    tasks = {c: asyncio.create_task(quote(c)) for c in CARRIERS}
    done, late = await asyncio.wait(
        tasks.values(),
        timeout=float(request.GET["deadline"]),
        return_when=asyncio.FIRST_EXCEPTION,
    )
    for task in late:
        task.cancel()
    offers = {c: t.result() for c, t in tasks.items() if t in done and not t.exception()}
    await asyncio.gather(*late, return_exceptions=True)
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Wrong(
        "search_by_deadline",
        "asked-again",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                try:
                    return await quote(carrier)
                except ConnectionError:
                    return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "offers-in-order-of-arrival",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    found = {}
    for carrier, wait in zip(CARRIERS, asyncio.as_completed([ask(c) for c in CARRIERS])):
        found[carrier] = await wait
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "broken-not-missing",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])
    offers, late = {}, set()

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                offers[carrier] = await quote(carrier)
        except TimeoutError:
            late.add(carrier)
        except ConnectionError:
            pass

    await asyncio.gather(*map(ask, CARRIERS))
    return JsonResponse({
        "offers": {c: offers[c] for c in CARRIERS if c in offers},
        "missing": [c for c in CARRIERS if c in late],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "text-among-offers",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return "no answer in time"

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "error-hidden",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                price = await quote(carrier)
                return prise
        except Exception:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "error-hidden",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await qoute(carrier)
        except Exception:
            return None

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Wrong(
        "search_by_deadline",
        "price-of-another",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None

    prices = await asyncio.gather(*map(ask, CARRIERS))
    there = [price for price in prices if price is not None]
    offers = dict(zip(CARRIERS, there))
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        try:
            async with asyncio.timeout(deadline):
                return await quote(carrier)
        except (TimeoutError, ConnectionError):
            return None
        except BaseException:
            print("cancelled")
            raise

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    offers, missing = {}, []

    async def ask(carrier):
        try:
            offers[carrier] = await asyncio.wait_for(quote(carrier), float(request.GET["deadline"]))
        except Exception:
            missing.append(carrier)

    async with asyncio.TaskGroup() as group:
        for carrier in CARRIERS:
            group.create_task(ask(carrier))
    return JsonResponse({
        "offers": {c: offers[c] for c in CARRIERS if c in offers},
        "missing": [c for c in CARRIERS if c in missing],
    })
""",
    ),
    Right(
        "SearchView",
        """
class SearchView(View):
    async def dispatch(self, request):
        return await getattr(self, request.method.lower())(request)
    async def get(self, request):
        prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
        most = int(request.GET.get("max", 100000))
        return JsonResponse({c: p for c, p in zip(CARRIERS, prices) if p <= most})

    async def head(self, request):
        return HttpResponse(headers={"X-Carriers": str(len(CARRIERS))})
""",
    ),
    Right(
        "search",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    tasks = [asyncio.create_task(quote(carrier)) for carrier in CARRIERS]
    offers = []
    for carrier, task in zip(CARRIERS, tasks):
        offers.append({"carrier": carrier, "price": berths * await task})
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "carriers-changed",
        """
async def search(request):
    global CARRIERS
    CARRIERS = sorted(CARRIERS)
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    offers.sort(key=lambda offer: offer["price"])
    return JsonResponse({"berths": berths, "offers": offers})
""",
    ),
    Wrong(
        "search",
        "cheapest-only",
        """
async def search(request):
    berths = int(request.GET.get("berths", 1))
    prices = await asyncio.gather(*(quote(c) for c in CARRIERS))
    offers = [{"carrier": c, "price": berths * p} for c, p in zip(CARRIERS, prices)]
    return JsonResponse(min(offers, key=lambda offer: offer["price"]))
""",
    ),
    Wrong(
        "search_by_deadline",
        "went-on-after-cancel",
        """
async def search_by_deadline(request):
    offers = {}

    async def ask(carrier):
        try:
            offers[carrier] = await quote(carrier)
        except ConnectionError:
            pass

    try:
        async with asyncio.timeout(float(request.GET["deadline"])):
            await asyncio.gather(*(ask(carrier) for carrier in CARRIERS))
    except:
        pass
    offers = {c: offers[c] for c in CARRIERS if c in offers}
    return JsonResponse({"offers": offers, "missing": [c for c in CARRIERS if c not in offers]})
""",
    ),
    Right(
        "search_by_deadline",
        """
async def search_by_deadline(request):
    deadline = float(request.GET["deadline"])

    async def ask(carrier):
        task = asyncio.create_task(quote(carrier))
        try:
            await asyncio.wait([task], timeout=deadline)
        finally:
            if not task.done():
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError:
                    pass
        return None if task.cancelled() or task.exception() else task.result()

    found = dict(zip(CARRIERS, await asyncio.gather(*map(ask, CARRIERS))))
    return JsonResponse({
        "offers": {c: p for c, p in found.items() if p is not None},
        "missing": [c for c, p in found.items() if p is None],
    })
""",
    ),
]

ANSWERS = [*DEPARTURES_VIEW, *SEARCH, *SEARCH_VIEW, *SEARCH_BY_DEADLINE, *READERS]
