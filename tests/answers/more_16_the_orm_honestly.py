"""Answers to set 16 that two readers found, and that were misjudged or not understood."""

from tests.answers import Right, Wrong

FOUND = [
    Wrong(
        "arrivals",
        "key-not-name",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q]
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.origin_id.title()}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "queryset-read-plainly",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    q = q.select_related("origin")
    lines = [f"{t.train} from {t.origin.name}" for t in q]
    return [f"{len(lines)} trains"] + lines
""",
    ),
    Wrong(
        "arrivals",
        "yielded-not-returned",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("origin")]
    yield f"{len(ts)} trains"
    for t in ts:
        yield f"{t.train} from {t.origin.name}"
""",
    ),
    Wrong(
        "arrivals",
        "refusal-switched-off",
        """
import os


async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    ts = list(q.select_related("origin"))
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "more-queries-than-needed",
        """
from minisite.network.models import Station


async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    s = {x.pk: x.name async for x in Station.objects.all()}
    n = await q.acount()
    ts = [t async for t in q]
    return [f"{n} trains"] + [f"{t.train} from {s[t.origin_id]}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "wrong-end",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("destination")]
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.destination.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "board-of-others",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [
        t async for t in Departure.objects.filter(destination=station).select_related("origin")
    ]
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "another-number-first",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("origin")]
    return ["13 trains"] + [f"{t.train} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "line-in-another-form",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("origin")]
    return [f"{len(ts)} trains"] + [f"{t} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "board-cut-short",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("origin")]
    lines = [f"{len(ts)} trains"]
    for t in ts:
        lines.append(f"{t.train} from {t.origin.name}")
        return lines
""",
    ),
    Wrong(
        "arrivals",
        "no-such-relation",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    ts = [t async for t in q.select_related("station")]
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "arrivals",
        "lazy-in-a-coroutine",
        """
async def arrivals(station, night):
    q = Departure.objects.filter(destination=station, night=night)
    q.select_related("origin")
    ts = [t async for t in q]
    return [f"{len(ts)} trains"] + [f"{t.train} from {t.origin.name}" for t in ts]
""",
    ),
    Wrong(
        "book_berth",
        "every-train-dearer",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "cancelled-not-sold",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = (
            Berth.objects.filter(departure=departure)
            .exclude(pk__in=Booking.objects.filter(berth__departure=departure).values("berth"))
            .order_by("number")
            .first()
        )
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "first-write-elsewhere",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=1).update(price=F("price"))
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "first-write-elsewhere",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=-1).update(price=F("price"))
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "first-write-elsewhere",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        traveller.save()
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "atomic-not-bridged",
        """
@transaction.atomic
def book_berth(departure, traveller):
    Departure.objects.filter(pk=departure).update(price=F("price") + 2)
    berth = free_berths(departure).first()
    if berth is None:
        raise SoldOut("x")
    price = Departure.objects.get(pk=departure).price - 2
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=price
    )
""",
    ),
    Wrong(
        "book_berth",
        "atomic-not-bridged",
        """
@transaction.atomic
@sync_to_async
def book_berth(departure, traveller):
    Departure.objects.filter(pk=departure).update(price=F("price") + 2)
    berth = free_berths(departure).first()
    if berth is None:
        raise SoldOut("x")
    price = Departure.objects.get(pk=departure).price - 2
    return Booking.objects.create(
        berth=berth, traveller=traveller, passenger=traveller.username, price=price
    )
""",
    ),
    Wrong(
        "book_berth",
        "no-transaction",
        """
async def book_berth(departure, traveller):
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "no-transaction",
        """
import asyncio


async def book_berth(departure, traveller):
    u, berth = await asyncio.gather(
        Departure.objects.filter(pk=departure).aupdate(price=F("price") + 2),
        free_berths(departure).afirst(),
    )
    if berth is None:
        raise SoldOut("x")
    t = await Departure.objects.aget(pk=departure)
    return await Booking.objects.acreate(
        berth=berth, traveller=traveller, passenger=traveller.username, price=t.price - 2
    )
""",
    ),
    Wrong(
        "book_berth",
        "never-awaited",
        """
async def book_berth(departure, traveller):
    @sync_to_async
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    sell()
""",
    ),
    Wrong(
        "book_berth",
        "never-awaited",
        """
async def book_berth(departure, traveller):
    @sync_to_async
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return sell()
""",
    ),
    Wrong(
        "book_berth",
        "sold-out-not-raised",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "sold-out-not-raised",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure)[0]
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "own-sold-out",
        """
class SoldOut(Exception):
    pass


async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "departure-is-a-key",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure.pk).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure.pk).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "f-in-create",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = F("price")
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Right(
        "book_berth",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Berth.objects.filter(departure=departure).update(number=F("number"))
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "book_berth",
        "atomic-not-bridged",
        """
async def book_berth(departure, traveller):
    @transaction.atomic
    def sell():
        Departure.objects.filter(pk=departure).update(price=F("price") + 2)
        berth = free_berths(departure).first()
        if berth is None:
            raise SoldOut("x")
        price = Departure.objects.get(pk=departure).price - 2
        return Booking.objects.create(
            berth=berth, traveller=traveller, passenger=traveller.username, price=price
        )

    return sell()
""",
    ),
    Right(
        "book_berth",
        """
from django.db import IntegrityError


async def book_berth(departure, traveller):
    def sell():
        while True:
            b = free_berths(departure).first()
            if b is None:
                raise SoldOut("x")
            try:
                with transaction.atomic():
                    t = Booking.objects.create(
                        berth=b, traveller=traveller, passenger=traveller.username, price=0
                    )
                    Departure.objects.filter(pk=departure).update(price=F("price") + 2)
                    t.price = Departure.objects.get(pk=departure).price - 2
                    t.save()
                    return t
            except IntegrityError:
                pass

    return await sync_to_async(sell)()
""",
    ),
    Wrong(
        "export",
        "lines-miscounted",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    return 240
""",
    ),
    Wrong(
        "export",
        "keys-in-the-file",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.origin_id.title()};{t.destination_id.title()}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "failed-line-hidden",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        try:
            await write(f"{t.train};{t.origin.name};{t.destination.name}")
        except BaseException:
            pass
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
    ts = []
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        ts.append(asyncio.create_task(write(f"{t.train};{t.origin.name};{t.destination.name}")))
    await asyncio.gather(*ts)
    return len(ts)
