"""Answers to set 15."""

from tests.answers import Right, Wrong

NIGHT_SHEET = [
    # Only the first line repaired, and so on.
    Wrong(
        "night_sheet",
        "called-not-handed-over",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count())()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "rows-read-outside",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(trains.values_list)("carrier", flat=True)
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "rows-read-outside",
        """
async def night_sheet(night):
    trains = await sync_to_async(Departure.objects.filter)(night=night)
    names = [train.carrier for train in trains]
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": len(names), "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    # list(…) is called before the hop.
    Wrong(
        "night_sheet",
        "called-not-handed-over",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list(trains.values_list("carrier", flat=True)))()
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "bridge-not-called",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "asked-without-a-hop",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = trains.count()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "database-off-its-thread",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count, thread_sensitive=False)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "database-off-its-thread",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number, names, berths = await asyncio.gather(
        asyncio.to_thread(trains.count),
        asyncio.to_thread(list, trains.values_list("carrier", flat=True)),
        asyncio.to_thread(Berth.objects.filter(departure__night=night).count),
    )
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "refusal-turned-off",
        """
import os

async def night_sheet(night):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    trains = Departure.objects.filter(night=night)
    names = list(trains.values_list("carrier", flat=True))
    berths = Berth.objects.filter(departure__in=trains).count()
    return {"trains": len(names), "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "function-as-value",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(lambda: trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "never-awaited",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "bridge-got-a-coroutine-function",
        """
async def night_sheet(night):
    async def sheet():
        trains = Departure.objects.filter(night=night)
        names = list(trains.values_list("carrier", flat=True))
        berths = Berth.objects.filter(departure__in=trains).count()
        return {"trains": len(names), "carriers": sorted(set(names)), "berths": berths}

    return await sync_to_async(sheet)()
""",
    ),
    Wrong(
        "night_sheet",
        "carriers-repeated",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(names), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "cursor-of-another-thread",
        """
from django.db import connection

async def night_sheet(night):
    cursor = await sync_to_async(connection.cursor)()
    await sync_to_async(cursor.execute)("SELECT carrier FROM trains_departure")
    names = await sync_to_async(cursor.fetchall)()
    return {"trains": len(names), "carriers": sorted(set(names)), "berths": 0}
""",
    ),
    Wrong(
        "night_sheet",
        "bridge-in-a-coroutine",
        """
from asgiref.sync import async_to_sync

async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = async_to_sync(trains.acount)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    return {"trains": number, "carriers": sorted(set(names)), "berths": 0}
""",
    ),
    # All at once, in one hop.
    Right(
        "night_sheet",
        """
async def night_sheet(night):
    def sheet():
        trains = Departure.objects.filter(night=night)
        names = trains.values_list("carrier", flat=True)
        berths = Berth.objects.filter(departure__in=trains).count()
        return {"trains": len(names), "carriers": sorted(set(names)), "berths": berths}

    return await sync_to_async(sheet)()
""",
    ),
    # What Django offers itself; lesson 16.
    Right(
        "night_sheet",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    names = {name async for name in trains.values_list("carrier", flat=True)}
    berths = await Berth.objects.filter(departure__in=trains).acount()
    return {"trains": await trains.acount(), "carriers": sorted(names), "berths": berths}
""",
    ),
    Right(
        "night_sheet",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number, names, berths = await asyncio.gather(
        sync_to_async(lambda: trains.count())(),
        sync_to_async(lambda: sorted({train.carrier for train in trains}))(),
        sync_to_async(Berth.objects.filter(departure__night=night).count, thread_sensitive=True)(),
    )
    return {"trains": number, "carriers": names, "berths": berths}
""",
    ),
    Right(
        "night_sheet",
        """
@sync_to_async
def night_sheet(night):
    trains = list(Departure.objects.filter(night=night))
    berths = Berth.objects.filter(departure__in=trains).count()
    names = sorted({train.carrier for train in trains})
    return {"trains": len(trains), "carriers": names, "berths": berths}
""",
    ),
]

