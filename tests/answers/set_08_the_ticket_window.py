"""Answers to set 08."""

from tests.answers import Right, Wrong


def _one_window(*, limit="maxsize=3", clerk="", end="") -> str:
    """The given code of `one_window`, with the loop of the clerk and the last lines filled in."""
    return f"""
async def one_window():
    queue = asyncio.Queue({limit})
    tickets = []

    async def clerk():
        while True:
            order = await queue.get()
{clerk}

    window = asyncio.create_task(clerk())
    await travellers(queue)
{end}
    return tickets
"""


PRINT = "            tickets.append(await print_ticket(order))"
DONE = "            queue.task_done()"

ONE_WINDOW = [
    Wrong(
        "one_window",
        "join-never-ends",
        _one_window(clerk=PRINT, end="    await queue.join()\n    window.cancel()"),
    ),
    Wrong(
        "one_window",
        "leftover-task",
        _one_window(clerk=f"{PRINT}\n{DONE}", end="    await queue.join()"),
    ),
    Wrong(
        "one_window",
        "queue-without-limit",
        _one_window(
            limit="", clerk=f"{PRINT}\n{DONE}", end="    await queue.join()\n    window.cancel()"
        ),
    ),
    Wrong(
        "one_window",
        "queue-without-limit",
        _one_window(
            limit="maxsize=4",
            clerk=f"{PRINT}\n{DONE}",
            end="    await queue.join()\n    window.cancel()",
        ),
    ),
    Wrong(
        "one_window",
        "one-in-the-hand",
        _one_window(clerk=f"{DONE}\n{PRINT}", end="    await queue.join()\n    window.cancel()"),
    ),
    Wrong(
        "one_window",
        "one-in-the-hand",
        _one_window(
            clerk=f"{PRINT}\n{DONE}",
            end="    while not queue.empty():\n        await asyncio.sleep(0.01)\n"
            "    window.cancel()",
        ),
    ),
    Wrong(
        "one_window",
        "orders-left-behind",
        _one_window(clerk=f"{PRINT}\n{DONE}", end="    window.cancel()"),
    ),
    Wrong(
        "one_window",
        "workers-never-stop",
        _one_window(clerk=f"{PRINT}\n{DONE}", end="    await queue.join()\n    await window"),
    ),
    Wrong(
        "one_window",
        "cancel-came-back",
        _one_window(
            clerk=f"{PRINT}\n{DONE}",
            end="    await queue.join()\n    window.cancel()\n    await window",
        ),
    ),
    Wrong(
        "one_window",
        "night-too-long",
        _one_window(
            clerk=f"{PRINT}\n{DONE}", end="    await asyncio.sleep(5)\n    window.cancel()"
        ),
    ),
    Wrong(
        "one_window",
        "done-too-often",
        _one_window(
            clerk=f"{PRINT}\n{DONE}\n{DONE}", end="    await queue.join()\n    window.cancel()"
        ),
    ),
    Wrong(
        "one_window",
        "swallowed-cancel",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        while True:
            try:
                tickets.append(await print_ticket(await queue.get()))
                queue.task_done()
            except asyncio.CancelledError:
                pass

    window = asyncio.create_task(clerk())
    await travellers(queue)
    await queue.join()
    window.cancel()
    return tickets
""",
    ),
    Wrong(
        "one_window",
        "never-awaited",
        _one_window(clerk=f"{PRINT}\n{DONE}", end="    queue.join()\n    window.cancel()"),
    ),
    Wrong(
        "one_window",
        "nobody-takes",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        while not queue.empty():
            tickets.append(await print_ticket(await queue.get()))

    await travellers(queue)
    await clerk()
    return tickets
""",
    ),
    Wrong(
        "one_window",
        "printed-after-all-came",
        """
async def one_window():
    queue, tickets = asyncio.Queue(), []
    await travellers(queue)
    while not queue.empty():
        tickets.append(await print_ticket(await queue.get()))
    return tickets
""",
    ),
    Wrong(
        "one_window",
        "too-many-windows",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        while True:
            order = await queue.get()
            tickets.append(await print_ticket(order))
            queue.task_done()

    windows = [asyncio.create_task(clerk()) for _ in range(3)]
    await travellers(queue)
    await queue.join()
    for window in windows:
        window.cancel()
    await asyncio.gather(*windows, return_exceptions=True)
    return tickets
""",
    ),
    Wrong(
        "one_window",
        "nothing-returned",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        while True:
            tickets.append(await print_ticket(await queue.get()))
            queue.task_done()

    window = asyncio.create_task(clerk())
    await travellers(queue)
    await queue.join()
    window.cancel()
    print(tickets)
""",
    ),
    Wrong(
        "one_window",
        "wrong-type",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), {}

    async def clerk():
        while True:
            order = await queue.get()
            tickets[order] = await print_ticket(order)
            queue.task_done()

    window = asyncio.create_task(clerk())
    await travellers(queue)
    await queue.join()
    window.cancel()
    return tickets
""",
    ),
    Wrong(
        "one_window",
        "sign-printed",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        order = ""
        while order is not None:
            order = await queue.get()
            tickets.append(await print_ticket(order))

    window = asyncio.create_task(clerk())
    await travellers(queue)
    await queue.put(None)
    await window
    return tickets
""",
    ),
    Right(
        "one_window",
        """
async def one_window():
    queue, tickets = asyncio.Queue(3), []

    async def clerk():
        while True:
            order = await queue.get()
            if order is None:
                break
            tickets.append(await print_ticket(order))

    async def bring():
        await travellers(queue)
        await queue.put(None)

    await asyncio.gather(clerk(), bring())
    return tickets
""",
    ),
    Right(
        "one_window",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=1), []

    async def clerk():
        while True:
            order = await queue.get()
            try:
                tickets.append(await print_ticket(order))
            finally:
                queue.task_done()

    async with asyncio.TaskGroup() as group:
        window = group.create_task(clerk())
        await travellers(queue)
        await queue.join()
        window.cancel()
    return tickets