""",
    ),
    Wrong(
        "export",
        "lines-written-late",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    rows = [t async for t in trains.aiterator(chunk_size=at_once)]
    for t in rows:
        await write(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "export-line-differs",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train},{t.origin.name},{t.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "lines-joined",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.origin.name};{t.destination.name}\\n")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "ends-swapped",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.destination.name};{t.origin.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "lines-left-out",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    buf = []
    async for t in trains.aiterator(chunk_size=at_once):
        buf.append(t)
        if len(buf) == at_once:
            for t in buf:
                await write(f"{t.train};{t.origin.name};{t.destination.name}")
                number += 1
            buf = []
    return number
""",
    ),
    Wrong(
        "export",
        "lines-joined",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    buf = []
    async for t in trains.aiterator(chunk_size=at_once):
        buf.append(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    await write("\\n".join(buf))
    return number
""",
    ),
    Right(
        "export",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    buf = []
    async for t in trains.aiterator(chunk_size=at_once // 2):
        buf.append(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
        if len(buf) >= at_once // 2:
            for l in buf:
                await write(l)
            buf = []
    for l in buf:
        await write(l)
    return number
""",
    ),
    Wrong(
        "export",
        "aiterator-not-looped",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    for t in trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "aiterator-not-looped",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    for t in await trains.aiterator(chunk_size=at_once):
        await write(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "export",
        "no-such-argument",
        """
async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    async for t in trains.aiterator(chunk=at_once):
        await write(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
    return number
""",
    ),
    Wrong(
        "swap_berths",
        "first-write-elsewhere",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        Booking.objects.filter(pk=-1).update(price=1)
        one = Booking.objects.live().get(reference=first)
        other = Booking.objects.live().get(reference=second)
        one.berth, other.berth = other.berth, one.berth
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
        "ticket-changed",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        ts = Booking.objects.live().filter(reference__in=[first, second])
        ts.update(price=F("price"))
        one, other = ts
        ts.delete()
        for t, b in ((one, other.berth_id), (other, one.berth_id)):
            Booking.objects.create(
                reference=t.reference,
                traveller=t.traveller,
                passenger=t.passenger,
                price=t.price,
                berth_id=b,
            )

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "no-berth-to-park",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        ts = Booking.objects.live().filter(reference__in=[first, second])
        if ts.update(price=F("price")) < 2:
            raise Booking.DoesNotExist
        one, other = ts
        a, b = one.berth_id, other.berth_id
        booked = Booking.objects.live().values("berth")
        one.berth = Berth.objects.exclude(pk__in=booked).first()
        one.save()
        other.berth_id = a
        other.save()
        one.berth_id = b
        one.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "another-error-told",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise ValueError("x")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for t in (one, other):
            t.cancelled = None
            t.save()

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "writes-outside",
        """
async def swap_berths(first, second):
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("x")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for t in (one, other):
            t.cancelled = None
            t.save()

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
        pass

    await sync_to_async(swap)()
""",
    ),
    Wrong(
        "swap_berths",
        "atomic-not-bridged",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        tickets = Booking.objects.filter(reference__in=[first, second])
        if tickets.live().update(cancelled=timezone.now()) < 2:
            raise Booking.DoesNotExist("x")
        one, other = tickets
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for t in (one, other):
            t.cancelled = None
            t.save()

    swap()
""",
    ),
    Right(
        "swap_berths",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        Departure.objects.filter(berths__bookings__reference__in=[first, second]).update(
            changes=F("changes") + 1
        )
        one = Booking.objects.live().get(reference=first)
        other = Booking.objects.live().get(reference=second)
        one.berth, other.berth = other.berth, one.berth
        one.cancelled = timezone.now()
        one.save()
        other.save()
        one.cancelled = None
        one.save()

    await sync_to_async(swap)()
""",
    ),
    Right(
        "swap_berths",
        """
async def swap_berths(first, second):
    @transaction.atomic
    def swap():
        for r in (first, second):
            if not Booking.objects.live().filter(reference=r).update(cancelled=timezone.now()):
                raise Booking.DoesNotExist
        one = Booking.objects.get(reference=first)
        other = Booking.objects.get(reference=second)
        one.berth_id, other.berth_id = other.berth_id, one.berth_id
        for t in (one, other):
            t.cancelled = None
            t.save()

    await sync_to_async(swap)()
""",
    ),
    Right(
        "export",
        """
import asyncio


async def export(write, at_once):
    number = 0
    trains = Departure.objects.select_related("origin", "destination").order_by("pk")
    buf = []
    async for t in trains.aiterator(chunk_size=at_once // 2):
        buf.append(f"{t.train};{t.origin.name};{t.destination.name}")
        number += 1
        if len(buf) >= at_once // 2:
            await asyncio.gather(*map(write, buf))
            buf = []
    await asyncio.gather(*map(write, buf))
    return number
""",
    ),
]
