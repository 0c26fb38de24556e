"""Answers to set 04."""

from tests.answers import Right, Wrong
from tests.answers.found_04_the_dispatcher import ANSWERS as FOUND

PRINT_ORDER = [
    # The brackets stay as they were given.
    Wrong(
        "print_order",
        "callback-called",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce("doors close"))
    loop.call_later(0.5, announce, "departs")
    loop.call_later(2, announce, "border")
""",
    ),
    Wrong(
        "print_order",
        "callback-called",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(0.5, announce("departs"))
    loop.call_later(2, announce("border"))
""",
    ),
    # The second line is called directly: the order is right, the time is not.
    Wrong(
        "print_order",
        "not-handed-over",
        """
def print_order(loop, announce):
    announce("boarding ends")
    announce("doors close")
    loop.call_later(0.5, announce, "departs")
    loop.call_later(2, announce, "border")
""",
    ),
    # Everything goes through the loop.
    Wrong(
        "print_order",
        "handed-over-for-nothing",
        """
def print_order(loop, announce):
    loop.call_soon(announce, "boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(0.5, announce, "departs")
    loop.call_later(2, announce, "border")
""",
    ),
    # Only the lines were put into their order.
    Wrong(
        "print_order",
        "timers-swapped",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(2, announce, "departs")
    loop.call_later(0.5, announce, "border")
""",
    ),
    Wrong(
        "print_order",
        "timers-added-up",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(0.5, announce, "departs")
    loop.call_later(1.5, announce, "border")
""",
    ),
    Wrong(
        "print_order",
        "time-of-the-loop",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_at(0.5, announce, "departs")
    loop.call_at(2, announce, "border")
""",
    ),
    Wrong(
        "print_order",
        "announcement-changed",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(0.5, announce, "departs")
""",
    ),
    Wrong(
        "print_order",
        "print-order-stands",
        """
import time


def print_order(loop, announce):
    announce("boarding ends")
    announce("doors close")
    time.sleep(0.5)
    announce("departs")
    time.sleep(1.5)
    announce("border")
""",
    ),
    Wrong(
        "print_order",
        "print-order-waits",
        """
async def print_order(loop, announce):
    announce("boarding ends")
    await asyncio.sleep(0)
    announce("doors close")
    await asyncio.sleep(0.5)
    announce("departs")
    await asyncio.sleep(1.5)
    announce("border")
""",
    ),
    Wrong(
        "print_order",
        "never-awaited",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    asyncio.sleep(0.5)
    loop.call_later(0.5, announce, "departs")
    loop.call_later(2, announce, "border")
""",
    ),
    Wrong(
        "print_order",
        "loop-runs-already",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.run_until_complete(asyncio.sleep(0.5))
    announce("departs")
    loop.run_until_complete(asyncio.sleep(1.5))
    announce("border")
""",
    ),
    # Milliseconds.
    Wrong(
        "print_order",
        "announced-at-other-times",
        """
def print_order(loop, announce):
    announce("boarding ends")
    loop.call_soon(announce, "doors close")
    loop.call_later(500, announce, "departs")
    loop.call_later(2000, announce, "border")
""",
    ),
    Right(
        "print_order",
        """
def print_order(loop, announce):
    loop.call_later(2, announce, "border")
    loop.call_later(0.5, announce, "departs")
    loop.call_soon(lambda: announce("doors close"))
    announce("boarding ends")
""",
    ),
    Right(
        "print_order",
        """
def print_order(loop, announce):
    def close():
        announce("doors close")
        loop.call_at(start + 0.5, depart)

    def depart():
        announce("departs")
        loop.call_later(1.5, announce, "border")

    start = loop.time()
    announce("boarding ends")
    loop.call_soon(close)
""",
    ),
    Right(
        "print_order",
        """
async def the_rest(announce):
    announce("doors close")
    await asyncio.sleep(0.5)
    announce("departs")
    await asyncio.sleep(1.5)
    announce("border")


running = set()


def print_order(loop, announce):
    announce("boarding ends")
    running.add(loop.create_task(the_rest(announce)))
""",
    ),
    Right(
        "print_order",
        """
def print_order(loop, announce):
    announce("boarding ends")
    for delay, line in [(0, "doors close"), (0.5, "departs"), (2, "border")]:
        loop.call_later(delay, announce, line)
""",
    ),
]