""",
    ),
    Right(
        "one_window",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []
    producer = asyncio.create_task(travellers(queue))
    while not (producer.done() and queue.empty()):
        getting = asyncio.create_task(queue.get())
        await asyncio.wait({getting, producer}, return_when=asyncio.FIRST_COMPLETED)
        if not getting.done():
            await asyncio.sleep(0)
        if not getting.done():
            getting.cancel()
            break
        tickets.append(await print_ticket(getting.result()))
    return tickets
""",
    ),
    Right(
        "one_window",
        """
async def one_window():
    queue, tickets = asyncio.Queue(maxsize=3), []

    async def clerk():
        while True:
            order = await queue.get()
            tickets.append(await print_ticket(order))
            queue.task_done()

    window = asyncio.create_task(clerk())
    await travellers(queue)
    await queue.join()
    window.cancel()
    try:
        await window
    except asyncio.CancelledError:
        pass
    return tickets
""",
    ),
]

CLERKS = """
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while True:
            order = await queue.get()
            tickets[order] = await print_ticket(order)
            queue.task_done()

    clerks = [asyncio.create_task(clerk()) for _ in range(windows)]
"""

PIPELINE = [
    Wrong(
        "pipeline",
        "windows-closed",
        """
async def pipeline(windows, room):
    tickets = {}
    while (order := await next_order()) is not None:
        tickets[order] = await print_ticket(order)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "fetched-without-limit",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(), {}

    async def clerk():
        while (order := await queue.get()) is not None:
            tickets[order] = await print_ticket(order)

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while (order := await next_order()) is not None:
            await queue.put(order)
        for _ in range(windows):
            await queue.put(None)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "workers-never-stop",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while (order := await queue.get()) is not None:
            tickets[order] = await print_ticket(order)

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while (order := await next_order()) is not None:
            await queue.put(order)
        await queue.put(None)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "workers-never-stop",
        f"""
async def pipeline(windows, room):{CLERKS}
    while (order := await next_order()) is not None:
        await queue.put(order)
    await asyncio.gather(*clerks)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "leftover-task",
        f"""
async def pipeline(windows, room):{CLERKS}
    while (order := await next_order()) is not None:
        await queue.put(order)
    await queue.join()
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "join-never-ends",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while True:
            order = await queue.get()
            tickets[order] = await print_ticket(order)

    clerks = [asyncio.create_task(clerk()) for _ in range(windows)]
    while (order := await next_order()) is not None:
        await queue.put(order)
    await queue.join()
    for one in clerks:
        one.cancel()
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "nobody-takes",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while not queue.empty():
            order = await queue.get()
            tickets[order] = await print_ticket(order)

    while (order := await next_order()) is not None:
        await queue.put(order)
    await asyncio.gather(*(clerk() for _ in range(windows)))
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "asked-by-two",
        """
async def pipeline(windows, room):
    tickets = {}

    async def clerk():
        while (order := await next_order()) is not None:
            tickets[order] = await print_ticket(order)

    await asyncio.gather(*(clerk() for _ in range(windows)))
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "fetching-stopped",
        """
async def pipeline(windows, room):
    tickets, entrance = {}, asyncio.Lock()

    async def clerk():
        while True:
            async with entrance:
                order = await next_order()
            if order is None:
                return
            tickets[order] = await print_ticket(order)

    await asyncio.gather(*(clerk() for _ in range(windows)))
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "too-many-windows",
        """
async def pipeline(windows, room):
    tasks = {}
    async with asyncio.TaskGroup() as group:
        while (order := await next_order()) is not None:
            tasks[order] = group.create_task(print_ticket(order))
    return {order: task.result() for order, task in tasks.items()}
""",
    ),
    Wrong(
        "pipeline",
        "free-window-waited",
        """
async def pipeline(windows, room):
    tickets, order = {}, ""
    while order is not None:
        batch = []
        while len(batch) < windows and (order := await next_order()) is not None:
            batch.append(order)
        for name, ticket in zip(batch, await asyncio.gather(*map(print_ticket, batch))):
            tickets[name] = ticket
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "fetched-without-limit",
        """
async def pipeline(windows, room):
    orders, tickets = [], {}
    while (order := await next_order()) is not None:
        orders.append(order)

    async def clerk():
        while orders:
            order = orders.pop(0)
            tickets[order] = await print_ticket(order)

    await asyncio.gather(*(clerk() for _ in range(windows)))
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "asked-without-waiting",
        f"""
async def pipeline(windows, room):{CLERKS}
    while (order := await next_order()) is not None:
        queue.put_nowait(order)
    await queue.join()
    for one in clerks:
        one.cancel()
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "sign-printed",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while True:
            order = await queue.get()
            tickets[order] = await print_ticket(order)
            if order is None:
                break

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while (order := await next_order()) is not None:
            await queue.put(order)
        for _ in range(windows):
            await queue.put(None)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "orders-lost",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}

    async def clerk():
        while (order := await queue.get()) is not None:
            tickets[order] = await print_ticket(order)

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while await next_order() is not None:
            if (order := await next_order()) is not None:
                await queue.put(order)
        for _ in range(windows):
            await queue.put(None)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "wrong-type",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), []

    async def clerk():
        while (order := await queue.get()) is not None:
            tickets.append(await print_ticket(order))

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while (order := await next_order()) is not None:
            await queue.put(order)
        for _ in range(windows):
            await queue.put(None)
    return tickets
