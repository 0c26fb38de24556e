"""Answers to set 24."""

from tests.answers import Right, Wrong
from tests.answers.found_24_the_trial import FOUND
from tests.answers.parts_24_the_trial import (
    BOTH,
    DEADLINE,
    LIVE_ASK,
    LIVE_EVENTS,
    TRAINS,
    TRY,
    WHO,
    both,
    live,
    page,
)


def _shows(*lines: str, end: str = "return most == limit") -> str:
    """A demonstration whose `ask` has these lines below its count."""
    body = "\n".join(f"        {line}" for line in lines)
    return f"""
async def shows_the_limit(page, limit):
    open_now = most = 0

    async def ask(carrier):
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
{body}

    await page(ask)
    {end}
"""


WAIT = ("try:", "    await asyncio.sleep(0.2)", "    return 59", "finally:", "    open_now -= 1")
AT_ONCE = ("try:", "    return 59", "finally:", "    open_now -= 1")

SHOWS_THE_LIMIT = [
    Wrong("shows_the_limit", "half-of-the-claim", _shows(*WAIT, end="return most <= limit")),
    Wrong("shows_the_limit", "half-of-the-claim", _shows(*WAIT, end="return most >= limit")),
    Wrong("shows_the_limit", "evidence-never-waits", _shows(*AT_ONCE)),
    Wrong(
        "shows_the_limit",
        "evidence-never-waits",
        _shows(*AT_ONCE, end="return 0 < most <= limit"),
    ),
    Wrong(
        "shows_the_limit",
        "evidence-too-quick",
        _shows(
            "try:", "    await asyncio.sleep(0)", "    return 59", "finally:", "    open_now -= 1"
        ),
    ),
    Wrong(
        "shows_the_limit",
        "evidence-too-quick",
        _shows(
            "try:",
            "    await asyncio.sleep(0.02)",
            "    return 59",
            "finally:",
            "    open_now -= 1",
        ),
    ),
    Wrong(
        "shows_the_limit",
        "given-up-still-open",
        _shows("await asyncio.sleep(0.2)", "open_now -= 1", "return 59"),
    ),
    Wrong(
        "shows_the_limit",
        "blocking-sleep",
        _shows("try:", "    time.sleep(0.2)", "    return 59", "finally:", "    open_now -= 1"),
    ),
    Wrong(
        "shows_the_limit",
        "never-awaited",
        _shows("try:", "    asyncio.sleep(0.2)", "    return 59", "finally:", "    open_now -= 1"),
    ),
    Wrong("shows_the_limit", "wrong-type", _shows(*WAIT, end="return most")),
    Wrong("shows_the_limit", "nothing-returned", _shows(*WAIT, end="print(most == limit)")),
    Wrong(
        "shows_the_limit",
        "evidence-limits-itself",
        """
async def shows_the_limit(page, limit):
    open_now = most = 0
    places = asyncio.Semaphore(limit)

    async def ask(carrier):
        nonlocal open_now, most
        async with places:
            open_now += 1
            most = max(most, open_now)
            await asyncio.sleep(0.2)
            open_now -= 1
            return 59

    await page(ask)
    return most == limit
""",
    ),
    Wrong(
        "shows_the_limit",
        "evidence-without-the-page",
        """
async def shows_the_limit(page, limit):
    return True
""",
    ),
    Wrong(
        "shows_the_limit",
        "never-awaited",
        """
async def shows_the_limit(page, limit):
    most = 0

    async def ask(carrier):
        await asyncio.sleep(0.2)
        return 59

    page(ask)
    return most == limit
""",
    ),
    Wrong(
        "shows_the_limit",
        "evidence-other-limit",
        _shows("open_now -= 1", "await asyncio.sleep(0.2)", "return 59"),
    ),
    Right(
        "shows_the_limit",
        """
from collections import Counter

async def shows_the_limit(page, limit):
    open_now, seen = set(), Counter()

    async def ask(carrier):
        mark = object()
        open_now.add(mark)
        seen[len(open_now)] += 1
        try:
            await asyncio.sleep(0.2)
        finally:
            open_now.discard(mark)
        return 59

    await page(ask)
    return max(seen, default=0) == limit
""",
    ),
    Right(
        "shows_the_limit",
        """
async def shows_the_limit(page, limit):
    numbers = []

    class Question:
        number = 0

        async def __aenter__(self):
            Question.number += 1
            numbers.append(Question.number)

        async def __aexit__(self, *about):
            Question.number -= 1

    async def ask(carrier):
        async with Question():
            await asyncio.sleep(0.2)
            return 59

    await page(ask)
    return limit in numbers and not any(number > limit for number in numbers)
""",
    ),
]


