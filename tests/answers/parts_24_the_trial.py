"""Parts of answers to set 24: the official solutions with places to change them."""


def page(head: str = "", ask: str = "", wait: str = "", best: str = "", missing: str = "") -> str:
    """The page of the official solution with some of its parts in another way."""
    head = head or "window, prices = asyncio.Semaphore(int(request.GET['limit'])), {}"
    ask = (
        ask
        or """
        async with window:
            with suppress(ConnectionError):
                prices[carrier] = await quote(carrier)
"""
    )
    wait = (
        wait
        or """
    with suppress(TimeoutError):
        async with asyncio.timeout(float(request.GET["deadline"])), asyncio.TaskGroup() as group:
            for carrier in CARRIERS:
                group.create_task(ask(carrier))
"""
    )
    best = best or "sorted(prices, key=prices.get)[: int(request.GET['best'])]"
    missing = missing or "[c for c in CARRIERS if c not in prices]"
    return f"""
async def planner_view(request):
    {head}

    async def ask(carrier):
{ask.strip(chr(10))}

{wait.strip(chr(10))}
    best = [{{"carrier": c, "price": prices[c]}} for c in {best}]
    return JsonResponse({{"best": best, "missing": {missing}}})
"""


DEADLINE = 'float(request.GET["deadline"])'

BOTH = """
    @transaction.atomic
    def sell_both():
        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)
        return [sell(train, traveller) for train in trains]
"""
TRY = """
    try:
        there, back = await sync_to_async(sell_both)()
    except SoldOut as error:
        return JsonResponse({"error": str(error)}, status=409)
"""
WHO = """
    traveller = await request.auser()
    if not traveller.is_authenticated:
        return JsonResponse({"error": "Please sign in."}, status=401)
"""
TRAINS = '    trains = [int(request.POST["there"]), int(request.POST["back"])]'


def both(both: str = BOTH, attempt: str = TRY, who: str = WHO, trains: str = TRAINS) -> str:
    """The official solution with some of its parts in another way."""
    return f"""
async def book_both(request):
{who.strip(chr(10))}
{trains}

{both.strip(chr(10))}

{attempt.strip(chr(10))}
    berths = {{"there": there.berth.number, "back": back.berth.number}}
    return JsonResponse(berths | {{"price": there.price + back.price}})
"""


LIVE_ASK = """
    async def ask(carrier):
        price = None
        async with window:
            with suppress(ConnectionError):
                price = await quote(carrier)
        arrived.put_nowait((carrier, price))
"""
LIVE_EVENTS = """
    async def events():
        end = asyncio.get_running_loop().time() + float(request.GET["deadline"])
        missing = list(CARRIERS)
        tasks = [asyncio.create_task(ask(carrier)) for carrier in CARRIERS]
        try:
            for _ in tasks:
                async with asyncio.timeout_at(end):
                    carrier, price = await arrived.get()
                if price is not None:
                    missing.remove(carrier)
                    yield event("offer", {"carrier": carrier, "price": price})
        except TimeoutError:
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        yield event("end", {"missing": missing})
"""
LIVE_RETURN = 'return StreamingHttpResponse(events(), content_type="text/event-stream")'


def live(ask: str = LIVE_ASK, events: str = LIVE_EVENTS, last: str = LIVE_RETURN) -> str:
    """The official solution with some of its parts in another way."""
    return f"""
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))
    arrived = asyncio.Queue()
{ask}
{events}
    {last}
"""