""",
    ),
    Right(
        "pipeline",
        f"""
async def pipeline(windows, room):{CLERKS}
    while (order := await next_order()) is not None:
        await queue.put(order)
    await queue.join()
    for one in clerks:
        one.cancel()
    await asyncio.gather(*clerks, return_exceptions=True)
    return tickets
""",
    ),
    Right(
        "pipeline",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(room), {}

    async def fetch():
        while (order := await next_order()) is not None:
            await queue.put(order)
        await queue.put(None)

    async def clerk():
        while True:
            order = await queue.get()
            if order is None:
                queue.put_nowait(None)
                return
            tickets[order] = await print_ticket(order)

    await asyncio.gather(fetch(), *(clerk() for _ in range(windows)))
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "room-left-unused",
        """
async def pipeline(windows, room):
    free, tasks = asyncio.Semaphore(windows), {}

    async def work(order):
        try:
            return await print_ticket(order)
        finally:
            free.release()

    while (order := await next_order()) is not None:
        await free.acquire()
        tasks[order] = asyncio.create_task(work(order))
    return dict(zip(tasks, await asyncio.gather(*tasks.values())))
""",
    ),
    Right(
        "pipeline",
        """
async def pipeline(windows, room):
    waiting, tickets, over = [], {}, False
    change = asyncio.Condition()

    async def clerk():
        while True:
            async with change:
                await change.wait_for(lambda: waiting or over)
                if not waiting:
                    return
                order = waiting.pop(0)
                change.notify_all()
            tickets[order] = await print_ticket(order)

    clerks = [asyncio.ensure_future(clerk()) for _ in range(windows)]
    while (order := await next_order()) is not None:
        async with change:
            await change.wait_for(lambda: len(waiting) < room)
            waiting.append(order)
            change.notify_all()
    async with change:
        over = True
        change.notify_all()
    await asyncio.wait(clerks)
    return tickets
