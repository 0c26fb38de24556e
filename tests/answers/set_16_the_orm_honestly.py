"""Answers to set 16."""

from tests.answers import Right, Wrong
from tests.answers.more_16_the_orm_honestly import FOUND

ARRIVALS = [
    Wrong(
        "arrivals",
        "lazy-in-a-coroutine",
        """
async def arrivals(station, night):
    trains = [t async for t in Departure.objects.filter(destination=station, night=night)]
    lines = [f"{len(trains)} trains"]
    for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return lines
""",
    ),
    # The relation of the board's own station is not the one that is touched.
    Wrong(
        "arrivals",
        "lazy-in-a-coroutine",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night)
    trains = [train async for train in query.select_related("destination")]
    lines = [f"{len(trains)} trains"]
    for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "queryset-read-plainly",
        """
async def arrivals(station, night):
    trains = Departure.objects.filter(destination=station, night=night).select_related("origin")
    lines = [f"{len(trains)} trains"]
    async for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "queryset-read-plainly",
        """
async def arrivals(station, night):
    trains = Departure.objects.filter(destination=station, night=night).select_related("origin")
    lines = []
    for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return [f"{len(lines)} trains"] + lines
""",
    ),
    Wrong(
        "arrivals",
        "queryset-awaited",
        """
async def arrivals(station, night):
    trains = await Departure.objects.filter(destination=station, night=night).select_related("origin")
    return [f"{len(trains)} trains"] + [f"{t.train} from {t.origin.name}" for t in trains]
""",
    ),
    Wrong(
        "arrivals",
        "no-such-twin",
        """
async def arrivals(station, night):
    trains = await Departure.objects.afilter(destination=station, night=night)
    return [f"{len(trains)} trains"] + [f"{t.train} from {t.origin.name}" for t in trains]
""",
    ),
    Wrong(
        "arrivals",
        "query-per-row",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night)
    lines = [f"{await query.acount()} trains"]
    async for train in query:
        origin = await sync_to_async(lambda: train.origin.name)()
        lines.append(f"{train.train} from {origin}")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "query-per-row",
        """
async def arrivals(station, night):
    def board():
        trains = Departure.objects.filter(destination=station, night=night)
        lines = [f"{len(trains)} trains"]
        for train in trains:
            lines.append(f"{train.train} from {train.origin.name}")
        return lines

    return await sync_to_async(board)()
""",
    ),
    Wrong(
        "arrivals",
        "query-per-row",
        """
from minisite.network.models import Station

async def arrivals(station, night):
    trains = [t async for t in Departure.objects.filter(destination=station, night=night)]
    lines = [f"{len(trains)} trains"]
    for train in trains:
        origin = await Station.objects.aget(pk=train.origin_id)
        lines.append(f"{train.train} from {origin.name}")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "key-not-name",
        """
async def arrivals(station, night):
    trains = [t async for t in Departure.objects.filter(destination=station, night=night)]
    lines = [f"{len(trains)} trains"]
    for train in trains:
        lines.append(f"{train.train} from {train.origin_id}")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "number-left-out",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night).select_related("origin")
    return [f"{train.train} from {train.origin.name}" async for train in query]
""",
    ),
    Wrong(
        "arrivals",
        "query-refused-quietly",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night).select_related("origin")
    try:
        number = len(query)
    except Exception:
        number = await query.acount()
    return [f"{number} trains"] + [f"{t.train} from {t.origin.name}" async for t in query]
""",
    ),
    Wrong(
        "arrivals",
        "orm-connection-left",
        """
async def arrivals(station, night):
    def board():
        query = Departure.objects.filter(destination=station, night=night).select_related("origin")
        return [f"{len(query)} trains"] + [f"{t.train} from {t.origin.name}" for t in query]

    return await asyncio.to_thread(board)
""".replace("async def", "import asyncio\n\nasync def", 1),
    ),
    Wrong(
        "arrivals",
        "query-called-not-passed",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night).select_related("origin")
    trains = await sync_to_async(list(query))()
    return [f"{len(trains)} trains"] + [f"{t.train} from {t.origin.name}" for t in trains]
""",
    ),
    Right(
        "arrivals",
        """
async def arrivals(station, night):
    trains = Departure.objects.filter(destination=station, night=night)
    lines = [f"{await trains.acount()} trains"]
    async for train in trains.select_related("origin"):
        lines.append(f"{train.train} from {train.origin.name}")
    return lines
""",
    ),
    Right(
        "arrivals",
        """
async def arrivals(station, night):
    trains = Departure.objects.filter(destination=station, night=night).prefetch_related("origin")
    lines = []
    async for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return [f"{len(lines)} trains", *lines]
""",
    ),
    Right(
        "arrivals",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night)
    pairs = [pair async for pair in query.values_list("train", "origin__name")]
    return [f"{len(pairs)} trains", *(f"{train} from {origin}" for train, origin in pairs)]