TIMER = "(loop.now + delay, next(loop.numbers), lambda: callback(*args))"
CANCEL = """
    def cancel():
        if timer in loop.timers:
            loop.timers.remove(timer)

    return cancel
"""


def later(timer=TIMER, cancel=CANCEL, put="loop.timers.append(timer)"):
    """The cell of `call_later` with some of its parts replaced."""
    return f"""
def call_later(loop, delay, callback, *args):
    timer = {timer}
    {put}
{cancel}"""


CALL_LATER = [
    # A delay is taken for a time: right as long as the clock shows 0.
    Wrong("call_later", "delay-is-no-time", later(TIMER.replace("loop.now + ", ""))),
    Wrong(
        "call_later",
        "callback-ran-at-once",
        later(TIMER.replace("lambda: callback(*args)", "callback(*args)")),
    ),
    Wrong("call_later", "callback-arguments-lost", later(TIMER.replace("*args", "args"))),
    Wrong(
        "call_later",
        "callback-arguments-lost",
        later(TIMER.replace("lambda: callback(*args)", "callback")),
    ),
    Wrong(
        "call_later",
        "clock-moved-by-hand",
        later(TIMER.replace("loop.now + delay", "loop.now"), put="loop.now += delay"),
    ),
    # Equal times.
    Wrong("call_later", "callbacks-compared", later(TIMER.replace("next(loop.numbers)", "0"))),
    Wrong(
        "call_later",
        "callbacks-compared",
        "import heapq\n"
        + later(TIMER.replace("next(loop.numbers)", "1"), put="heapq.heappush(loop.timers, timer)"),
    ),
    Wrong(
        "call_later",
        "equal-times-mixed",
        later(TIMER.replace("next(loop.numbers)", "-next(loop.numbers)")),
    ),
    Wrong(
        "call_later",
        "timer-shape",
        later(TIMER.replace("next(loop.numbers), ", "")),
    ),
    Wrong("call_later", "timer-shape", later("[*" + TIMER + "]")),
    # Nothing to cancel with.
    Wrong("call_later", "no-cancel-function", later(cancel="")),
    Wrong(
        "call_later",
        "no-cancel-function",
        later(cancel=CANCEL.replace("return cancel", "return cancel()")),
    ),
    Wrong("call_later", "no-cancel-function", later(cancel="    return timer\n")),
    # Cancelled, but still there.
    Wrong(
        "call_later",
        "timer-left-behind",
        """
def call_later(loop, delay, callback, *args):
    wanted = [True]

    def turn():
        if wanted[0]:
            callback(*args)

    def cancel():
        wanted[0] = False

    loop.timers.append((loop.now + delay, next(loop.numbers), turn))
    return cancel
""",
    ),
    Wrong(
        "call_later",
        "timer-cancelled-twice",
        later(
            cancel="""
    def cancel():
        loop.timers.remove(timer)

    return cancel
"""
        ),
    ),
    Wrong(
        "call_later",
        "other-timer-cancelled",
        later(
            cancel="""
    def cancel():
        if loop.timers:
            loop.timers.pop()

    return cancel
"""
        ),
    ),
    Wrong(
        "call_later",
        "other-timer-cancelled",
        later(
            cancel="""
    def cancel():
        loop.timers.clear()

    return cancel
"""
        ),
    ),
    Wrong(
        "call_later",
        "timer-not-cancelled",
        later(
            cancel="""
    def cancel():
        return timer

    return cancel
"""
        ),
    ),
    # Other loops, other ways to wait.
    Wrong(
        "call_later",
        "asyncio-for-station",
        """
def call_later(loop, delay, callback, *args):
    handle = asyncio.get_running_loop().call_later(delay, callback, *args)
    return handle.cancel
""",
    ),
    Wrong(
        "call_later",
        "station-loop-lacks-method",
        """
def call_later(loop, delay, callback, *args):
    handle = loop.call_at(loop.now + delay, callback, *args)
    return handle.cancel
""",
    ),
    Wrong(
        "call_later",
        "call-later-is-async",
        """
async def call_later(loop, delay, callback, *args):
    await asyncio.sleep(delay)
    callback(*args)
""",
    ),
    Wrong(
        "call_later",
        "call-later-sleeps",
        """
import time


def call_later(loop, delay, callback, *args):
    time.sleep(delay)
    callback(*args)
    return lambda: None
""",
    ),
    Right(
        "call_later",
        """
from functools import partial


def call_later(loop, delay, callback, *args):
    number = next(loop.numbers)
    loop.timers.append((loop.now + delay, number, partial(callback, *args)))

    def cancel():
        loop.timers = [timer for timer in loop.timers if timer[1] != number]

    return cancel
""",
    ),
    Right(
        "call_later",
        "import heapq\n"
        + later(
            put="heapq.heappush(loop.timers, timer)",
            cancel="""
    def cancel():
        try:
            loop.timers.remove(timer)
        except ValueError:
            pass
        else:
            heapq.heapify(loop.timers)

    return cancel
""",
        ),
    ),
    Right(
        "call_later",
        """
class Timer:
    def __init__(self, loop, delay, callback, args):
        self.loop, self.callback, self.args = loop, callback, args
        self.entry = (loop.now + delay, next(loop.numbers), self.turn)
        loop.timers.append(self.entry)

    def turn(self):
        self.callback(*self.args)

    def __call__(self):
        self.loop.timers[:] = [entry for entry in self.loop.timers if entry is not self.entry]


def call_later(loop, delay, callback, *args):
    return Timer(loop, delay, callback, args)
""",
    ),
    Right(
        "call_later",
        """
def call_later(loop, delay, callback, *args):
    timers = loop.timers
    timer = (delay + loop.now, len(timers) + 1000 * next(loop.numbers), lambda: callback(*args))
    timers.insert(0, timer)
    return lambda: timer in timers and timers.remove(timer)
""",
    ),
]