BERTHS_SOLD = [
    Wrong(
        "berths_sold",
        "hop-for-each",
        """
async def berths_sold(trains):
    sold = {}
    for train in trains:
        try:
            sold[train] = await sync_to_async(sold_on)(train)
        except LookupError:
            sold[train] = None
    return sold
""",
    ),
    Wrong(
        "berths_sold",
        "hops-gathered",
        """
async def berths_sold(trains):
    async def ask(train):
        try:
            return await sync_to_async(sold_on)(train)
        except LookupError:
            return None

    answers = await asyncio.gather(*(ask(train) for train in trains))
    return dict(zip(trains, answers))
""",
    ),
    Wrong(
        "berths_sold",
        "database-off-its-thread",
        """
async def berths_sold(trains):
    def ask(train):
        try:
            return sold_on(train)
        except LookupError:
            return None

    answers = await asyncio.gather(*(asyncio.to_thread(ask, train) for train in trains))
    return dict(zip(trains, answers))
""",
    ),
    Wrong(
        "berths_sold",
        "database-off-its-thread",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all, thread_sensitive=False)()
""",
    ),
    Wrong(
        "berths_sold",
        "asked-without-a-hop",
        """
async def berths_sold(trains):
    sold = {}
    for train in trains:
        try:
            sold[train] = sold_on(train)
        except LookupError:
            sold[train] = None
    return sold
""",
    ),
    Wrong(
        "berths_sold",
        "called-not-handed-over",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all())()
""",
    ),
    # The generator is made in the thread, and read on the loop.
    Wrong(
        "berths_sold",
        "rows-read-outside",
        """
async def berths_sold(trains):
    def ask(train):
        try:
            return sold_on(train)
        except LookupError:
            return None

    pairs = await sync_to_async(lambda: ((train, ask(train)) for train in trains))()
    return dict(pairs)
""",
    ),
    Wrong(
        "berths_sold",
        "missing-train-fails-all",
        """
async def berths_sold(trains):
    return await sync_to_async(lambda: {train: sold_on(train) for train in trains})()
""",
    ),
    Wrong(
        "berths_sold",
        "missing-train-left-out",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                pass
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "every-error-caught",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except Exception:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    # The except stands around the loop: what comes behind the missing train is lost.
    Wrong(
        "berths_sold",
        "stopped-at-missing-train",
        """
async def berths_sold(trains):
    def ask_all():
        sold = dict.fromkeys(trains)
        try:
            for train in trains:
                sold[train] = sold_on(train)
        except LookupError:
            pass
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "trains-in-another-order",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in sorted(trains):
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "bridge-got-a-coroutine-function",
        """
async def berths_sold(trains):
    async def ask_all():
        return {train: sold_on(train) for train in trains}

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "never-awaited",
        """
async def berths_sold(trains):
    def ask_all():
        return {train: sold_on(train) for train in trains}

    sync_to_async(ask_all)()
    return {}
""",
    ),
    Right(
        "berths_sold",
        """
def sold_or_none(train):
    try:
        return sold_on(train)
    except LookupError:
        return None

async def berths_sold(trains):
    answers = await sync_to_async(lambda: [sold_or_none(train) for train in trains])()
    return dict(zip(trains, answers))
""",
    ),
    Right(
        "berths_sold",
        """
@sync_to_async
def berths_sold(trains):
    sold = dict.fromkeys(trains)
    for train in trains:
        try:
            sold[train] = sold_on(train)
        except LookupError:
            continue
    return sold
""",
    ),
    # Without trains no hop is needed.
    Right(
        "berths_sold",
        """
import contextlib

async def berths_sold(trains):
    if not trains:
        return {}
    sold = {train: None for train in trains}

    def fill():
        for train in trains:
            with contextlib.suppress(LookupError):
                sold[train] = sold_on(train)

    await sync_to_async(fill, thread_sensitive=True)()
    return sold
""",
    ),
]