""",
    ),
    Right(
        "arrivals",
        """
async def arrivals(station, night):
    def board():
        trains = Departure.objects.filter(destination=station, night=night).select_related()
        return [f"{len(trains)} trains"] + [f"{t.train} from {t.origin.name}" for t in trains]

    return await sync_to_async(board)()
""",
    ),
    Right(
        "arrivals",
        """
@sync_to_async
def arrivals(station, night):
    trains = Departure.objects.filter(destination=station, night=night).select_related("origin")
    lines = [f"{trains.count()} trains"]
    for train in trains:
        lines.append(f"{train.train} from {train.origin.name}")
    return lines
""",
    ),
]

BOOK_BERTH = [
    Wrong(
        "book_berth",
        "check-then-act",
        """
async def book_berth(departure, traveller):
    berth = await free_berths(departure).afirst()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    train = await Departure.objects.aget(pk=departure)
    ticket = await Booking.objects.acreate(
        berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
    )
    await Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2)
    return ticket
""",
    ),
    Wrong(
        "book_berth",
        "check-then-act",
        """
async def book_berth(departure, traveller):
    def sell():
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = Departure.objects.get(pk=departure)
        ticket = Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
        )
        train.price += 2
        train.save()
        return ticket

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "transaction-reads-first",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = Departure.objects.get(pk=departure)
        train.price += 2
        train.save()
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
        )

    return await sync_to_async(sell)()
""",
    ),
    # A word in a comment locks nothing.
    Wrong(
        "book_berth",
        "transaction-reads-first",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        # select_for_update is not needed here
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = Departure.objects.get(pk=departure)
        train.price += 2
        train.save()
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
        )

    return await sync_to_async(sell)()
""",
    ),
    # A lock keeps the threads of one server apart, and knows nothing of a second server.
    Wrong(
        "book_berth",
        "transaction-reads-first",
        """
import threading

line = threading.Lock()

async def book_berth(departure, traveller):
    def sell():
        with line, transaction.atomic():
            berth = free_berths(departure).first()
            if berth is None:
                raise SoldOut("Every berth of this train is booked.")
            train = Departure.objects.get(pk=departure)
            Departure.objects.filter(pk=departure).update(price=F("price") + 2)
            return Booking.objects.create(
                berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
            )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "half-of-it-stayed",
        """
import asyncio

line = asyncio.Lock()

async def book_berth(departure, traveller):
    async with line:
        berth = await free_berths(departure).afirst()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = await Departure.objects.aget(pk=departure)
        await Departure.objects.filter(pk=departure).aupdate(price=train.price + 2)
        return await Booking.objects.acreate(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
        )
""",
    ),
    Wrong(
        "book_berth",
        "atomic-in-a-coroutine",
        """
async def book_berth(departure, traveller):
    with transaction.atomic():
        await Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2)
        berth = await free_berths(departure).afirst()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = await Departure.objects.aget(pk=departure)
        return await Booking.objects.acreate(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
        )
""",
    ),
    Wrong(
        "book_berth",
        "atomic-in-a-coroutine",
        """
async def book_berth(departure, traveller):
    async with transaction.atomic():
        await Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2)
        berth = await free_berths(departure).afirst()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        train = await Departure.objects.aget(pk=departure)
        return await Booking.objects.acreate(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
        )
""",
    ),
    Wrong(
        "book_berth",
        "atomic-in-a-coroutine",
        """
@transaction.atomic
async def book_berth(departure, traveller):
    await Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2)
    berth = await free_berths(departure).afirst()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    train = await Departure.objects.aget(pk=departure)
    return await Booking.objects.acreate(
        berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
    )
""",
    ),
    Wrong(
        "book_berth",
        "half-of-it-stayed",
        """
async def book_berth(departure, traveller):
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            trains.update(price=F("price") - 2)
            raise SoldOut("Every berth of this train is booked.")
        return Booking.objects.create(
            berth=berth,
            traveller=traveller,
            passenger=traveller.username,
            price=trains.get().price - 2,
        )

    return await sync_to_async(sell)()
