"""Answers to set 12."""

from tests.answers import Right, Wrong
from tests.answers.more_12_see_it_test_it_debug_it import MENDED


def _wake(*lines: str) -> str:
    """`wake_calls` with these lines in `wake`."""
    body = "\n".join(f"        {line}" for line in lines)
    return f"""
async def wake_calls(calls):
    woken = []

    async def wake(name, after):
{body}
        woken.append(name)

    await asyncio.gather(*(wake(name, after) for name, after in calls))
    return woken
"""


WAKE_CALLS = [
    Wrong("wake_calls", "never-awaited", _wake("await asyncio.sleep(after)", "ring(name)")),
    Wrong("wake_calls", "never-awaited", _wake("asyncio.sleep(after)", "await ring(name)")),
    Wrong("wake_calls", "blocking-sleep", _wake("time.sleep(after)", "await ring(name)")),
    Wrong("wake_calls", "blocking-sleep", _wake("await time.sleep(after)", "await ring(name)")),
    Wrong("wake_calls", "bell-not-rung", _wake("await asyncio.sleep(after)")),
    Wrong(
        "wake_calls",
        "bell-not-waited-for",
        _wake("await asyncio.sleep(after)", "asyncio.create_task(ring(name))"),
    ),
    Wrong(
        "wake_calls",
        "bell-rung-past-the-function",
        _wake("await asyncio.sleep(after)", "rung.append(name)"),
    ),
    Wrong(
        "wake_calls",
        "thread-for-a-sleep",
        _wake("await asyncio.to_thread(time.sleep, after)", "await ring(name)"),
    ),
    Wrong(
        "wake_calls",
        "bell-rung-again",
        _wake("await asyncio.sleep(after)", "await ring(name)", "await ring(name)"),
    ),
    Wrong("wake_calls", "bell-too-early", _wake("await ring(name)")),
    Wrong(
        "wake_calls",
        "bell-at-another-time",
        """
async def wake_calls(calls):
    woken = []
    for name, after in calls:
        await asyncio.sleep(after)
        await ring(name)
        woken.append(name)
    return woken
""",
    ),
    Wrong(
        "wake_calls",
        "woken-in-list-order",
        """
async def wake_calls(calls):
    async def wake(name, after):
        await asyncio.sleep(after)
        await ring(name)
        return name

    return await asyncio.gather(*(wake(name, after) for name, after in calls))
""",
    ),
    Right(
        "wake_calls",
        """
async def wake_calls(calls):
    woken = []

    async def wake(name, after):
        await asyncio.sleep(after)
        await ring(name)
        woken.append(name)

    async with asyncio.TaskGroup() as group:
        for name, after in calls:
            group.create_task(wake(name, after))
    return woken
""",
    ),
    Right(
        "wake_calls",
        """
async def wake_calls(calls):
    now, rings = 0, []
    for name, after in sorted(calls, key=lambda call: call[1]):
        await asyncio.sleep(after - now)
        now = after
        rings.append(asyncio.create_task(ring(name)))
    await asyncio.gather(*rings)
    return [name for name, _ in sorted(calls, key=lambda call: call[1])]
""",
    ),
    Right(
        "wake_calls", _wake("await asyncio.sleep(after)", "await asyncio.create_task(ring(name))")
    ),
    Right(
        "wake_calls", _wake("await asyncio.wait_for(asyncio.sleep(after), 9)", "await ring(name)")
    ),
]


def _prices(
    limit: str = "    three = asyncio.Semaphore(3)\n",
    enter: str = "three",
    error: str = "ConnectionError",
    handler: str = "pass",
    note: str = "await note(carrier, price)",
    before: str = "",
) -> str:
    return f"""
{before}
async def price_list(carriers):
{limit}
    async def ask(carrier):
        async with {enter}:
            price = None
            for _ in range(2):
                try:
                    price = await quote(carrier)
                    break
                except {error}:
                    {handler}
        {note}
        return price

    prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    return dict(zip(carriers, prices, strict=True))
"""


