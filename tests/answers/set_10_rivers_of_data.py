"""Answers to set 10."""

from tests.answers import Right, Wrong

PUMP = """
    queue = asyncio.Queue()

    async def pump(platform, source):
        async for departure in source:
            await queue.put(f"platform {platform}: {departure}")
        await queue.put(None)
"""
READ = """
    for _ in (1, 2):
        while (announcement := await queue.get()) is not None:
            yield announcement
"""


def merge(start: str, read: str = READ, pump: str = PUMP) -> str:
    """A cell of `merge_two` from its parts."""
    return f"async def merge_two(first, second):{pump}{start}{read}"


MERGE_TWO = [
    # The pumps still wait for each other, in another way.
    Wrong(
        "merge_two",
        "feeds-in-turn",
        """
async def merge_two(first, second):
    async for departure in first:
        yield f"platform 1: {departure}"
    async for departure in second:
        yield f"platform 2: {departure}"
""",
    ),
    Wrong(
        "merge_two",
        "collected-first",
        merge("    await asyncio.gather(pump(1, first), pump(2, second))\n"),
    ),
    Wrong(
        "merge_two",
        "collected-first",
        merge(
            "    task = asyncio.create_task(pump(1, first))\n    await pump(2, second)\n    await task\n"
        ),
    ),
    Wrong(
        "merge_two",
        "feeds-in-turn",
        merge(
            "    await asyncio.create_task(pump(1, first))\n"
            "    await asyncio.create_task(pump(2, second))\n"
        ),
    ),
    Wrong("merge_two", "never-awaited", merge("    pump(1, first)\n    pump(2, second)\n")),
    # One sign is taken for the end of both.
    Wrong(
        "merge_two",
        "departures-lost",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            """
    while (announcement := await queue.get()) is not None:
        yield announcement
    for one in pumps:
        one.cancel()
""",
        ),
    ),
    # Nobody says that it is over.
    Wrong(
        "merge_two",
        "no-sign-of-the-end",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            "    while True:\n        yield await queue.get()\n",
            PUMP.replace("        await queue.put(None)\n", ""),
        ),
    ),
    # In lockstep, the faster one waits for the slower one.
    Wrong(
        "merge_two",
        "held-back",
        """
async def merge_two(first, second):
    feeds = {1: first, 2: second}
    while feeds:
        for platform, feed in list(feeds.items()):
            try:
                yield f"platform {platform}: {await anext(feed)}"
            except StopAsyncIteration:
                del feeds[platform]
""",
    ),
    Wrong(
        "merge_two",
        "not-a-river",
        """
async def merge_two(first, second):
    board = []

    async def pump(platform, source):
        async for departure in source:
            board.append(f"platform {platform}: {departure}")

    await asyncio.gather(pump(1, first), pump(2, second))
    return board
""",
    ),
    Wrong(
        "merge_two",
        "for-not-async-for",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            pump=PUMP.replace("async for", "for"),
        ),
    ),
    Wrong(
        "merge_two",
        "awaited-a-generator",
        """
async def merge_two(first, second):
    for departure in await first:
        yield f"platform 1: {departure}"
""",
    ),
    Wrong(
        "merge_two",
        "another-platform",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(1, second))]\n"
        ),
    ),
    # The sign itself is handed on.
    Wrong(
        "merge_two",
        "departure-in-another-form",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            """
    signs = 0
    while signs < 2:
        announcement = await queue.get()
        signs += announcement is None
        yield announcement
""",
        ),
    ),
    Wrong(
        "merge_two",
        "departure-twice",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            READ + "            yield announcement\n",
        ),
    ),
    # The pumps have a `yield` of their own.
    Wrong(
        "merge_two",
        "awaited-a-generator",
        """
async def merge_two(first, second):
    async def pump(platform, source):
        async for departure in source:
            yield f"platform {platform}: {departure}"

    for announcement in await asyncio.gather(pump(1, first), pump(2, second)):
        yield announcement
""",
    ),
    Wrong(
        "merge_two",
        "awaited-a-generator",
        """
async def merge_two(first, second):
    tasks = [asyncio.create_task(first), asyncio.create_task(second)]
    for number, task in enumerate(tasks, start=1):
        yield f"platform {number}: {await task}"
""",
    ),
    Wrong(
        "merge_two",
        "end-of-a-feed",
        """
async def merge_two(first, second):
    while True:
        yield f"platform 1: {await anext(first)}"
        yield f"platform 2: {await anext(second)}"
""",
    ),
    # A look into the queue now and then.
    Wrong(
        "merge_two",
        "held-back",
        merge(
            "    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]\n",
            """
    left = 2
    while left:
        await asyncio.sleep(0.25)
        while not queue.empty():
            announcement = queue.get_nowait()
            if announcement is None:
                left -= 1
            else:
                yield announcement
""",
        ),
    ),
    Right(
        "merge_two",
        merge(
            "    pumps = asyncio.gather(pump(1, first), pump(2, second))\n",
            READ + "    await pumps\n",
        ),
    ),
    Right(
        "merge_two",
        """
async def merge_two(first, second):
    pending = {asyncio.ensure_future(anext(feed)): (number, feed)
               for number, feed in ((1, first), (2, second))}
    while pending:
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            number, feed = pending.pop(task)
            try:
                departure = task.result()
            except StopAsyncIteration:
                continue
            pending[asyncio.ensure_future(anext(feed))] = number, feed
            yield f"platform {number}: {departure}"
""",
    ),
    Right(
        "merge_two",
        """
async def merge_two(first, second):
    queue = asyncio.Queue(maxsize=1)

    async def pump(platform, source):
        async for departure in source:
            await queue.put(f"platform {platform}: {departure}")

    async def both():
        async with asyncio.TaskGroup() as group:
            group.create_task(pump(1, first))
            group.create_task(pump(2, second))
        await queue.put(None)

    task = asyncio.create_task(both())
    while (announcement := await queue.get()) is not None:
        yield announcement
    await task
""",
    ),
]

