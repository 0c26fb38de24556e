"""Answers to set 24 that its second readers found: what passed, or was told as something else."""

from tests.answers import Right, Wrong
from tests.answers.parts_24_the_trial import (
    BOTH,
    DEADLINE,
    LIVE_ASK,
    LIVE_EVENTS,
    LIVE_RETURN,
    TRY,
    both,
    live,
    page,
)


def _shows(*lines: str, head: str = "most = max(most, open_now)", end: str = "") -> str:
    """A demonstration whose `ask` has these lines below its count."""
    body = "\n".join(f"        {line}" for line in (head, *lines))
    end = end or "await page(ask)\n    return most == limit"
    return f"""
async def shows_the_limit(page, limit):
    open_now = most = 0

    async def ask(carrier):
        nonlocal open_now, most
        open_now += 1
{body}

    {end}
"""


def _wait(seconds: float = 0.2, price: str = "return 59") -> tuple[str, ...]:
    return (
        "try:",
        f"    await asyncio.sleep({seconds})",
        f"    {price}",
        "finally:",
        "    open_now -= 1",
    )


SHOWS_THE_LIMIT = [
    Wrong("shows_the_limit", "evidence-other-answer", _shows(*_wait(price="pass"))),
    Wrong("shows_the_limit", "evidence-too-quick", _shows(*_wait(0.15))),
    Wrong("shows_the_limit", "evidence-too-quick", _shows(*_wait(0.1))),
    Wrong(
        "shows_the_limit",
        "evidence-refuses-to-end",
        _shows(
            "try:",
            "    await asyncio.sleep(0.2)",
            "except asyncio.CancelledError:",
            "    pass",
            "open_now -= 1",
            "return 59",
        ),
    ),
    Wrong(
        "shows_the_limit",
        "evidence-counts-too-late",
        _shows(
            "try:",
            "    await asyncio.sleep(0.2)",
            "    most = max(most, open_now)",
            "    return 59",
            "finally:",
            "    open_now -= 1",
            head="pass",
        ),
    ),
    Wrong(
        "shows_the_limit",
        "evidence-limit-not-read",
        _shows(*_wait(), end="await page(ask)\n    return most == 3"),
    ),
    Wrong(
        "shows_the_limit",
        "half-of-the-claim",
        _shows(*_wait(), end="await page(ask)\n    return most < limit"),
    ),
    Wrong(
        "shows_the_limit",
        "evidence-page-cut",
        _shows(
            *_wait(),
            end="""try:
        await asyncio.wait_for(page(ask), 0.5)
    except TimeoutError:
        return False
    return most == limit""",
        ),
    ),
    # Counts what is open in a set of tasks, and leaves the price to a name.
    Right(
        "shows_the_limit",
        """
PRICE, PATIENCE = 59, 0.2

async def shows_the_limit(page, limit):
    now, most = set(), 0

    async def ask(carrier):
        nonlocal most
        me = asyncio.current_task()
        now.add(me)
        most = max(most, len(now))
        try:
            return await asyncio.sleep(PATIENCE, PRICE)
        finally:
            now.remove(me)

    await page(ask)
    return most == limit
""",
    ),
]

