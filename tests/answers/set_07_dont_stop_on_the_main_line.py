"""Answers to set 07."""

from tests.answers import Right, Wrong

UNBLOCK = [
    # An await, but not one that moves the work.
    Wrong(
        "unblock",
        "still-on-the-line",
        """
async def unblock(function, *args):
    await asyncio.sleep(0)
    return function(*args)
""",
    ),
    # `async def` around it, and a task of its own.
    Wrong(
        "unblock",
        "still-on-the-line",
        """
async def unblock(function, *args):
    async def work():
        return function(*args)
    return await asyncio.create_task(work())
""",
    ),
    Wrong(
        "unblock",
        "called-not-passed",
        """
async def unblock(function, *args):
    return await asyncio.to_thread(function(*args))
""",
    ),
    Wrong(
        "unblock",
        "never-awaited",
        """
async def unblock(function, *args):
    return asyncio.to_thread(function, *args)
""",
    ),
    Wrong(
        "unblock",
        "awaited-a-value",
        """
async def unblock(function, *args):
    return await function(*args)
""",
    ),
    Wrong(
        "unblock",
        "nothing-returned",
        """
async def unblock(function, *args):
    await asyncio.to_thread(function, *args)
""",
    ),
    # In a thread, and then waited for on the line.
    Wrong(
        "unblock",
        "waits-without-await",
        """
async def unblock(function, *args):
    with ThreadPoolExecutor() as pool:
        return pool.submit(function, *args).result()
""",
    ),
    Wrong(
        "unblock",
        "waits-without-await",
        """
import threading

async def unblock(function, *args):
    results = []
    def work():
        try:
            results.append(function(*args))
        except Exception as error:
            results.append(error)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]
""",
    ),
    # The function is called once more, for its result.
    Wrong(
        "unblock",
        "still-on-the-line",
        """
async def unblock(function, *args):
    await asyncio.to_thread(function, *args)
    return function(*args)
""",
    ),
    Wrong(
        "unblock",
        "called-more-than-once",
        """
async def unblock(function, *args):
    await asyncio.to_thread(function, *args)
    return await asyncio.to_thread(function, *args)
""",
    ),
    Wrong(
        "unblock",
        "error-kept-back",
        """
async def unblock(function, *args):
    try:
        return await asyncio.to_thread(function, *args)
    except Exception:
        return None
""",
    ),
    Wrong(
        "unblock",
        "plan-from-a-thread",
        """
async def unblock(function, *args):
    async def work():
        return function(*args)
    return await asyncio.to_thread(work)
""",
    ),
    Wrong(
        "unblock",
        "arguments-lost",
        """
async def unblock(function, *args):
    return await asyncio.to_thread(function, args)
""",
    ),
    Wrong(
        "unblock",
        "called-not-passed",
        """
async def unblock(function, *args):
    return await asyncio.create_task(function(*args))
""",
    ),
    # Started, and nobody waits.
    Wrong(
        "unblock",
        "nothing-returned",
        """
import threading

async def unblock(function, *args):
    threading.Thread(target=function, args=args).start()
""",
    ),
    # It looks again and again, and gives way each time.
    Right(
        "unblock",
        """
async def unblock(function, *args):
    future = ThreadPoolExecutor().submit(function, *args)
    while not future.done():
        await asyncio.sleep(0.01)
    return future.result()
""",
    ),
    Right(
        "unblock",
        """
async def unblock(function, *args):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, function, *args)
""",
    ),
    Right(
        "unblock",
        """
import functools

async def unblock(function, *args):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return await asyncio.wrap_future(pool.submit(functools.partial(function, *args)))
""",
    ),
    Right(
        "unblock",
        """
async def unblock(function, *args):
    return await asyncio.create_task(asyncio.to_thread(lambda: function(*args)))
""",
    ),
    # A thread and a future by hand.
    Right(
        "unblock",
        """
import threading

async def unblock(function, *args):
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def work():
        try:
            result = function(*args)
        except Exception as error:
            loop.call_soon_threadsafe(done.set_exception, error)
        else:
            loop.call_soon_threadsafe(done.set_result, result)

    threading.Thread(target=work).start()
    return await done
""",
    ),
    Wrong(
        "unblock",
        "wrong-type",
        """
async def unblock(function, *args):
    return str(await asyncio.to_thread(function, *args))
""",
    ),
    Wrong(
        "unblock",
        "time-limit-added",
        """
async def unblock(function, *args):
    async with asyncio.timeout(0.05):
        return await asyncio.to_thread(function, *args)
""",
    ),
    Wrong(
        "unblock",
        "calls-take-turns",
        """
lock = asyncio.Lock()

async def unblock(function, *args):
    async with lock:
        return await asyncio.to_thread(function, *args)
""",
    ),
    Wrong(
        "unblock",
        "work-not-awaited",
        """
async def unblock(function, *args):
    return asyncio.create_task(asyncio.to_thread(function, *args))
""",
    ),
    Wrong(
        "unblock",
        "work-not-awaited",
        """
async def unblock(function, *args):
    return asyncio.get_running_loop().run_in_executor(None, function, *args)
""",
    ),
    Wrong(
        "unblock",
        "error-kept-back",
        """
async def unblock(function, *args):
    try:
        return await asyncio.to_thread(function, *args)
    except Exception as error:
        return error
""",
    ),
    Wrong(
        "unblock",
        "error-changed",
        """
async def unblock(function, *args):
    try:
        return await asyncio.to_thread(function, *args)
    except Exception as error:
        raise RuntimeError('it failed') from error
""",
    ),
]