""",
    ),
]

WAIT = """
    try:
        async with asyncio.timeout(grace):
            await queue.join()
    except TimeoutError:
        pass
"""
CANCEL = """
    for clerk in clerks:
        clerk.cancel()
"""
GATHER = """
    await asyncio.gather(*clerks, return_exceptions=True)
"""
LOOK = """
    left = []
    while not queue.empty():
        left.append(queue.get_nowait())
"""


def _closing(*parts: str) -> str:
    return "\nasync def closing_time(queue, clerks, grace):" + "".join(parts) + "    return left\n"


CLOSING_TIME = [
    Wrong("closing_time", "cancel-not-awaited", _closing(WAIT, CANCEL, LOOK)),
    Wrong("closing_time", "clerks-not-cancelled", _closing(WAIT, LOOK)),
    Wrong("closing_time", "order-in-hand-lost", _closing(WAIT, LOOK, CANCEL, GATHER)),
    Wrong("closing_time", "sent-home-too-early", _closing(CANCEL, GATHER, LOOK)),
    Wrong(
        "closing_time",
        "grace-not-kept",
        _closing("\n    await queue.join()\n", CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "waits-the-whole-grace",
        _closing("\n    await asyncio.sleep(grace)\n", CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "grace-not-caught",
        _closing("\n    await asyncio.wait_for(queue.join(), grace)\n", CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "grace-not-caught",
        _closing(
            """
    async with asyncio.timeout(grace):
        try:
            await queue.join()
        except TimeoutError:
            pass
""",
            CANCEL,
            GATHER,
            LOOK,
        ),
    ),
    Wrong(
        "closing_time",
        "cancel-came-back",
        _closing(WAIT, CANCEL, "\n    await asyncio.gather(*clerks)\n", LOOK),
    ),
    Wrong(
        "closing_time",
        "drained-too-far",
        _closing(
            WAIT,
            CANCEL,
            GATHER,
            """
    left = []
    while True:
        left.append(await queue.get())
""",
        ),
    ),
    Wrong(
        "closing_time",
        "sent-home-too-early",
        _closing(
            """
    try:
        async with asyncio.timeout(grace):
            while not queue.empty():
                await asyncio.sleep(0.01)
    except TimeoutError:
        pass
""",
            CANCEL,
            GATHER,
            LOOK,
        ),
    ),
    Wrong(
        "closing_time",
        "waits-for-clerks",
        _closing(
            """
    await asyncio.gather(*clerks)
""",
            LOOK,
        ),
    ),
    Wrong(
        "closing_time",
        "pause-after-cancel",
        _closing(WAIT, CANCEL, "\n    await asyncio.sleep(1)\n", LOOK),
    ),
    Wrong(
        "closing_time",
        "cancelled-twice",
        _closing(WAIT, CANCEL, "\n    await asyncio.sleep(0)\n", CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "asked-without-waiting",
        _closing(
            WAIT,
            CANCEL,
            GATHER,
            """
    left = []
    while True:
        left.append(queue.get_nowait())
""",
        ),
    ),
    Wrong(
        "closing_time",
        "wrong-type",
        "\nasync def closing_time(queue, clerks, grace):"
        + WAIT
        + CANCEL
        + GATHER
        + "    return queue.qsize()\n",
    ),
    Wrong(
        "closing_time",
        "nothing-returned",
        "\nasync def closing_time(queue, clerks, grace):" + WAIT + CANCEL + GATHER,
    ),
    Wrong(
        "closing_time",
        "sent-home-in-turn",
        """