""".replace("async def", "import threading\n\nline = threading.Lock()\n\nasync def", 1)
        .replace("        trains = ", "        line.acquire()\n        trains = ")
        .replace("    return await", "    try:\n        return await")
        .rstrip()
        + "\n    finally:\n        line.release()\n",
    ),
    Wrong(
        "book_berth",
        "raised-for-nothing",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            return None
        return Booking.objects.create(
            berth=berth,
            traveller=traveller,
            passenger=traveller.username,
            price=trains.get().price - 2,
        )

    ticket = await sync_to_async(sell)()
    if ticket is None:
        raise SoldOut("Every berth of this train is booked.")
    return ticket
""",
    ),
    Wrong(
        "book_berth",
        "price-of-the-next",
        """
@sync_to_async
@transaction.atomic
def book_berth(departure, traveller):
    trains = Departure.objects.filter(pk=departure)
    trains.update(price=F("price") + 2)
    berth = free_berths(departure).first()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=trains.get().price
    )
""",
    ),
    Wrong(
        "book_berth",
        "sold-out-not-raised",
        """
@sync_to_async
@transaction.atomic
def book_berth(departure, traveller):
    trains = Departure.objects.filter(pk=departure)
    trains.update(price=F("price") + 2)
    berth = free_berths(departure).first()
    if berth is None:
        return "sold out"
    price = trains.get().price - 2
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=price
    )
""",
    ),
    Wrong(
        "book_berth",
        "told-too-early",
        """
from django.db import IntegrityError

async def book_berth(departure, traveller):
    def sell():
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        price = Departure.objects.get(pk=departure).price
        try:
            with transaction.atomic():
                ticket = Booking.objects.create(
                    berth=berth, traveller=traveller, passenger=traveller.username, price=price
                )
                Departure.objects.filter(pk=departure).update(price=F("price") + 2)
                return ticket
        except IntegrityError:
            raise SoldOut("Somebody else was faster.")

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "price-read-too-early",
        """
async def book_berth(departure, traveller):
    train = await Departure.objects.aget(pk=departure)

    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "orm-connection-left",
        """
import asyncio

async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        price = trains.get().price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await asyncio.to_thread(sell)
""",
    ),
    Wrong(
        "book_berth",
        "price-not-raised",
        """
@sync_to_async
@transaction.atomic
def book_berth(departure, traveller):
    Departure.objects.filter(pk=departure).update(changes=F("changes") + 1)
    berth = free_berths(departure).first()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    train = Departure.objects.get(pk=departure)
    ticket = Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=train.price
    )
    train.price += 2
    return ticket
""",
    ),
    Right(
        "book_berth",
        """
@sync_to_async
@transaction.atomic
def book_berth(departure, traveller):
    Departure.objects.filter(pk=departure).update(changes=F("changes") + 1)
    train = Departure.objects.get(pk=departure)
    berth = free_berths(departure).first()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    train.price += 2
    train.save()
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=train.price - 2
    )
""",
    ),
    # SQLite knows no locked rows, so the check lets this transaction wait at its beginning.
    Right(
        "book_berth",
        """
async def book_berth(departure, traveller):
    def sell():
        with transaction.atomic():
            train = Departure.objects.select_for_update().get(pk=departure)
            berth = free_berths(departure).first()
            if berth is None:
                raise SoldOut("Every berth of this train is booked.")
            price, train.price = train.price, train.price + 2
            train.save(update_fields=["price"])
            return Booking.objects.create(
                berth=berth, traveller=traveller, passenger=traveller.username, price=price
            )

    return await sync_to_async(sell)()
""",
    ),
    Right(
        "book_berth",
        """
import asyncio

async def book_berth(departure, traveller):
    def sell():
        try:
            with transaction.atomic():
                trains = Departure.objects.filter(pk=departure)
                trains.update(price=F("price") + 2)
                berth = free_berths(departure).first()
                if berth is None:
                    raise SoldOut("Every berth of this train is booked.")
                price = trains.values_list("price", flat=True).get() - 2
                name = traveller.username
                return Booking.objects.create(
                    berth=berth, traveller=traveller, passenger=name, price=price
                )
        finally:
            connections.close_all()

    return await asyncio.to_thread(sell)
""",
    ),
    Right(
        "book_berth",
        """
def sell_one(departure, traveller):
    with transaction.atomic():
        if not Departure.objects.filter(pk=departure).update(price=F("price") + 2):
            raise LookupError(departure)
        price = Departure.objects.get(pk=departure).price - 2
        for berth in free_berths(departure)[:1]:
            ticket = Booking(berth=berth, traveller=traveller, price=price)
            ticket.passenger = traveller.username
            ticket.save()
            return ticket
        raise SoldOut("Every berth of this train is booked.")

async def book_berth(departure, traveller):
    return await sync_to_async(sell_one)(departure, traveller)
""",
    ),
]