PDFS = [
    Wrong(
        "pdfs",
        "still-on-the-line",
        """
async def pdfs(orders, printers):
    return [make_pdf(order) for order in orders]
""",
    ),
    # `to_thread` has a pool, but not with this limit.
    Wrong(
        "pdfs",
        "pool-of-the-loop",
        """
async def pdfs(orders, printers):
    return await asyncio.gather(*(asyncio.to_thread(make_pdf, order) for order in orders))
""",
    ),
    Wrong(
        "pdfs",
        "pool-of-the-loop",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    # The number of the first trial, written into the code.
    Wrong(
        "pdfs",
        "pool-of-the-loop",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=3) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "a-pool-for-each",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()

    async def pdf(order):
        with ThreadPoolExecutor(max_workers=printers) as pool:
            return await loop.run_in_executor(pool, make_pdf, order)

    return await asyncio.gather(*(pdf(order) for order in orders))
""",
    ),
    Wrong(
        "pdfs",
        "printer-idle",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    made = []
    with ThreadPoolExecutor(max_workers=printers) as pool:
        for order in orders:
            made.append(await loop.run_in_executor(pool, make_pdf, order))
    return made
""",
    ),
    Wrong(
        "pdfs",
        "waits-without-await",
        """
async def pdfs(orders, printers):
    pool = ThreadPoolExecutor(max_workers=printers)
    return list(pool.map(make_pdf, orders))
""",
    ),
    Wrong(
        "pdfs",
        "waits-without-await",
        """
async def pdfs(orders, printers):
    pool = ThreadPoolExecutor(max_workers=printers)
    made = [pool.submit(make_pdf, order) for order in orders]
    return [one.result() for one in made]
""",
    ),
    Wrong(
        "pdfs",
        "pool-closed-too-early",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = [loop.run_in_executor(pool, make_pdf, order) for order in orders]
    return await asyncio.gather(*made)
""",
    ),
    Wrong(
        "pdfs",
        "future-of-the-pool",
        """
async def pdfs(orders, printers):
    pool = ThreadPoolExecutor(max_workers=printers)
    return await asyncio.gather(*(pool.submit(make_pdf, order) for order in orders))
""",
    ),
    # One thread for all of them.
    Wrong(
        "pdfs",
        "printer-idle",
        """
async def pdfs(orders, printers):
    return await asyncio.to_thread(lambda: [make_pdf(order) for order in orders])
""",
    ),
    # As they get ready, not as they were ordered.
    Wrong(
        "pdfs",
        "order-of-the-end",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = [loop.run_in_executor(pool, make_pdf, order) for order in orders]
        return [await one for one in asyncio.as_completed(made)]
""",
    ),
    Wrong(
        "pdfs",
        "gather-not-awaited",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=printers)
    return asyncio.gather(*(loop.run_in_executor(pool, make_pdf, order) for order in orders))
""",
    ),
    # A semaphore and the loop's own pool.
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    free = asyncio.Semaphore(printers)

    async def pdf(order):
        async with free:
            return await asyncio.to_thread(make_pdf, order)

    return await asyncio.gather(*(pdf(order) for order in orders))
""",
    ),
    # Awaited in turn, but started before. The pool is not closed: its idle threads harm nobody.
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(printers)
    made = [loop.run_in_executor(pool, make_pdf, order) for order in orders]
    return [await one for one in made]
