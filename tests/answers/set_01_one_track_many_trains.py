"""Answers to set 01."""

from tests.answers import Right, Wrong

JOURNEY_TIME = [
    Wrong(
        "journey_time",
        "one-by-one",
        """
async def journey_time(carriers):
    total = 0
    for carrier in carriers:
        minutes = await ride_minutes(carrier)
        total += minutes
    return total
""",
    ),
    Wrong(
        "journey_time",
        "never-awaited",
        """
async def journey_time(carriers):
    return sum(ride_minutes(carrier) for carrier in carriers)
""",
    ),
    Wrong(
        "journey_time",
        "one-leg-only",
        """
async def journey_time(carriers):
    return max(await asyncio.gather(*(ride_minutes(carrier) for carrier in carriers)))
""",
    ),
    Wrong(
        "journey_time",
        "wrong-type",
        """
async def journey_time(carriers):
    return await asyncio.gather(*(ride_minutes(carrier) for carrier in carriers))
""",
    ),
    Wrong(
        "journey_time",
        "gather-got-a-list",
        """
async def journey_time(carriers):
    return sum(await asyncio.gather([ride_minutes(carrier) for carrier in carriers]))
""",
    ),
    Right(
        "journey_time",
        """
async def journey_time(carriers):
    calls = []
    for carrier in carriers:
        calls.append(ride_minutes(carrier))
    total = 0
    for minutes in await asyncio.gather(*calls):
        total += minutes
    return total
""",
    ),
    Right(
        "journey_time",
        """
async def journey_time(carriers):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ride_minutes(carrier)) for carrier in carriers]
    return sum(task.result() for task in tasks)
""",
    ),
    Wrong(
        "journey_time",
        "gather-not-awaited",
        """
async def journey_time(carriers):
    calls = [ride_minutes(carrier) for carrier in carriers]
    return sum(asyncio.gather(*calls))
""",
    ),
    Wrong(
        "journey_time",
        "gather-not-awaited",
        """
async def journey_time(carriers):
    return asyncio.gather(*(ride_minutes(carrier) for carrier in carriers))
""",
    ),
    Wrong(
        "journey_time",
        "leftover-task",
        """
async def journey_time(carriers):
    total = 0

    async def add(carrier):
        nonlocal total
        total += await ride_minutes(carrier)

    asyncio.gather(*(add(carrier) for carrier in carriers))
    return total
""",
    ),
    Wrong(
        "journey_time",
        "gather-got-a-list",
        """
async def journey_time(carriers):
    return sum(await asyncio.gather(ride_minutes(carrier) for carrier in carriers))
""",
    ),
    Wrong(
        "journey_time",
        "collected-not-started",
        """
async def journey_time(carriers):
    calls = [ride_minutes(carrier) for carrier in carriers]
    total = 0
    for call in calls:
        total += await call
    return total
""",
    ),
    Wrong(
        "journey_time",
        "waited-longer",
        """
async def journey_time(carriers):
    tasks = [asyncio.create_task(ride_minutes(carrier)) for carrier in carriers]
    await asyncio.sleep(1)
    return sum(task.result() for task in tasks)
""",
    ),
    Wrong(
        "journey_time",
        "task-not-done",
        """
async def journey_time(carriers):
    tasks = [asyncio.create_task(ride_minutes(carrier)) for carrier in carriers]
    return sum(task.result() for task in tasks)
""",
    ),
    Wrong(
        "journey_time",
        "other-question",
        """
async def journey_time(carriers):
    return sum(await asyncio.gather(*(quote(carrier) for carrier in carriers)))
""",
    ),
    Wrong(
        "journey_time",
        "lost-a-leg",
        """
async def journey_time(carriers):
    calls = {carrier: ride_minutes(carrier) for carrier in set(carriers)}
    return sum(await asyncio.gather(*calls.values()))
""",
    ),
    Wrong(
        "journey_time",
        "asked-nobody",
        """
async def journey_time(carriers):
    return {"Danube": 600, "Fjord": 745}[carriers[0]]
""",
    ),
    Wrong(
        "journey_time",
        "not-a-coroutine",
        """
def journey_time(carriers):
    return 600
""",
    ),
    Wrong(
        "journey_time",
        "name-unknown",
        """
async def journey_time(carriers):
    return sum(await asyncio.gather(*(ride_minute(carrier) for carrier in carriers)))
""",
    ),
    Right(
        "journey_time",
        """
async def journey_time(carriers):
    tasks = [asyncio.create_task(ride_minutes(carrier)) for carrier in carriers]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
    return sum(task.result() for task in tasks)
""",
    ),
    Wrong(
        "journey_time",
        "awaited-before-gather",
        """
async def journey_time(carriers):
    calls = []
    for carrier in carriers:
        calls.append(await ride_minutes(carrier))
    return sum(await asyncio.gather(*calls))
""",
    ),
    Wrong(
        "journey_time",
        "function-not-called",
        """
async def journey_time(carriers):
    return sum(await asyncio.gather(*[ride_minutes for carrier in carriers]))
""",
    ),
    Wrong(
        "journey_time",
        "timeline-in-a-check",
        """
from nightline import timeline


async def journey_time(carriers):
    with timeline():
        return sum(await asyncio.gather(*(ride_minutes(carrier) for carrier in carriers)))
""",
    ),
]