PRINT_AND_NOTE = [
    Wrong(
        "print_and_note",
        "printer-on-request-thread",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out)(ticket), sync_to_async(note)(ticket)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "note-waits-for-printer",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages = await sync_to_async(print_out, thread_sensitive=False)(ticket)
    prints = await sync_to_async(note)(ticket)
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "note-waits-for-printer",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    prints = await sync_to_async(note)(ticket)
    pages = await asyncio.to_thread(print_out, ticket)
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "database-off-its-thread",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        asyncio.to_thread(print_out, ticket), asyncio.to_thread(note, ticket)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    # The wrong one of the two.
    Wrong(
        "print_and_note",
        "database-off-its-thread",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out)(ticket),
        sync_to_async(note, thread_sensitive=False)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "printer-on-the-loop",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    noting = asyncio.create_task(sync_to_async(note)(ticket))
    pages = print_out(ticket)
    return {"pages": pages, "prints": await noting}
""",
    ),
    Wrong(
        "print_and_note",
        "asked-without-a-hop",
        """
async def print_and_note(number):
    ticket = load(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(ticket), sync_to_async(note)(ticket)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "called-not-handed-over",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load(number))()
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(ticket), sync_to_async(note)(ticket)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "printer-on-request-thread",
        """
async def print_and_note(number):
    def all_of_it():
        ticket = load(number)
        return {"pages": print_out(ticket), "prints": note(ticket)}

    return await sync_to_async(all_of_it)()
""",
    ),
    Wrong(
        "print_and_note",
        "pages-and-prints-mixed",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(note)(ticket),
        sync_to_async(print_out, thread_sensitive=False)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "ticket-loaded-again",
        """
async def print_and_note(number):
    def noted():
        return note(load(number))

    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(ticket), sync_to_async(noted)()
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "ticket-not-handed-on",
        """
async def print_and_note(number):
    await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(number), sync_to_async(note)(number)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    # The printer runs before the bridge gets its result.
    Wrong(
        "print_and_note",
        "called-not-handed-over",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out(ticket), thread_sensitive=False)(), sync_to_async(note)(ticket)
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Right(
        "print_and_note",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    async with asyncio.TaskGroup() as group:
        printing = group.create_task(asyncio.to_thread(print_out, ticket))
        noting = group.create_task(sync_to_async(note)(ticket))
    return {"pages": printing.result(), "prints": noting.result()}
""",
    ),
    Right(
        "print_and_note",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    loop = asyncio.get_running_loop()
    printing = loop.run_in_executor(None, print_out, ticket)
    prints = await sync_to_async(note)(ticket)
    return {"pages": await printing, "prints": prints}
""",
    ),
    Right(
        "print_and_note",
        """
async def print_and_note(number):
    in_request, anywhere = sync_to_async, lambda f: sync_to_async(f, thread_sensitive=False)
    ticket = await in_request(load)(number)
    prints, pages = await asyncio.gather(in_request(note)(ticket), anywhere(print_out)(ticket))
    return dict(pages=pages, prints=prints)
""",
    ),
    # One hop, and a thread that is made there.
    Right(
        "print_and_note",
        """
from concurrent.futures import ThreadPoolExecutor

def _work(number):
    ticket = load(number)
    with ThreadPoolExecutor() as pool:
        printing = pool.submit(print_out, ticket)
        prints = note(ticket)
        return {"pages": printing.result(), "prints": prints}

async def print_and_note(number):
    return await sync_to_async(_work)(number)
""",
    ),
]