""",
    ),
    # Everything synchronous, and all of it in a thread.
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    def work():
        with ThreadPoolExecutor(printers) as pool:
            return list(pool.map(make_pdf, orders))
    return await asyncio.to_thread(work)
""",
    ),
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    pool = ThreadPoolExecutor(printers)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(asyncio.wait_for(asyncio.wrap_future(pool.submit(make_pdf, o)), 60))
                for o in orders
            ]
        return [task.result() for task in tasks]
    finally:
        pool.shutdown()
""",
    ),
    # Workers that take the next order.
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    waiting = list(enumerate(orders))
    names = [None] * len(orders)

    async def worker():
        while waiting:
            place, order = waiting.pop(0)
            names[place] = await asyncio.to_thread(make_pdf, order)

    await asyncio.gather(*(worker() for _ in range(printers)))
    return names
""",
    ),
    Wrong(
        "pdfs",
        "error-kept-back",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = [loop.run_in_executor(pool, make_pdf, order) for order in orders]
        return await asyncio.gather(*made, return_exceptions=True)
""",
    ),
    # Batches: when one printer is done, it stands still until all are.
    Wrong(
        "pdfs",
        "printer-idle",
        """
async def pdfs(orders, printers):
    made = []
    for first in range(0, len(orders), printers):
        batch = orders[first : first + printers]
        made += await asyncio.gather(*(asyncio.to_thread(make_pdf, order) for order in batch))
    return made
""",
    ),
    Wrong(
        "pdfs",
        "twin-lost",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = {o: loop.run_in_executor(pool, make_pdf, o) for o in set(orders)}
        return [await made[order] for order in orders]
""",
    ),
    Wrong(
        "pdfs",
        "work-left-out",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = [loop.run_in_executor(pool, make_pdf, order) for order in orders[:printers]]
        return await asyncio.gather(*made)
""",
    ),
    Wrong(
        "pdfs",
        "pool-of-everybody",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(printers))
    return await asyncio.gather(*(asyncio.to_thread(make_pdf, order) for order in orders))
""",
    ),
    Wrong(
        "pdfs",
        "loop-of-another-run",
        """
loop = asyncio.new_event_loop()  # as in a cell, where another loop runs

async def pdfs(orders, printers):
    pool = ThreadPoolExecutor(max_workers=printers)
    return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "no-name-loop",
        """
async def pdfs(orders, printers):
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "pool-too-small",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers - 1) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "pool-as-function",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(asyncio.to_thread(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "pool-comes-first",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "method-of-the-loop",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(asyncio.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "plain-with-for-pools",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    async with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "not-one-order",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, orders) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "order-of-the-end",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in sorted(orders)))
""",
    ),
    Wrong(
        "pdfs",
        "process-for-waiting",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, make_pdf, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "plan-from-a-thread",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()

    async def one(order):
        return make_pdf(order)

    with ThreadPoolExecutor(max_workers=printers) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, one, o) for o in orders))
""",
    ),
    Wrong(
        "pdfs",
        "late-lambda",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=printers) as pool:
        made = []
        for order in orders:
            made.append(loop.run_in_executor(pool, lambda: make_pdf(order)))
        return await asyncio.gather(*made)
""",
    ),
    Wrong(
        "pdfs",
        "work-not-awaited",
        """
