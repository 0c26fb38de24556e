"""More answers to set 12: what two readers got through, and what was named misleadingly."""

from tests.answers import Right, Wrong


def _wake(*lines: str, end: str = "", word: str = "async def") -> str:
    body = "\n".join(f"        {line}" for line in lines)
    end = end or "await asyncio.gather(*(wake(name, after) for name, after in calls))"
    return f"""
async def wake_calls(calls):
    woken = []

    {word} wake(name, after):
{body}
        woken.append(name)

    {end}
    return woken
"""


RIGHT_WAKE = ("await asyncio.sleep(after)", "await ring(name)")
STARTED = "tasks = [asyncio.create_task(wake(*call)) for call in calls]\n    "

WAKE_CALLS = [
    Wrong(
        "wake_calls",
        "wake-waits-a-guess",
        _wake(*RIGHT_WAKE, end=STARTED + "await asyncio.sleep(2)"),
    ),
    Wrong(
        "wake_calls",
        "wake-waits-a-guess",
        _wake(*RIGHT_WAKE, end=STARTED + "await asyncio.sleep(max(a for _, a in calls) + 0.1)"),
    ),
    Wrong(
        "wake_calls",
        "returned-before-the-bells",
        _wake(
            *RIGHT_WAKE,
            end="waiting = asyncio.gather(*(wake(name, after) for name, after in calls))",
        ),
    ),
    Wrong(
        "wake_calls",
        "returned-before-the-bells",
        _wake(*RIGHT_WAKE, end=STARTED + "await tasks[-1]"),
    ),
    Wrong(
        "wake_calls",
        "name-woken-once",
        _wake(*RIGHT_WAKE, end="await asyncio.gather(*(wake(*c) for c in dict(calls).items()))"),
    ),
    Wrong(
        "wake_calls",
        "thread-for-a-bell",
        _wake("await asyncio.sleep(after)", "await asyncio.to_thread(asyncio.run, ring(name))"),
    ),
    Wrong("wake_calls", "bell-too-early", _wake("await ring(name)", "await asyncio.sleep(after)")),
    Wrong("wake_calls", "bell-too-early", _wake("await asyncio.sleep(0)", "await ring(name)")),
    Wrong("wake_calls", "plain-wake", _wake("asyncio.sleep(after)", "ring(name)", word="def")),
    Right("wake_calls", _wake(*RIGHT_WAKE, end=STARTED + "await asyncio.wait(tasks)")),
]

_ASK = """
async def price_list(carriers):
    three = {limit}

    async def ask(carrier):
        {enter} three:
            price = None
            for _ in range({times}):
                try:
                    price = await {quote}
                    break
                except ConnectionError:
                    pass
        await note(carrier, price)
        return price

    {end}
"""
_ALL = """prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))"""


def _list(
    limit: str = "asyncio.Semaphore(3)",
    enter: str = "async with",
    times: int = 2,
    quote: str = "quote(carrier)",
    end: str = _ALL,
) -> str:
    return _ASK.format(limit=limit, enter=enter, times=times, quote=quote, end=end)


BATCHES = """prices = {}
    for start in range(0, len(carriers), 3):
        some = carriers[start : start + 3]
        prices.update(zip(some, await asyncio.gather(*(ask(carrier) for carrier in some))))
    return prices"""
SWAPPED = """calls = asyncio.as_completed([ask(carrier) for carrier in carriers])
    return {carrier: await call for carrier, call in zip(carriers, calls)}"""
DROPPED = """prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return {name: price for name, price in zip(carriers, prices) if price}"""
FINALLY = """
async def price_list(carriers):
    three = asyncio.Semaphore(3)

    async def ask(carrier):
        price = None
        try:
            async with three:
                for _ in range(2):
                    try:
                        price = await quote(carrier)
                        break
                    except ConnectionError:
                        pass
        finally:
            await note(carrier, price)
        return price

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices))
"""
# The place is given on only when the line is written: three questions are not always open.
NOTES_INSIDE = _list().replace("        await note(", "            await note(")

PRICE_LIST = [
    Wrong("price_list", "list-in-batches", _list(end=BATCHES)),
    Wrong("price_list", "limit-of-one", _list("asyncio.Lock()")),
    Wrong("price_list", "asked-too-often", _list(times=3)),
    Wrong("price_list", "proof-price-of-another", _list(end=SWAPPED)),
    Wrong("price_list", "carrier-left-out", _list(end=DROPPED)),
    Wrong("price_list", "work-goes-on", _list(quote="asyncio.shield(quote(carrier))")),
    Wrong("price_list", "proof-with-without-async", _list(enter="with")),
    Wrong("price_list", "note-in-finally", FINALLY),
    Right("price_list", NOTES_INSIDE),
]