REHEARSE = [
    Wrong(
        "rehearse",
        "no-context",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places:
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "context-around-all",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places:
            return await visit()

    async with ThreadSensitiveContext():
        return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    # A context for each visit, but inside one that stands around all of them: the outermost counts.
    Wrong(
        "rehearse",
        "context-around-all",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    async with ThreadSensitiveContext():
        return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "more-visitors-than-places",
        """
async def rehearse(visits, at_once):
    async def one(visit):
        async with ThreadSensitiveContext():
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    # A semaphore in each call.
    Wrong(
        "rehearse",
        "more-visitors-than-places",
        """
async def rehearse(visits, at_once):
    async def one(visit):
        async with asyncio.Semaphore(at_once), ThreadSensitiveContext():
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "visits-in-a-row",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)
    pages = []
    for visit in visits:
        async with places, ThreadSensitiveContext():
            pages.append(await visit())
    return pages
""",
    ),
    Wrong(
        "rehearse",
        "waits-for-the-group",
        """
async def rehearse(visits, at_once):
    async def one(visit):
        async with ThreadSensitiveContext():
            return await visit()

    pages = []
    for start in range(0, len(visits), at_once):
        group = visits[start : start + at_once]
        pages += await asyncio.gather(*(one(visit) for visit in group))
    return pages
""",
    ),
    Wrong(
        "rehearse",
        "visits-out-of-order",
        """
async def rehearse(visits, at_once):
    places, pages = asyncio.Semaphore(at_once), []

    async def one(visit):
        async with places, ThreadSensitiveContext():
            pages.append(await visit())

    await asyncio.gather(*(one(visit) for visit in visits))
    return pages
""",
    ),
    # A context for each worker: the second visitor gets the first one's thread.
    Wrong(
        "rehearse",
        "thread-used-again",
        """
async def rehearse(visits, at_once):
    waiting, pages = list(enumerate(visits)), {}

    async def worker():
        async with ThreadSensitiveContext():
            while waiting:
                number, visit = waiting.pop(0)
                pages[number] = await visit()

    await asyncio.gather(*(worker() for _ in range(at_once)))
    return [pages[number] for number in range(len(visits))]
""",
    ),
    Wrong(
        "rehearse",
        "bridge-got-a-coroutine-function",
        """
async def rehearse(visits, at_once):
    return await asyncio.gather(*(sync_to_async(visit)() for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "nothing-returned",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    # One object, entered by each visit.
    Wrong(
        "rehearse",
        "context-shared-by-tasks",
        """
async def rehearse(visits, at_once):
    places, context = asyncio.Semaphore(at_once), ThreadSensitiveContext()

    async def one(visit):
        async with places, context:
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "context-without-async",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places:
            with ThreadSensitiveContext():
                return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    # Workers with a queue, and a context for each visit.
    Right(
        "rehearse",
        """
async def rehearse(visits, at_once):
    queue, pages = asyncio.Queue(), [None] * len(visits)
    for numbered in enumerate(visits):
        queue.put_nowait(numbered)

    async def worker():
        while not queue.empty():
            number, visit = queue.get_nowait()
            async with ThreadSensitiveContext():
                pages[number] = await visit()

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
    return pages
""",
    ),
    Right(
        "rehearse",
        """
async def rehearse(visits, at_once):
    places = asyncio.BoundedSemaphore(at_once)

    async def one(visit):
        await places.acquire()
        try:
            async with ThreadSensitiveContext():
                return await visit()
        finally:
            places.release()

    tasks = [asyncio.create_task(one(visit)) for visit in visits]
    return [await task for task in tasks]
""",
    ),
    # The other way round: the context first, then the place. No hop comes before the visit.
    Right(
        "rehearse",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with ThreadSensitiveContext():
            async with places:
                return await visit()

    return await asyncio.gather(*map(one, visits))
""",
    ),
]

# What readers of the lesson wrote.
NIGHT_SHEET += [
    Wrong(
        "night_sheet",
        "refusal-caught",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    try:
        number = trains.count()
    except Exception:
        number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "refusal-caught",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    try:
        number = trains.count()
    except Exception:
        number = 0
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "carriers-not-sorted",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": list(dict.fromkeys(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "carriers-not-sorted",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": set(names), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "wrong-type",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": tuple(sorted(set(names))), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "rows-are-tuples",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier"))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "sheet-of-other-names",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "beds": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "task-as-value",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = asyncio.create_task(sync_to_async(Berth.objects.filter(departure__in=trains).count)())
    await berths
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "berths-of-every-night",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.count)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "never-awaited",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = trains.acount()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
    Wrong(
        "night_sheet",
        "bridge-got-a-coroutine-function",
        """
async def night_sheet(night):
    trains = Departure.objects.filter(night=night)
    number = await sync_to_async(trains.acount)()
    names = await sync_to_async(list)(trains.values_list("carrier", flat=True))
    berths = await sync_to_async(Berth.objects.filter(departure__in=trains).count)()
    return {"trains": number, "carriers": sorted(set(names)), "berths": berths}
""",
    ),
]

# What readers of the lesson wrote.
BERTHS_SOLD += [
    Wrong(
        "berths_sold",
        "list-of-the-caller-changed",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        while trains:
            train = trains.pop(0)
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "every-error-caught",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except (LookupError, RuntimeError):
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "every-error-caught",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except (LookupError, ValueError, OSError):
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "stopped-at-missing-train",
        """
async def berths_sold(trains):
    sold = {}

    def ask_all():
        for train in trains:
            sold[train] = sold_on(train)

    try:
        await sync_to_async(ask_all)()
    except LookupError:
        pass
    return sold
""",
    ),
    Wrong(
        "berths_sold",
        "hop-for-each",
        """
async def berths_sold(trains):
    def ask(some):
        sold = {}
        for train in some:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    sold = {}
    for start in range(0, len(trains), 100):
        sold |= await sync_to_async(ask)(trains[start : start + 100])
    return sold
""",
    ),
    Wrong(
        "berths_sold",
        "error-object-in-dict",
        """
async def berths_sold(trains):
    calls = [sync_to_async(sold_on)(train) for train in trains]
    return dict(zip(trains, await asyncio.gather(*calls, return_exceptions=True)))
""",
    ),
    Wrong(
        "berths_sold",
        "every-error-caught",
        """
async def berths_sold(trains):
    calls = [sync_to_async(sold_on)(train) for train in trains]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    return {t: None if isinstance(a, Exception) else a for t, a in zip(trains, answers)}
""",
    ),
    Wrong(
        "berths_sold",
        "function-as-value",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "not-through-sold-on",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains[1:]:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "missing-train-not-none",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = 0
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "zero-taken-for-missing",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train) or None
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "no-dict-for-no-trains",
        """
async def berths_sold(trains):
    if not trains:
        return None

    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "rows-read-outside",
        """
def sold_or_none(train):
    try:
        return sold_on(train)
    except LookupError:
        return None

async def berths_sold(trains):
    answers = await sync_to_async(map)(sold_or_none, trains)
    return dict(zip(trains, answers))
""",
    ),
    Wrong(
        "berths_sold",
        "error-in-other-clothes",
        """
async def berths_sold(trains):
    def ask_all():
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
            except Exception as error:
                raise KeyError('no answer') from error
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Wrong(
        "berths_sold",
        "hop-without-arguments",
        """
async def berths_sold(trains):
    def ask_all(trains):
        sold = {}
        for train in trains:
            try:
                sold[train] = sold_on(train)
            except LookupError:
                sold[train] = None
        return sold

    return await sync_to_async(ask_all)()
""",
    ),
    Right(
        "berths_sold",
        """
async def berths_sold(trains):
    def ask(train):
        try:
            return train, sold_on(train)
        except LookupError:
            return train, None

    return dict(await sync_to_async(lambda: list(map(ask, trains)))())
""",
    ),
]

# What readers of the lesson wrote.
PRINT_AND_NOTE += [
    Wrong(
        "print_and_note",
        "printer-error-hidden",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(ticket),
        sync_to_async(note)(ticket),
        return_exceptions=True,
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "printer-error-hidden",
        """
async def print_and_note(number):
    try:
        ticket = await sync_to_async(load)(number)
        pages, prints = await asyncio.gather(
            asyncio.to_thread(print_out, ticket), sync_to_async(note)(ticket)
        )
        return {"pages": pages, "prints": prints}
    except Exception:
        return None
""",
    ),
    Wrong(
        "print_and_note",
        "printer-error-hidden",
        """
async def print_and_note(number):
    try:
        ticket = await sync_to_async(load)(number)
        pages, prints = await asyncio.gather(
            asyncio.to_thread(print_out, ticket), sync_to_async(note)(ticket)
        )
        return {"pages": pages, "prints": prints}
    except:
        return {"pages": 0, "prints": 0}
""",
    ),
    Wrong(
        "print_and_note",
        "coroutine-waits-for-thread",
        """
import threading

async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages = []
    printing = threading.Thread(target=lambda: pages.append(print_out(ticket)))
    printing.start()
    prints = await sync_to_async(note)(ticket)
    printing.join()
    return {"pages": pages[0], "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "coroutine-waits-for-thread",
        """
from concurrent.futures import ThreadPoolExecutor

async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    with ThreadPoolExecutor() as pool:
        printing = pool.submit(print_out, ticket)
        prints = await sync_to_async(note)(ticket)
        return {"pages": printing.result(), "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "pages-and-prints-mixed",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    printing = asyncio.create_task(asyncio.to_thread(print_out, ticket))
    noting = asyncio.create_task(sync_to_async(note)(ticket))
    done, _ = await asyncio.wait([printing, noting])
    pages, prints = [task.result() for task in done]
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "pages-and-prints-mixed",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    jobs = [asyncio.to_thread(print_out, ticket), sync_to_async(note)(ticket)]
    prints, pages = [await job for job in asyncio.as_completed(jobs)]
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "not-what-they-gave",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    asyncio.create_task(asyncio.to_thread(print_out, ticket))
    prints = await sync_to_async(note)(ticket)
    return {"pages": 2, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "awaited-before-gather",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        await sync_to_async(print_out, thread_sensitive=False)(ticket),
        await sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "sensitive-in-wrong-brackets",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out)(ticket, thread_sensitive=False),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "sensitive-in-wrong-brackets",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out)(ticket, False),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "sensitive-in-wrong-brackets",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, False)(ticket),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "sensitive-in-wrong-brackets",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensetive=False)(ticket),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "called-not-handed-over",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        asyncio.to_thread(print_out(ticket)),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "hop-without-arguments",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    pages, prints = await asyncio.gather(
        sync_to_async(print_out, thread_sensitive=False)(),
        sync_to_async(note)(ticket),
    )
    return {"pages": pages, "prints": prints}
""",
    ),
    Wrong(
        "print_and_note",
        "task-as-value",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    async with asyncio.TaskGroup() as group:
        printing = group.create_task(asyncio.to_thread(print_out, ticket))
        noting = group.create_task(sync_to_async(note)(ticket))
    return {"pages": printing, "prints": noting}
""",
    ),
    Right(
        "print_and_note",
        """
async def print_and_note(number):
    ticket = await sync_to_async(load)(number)
    printing = asyncio.create_task(asyncio.to_thread(print_out, ticket))
    noting = asyncio.create_task(sync_to_async(note)(ticket))
    await asyncio.wait([noting, printing])
    return {"pages": printing.result(), "prints": noting.result()}
""",
    ),
]