PRICE_LIST = [
    Wrong("price_list", "limit-in-each-call", _prices("", "asyncio.Semaphore(3)")),
    Wrong("price_list", "limit-in-each-call", _prices(enter="asyncio.Semaphore(3)", limit="")),
    Wrong("price_list", "stop-swallowed", _prices(error="BaseException")),
    Wrong(
        "price_list", "stop-swallowed", _prices(error="(ConnectionError, asyncio.CancelledError)")
    ),
    Wrong(
        "price_list",
        "note-not-waited-for",
        _prices(note="asyncio.create_task(note(carrier, price))"),
    ),
    Wrong("price_list", "never-awaited", _prices(note="note(carrier, price)")),
    Wrong("price_list", "note-not-waited-for", _prices(note="pass")),
    Wrong("price_list", "failure-passed-on", _prices(error="KeyError")),
    Wrong("price_list", "failure-passed-on", _prices(handler="raise")),
    Wrong("price_list", "no-second-question", _prices(handler="break")),
    Wrong("price_list", "limit-of-one", _prices("    three = asyncio.Semaphore(1)\n")),
    Wrong("price_list", "limit-not-used", _prices("    three = asyncio.Semaphore(2)\n")),
    Wrong("price_list", "too-many-in-flight", _prices("    three = asyncio.Semaphore(30)\n")),
    Wrong(
        "price_list",
        "limit-of-another-loop",
        _prices("", before="three = asyncio.Semaphore(3)\n"),
    ),
    Wrong(
        "price_list",
        "failure-not-noted",
        _prices(note="if price: await note(carrier, price)"),
    ),
    Wrong(
        "price_list",
        "work-goes-on",
        """
async def price_list(carriers):
    three = asyncio.Semaphore(3)

    async def ask(carrier):
        async with three:
            price = None
            for _ in range(2):
                try:
                    price = await quote(carrier)
                    break
                except ConnectionError:
                    pass
        await note(carrier, price)
        return price

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    await asyncio.wait(tasks)
    return {carrier: task.result() for carrier, task in zip(carriers, tasks)}
""",
    ),
    Wrong("price_list", "price-error-hidden", _prices(error="Exception")),
    Wrong(
        "price_list",
        "price-error-hidden",
        _prices(
            error="asyncio.CancelledError:\n                    raise\n                except BaseException"
        ),
    ),
    Right(
        "price_list",
        """
async def price_list(carriers):
    three, prices = asyncio.BoundedSemaphore(3), {}

    async def ask(carrier):
        async with three:
            try:
                return await quote(carrier)
            except ConnectionError:
                try:
                    return await quote(carrier)
                except ConnectionError:
                    return None

    async def ask_and_note(carrier):
        prices[carrier] = await ask(carrier)
        await note(carrier, prices[carrier])

    async with asyncio.TaskGroup() as group:
        for carrier in carriers:
            group.create_task(ask_and_note(carrier))
    return {carrier: prices[carrier] for carrier in carriers}
""",
    ),
    Right(
        "price_list",
        """
async def price_list(carriers):
    prices, left = {}, list(carriers)

    async def clerk():
        while left:
            carrier = left.pop(0)
            prices[carrier] = None
            for _ in range(2):
                try:
                    prices[carrier] = await quote(carrier)
                    break
                except ConnectionError:
                    continue

    await asyncio.gather(clerk(), clerk(), clerk())
    for carrier in carriers:
        await note(carrier, prices[carrier])
    return prices
""",
    ),
    Right(
        "price_list",
        """
async def price_list(carriers):
    three = asyncio.Semaphore(3)
    notes = []

    async def ask(carrier):
        price = None
        async with three:
            for _ in range(2):
                try:
                    price = await quote(carrier)
                    break
                except ConnectionError:
                    pass
        notes.append(asyncio.create_task(note(carrier, price)))
        return price

    try:
        prices = await asyncio.gather(*(ask(carrier) for carrier in carriers))
        await asyncio.gather(*notes)
    except asyncio.CancelledError:
        for task in notes:
            task.cancel()
        raise
    return dict(zip(carriers, prices))
""",
    ),
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


def _class(*tests: str, base: str = "unittest.IsolatedAsyncioTestCase") -> str:
    return f"class HoldTests({base}):\n" + "\n".join(tests)


HOLD_TESTS = [
    Wrong("HoldTests", "tests-never-ran", _class(PAID, REFUSED, STOPPED, base="unittest.TestCase")),
    Wrong("HoldTests", "no-test-case", _class(PAID, REFUSED, STOPPED, base="object")),
    Wrong(
        "HoldTests",
        "tests-not-found",
        _class(PAID, REFUSED, STOPPED.replace("test_stopped", "stop_test")),
    ),
    Wrong("HoldTests", "stop-untested", _class(PAID, REFUSED)),
    Wrong("HoldTests", "refusal-untested", _class(PAID, STOPPED)),
    Wrong(
        "HoldTests",
        "early-release-unseen",
        _class(
            PAID, REFUSED, STOPPED.replace("        self.assertEqual(desk.on_hold, {12})\n", "")
        ),
    ),
    Wrong(
        "HoldTests",
        "stop-not-told",
        _class(PAID, REFUSED, STOPPED.replace("        self.assertTrue(task.cancelled())\n", "")),
    ),
    Wrong(
        "HoldTests",
        "stop-untested",
        _class(
            PAID, REFUSED, STOPPED.replace("        self.assertEqual(desk.on_hold, set())\n", "")
        ),
    ),
    Wrong(
        "HoldTests",
        "stop-ended-the-test",
        _class(PAID, REFUSED, STOPPED.replace("asyncio.wait([task])", "task")),
    ),
    Wrong(
        "HoldTests",
        "looked-without-a-hold",
        _class(PAID, REFUSED, STOPPED.replace("sleep(0.2)", "sleep(0.05)")),
    ),
    Wrong(
        "HoldTests",
        "blocking-sleep",
        _class(PAID, REFUSED, STOPPED.replace("await asyncio.sleep", "time.sleep")),
    ),
    Wrong(
        "HoldTests",
        "refusal-hidden",
        _class(
            PAID,
            STOPPED,
            """
    async def test_refused(self):
        desk = Desk(refuses=True)
        try:
            await sell(desk)
        except CardRefused:
            pass
        self.assertEqual(desk.on_hold, set())
""",
        ),
    ),
    Wrong(
        "HoldTests",
        "raises-without-await",
        _class(
            PAID,
            STOPPED,
            """
    async def test_refused(self):
        desk = Desk(refuses=True)
        self.assertRaises(CardRefused, sell, desk)
""",
        ),
    ),
    Wrong(
        "HoldTests",
        "no-error-to-expect",
        _class(PAID, STOPPED, REFUSED.replace("refuses=True", "")),
    ),
    Wrong("HoldTests", "tests-missing", _class(PAID, "    unused = None\n")),
    Right(
        "HoldTests",
        _class(
            PAID,
            """
    def setUp(self):
        self.desk = Desk()

    async def test_refused(self):
        self.desk.refuses = True
        try:
            await sell(self.desk)
            self.fail("no error came")
        except CardRefused:
            self.assertFalse(self.desk.on_hold)

    async def test_timeout(self):
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(0.2):
                await sell(self.desk)
        self.assertFalse(self.desk.on_hold)

    async def test_held_while_paid(self):
        async with asyncio.TaskGroup() as group:
            group.create_task(sell(self.desk))
            await asyncio.sleep(0.15)
            assert 12 in self.desk.on_hold
""",
        ),
    ),
    Right(
        "HoldTests",
        """
class HoldTests(unittest.TestCase):
    def test_paid(self):
        async def sale():
            desk = Desk()
            ticket = await sell(desk)
            return ticket, desk.on_hold

        self.assertEqual(asyncio.run(sale()), ("ticket for berth 12", set()))

    def test_refused(self):
        desk = Desk(refuses=True)
        with self.assertRaises(CardRefused):
            asyncio.run(sell(desk))
        self.assertEqual(desk.on_hold, set())

    def test_stopped(self):
        async def sale(desk):
            task = asyncio.create_task(sell(desk))
            await asyncio.sleep(0.25)
            held = set(desk.on_hold)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            return held, task.cancelled()

        desk = Desk()
        self.assertEqual(asyncio.run(sale(desk)), ({12}, True))
        self.assertEqual(desk.on_hold, set())
""",
    ),
    Right(
        "HoldTests",
        _class(
            PAID,
            REFUSED,
            """
    async def test_stopped_anywhere(self):
        for moment in (0.05, 0.15, 0.25):
            with self.subTest(moment=moment):
                desk = Desk()
                task = asyncio.create_task(sell(desk))
                await asyncio.sleep(moment)
                self.assertEqual(desk.on_hold, {12} if moment > 0.1 else set())
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task
                self.assertEqual(desk.on_hold, set())
""",
        ),
    ),
    Right(
        "HoldTests",
        """
class HoldTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.desk = Desk()
        self.sale = asyncio.create_task(sell(self.desk))

    async def test_paid(self):
        ticket = await self.sale
        self.assertIn("12", ticket)
        self.assertEqual(len(self.desk.on_hold), 0)

    async def test_refused(self):
        self.desk.refuses = True
        await asyncio.wait([self.sale])
        self.assertIsInstance(self.sale.exception(), CardRefused)
        self.assertEqual(len(self.desk.on_hold), 0)

    async def test_stopped(self):
        await asyncio.sleep(0.11)
        self.assertEqual(len(self.desk.on_hold), 1)
        self.sale.cancel()
        await asyncio.wait([self.sale])
        self.assertTrue(self.sale.cancelled())
        self.assertEqual(len(self.desk.on_hold), 0)
""",
    ),
]
# With one of the mutants this test waits for ever: that berth is never seen on hold.
POLLING = STOPPED.replace(
    "await asyncio.sleep(0.2)",
    "while 12 not in desk.on_hold:\n            await asyncio.sleep(0.01)",
)
HOLD_TESTS += [Right("HoldTests", _class(PAID, REFUSED, POLLING))]

GROUP = """
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


def _planner(old: str, new: str) -> str:
    assert old in GROUP
    return GROUP.replace(old, new)


NIGHT_PLANNER = [
    Wrong(
        "night_planner",
        "plan-limit-in-each-call",
        _planner("async with window:", "async with asyncio.Semaphore(limit):"),
    ),
    Wrong("night_planner", "too-many-in-flight", _planner("async with window:", "if True:")),
    Wrong("night_planner", "plan-limit-not-used", _planner("Semaphore(limit)", "Semaphore(3)")),
    Wrong("night_planner", "one-by-one", _planner("Semaphore(limit)", "Semaphore(1)")),
    Wrong(
        "night_planner", "deadline-passed-on", _planner("except TimeoutError", "except KeyError")
    ),
    Wrong(
        "night_planner",
        "carrier-ended-the-plan",
        _planner("except ConnectionError", "except KeyError"),
    ),
    Wrong(
        "night_planner",
        "stop-became-a-plan",
        _planner("except TimeoutError", "except BaseException"),
    ),
    Wrong(
        "night_planner",
        "plan-without-deadline",
        _planner("asyncio.timeout(budget), ", ""),
    ),
    Wrong(
        "night_planner",
        "planner-budget-for-each",
        """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)
    prices = {}

    async def ask(carrier):
        async with window:
            try:
                async with asyncio.timeout(budget):
                    prices[carrier] = await quote(carrier)
            except (ConnectionError, TimeoutError):
                pass

    await asyncio.gather(*(ask(carrier) for carrier in carriers))
    offers = sorted((price, carrier) for carrier, price in prices.items())
    return offers, [carrier for carrier in carriers if carrier not in prices]