async def closing_time(queue, clerks, grace):
    try:
        await asyncio.wait_for(queue.join(), timeout=grace)
    except asyncio.TimeoutError:
        print("the hall closes")
    for clerk in clerks:
        clerk.cancel()
        try:
            await clerk
        except asyncio.CancelledError:
            pass
    return [queue.get_nowait() for _ in range(queue.qsize())]
""",
    ),
    Right(
        "closing_time",
        """
async def closing_time(queue, clerks, grace):
    joining = asyncio.create_task(queue.join())
    await asyncio.wait({joining}, timeout=grace)
    joining.cancel()
    for clerk in clerks:
        clerk.cancel()
    await asyncio.wait(clerks)
    left = []
    try:
        while True:
            left.append(queue.get_nowait())
    except asyncio.QueueEmpty:
        return left
""",
    ),
    Right(
        "closing_time",
        """
import contextlib


async def closing_time(queue, clerks, grace):
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(grace):
            await queue.join()
    [clerk.cancel() for clerk in clerks]
    while not all(clerk.done() for clerk in clerks):
        await asyncio.sleep(0.001)
    left = []
    while queue.qsize():
        left.insert(0, await queue.get())
    return left
""",
    ),
]

DOOR = """
    queue, number, boarded = asyncio.PriorityQueue(), itertools.count(), []

    async def door():
        while (item := await queue.get())[2] is not None:
            boarded.append(item[2]["name"])
            await board(item[2])
            queue.task_done()

    gates = [asyncio.create_task(door()) for _ in range(doors)]
"""
FETCH = """
    try:
        async with asyncio.timeout(seconds):
            while (passenger := await next_passenger()) is not None:
                await queue.put((passenger["group"], next(number), passenger))
            await queue.join()
    except TimeoutError:
        pass
"""
EMPTY = """
    missed = []
    while not queue.empty():
        missed.append(queue.get_nowait()[2]["name"])
"""
LEAVE = """
    for _ in gates:
        await queue.put((0, next(number), None))
    await asyncio.gather(*gates)
"""
RETURN = "    return boarded, missed\n"


def _boarding(*parts: str) -> str:
    return "\nasync def priority_boarding(doors, seconds):" + "".join(parts)


PRIORITY_BOARDING = [
    Wrong(
        "priority_boarding",
        "in-order-of-arrival",
        _boarding(DOOR.replace("PriorityQueue", "Queue"), FETCH, EMPTY, LEAVE, RETURN),
    ),
    Wrong(
        "priority_boarding",
        "tie-not-broken",
        _boarding(
            DOOR.replace("[2]", "[1]"),
            FETCH.replace(" next(number),", ""),
            EMPTY.replace("[2]", "[1]"),
            LEAVE.replace("next(number), ", ""),
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "tie-by-something-else",
        _boarding(
            DOOR, FETCH.replace("next(number)", 'passenger["name"]'), EMPTY, LEAVE, RETURN
        ).replace("(0, next(number), None)", '(0, "", None)'),
    ),
    Wrong(
        "priority_boarding",
        "largest-first",
        _boarding(
            DOOR,
            FETCH.replace('(passenger["group"]', '(-passenger["group"]'),
            EMPTY,
            LEAVE.replace("(0,", "(-9,"),
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "boarding-cut-off",
        _boarding(
            DOOR,
            FETCH,
            EMPTY,
            """
    for gate in gates:
        gate.cancel()
    await asyncio.gather(*gates, return_exceptions=True)
""",
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "boarded-after-departure",
        _boarding(
            DOOR,
            FETCH.replace("            await queue.join()\n", ""),
            """
    for _ in gates:
        await queue.put((99, next(number), None))
    await asyncio.gather(*gates)
    missed = []
""",
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "passengers-left",
        _boarding(
            DOOR, FETCH.replace("            await queue.join()\n", ""), EMPTY, LEAVE, RETURN
        ),
    ),
    Wrong(
        "priority_boarding",
        "workers-never-stop",
        _boarding(DOOR, FETCH, EMPTY, "    await asyncio.gather(*gates)\n", RETURN),
    ),
    Wrong(
        "priority_boarding",
        "boarded-after-departure",
        _boarding(
            DOOR,
            """
    while (passenger := await next_passenger()) is not None:
        await queue.put((passenger["group"], next(number), passenger))
    try:
        async with asyncio.timeout(seconds):
            await queue.join()
    except TimeoutError:
        pass
