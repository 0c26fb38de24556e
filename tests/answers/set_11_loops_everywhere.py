"""Answers to set 11."""

from tests.answers import Right, Wrong

# The first lines of `run_here` as they were given.
GIVEN = """
def run_here(coro):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coro)
"""

RUN_HERE = [
    # Another call for the same thing, in the same thread.
    Wrong(
        "run_here", "run-where-a-loop-runs", GIVEN + "    return asyncio.run(coro, debug=True)\n"
    ),
    Wrong(
        "run_here",
        "run-where-a-loop-runs",
        GIVEN + "    return asyncio.get_event_loop().run_until_complete(coro)\n",
    ),
    Wrong(
        "run_here",
        "run-where-a-loop-runs",
        GIVEN
        + """
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(coro)
""",
    ),
    Wrong(
        "run_here",
        "run-where-a-loop-runs",
        GIVEN
        + """
    with asyncio.Runner() as runner:
        return runner.run(coro)
""",
    ),
    # The call is made here, and its result given to the pool.
    Wrong(
        "run_here",
        "called-before-submit",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run(coro)).result()
""",
    ),
    Wrong(
        "run_here",
        "loop-nested",
        GIVEN
        + """
    import nest_asyncio
    nest_asyncio.apply()
    return asyncio.run(coro)
""",
    ),
    Wrong(
        "run_here",
        "waits-for-own-loop",
        GIVEN
        + """
    loop = asyncio.get_running_loop()
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
""",
    ),
    # The waiting is done in another thread, and this one waits for that.
    Wrong(
        "run_here",
        "waits-for-own-loop",
        GIVEN
        + """
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return pool.submit(lambda: asyncio.run_coroutine_threadsafe(coro, loop).result()).result()
""",
    ),
    Wrong("run_here", "plan-given-back", GIVEN + "    return asyncio.create_task(coro)\n"),
    Wrong("run_here", "plan-given-back", GIVEN + "    return coro\n"),
    Wrong(
        "run_here", "plan-given-back", GIVEN + "    return asyncio.to_thread(asyncio.run, coro)\n"
    ),
    Wrong(
        "run_here",
        "plan-given-back",
        """
async def run_here(coro):
    return await coro
""",
    ),
    Wrong(
        "run_here",
        "plan-as-function",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        return pool.submit(coro).result()
""",
    ),
    Wrong(
        "run_here",
        "future-given-back",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, coro)
""",
    ),
    Wrong(
        "run_here",
        "result-left-in-thread",
        GIVEN
        + """
    thread = threading.Thread(target=asyncio.run, args=(coro,))
    thread.start()
    thread.join()
""",
    ),
    Wrong(
        "run_here",
        "did-not-wait",
        GIVEN
        + """
    thread = threading.Thread(target=asyncio.run, args=(coro,))
    thread.start()
""",
    ),
    # The coroutine's own RuntimeError is taken for "a loop runs here".
    Wrong(
        "run_here",
        "error-left-in-thread",
        """
def run_here(coro):
    try:
        return asyncio.run(coro)
    except RuntimeError:
        with ThreadPoolExecutor() as pool:
            return pool.submit(asyncio.run, coro).result()
""",
    ),
    # The result crosses in a list, the error does not.
    Wrong(
        "run_here",
        "error-left-in-thread",
        GIVEN
        + """
    results = []
    thread = threading.Thread(target=lambda: results.append(asyncio.run(coro)))
    thread.start()
    thread.join()
    return results[0]
""",
    ),
    Wrong(
        "run_here",
        "loop-left-open",
        GIVEN
        + """
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor() as pool:
        return pool.submit(loop.run_until_complete, coro).result()
""",
    ),
    Wrong(
        "run_here",
        "nobody-runs-the-loop",
        GIVEN
        + """
    loop = asyncio.new_event_loop()
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
""",
    ),
    # Waited for in another way.
    Wrong(
        "run_here",
        "waits-for-own-loop",
        GIVEN
        + """
    import concurrent.futures

    future = asyncio.run_coroutine_threadsafe(coro, asyncio.get_running_loop())
    concurrent.futures.wait([future])
    return future.result()
""",
    ),
    # As in lesson 02, by hand.
    Wrong(
        "run_here",
        "plan-driven-by-hand",
        """
def run_here(coro):
    while True:
        try:
            coro.send(None)
        except StopIteration as end:
            return end.value
