"""Answers to set 09."""

from tests.answers import Right, Wrong
from tests.answers.more_09_single_track_working import MORE

SELL_BERTH = [
    # No await is left, and no database either.
    Wrong(
        "sell_berth",
        "sale-free-not-written",
        """
async def sell_berth(office):
    if office.free == 0:
        return False
    office.free -= 1
    await office.print_ticket()
    return True
""",
    ),
    # Only the argument of the question was changed, not the race.
    Wrong(
        "sell_berth",
        "sale-race",
        """
async def sell_berth(office):
    free = await office.read_free()
    if free <= 0:
        return False
    await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "sale-lock-in-each-call",
        """
async def sell_berth(office):
    lock = asyncio.Lock()
    async with lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "sale-read-before-lock",
        """
async def sell_berth(office):
    free = await office.read_free()
    async with office.lock:
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "sale-write-after-lock",
        """
async def sell_berth(office):
    async with office.lock:
        free = await office.read_free()
        if free == 0:
            return False
    await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "sale-lock-let-go",
        """
async def sell_berth(office):
    async with office.lock:
        free = await office.read_free()
    if free == 0:
        return False
    async with office.lock:
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "sale-lock-held-too-long",
        """
async def sell_berth(office):
    async with office.lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
        await office.print_ticket()
        return True
""",
    ),
    # One way out gives nothing back.
    Wrong(
        "sell_berth",
        "sale-lock-kept",
        """
async def sell_berth(office):
    await office.lock.acquire()
    free = await office.read_free()
    if free == 0:
        return False
    await office.write_free(free - 1)
    office.lock.release()
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "token-lock-taken-twice",
        """
async def sell_berth(office):
    async with office.lock:
        free = await office.read_free()
        if free == 0:
            return False
        async with office.lock:
            await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "token-with-without-async",
        """
async def sell_berth(office):
    with office.lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "token-thread-lock",
        """
import threading

lock = threading.Lock()


async def sell_berth(office):
    with lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "token-lock-of-another-loop",
        """
lock = asyncio.Lock()


async def sell_berth(office):
    async with lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "never-awaited",
        """
async def sell_berth(office):
    office.lock.acquire()
    free = await office.read_free()
    if free == 0:
        return False
    await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Wrong(
        "sell_berth",
        "token-called",
        """
async def sell_berth(office):
    async with office.lock():
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
""",
    ),
    Right(
        "sell_berth",
        """
async def sell_berth(office):
    await office.lock.acquire()
    try:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    finally:
        office.lock.release()
    await office.print_ticket()
    return True
""",
    ),
    Right(
        "sell_berth",
        """
async def take_one(office):
    async with office.lock:
        free = await office.read_free()
        if free:
            await office.write_free(free - 1)
        return bool(free)


async def sell_berth(office):
    sold = await take_one(office)
    if sold:
        await office.print_ticket()
    return sold
""",
    ),
    Right(
        "sell_berth",
        """
async def sell_berth(office):
    async with office.lock:
        if (free := await office.read_free()) == 0:
            return False
        printing = asyncio.create_task(office.write_free(free - 1))
        await printing
    await asyncio.gather(office.print_ticket())
    return True
""",
    ),
]

POLITE_FETCH = [
    Wrong(
        "polite_fetch",
        "polite-semaphore-in-each-call",
        """
async def ask(carrier, k):
    limit = asyncio.Semaphore(k)
    async with limit:
        return await quote(carrier)


async def polite_fetch(carriers, k):
    prices = await asyncio.gather(*(ask(carrier, k) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-limit-missing",
        """
async def polite_fetch(carriers, k):
    prices = await asyncio.gather(*(quote(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "one-by-one",
        """
async def polite_fetch(carriers, k):
    prices = {}
    for carrier in carriers:
        prices[carrier] = await quote(carrier)
    return prices
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-semaphore-around-all",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)
    prices = {}
    async with limit:
        for carrier in carriers:
            prices[carrier] = await quote(carrier)
    return prices
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-place-left-empty",
        """
async def polite_fetch(carriers, k):
    prices = []
    for start in range(0, len(carriers), k):
        group = carriers[start : start + k]
        prices += await asyncio.gather(*(quote(carrier) for carrier in group))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-limit-not-k",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(3)

    async def ask(carrier):
        async with limit:
            return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-lock-for-semaphore",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Lock()

    async def ask(carrier):
        async with limit:
            return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-token-too-many",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        async with limit:
            price = await quote(carrier)
            limit.release()
            return price

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-place-kept",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        await limit.acquire()
        return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-prices-without-carriers",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        async with limit:
            return await quote(carrier)

    return await asyncio.gather(*(ask(carrier) for carrier in carriers))
""",
    ),
    Wrong(
        "polite_fetch",
        "polite-order-of-answers",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)
    prices = {}

    async def ask(carrier):
        async with limit:
            prices[carrier] = await quote(carrier)

    await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return prices
""",
    ),
    Wrong(
        "polite_fetch",
        "token-with-without-async",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        with limit:
            return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Wrong(
        "polite_fetch",
        "token-thread-lock",
        """
import threading


async def polite_fetch(carriers, k):
    limit = threading.Semaphore(k)

    async def ask(carrier):
        with limit:
            return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    # It looks every tenth of a second whether a place is free.
    Wrong(
        "polite_fetch",
        "polite-place-left-empty",
        """
async def polite_fetch(carriers, k):
    open_now = 0

    async def ask(carrier):
        nonlocal open_now
        while open_now >= k:
            await asyncio.sleep(0.1)
        open_now += 1
        price = await quote(carrier)
        open_now -= 1
        return price

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
""",
    ),
    Right(
        "polite_fetch",
        """
async def polite_fetch(carriers, k):
    waiting, prices = list(carriers), {}

    async def worker():
        while waiting:
            carrier = waiting.pop(0)
            prices[carrier] = await quote(carrier)

    async with asyncio.TaskGroup() as group:
        for _ in range(k):
            group.create_task(worker())
    return {carrier: prices[carrier] for carrier in carriers}
""",
    ),
    Right(
        "polite_fetch",
        """
async def polite_fetch(carriers, k):
    limit = asyncio.BoundedSemaphore(k)

    async def ask(carrier):
        await limit.acquire()
        try:
            return carrier, await quote(carrier)
        finally:
            limit.release()

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    return dict([await task for task in tasks])
""",
    ),
    Right(
        "polite_fetch",
        """
async def polite_fetch(carriers, k):
    prices, waiting, running = dict.fromkeys(carriers), list(carriers), {}
    while waiting or running:
        while waiting and len(running) < k:
            carrier = waiting.pop()
            running[asyncio.create_task(quote(carrier))] = carrier
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            prices[running.pop(task)] = task.result()
    return prices
""",
    ),
    Right(
        "polite_fetch",
        """
async def polite_fetch(carriers, k):
    queue = asyncio.Queue()
    for carrier in carriers:
        queue.put_nowait(carrier)
    prices = {}

    async def worker():
        while not queue.empty():
            carrier = await queue.get()
            prices[carrier] = await quote(carrier)

    await asyncio.gather(*(worker() for _ in range(k)))
    return {carrier: prices[carrier] for carrier in carriers}
""",
    ),
]

SELL_ON_HOLD = [
    Wrong(
        "sell_on_hold",
        "onhold-sold-berth-freed",
        """
async def sell_on_hold(berths, pay, seconds):
    async with berths:
        try:
            async with asyncio.timeout(seconds):
                await pay()
            return True
        except TimeoutError:
            return False
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-berth-not-freed",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    try:
        async with asyncio.timeout(seconds):
            await pay()
        return True
    except TimeoutError:
        return False
""",
    ),
    # An error of the payment, and a cancellation, take the berth with them.
    Wrong(
        "sell_on_hold",
        "onhold-berth-not-freed",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    try:
        async with asyncio.timeout(seconds):
            await pay()
        return True
    except TimeoutError:
        berths.release()
        return False
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-berth-not-freed",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    try:
        async with asyncio.timeout(seconds):
            await pay()
        return True
    except TimeoutError:
        berths.release()
        return False
    except Exception:
        berths.release()
        raise
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-hold-began-early",
        """
async def sell_on_hold(berths, pay, seconds):
    taken = paid = False
    try:
        async with asyncio.timeout(seconds):
            await berths.acquire()
            taken = True
            await pay()
            paid = True
    except TimeoutError:
        return False
    finally:
        if taken and not paid:
            berths.release()
    return True
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-freed-twice",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    paid = False
    try:
        async with asyncio.timeout(seconds):
            await pay()
        paid = True
    except TimeoutError:
        berths.release()
        return False
    finally:
        if not paid:
            berths.release()
    return True
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-freed-without-taking",
        """
async def sell_on_hold(berths, pay, seconds):
    paid = False
    try:
        await berths.acquire()
        async with asyncio.timeout(seconds):
            await pay()
        paid = True
    except TimeoutError:
        return False
    finally:
        if not paid:
            berths.release()
    return True
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-hold-never-ends",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    await pay()
    return True
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-timeout-let-out",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    paid = False
    try:
        async with asyncio.timeout(seconds):
            await pay()
        paid = True
    finally:
        if not paid:
            berths.release()
    return paid
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-payment-went-on",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    payment = asyncio.create_task(pay())
    try:
        done, _ = await asyncio.wait([payment], timeout=seconds)
        if done:
            payment.result()
            return True
    except BaseException:
        payment.cancel()
        berths.release()
        raise
    berths.release()
    return False
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-payment-error-kept",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    paid = False
    try:
        async with asyncio.timeout(seconds):
            await pay()
        paid = True
    except Exception:
        return False
    finally:
        if not paid:
            berths.release()
    return True
""",
    ),
    # It gives the berth back and then takes another one.
    Wrong(
        "sell_on_hold",
        "onhold-sold-berth-freed",
        """
async def sell_on_hold(berths, pay, seconds):
    async with berths:
        try:
            async with asyncio.timeout(seconds):
                await pay()
        except TimeoutError:
            return False
    await berths.acquire()
    return True
""",
    ),
    # The clock is read after the payment.
    Wrong(
        "sell_on_hold",
        "onhold-hold-checked-late",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    begin, paid = time.monotonic(), False
    try:
        await pay()
        paid = time.monotonic() - begin <= seconds
        return paid
    finally:
        if not paid:
            berths.release()
""",
    ),
    Wrong(
        "sell_on_hold",
        "onhold-berth-not-waited-for",
        """
async def sell_on_hold(berths, pay, seconds):
    try:
        async with asyncio.timeout(seconds):
            await pay()
    except TimeoutError:
        return False
    await berths.acquire()
    return True
""",
    ),
    Right(
        "sell_on_hold",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    try:
        await asyncio.wait_for(pay(), seconds)
    except TimeoutError:
        berths.release()
        return False
    except BaseException:
        berths.release()
        raise
    return True
""",
    ),
    Right(
        "sell_on_hold",
        """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    payment, sold = asyncio.create_task(pay()), False
    try:
        await asyncio.wait({payment}, timeout=seconds)
        if payment.done():
            payment.result()
            sold = True
    finally:
        if not sold:
            payment.cancel()
            await asyncio.wait({payment})
            berths.release()
    return sold
""",
    ),
    Right(
        "sell_on_hold",
        """
import contextlib


async def sell_on_hold(berths, pay, seconds):
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(berths)
        try:
            async with asyncio.timeout(seconds):
                await pay()
        except TimeoutError:
            return False
        stack.pop_all()
        return True
""",
    ),
]

RATE_LIMITER = [
    Wrong(
        "RateLimiter",
        "rate-missing",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.places = asyncio.Semaphore(times)

    async def turn(self):
        async with self.places:
            await asyncio.sleep(0)
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-all-woke-together",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds = times, seconds
        self.passed = []

    async def turn(self):
        if len(self.passed) >= self.times:
            free_at = self.passed[-self.times] + self.seconds
            await asyncio.sleep(max(0, free_at - time.monotonic()))
        self.passed.append(time.monotonic())
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-fixed-window",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds = times, seconds
        self.lock = asyncio.Lock()
        self.window, self.count = None, 0

    async def turn(self):
        async with self.lock:
            window = time.monotonic() // self.seconds
            if window != self.window:
                self.window, self.count = window, 0
            if self.count == self.times:
                await asyncio.sleep((window + 1) * self.seconds - time.monotonic())
                self.window, self.count = window + 1, 0
            self.count += 1
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-spaced-evenly",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.gap = seconds / times
        self.lock = asyncio.Lock()
        self.last = -10**9

    async def turn(self):
        async with self.lock:
            await asyncio.sleep(max(0, self.last + self.gap - time.monotonic()))
            self.last = time.monotonic()
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-fixed-window",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds = times, seconds
        self.lock = asyncio.Lock()
        self.begin, self.count = -10**9, 0

    async def turn(self):
        async with self.lock:
            if time.monotonic() - self.begin >= self.seconds:
                self.begin, self.count = time.monotonic(), 0
            if self.count == self.times:
                await asyncio.sleep(self.begin + self.seconds - time.monotonic())
                self.begin, self.count = time.monotonic(), 0
            self.count += 1
""",
    ),
    Wrong(
        "RateLimiter",
        "blocking-sleep",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds = times, seconds
        self.passed = []

    async def turn(self):
        if len(self.passed) >= self.times:
            free_at = self.passed[-self.times] + self.seconds
            time.sleep(max(0, free_at - time.monotonic()))
        self.passed.append(time.monotonic())
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-turn-never-comes",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.places = asyncio.Semaphore(times)

    async def turn(self):
        await self.places.acquire()
""",
    ),
    Wrong(
        "RateLimiter",
        "rate-turns-saved-up",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds, self.slots = times, seconds, []

    async def turn(self):
        now = time.monotonic()
        mine = now if len(self.slots) < self.times else self.slots[-self.times] + self.seconds
        self.slots.append(mine)
        await asyncio.sleep(max(0, mine - now))
""",
    ),
    # The list belongs to the class.
    Wrong(
        "RateLimiter",
        "rate-limiters-share",
        """
class RateLimiter:
    passed = []

    def __init__(self, times, seconds):
        self.times, self.seconds = times, seconds
        self.lock = asyncio.Lock()
        if not self.passed or self.passed[-1] < time.monotonic() - 50:
            self.passed.clear()

    async def turn(self):
        async with self.lock:
            if len(self.passed) >= self.times:
                free_at = self.passed[-self.times] + self.seconds
                await asyncio.sleep(max(0, free_at - time.monotonic()))
            self.passed.append(time.monotonic())
""",
    ),
    Right(
        "RateLimiter",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.seconds = seconds
        self.places = asyncio.Semaphore(times)

    async def turn(self):
        await self.places.acquire()
        asyncio.get_running_loop().call_later(self.seconds, self.places.release)
""",
    ),
    Right(
        "RateLimiter",
        """
from collections import deque


class RateLimiter:
    def __init__(self, times, seconds):
        self.seconds = seconds
        self.booked = deque([0.0] * times, maxlen=times)

    async def turn(self):
        now = time.monotonic()
        mine = max(now, self.booked[0] + self.seconds)
        self.booked.append(mine)
        await asyncio.sleep(mine - now)
""",
    ),
    Right(
        "RateLimiter",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds, self.passed = times, seconds, []

    async def turn(self):
        loop = asyncio.get_running_loop()
        while True:
            self.passed = [t for t in self.passed if loop.time() - t < self.seconds]
            if len(self.passed) < self.times:
                self.passed.append(loop.time())
                return
            await asyncio.sleep(self.passed[0] + self.seconds - loop.time())
""",
    ),
    Right(
        "RateLimiter",
        """
class RateLimiter:
    def __init__(self, times, seconds):
        self.seconds = seconds
        self.places = asyncio.Semaphore(times)
        self.returning = set()

    async def give_back(self):
        await asyncio.sleep(self.seconds)
        self.places.release()

    async def turn(self):
        await self.places.acquire()
        task = asyncio.create_task(self.give_back())
        self.returning.add(task)
        task.add_done_callback(self.returning.discard)
""",
    ),
    Right(
        "RateLimiter",
        """
from time import monotonic


class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds, self.passed = times, seconds, []

    async def turn(self):
        while len([t for t in self.passed if monotonic() - t < self.seconds]) >= self.times:
            await asyncio.sleep(0.01)
        self.passed.append(monotonic())
""",
    ),
]

ANSWERS = [*SELL_BERTH, *POLITE_FETCH, *SELL_ON_HOLD, *RATE_LIMITER, *MORE]