async def pdfs(orders, printers):
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=printers)
    return [loop.run_in_executor(pool, make_pdf, order) for order in orders]
""",
    ),
    # A place is filled as soon as it is free.
    Right(
        "pdfs",
        """
async def pdfs(orders, printers):
    names, waiting, places = {}, set(), list(enumerate(orders))
    for place, order in places:
        task = asyncio.create_task(asyncio.to_thread(make_pdf, order))
        names[task] = place
        waiting.add(task)
        if len(waiting) == printers:
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if waiting:
        await asyncio.wait(waiting)
    return [task.result() for task in sorted(names, key=names.get)]
""",
    ),
]

FIND_ROUTES = [
    Wrong(
        "find_routes",
        "computed-on-the-line",
        """
async def find_routes(trips, pool):
    return {trip: best_route(*trip) for trip in trips}
""",
    ),
    Wrong(
        "find_routes",
        "thread-for-computing",
        """
async def find_routes(trips, pool):
    routes = await asyncio.gather(*(asyncio.to_thread(best_route, *trip) for trip in trips))
    return dict(zip(trips, routes))
""",
    ),
    Wrong(
        "find_routes",
        "thread-for-computing",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    routes = await asyncio.gather(*(loop.run_in_executor(None, best_route, *t) for t in trips))
    return dict(zip(trips, routes))
""",
    ),
    Wrong(
        "find_routes",
        "another-pool",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as mine:
        routes = await asyncio.gather(*(loop.run_in_executor(mine, best_route, *t) for t in trips))
    return dict(zip(trips, routes))
""",
    ),
    Wrong(
        "find_routes",
        "worker-idle",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    routes = {}
    for trip in trips:
        routes[trip] = await loop.run_in_executor(pool, best_route, *trip)
    return routes
""",
    ),
    Wrong(
        "find_routes",
        "no-file",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    searches = [loop.run_in_executor(pool, lambda t=trip: best_route(*t)) for trip in trips]
    return dict(zip(trips, await asyncio.gather(*searches)))
""",
    ),
    # A helper of the notebook.
    Wrong(
        "find_routes",
        "no-file",
        """
def route_of(trip):
    return best_route(*trip)

async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    searches = [loop.run_in_executor(pool, route_of, trip) for trip in trips]
    return dict(zip(trips, await asyncio.gather(*searches)))
""",
    ),
    Wrong(
        "find_routes",
        "waits-without-await",
        """
async def find_routes(trips, pool):
    searches = [pool.submit(best_route, *trip) for trip in trips]
    return {trip: search.result() for trip, search in zip(trips, searches)}
""",
    ),
    Wrong(
        "find_routes",
        "waits-without-await",
        """
async def find_routes(trips, pool):
    routes = pool.map(best_route, [a for a, b in trips], [b for a, b in trips])
    return dict(zip(trips, routes))
""",
    ),
    Wrong(
        "find_routes",
        "called-not-passed",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    searches = [loop.run_in_executor(pool, best_route(*trip)) for trip in trips]
    return dict(zip(trips, await asyncio.gather(*searches)))
""",
    ),
    Wrong(
        "find_routes",
        "closed-the-callers-pool",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    with pool:
        searches = [loop.run_in_executor(pool, best_route, *trip) for trip in trips]
        return dict(zip(trips, await asyncio.gather(*searches)))
""",
    ),
    # `async def` around the computing.
    Wrong(
        "find_routes",
        "computed-on-the-line",
        """
async def find_routes(trips, pool):
    async def search(trip):
        return best_route(*trip)
    return dict(zip(trips, await asyncio.gather(*(search(trip) for trip in trips))))
""",
    ),
    # The pair is not taken apart.
    Wrong(
        "find_routes",
        "pair-not-taken-apart",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    searches = [loop.run_in_executor(pool, best_route, trip) for trip in trips]
    return dict(zip(trips, await asyncio.gather(*searches)))
""",
    ),
    Wrong(
        "find_routes",
        "wrong-type",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*(loop.run_in_executor(pool, best_route, *t) for t in trips))