""",
    ),
    # The given question is gone, and so is the answer for files.
    Wrong(
        "run_here",
        "no-loop-here",
        """
def run_here(coro):
    asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, coro).result()
""",
    ),
    Wrong(
        "run_here",
        "error-left-in-thread",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        try:
            return pool.submit(asyncio.run, coro).result()
        except Exception as error:
            return error
""",
    ),
    # A cell and a file, but no thread.
    Wrong(
        "run_here",
        "loop-taken-for-granted",
        """
def run_here(coro):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.get_event_loop().run_until_complete(coro)
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, coro).result()
""",
    ),
    Wrong(
        "run_here",
        "limit-of-your-own",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, coro).result(timeout=1)
""",
    ),
    # The site's way, and nobody closes it.
    Wrong(
        "run_here",
        "loop-left-running",
        GIVEN
        + """
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
""",
    ),
    Wrong(
        "run_here",
        "future-of-a-loop-read",
        GIVEN
        + """
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(None, asyncio.run, coro).result()
""",
    ),
    Wrong(
        "run_here",
        "nothing-returned",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, coro).result()
""",
    ),
    Wrong(
        "run_here",
        "waits-for-own-loop",
        GIVEN
        + """
    import time

    task = asyncio.create_task(coro)
    while not task.done():
        time.sleep(0.01)
    return task.result()
""",
    ),
    Wrong(
        "run_here",
        "did-not-wait",
        GIVEN
        + """
    box = []
    threading.Thread(target=lambda: box.append(asyncio.run(coro))).start()
    return box[0]
""",
    ),
    # Waits with a limit, and looks again.
    Right(
        "run_here",
        GIVEN
        + """
    with ThreadPoolExecutor() as pool:
        future = pool.submit(asyncio.run, coro)
        while True:
            try:
                return future.result(timeout=0.1)
            except TimeoutError:
                pass
""",
    ),
    # Always in a thread: one more than needed in a file, and right everywhere.
    Right(
        "run_here",
        """
def run_here(coro):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coro).result()
""",
    ),
    Right(
        "run_here",
        GIVEN
        + """
    answer = {}

    def work():
        try:
            answer["value"] = asyncio.run(coro)
        except BaseException as error:
            answer["error"] = error

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if "error" in answer:
        raise answer["error"]
    return answer["value"]
""",
    ),
    # A loop of its own in a thread, as the lesson's site has one.
    Right(
        "run_here",
        GIVEN
        + """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        return asyncio.run_coroutine_threadsafe(coro, loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
""",
    ),
    # A plain function may block, so it may also look again and again.
    Right(
        "run_here",
        GIVEN
        + """
    import time

    pool = ThreadPoolExecutor()
    future = pool.submit(asyncio.run, coro)
    while not future.done():
        time.sleep(0.01)
    pool.shutdown()
    return future.result()
""",
    ),
    Right(
        "run_here",
        GIVEN
        + """
    def work():
        with asyncio.Runner() as runner:
            return runner.run(coro)

    with ThreadPoolExecutor() as pool:
        return next(pool.map(lambda _: work(), [None]))
""",
    ),
]