""",
    ),
    Wrong(
        "night_planner",
        "offers-in-another-order",
        _planner(
            "sorted((price, carrier) for carrier, price in prices.items())",
            "[(price, carrier) for carrier, price in prices.items()]",
        ),
    ),
    Wrong(
        "night_planner",
        "pairs-turned-round",
        _planner("(price, carrier) for", "(carrier, price) for"),
    ),
    Wrong(
        "night_planner",
        "names-in-another-order",
        _planner(
            "[carrier for carrier in carriers if carrier not in prices]",
            "sorted(set(carriers) - set(prices), reverse=True)",
        ),
    ),
    Wrong(
        "night_planner",
        "failed-among-the-offers",
        _planner(
            "                pass\n\n    try", "                prices[carrier] = 0.0\n\n    try"
        ),
    ),
    Wrong(
        "night_planner",
        "offers-lost-at-the-deadline",
        """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)

    async def ask(carrier):
        async with window:
            try:
                return await quote(carrier)
            except ConnectionError:
                return None

    try:
        async with asyncio.timeout(budget):
            answers = await asyncio.gather(*(ask(carrier) for carrier in carriers))
    except TimeoutError:
        return [], list(carriers)
    offers = [(price, name) for name, price in zip(carriers, answers) if price is not None]
    return sorted(offers), [name for name, price in zip(carriers, answers) if price is None]