""",
            EMPTY,
            LEAVE,
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "stayed-on-the-platform",
        _boarding(
            DOOR,
            FETCH.replace(
                "            await queue.join()\n", "            await asyncio.sleep(99)\n"
            ),
            EMPTY,
            LEAVE,
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "doors-closed",
        _boarding(DOOR.replace("range(doors)", "range(1)"), FETCH, EMPTY, LEAVE, RETURN),
    ),
    Wrong(
        "priority_boarding",
        "too-many-doors",
        _boarding(DOOR.replace("range(doors)", "range(9)"), FETCH, EMPTY, LEAVE, RETURN),
    ),
    Wrong(
        "priority_boarding",
        "order-of-ends",
        _boarding(
            """
    queue, number, boarded = asyncio.PriorityQueue(), itertools.count(), []

    async def door():
        while (item := await queue.get())[2] is not None:
            await board(item[2])
            boarded.append(item[2]["name"])
            queue.task_done()

    gates = [asyncio.create_task(door()) for _ in range(doors)]
""",
            FETCH,
            EMPTY,
            LEAVE,
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "sign-not-comparable",
        _boarding(
            DOOR,
            FETCH.replace("            await queue.join()\n", ""),
            """
    for _ in gates:
        await queue.put(None)
    await asyncio.gather(*gates)
    missed = []
""",
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "join-never-ends",
        _boarding(
            DOOR.replace("            queue.task_done()\n", ""),
            FETCH,
            "    await queue.join()\n",
            EMPTY,
            LEAVE,
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "wrong-type",
        _boarding(DOOR, FETCH, EMPTY, LEAVE, "    return boarded\n"),
    ),
    Wrong(
        "priority_boarding",
        "lists-swapped",
        _boarding(DOOR, FETCH, EMPTY, LEAVE, "    return missed, boarded\n"),
    ),
    Right(
        "priority_boarding",
        """
import heapq


async def priority_boarding(doors, seconds):
    waiting, boarded, closed = [], [], False
    change, count = asyncio.Condition(), 0
    loop = asyncio.get_running_loop()
    end, over = loop.time() + seconds, False

    async def door():
        while True:
            async with change:
                await change.wait_for(lambda: waiting or over)
                if over or loop.time() >= end:
                    return
                passenger = heapq.heappop(waiting)[2]
                boarded.append(passenger["name"])
            await board(passenger)
            async with change:
                change.notify_all()

    async def fetch():
        nonlocal count
        while (passenger := await next_passenger()) is not None:
            async with change:
                heapq.heappush(waiting, (passenger["group"], count, passenger))
                count += 1
                change.notify_all()
        async with change:
            await change.wait_for(lambda: not waiting)

    tasks = [asyncio.create_task(door()) for _ in range(doors)]
    try:
        await asyncio.wait_for(fetch(), seconds)
    except TimeoutError:
        pass
    over = True
    async with change:
        change.notify_all()
    await asyncio.gather(*tasks)
    return boarded, [passenger["name"] for _, _, passenger in sorted(waiting)]
""",
    ),
    Right(
        "priority_boarding",
        """
async def priority_boarding(doors, seconds):
    queue, boarded, missed, people = asyncio.PriorityQueue(), [], [], []
    gone = asyncio.Event()

    async def door():
        while True:
            _, number = await queue.get()
            if gone.is_set():
                missed.append(people[number]["name"])
            else:
                boarded.append(people[number]["name"])
                await board(people[number])
            queue.task_done()

    async def fetch():
        while passenger := await next_passenger():
            people.append(passenger)
            queue.put_nowait((passenger["group"], len(people) - 1))
        await queue.join()

    gates = [asyncio.create_task(door()) for _ in range(doors)]
    fetching = asyncio.create_task(fetch())
    await asyncio.wait({fetching}, timeout=seconds)
    gone.set()
    while not queue.empty():
        missed.append(people[queue.get_nowait()[1]]["name"])
        queue.task_done()
    await queue.join()
    for task in (fetching, *gates):
        task.cancel()
    await asyncio.gather(fetching, *gates, return_exceptions=True)
    return boarded, missed
""",
    ),
    Right(
        "priority_boarding",
        """