BRIDGE_CALLBACK = [
    Wrong(
        "bridge_callback",
        "called-back-twice",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future.set_result, future.set_exception)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "bridge-future-not-awaited",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future.set_result, future.set_exception)
    return future
""",
    ),
    Wrong(
        "bridge_callback",
        "future-read-early",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future.set_result, future.set_exception)
    return future.result()
""",
    ),
    # Looking again and again, slowly and fast.
    Wrong(
        "bridge_callback",
        "bridge-polls",
        """
async def bridge_callback(api):
    box = []
    api(box.append, box.append)
    while not box:
        await asyncio.sleep(0.05)
    return box[0]
""",
    ),
    Wrong(
        "bridge_callback",
        "bridge-polls",
        """
async def bridge_callback(api):
    box = []
    api(box.append, box.append)
    while not box:
        await asyncio.sleep(0)
    return box[0]
""",
    ),
    Wrong(
        "bridge_callback",
        "endless",
        """
async def bridge_callback(api):
    box = []
    api(box.append, box.append)
    while not box:
        pass
    return box[0]
""",
    ),
    Wrong(
        "bridge_callback",
        "station-waited-too-long",
        """
async def bridge_callback(api):
    box = []
    api(box.append, box.append)
    await asyncio.sleep(5)
    return box[0]
""",
    ),
    Wrong(
        "bridge_callback",
        "api-gives-nothing",
        """
async def bridge_callback(api):
    return api(print, print)
""",
    ),
    Wrong(
        "bridge_callback",
        "awaited-a-value",
        """
async def bridge_callback(api):
    return await api(print, print)
""",
    ),
    # A place that nobody fills.
    Wrong(
        "bridge_callback",
        "nobody-fills-the-place",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(lambda answer: answer, lambda error: error)
    return await future
""",
    ),
    # Errors are forgotten.
    Wrong(
        "bridge_callback",
        "nobody-fills-the-place",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()

    def on_answer(answer):
        if not future.done():
            future.set_result(answer)

    api(on_answer, print)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "station-error-as-answer",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()

    def on_call(what):
        if not future.done():
            future.set_result(what)

    api(on_call, on_call)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "callback-with-brackets",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future.set_result(), future.set_exception())
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "callback-with-brackets",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()

    def on_answer(answer):
        future.set_result(answer)

    def on_error(error):
        future.set_exception(error)

    api(on_answer(), on_error())
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "station-answer-lost",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()

    def on_answer(answer):
        if not future.done():
            future.set_result(answer or "no answer")

    def on_error(error):
        if not future.done():
            future.set_exception(error)

    api(on_answer, on_error)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "api-wants-two-functions",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future.set_result)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "api-wants-two-functions",
        """
async def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()
    api(future, future)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "answer-in-an-inner-name",
        """
async def bridge_callback(api):
    result = None

    def on_answer(answer):
        result = answer

    api(on_answer, print)
    await asyncio.sleep(1)
    return result
""",
    ),
    Wrong(
        "bridge_callback",
        "one-place-for-all",
        """
future = None


async def bridge_callback(api):
    global future
    future = future or asyncio.get_running_loop().create_future()

    def on_answer(answer):
        if not future.done():
            future.set_result(answer)

    def on_error(error):
        if not future.done():
            future.set_exception(error)

    api(on_answer, on_error)
    return await future
""",
    ),
    Wrong(
        "bridge_callback",
        "api-not-called",
        """
async def bridge_callback(api):
    return 7
""",
    ),
    Right(
        "bridge_callback",
        """
def bridge_callback(api):
    future = asyncio.get_running_loop().create_future()

    def fill(method):
        return lambda value: None if future.done() else method(value)

    api(fill(future.set_result), fill(future.set_exception))
    return future
""",
    ),
    Right(
        "bridge_callback",
        """
async def bridge_callback(api):
    called, event = [], asyncio.Event()

    def on_answer(answer):
        called.append((answer, None))
        event.set()

    def on_error(error):
        called.append((None, error))
        event.set()

    api(on_answer, on_error)
    await event.wait()
    answer, error = called[0]
    if error is not None:
        raise error
    return answer
""",
    ),
    Right(
        "bridge_callback",
        """
async def bridge_callback(api):
    queue = asyncio.Queue()
    api(lambda answer: queue.put_nowait((True, answer)), lambda error: queue.put_nowait((False, error)))
    good, value = await queue.get()
    if good:
        return value
    raise value
""",
    ),
    Right(
        "bridge_callback",
        """
import contextlib


async def bridge_callback(api):
    future = asyncio.Future()

    def first(method, value):
        with contextlib.suppress(asyncio.InvalidStateError):
            method(value)

    api(lambda a: first(future.set_result, a), lambda e: first(future.set_exception, e))
    return await future
""",
    ),
]

