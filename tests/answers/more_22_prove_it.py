"""Answers to the last two tasks of set 22."""

from tests.answers import Right, Wrong

HEAD = """
async def offers_page(request, carriers):
    window, prices = asyncio.Semaphore(4), {}

    async def ask(name):
        async with window:
            prices[name] = await carriers.quote(name)

"""
TAIL = "    return JsonResponse({name: prices[name] for name in NAMES if name in prices})\n"

OFFERS_PAGE = [
    # Another entry was suspected.
    Wrong(
        "offers_page",
        "contract-goes-on",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    done, late = await asyncio.wait(tasks, timeout=0.6)
    for task in late:
        task.cancel()
        await asyncio.wait([task])
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-stop-swallowed",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        await asyncio.wait(tasks, timeout=0.6)
    except asyncio.CancelledError:
        pass
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-stop-ignored",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        done, late = await asyncio.wait(tasks, timeout=0.6)
    except asyncio.CancelledError:
        await asyncio.wait(tasks)
        raise
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-too-many",
        """
async def offers_page(request, carriers):
    prices = {}

    async def ask(name):
        prices[name] = await carriers.quote(name)

    try:
        async with asyncio.timeout(0.6), asyncio.TaskGroup() as group:
            for name in NAMES:
                group.create_task(ask(name))
    except TimeoutError:
        pass
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-too-few",
        HEAD
        + """
    try:
        async with asyncio.timeout(0.6):
            for name in NAMES:
                await ask(name)
    except TimeoutError:
        pass
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-deadline-each",
        """
async def offers_page(request, carriers):
    window, prices = asyncio.Semaphore(4), {}

    async def ask(name):
        async with window:
            try:
                async with asyncio.timeout(0.6):
                    prices[name] = await carriers.quote(name)
            except TimeoutError:
                pass

    await asyncio.gather(*(ask(name) for name in NAMES))
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-late",
        HEAD
        + """
    await asyncio.gather(*(ask(name) for name in NAMES))
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-deadline-raised",
        HEAD
        + """
    async with asyncio.timeout(0.6), asyncio.TaskGroup() as group:
        for name in NAMES:
            group.create_task(ask(name))
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-order",
        HEAD
        + """
    try:
        async with asyncio.timeout(0.6), asyncio.TaskGroup() as group:
            for name in NAMES:
                group.create_task(ask(name))
    except TimeoutError:
        pass
    return JsonResponse(prices)
""",
    ),
    Wrong(
        "offers_page",
        "contract-offers-lost",
        """
async def offers_page(request, carriers):
    window = asyncio.Semaphore(4)

    async def ask(name):
        async with window:
            return await carriers.quote(name)

    try:
        prices = await asyncio.wait_for(asyncio.gather(*(ask(name) for name in NAMES)), 0.6)
    except TimeoutError:
        return JsonResponse({})
    return JsonResponse(dict(zip(NAMES, prices)))
""",
    ),
    Wrong(
        "offers_page",
        "contract-waits-on",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        await asyncio.sleep(0.6)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-rewritten",
        """
contract = {"max_in_flight": 4, "deadline": 0.6, "keeps_thread": False, "cancel_safe": False}
"""
        + HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    done, late = await asyncio.wait(tasks, timeout=0.6)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-name-of-a-wait",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        done, late = await asyncio.wait(tasks, timeout=0.6)
    finally:
        for task in late:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-left-open",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        await asyncio.wait(tasks, timeout=0.6)
    finally:
        for task in tasks:
            task.cancel()
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-none-shown",
        HEAD
        + """
    try:
        async with asyncio.timeout(0.6), asyncio.TaskGroup() as group:
            for name in NAMES:
                group.create_task(ask(name))
    except TimeoutError:
        pass
    return JsonResponse({name: prices.get(name) for name in NAMES})
""",
    ),
    # "Protect the questions from the stop": the wrong way round.
    Wrong(
        "offers_page",
        "contract-goes-on",
        HEAD
        + """
    work = asyncio.gather(*(ask(name) for name in NAMES))
    try:
        await asyncio.wait_for(asyncio.shield(work), 0.6)
    except TimeoutError:
        work.cancel()
        await asyncio.wait([work])
"""
        + TAIL,
    ),
    Right(
        "offers_page",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        await asyncio.wait(tasks, timeout=0.6)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-stop-not-awaited",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        done, late = await asyncio.wait(tasks, timeout=0.6)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
"""
        + TAIL,
    ),
    Right(
        "offers_page",
        HEAD
        + """
    try:
        await asyncio.wait_for(asyncio.gather(*(ask(name) for name in NAMES)), timeout=0.6)
    except asyncio.TimeoutError:
        pass
"""
        + TAIL,
    ),
    # A deadline for each, counted from the beginning, is one deadline.
    Right(
        "offers_page",
        """
async def offers_page(request, carriers):
    window, prices = asyncio.Semaphore(4), {}

    async def ask(name):
        try:
            async with asyncio.timeout(0.6), window:
                prices[name] = await carriers.quote(name)
        except TimeoutError:
            pass

    await asyncio.gather(*(ask(name) for name in NAMES))
"""
        + TAIL,
    ),
]