""",
    ),
    Right(
        "find_routes",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    searches = {trip: loop.run_in_executor(pool, best_route, *trip) for trip in trips}
    return {trip: await search for trip, search in searches.items()}
""",
    ),
    Right(
        "find_routes",
        """
import functools

async def find_routes(trips, pool):
    async def search(trip):
        loop = asyncio.get_running_loop()
        return trip, await loop.run_in_executor(pool, functools.partial(best_route, *trip))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(search(trip)) for trip in trips]
    return dict(task.result() for task in tasks)
""",
    ),
    # `map` waits in a thread, and the processes compute.
    Right(
        "find_routes",
        """
async def find_routes(trips, pool):
    routes = await asyncio.to_thread(lambda: list(pool.map(best_route, *zip(*trips))))
    return dict(zip(trips, routes))
""",
    ),
    Right(
        "find_routes",
        """
async def find_routes(trips, pool):
    searches = [asyncio.wrap_future(pool.submit(best_route, *trip)) for trip in trips]
    await asyncio.wait(searches)
    return {trip: search.result() for trip, search in zip(trips, searches)}
""",
    ),
    Wrong(
        "find_routes",
        "error-kept-back",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    try:
        routes = await asyncio.gather(*(loop.run_in_executor(pool, best_route, *t) for t in trips))
    except Exception:
        return {}
    return dict(zip(trips, routes))
""",
    ),
    # Two at a time, however many workers there are.
    Wrong(
        "find_routes",
        "worker-idle",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    free = asyncio.Semaphore(2)

    async def search(trip):
        async with free:
            return await loop.run_in_executor(pool, best_route, *trip)

    return dict(zip(trips, await asyncio.gather(*map(search, trips))))
""",
    ),
    Wrong(
        "find_routes",
        "worker-idle",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    routes = {}
    for first in range(0, len(trips), 2):
        two = trips[first : first + 2]
        calls = [loop.run_in_executor(pool, best_route, *trip) for trip in two]
        routes |= dict(zip(two, await asyncio.gather(*calls)))
    return routes
""",
    ),
    Wrong(
        "find_routes",
        "work-left-out",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, best_route, *trip) for trip in trips[:-1]]
    return dict(zip(trips, await asyncio.gather(*calls)))
""",
    ),
    Wrong(
        "find_routes",
        "other-towns",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, best_route, b, a) for a, b in trips]
    return dict(zip(trips, await asyncio.gather(*calls)))
""",
    ),
    Wrong(
        "find_routes",
        "keys-not-the-trips",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, best_route, *trip) for trip in trips]
    routes = await asyncio.gather(*calls)
    return {(b, a): route for (a, b), route in zip(trips, routes)}
""",
    ),
    Wrong(
        "find_routes",
        "routes-mixed-up",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, best_route, *trip) for trip in trips]
    return dict(zip(trips, [await call for call in asyncio.as_completed(calls)]))
""",
    ),
    Wrong(
        "find_routes",
        "work-not-awaited",
        """
async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    return {trip: loop.run_in_executor(pool, best_route, *trip) for trip in trips}
""",
    ),
    Right(
        "find_routes",
        """
import minisite.routes as r

async def find_routes(trips, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, r.best_route, *trip) for trip in trips]
    return dict(zip(trips, await asyncio.gather(*calls)))
""",
    ),
]

RECEIPTS = [
    Wrong(
        "receipts",
        "context-lost",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        return await loop.run_in_executor(pool, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Wrong(
        "receipts",
        "not-the-given-pool",
        """