""",
    ),
    Wrong(
        "night_planner",
        "plan-in-batches",
        """
async def night_planner(carriers, limit, budget):
    prices = {}

    async def ask(carrier):
        try:
            prices[carrier] = await quote(carrier)
        except ConnectionError:
            pass

    try:
        async with asyncio.timeout(budget):
            for start in range(0, len(carriers), limit):
                await asyncio.gather(*(ask(c) for c in carriers[start : start + limit]))
    except TimeoutError:
        pass
    offers = sorted((price, carrier) for carrier, price in prices.items())
    return offers, [carrier for carrier in carriers if carrier not in prices]
""",
    ),
    Wrong(
        "night_planner",
        "questions-outlive-the-plan",
        """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)
    prices = {}

    async def ask(carrier):
        async with window:
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                pass

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    await asyncio.wait(tasks, timeout=budget)
    offers = sorted((price, carrier) for carrier, price in prices.items())
    return offers, [carrier for carrier in carriers if carrier not in prices]
""",
    ),
    Wrong(
        "night_planner",
        "questions-outlive-the-plan",
        """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)
    prices = {}

    async def ask(carrier):
        async with window:
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                pass

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    done, late = await asyncio.wait(tasks, timeout=budget)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    offers = sorted((price, carrier) for carrier, price in prices.items())
    return offers, [carrier for carrier in carriers if carrier not in prices]
