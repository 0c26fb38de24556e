"""More answers to set 09: what readers of the set wrote."""

from tests.answers import Right, Wrong

SALE = """
async def sell_berth(office):
    async with office.lock:
        free = await office.read_free()
        if free == 0:
            return False
        await office.write_free(free - 1)
    await office.print_ticket()
    return True
"""
FETCH = """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        async with limit:
            return await quote(carrier)

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
"""
HOLD = """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    paid = False
    try:
        async with asyncio.timeout(seconds):
            await pay()
        paid = True
    except TimeoutError:
        return False
    finally:
        if not paid:
            berths.release()
    return True
"""


def changed(source: str, *pairs: str) -> str:
    """The text with each first part of a pair replaced by the second."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in source
        source = source.replace(old, new)
    return source


LOOKS = changed(
    SALE, "    async with", "    while office.lock.locked():\n        {}\n    async with"
)
BY_HAND = """
async def sell_berth(office):
    await office.lock.acquire()
    free = await office.read_free()
    if free == 0:
        office.lock.release()
        return False
    await office.write_free(free - 1)
    office.lock.release()
    await office.print_ticket()
    return True
"""
ERROR_KEPT = """
async def sell_berth(office):
    try:
        async with office.lock:
            free = await office.read_free()
            if free == 0:
                return False
            await office.write_free(free - 1)
        await office.print_ticket()
        return True
    except Exception:
        return False
"""
OWN_LOCKS = "locks = {}\n\n" + changed(
    SALE, "async with office.lock:", "async with locks.setdefault(id(office), asyncio.Lock()):"
)
READ_TWICE = changed(
    SALE,
    "    async with",
    "    if await office.read_free() == 0:\n        return False\n    async with",
)
SALES = [
    Wrong("sell_berth", "sale-lock-kept-after-error", BY_HAND),
    Wrong("sell_berth", "sale-error-kept", ERROR_KEPT),
    Wrong("sell_berth", "sale-other-lock", OWN_LOCKS),
    Wrong("sell_berth", "wrong-type", changed(SALE, "True", "1", "False", "0")),
    Wrong("sell_berth", "nothing-returned", changed(SALE, "    return True\n", "")),
    Wrong("sell_berth", "sale-number-unchanged", changed(SALE, "(free - 1)", "(free)")),
    Wrong("sell_berth", "token-looked-at", LOOKS.format("pass")),
    Wrong("sell_berth", "blocking-sleep", LOOKS.format("time.sleep(0.01)")),
    Wrong(
        "sell_berth",
        "sale-lock-in-each-call",
        changed(SALE, "    async with", "    office.lock = asyncio.Lock()\n    async with"),
    ),
    Right("sell_berth", READ_TWICE),
]

GATHERED = "asyncio.gather(*(ask(carrier) for carrier in carriers))"
TASKS_INSIDE = """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)
    tasks = []
    for carrier in carriers:
        async with limit:
            tasks.append(asyncio.create_task(quote(carrier)))
    return dict(zip(carriers, await asyncio.gather(*tasks)))
"""
WITHOUT_FINALLY = """
async def polite_fetch(carriers, k):
    limit = asyncio.Semaphore(k)

    async def ask(carrier):
        await limit.acquire()
        price = await quote(carrier)
        limit.release()
        return price

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
"""
LIST_EMPTIED = """
async def polite_fetch(carriers, k):
    prices, names = {}, list(carriers)

    async def worker():
        while carriers:
            carrier = carriers.pop(0)
            prices[carrier] = await quote(carrier)

    await asyncio.gather(*(worker() for _ in range(k)))
    return {carrier: prices[carrier] for carrier in names}
"""
FETCHES = [
    Wrong("polite_fetch", "polite-limit-guards-nothing", TASKS_INSIDE),
    Wrong("polite_fetch", "polite-place-kept", WITHOUT_FINALLY),
    Wrong("polite_fetch", "polite-list-changed", LIST_EMPTIED),
    Wrong(
        "polite_fetch",
        "polite-error-kept",
        changed(FETCH, "in carriers))\n", "in carriers), return_exceptions=True)\n"),
    ),
    Wrong(
        "polite_fetch",
        "polite-error-kept",
        changed(
            FETCH,
            "            return await quote(carrier)",
            "            try:\n                return await quote(carrier)\n"
            "            except:\n                return None",
        ),
    ),
    Wrong("polite_fetch", "never-awaited", changed(FETCH, "return await q", "return q")),
    Wrong(
        "polite_fetch",
        "polite-carriers-missing",
        changed(FETCH, "    limit =", "    carriers = carriers[:k]\n    limit ="),
    ),
    Wrong("polite_fetch", "polite-limit-not-k", changed(FETCH, "Semaphore(k)", "Semaphore(k - 1)")),
    Wrong("polite_fetch", "token-class-not-called", changed(FETCH, "Semaphore(k)", "Semaphore")),
]

PAYMENT_GOES_ON = """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    payment, sold = asyncio.create_task(pay()), False
    try:
        await asyncio.wait([payment], timeout=seconds)
        if payment.done():
            payment.result()
            sold = True
        else:
            payment.cancel()
    finally:
        if not sold:
            berths.release()
    return sold
"""
NEVER_FREED = """
async def sell_on_hold(berths, pay, seconds):
    await berths.acquire()
    try:
        await asyncio.wait_for(pay(), seconds)
        return True
    except TimeoutError:
        return False
"""
VALUE_JUDGED = changed(
    HOLD,
    "            await pay()\n        paid = True\n",
    "            if await pay():\n                paid = True\n",
    "    return True\n",
    "    return paid\n",
)
HOLDS = [
    Wrong("sell_on_hold", "onhold-payment-went-on", PAYMENT_GOES_ON),
    Wrong("sell_on_hold", "onhold-berth-not-freed", NEVER_FREED),
    Wrong("sell_on_hold", "onhold-payment-value-judged", VALUE_JUDGED),
    Wrong(
        "sell_on_hold",
        "onhold-sent-away",
        changed(
            HOLD,
            "    await berths.acquire()",
            "    if berths.locked():\n        return False\n    await berths.acquire()",
        ),
    ),
    Wrong(
        "sell_on_hold",
        "onhold-other-semaphore",
        changed(HOLD, "    await b", "    berths = asyncio.Semaphore(1)\n    await b"),
    ),
    Wrong(
        "sell_on_hold",
        "onhold-hold-checked-late",
        changed(HOLD, "timeout(seconds)", "timeout(seconds + 1)"),
    ),
    Wrong(
        "sell_on_hold",
        "onhold-paid-twice",
        changed(HOLD, "        paid = True", "            await pay()\n        paid = True"),
    ),
    Wrong(
        "sell_on_hold",
        "function-not-called",
        changed(
            HOLD,
            "        async with asyncio.timeout(seconds):\n            await pay()\n",
            "        await asyncio.wait_for(pay, seconds)\n",
        ),
    ),
]

RATE = """
class RateLimiter:
    def __init__(self, times, seconds):
        self.times, self.seconds, self.passed = times, seconds, []

    async def turn(self):
        while len([t for t in self.passed if time.monotonic() - t < self.seconds]) >= self.times:
            await asyncio.sleep(0.05)
        self.passed.append(time.monotonic())
"""
RATES = [
    Wrong("RateLimiter", "rate-turn-late", RATE),
    Wrong(
        "RateLimiter",
        "rate-other-number",
        changed(RATE, ">= self.times", ">= 3", "sleep(0.05)", "sleep(0.01)"),
    ),
]

MORE = [*SALES, *FETCHES, *HOLDS, *RATES]