CHEAPEST = [
    Wrong(
        "cheapest",
        "one-by-one",
        """
async def cheapest(carriers):
    offers = [(carrier, await quote(carrier)) for carrier in carriers]
    return min(offers, key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "never-awaited",
        """
async def cheapest(carriers):
    offers = []
    for c in carriers:
        offers.append((c, quote(c)))
    return min(offers, key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "quotes-without-names",
        """
async def cheapest(carriers):
    return min(await asyncio.gather(*(quote(c) for c in carriers)))
""",
    ),
    Wrong(
        "cheapest",
        "dearest-or-first",
        """
async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    return min(zip(carriers, prices))
""",
    ),
    Wrong(
        "cheapest",
        "blocking-sleep",
        """
async def cheapest(carriers):
    time.sleep(0.2)
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    return min(zip(carriers, prices), key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "run-inside-loop",
        """
async def cheapest(carriers):
    prices = [asyncio.run(quote(c)) for c in carriers]
    return min(zip(carriers, prices), key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "nothing-returned",
        """
async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    print(min(zip(carriers, prices), key=lambda offer: offer[1]))
""",
    ),
    Right(
        "cheapest",
        """
async def cheapest(carriers):
    async def offer(carrier):
        return await quote(carrier), carrier

    price, name = min(await asyncio.gather(*map(offer, carriers)))
    return name, price
""",
    ),
    Right(
        "cheapest",
        """
async def cheapest(carriers):
    prices = {}

    async def ask(carrier):
        prices[carrier] = await quote(carrier)

    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            group.create_task(ask(carrier))
    name = min(prices, key=prices.get)
    return name, prices[name]
""",
    ),
    Right(
        "cheapest",
        """
async def cheapest(carriers):
    tasks = {asyncio.ensure_future(quote(c)): c for c in carriers}
    best = None
    for done in asyncio.as_completed(tasks):
        await done
    for task, carrier in tasks.items():
        if best is None or task.result() < best[1]:
            best = (carrier, task.result())
    return best
""",
    ),
    Wrong(
        "cheapest",
        "asked-twice",
        """
async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    name = carriers[prices.index(min(prices))]
    return name, await quote(name)
""",
    ),
    Wrong(
        "cheapest",
        "gather-not-awaited",
        """
async def cheapest(carriers):
    prices = asyncio.gather(*(quote(c) for c in carriers))
    return min(zip(carriers, prices), key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "swapped",
        """
async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    return min(zip(prices, carriers))
""",
    ),
    Wrong(
        "cheapest",
        "wrong-pair",
        """
async def cheapest(carriers):
    prices = []
    for answer in asyncio.as_completed([quote(c) for c in carriers]):
        prices.append(await answer)
    return min(zip(carriers, prices), key=lambda offer: offer[1])
""",
    ),
    Wrong(
        "cheapest",
        "coroutine-compared",
        """
async def cheapest(carriers):
    best = carriers[0]
    for c in carriers:
        if quote(c) < quote(best):
            best = c
    return best, quote(best)
""",
    ),
    Right(
        "cheapest",
        """
from collections import namedtuple

Best = namedtuple("Best", "name price")


async def cheapest(carriers):
    prices = await asyncio.gather(*(quote(c) for c in carriers))
    return Best(*min(zip(carriers, prices), key=lambda offer: offer[1]))
""",
    ),
]

WORTH_IT = [
    Wrong(
        "worth_it",
        "async-means-waiting",
        """
async def worth_it(jobs):
    return {name: asyncio.iscoroutinefunction(job) for name, job in jobs.items()}
""",
    ),
    Wrong(
        "worth_it",
        "slow-means-waiting",
        """
async def worth_it(jobs):
    found = {}
    for name, job in jobs.items():
        start = time.perf_counter()
        await job()
        found[name] = time.perf_counter() - start > 0.05
    return found
""",
    ),
    Wrong(
        "worth_it",
        "await-means-waiting",
        """
import inspect

async def worth_it(jobs):
    return {name: "await" in inspect.getsource(job) for name, job in jobs.items()}
""",
    ),
    Right(
        "worth_it",
        """
async def worth_it(jobs):
    async def gives_way(job):
        turns = []

        async def watched():
            await job()
            turns.append("job")

        async def witness():
            turns.append("witness")

        await asyncio.gather(watched(), witness())
        return turns == ["witness", "job"]

    return {name: await gives_way(job) for name, job in jobs.items()}
""",
    ),
    Right(
        "worth_it",
        """
async def worth_it(jobs):
    found = {}
    for name, job in jobs.items():
        task = asyncio.create_task(job())
        await asyncio.sleep(0)
        found[name] = not task.done()
        await task
    return found
""",
    ),
    Wrong(
        "worth_it",
        "known-by-name",
        """
async def worth_it(jobs):
    return {
        "ask a carrier": True,
        "add up numbers": False,
        "sleep on the track": False,
        "await what is ready": False,
        "give way once": True,
    }
""",
    ),
    Wrong(
        "worth_it",
        "jobs-missing",
        """
async def worth_it(jobs):
    for name, job in jobs.items():
        task = asyncio.create_task(job())
        await asyncio.sleep(0)
        done = task.done()
        await task
        return {name: not done}
""",
    ),
    Wrong(
        "worth_it",
        "not-true-or-false",
        """
async def worth_it(jobs):
    found = {}
    for name, job in jobs.items():
        task = asyncio.create_task(job())
        await asyncio.sleep(0)
        found[name] = "no" if task.done() else "yes"
        await task
    return found
""",
    ),
    Wrong(
        "worth_it",
        "answers-reversed",
        """
async def worth_it(jobs):
    found = {}
    for name, job in jobs.items():
        task = asyncio.create_task(job())
        await asyncio.sleep(0)
        found[name] = task.done()
        await task
    return found
""",
    ),
    Wrong(
        "worth_it",
        "function-not-called",
        """
async def worth_it(jobs):
    found = {}
    for name, job in jobs.items():
        turns = []

        async def witness():
            turns.append("witness")

        await asyncio.gather(job, witness())
        found[name] = bool(turns)
    return found
""",
    ),
]

ANSWERS = [*JOURNEY_TIME, *CHEAPEST, *WORTH_IT]