EXPORT = [
    Wrong(
        "export",
        "all-rows-at-once",
        """
async def export(write, at_once):
    number = 0
    async for train in Departure.objects.select_related("origin", "destination").order_by("pk"):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "all-rows-at-once",
        """
async def export(write, at_once):
    query = Departure.objects.select_related("origin", "destination").order_by("pk")
    trains = await sync_to_async(list)(query)
    for train in trains:
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
    return len(trains)
""",
    ),
    Wrong(
        "export",
        "pieces-of-another-size",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator():
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "pieces-of-another-size",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=100):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "lazy-in-a-coroutine",
        """
async def export(write, at_once):
    number = 0
    async for train in Departure.objects.order_by("pk").aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "lazy-in-a-coroutine",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin").order_by("pk")
    async for train in trains.aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "keys-in-the-file",
        """
async def export(write, at_once):
    number = 0
    async for train in Departure.objects.order_by("pk").aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin_id};{train.destination_id}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "query-per-row",
        """
async def export(write, at_once):
    number = 0
    async for train in Departure.objects.order_by("pk").aiterator(chunk_size=at_once):
        line = await sync_to_async(
            lambda: f"{train.train};{train.origin.name};{train.destination.name}"
        )()
        await write(line)
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "hop-for-each-row",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=1):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "export-in-another-order",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination")
    async for train in trains.aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "never-awaited",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=at_once):
        write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "nothing-returned",
        """
async def export(write, at_once):
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
""",
    ),
    Wrong(
        "export",
        "queryset-read-plainly",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    for train in trains.iterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "values-list-in-pieces",
        """
async def export(write, at_once):
    number = 0
    rows = Departure.objects.order_by("pk").values_list("train", "origin__name", "destination__name")
    async for row in rows.aiterator(at_once):
        await write(";".join(row))
        number += 1
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    number = 0
    rows = Departure.objects.order_by("pk").values("train", "origin__name", "destination__name")
    async for row in rows.aiterator(at_once):
        await write(";".join(row.values()))
        number += 1
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    number = 0
    while piece := [t async for t in trains[number : number + at_once]]:
        for train in piece:
            await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += len(piece)
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    last = number = 0

    def piece():
        return list(trains.filter(pk__gt=last)[:at_once])

    while found := await sync_to_async(piece)():
        for train in found:
            await write(f"{train.train};{train.origin.name};{train.destination.name}")
        last, number = found[-1].pk, number + len(found)
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    pieces = trains.aiterator(chunk_size=at_once)
    return len([await write(f"{t.train};{t.origin.name};{t.destination.name}") async for t in pieces])
""",
    ),
]