CALL_FROM_THREAD = [
    Wrong(
        "call_from_thread",
        "another-loop",
        """
def call_from_thread(loop, coro, seconds):
    return asyncio.run(asyncio.wait_for(coro, seconds))
""",
    ),
    Wrong(
        "call_from_thread",
        "not-threadsafe",
        """
import time

def call_from_thread(loop, coro, seconds):
    task = loop.create_task(coro)
    until = time.monotonic() + seconds
    while not task.done():
        if time.monotonic() > until:
            task.cancel()
            raise TimeoutError
        time.sleep(0.001)
    return task.result()
""",
    ),
    Wrong(
        "call_from_thread",
        "not-threadsafe",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.ensure_future(coro, loop=loop)
    return future.result()
""",
    ),
    Wrong(
        "call_from_thread",
        "loop-driven-twice",
        """
def call_from_thread(loop, coro, seconds):
    return loop.run_until_complete(asyncio.wait_for(coro, seconds))
""",
    ),
    Wrong(
        "call_from_thread",
        "future-given-back",
        """
def call_from_thread(loop, coro, seconds):
    return asyncio.run_coroutine_threadsafe(coro, loop)
""",
    ),
    Wrong(
        "call_from_thread",
        "plan-given-back",
        """
async def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
""",
    ),
    Wrong(
        "call_from_thread",
        "did-not-wait-for-loop",
        """
def call_from_thread(loop, coro, seconds):
    return loop.call_soon_threadsafe(loop.create_task, coro)
""",
    ),
    Wrong(
        "call_from_thread",
        "limit-ignored",
        """
def call_from_thread(loop, coro, seconds):
    return asyncio.run_coroutine_threadsafe(coro, loop).result()
""",
    ),
    Wrong(
        "call_from_thread",
        "left-on-the-loop",
        """
def call_from_thread(loop, coro, seconds):
    return asyncio.run_coroutine_threadsafe(coro, loop).result(seconds)
""",
    ),
    Wrong(
        "call_from_thread",
        "limit-without-error",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds)
    except TimeoutError:
        future.cancel()
""",
    ),
    Wrong(
        "call_from_thread",
        "error-of-call-changed",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds)
    except Exception:
        future.cancel()
        raise TimeoutError
""",
    ),
    Wrong(
        "call_from_thread",
        "nothing-returned",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        future.result(seconds)
    except TimeoutError:
        future.cancel()
        raise
""",
    ),
    # The coroutine is closed from here, and its task stays on the loop.
    Wrong(
        "call_from_thread",
        "left-on-the-loop",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds)
    except TimeoutError:
        coro.close()
        raise
""",
    ),
    Wrong(
        "call_from_thread",
        "slept-for-the-limit",
        """
import time

def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    time.sleep(seconds)
    if not future.done():
        future.cancel()
        raise TimeoutError
    return future.result()
""",
    ),
    *(
        Wrong(
            "call_from_thread",
            "another-limit",
            f"""
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result({limit})
    except TimeoutError:
        future.cancel()
        raise
""",
        )
        for limit in ("0.01", "1.0", "seconds / 1000", "int(seconds)", "seconds * 2")
    ),
    Wrong(
        "call_from_thread",
        "slept-for-the-limit",
        """
import time

def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds)
    except TimeoutError:
        future.cancel()
        time.sleep(0.5)
        raise
""",
    ),
    Wrong(
        "call_from_thread",
        "coroutine-not-used",
        """
def call_from_thread(loop, coro, seconds):
    return 3
""",
    ),
    Wrong(
        "call_from_thread",
        "error-as-result",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    return future.exception(seconds) or future.result()
""",
    ),
    *(
        Wrong(
            "call_from_thread",
            "limit-with-another-error",
            f"""
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds)
    except TimeoutError:
        future.cancel()
        {end}
""",
        )
        for end in ('raise Exception("too late")', "return future.result()")
    ),
    # A second limit that never strikes.
    Right(
        "call_from_thread",
        """
def call_from_thread(loop, coro, seconds):
    limited = asyncio.wait_for(coro, seconds)
    return asyncio.run_coroutine_threadsafe(limited, loop).result(seconds + 1)
""",
    ),
    # Milliseconds where seconds are meant.
    Wrong(
        "call_from_thread",
        "limit-ignored",
        """
def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    try:
        return future.result(seconds * 1000)
    except TimeoutError:
        future.cancel()
        raise
""",
    ),
    Right(
        "call_from_thread",
        """
import time

def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    until = time.monotonic() + seconds
    try:
        while not future.done() and time.monotonic() < until:
            time.sleep(0.001)
        if not future.done():
            raise TimeoutError(f"no answer after {seconds} s")
        return future.result()
    finally:
        future.cancel()
""",
    ),
    # The limit is set on the loop's side: it cancels and raises by itself.
    Right(
        "call_from_thread",
        """
def call_from_thread(loop, coro, seconds):
    return asyncio.run_coroutine_threadsafe(asyncio.wait_for(coro, seconds), loop).result()
""",
    ),
    Right(
        "call_from_thread",
        """
def call_from_thread(loop, coro, seconds):
    async def limited():
        async with asyncio.timeout(seconds):
            return await coro

    return asyncio.run_coroutine_threadsafe(limited(), loop).result()
""",
    ),
    Right(
        "call_from_thread",
        """
from concurrent.futures import wait

def call_from_thread(loop, coro, seconds):
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    done, _ = wait([future], timeout=seconds)
    if not done:
        future.cancel()
        raise TimeoutError("no answer")
    return future.result()
""",
    ),
    # By hand: a callback starts the task in the loop's own thread.
    Right(
        "call_from_thread",
        """
from concurrent.futures import Future

def call_from_thread(loop, coro, seconds):
    answer, started = Future(), []

    def finish(task):
        if task.cancelled():
            answer.cancel()
        elif task.exception():
            answer.set_exception(task.exception())
        else:
            answer.set_result(task.result())

    def start():
        started.append(loop.create_task(coro))
        started[0].add_done_callback(finish)

    loop.call_soon_threadsafe(start)
    try:
        return answer.result(seconds)
    except TimeoutError:
        loop.call_soon_threadsafe(lambda: started[0].cancel())
        raise
""",
    ),
]