async def priority_boarding(doors, seconds):
    groups, boarded, boarding = {}, [], set()
    people = asyncio.create_task(next_passenger())
    end = asyncio.create_task(asyncio.sleep(seconds))
    more = True

    def first():
        for group in sorted(groups):
            if groups[group]:
                return groups[group].pop(0)

    while not end.done() and (more or boarding or any(groups.values())):
        waits = {end, *boarding} | ({people} if more else set())
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        boarding = {task for task in boarding if not task.done()}
        if more and people.done():
            if passenger := people.result():
                groups.setdefault(passenger["group"], []).append(passenger)
                people = asyncio.create_task(next_passenger())
            else:
                more = False
        while len(boarding) < doors and not end.done() and (passenger := first()):
            boarded.append(passenger["name"])
            boarding.add(asyncio.create_task(board(passenger)))
    end.cancel()
    people.cancel()
    await asyncio.gather(end, people, *boarding, return_exceptions=True)
    missed = []
    while passenger := first():
        missed.append(passenger["name"])
    return boarded, missed
""",
    ),
]

# What readers of the lesson wrote, one group a task.
JOIN_CANCEL = "    await queue.join()\n    window.cancel()"
FOUND_ONE_WINDOW = [
    Wrong(
        "one_window",
        "never-awaited",
        _one_window(
            clerk=f"            tickets.append(print_ticket(order))\n{DONE}", end=JOIN_CANCEL
        ),
    ),
    Wrong(
        "one_window",
        "nobody-left-to-work",
        _one_window(clerk=f"{PRINT}\n{DONE}", end="    window.cancel()\n    await queue.join()"),
    ),
    Wrong(
        "one_window",
        "orders-for-tickets",
        _one_window(
            clerk=f"            await print_ticket(order)\n            tickets.append(order)\n{DONE}",
            end=JOIN_CANCEL,
        ),
    ),
    Wrong(
        "one_window",
        "nothing-printed",
        """
async def one_window():
    queue = asyncio.Queue(maxsize=3)
    return [f"ticket for {order}" for order in EVENING]
""",
    ),
    Wrong(
        "one_window",
        "another-evening",
        """
async def one_window():
    return [await print_ticket(order) for order in EVENING]
""",
    ),
]


def _pipeline(*, limit="room", work="tickets[order] = await print_ticket(order)") -> str:
    return f"""
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue({limit}), {{}}

    async def clerk():
        while (order := await queue.get()) is not None:
            {work}

    async with asyncio.TaskGroup() as group:
        for _ in range(windows):
            group.create_task(clerk())
        while (order := await next_order()) is not None:
            await queue.put(order)
        for _ in range(windows):
            await queue.put(None)
    return tickets
"""


FOUND_PIPELINE = [
    Wrong("pipeline", "room-left-unused", _pipeline(limit="1")),
    Wrong("pipeline", "room-too-large", _pipeline(limit="room + 1")),
    Wrong("pipeline", "room-too-large", _pipeline(limit="4")),
    Wrong("pipeline", "never-awaited", _pipeline(work="tickets[order] = print_ticket(order)")),
    Wrong(
        "pipeline",
        "dict-turned-round",
        _pipeline(work="tickets[await print_ticket(order)] = order"),
    ),
    Wrong(
        "pipeline",
        "orders-for-tickets",
        _pipeline(work="tickets[order] = order; await print_ticket(order)"),
    ),
    Wrong(
        "pipeline",
        "nobody-fetched",
        """
async def pipeline(windows, room):
    queue, tickets = asyncio.Queue(maxsize=room), {}
    for order in coming:
        tickets[order] = await print_ticket(order)
    return tickets
""",
    ),
    Wrong(
        "pipeline",
        "orders-lost",
        _pipeline().replace(
            "while (order := await next_order()) is not None:\n            await queue.put(order)",
            "while await next_order() is not None:\n            await queue.put(await next_order())",
        ),
    ),
    Right(
        "pipeline",
        """
async def pipeline(windows, room):
    places, orders, tickets = asyncio.Semaphore(room), asyncio.Queue(), {}

    async def window():
        while (order := await orders.get()) is not None:
            places.release()
            tickets[order] = await print_ticket(order)

    crew = [asyncio.create_task(window()) for _ in range(windows)]
    while True:
        await places.acquire()
        order = await next_order()
        if order is None:
            break
        orders.put_nowait(order)
    for _ in crew:
        orders.put_nowait(None)
    await asyncio.wait(crew)
    return tickets