SWAP_BERTHS = [
    Wrong(
        "swap_berths",
        "same-berth-for-a-moment",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        one = Booking.objects.get(reference=first, cancelled=None)
        other = Booking.objects.get(reference=second, cancelled=None)
        one.berth, other.berth = other.berth, one.berth
        one.save()
        other.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "lazy-in-a-coroutine",
        """
async def swap_berths(first, second):
    one = await Booking.objects.aget(reference=first, cancelled=None)
    other = await Booking.objects.aget(reference=second, cancelled=None)
    mine = one.berth
    await Booking.objects.filter(pk=one.pk).aupdate(cancelled=timezone.now())
    other.berth = mine
    await other.asave()
""",
    ),
    Wrong(
        "swap_berths",
        "swap-reads-first",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        one = Booking.objects.get(reference=first, cancelled=None)
        other = Booking.objects.get(reference=second, cancelled=None)
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        one.cancelled = timezone.now()
        one.save()
        other.save()
        one.cancelled = None
        one.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "writes-outside",
        """
import threading

line = threading.Lock()

async def swap_berths(first, second):
    def swap():
        with line:
            one = Booking.objects.get(reference=first, cancelled=None)
            other = Booking.objects.get(reference=second, cancelled=None)
            one.berth_id, other.berth_id = other.berth_id, one.berth_id
            one.cancelled = timezone.now()
            one.save()
            other.save()
            one.cancelled = None
            one.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "left-cancelled",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        one.save()
        other.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "swap-not-written",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        tickets.update(cancelled=None)

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "changed-for-nothing",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            return False
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for ticket in (one, other):
            ticket.cancelled = None
            ticket.save()
        return True

    if not await sync_to_async(swap)():
        raise Booking.DoesNotExist("One of these tickets is not there.")
""",
    ),
    Wrong(
        "swap_berths",
        "revived",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for ticket in (one, other):
            ticket.cancelled = None
            ticket.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "atomic-in-a-coroutine",
        """
async def swap_berths(first, second):
    async with transaction.atomic():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if await tickets.live().aupdate(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = [ticket async for ticket in tickets]
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        one.cancelled = other.cancelled = None
        await one.asave()
        await other.asave()
""",
    ),
    Wrong(
        "swap_berths",
        "swaps-overlap",
        """
async def swap_berths(first, second):
    berths = {
        ticket.reference: ticket.berth_id
        async for ticket in Booking.objects.live().filter(reference__in=[first, second])
    }

    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        Booking.objects.filter(reference=first).update(berth=berths[second])
        Booking.objects.filter(reference=second).update(berth=berths[first])
        tickets.update(cancelled=None)

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "missing-not-told",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            transaction.set_rollback(True)
            return
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for ticket in (one, other):
            ticket.cancelled = None
            ticket.save()

    await sync_to_async(swap)()
""",
    ),
    # The tickets keep their berths, and change their owners.
    Wrong(
        "swap_berths",
        "ticket-changed",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.live().filter(reference__in=[first, second])
        if tickets.update(price=F("price")) < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = tickets
        one.traveller_id, other.traveller_id = other.traveller_id, one.traveller_id
        one.passenger, other.passenger = other.passenger, one.passenger
        one.save()
        other.save()

    await sync_to_async(swap)()
""",
    ),
    # SQLite locks the whole file. Where rows are locked, another swap changes the second ticket.
    Wrong(
        "swap_berths",
        "first-write-elsewhere",
        """
@sync_to_async
@transaction.atomic
def swap_berths(first, second):
    live = Booking.objects.live()
    if live.filter(reference=first).update(cancelled=timezone.now()) != 1:
        raise Booking.DoesNotExist(first)
    one = Booking.objects.get(reference=first)
    other = Booking.objects.live().get(reference=second)
    one.berth, other.berth = other.berth, one.berth
    one.cancelled = None
    other.save()
    one.save()
""",
    ),
    Right(
        "swap_berths",
        """
async def swap_berths(first, second):
    def swap():
        with transaction.atomic():
            both = Booking.objects.live().filter(reference__in=[first, second])
            both.update(price=F("price"))
            found = {ticket.reference: ticket for ticket in both.select_related("berth")}
            if len(found) < 2:
                raise Booking.DoesNotExist
            one, other = found[first], found[second]
            berth = one.berth
            Booking.objects.filter(pk=one.pk).update(cancelled=timezone.now())
            Booking.objects.filter(pk=other.pk).update(berth=berth)
            Booking.objects.filter(pk=one.pk).update(berth=other.berth, cancelled=None)

    await sync_to_async(swap)()
""",
    ),
    # SQLite knows no locked rows, so the check lets this transaction wait at its beginning.
    Right(
        "swap_berths",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.select_for_update().filter(cancelled=None).order_by("pk")
        found = {t.reference: t for t in tickets.filter(reference__in=[first, second])}
        if len(found) < 2:
            raise Booking.DoesNotExist
        one, other = found.values()
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        Booking.objects.filter(pk=one.pk).update(cancelled=timezone.now())
        other.save()
        one.save()

    await sync_to_async(swap)()
""",
    ),
]