async def receipts(names, pool):
    async def receipt(name):
        traveller.set(name)
        return await asyncio.to_thread(write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    # The copy is made before the value is set.
    Wrong(
        "receipts",
        "copied-too-early",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        context = contextvars.copy_context()
        traveller.set(name)
        return await loop.run_in_executor(pool, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Wrong(
        "receipts",
        "one-context-for-all",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()

    def work(name):
        traveller.set(name)
        return write_receipt()

    calls = [loop.run_in_executor(pool, context.run, work, name) for name in names]
    return await asyncio.gather(*calls)
""",
    ),
    # The names are set in a row, and copied later.
    Wrong(
        "receipts",
        "one-value-for-all",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt():
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    calls = []
    for name in names:
        traveller.set(name)
        calls.append(receipt())
    return await asyncio.gather(*calls)
""",
    ),
    Wrong(
        "receipts",
        "left-the-callers-value",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    calls = []
    for name in names:
        traveller.set(name)
        context = contextvars.copy_context()
        calls.append(loop.run_in_executor(pool, context.run, write_receipt))
    return await asyncio.gather(*calls)
""",
    ),
    Wrong(
        "receipts",
        "clerk-idle",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    done = []
    for name in names:
        context = contextvars.copy_context()
        context.run(traveller.set, name)
        done.append(await loop.run_in_executor(pool, context.run, write_receipt))
    return done
""",
    ),
    Wrong(
        "receipts",
        "receipts-on-the-line",
        """
async def receipts(names, pool):
    done = []
    for name in names:
        context = contextvars.copy_context()
        context.run(traveller.set, name)
        done.append(context.run(write_receipt))
    return done
""",
    ),
    Wrong(
        "receipts",
        "name-as-argument",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    calls = [loop.run_in_executor(pool, write_receipt, name) for name in names]
    return await asyncio.gather(*calls)
""",
    ),
    Wrong(
        "receipts",
        "closed-the-callers-pool",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    with pool:
        return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Right(
        "receipts",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    calls = []
    for name in names:
        context = contextvars.copy_context()
        context.run(traveller.set, name)
        calls.append(loop.run_in_executor(pool, context.run, write_receipt))
    return await asyncio.gather(*calls)
""",
    ),
    # The value is set in the thread. The thread keeps it, and has none of the caller's other values.
    Wrong(
        "receipts",
        "other-values-lost",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    def work(name):
        traveller.set(name)
        return write_receipt()

    return await asyncio.gather(*(loop.run_in_executor(pool, work, name) for name in names))
""",
    ),
    Right(
        "receipts",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()
    before = traveller.get()
    calls = []
    for name in names:
        token = traveller.set(name)
        calls.append(loop.run_in_executor(pool, contextvars.copy_context().run, write_receipt))
        traveller.reset(token)
    assert traveller.get() == before
    return [await call for call in calls]
""",
    ),
    Wrong(
        "receipts",
        "error-kept-back",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names), return_exceptions=True)
""",
    ),
    Wrong(
        "receipts",
        "twin-lost",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    calls = {name: asyncio.create_task(receipt(name)) for name in set(names)}
    return [await calls[name] for name in names]
""",
    ),
    Wrong(
        "receipts",
        "other-values-lost",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        context = contextvars.Context()
        context.run(traveller.set, name)
        return await loop.run_in_executor(pool, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Wrong(
        "receipts",
        "name-in-place-of-value",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller = name
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Wrong(
        "receipts",
        "not-the-given-pool",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        with ThreadPoolExecutor(1) as mine:
            return await loop.run_in_executor(mine, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names))
""",
    ),
    Wrong(
        "receipts",
        "clerk-idle",
        """
async def receipts(names, pool):
    loop, done = asyncio.get_running_loop(), []
    for first in range(0, len(names), 2):
        calls = []
        for name in names[first : first + 2]:
            context = contextvars.copy_context()
            context.run(traveller.set, name)
            calls.append(loop.run_in_executor(pool, context.run, write_receipt))
        done += await asyncio.gather(*calls)
    return done
""",
    ),
    Wrong(
        "receipts",
        "receipts-in-another-order",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    calls = [receipt(name) for name in names]
    return [await call for call in asyncio.as_completed(calls)]
""",
    ),
    Wrong(
        "receipts",
        "work-left-out",
        """
async def receipts(names, pool):
    loop = asyncio.get_running_loop()

    async def receipt(name):
        traveller.set(name)
        context = contextvars.copy_context()
        return await loop.run_in_executor(pool, context.run, write_receipt)

    return await asyncio.gather(*(receipt(name) for name in names[1:]))
""",
    ),
]

ANSWERS = [*UNBLOCK, *PDFS, *FIND_ROUTES, *RECEIPTS]