""",
    ),
    Right(
        "night_planner",
        """
async def night_planner(carriers, limit, budget):
    prices, left = {}, iter(carriers)

    async def clerk():
        for carrier in left:
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                continue

    try:
        await asyncio.wait_for(asyncio.gather(*(clerk() for _ in range(limit))), budget)
    except TimeoutError:
        pass
    offers = sorted((prices[name], name) for name in prices)
    return offers, [name for name in carriers if name not in prices]
""",
    ),
    Right(
        "night_planner",
        """
async def night_planner(carriers, limit, budget):
    window = asyncio.Semaphore(limit)

    async def ask(carrier):
        async with window:
            return await quote(carrier), carrier

    tasks = [asyncio.create_task(ask(carrier)) for carrier in carriers]
    try:
        done, _ = await asyncio.wait(tasks, timeout=budget)
        offers = sorted(task.result() for task in done if task.exception() is None)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    found = {name for _, name in offers}
    return offers, [name for name in carriers if name not in found]
""",
    ),
    Right(
        "night_planner",
        """
async def night_planner(carriers, limit, budget):
    queue, prices = asyncio.Queue(), {}
    for carrier in carriers:
        queue.put_nowait(carrier)

    async def clerk():
        while True:
            carrier = await queue.get()
            try:
                prices[carrier] = await quote(carrier)
            except ConnectionError:
                pass
            finally:
                queue.task_done()

    clerks = [asyncio.create_task(clerk()) for _ in range(limit)]
    try:
        async with asyncio.timeout(budget):
            await queue.join()
    except TimeoutError:
        pass
    finally:
        for task in clerks:
            task.cancel()
        await asyncio.wait(clerks)
    offers = [(price, name) for name, price in prices.items()]
    offers.sort()
    return offers, [name for name in carriers if name not in prices]
""",
    ),
    Right(
        "night_planner",
        """
async def night_planner(carriers, limit, budget):
    window, offers = asyncio.Semaphore(limit), []

    async def ask(carrier):
        async with window:
            return await quote(carrier), carrier

    tasks = [asyncio.ensure_future(ask(carrier)) for carrier in carriers]
    try:
        for answer in asyncio.as_completed(tasks, timeout=budget):
            try:
                offers.append(await answer)
            except ConnectionError:
                pass
    except TimeoutError:
        pass
    finally:
        [task.cancel() for task in tasks]
        await asyncio.gather(*tasks, return_exceptions=True)
    names = [name for _, name in offers]
    return sorted(offers), [name for name in carriers if name not in names]
""",
    ),
]

ANSWERS = [*WAKE_CALLS, *PRICE_LIST, *HOLD_TESTS, *NIGHT_PLANNER, *MENDED]