# What readers of the lesson wrote.
REHEARSE += [
    Wrong(
        "rehearse",
        "wrong-type",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    return tuple(await asyncio.gather(*(one(visit) for visit in visits)))
""",
    ),
    Wrong(
        "rehearse",
        "places-miscounted",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once + 1)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "places-miscounted",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(2)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "function-not-called",
        """
async def rehearse(visits, at_once):
    async with ThreadSensitiveContext():
        return await asyncio.gather(*visits)
""",
    ),
    Wrong(
        "rehearse",
        "visits-in-a-row",
        """
async def rehearse(visits, at_once):
    places = asyncio.Lock()

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "visits-left-out",
        """
async def rehearse(visits, at_once):
    waiting, pages = list(enumerate(visits)), [None] * len(visits)

    async def worker():
        while waiting:
            number, visit = waiting.pop(0)
            async with ThreadSensitiveContext():
                pages[number] = await visit()

    await asyncio.gather(*(worker() for _ in range(at_once - 1)))
    return pages
""",
    ),
    Wrong(
        "rehearse",
        "never-awaited",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places, ThreadSensitiveContext():
            return visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "context-without-async",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        with places:
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "context-class-not-object",
        """
async def rehearse(visits, at_once):
    places = asyncio.Semaphore(at_once)

    async def one(visit):
        async with places, ThreadSensitiveContext:
            return await visit()

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Wrong(
        "rehearse",
        "places-of-another-loop",
        """
places = asyncio.Semaphore(1)

async def one(visit):
    async with places, ThreadSensitiveContext():
        return await visit()

async def rehearse(visits, at_once):
    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
    Right(
        "rehearse",
        """
async def rehearse(visits, at_once):
    going_on = 0

    async def one(visit):
        nonlocal going_on
        while going_on >= at_once:
            await asyncio.sleep(0.01)
        going_on += 1
        try:
            async with ThreadSensitiveContext():
                return await visit()
        finally:
            going_on -= 1

    return await asyncio.gather(*(one(visit) for visit in visits))
""",
    ),
]

ANSWERS = [*NIGHT_SHEET, *BERTHS_SOLD, *PRINT_AND_NOTE, *REHEARSE]