BRIDGE_CALLBACK += [
    Right(
        "bridge_callback",
        """
class Bridge:
    def __init__(self, api):
        self.future = asyncio.get_running_loop().create_future()
        api(self.good, self.bad)

    def good(self, answer):
        self.future.done() or self.future.set_result(answer)

    def bad(self, error):
        self.future.done() or self.future.set_exception(error)

    def __await__(self):
        return self.future.__await__()


async def bridge_callback(api):
    return await Bridge(api)
""",
    ),
]

LOOP = """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        ready = deque(enumerate(coros))
        waiting, numbers, values = [], itertools.count(), [None] * len(coros)
        while ready or waiting:
            if not ready:
                self.now = min(waiting)[0]
                due = sorted(entry for entry in waiting if entry[0] <= self.now)
                waiting = [entry for entry in waiting if entry[0] > self.now]
                ready.extend(entry[2:] for entry in due)
            place, coro = ready.popleft()
            try:
                seconds = coro.send(None)
            except StopIteration as end:
                values[place] = end.value
                continue
            if seconds == 0:
                ready.append((place, coro))
            else:
                waiting.append((self.now + seconds, next(numbers), place, coro))
        return values
"""


def loop(*changes):
    """The cell of `MiniLoop` with some of its parts replaced."""
    cell = LOOP
    for old, new in changes:
        assert old in cell
        cell = cell.replace(old, new)
    return cell