def desk(ask, close="", init="self.lines = {}"):
    """The cell of `QuoteDesk` with these bodies."""
    close = close or CLOSE
    bodies = {"__init__(self, open_line)": f"self.open_line = open_line\n{init}"}
    bodies |= {"ask(self, carrier)": ask, "close(self)": close}
    lines = ["import weakref", "class QuoteDesk:"]
    for head, body in bodies.items():
        lines.append(f"    {'' if '_' in head[:2] else 'async '}def {head}:")
        lines += [f"        {line}" for line in body.strip("\n").splitlines()]
    return "\n".join(lines) + "\n"


OPENING = """
loop = asyncio.get_running_loop()
if loop not in self.lines:
    self.lines[loop] = asyncio.create_task(self.open_line())
line = await self.lines[loop]
return await line.ask(carrier)
"""
CLOSE = """
opening = self.lines.pop(asyncio.get_running_loop(), None)
if opening is not None:
    await (await opening).close()
"""
LATE = """
loop = asyncio.get_running_loop()
if loop not in self.lines:
    self.lines[loop] = await self.open_line()
return await self.lines[loop].ask(carrier)
"""
CLOSE_LINE = """
line = self.lines.pop(asyncio.get_running_loop(), None)
if line is not None:
    await line.close()
"""