CASE = """
class LeaverTests(unittest.IsolatedAsyncioTestCase):
"""
STAYS = """
    async def test_stays(self):
        office = Office()
        self.assertEqual(await visit(page_of(office)), 200)
        self.assertEqual(office.on_hold, set())
"""
LEAVES = """
    async def test_leaves(self):
        office = Office()
        await visit(page_of(office), leaves=0.3)
        self.assertEqual(office.on_hold, set())
        await asyncio.sleep(1)
        self.assertEqual(len(office.asked), 2)
"""
MIDDLE = """
    async def test_middle(self):
        office = Office()
        task = asyncio.create_task(visit(page_of(office)))
        await asyncio.sleep(0.3)
        self.assertEqual(office.on_hold, {12})
        await task
"""

LEAVER_TESTS = [
    Wrong("LeaverTests", "leaver-nobody-leaves", CASE + STAYS + MIDDLE),
    Wrong("LeaverTests", "leaver-stay-untested", CASE + LEAVES + MIDDLE),
    Wrong("LeaverTests", "leaver-middle-unseen", CASE + STAYS + LEAVES),
    Wrong(
        "LeaverTests",
        "leaver-asks-on",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        await visit(page_of(office), leaves=0.3)
        self.assertEqual(office.on_hold, set())
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-asked-too-early",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        await visit(page_of(office), leaves=0.3)
        self.assertEqual(office.on_hold, set())
        self.assertEqual(len(office.asked), 2)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-looked-too-late",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        await visit(page_of(office), leaves=0.3)
        await asyncio.sleep(15)
        self.assertEqual(office.on_hold, set())
        self.assertEqual(len(office.asked), 2)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-hold-untested",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        self.assertIsNone(await visit(page_of(office), leaves=0.3))
        await asyncio.sleep(1)
        self.assertEqual(len(office.asked), 2)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-good-visit",
        CASE
        + LEAVES
        + MIDDLE
        + """
    async def test_stays(self):
        self.assertEqual(await visit(page_of(Office())), 200)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-left-too-late",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        self.assertIsNone(await visit(page_of(office), leaves=1))
        self.assertEqual(office.on_hold, set())
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-left-too-early",
        CASE
        + LEAVES
        + MIDDLE
        + """
    async def test_stays(self):
        office = Office()
        self.assertEqual(await visit(page_of(office), leaves=0.5), 200)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-looked-elsewhere",
        CASE
        + STAYS
        + LEAVES
        + """
    async def test_middle(self):
        office = Office()
        task = asyncio.create_task(visit(page_of(office)))
        self.assertEqual(office.on_hold, {12})
        await task
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-cancelled-the-test",
        CASE
        + STAYS
        + MIDDLE
        + """
    async def test_leaves(self):
        office = Office()
        task = asyncio.create_task(visit(page_of(office)))
        await asyncio.sleep(0.3)
        task.cancel()
        await task
        self.assertEqual(office.on_hold, set())
""",
    ),
    Wrong(
        "LeaverTests", "leaver-no-test", CASE + "    def helper(self):\n        return Office()\n"
    ),
    Wrong(
        "LeaverTests",
        "proof-hides-errors",
        CASE
        + LEAVES
        + """
    async def test_two(self):
        office = Office()
        replies = await asyncio.gather(
            visit(page_of(office)), visit(page_of(office)), return_exceptions=True
        )
        self.assertEqual(len(replies), 2)
""",
    ),
    Wrong(
        "LeaverTests",
        "leaver-nothing-left-to-ask",
        CASE + STAYS + MIDDLE + LEAVES.replace("0.3", "0.5").replace("2)", "3)"),
    ),
    Wrong(
        "LeaverTests",
        "leaver-page-not-made",
        CASE + STAYS.replace("page_of(office)", "page_of") + LEAVES + MIDDLE,
    ),
    Right("LeaverTests", CASE + STAYS + LEAVES + MIDDLE),
    Right(
        "LeaverTests",
        CASE
        + """
    async def asyncSetUp(self):
        self.office = Office()
        self.page = page_of(self.office)

    async def test_stays(self):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(visit(self.page))
            await asyncio.sleep(0.1)
            self.assertIn(12, self.office.on_hold)
        self.assertEqual(task.result(), 200)
        self.assertFalse(self.office.on_hold)

    async def test_leaves(self):
        status = await visit(self.page, 0.1)
        self.assertIsNone(status)
        self.assertNotIn(12, self.office.on_hold)
        await asyncio.sleep(2)
        self.assertEqual(self.office.asked, ["Aurora"])
""",
    ),
    # Who leaves is cancelled by the test itself: the view hears the same.
    Right(
        "LeaverTests",
        CASE
        + STAYS
        + """
    async def test_leaves(self):
        office = Office()
        task = asyncio.create_task(page_of(office)(None))
        await asyncio.sleep(0.3)
        self.assertEqual(office.on_hold, {12})
        task.cancel()
        await asyncio.wait([task])
        self.assertTrue(task.cancelled())
        self.assertEqual(office.on_hold, set())
        await asyncio.sleep(1)
        self.assertEqual(len(office.asked), 2)
""",
    ),
]