DEPARTURES = [
    # The warm-up again: nothing ends the pumps.
    Wrong(
        "departures",
        "pumps-go-on",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    for _ in pumps:
        while (departure := await queue.get()) is not None:
            yield departure
    for one in pumps:
        one.cancel()
""",
    ),
    Wrong(
        "departures",
        "feed-cancelled-not-awaited",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                yield departure
    finally:
        for one in pumps:
            one.cancel()
""",
    ),
    Wrong(
        "departures",
        "yield-in-a-group",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    async with asyncio.TaskGroup() as group:
        for one in feeds.items():
            group.create_task(pump(*one))
        for _ in feeds:
            while (departure := await queue.get()) is not None:
                yield departure
""",
    ),
    # A pump that waits in `put` when it is cancelled does not close its feed.
    Wrong(
        "departures",
        "feed-left-open",
        """
async def departures(feeds):
    queue = asyncio.Queue(maxsize=1)

    async def pump(carrier, source):
        async for departure in source:
            for item in ((carrier, departure),):
                await queue.put(item)
                await queue.join()
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                queue.task_done()
                yield departure
            queue.task_done()
    finally:
        for one in pumps:
            one.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
""",
    ),
    Wrong(
        "departures",
        "feeds-in-turn",
        """
async def departures(feeds):
    for carrier, feed in feeds.items():
        async with aclosing(feed):
            async for departure in feed:
                yield carrier, departure
""",
    ),
    Wrong(
        "departures",
        "collected-first",
        """
async def departures(feeds):
    board = []

    async def pump(carrier, source):
        async for departure in source:
            board.append((carrier, departure))

    await asyncio.gather(*(pump(*one) for one in feeds.items()))
    for departure in board:
        yield departure
""",
    ),
    Wrong(
        "departures",
        "not-a-river",
        """
async def departures(feeds):
    async def pump(carrier, source):
        async for departure in source:
            yield carrier, departure

    return [pump(*one) for one in feeds.items()]
""",
    ),
    Wrong(
        "departures",
        "for-not-async-for",
        """
async def departures(feeds):
    for carrier, feed in feeds.items():
        for departure in feed:
            yield carrier, departure
""",
    ),
    Wrong(
        "departures",
        "departures-lost",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        while (departure := await queue.get()) is not None:
            yield departure
    finally:
        for one in pumps:
            one.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
""",
    ),
    # The closing waits for feeds that never end.
    Wrong(
        "departures",
        "pumps-go-on",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                yield departure
    finally:
        await asyncio.gather(*pumps)
""",
    ),
    # Closing a feed while a pump still reads it.
    Wrong(
        "departures",
        "closed-while-read",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                yield departure
    finally:
        for feed in feeds.values():
            await feed.aclose()
""",
    ),
    # `except` holds what should end the generator.
    Wrong(
        "departures",
        "end-ignored",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    for _ in pumps:
        while (departure := await queue.get()) is not None:
            try:
                yield departure
            except GeneratorExit:
                for one in pumps:
                    one.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
                yield None
""",
    ),
    # No carrier, and a loop that waits first.
    Wrong(
        "departures",
        "no-feeds",
        """
async def departures(feeds):
    pending = {asyncio.ensure_future(anext(feed)): name for name, feed in feeds.items()}
    while True:
        done, _ = await asyncio.wait(set(pending), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            name = pending.pop(task)
            try:
                departure = task.result()
            except StopAsyncIteration:
                continue
            pending[asyncio.ensure_future(anext(feeds[name]))] = name
            yield name, departure
        if not pending:
            break
""",
    ),
    Wrong(
        "departures",
        "departure-in-another-form",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async for departure in source:
            await queue.put(f"{carrier} {departure}")
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                yield departure
    finally:
        for one in pumps:
            one.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
""",
    ),
    # A group in a task of its own is fine.
    Right(
        "departures",
        """
async def departures(feeds):
    queue = asyncio.Queue()

    async def pump(carrier, source):
        async with aclosing(source):
            async for departure in source:
                await queue.put((carrier, departure))

    async def all_pumps():
        async with asyncio.TaskGroup() as group:
            for carrier, source in feeds.items():
                group.create_task(pump(carrier, source))
        await queue.put(None)

    task = asyncio.create_task(all_pumps())
    try:
        while (departure := await queue.get()) is not None:
            yield departure
    finally:
        task.cancel()
        await asyncio.wait([task])
""",
    ),
    # Without a queue: one waiting `anext` for each feed.
    Right(
        "departures",
        """
async def departures(feeds):
    pending = {asyncio.ensure_future(anext(feed)): name for name, feed in feeds.items()}
    try:
        while pending:
            done, _ = await asyncio.wait(set(pending), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                name = pending.pop(task)
                try:
                    departure = task.result()
                except StopAsyncIteration:
                    continue
                pending[asyncio.ensure_future(anext(feeds[name]))] = name
                yield name, departure
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for feed in feeds.values():
            await feed.aclose()
""",
    ),
    # A list and an event in place of a queue.
    Right(
        "departures",
        """
async def departures(feeds):
    board, news, left = [], asyncio.Event(), len(feeds)

    async def pump(carrier, source):
        nonlocal left
        try:
            async for departure in source:
                board.append((carrier, departure))
                news.set()
        finally:
            await source.aclose()
            left -= 1
            news.set()

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        while left or board:
            while board:
                yield board.pop(0)
            news.clear()
            if left:
                await news.wait()
    finally:
        for one in pumps:
            one.cancel()
        for one in pumps:
            try:
                await one
            except asyncio.CancelledError:
                pass
""",
    ),
    # Everything that must be closed lies on one stack.
    Right(
        "departures",
        """
from contextlib import AsyncExitStack


async def departures(feeds):
    queue, left = asyncio.Queue(), len(feeds)

    async def pump(carrier, source):
        async for departure in source:
            queue.put_nowait((carrier, departure))
        queue.put_nowait(None)

    async def end(task):
        task.cancel()
        await asyncio.wait([task])

    async with AsyncExitStack() as stack:
        for carrier, source in feeds.items():
            await stack.enter_async_context(aclosing(source))
            stack.push_async_callback(end, asyncio.create_task(pump(carrier, source)))
        while left:
            if (departure := await queue.get()) is None:
                left -= 1
            else:
                yield departure
""",
    ),
    # A class in place of a generator.
    Right(
        "departures",
        """
class Board:
    def __init__(self, feeds):
        self.queue = asyncio.Queue()
        self.left = len(feeds)
        self.pumps = [asyncio.create_task(self.pump(*one)) for one in feeds.items()]

    async def pump(self, name, feed):
        async for departure in feed:
            self.queue.put_nowait((name, departure))
        self.queue.put_nowait(None)

    def __aiter__(self):
        return self

    async def __anext__(self):
        while self.left:
            item = await self.queue.get()
            if item is not None:
                return item
            self.left -= 1
        raise StopAsyncIteration

    async def aclose(self):
        for pump in self.pumps:
            pump.cancel()
        await asyncio.gather(*self.pumps, return_exceptions=True)


def departures(feeds):
    return Board(feeds)
""",
    ),
]

FIRST_OFFERS = [
    Wrong(
        "first_offers",
        "line-left-open",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async for price in prices(carrier):
            if price <= budget:
                found[carrier] = price
                break
    return found
""",
    ),
    # `finally` of the answer, but the call is not awaited.
    Wrong(
        "first_offers",
        "aclose-not-awaited",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        offered = prices(carrier)
        async for price in offered:
            if price <= budget:
                found[carrier] = price
                break
        offered.aclose()
    return found
""",
    ),
    Wrong(
        "first_offers",
        "never-hangs-up",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            fits = [price async for price in offered if price <= budget]
        if fits:
            found[carrier] = fits[0]
    return found
""",
    ),
    Wrong(
        "first_offers",
        "lines-together",
        """
async def first_offers(carriers, budget):
    async def first(carrier):
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    return price

    found = await asyncio.gather(*(first(carrier) for carrier in carriers))
    return {carrier: price for carrier, price in zip(carriers, found) if price is not None}
""",
    ),
    Wrong(
        "first_offers",
        "with-not-async-with",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "for-not-async-for",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        for price in prices(carrier):
            if price <= budget:
                found[carrier] = price
                break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "generator-is-no-context",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with prices(carrier) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "close-is-aclose",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        offered = prices(carrier)
        async for price in offered:
            if price <= budget:
                found[carrier] = price
                break
        offered.close()
    return found
""",
    ),
    Wrong(
        "first_offers",
        "generator-not-called",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "aclosing-not-entered",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async for price in aclosing(prices(carrier)):
            if price <= budget:
                found[carrier] = price
                break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "awaited-a-generator",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        for price in await prices(carrier):
            if price <= budget:
                found[carrier] = price
                break
    return found
""",
    ),
    # The last price that fits, of the few that are read.
    Wrong(
        "first_offers",
        "not-the-first-offers",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            count = 0
            async for price in offered:
                count += 1
                if price <= budget:
                    found[carrier] = price
                if count == 3:
                    break
    return found
""",
    ),
    # Closed by luck: the name is let go, and the loop gets a turn.
    Wrong(
        "first_offers",
        "line-left-open",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async for price in prices(carrier):
            if price <= budget:
                found[carrier] = price
                break
        await asyncio.sleep(0)
    return found
""",
    ),
    Wrong(
        "first_offers",
        "wrong-type",
        """
async def first_offers(carriers, budget):
    found = []
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    found.append((carrier, price))
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "budget-itself",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price < budget:
                    found[carrier] = price
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "only-one-carrier",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    return found
""",
    ),
    Wrong(
        "first_offers",
        "left-out-carriers",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        found[carrier] = None
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
    return found
""",
    ),
    Wrong(
        "first_offers",
        "read-too-much",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if carrier in found:
                    break
                if price <= budget:
                    found[carrier] = price
    return found
""",
    ),
    # The last line stays open: only the next call closes the one before.
    Wrong(
        "first_offers",
        "line-left-open",
        """
async def first_offers(carriers, budget):
    found, line = {}, None
    for carrier in carriers:
        if line is not None:
            await line.aclose()
        line = prices(carrier)
        async for price in line:
            if price <= budget:
                found[carrier] = price
                break
    return found
""",
    ),
    Right(
        "first_offers",
        """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        offered = prices(carrier)
        try:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
        finally:
            await offered.aclose()
    return found
""",
    ),
    Right(
        "first_offers",
        """
async def first_fitting(carrier, budget):
    async with aclosing(prices(carrier)) as offered:
        async for price in offered:
            if price <= budget:
                return price


async def first_offers(carriers, budget):
    found = {carrier: await first_fitting(carrier, budget) for carrier in carriers}
    return {carrier: price for carrier, price in found.items() if price is not None}
""",
    ),
    Right(
        "first_offers",
        """
async def first_offers(carriers, budget):
    found, line = {}, asyncio.Lock()

    async def call(carrier):
        async with line, aclosing(prices(carrier)) as offered:
            try:
                while (price := await anext(offered)) > budget:
                    pass
            except StopAsyncIteration:
                return
            found[carrier] = price

    await asyncio.gather(*map(call, carriers))
    return found
""",
    ),
]


def served(body: str, before: str = "") -> str:
    """A cell of `serve_board`."""
    return f"{before}async def serve_board(reader, writer):\n{body}"


GOOD = """
    try:
        carrier = (await reader.readline()).decode().strip()
        if not carrier:
            return
        async with aclosing(board_of(carrier)) as board:
            async for departure in board:
                writer.write(f"{departure}\\n".encode())
                await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
"""

SERVE_BOARD = [
    Wrong(
        "serve_board", "written-without-drain", served(GOOD.replace("await writer.drain()", "pass"))
    ),
    Wrong(
        "serve_board",
        "never-awaited",
        served(GOOD.replace("await writer.drain()", "writer.drain()")),
    ),
    Wrong(
        "serve_board",
        "client-gone-is-no-error",
        served(GOOD.replace("    except ConnectionError:\n        pass\n", "")),
    ),
    Wrong(
        "serve_board",
        "asked-for-nobody",
        served(GOOD.replace("        if not carrier:\n            return\n", "")),
    ),
    Wrong("serve_board", "text-not-bytes", served(GOOD.replace('\\n".encode()', '\\n"'))),
    Wrong("serve_board", "line-feed-kept", served(GOOD.replace(".strip()", ""))),
    Wrong("serve_board", "bytes-not-text", served(GOOD.replace(".decode().strip()", ".strip()"))),
    Wrong("serve_board", "part-of-a-line", served(GOOD.replace("readline()", "read(100)"))),
    Wrong("serve_board", "waits-for-the-end", served(GOOD.replace("readline()", "read()"))),
    Wrong("serve_board", "lines-run-together", served(GOOD.replace('\\n".encode', '".encode'))),
    Wrong(
        "serve_board",
        "board-left-open",
        served(
            GOOD.replace("async with aclosing(board_of(carrier)) as board:", "if True:").replace(
                "in board:", "in board_of(carrier):"
            )
        ),
    ),
    Wrong("serve_board", "writer-left-open", served(GOOD.replace("writer.close()", "pass"))),
    # The writer is closed, but only on the good way out.
    Wrong(
        "serve_board",
        "writer-left-open",
        served(
            """
    carrier = (await reader.readline()).decode().strip()
    if not carrier:
        return
    try:
        async with aclosing(board_of(carrier)) as board:
            async for departure in board:
                writer.write(f"{departure}\\n".encode())
                await writer.drain()
    except ConnectionError:
        pass
    writer.close()
"""
        ),
    ),
    Wrong(
        "serve_board",
        "coroutine-as-value",
        served(GOOD.replace("(await reader.readline())", "reader.readline()")),
    ),
    Wrong(
        "serve_board",
        "asks-again",
        served(
            """
    try:
        async for line in reader:
            async with aclosing(board_of(line.decode().strip())) as board:
                async for departure in board:
                    writer.write(f"{departure}\\n".encode())
                    await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
"""
        ),
    ),
    Wrong(
        "serve_board",
        "lines-held-back",
        served(
            """
    try:
        carrier = (await reader.readline()).decode().strip()
        if not carrier:
            return
        async with aclosing(board_of(carrier)) as board:
            lines = [f"{departure}\\n".encode() async for departure in board]
        for line in lines:
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
"""
        ),
    ),
    # The error is caught inside the loop.
    Wrong(
        "serve_board",
        "serves-nobody",
        served(
            """
    try:
        carrier = (await reader.readline()).decode().strip()
        if not carrier:
            return
        async with aclosing(board_of(carrier)) as board:
            async for departure in board:
                try:
                    writer.write(f"{departure}\\n".encode())
                    await writer.drain()
                except ConnectionError:
                    print("gone")
    finally:
        writer.close()
"""
        ),
    ),
    Wrong(
        "serve_board",
        "swallowed-cancel",
        served(GOOD.replace("except ConnectionError", "except BaseException")),
    ),
    Wrong(
        "serve_board",
        "lines-held-back",
        served(
            """
    try:
        carrier = (await reader.readline()).decode().strip()
        if not carrier:
            return
        async with aclosing(board_of(carrier)) as board:
            count = 0
            lines = []
            async for departure in board:
                lines.append(f"{departure}\\n".encode())
                if len(lines) == 3 or len(lines) == 2 and carrier == "Helvet":
                    for line in lines:
                        writer.write(line)
                        await writer.drain()
                    lines = []
    except ConnectionError:
        pass
    finally:
        writer.close()
"""
        ),
    ),
    Right(
        "serve_board",
        served(
            """
    with suppress(ConnectionError):
        async with AsyncExitStack() as stack:
            stack.callback(writer.close)
            async for line in reader:
                board = board_of(str(line, "utf-8").rstrip("\\n"))
                stack.push_async_callback(board.aclose)
                async for departure in board:
                    writer.write(departure.encode())
                    writer.write(b"\\n")
                    await writer.drain()
                break
""",
            "from contextlib import AsyncExitStack, suppress\n\n\n",
        ),
    ),
    # One task reads the board, another one writes.
    Right(
        "serve_board",
        served(
            """
    queue = asyncio.Queue(maxsize=1)

    async def read_board(carrier):
        async with aclosing(board_of(carrier)) as board:
            async for departure in board:
                await queue.put(departure)
        await queue.put(None)

    async def write_lines():
        while (departure := await queue.get()) is not None:
            writer.write(f"{departure}\\n".encode())
            await writer.drain()

    try:
        carrier = (await reader.readline()).decode().rstrip()
        if carrier:
            async with asyncio.TaskGroup() as group:
                group.create_task(read_board(carrier))
                group.create_task(write_lines())
    except* ConnectionError:
        pass
    finally:
        writer.close()
"""
        ),
    ),
    Right(
        "serve_board",
        served(
            """
    board = None
    try:
        line = await reader.readuntil(b"\\n")
        board = board_of(line[:-1].decode())
        async for departure in board:
            await writer.drain()
            writer.write(departure.encode() + b"\\n")
            await writer.drain()
    except (ConnectionResetError, BrokenPipeError, asyncio.IncompleteReadError):
        return
    finally:
        if board is not None:
            await board.aclose()
        writer.close()
        await writer.wait_closed()
"""
        ),
    ),
]

STARTED = """
    pumps = [asyncio.create_task(pump(1, first)), asyncio.create_task(pump(2, second))]
"""

MERGE_TWO += [
    Wrong("merge_two", key, merge(start, read))
    for key, start, read in (
        # Nothing holds the tasks.
        (
            "pumps-not-kept",
            "    asyncio.create_task(pump(1, first))\n    asyncio.create_task(pump(2, second))\n",
            READ,
        ),
        ("pumps-not-kept", "    asyncio.gather(pump(1, first), pump(2, second))\n", READ),
        ("never-awaited", STARTED, READ.replace("await ", "")),
        ("queue-asked-too-early", STARTED, READ.replace("await queue.get", "queue.get_nowait")),
        ("another-platform", STARTED.replace("(1,", "(0,").replace("(2,", "(1,"), READ),
        (
            "no-feed-begun",
            "    await asyncio.to_thread(pump, 1, first)\n"
            "    await asyncio.to_thread(pump, 2, second)\n",
            READ,
        ),
    )
]


def board(end: str, queue: str = "") -> str:
    """A cell of `departures`: `end` stands in the `finally`, below the cancelling."""
    return f"""
async def departures(feeds):
    queue = asyncio.Queue({queue})

    async def pump(carrier, source):
        async for departure in source:
            await queue.put((carrier, departure))
        await queue.put(None)

    pumps = [asyncio.create_task(pump(*one)) for one in feeds.items()]
    try:
        for _ in pumps:
            while (departure := await queue.get()) is not None:
                yield departure
    finally:
        for one in pumps:
            one.cancel()
        {end}
"""


GATHERED = "await asyncio.gather(*pumps, return_exceptions=True)"
CLOSED = """
        for source in feeds.values():
            await source.aclose()"""

DEPARTURES += [
    # The queue is full when a slow reader leaves: each pump is cancelled in `put`.
    Wrong("departures", "feed-left-open", board(GATHERED, "maxsize=1")),
    Right("departures", board(GATHERED + CLOSED, "maxsize=1")),
    Wrong("departures", "ends-late", board("await asyncio.sleep(0.5)")),
    Wrong("departures", "cancellation-not-expected", board("await asyncio.gather(*pumps)")),
    Wrong("departures", "no-feeds", board("pumps[-1].cancel()\n        " + GATHERED)),
    Wrong(
        "departures",
        "feed-killed",
        """
async def departures(feeds):
    left = dict(feeds)
    while left:
        for name, feed in list(left.items()):
            try:
                yield name, await asyncio.wait_for(anext(feed), 0.01)
            except TimeoutError:
                pass
            except StopAsyncIteration:
                del left[name]
""",
    ),
    *(
        Wrong(
            "departures",
            "feeds-are-given",
            f"""
async def departures(feeds):
    for name in feeds:
        async for departure in {read}:
            yield name, departure
""",
        )
        for read in ("name", "feeds[name]()", "feed(name)")
    ),
]

OFFERS = """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        async with aclosing(prices(carrier)) as offered:
            async for price in offered:
                if price <= budget:
                    found[carrier] = price
                    break
    return found
"""
UNCLOSED = """
async def first_offers(carriers, budget):
    found = {}
    for carrier in carriers:
        offered = prices(carrier)
        async for price in offered:
            if price <= budget:
                found[carrier] = price
                break
        END
    return found
"""
SHARED = "found = {}\n\n" + OFFERS.replace("    found = {}\n", "")

FIRST_OFFERS += [
    Wrong("first_offers", key, source)
    for key, source in (
        # Python closes each line during the sleep.
        (
            "line-left-open",
            UNCLOSED.replace("END", "del offered\n        await asyncio.sleep(0.3)"),
        ),
        ("closed-too-late", UNCLOSED.replace("END", "asyncio.create_task(offered.aclose())")),
        ("method-not-called", UNCLOSED.replace("END", "await offered.aclose")),
        (
            "hung-up-too-early",
            OFFERS.replace(
                "            async for",
                "            heard = 0\n            async for",
            ).replace(
                "                if",
                "                heard += 1\n                if heard > 3:\n"
                "                    break\n                if",
            ),
        ),
        (
            "list-was-changed",
            OFFERS.replace("carrier in", "_ in list(").replace(
                "carriers:\n", "carriers):\n        carrier = carriers.pop(0)\n"
            ),
        ),
        ("from-another-evening", SHARED),
        ("over-budget", OFFERS.replace("<= budget", "<= 100")),
        ("name-is-the-key", OFFERS.replace("found[carrier] = price", "found[price] = carrier")),
        ("price-itself", OFFERS.replace("] = price", "] = str(price)")),
        ("price-itself", OFFERS.replace("] = price", "] = [price]")),
        ("only-one-carrier", OFFERS.replace("in carriers", "in carriers[1:]")),
    )
]

SERVE_BOARD += [
    Wrong("serve_board", key, served(source))
    for key, source in (
        ("client-gone-is-no-error", GOOD.replace("ConnectionError", "ConnectionResetError")),
        ("other-lines", GOOD.replace('\\n".encode', '\\r\\n".encode')),
        ("other-lines", GOOD.replace("{departure}", "{carrier} {departure}")),
        ("other-lines", GOOD.replace("    except", '        writer.write(b"\\n")\n    except')),
        ("write-gives-nothing", GOOD.replace("writer.write", "await writer.write")),
        ("write-gives-nothing", GOOD.replace("writer.close", "await writer.close")),
        (
            "lines-missing",
            GOOD.replace(
                "            async for",
                "            written = 0\n            async for",
            ).replace(
                "                writer.write",
                "                written += 1\n                if written > 3:\n"
                "                    break\n                writer.write",
            ),
        ),
    )
]
# The queue has no bound, so the board is read as fast as it comes.
SERVE_BOARD.append(
    Wrong(
        "serve_board",
        "board-read-ahead",
        next(
            one.source
            for one in SERVE_BOARD
            if isinstance(one, Right) and "Queue(maxsize=1)" in one.source
        ).replace("maxsize=1", ""),
    )
)

ANSWERS = [*MERGE_TWO, *DEPARTURES, *FIRST_OFFERS, *SERVE_BOARD]