TASKS = f"""
    try:
        async with asyncio.timeout({DEADLINE}):
            await asyncio.gather(*(ask(carrier) for carrier in CARRIERS)%s)
    except TimeoutError:
        pass
"""
PLANNER_VIEW = [
    Wrong(
        "planner_view", "page-missing-mixed", page(missing="sorted(set(CARRIERS) - set(prices))")
    ),
    Wrong(
        "planner_view",
        "page-wider-error",
        page(
            ask="""
        async with window:
            with suppress(OSError):
                prices[carrier] = await quote(carrier)
"""
        ),
    ),
    # One semaphore for all visitors with the same limit.
    Wrong(
        "planner_view",
        "page-shared",
        "windows = {}\n"
        + page(
            head="prices, loop = {}, asyncio.get_running_loop()\n"
            "    limit = int(request.GET['limit'])\n"
            "    window = windows.setdefault((loop, limit), asyncio.Semaphore(limit))"
        ),
    ),
    Wrong(
        "planner_view",
        "page-shared",
        "prices = {}\n" + page(head="window = asyncio.Semaphore(int(request.GET['limit']))"),
    ),
    Wrong("planner_view", "page-questions-after-an-error", page(wait=TASKS % "")),
    Wrong(
        "planner_view",
        "page-errors-as-results",
        page(wait=TASKS % ", return_exceptions=True"),
    ),
    Wrong(
        "planner_view",
        "page-asks-in-another-order",
        page(
            wait=f"""
    with suppress(TimeoutError):
        async with asyncio.timeout({DEADLINE}), asyncio.TaskGroup() as group:
            for carrier in reversed(CARRIERS):
                group.create_task(ask(carrier))
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-place-kept",
        page(
            ask="""
        await window.acquire()
        with suppress(ConnectionError):
            prices[carrier] = await quote(carrier)
            window.release()
"""
        ),
    ),
    Wrong(
        "planner_view",
        "page-other-end",
        page(best="sorted(prices, key=prices.get)[-int(request.GET['best']) :]"),
    ),
    Wrong(
        "planner_view",
        "page-limit-not-used",
        page(head="window, prices = asyncio.Semaphore(int(request.GET['limit']) - 1), {}"),
    ),
    Wrong("planner_view", "zero-lost", page(missing="[c for c in CARRIERS if not prices.get(c)]")),
    Wrong(
        "planner_view",
        "page-unshown-missing",
        page().replace("if c not in prices]", "if c not in [offer['carrier'] for offer in best]]"),
    ),
    Wrong("planner_view", "wrong-key", page().replace('{"carrier": c,', '{"name": c,')),
    Wrong(
        "planner_view",
        "page-all-offers",
        page(best="sorted(prices, key=prices.get)[: int(request.GET['best']) + 1]"),
    ),
    # The group is asked for in a task of its own, which the deadline cancels.
    Right(
        "planner_view",
        f"""
async def planner_view(request):
    window = asyncio.BoundedSemaphore(int(request.GET["limit"]))
    offers = []

    async def ask(carrier):
        async with window:
            try:
                price = await quote(carrier)
            except ConnectionError:
                return
        offers.append((price, carrier))

    async def everybody():
        async with asyncio.TaskGroup() as group:
            for carrier in CARRIERS:
                group.create_task(ask(carrier))

    try:
        await asyncio.wait_for(everybody(), timeout={DEADLINE})
    except TimeoutError:
        pass
    priced = {{carrier for _, carrier in offers}}
    best = sorted(offers)[: int(request.GET["best"])]
    return JsonResponse(
        {{
            "best": [{{"price": price, "carrier": carrier}} for price, carrier in best],
            "missing": [carrier for carrier in CARRIERS if carrier not in priced],
        }}
    )
""",
    ),
]

UPDATE = '        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)\n'


def _first(*lines: str) -> str:
    """The sale with other lines in place of the update."""
    return both(BOTH.replace(UPDATE, "".join(f"        {line}\n" for line in lines)))


BOOK_BOTH = [
    # Locks that are no locks: a comment, a text, a query that never runs, or only one of two trains.
    Wrong("book_both", "transaction-reads-first", _first("# select_for_update locks both trains")),
    Wrong("book_both", "transaction-reads-first", _first('"select_for_update"')),
    Wrong(
        "book_both",
        "journey-lock-not-taken",
        _first("Departure.objects.select_for_update().filter(pk__in=trains)"),
    ),
    Wrong(
        "book_both",
        "journey-lock-not-taken",
        _first("Departure.objects.select_for_update().filter(pk__in=trains).count()"),
    ),
    Wrong(
        "book_both",
        "journey-one-line",
        _first("Departure.objects.select_for_update().get(pk=trains[0])"),
    ),
    Wrong(
        "book_both",
        "journey-one-line",
        _first("Departure.objects.select_for_update().filter(pk__in=trains).first()"),
    ),
    Wrong(
        "book_both",
        "journey-crosswise",
        _first(
            "for train in trains:",
            '    Departure.objects.filter(pk=train).update(changes=F("changes") + 1)',
        ),
    ),
    Wrong(
        "book_both",
        "journey-crosswise",
        _first(
            "for train in trains:",
            "    Departure.objects.select_for_update().get(pk=train)",
        ),
    ),
    Wrong("book_both", "journey-error-as-value", both(attempt=TRY.replace("str(error)", "error"))),
    Wrong(
        "book_both",
        "journey-key-not-number",
        both().replace("there.berth.number", "there.pk").replace("back.berth.number", "back.pk"),
    ),
    Wrong(
        "book_both",
        "journey-key-not-number",
        both().replace("there.berth.number", "there.berth.pk"),
    ),
    Wrong(
        "book_both",
        "journey-fare-changed",
        both(BOTH.replace('changes=F("changes") + 1', 'price=F("price") + 1')),
    ),
    Wrong(
        "book_both",
        "journey-fare-changed",
        both(BOTH.replace('changes=F("changes") + 1', "price=49")),
    ),
    Wrong(
        "book_both",
        "wrong-type",
        both().replace("there.price + back.price", "str(there.price + back.price)"),
    ),
    Wrong(
        "book_both",
        "journey-sold-in-the-coroutine",
        both(
            both="",
            attempt="""
    try:
        there, back = sell(trains[0], traveller), sell(trains[1], traveller)
    except SoldOut as error:
        return JsonResponse({"error": str(error)}, status=409)
""",
        ),
    ),
    Wrong(
        "book_both",
        "query-called-not-passed",
        both(
            both="""
    def sell_two():
        with transaction.atomic():
            Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)
            return [sell(train, traveller) for train in trains]
""",
            attempt=TRY.replace("sync_to_async(sell_both)()", "sync_to_async(sell_two())"),
        ),
    ),
    Wrong(
        "book_both",
        "journey-nothing-handed-back",
        both(BOTH.replace("return [sell(train, traveller) for", "[sell(train, traveller) for")),
    ),
    Wrong(
        "book_both",
        "writes-outside",
        both(
            both="""
    def sell_both():
        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)
        with transaction.atomic():
            return [sell(train, traveller) for train in trains]
"""
        ),
    ),
    # Tries again after an error of the database, all of it.
    Right(
        "book_both",
        both(
            both="""
    from django.db import OperationalError

    @transaction.atomic
    def once():
        Departure.objects.filter(pk__in=trains).update(changes=F("changes") + 1)
        return [sell(train, traveller) for train in trains]

    def sell_both():
        try:
            return once()
        except OperationalError:
            return once()
"""
        ),
    ),
    # Two places, in an order that is the same for each trip.
    Right(
        "book_both",
        _first(
            "for train in sorted(trains, reverse=True):",
            "    list(Departure.objects.select_for_update().filter(pk=train).values('pk'))",
        ),
    ),
]

TASKS_MADE = "        tasks = [asyncio.create_task(ask(carrier)) for carrier in CARRIERS]\n"
END = '        yield event("end", {"missing": missing})\n'
WAITS = """                async with asyncio.timeout_at(end):
                    carrier, price = await arrived.get()
"""


OFFERS_LIVE = [
    Wrong(
        "offers_live",
        "live-tasks-in-the-view",
        live(
            events=TASKS_MADE.removeprefix("    ") + LIVE_EVENTS.replace(TASKS_MADE, ""),
        ),
    ),
    Wrong(
        "offers_live",
        "error-hidden",
        live(ask=LIVE_ASK.replace("suppress(ConnectionError)", "suppress(Exception)")),
    ),
    Wrong(
        "offers_live",
        "error-hidden",
        live(
            ask="""
    async def ask(carrier):
        price = None
        async with window:
            try:
                price = await quote(carrier)
            except Exception:
                pass
        arrived.put_nowait((carrier, price))
"""
        ),
    ),
    Wrong(
        "offers_live",
        "live-reader-ignored",
        live(
            events=LIVE_EVENTS.replace(
                "except TimeoutError", "except (TimeoutError, asyncio.CancelledError)"
            )
        ),
    ),
    Wrong(
        "offers_live",
        "live-yield-in-finally",
        live(events=LIVE_EVENTS.replace(END, "    " + END)),
    ),
    Wrong(
        "offers_live", "live-other-event", live(events=LIVE_EVENTS.replace('"offer"', '"message"'))
    ),
    Wrong(
        "offers_live",
        "live-data-no-object",
        live(
            events=LIVE_EVENTS.replace(
                '{"carrier": carrier, "price": price}',
                'json.dumps({"carrier": carrier, "price": price})',
            )
        ),
    ),
    Wrong(
        "offers_live",
        "page-asks-in-another-order",
        live(
            events=LIVE_EVENTS.replace(
                "for carrier in CARRIERS]", "for carrier in reversed(CARRIERS)]"
            )
        ),
    ),
    Wrong("offers_live", "nothing-returned", live(last=LIVE_RETURN.removeprefix("return "))),
    Wrong("offers_live", "live-no-response", live(last="return events()")),
    Wrong(
        "offers_live",
        "live-generator-awaited",
        live(last=LIVE_RETURN.replace("events()", "await events()")),
    ),
    Wrong(
        "offers_live",
        "live-generator-not-called",
        live(last=LIVE_RETURN.replace("events()", "events")),
    ),
    Wrong(
        "offers_live",
        "live-priced-missing",
        live(events=LIVE_EVENTS.replace('{"missing": missing}', '{"missing": list(CARRIERS)}')),
    ),
    # A failed carrier's error leaves its task.
    Wrong(
        "offers_live",
        "live-failure-not-caught",
        live(ask=LIVE_ASK.replace("with suppress(ConnectionError):", "if True:")),
    ),
    # The lesson's demonstration, without its answer for a carrier that is out of order.
    Wrong(
        "offers_live",
        "live-waits-for-ever",
        """
async def offers_live(request):
    window = asyncio.Semaphore(int(request.GET["limit"]))

    async def as_they_come(names):
        arrived = asyncio.Queue()

        async def ask(name):
            async with window:
                arrived.put_nowait((name, await quote(name)))

        tasks = [asyncio.create_task(ask(name)) for name in names]
        try:
            for _ in names:
                name, price = await arrived.get()
                yield event("offer", {"carrier": name, "price": price})
        finally:
            for task in tasks:
                task.cancel()

    return StreamingHttpResponse(as_they_come(CARRIERS), content_type="text/event-stream")
""",
    ),
    # Done tasks come into the queue themselves, and an error of another kind leaves the stream.
    Right(
        "offers_live",
        """
async def offers_live(request):
    limit, deadline = int(request.GET["limit"]), float(request.GET["deadline"])

    async def ask(window, carrier):
        async with window:
            return carrier, await quote(carrier)

    async def stream():
        window, arrived = asyncio.Semaphore(limit), asyncio.Queue()
        end, missing = asyncio.get_running_loop().time() + deadline, dict.fromkeys(CARRIERS)
        tasks = [asyncio.create_task(ask(window, carrier)) for carrier in CARRIERS]
        for task in tasks:
            task.add_done_callback(arrived.put_nowait)
        try:
            for _ in tasks:
                try:
                    async with asyncio.timeout_at(end):
                        task = await arrived.get()
                except TimeoutError:
                    break
                try:
                    carrier, price = task.result()
                except ConnectionError:
                    continue
                del missing[carrier]
                yield event("offer", {"price": price, "carrier": carrier})
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        yield event("end", {"missing": list(missing)})

    return StreamingHttpResponse(stream(), headers={"Content-Type": "text/event-stream"})
""",
    ),
]
FOUND = [*SHOWS_THE_LIMIT, *PLANNER_VIEW, *BOOK_BOTH, *OFFERS_LIVE]
