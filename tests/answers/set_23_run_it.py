"""Answers to set 23."""

from tests.answers import Right, Wrong

PERCENTILE = [
    Wrong(
        "percentile",
        "percentile-waits-not-ranked",
        """
def percentile(waits, percent):
    return waits[math.ceil(len(waits) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-past-the-end",
        """
def percentile(waits, percent):
    return sorted(waits)[int(len(waits) * percent / 100)]
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-past-the-end",
        """
def percentile(waits, percent):
    place = int(len(waits) * percent / 100)
    return waits[place]
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-one-too-high",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    place = math.ceil(len(ranked) * percent / 100)
    return ranked[min(place, len(ranked) - 1)]
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-one-too-low",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return ranked[max(int(len(ranked) * percent / 100), 1) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-one-too-low",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return ranked[round((len(ranked) - 1) * percent / 100) - (percent < 100 and len(ranked) > 1)]
""",
    ),
    Wrong(
        "percentile",
        "percentile-waits-changed",
        """
def percentile(waits, percent):
    waits.sort()
    return waits[math.ceil(len(waits) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-average-of-the-waits",
        """
def percentile(waits, percent):
    return sum(waits) / len(waits)
""",
    ),
    Wrong(
        "percentile",
        "percentile-wait-that-nobody-had",
        """
import numpy

def percentile(waits, percent):
    return float(numpy.percentile(waits, percent))
""",
    ),
    Wrong(
        "percentile",
        "percentile-ranked-from-the-longest",
        """
def percentile(waits, percent):
    ranked = sorted(waits, reverse=True)
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "nothing-returned",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-many-waits",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return ranked[: math.ceil(len(ranked) * percent / 100)]
""",
    ),
    Wrong(
        "percentile",
        "percentile-wait-that-nobody-had",
        """
import statistics

def percentile(waits, percent):
    if percent == 50:
        return statistics.median(waits)
    return sorted(waits)[math.ceil(len(waits) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-equal-waits-lost",
        """
def percentile(waits, percent):
    ranked = sorted(set(waits))
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-ranked-as-text",
        """
def percentile(waits, percent):
    ranked = sorted(waits, key=str)
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-place-instead-of-wait",
        """
def percentile(waits, percent):
    return math.ceil(len(waits) * percent / 100) - 1
""",
    ),
    Wrong(
        "percentile",
        "percentile-not-one-of-the-waits",
        """
def percentile(waits, percent):
    return 4
""",
    ),
    Wrong(
        "percentile",
        "percentile-wait-rounded",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return int(ranked[math.ceil(len(ranked) * percent / 100) - 1])
""",
    ),
    Wrong(
        "percentile",
        "percentile-wait-rounded",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return round(ranked[math.ceil(len(ranked) * percent / 100) - 1], 1)
""",
    ),
    Wrong(
        "percentile",
        "percentile-rank-past-the-end",
        """
def percentile(waits, percent):
    ranked = sorted(waits)
    return ranked[math.ceil(len(ranked) * percent / 100)]
""",
    ),
    Wrong(
        "percentile",
        "percentile-async-def",
        """
async def percentile(waits, percent):
    ranked = sorted(waits)
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-sort-gives-none",
        """
def percentile(waits, percent):
    ranked = waits.copy().sort()
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Wrong(
        "percentile",
        "percentile-waits-changed",
        """
def percentile(waits, percent):
    ranked = []
    while waits:
        ranked.append(min(waits))
        waits.remove(ranked[-1])
    return ranked[math.ceil(len(ranked) * percent / 100) - 1]
""",
    ),
    Right(
        "percentile",
        """
import numpy

def percentile(waits, percent):
    return numpy.percentile(waits, percent, method="inverted_cdf")
""",
    ),
    Right(
        "percentile",
        """
def percentile(waits, percent):
    for wait in sorted(waits):
        if 100 * sum(other <= wait for other in waits) >= percent * len(waits):
            return wait
""",
    ),
    Right(
        "percentile",
        """
import heapq

def percentile(waits, percent):
    rank = -(-len(waits) * percent // 100)
    return heapq.nsmallest(rank, waits)[-1]
""",
    ),
]

MEASURE = [
    Wrong(
        "measure",
        "measure-closed-loop",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(int(rate * seconds)):
        start = loop.time()
        await send()
        waits.append(loop.time() - start)
        await asyncio.sleep(max(0, 1 / rate - waits[-1]))
    return waits
""",
    ),
    Wrong(
        "measure",
        "measure-closed-loop",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first, waits = loop.time(), []
    for number in range(int(rate * seconds)):
        planned = first + number / rate
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
            waits.append(loop.time() - planned)
        except ConnectionError:
            waits.append(None)
    return waits
""",
    ),
    Wrong(
        "measure",
        "measure-plan-drifts",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()

    async def visit():
        start = loop.time()
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - start

    tasks = []
    for _ in range(int(rate * seconds)):
        tasks.append(asyncio.create_task(visit()))
        await asyncio.sleep(1 / rate)
    return await asyncio.gather(*tasks)
""",
    ),
    Wrong(
        "measure",
        "measure-from-the-sending",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        start = loop.time()
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - start

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-all-at-once",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()

    async def visit():
        start = loop.time()
        await send()
        return loop.time() - start

    return await asyncio.gather(*(visit() for _ in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-order-of-answers",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first, waits = loop.time(), []

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
            waits.append(loop.time() - planned)
        except ConnectionError:
            waits.append(None)

    await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
    return waits
""",
    ),
    Wrong(
        "measure",
        "measure-slow-ones-lost",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()
    waits = [None] * int(rate * seconds)

    async def visit(number):
        planned = first + number / rate
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
            waits[number] = loop.time() - planned
        except ConnectionError:
            pass

    tasks = [asyncio.create_task(visit(n)) for n in range(len(waits))]
    await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    return waits
""",
    ),
    Wrong(
        "measure",
        "measure-one-failure-ended-all",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        await send()
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-one-failure-ended-all",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        await send()
        return loop.time() - planned

    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(visit(first + n / rate)) for n in range(int(rate * seconds))
        ]
    return [task.result() for task in tasks]
""",
    ),
    Wrong(
        "measure",
        "measure-errors-as-waits",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        await send()
        return loop.time() - planned

    visits = (visit(first + n / rate) for n in range(int(rate * seconds)))
    return await asyncio.gather(*visits, return_exceptions=True)
""",
    ),
    Wrong(
        "measure",
        "measure-error-hidden",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except Exception:
            return None
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-failures-left-out",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - planned

    waits = await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
    return [wait for wait in waits if wait is not None]
""",
    ),
    Wrong(
        "measure",
        "measure-failure-as-wait",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            pass
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-number-of-visits",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds) + 1)))
""",
    ),
    Wrong(
        "measure",
        "measure-other-moments",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n * rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-moments-as-waits",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - first

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "blocking-sleep",
        """
import time

async def measure(rate, seconds, send):
    tasks = []

    async def visit(planned):
        await send()
        return time.monotonic() - planned

    for _ in range(int(rate * seconds)):
        tasks.append(asyncio.create_task(visit(time.monotonic())))
        time.sleep(1 / rate)
    return await asyncio.gather(*tasks)
""",
    ),
    Wrong(
        "measure",
        "measure-not-in-seconds",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return (loop.time() - planned) * 1000

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-error-hidden",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except OSError:
            return None
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-sent-again",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            await send()
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-waits-rounded",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            await send()
        except ConnectionError:
            return None
        return round(loop.time() - planned, 1)

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Wrong(
        "measure",
        "measure-limited",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()
    limit = asyncio.Semaphore(4)

    async def visit(planned):
        await asyncio.sleep(planned - loop.time())
        try:
            async with limit:
                await send()
        except ConnectionError:
            return None
        return loop.time() - planned

    return await asyncio.gather(*(visit(first + n / rate) for n in range(int(rate * seconds))))
""",
    ),
    Right(
        "measure",
        """
import time

async def measure(rate, seconds, send):
    waits = {}

    async def visit(number, planned):
        waits[number] = None
        with suppress(ConnectionError):
            await send()
            waits[number] = time.perf_counter() - planned

    first = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            planned = first + number / rate
            await asyncio.sleep(planned - time.perf_counter())
            group.create_task(visit(number, planned))
    return list(waits.values())
""",
    ),
    Right(
        "measure",
        """
async def measure(rate, seconds, send):
    loop = asyncio.get_running_loop()
    first = loop.time()

    async def visit(planned):
        try:
            await send()
        except ConnectionError:
            return None
        return loop.time() - planned

    def begin(future, planned):
        task = loop.create_task(visit(planned))
        task.add_done_callback(lambda task: deliver(future, task))

    def deliver(future, task):
        if task.exception():
            future.set_exception(task.exception())
        else:
            future.set_result(task.result())

    futures, number = [], 0
    while number / rate < seconds:
        futures.append(loop.create_future())
        loop.call_at(first + number / rate, begin, futures[-1], first + number / rate)
        number += 1
    return tuple([await future for future in futures])
""",
    ),
    Right(
        "measure",
        """
async def visit(planned, send):
    loop = asyncio.get_running_loop()
    if planned > loop.time():
        await asyncio.sleep(planned - loop.time())
    try:
        await send()
    except ConnectionError:
        return None
    else:
        return loop.time() - planned

async def measure(rate, seconds, send):
    start = asyncio.get_running_loop().time()
    moments = (start + number / rate for number in range(round(rate * seconds)))
    tasks = [asyncio.create_task(visit(moment, send)) for moment in moments]
    done, _ = await asyncio.wait(tasks)
    return [task.result() for task in tasks]
""",
    ),
]


def settings(shop: str, office: str) -> str:
    """An answer with these settings."""
    return f'\ndef evening_settings():\n    return {{"shop": {shop}, "office": {office}}}\n'


SHOP = '{"CONN_MAX_AGE": 0, "places": 8}'
OFFICE = '{"CONN_MAX_AGE": 3600, "threads": 4}'
EVENING = [
    Wrong(
        "evening_settings",
        "evening-kept-behind-asgi",
        settings('{"CONN_MAX_AGE": 600, "places": 8}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-kept-behind-asgi",
        settings('{"CONN_MAX_AGE": None, "places": 8}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-opened-for-each-lookup",
        settings(SHOP, '{"CONN_MAX_AGE": 0, "threads": 4}'),
    ),
    Wrong(
        "evening_settings",
        "evening-kept-too-short",
        settings(SHOP, '{"CONN_MAX_AGE": 60, "threads": 4}'),
    ),
    Wrong(
        "evening_settings",
        "evening-kept-too-short",
        settings(SHOP, '{"CONN_MAX_AGE": 5, "threads": 4}'),
    ),
    Wrong(
        "evening_settings",
        "evening-clerks-in-line",
        settings('{"CONN_MAX_AGE": 0, "places": 9}', '{"CONN_MAX_AGE": 3600, "threads": 2}'),
    ),
    Wrong(
        "evening_settings",
        "evening-threads-without-clerks",
        settings(SHOP, '{"CONN_MAX_AGE": 3600, "threads": 20}'),
    ),
    Wrong(
        "evening_settings",
        "evening-places-times-processes",
        settings('{"CONN_MAX_AGE": 0, "places": 16}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-office-forgotten",
        settings('{"CONN_MAX_AGE": 0, "places": 10}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-places-times-processes",
        settings('{"CONN_MAX_AGE": 0, "places": 20}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-connections-unused",
        settings('{"CONN_MAX_AGE": 0, "places": 4}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-no-limit-at-all",
        settings('{"CONN_MAX_AGE": 0, "places": None}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-settings-no-number",
        settings('{"CONN_MAX_AGE": "600", "places": 8}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-settings-of-another-form",
        '\ndef evening_settings():\n    return {"CONN_MAX_AGE": 0, "places": 8, "threads": 4}\n',
    ),
    Wrong(
        "evening_settings",
        "evening-kept-too-short",
        settings(SHOP, '{"CONN_MAX_AGE": 301, "threads": 4}'),
    ),
    Wrong(
        "evening_settings",
        "evening-kept-too-short",
        settings(SHOP, '{"CONN_MAX_AGE": 600, "threads": 4}'),
    ),
    Wrong(
        "evening_settings",
        "evening-office-forgotten",
        settings('{"CONN_MAX_AGE": 0, "places": 9}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-nobody-let-in",
        settings('{"CONN_MAX_AGE": 0, "places": 0}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-nobody-let-in",
        settings('{"CONN_MAX_AGE": 0, "places": -1}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-number-not-whole",
        settings('{"CONN_MAX_AGE": 0, "places": 8.0}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-no-limit-at-all",
        settings('{"CONN_MAX_AGE": 0, "places": 1000}', OFFICE),
    ),
    Wrong(
        "evening_settings",
        "evening-async-def",
        settings(SHOP, OFFICE).replace("def ", "async def "),
    ),
    Right("evening_settings", settings(f"__import__('types').MappingProxyType({SHOP})", OFFICE)),
    Right("evening_settings", settings(SHOP, '{"CONN_MAX_AGE": 3601, "threads": 4}')),
    Right("evening_settings", settings(SHOP, '{"CONN_MAX_AGE": None, "threads": 4}')),
    Right(
        "evening_settings",
        """
def evening_settings():
    allowed, clerks, processes = 20, 4, 2
    return {
        "office": dict(threads=clerks, CONN_MAX_AGE=60 * 60),
        "shop": dict(places=(allowed - clerks) // processes, CONN_MAX_AGE=0),
    }
""",
    ),
]

SERVE = """
    inside = {}

    async def serve(visitor):
        try:
            await answer(visitor)
        except ConnectionError:
            pass
"""
TAKE = """
    async def take_everybody():
        while True:
            visitor = await visitors.get()
            inside[asyncio.create_task(serve(visitor))] = visitor

    taking = asyncio.create_task(take_everybody())
    await stop.wait()
"""


def until(*parts: str) -> str:
    """An answer with these parts as its body."""
    return "\nasync def serve_until(stop, visitors, answer, bound):\n" + "\n".join(
        part.strip("\n") for part in parts
    )


SERVE_UNTIL = [
    Wrong(
        "serve_until",
        "until-visitors-one-by-one",
        until("""
    while not stop.is_set():
        visitor = await visitors.get()
        await answer(visitor)
    return []
"""),
    ),
    Wrong(
        "serve_until",
        "until-took-somebody-new",
        until(
            SERVE,
            """
    while not stop.is_set():
        visitor = await visitors.get()
        inside[asyncio.create_task(serve(visitor))] = visitor
    await asyncio.wait(inside, timeout=bound)
    return []
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-took-somebody-new",
        until(
            SERVE,
            TAKE,
            """
    await asyncio.wait([*inside, asyncio.create_task(stop.wait())], timeout=bound)
    taking.cancel()
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-cut-before-the-bound",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-left-them-inside",
        until(SERVE, TAKE, "    taking.cancel()\n    return []"),
    ),
    Wrong(
        "serve_until",
        "until-waits-the-whole-bound",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.sleep(bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-bound-not-kept",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.gather(taking, *inside, return_exceptions=True)
    return []
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-returned-before-the-cleanup",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-a-bound-for-each",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    cut = []
    for task, visitor in inside.items():
        try:
            await asyncio.wait_for(task, bound)
        except TimeoutError:
            cut.append(visitor)
    return cut
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-wait-without-tasks",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    late = [task for task in inside if not task.done()]
    _, late = await asyncio.wait(late, timeout=bound)
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [visitor for task, visitor in inside.items() if task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-tasks-instead-of-visitors",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return late
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-cut-list-in-no-order",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return {inside[task] for task in late}
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-cut-list-wrong",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return list(inside.values())
""",
        ),
    ),
    Wrong(
        "serve_until",
        "nothing-returned",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    for task in inside:
        task.cancel()
    await asyncio.gather(taking, *inside, return_exceptions=True)
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-leaving-not-caught",
        until(
            """
    inside = {}
    async def serve(visitor):
        await answer(visitor)
""",
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-one-who-left-ended-all",
        until("""
    came, cut = [], set()

    async def serve(visitor):
        came.append(visitor)
        try:
            await answer(visitor)
        except asyncio.CancelledError:
            cut.add(visitor)
            raise

    async def take_everybody(group):
        while True:
            group.create_task(serve(await visitors.get()))

    try:
        async with asyncio.timeout(None) as deadline:
            async with asyncio.TaskGroup() as group:
                taking = group.create_task(take_everybody(group))
                await stop.wait()
                taking.cancel()
                deadline.reschedule(asyncio.get_running_loop().time() + bound)
    except TimeoutError:
        pass
    return [visitor for visitor in came if visitor in cut]
"""),
    ),
    Wrong(
        "serve_until",
        "until-stop-looked-now-and-then",
        until(
            SERVE,
            """
    while not stop.is_set():
        await asyncio.sleep(0.1)
        while not visitors.empty():
            visitor = visitors.get_nowait()
            inside[asyncio.create_task(serve(visitor))] = visitor
    late = {task for task in inside if not task.done()}
    if late:
        _, late = await asyncio.wait(late, timeout=bound)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return [visitor for task, visitor in inside.items() if task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-cut-list-in-no-order",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    _, pending = await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in pending]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-wait-without-tasks",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait(inside, timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return [inside[task] for task in late]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-not-cut-off",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    return [inside[task] for task in inside if not task.done()]
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-two-of-one-name",
        until(
            """
    inside = {}

    async def serve(visitor):
        with suppress(ConnectionError):
            await answer(visitor)

    async def take_everybody():
        while True:
            visitor = await visitors.get()
            inside[visitor] = asyncio.create_task(serve(visitor))

    taking = asyncio.create_task(take_everybody())
    await stop.wait()
    taking.cancel()
    await asyncio.wait([taking, *inside.values()], timeout=bound)
    late = {visitor: task for visitor, task in inside.items() if not task.done()}
    for task in late.values():
        task.cancel()
    await asyncio.gather(taking, *late.values(), return_exceptions=True)
    return list(late)
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-cut-list-in-no-order",
        until(
            """
    inside, cut = {}, []

    async def serve(visitor):
        try:
            await answer(visitor)
        except ConnectionError:
            pass
        except asyncio.CancelledError:
            cut.append(visitor)
            raise
""",
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    return cut
""",
        ),
    ),
    Wrong(
        "serve_until",
        "until-emptied-the-queue",
        until(
            SERVE,
            TAKE,
            """
    taking.cancel()
    await asyncio.wait([taking, *inside], timeout=bound)
    late = [task for task in inside if not task.done()]
    for task in late:
        task.cancel()
    await asyncio.gather(taking, *late, return_exceptions=True)
    while not visitors.empty():
        visitors.get_nowait()
    return [inside[task] for task in late]
""",
        ),
    ),
    Right(
        "serve_until",
        until("""
    came, cut = [], set()

    async def serve(visitor):
        came.append(visitor)
        try:
            await answer(visitor)
        except ConnectionError:
            pass
        except asyncio.CancelledError:
            cut.add(visitor)
            raise

    async def take_everybody(group):
        while True:
            group.create_task(serve(await visitors.get()))

    try:
        async with asyncio.timeout(None) as deadline:
            async with asyncio.TaskGroup() as group:
                taking = group.create_task(take_everybody(group))
                await stop.wait()
                taking.cancel()
                deadline.reschedule(asyncio.get_running_loop().time() + bound)
    except TimeoutError:
        pass
    return [visitor for visitor in came if visitor in cut]
"""),
    ),
    Right(
        "serve_until",
        until("""
    async def serve(visitor):
        with suppress(ConnectionError):
            await answer(visitor)

    names = []
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        coming = asyncio.create_task(visitors.get())
        await asyncio.wait({coming, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if coming.done() and not stop.is_set():
            visitor = coming.result()
            names.append((visitor, asyncio.create_task(serve(visitor))))
        else:
            coming.cancel()
    tasks = [task for _, task in names if not task.done()]
    if tasks:
        await asyncio.wait(tasks, timeout=bound)
    late = [(visitor, task) for visitor, task in names if not task.done()]
    for _, task in late:
        task.cancel()
    await asyncio.gather(*(task for _, task in late), return_exceptions=True)
    return [visitor for visitor, _ in late]
"""),
    ),
]

ANSWERS = [*PERCENTILE, *MEASURE, *EVENING, *SERVE_UNTIL]
