"""More answers to set 22: what two readers tried."""

from tests.answers import Right, Wrong
from tests.answers.more_22_prove_it import CASE, HEAD, LEAVES, MIDDLE, STAYS, TAIL

ANSWER = """
class SearchTests(unittest.IsolatedAsyncioTestCase):
    async def test_answer(self):
        page = search_of(Carriers())
        reply = await page(request)
        self.assertEqual(json.loads(reply.content), PRICES)
"""
THREE = """
    async def test_three(self):
        carriers = Carriers()
        await search_of(carriers)(request)
        self.assertEqual(carriers.most, 3)
"""
TWO = """
    async def test_two_visitors(self):
        carriers = Carriers()
        page = search_of(carriers)
        await asyncio.gather(page(request), page(request))
        self.assertEqual(carriers.most, 6)
"""
WITNESS = """
    async def test_witness(self):
        self.assertLess(await latest_turn(search_of(Carriers())(request)), 0.1)
"""
STATUS = """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
"""
LAST = "self.assertEqual(reply.status_code, 404)"
SECOND = "    async def test_nothing_found"
# The bridge is from lesson 15: a plain test may use it.
PLAIN = "from asgiref.sync import async_to_sync\n" + STATUS.replace("async def", "def").replace(
    "await status(", "async_to_sync(status)("
)
BY_CLIENT = STATUS.replace(
    'await status(AsyncRequestFactory().get("/status/"))', 'await self.async_client.get("/status/")'
)

STATUS_TESTS = [
    Right("StatusTests", PLAIN),
    Right("StatusTests", PLAIN.replace("SimpleTestCase", "unittest.TestCase")),
    Wrong("StatusTests", "status-through-a-client", BY_CLIENT),
    Wrong("StatusTests", "proof-compares-only", STATUS.replace(LAST, "reply.status_code == 404")),
    Wrong(
        "StatusTests",
        "proof-compares-only",
        STATUS.replace(LAST, "return reply.status_code == 404"),
    ),
    Wrong(
        "StatusTests",
        "proof-skipped",
        STATUS.replace(SECOND, '    @unittest.skip("later")\n' + SECOND),
    ),
    Wrong(
        "StatusTests",
        "proof-expects-failure",
        STATUS.replace(SECOND, "    @unittest.expectedFailure\n" + SECOND),
    ),
    Wrong("StatusTests", "proof-fails-always", STATUS.replace(LAST, 'self.fail("no")')),
]

SHARED = "    carriers = Carriers()\n\n    async def test_answer"
OWN = "        carriers = Carriers()\n"
SEARCH_TESTS = [
    Wrong(
        "SearchTests",
        "gather-not-awaited",
        ANSWER + THREE + WITNESS + TWO.replace("await asyncio.gather", "asyncio.gather"),
    ),
    Wrong(
        "SearchTests",
        "search-open-afterwards",
        ANSWER + TWO + WITNESS + THREE.replace(".most", ".open"),
    ),
    Wrong(
        "SearchTests",
        "search-shared-carriers",
        ANSWER.replace("    async def test_answer", SHARED)
        + (THREE + TWO).replace(OWN, "").replace("carriers", "self.carriers")
        + WITNESS,
    ),
    Wrong("SearchTests", "search-no-margin", ANSWER + THREE + TWO + WITNESS.replace("0.1)", "0)")),
    Wrong(
        "SearchTests",
        "proof-blocks",
        ANSWER
        + THREE.replace("        await", "        time.sleep(1)\n        await")
        + TWO
        + WITNESS,
    ),
    # Right on the day on which it was written.
    Wrong(
        "SearchTests",
        "search-reads-the-clock",
        ANSWER
        + THREE
        + TWO
        + """
    async def test_time(self):
        start = time.perf_counter()
        await search_of(Carriers())(request)
        self.assertLess(time.perf_counter() - start, 0.7)
""",
    ),
    Wrong(
        "SearchTests",
        "proof-asks-a-server",
        ANSWER
        + THREE
        + TWO
        + WITNESS
        + """
    async def test_site(self):
        async with site.client() as visitor:
            self.assertEqual((await visitor.get("/page/")).status_code, 200)
""",
    ),
    Wrong(
        "SearchTests",
        "search-false-alarm",
        ANSWER
        + THREE
        + TWO
        + WITNESS
        + """
    async def test_asked(self):
        carriers = Carriers()
        await search_of(carriers)(request)
        self.assertEqual(carriers.asked, 7)
""",
    ),
]

BLOCK = """
    try:
        async with asyncio.timeout(0.6), asyncio.TaskGroup() as group:
            for name in NAMES:
                group.create_task(ask(name))
    except TimeoutError:
        pass
"""
OFFERS_PAGE = [
    Wrong(
        "offers_page",
        "contract-return-in-finally",
        HEAD
        + """
    tasks = [asyncio.create_task(ask(name)) for name in NAMES]
    try:
        await asyncio.wait(tasks, timeout=0.6)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return JsonResponse({name: prices[name] for name in NAMES if name in prices})
""",
    ),
    Wrong(
        "offers_page",
        "contract-in-batches",
        HEAD.replace("Semaphore(4)", "Semaphore(6)")
        + """
    try:
        async with asyncio.timeout(0.6):
            for first in range(0, 6, 4):
                await asyncio.gather(*(ask(name) for name in NAMES[first : first + 4]))
    except TimeoutError:
        pass
"""
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-window-of-all",
        "window = asyncio.Semaphore(4)\n"
        + HEAD.replace("window, prices = asyncio.Semaphore(4), {}", "prices = {}")
        + BLOCK
        + TAIL,
    ),
    Wrong(
        "offers_page",
        "contract-window-of-all",
        "window = asyncio.Semaphore(4)\n"
        + HEAD.replace("window, prices = asyncio.Semaphore(4), {}", "prices = {}")
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
    Right("offers_page", HEAD + BLOCK.replace("TimeoutError", "asyncio.TimeoutError") + TAIL),
]

WAITS = "await visit(page_of(office), leaves=0.3)"
LEAVER_TESTS = [
    Wrong(
        "LeaverTests",
        "proof-always-true",
        CASE
        + STAYS
        + LEAVES
        + MIDDLE.replace("assertEqual(office.on_hold", "assertTrue(office.on_hold"),
    ),
    Wrong(
        "LeaverTests",
        "proof-blocks",
        CASE + STAYS + LEAVES + MIDDLE.replace("await asyncio.sleep(0.3)", "time.sleep(0.15)"),
    ),
    Wrong(
        "LeaverTests",
        "leaver-status-of-nothing",
        CASE + STAYS + MIDDLE + LEAVES.replace(WAITS, f"self.assertEqual({WAITS}, 404)"),
    ),
    Wrong(
        "LeaverTests",
        "leaver-asked-count",
        CASE + STAYS + MIDDLE + LEAVES.replace("asked), 2", "asked), 3"),
    ),
    Wrong(
        "LeaverTests",
        "proof-hangs",
        CASE
        + STAYS
        + LEAVES
        + MIDDLE.replace("await asyncio.sleep(0.3)", "await asyncio.Event().wait()"),
    ),
]

FOUND = [*STATUS_TESTS, *SEARCH_TESTS, *OFFERS_PAGE, *LEAVER_TESTS]