PAID = """
    async def test_paid(self):
        desk = Desk()
        self.assertEqual(await sell(desk), "ticket for berth 12")
        self.assertEqual(desk.on_hold, set())
"""
REFUSED = """
    async def test_refused(self):
        desk = Desk(refuses=True)
        with self.assertRaises(CardRefused):
            await sell(desk)
        self.assertEqual(desk.on_hold, set())
"""
STOPPED = """
    async def test_stopped(self):
        desk = Desk()
        task = asyncio.create_task(sell(desk))
        await asyncio.sleep(0.2)
        self.assertEqual(desk.on_hold, {12})
        task.cancel()
        await asyncio.wait([task])
        self.assertTrue(task.cancelled())
        self.assertEqual(desk.on_hold, set())
"""
LOOK = "        self.assertEqual(desk.on_hold, {12})\n"


def _class(*tests: str) -> str:
    return "class HoldTests(unittest.IsolatedAsyncioTestCase):\n" + "\n".join(tests)


HOLD_TESTS = [
    Wrong("HoldTests", "ticket-untested", _class(REFUSED, STOPPED)),
    Wrong(
        "HoldTests",
        "refusal-another",
        _class(PAID, STOPPED, REFUSED.replace("(CardRefused)", "(Exception)")),
    ),
    Wrong(
        "HoldTests",
        "tests-not-found",
        _class(PAID, REFUSED, STOPPED.replace("test_stopped", "check_stopped")),
    ),
    Wrong(
        "HoldTests",
        "test-overwritten",
        _class(PAID, REFUSED, STOPPED.replace("test_stopped", "test_refused")),
    ),
    Wrong(
        "HoldTests",
        "lines-after-the-error",
        _class(
            PAID,
            STOPPED,
            REFUSED.replace("        self.assertEqual", "            self.assertEqual"),
        ),
    ),
    Wrong("HoldTests", "test-crashed", _class(PAID, REFUSED, STOPPED.replace("[task]", "[tsak]"))),
    Wrong(
        "HoldTests",
        "run-inside-loop",
        _class(PAID, STOPPED, REFUSED.replace("await sell(desk)", "asyncio.run(sell(desk))")),
    ),
    Wrong(
        "HoldTests",
        "looked-without-a-hold",
        _class(PAID, REFUSED, STOPPED.replace("sleep(0.2)", "sleep(0.5)")),
    ),
    Wrong(
        "HoldTests",
        "looked-before-the-end",
        _class(PAID, REFUSED, STOPPED.replace("        await asyncio.wait([task])\n", "")),
    ),
    Wrong(
        "HoldTests",
        "stopped-before-the-hold",
        _class(PAID, REFUSED, STOPPED.replace("sleep(0.2)", "sleep(0)").replace(LOOK, "")),
    ),
    Right(
        "HoldTests",
        _class(
            PAID,
            REFUSED,
            STOPPED.replace("test_stopped", "look_at_a_stop"),
            """
    async def test_stopped(self):
        await self.look_at_a_stop()
""",
        ),
    ),
]

PLANNER = """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)
    prices = {}

    async def ask(carrier):
        async with window:
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                pass

    try:
        async with asyncio.timeout(budget), asyncio.TaskGroup() as group:
            for carrier in carriers:
                group.create_task(ask(carrier))
    except TimeoutError:
        pass
    offers = sorted((price, carrier) for carrier, price in prices.items())
    return offers, [carrier for carrier in carriers if carrier not in prices]
"""

NIGHT_PLANNER = [
    Wrong(
        "night_planner",
        "plan-ended-early",
        PLANNER.replace("timeout(budget)", "timeout(budget / 1000)"),
    ),
    Wrong(
        "night_planner",
        "plan-ended-early",
        PLANNER.replace("timeout(budget)", "timeout(budget - 0.05)"),
    ),
    Wrong(
        "night_planner",
        "failed-asked-again",
        PLANNER.replace(
            "                pass\n\n    try", "                await ask(carrier)\n\n    try"
        )
        .replace("async with window:", "if True:")
        .replace("await ask(carrier)", "prices[carrier] = await quote(carrier)"),
    ),
    Wrong(
        "night_planner",
        "never-awaited",
        """
async def night_planner(carriers, limit, budget):
    offers = []
    for carrier in carriers:
        offers.append((quote(carrier), carrier))
    return offers, []
""",
    ),
    Wrong(
        "night_planner",
        "list-of-the-caller",
        PLANNER.replace(
            "    return offers, [",
            "    for name in prices:\n        carriers.remove(name)\n    return offers, [",
        ),
    ),
]

MENDED = [*WAKE_CALLS, *PRICE_LIST, *HOLD_TESTS, *NIGHT_PLANNER]