""",
    ),
]

FOUND_CLOSING_TIME = [
    Wrong(
        "closing_time",
        "own-cancel-swallowed",
        _closing(WAIT.replace("except TimeoutError", "except BaseException"), CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "own-cancel-swallowed",
        _closing(WAIT.replace("except TimeoutError", "except"), CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "stopped-before-empty",
        _closing(
            WAIT,
            CANCEL,
            GATHER,
            """
    left, i = [], 0
    while i < queue.qsize():
        left.append(queue.get_nowait())
        i += 1
""",
        ),
    ),
    Wrong(
        "closing_time",
        "stopped-before-empty",
        _closing(
            WAIT,
            CANCEL,
            GATHER,
            "    left = [queue.get_nowait() for _ in range(queue.qsize() - 1)]\n",
        ),
    ),
    Wrong(
        "closing_time",
        "never-awaited",
        _closing(WAIT, CANCEL, GATHER, "    left = [queue.get() for _ in range(queue.qsize())]\n"),
    ),
    Wrong(
        "closing_time",
        "joined-after-closing",
        _closing(WAIT, CANCEL, GATHER, "    await queue.join()\n", LOOK),
    ),
    Wrong(
        "closing_time",
        "another-grace",
        _closing(WAIT.replace("grace", "0.5"), CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "brought-to-closing",
        _closing("\n    await travellers(queue)\n    await queue.join()\n", CANCEL, GATHER, LOOK),
    ),
    Wrong(
        "closing_time",
        "waits-for-clerks",
        _closing(
            WAIT.replace("        pass", "        [clerk.cancel() for clerk in clerks]"),
            GATHER,
            LOOK,
        ),
    ),
    Wrong(
        "closing_time",
        "queue-is-no-list",
        _closing(WAIT, CANCEL, GATHER, "    left = list(queue)\n"),
    ),
    Right(
        "closing_time",
        _closing(
            WAIT,
            CANCEL,
            """
    while not all(clerk.done() for clerk in clerks):
        await asyncio.sleep(0.01)
""",
            LOOK,
        ),
    ),
    Right(
        "closing_time",
        _closing(
            """
    joining = asyncio.create_task(queue.join())
    try:
        await asyncio.wait({joining}, timeout=grace)
    except asyncio.CancelledError:
        joining.cancel()
        raise
    joining.cancel()
""",
            CANCEL,
            """
    for clerk in clerks:
        try:
            await clerk
        except asyncio.CancelledError:
            pass
""",
            LOOK,
        ),
    ),
]

FOUND_BOARDING = [
    Wrong(
        "priority_boarding",
        "own-cancel-swallowed",
        _boarding(DOOR, FETCH.replace("except TimeoutError", "except"), EMPTY, LEAVE, RETURN),
    ),
    Wrong(
        "priority_boarding",
        "in-order-of-arrival",
        _boarding(
            DOOR.replace("PriorityQueue()", "PriorityQueue(maxsize=1)"), FETCH, EMPTY, LEAVE, RETURN
        ),
    ),
    Wrong(
        "priority_boarding",
        "boarding-not-awaited",
        _boarding(
            DOOR.replace("await board(item[2])", "await asyncio.shield(board(item[2]))"),
            FETCH,
            EMPTY,
            """
    for gate in gates:
        gate.cancel()
    await asyncio.gather(*gates, return_exceptions=True)
""",
            RETURN,
        ),
    ),
    Wrong(
        "priority_boarding",
        "missed-not-collected",
        _boarding(
            DOOR,
            FETCH,
            "\n    missed = []\n    while not queue.empty():\n        queue.get_nowait()\n",
            LEAVE,
            RETURN,
        ),
    ),
]

ANSWERS = [
    *FOUND_ONE_WINDOW,
    *FOUND_PIPELINE,
    *FOUND_CLOSING_TIME,
    *FOUND_BOARDING,
    *ONE_WINDOW,
    *PIPELINE,
    *CLOSING_TIME,
    *PRIORITY_BOARDING,
]