MINI_LOOP = [
    Wrong(
        "MiniLoop",
        "journeys-one-by-one",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        values = []
        for coro in coros:
            try:
                while True:
                    self.now += coro.send(None)
            except StopIteration as end:
                values.append(end.value)
        return values
""",
    ),
    # One timer is popped, and its coroutine goes on at once.
    Wrong(
        "MiniLoop",
        "due-one-at-a-time",
        """
import heapq


class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        ready = deque(enumerate(coros))
        timers, numbers, values = [], itertools.count(), [None] * len(coros)
        while ready or timers:
            if not ready:
                self.now, _, train = heapq.heappop(timers)
                ready.append(train)
            place, coro = ready.popleft()
            try:
                seconds = coro.send(None)
            except StopIteration as end:
                values[place] = end.value
                continue
            if seconds:
                heapq.heappush(timers, (self.now + seconds, next(numbers), (place, coro)))
            else:
                ready.append((place, coro))
        return values
""",
    ),
    Wrong(
        "MiniLoop",
        "zero-does-not-give-way",
        loop(("ready.append((place, coro))", "ready.appendleft((place, coro))")),
    ),
    # A pause of 0 as a timer that is due now: it comes after all who can run, as it should.
    Right("MiniLoop", loop(("if seconds == 0:", "if seconds is None:"))),
    Wrong(
        "MiniLoop",
        "order-of-arguments",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        values, going = [None] * len(coros), list(enumerate(coros))
        while going:
            for place, coro in list(going):
                try:
                    coro.send(None)
                except StopIteration as end:
                    values[place] = end.value
                    going.remove((place, coro))
        return values
""",
    ),
    Wrong(
        "MiniLoop",
        "clock-stands",
        loop(
            ("self.now = min(waiting)[0]", "now = min(waiting)[0]"),
            ("while ready", "now = 0.0\n        while ready"),
            ("<= self.now", "<= now"),
            ("> self.now", "> now"),
            ("(self.now + seconds", "(now + seconds"),
        ),
    ),
    Wrong(
        "MiniLoop",
        "loop-really-sleeps",
        "import time\n"
        + loop(
            (
                "self.now = min(waiting)[0]",
                "time.sleep(min(waiting)[0] - self.now)\n                self.now = min(waiting)[0]",
            )
        ),
    ),
    Wrong(
        "MiniLoop", "coroutines-compared", loop(("next(numbers), place, coro", "coro, place, coro"))
    ),
    Wrong(
        "MiniLoop",
        "loop-values-by-end",
        loop(
            ("[None] * len(coros)", "[]"), ("values[place] = end.value", "values.append(end.value)")
        ),
    ),
    Wrong(
        "MiniLoop",
        "loop-keeps-error",
        loop(
            ("except StopIteration as end:", "except Exception as end:"),
            ("end.value", "getattr(end, 'value', None)"),
        ),
    ),
    Wrong(
        "MiniLoop",
        "loop-error-late",
        loop(
            (
                "                continue\n",
                "                continue\n            except Exception as error:\n                failed = error\n                continue\n",
            ),
            (
                "        return values",
                "        if failed:\n            raise failed\n        return values",
            ),
            ("        while ready", "        failed = None\n        while ready"),
        ),
    ),
    Wrong(
        "MiniLoop",
        "end-not-caught",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        while True:
            for coro in coros:
                coro.send(None)
""",
    ),
    Wrong(
        "MiniLoop",
        "bad-yield",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        async def main():
            return await asyncio.gather(*coros)

        return asyncio.run(main())
""",
    ),
    Wrong(
        "MiniLoop",
        "run-is-async",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    async def run(self, *coros):
        return await asyncio.gather(*coros)
""",
    ),
    Wrong(
        "MiniLoop",
        "journey-left-open",
        loop(
            ("while ready or waiting:", "while ready:"),
            ("            if not ready:\n", "            if waiting and not ready:\n"),
        ),
    ),
    # The clock takes the length of the wait.
    Wrong(
        "MiniLoop",
        "clock-off",
        loop(
            ("self.now = min(waiting)[0]", "self.now = min(waiting)[0] * 2"),
            ("<= self.now", "<= self.now / 2"),
            ("> self.now", "> self.now / 2"),
            ("(self.now + seconds", "(self.now / 2 + seconds"),
        ),
    ),
    Wrong("MiniLoop", "nothing-returned", loop(("        return values\n", ""))),
    # Callbacks and futures, as in the lesson.
    Right(
        "MiniLoop",
        """
import heapq


class MiniLoop:
    def __init__(self):
        self.now = 0.0
        self.ready = deque()
        self.timers = []
        self.numbers = itertools.count()

    def step(self, coro, place, values):
        try:
            seconds = coro.send(None)
        except StopIteration as end:
            values[place] = end.value
            return

        def again():
            self.step(coro, place, values)

        if seconds == 0:
            self.ready.append(again)
        else:
            heapq.heappush(self.timers, (self.now + seconds, next(self.numbers), again))

    def run(self, *coros):
        values = [None] * len(coros)
        for place, coro in enumerate(coros):
            self.ready.append(lambda coro=coro, place=place: self.step(coro, place, values))
        while self.ready or self.timers:
            if not self.ready:
                self.now = self.timers[0][0]
            while self.timers and self.timers[0][0] <= self.now:
                self.ready.append(heapq.heappop(self.timers)[2])
            for _ in range(len(self.ready)):
                self.ready.popleft()()
        return values
""",
    ),
    # No queue: each coroutine has a time and a number, and the smallest goes first.
    Right(
        "MiniLoop",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        turn = itertools.count()
        entries = [[0.0, next(turn), place, coro] for place, coro in enumerate(coros)]
        values = {}
        while entries:
            entry = min(entries)
            self.now = entry[0]
            try:
                entry[0] = self.now + entry[3].send(None)
                entry[1] = next(turn)
            except StopIteration as end:
                values[entry[2]] = end.value
                entries.remove(entry)
        return [values[place] for place in range(len(coros))]
""",
    ),
    # Two lists, swapped in each round.
    Right(
        "MiniLoop",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        values = dict.fromkeys(coros)
        this_round, waiting = list(coros), []
        while this_round or waiting:
            next_round = []
            for coro in this_round:
                try:
                    seconds = coro.send(None)
                except StopIteration as end:
                    values[coro] = end.value
                else:
                    if seconds:
                        waiting.append((self.now + seconds, coro))
                    else:
                        next_round.append(coro)
            if not next_round and waiting:
                waiting.sort(key=lambda pair: pair[0])
                self.now = waiting[0][0]
                while waiting and waiting[0][0] <= self.now:
                    next_round.append(waiting.pop(0)[1])
            this_round = next_round
        return list(values.values())
""",
    ),
]

ANSWERS = [*PRINT_ORDER, *CALL_LATER, *BRIDGE_CALLBACK, *MINI_LOOP, *FOUND]