QUOTE_DESK = [
    # One line for everybody.
    Wrong(
        "QuoteDesk",
        "line-of-another-loop",
        desk(
            """
if self.line is None:
    self.line = await self.open_line()
return await self.line.ask(carrier)
""",
            "if self.line is not None:\n    await self.line.close()\n    self.line = None",
            "self.line = None",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "line-of-another-loop",
        desk(
            OPENING.replace("asyncio.get_running_loop()", "threading.get_ident()"),
            CLOSE.replace("asyncio.get_running_loop()", "threading.get_ident()"),
        ),
    ),
    Wrong("QuoteDesk", "line-opened-twice", desk(LATE, CLOSE_LINE)),
    Wrong(
        "QuoteDesk",
        "line-for-each-ask",
        desk("line = await self.open_line()\nreturn await line.ask(carrier)", "pass"),
    ),
    # One lock, made with the object.
    Wrong(
        "QuoteDesk",
        "lock-of-another-loop",
        desk(
            """
loop = asyncio.get_running_loop()
async with self.lock:
    if loop not in self.lines:
        self.lines[loop] = await self.open_line()
return await self.lines[loop].ask(carrier)
""",
            CLOSE_LINE,
            "self.lines = {}\nself.lock = asyncio.Lock()",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "lock-across-await",
        desk(
            """
loop = asyncio.get_running_loop()
with self.lock:
    if loop not in self.lines:
        self.lines[loop] = await self.open_line()
return await self.lines[loop].ask(carrier)
""",
            CLOSE_LINE,
            "self.lines = {}\nself.lock = threading.Lock()",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "closed-line-used",
        desk(OPENING, CLOSE.replace(".pop(", ".get(")),
    ),
    Wrong(
        "QuoteDesk",
        "other-line-closed",
        desk(
            OPENING,
            """
for loop in list(self.lines):
    line = await self.lines.pop(loop)
    await line.close()
""",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "desk-line-left-open",
        desk(OPENING, "self.lines.pop(asyncio.get_running_loop(), None)"),
    ),
    # The lock is held while the carrier works.
    Wrong(
        "QuoteDesk",
        "asks-in-turn",
        desk(
            """
loop = asyncio.get_running_loop()
async with self.locks.setdefault(loop, asyncio.Lock()):
    if loop not in self.lines:
        self.lines[loop] = await self.open_line()
    return await self.lines[loop].ask(carrier)
""",
            CLOSE_LINE,
            "self.lines, self.locks = {}, {}",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "nothing-returned",
        desk(OPENING.replace("return await line", "await line")),
    ),
    # The dict is asked for a line that is not there.
    Wrong(
        "QuoteDesk",
        "close-without-line",
        desk(
            OPENING, "line = await self.lines.pop(asyncio.get_running_loop())\nawait line.close()"
        ),
    ),
    Wrong(
        "QuoteDesk",
        "never-awaited",
        desk(OPENING, CLOSE.replace("await (await opening)", "(await opening)")),
    ),
    # The line is opened with the object, where no loop runs.
    Wrong(
        "QuoteDesk",
        "loop-needed-too-early",
        desk(
            "return await (await self.line).ask(carrier)",
            "await (await self.line).close()",
            "self.line = asyncio.create_task(open_line())",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "line-plan-shared",
        desk(OPENING.replace("asyncio.create_task(self.open_line())", "self.open_line()")),
    ),
    Wrong(
        "QuoteDesk",
        "desks-share-a-line",
        desk(OPENING, init="pass").replace(
            "class QuoteDesk:\n", "class QuoteDesk:\n    lines = {}\n"
        ),
    ),
    Wrong(
        "QuoteDesk",
        "other-line-forgotten",
        desk(OPENING, CLOSE + "self.lines.clear()\n"),
    ),
    Wrong(
        "QuoteDesk",
        "price-kept",
        desk(
            OPENING.replace(
                "return await line.ask(carrier)",
                """
if carrier not in self.prices:
    self.prices[carrier] = await line.ask(carrier)
return self.prices[carrier]
""",
            ),
            init="self.lines, self.prices = {}, {}",
        ),
    ),
    Wrong(
        "QuoteDesk",
        "desk-error-lost",
        desk(
            OPENING.replace(
                "return await line.ask(carrier)",
                """
try:
    return await line.ask(carrier)
except Exception:
    return None
""",
            )
        ),
    ),
    # One task for everybody.
    Wrong(
        "QuoteDesk",
        "line-of-another-loop",
        desk(
            """
if self.opening is None:
    self.opening = asyncio.create_task(self.open_line())
return await (await self.opening).ask(carrier)
""",
            "opening, self.opening = self.opening, None\nif opening:\n    await (await opening).close()",
            "self.opening = None",
        ),
    ),
    # A line for each thread.
    Wrong(
        "QuoteDesk",
        "line-of-another-loop",
        desk(
            """
if not hasattr(self.local, "opening"):
    self.local.opening = asyncio.create_task(self.open_line())
return await (await self.local.opening).ask(carrier)
""",
            """
if hasattr(self.local, "opening"):
    opening = self.local.opening
    del self.local.opening
    await (await opening).close()
""",
            "self.local = threading.local()",
        ),
    ),
    # A lock for each loop.
    Right(
        "QuoteDesk",
        desk(
            """
loop = asyncio.get_running_loop()
async with self.locks.setdefault(loop, asyncio.Lock()):
    if loop not in self.lines:
        self.lines[loop] = await self.open_line()
    line = self.lines[loop]
return await line.ask(carrier)
""",
            CLOSE_LINE,
            "self.lines, self.locks = {}, {}",
        ),
    ),
    # A future that the first one fills, in a dict that lets go of ended loops.
    Right(
        "QuoteDesk",
        desk(
            """
loop = asyncio.get_running_loop()
if loop in self.lines:
    line = await self.lines[loop]
else:
    self.lines[loop] = loop.create_future()
    line = await self.open_line()
    self.lines[loop].set_result(line)
return await line.ask(carrier)
""",
            CLOSE,
            "self.lines = weakref.WeakKeyDictionary()",
        ),
    ),
    # A lock of threads that guards the look into the dict, and no wait.
    Right(
        "QuoteDesk",
        desk(
            """
loop = asyncio.get_running_loop()
with self.lock:
    if loop not in self.lines:
        self.lines[loop] = loop.create_task(self.open_line())
return await (await self.lines[loop]).ask(carrier)
""",
            CLOSE,
            "self.lines = {}\nself.lock = threading.Lock()",
        ),
    ),
]

ANSWERS = [*RUN_HERE, *CALL_FROM_THREAD, *QUOTE_DESK]
