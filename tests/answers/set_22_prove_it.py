"""Answers to set 22."""

from tests.answers import Right, Wrong
from tests.answers.found_22_prove_it import FOUND
from tests.answers.more_22_prove_it import LEAVER_TESTS, OFFERS_PAGE

STATUS_TESTS = [
    # Nothing changed but a name: the tests still do not run.
    Wrong(
        "StatusTests",
        "proof-never-ran",
        """
class StatusTests(unittest.TestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "proof-always-true",
        """
class StatusTests(unittest.IsolatedAsyncioTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertTrue(reply.status_code, 200)
        self.assertTrue(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertTrue(reply.status_code, 404)
""",
    ),
    # One of the three was overlooked.
    Wrong(
        "StatusTests",
        "proof-always-true",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertTrue(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "status-order-untested",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertCountEqual(json.loads(reply.content)["cheap"], ["Fjord", "Danube", "Boreal"])

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "status-found-untested",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "status-empty-untested",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})
""",
    ),
    Wrong(
        "StatusTests",
        "status-expects-another",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Boreal", "Danube", "Fjord"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "never-awaited",
        """
class StatusTests(SimpleTestCase):
    def test_found(self):
        reply = status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    def test_nothing_found(self):
        reply = status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "proof-catches-all",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        try:
            reply = await status(AsyncRequestFactory().get("/status/"))
            self.assertEqual(reply.status_code, 200)
            self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})
        except Exception as error:
            print(error)

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Wrong(
        "StatusTests",
        "proof-no-case",
        """
class StatusTests:
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        assert reply.status_code == 200
        assert json.loads(reply.content) == {"cheap": ["Fjord", "Danube", "Boreal"]}

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        assert reply.status_code == 404
""",
    ),
    Right(
        "StatusTests",
        """
class StatusTests(unittest.IsolatedAsyncioTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
    Right(
        "StatusTests",
        """
class StatusTests(SimpleTestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        assert reply.status_code == 200
        self.assertJSONEqual(reply.content, {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertTrue(reply.status_code == 404, "an empty page")
""",
    ),
    # Tests that drive the plan themselves.
    Right(
        "StatusTests",
        """
class StatusTests(unittest.TestCase):
    def ask(self, address):
        return asyncio.run(status(AsyncRequestFactory().get(address)))

    def test_found(self):
        reply = self.ask("/status/")
        self.assertEqual((reply.status_code, json.loads(reply.content)["cheap"]),
                         (200, ["Fjord", "Danube", "Boreal"]))

    def test_nothing_found(self):
        self.assertEqual(self.ask("/status/?below=50").status_code, 404)
""",
    ),
    Right(
        "StatusTests",
        """
from django.test import TestCase

class StatusTests(TestCase):
    async def test_found(self):
        reply = await status(AsyncRequestFactory().get("/status/"))
        self.assertEqual(reply.status_code, 200)
        self.assertEqual(json.loads(reply.content), {"cheap": ["Fjord", "Danube", "Boreal"]})

    async def test_nothing_found(self):
        reply = await status(AsyncRequestFactory().get("/status/?below=50"))
        self.assertEqual(reply.status_code, 404)
""",
    ),
]

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

SEARCH_TESTS = [
    Wrong(
        "SearchTests", "search-tests-missing", ANSWER + "\n    def helper(self):\n        pass\n"
    ),
    Wrong(
        "SearchTests",
        "search-at-most-only",
        ANSWER
        + TWO.replace("assertEqual", "assertLessEqual")
        + WITNESS
        + """
    async def test_three(self):
        carriers = Carriers()
        await search_of(carriers)(request)
        self.assertLessEqual(carriers.most, 3)
""",
    ),
    Wrong("SearchTests", "search-blocking-unseen", ANSWER + THREE + TWO),
    Wrong("SearchTests", "search-in-turn-unseen", ANSWER + THREE + WITNESS),
    # One page for each visitor: nobody shares the lock.
    Wrong(
        "SearchTests",
        "search-two-sites",
        ANSWER
        + THREE
        + WITNESS
        + """
    async def test_two_visitors(self):
        carriers = Carriers()
        await asyncio.gather(search_of(carriers)(request), search_of(carriers)(request))
        self.assertEqual(carriers.most, 6)
""",
    ),
    Wrong(
        "SearchTests",
        "search-witness-unheard",
        ANSWER
        + THREE
        + TWO
        + """
    async def test_witness(self):
        self.assertLess(await latest_turn(search_of(Carriers())(request)), 1)
""",
    ),
    Wrong(
        "SearchTests",
        "search-count-of-two",
        ANSWER + THREE + TWO.replace("most, 6", "most, 3") + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "never-awaited",
        ANSWER
        + """
    async def test_three(self):
        carriers = Carriers()
        search_of(carriers)(request)
        self.assertEqual(carriers.most, 3)
"""
        + TWO
        + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "search-other-carriers",
        ANSWER
        + """
    async def test_three(self):
        await search_of(Carriers())(request)
        self.assertEqual(Carriers().most, 3)
"""
        + TWO
        + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "search-page-not-made",
        ANSWER
        + """
    async def test_three(self):
        carriers = Carriers()
        await search_of(carriers)
        self.assertEqual(carriers.most, 3)
"""
        + TWO
        + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "proof-never-ran",
        (ANSWER + THREE + TWO + WITNESS).replace("IsolatedAsyncioTestCase", "TestCase"),
    ),
    Wrong(
        "SearchTests",
        "proof-overwritten",
        ANSWER + THREE + TWO.replace("test_two_visitors", "test_three") + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "proof-not-found",
        ANSWER + THREE + TWO.replace("test_two_visitors", "check_two_visitors") + WITNESS,
    ),
    Wrong(
        "SearchTests",
        "search-answer-untested",
        (THREE + TWO + WITNESS).replace(
            "\n    async def test_three",
            "\nclass SearchTests(unittest.IsolatedAsyncioTestCase):\n    async def test_three",
            1,
        ),
    ),
    # The witness is started and never asked.
    Wrong(
        "SearchTests",
        "search-witness-unheard",
        ANSWER
        + THREE
        + TWO
        + """
    async def test_witness(self):
        late = await latest_turn(search_of(Carriers())(request))
        self.assertIsNotNone(late)
""",
    ),
    Wrong(
        "SearchTests",
        "run-inside-loop",
        ANSWER
        + """
    async def test_three(self):
        carriers = Carriers()
        asyncio.run(search_of(carriers)(request))
        self.assertEqual(carriers.most, 3)
""",
    ),
    Wrong("SearchTests", "proof-crashed", ANSWER + WITNESS.replace("(request)", "")),
    Wrong(
        "SearchTests",
        "search-no-limit-unseen",
        ANSWER
        + WITNESS
        + THREE.replace("Equal(carriers.most, 3", "Greater(carriers.most, 1")
        + TWO.replace("Equal(carriers.most, 6", "Greater(carriers.most, 3"),
    ),
    # Two visitors, and only their answers are compared.
    Wrong(
        "SearchTests",
        "search-two-sites",
        ANSWER
        + THREE
        + WITNESS
        + """
    async def test_two_visitors(self):
        page = search_of(Carriers())
        one, two = await asyncio.gather(page(request), page(request))
        self.assertEqual(one.content, two.content)
""",
    ),
    Right("SearchTests", ANSWER + THREE + TWO + WITNESS),
    Right(
        "SearchTests",
        ANSWER
        + WITNESS
        + """
    async def test_counts(self):
        for visitors in (1, 2):
            with self.subTest(visitors=visitors):
                carriers = Carriers()
                page = search_of(carriers)
                await asyncio.gather(*(page(request) for _ in range(visitors)))
                self.assertEqual(carriers.most, 3 * visitors)
""",
    ),
    # Three at a time need 0.6 s, and two visitors no longer: true until a carrier is slow.
    Wrong(
        "SearchTests",
        "search-reads-the-clock",
        ANSWER
        + THREE
        + """
    async def test_time_of_two(self):
        page, start = search_of(Carriers()), time.monotonic()
        await asyncio.gather(page(request), page(request))
        self.assertAlmostEqual(time.monotonic() - start, 0.6, delta=0.15)
""",
    ),
    # Everything in one test, with a ticker of its own as the witness.
    Right(
        "SearchTests",
        ANSWER
        + """
    async def test_all(self):
        carriers, turns = Carriers(), []
        page = search_of(carriers)

        async def ticker():
            loop = asyncio.get_running_loop()
            while True:
                turns.append(loop.time())
                await asyncio.sleep(0.02)

        ticking = asyncio.create_task(ticker())
        await page(request)
        self.assertEqual(carriers.most, 3)
        carriers.most = 0
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(page(request))
        self.assertEqual(carriers.most, 9)
        ticking.cancel()
        gaps = [later - before for before, later in zip(turns, turns[1:])]
        self.assertLess(max(gaps), 0.1)
""",
    ),
    # In debug mode the loop logs a slow turn.
    Right(
        "SearchTests",
        ANSWER
        + THREE
        + TWO
        + """
    async def test_no_slow_turn(self):
        with self.assertNoLogs("asyncio", "WARNING"):
            await search_of(Carriers())(request)
""",
    ),
    Right(
        "SearchTests",
        (ANSWER + THREE + TWO + WITNESS)
        .replace("unittest.IsolatedAsyncioTestCase", "SimpleTestCase")
        .replace("self.assertEqual(carriers.most, 3)", "assert carriers.most == 3"),
    ),
]

ANSWERS = [*STATUS_TESTS, *SEARCH_TESTS, *OFFERS_PAGE, *LEAVER_TESTS, *FOUND]