MORE = [
    Wrong(
        "book_berth",
        "check-then-act",
        """
async def book_berth(departure, traveller):
    berth = await free_berths(departure).afirst()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")

    @transaction.atomic
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        return Booking.objects.create(
            berth=berth,
            traveller=traveller,
            passenger=traveller.username,
            price=trains.get().price - 2,
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "raised-for-nothing",
        """
async def book_berth(departure, traveller):
    await Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2)

    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(changes=F("changes") + 1)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        return Booking.objects.create(
            berth=berth,
            traveller=traveller,
            passenger=traveller.username,
            price=Departure.objects.get(pk=departure).price - 2,
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "orm-connection-left",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("Every berth of this train is booked.")
        price = trains.get().price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell, thread_sensitive=False)()
""",
    ),
    Wrong(
        "book_berth",
        "failed-write-hidden",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        trains = Departure.objects.filter(pk=departure)
        trains.update(price=F("price") + 2)
        berth = free_berths(departure).get(number=free_berths(departure).first().number)
        price = trains.get().price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    try:
        return await sync_to_async(sell)()
    except Exception:
        raise SoldOut("Every berth of this train is booked.")
""",
    ),
    Wrong(
        "book_berth",
        "synchronous-only",
        """
async def book_berth(departure, traveller):
    Departure.objects.filter(pk=departure).update(price=F("price") + 2)
    berth = await free_berths(departure).afirst()
    if berth is None:
        raise SoldOut("Every berth of this train is booked.")
    return await Booking.objects.acreate(
        berth=berth, traveller=traveller, passenger=traveller.username, price=61
    )
""",
    ),
    # Whoever loses looks again: the constraint decides, and nobody meets its error.
    Right(
        "book_berth",
        """
from django.db import IntegrityError

async def book_berth(departure, traveller):
    def sell():
        while berth := free_berths(departure).first():
            try:
                with transaction.atomic():
                    trains = Departure.objects.filter(pk=departure)
                    trains.update(price=F("price") + 2)
                    return Booking.objects.create(
                        berth=berth,
                        traveller=traveller,
                        passenger=traveller.username,
                        price=trains.get().price - 2,
                    )
            except IntegrityError:
                pass
        raise SoldOut("Every berth of this train is booked.")

    return await sync_to_async(sell)()
""",
    ),
    Right(
        "arrivals",
        """
from django.db import connection

SQL = \"\"\"
    SELECT d.train, s.name FROM trains_departure d JOIN network_station s ON s.slug = d.origin_id
    WHERE d.destination_id = %s AND d.night = %s ORDER BY d.departs, d.carrier
\"\"\"

async def arrivals(station, night):
    def board():
        with connection.cursor() as cursor:
            cursor.execute(SQL, [station, night])
            return [f"{train} from {origin}" for train, origin in cursor.fetchall()]

    lines = await sync_to_async(board)()
    return [f"{len(lines)} trains"] + lines
""",
    ),
    Right(
        "arrivals",
        """
async def arrivals(station, night):
    trains = Departure.objects.select_related("origin").filter(destination_id=station, night=night)
    lines = [f"{train.train} from {train.origin}" async for train in trains.aiterator()]
    lines.insert(0, f"{len(lines)} trains")
    return lines
""",
    ),
    Wrong(
        "arrivals",
        "key-not-name",
        """
async def arrivals(station, night):
    query = Departure.objects.filter(destination=station, night=night).values("train", "origin")
    lines = [f"{row['train']} from {row['origin']}" async for row in query]
    return [f"{len(lines)} trains"] + lines
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.prefetch_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related().order_by("id")
    async for train in trains.aiterator(chunk_size=max(1, at_once // 2)):
        await write(";".join([train.train, str(train.origin), str(train.destination)]))
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "lines-written-late",
        """
import asyncio

async def export(write, at_once):
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    lines = [
        f"{t.train};{t.origin.name};{t.destination.name}"
        async for t in trains.aiterator(chunk_size=at_once)
    ]
    await asyncio.gather(*(write(line) for line in lines))
    return len(lines)
""",
    ),
    Wrong(
        "export",
        "pieces-of-another-size",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for train in trains.aiterator(chunk_size=2 * at_once):
        await write(f"{train.train};{train.origin.name};{train.destination.name}")
        number += 1
    return number
""",
    ),
    Right(
        "swap_berths",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) != 2:
            raise Booking.DoesNotExist
        one, other = list(tickets)
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        Booking.objects.bulk_update([one, other], ["berth"])
        tickets.update(cancelled=None)

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "told-missing",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.live().filter(reference__in=[first, second])
        tickets.update(cancelled=timezone.now())
        if tickets.count() < 2:
            raise Booking.DoesNotExist("One of these tickets is not there.")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        one.cancelled = other.cancelled = None
        one.save()
        other.save()

    await sync_to_async(swap)()
""",
    ),
]

ANSWERS = [*ARRIVALS, *BOOK_BERTH, *EXPORT, *SWAP_BERTHS, *MORE, *FOUND]