PLANNER_VIEW = [
    Wrong(
        "planner_view",
        "too-many-in-flight",
        page(
            ask="        with suppress(ConnectionError):\n            prices[carrier] = await quote(carrier)"
        ),
    ),
    Wrong(
        "planner_view",
        "page-limit-in-each-call",
        page(
            head="prices = {}",
            ask="""
        async with asyncio.Semaphore(int(request.GET["limit"])):
            with suppress(ConnectionError):
                prices[carrier] = await quote(carrier)
""",
        ),
    ),
    Wrong(
        "planner_view",
        "page-limit-not-used",
        page(head="window, prices = asyncio.Semaphore(2), {}"),
    ),
    Wrong(
        "planner_view",
        "one-by-one",
        page(
            wait="""
    with suppress(TimeoutError):
        async with asyncio.timeout(float(request.GET["deadline"])):
            for carrier in CARRIERS:
                await ask(carrier)
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-carrier-ended-it",
        page(ask="        async with window:\n            prices[carrier] = await quote(carrier)"),
    ),
    Wrong(
        "planner_view",
        "page-deadline-passed-on",
        page(
            wait="""
    async with asyncio.timeout(float(request.GET["deadline"])), asyncio.TaskGroup() as group:
        for carrier in CARRIERS:
            group.create_task(ask(carrier))
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-without-deadline",
        page(
            wait="""
    async with asyncio.TaskGroup() as group:
        for carrier in CARRIERS:
            group.create_task(ask(carrier))
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-deadline-for-each",
        page(
            ask=f"""
        async with window:
            with suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout({DEADLINE}):
                    prices[carrier] = await quote(carrier)
""",
            wait="    await asyncio.gather(*(ask(carrier) for carrier in CARRIERS))",
        ),
    ),
    Wrong(
        "planner_view",
        "page-lost-at-the-deadline",
        f"""
async def planner_view(request):
    window, prices = asyncio.Semaphore(int(request.GET["limit"])), {{}}

    async def ask(carrier):
        async with window:
            with suppress(ConnectionError):
                return await quote(carrier)

    with suppress(TimeoutError):
        async with asyncio.timeout({DEADLINE}):
            answers = await asyncio.gather(*(ask(carrier) for carrier in CARRIERS))
            prices = {{c: p for c, p in zip(CARRIERS, answers) if p is not None}}
    cheapest = sorted(prices, key=prices.get)[: int(request.GET["best"])]
    best = [{{"carrier": c, "price": prices[c]}} for c in cheapest]
    return JsonResponse({{"best": best, "missing": [c for c in CARRIERS if c not in prices]}})
""",
    ),
    Wrong("planner_view", "address-not-read", page(best="list(prices)")),
    Wrong(
        "planner_view",
        "page-cut-too-early",
        page(best="list(prices)[: int(request.GET['best'])]"),
    ),
    Wrong(
        "planner_view",
        "page-sorted-otherwise",
        page(best="sorted(prices)[: int(request.GET['best'])]"),
    ),
    Wrong(
        "planner_view",
        "page-sorted-otherwise",
        page(best="sorted(prices, key=prices.get, reverse=True)[: int(request.GET['best'])]"),
    ),
    Wrong(
        "planner_view",
        "page-cut-too-early",
        page(best="sorted(list(prices)[: int(request.GET['best'])], key=prices.get)"),
    ),
    Wrong("planner_view", "page-all-offers", page(best="sorted(prices, key=prices.get)")),
    Wrong(
        "planner_view",
        "zero-lost",
        page(
            ask="""
        async with window:
            with suppress(ConnectionError):
                if price := await quote(carrier):
                    prices[carrier] = price
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-missing-mixed",
        page(missing="sorted(set(CARRIERS) - set(prices), reverse=True)"),
    ),
    Wrong(
        "planner_view",
        "page-only-failed-missing",
        page(
            head="failed = []\n    window, prices = asyncio.Semaphore(int(request.GET['limit'])), {}",
            ask="""
        async with window:
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                failed.append(carrier)
""",
            missing="[c for c in CARRIERS if c in failed]",
        ),
    ),
    Wrong(
        "planner_view",
        "error-hidden",
        page(
            ask="""
        async with window:
            try:
                prices[carrier] = await quote(carrier)
            except Exception:
                return None
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-limit-of-a-loop",
        "window = asyncio.Semaphore(4)\n" + page(head="prices = {}"),
    ),
    Wrong(
        "planner_view",
        "page-went-on",
        page(
            wait=f"""
    with suppress(TimeoutError, asyncio.CancelledError):
        async with asyncio.timeout({DEADLINE}), asyncio.TaskGroup() as group:
            for carrier in CARRIERS:
                group.create_task(ask(carrier))
"""
        ),
    ),
    # `wait` with a timeout ends the waiting and stops nobody.
    Wrong(
        "planner_view",
        "page-questions-go-on",
        page(
            wait=f"""
    tasks = [asyncio.create_task(ask(carrier)) for carrier in CARRIERS]
    await asyncio.wait(tasks, timeout={DEADLINE})
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-in-batches",
        f"""
async def planner_view(request):
    limit, prices = int(request.GET["limit"]), {{}}

    async def ask(carrier):
        with suppress(ConnectionError):
            prices[carrier] = await quote(carrier)

    with suppress(TimeoutError):
        async with asyncio.timeout({DEADLINE}):
            for start in range(0, len(CARRIERS), limit):
                await asyncio.gather(*(ask(c) for c in CARRIERS[start : start + limit]))
    cheapest = sorted(prices, key=prices.get)[: int(request.GET["best"])]
    best = [{{"carrier": c, "price": prices[c]}} for c in cheapest]
    return JsonResponse({{"best": best, "missing": [c for c in CARRIERS if c not in prices]}})
""",
    ),
    Wrong(
        "planner_view",
        "page-shared",
        "prices = {}\n"
        + page(head="window = asyncio.Semaphore(int(request.GET['limit']))\n    prices.clear()"),
    ),
    Wrong(
        "planner_view",
        "page-asked-again",
        page(
            ask="""
        async with window:
            for _ in range(2):
                with suppress(ConnectionError):
                    prices[carrier] = await quote(carrier)
                    break
"""
        ),
    ),
    Wrong(
        "planner_view",
        "wrong-key",
        page().replace('"best": best', '"offers": best'),
    ),
    Wrong(
        "planner_view",
        "view-in-a-thread",
        "def planner_view(request):\n    return JsonResponse({})\n",
    ),
    # Clerks at a queue in place of a semaphore.
    Right(
        "planner_view",
        f"""
async def planner_view(request):
    prices, waiting = {{}}, list(CARRIERS)

    async def clerk():
        while waiting:
            carrier = waiting.pop(0)
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                continue

    async def clerks():
        async with asyncio.TaskGroup() as group:
            for _ in range(int(request.GET["limit"])):
                group.create_task(clerk())

    try:
        await asyncio.wait_for(clerks(), {DEADLINE})
    except asyncio.TimeoutError:
        pass
    offers = sorted((price, carrier) for carrier, price in prices.items())
    best = [dict(carrier=carrier, price=price) for price, carrier in offers]
    missing = [carrier for carrier in CARRIERS if carrier not in prices]
    return JsonResponse(dict(best=best[:int(request.GET["best"])], missing=missing))
""",
    ),
    # Tasks that are waited for, then cancelled and waited for again.
    Right(
        "planner_view",
        f"""
async def planner_view(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))

    async def ask(carrier):
        async with window:
            return await quote(carrier)

    tasks = {{c: asyncio.ensure_future(ask(c)) for c in CARRIERS}}
    try:
        await asyncio.wait(tasks.values(), timeout={DEADLINE})
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.wait(tasks.values())
    prices = {{}}
    for carrier, task in tasks.items():
        if not task.cancelled() and not isinstance(task.exception(), ConnectionError):
            prices[carrier] = task.result()
    best = sorted(prices.items(), key=lambda pair: pair[1])[: int(request.GET["best"])]
    return JsonResponse(
        {{
            "missing": [c for c in CARRIERS if c not in prices],
            "best": [{{"carrier": c, "price": p}} for c, p in best],
        }}
    )
""",
    ),
]

BOOK_BOTH = [
    Wrong("book_both", "journey-half-sold", both(BOTH.replace("    @transaction.atomic\n", ""))),
    Wrong(
        "book_both",
        "journey-half-sold",
        both(
            both="",
            attempt="""
    try:
        there = await sync_to_async(sell)(trains[0], traveller)
        back = await sync_to_async(sell)(trains[1], traveller)
    except SoldOut as error:
        return JsonResponse({"error": str(error)}, status=409)
""",
        ),
    ),
    Wrong(
        "book_both",
        "transaction-reads-first",
        both(
            BOTH.replace(
                '        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)\n',
                "",
            )
        ),
    ),
    Wrong(
        "book_both",
        "journey-caught-inside",
        both(
            both="""
    @transaction.atomic
    def sell_both():
        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)
        try:
            return [sell(train, traveller) for train in trains]
        except SoldOut as error:
            return str(error)
""",
            attempt="""
    sold = await sync_to_async(sell_both)()
    if isinstance(sold, str):
        return JsonResponse({"error": sold}, status=409)
    there, back = sold
""",
        ),
    ),
    Wrong(
        "book_both",
        "journey-user-lazily",
        both(
            who="""
    traveller = request.user
    if not traveller.is_authenticated:
        return JsonResponse({"error": "Please sign in."}, status=401)
"""
        ),
    ),
    Wrong(
        "book_both", "journey-guest-not-asked", both(who="    traveller = await request.auser()")
    ),
    Wrong(
        "book_both",
        "journey-guest-served",
        both(who=WHO.replace("status=401", "status=403")),
    ),
    Wrong("book_both", "journey-form-not-read", both(trains=TRAINS.replace("POST", "GET"))),
    Wrong(
        "book_both",
        "journey-ends-in-an-error-page",
        both(attempt="    there, back = await sync_to_async(sell_both)()"),
    ),
    Wrong("book_both", "journey-status", both(attempt=TRY.replace(", status=409", ""))),
    Wrong(
        "book_both",
        "journey-turned-round",
        both(BOTH.replace("for train in trains]", "for train in sorted(trains)]")),
    ),
    Wrong(
        "book_both",
        "atomic-in-a-coroutine",
        both(
            both="",
            attempt="""
    try:
        with transaction.atomic():
            there = await sync_to_async(sell)(trains[0], traveller)
            back = await sync_to_async(sell)(trains[1], traveller)
    except SoldOut as error:
        return JsonResponse({"error": str(error)}, status=409)
""",
        ),
    ),
    Wrong(
        "book_both",
        "journey-one-hop-more",
        both(
            attempt="""
    free = await Berth.objects.filter(departure=trains[0]).acount()
"""
            + TRY.strip("\n")
        ),
    ),
    Wrong(
        "book_both",
        "journey-one-line",
        both(BOTH.replace("pk__in=trains", "pk=trains[0]")),
    ),
    Wrong(
        "book_both",
        "journey-other-text",
        both(attempt=TRY.replace("str(error)", '"sold out"')),
    ),
    Wrong(
        "book_both",
        "journey-price",
        both().replace("there.price + back.price", "there.price"),
    ),
    Wrong(
        "book_both",
        "orm-connection-left",
        both(attempt=TRY.replace("sync_to_async(sell_both)()", "asyncio.to_thread(sell_both)")),
    ),
    Wrong(
        "book_both",
        "failed-write-hidden",
        both(attempt=TRY.replace("except SoldOut", "except Exception")),
    ),
    Wrong(
        "book_both",
        "query-called-not-passed",
        both(attempt=TRY.replace("sync_to_async(sell_both)()", "sync_to_async(sell_both())()")),
    ),
    Wrong(
        "book_both", "view-in-a-thread", "def book_both(request):\n    return JsonResponse({})\n"
    ),
    # Looks whether both are free, and only then sells.
    Wrong(
        "book_both",
        "transaction-reads-first",
        both(
            both="""
    @transaction.atomic
    def sell_both():
        for train in trains:
            booked = Booking.objects.live().filter(berth__departure=train).count()
            if booked == Berth.objects.filter(departure=train).count():
                raise SoldOut(f"Train {train} is sold out.")
        return [sell(train, traveller) for train in trains]
"""
        ),
    ),
    Right(
        "book_both",
        """
def sell_two(traveller, there, back):
    with transaction.atomic():
        for train in sorted((there, back)):
            Departure.objects.filter(pk=train).update(changes=F("changes") + 1)
        return sell(there, traveller), sell(back, traveller)


async def book_both(request):
    traveller = await request.auser()
    if traveller.is_anonymous:
        return JsonResponse({"error": "Please sign in."}, status=401)
    form = request.POST
    try:
        tickets = await sync_to_async(sell_two)(traveller, int(form["there"]), int(form["back"]))
    except SoldOut as error:
        return JsonResponse({"error": f"{error}"}, status=409)
    return JsonResponse(
        {
            "price": sum(ticket.price for ticket in tickets),
            "there": tickets[0].berth.number,
            "back": tickets[1].berth.number,
        }
    )
""",
    ),
    # Everything in one hop, the answer included.
    Right(
        "book_both",
        """
async def book_both(request):
    traveller = await request.auser()
    if not traveller.is_authenticated:
        return JsonResponse({"error": "Please sign in."}, status=401)

    def answer():
        there, back = request.POST["there"], request.POST["back"]
        try:
            with transaction.atomic():
                Departure.objects.filter(pk__in=[there, back]).update(price=F("price"))
                first, second = sell(there, traveller), sell(back, traveller)
        except SoldOut as error:
            return JsonResponse({"error": str(error)}, status=409)
        numbers = first.berth.number, second.berth.number
        return JsonResponse(
            {"there": numbers[0], "back": numbers[1], "price": first.price + second.price}
        )

    return await sync_to_async(answer)()
""",
    ),
    # Locks the rows, as one would on PostgreSQL.
    Right(
        "book_both",
        both(
            BOTH.replace(
                'Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)',
                "list(Departure.objects.select_for_update().filter(pk__in=trains).order_by('pk'))",
            )
        ),
    ),
]

OFFERS_LIVE = [
    Wrong(
        "offers_live",
        "live-questions-go-on",
        live(
            events=LIVE_EVENTS.replace("task.cancel()", "pass").replace(
                "            await asyncio.wait(tasks)\n", ""
            )
        ),
    ),
    Wrong(
        "offers_live",
        "live-other-type",
        live(last="return StreamingHttpResponse(events())"),
    ),
    Wrong(
        "offers_live",
        "live-deadline-at-each",
        live(
            events=LIVE_EVENTS.replace(
                "asyncio.timeout_at(end)", 'asyncio.timeout(float(request.GET["deadline"]))'
            )
        ),
    ),
    Wrong(
        "offers_live",
        "live-end-too-late",
        live(events=LIVE_EVENTS.replace("async with asyncio.timeout_at(end):", "if end:")),
    ),
    Wrong(
        "offers_live",
        "live-no-end",
        live(events=LIVE_EVENTS.replace('        yield event("end", {"missing": missing})\n', "")),
    ),
    Wrong(
        "offers_live",
        "live-failed-ends-it",
        live(
            events=LIVE_EVENTS.replace(
                "if price is not None:",
                "if price is None:\n                    break\n                else:",
            )
        ),
    ),
    # A failed carrier puts nothing into the queue, so the count is never reached.
    Wrong(
        "offers_live",
        "live-end-too-late",
        live(
            ask="""
    async def ask(carrier):
        async with window:
            with suppress(ConnectionError):
                arrived.put_nowait((carrier, await quote(carrier)))
"""
        ),
    ),
    Wrong(
        "offers_live",
        "live-free-lost",
        live(events=LIVE_EVENTS.replace("if price is not None:", "if price:")),
    ),
    Wrong(
        "offers_live",
        "page-missing-mixed",
        live(events=LIVE_EVENTS.replace('{"missing": missing}', '{"missing": missing[::-1]}')),
    ),
    Wrong(
        "offers_live",
        "too-many-in-flight",
        live(ask=LIVE_ASK.replace("async with window:", "if window:")),
    ),
    Wrong(
        "offers_live",
        "live-not-an-event",
        live(
            events=LIVE_EVENTS.replace(
                'event("offer", {"carrier": carrier, "price": price})',
                'json.dumps({"carrier": carrier, "price": price}) + "\\n"',
            ).replace('yield event("end", {"missing": missing})', "yield json.dumps(missing)")
        ),
    ),
    Wrong(
        "offers_live",
        "live-all-at-the-end",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))
    prices = {}

    async def ask(carrier):
        async with window:
            with suppress(ConnectionError):
                prices[carrier] = await quote(carrier)

    async def events():
        with suppress(TimeoutError):
            async with asyncio.timeout(float(request.GET["deadline"])), asyncio.TaskGroup() as group:
                for carrier in CARRIERS:
                    group.create_task(ask(carrier))
        for carrier, price in prices.items():
            yield event("offer", {"carrier": carrier, "price": price})
        yield event("end", {"missing": [c for c in CARRIERS if c not in prices]})

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "offers_live",
        "live-starts-in-the-view",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))
    prices = {}

    async def ask(carrier):
        async with window:
            with suppress(ConnectionError):
                prices[carrier] = await quote(carrier)

    with suppress(TimeoutError):
        async with asyncio.timeout(float(request.GET["deadline"])), asyncio.TaskGroup() as group:
            for carrier in CARRIERS:
                group.create_task(ask(carrier))

    async def events():
        for carrier, price in prices.items():
            yield event("offer", {"carrier": carrier, "price": price})
        yield event("end", {"missing": [c for c in CARRIERS if c not in prices]})

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "offers_live",
        "live-order-of-carriers",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))

    async def ask(carrier):
        async with window:
            return await quote(carrier)

    async def events():
        end = asyncio.get_running_loop().time() + float(request.GET["deadline"])
        missing = list(CARRIERS)
        tasks = {c: asyncio.create_task(ask(c)) for c in CARRIERS}
        try:
            for carrier, task in tasks.items():
                try:
                    async with asyncio.timeout_at(end):
                        price = await task
                except (ConnectionError, TimeoutError):
                    continue
                missing.remove(carrier)
                yield event("offer", {"carrier": carrier, "price": price})
        finally:
            for task in tasks.values():
                task.cancel()
        yield event("end", {"missing": missing})

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "offers_live",
        "live-reader-ignored",
        live(
            events=LIVE_EVENTS.replace(
                """                async with asyncio.timeout_at(end):
                    carrier, price = await arrived.get()
""",
                """                try:
                    async with asyncio.timeout_at(end):
                        carrier, price = await arrived.get()
                except asyncio.CancelledError:
                    continue
""",
            )
        ),
    ),
    # The deadline strikes while Django sends.
    Wrong(
        "offers_live",
        "live-deadline-while-sending",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))
    arrived = asyncio.Queue()

    async def ask(carrier):
        price = None
        async with window:
            with suppress(ConnectionError):
                price = await quote(carrier)
        arrived.put_nowait((carrier, price))

    async def events():
        missing = list(CARRIERS)
        tasks = [asyncio.create_task(ask(carrier)) for carrier in CARRIERS]
        try:
            async with asyncio.timeout(float(request.GET["deadline"])):
                for _ in tasks:
                    carrier, price = await arrived.get()
                    if price is not None:
                        missing.remove(carrier)
                        yield event("offer", {"carrier": carrier, "price": price})
        except TimeoutError:
            pass
        finally:
            for task in tasks:
                task.cancel()
        yield event("end", {"missing": missing})

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "offers_live",
        "live-view-is-a-generator",
        """
async def offers_live(request):
    yield event("end", {"missing": CARRIERS})
""",
    ),
    Wrong(
        "offers_live",
        "live-looks-now-and-then",
        live(
            events=LIVE_EVENTS.replace(
                """                async with asyncio.timeout_at(end):
                    carrier, price = await arrived.get()
""",
                """                while arrived.empty() and asyncio.get_running_loop().time() < end:
                    await asyncio.sleep(0.1)
                if arrived.empty():
                    break
                carrier, price = arrived.get_nowait()
""",
            )
        ),
    ),
    Wrong(
        "offers_live",
        "live-plain-generator",
        """
async def offers_live(request):
    return StreamingHttpResponse([event("end", {"missing": CARRIERS})], content_type="text/event-stream")
""",
    ),
    Wrong(
        "offers_live",
        "live-no-stream",
        """
async def offers_live(request):
    return HttpResponse(event("end", {"missing": CARRIERS}), content_type="text/event-stream")
""",
    ),
    # Clerks, `wait` with a timeout, and a mark for the end.
    Right(
        "offers_live",
        """
async def offers_live(request):
    limit, patience = int(request.GET["limit"]), float(request.GET["deadline"])

    async def stream():
        loop = asyncio.get_running_loop()
        start, todo, prices, news = loop.time(), list(CARRIERS), {}, asyncio.Queue()

        async def clerk():
            while todo:
                carrier = todo.pop(0)
                try:
                    prices[carrier] = await quote(carrier)
                except ConnectionError:
                    continue
                await news.put(carrier)

        async def clerks():
            await asyncio.gather(*(clerk() for _ in range(limit)))
            await news.put(None)

        work = asyncio.create_task(clerks())
        try:
            while True:
                left = start + patience - loop.time()
                try:
                    carrier = await asyncio.wait_for(news.get(), max(left, 0))
                except asyncio.TimeoutError:
                    break
                if carrier is None:
                    break
                yield event("offer", {"carrier": carrier, "price": prices[carrier]})
        finally:
            work.cancel()
        yield event("end", {"missing": [c for c in CARRIERS if c not in prices]})

    response = StreamingHttpResponse(stream())
    response["Content-Type"] = "text/event-stream"
    return response
""",
    ),
    # `wait` for the first that is done, again and again.
    Right(
        "offers_live",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))

    async def ask(carrier):
        async with window:
            return carrier, await quote(carrier)

    async def events():
        loop = asyncio.get_running_loop()
        end = loop.time() + float(request.GET["deadline"])
        missing, pending = list(CARRIERS), {asyncio.create_task(ask(c)) for c in CARRIERS}
        try:
            while pending and loop.time() < end:
                done, pending = await asyncio.wait(
                    pending, timeout=end - loop.time(), return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    if task.exception() is None:
                        carrier, price = task.result()
                        missing.remove(carrier)
                        yield event("offer", {"carrier": carrier, "price": price})
        finally:
            for task in pending:
                task.cancel()
        yield event("end", {"missing": missing})

    return StreamingHttpResponse(events(), content_type="text/event-stream; charset=utf-8")
""",
    ),
]

ANSWERS = [
    *SHOWS_THE_LIMIT,
    *PLANNER_VIEW,
    *BOOK_BOTH,
    *OFFERS_LIVE,
    *FOUND,
]
