"""Answers to set 04 that two readers found: wrong ones that passed or were misread."""

from tests.answers import Right, Wrong

BOARDING = 'announce("boarding ends")'
CLOSE = 'loop.call_soon(announce, "doors close")'
DEPARTS = 'loop.call_later(0.5, announce, "departs")'
BORDER = 'loop.call_later(2, announce, "border")'


def order(*lines: str, above: str = "") -> str:
    """The cell of `print_order` with these lines."""
    text = "\n".join(lines).replace("\n", "\n    ")
    return f"{above}\ndef print_order(loop, announce):\n    {text}\n"


PRINT_ORDER = [
    Wrong(
        "print_order",
        "one-round-late",
        order(BOARDING, 'loop.call_soon(loop.call_soon, announce, "doors close")', DEPARTS, BORDER),
    ),
    Wrong(
        "print_order", "print-order-returns", order(BOARDING, CLOSE, DEPARTS, f"return {BORDER}")
    ),
    Wrong(
        "print_order",
        "print-order-returns",
        order(BOARDING, CLOSE, DEPARTS, BORDER, 'return "done"'),
    ),
    Wrong(
        "print_order",
        "announce-not-called",
        order(*(line.replace("announce", "print") for line in (BOARDING, CLOSE, DEPARTS, BORDER))),
    ),
    Wrong(
        "print_order",
        "announcement-changed",
        order(BOARDING.replace("board", "Board"), CLOSE, DEPARTS, BORDER),
    ),
    Wrong(
        "print_order",
        "line-never-came",
        order(BOARDING, "loop.call_soon(announce)", DEPARTS, BORDER),
    ),
    Wrong(
        "print_order",
        "line-never-came",
        order(
            BOARDING,
            CLOSE,
            'threading.Timer(0.5, announce, ["departs"]).start()',
            BORDER,
            above="import threading\n",
        ),
    ),
    Wrong(
        "print_order",
        "callback-is-async",
        order(
            BOARDING,
            "async def close():",
            '    announce("doors close")',
            "loop.call_soon(close)",
            DEPARTS,
            BORDER,
        ),
    ),
    Wrong(
        "print_order",
        "lambda-looks-late",
        order(
            BOARDING,
            'for delay, line in [(0, "doors close"), (0.5, "departs"), (2, "border")]:',
            "    loop.call_later(delay, lambda: announce(line))",
        ),
    ),
    Wrong(
        "print_order",
        "timers-added-up",
        order(
            BOARDING,
            CLOSE,
            "def departs():",
            '    announce("departs")',
            f"    {BORDER}",
            "loop.call_later(0.5, departs)",
        ),
    ),
    Wrong(
        "print_order",
        "loop-runs-already",
        order(BOARDING, CLOSE, "asyncio.run(asyncio.sleep(0.5))", DEPARTS, BORDER),
    ),
    Wrong(
        "print_order",
        "print-order-stands",
        order(
            BOARDING, CLOSE, "time.sleep(0.5)", 'announce("departs")', BORDER, above="import time\n"
        ),
    ),
    Wrong(
        "print_order",
        "delay-comes-first",
        order(BOARDING, CLOSE, 'loop.call_later(announce, 0.5, "departs")', BORDER),
    ),
    Right("print_order", order(CLOSE, DEPARTS, BORDER, BOARDING)),
]

TIMER = "(loop.now + delay, next(loop.numbers), lambda: callback(*args))"
CANCEL = """
    def cancel():
        if timer in loop.timers:
            loop.timers.remove(timer)

    return cancel
"""


def later(timer: str = TIMER, cancel: str = CANCEL, put: str = "loop.timers.append(timer)") -> str:
    """The cell of `call_later` with some of its parts replaced."""
    return f"""
def call_later(loop, delay, callback, *args):
    timer = {timer}
    {put}
{cancel}"""


CALL_LATER = [
    # The number is right until something was cancelled.
    Wrong(
        "call_later",
        "number-used-again",
        later(TIMER.replace("next(loop.numbers)", "len(loop.timers)")),
    ),
    Wrong(
        "call_later",
        "other-timer-cancelled",
        later(
            cancel="""
    def cancel():
        for other in loop.timers:
            if other[0] == timer[0]:
                loop.timers.remove(other)
                break

    return cancel
"""
        ),
    ),
    Wrong(
        "call_later",
        "zero-not-cancelled",
        later().replace(
            "    timer =",
            "    if delay == 0:\n        loop.ready.append(lambda: callback(*args))\n"
            "        return lambda: None\n    timer =",
        ),
    ),
    Wrong(
        "call_later",
        "timer-parts-swapped",
        later("(next(loop.numbers), loop.now + delay, lambda: callback(*args))"),
    ),
    Wrong(
        "call_later",
        "timer-at-another-time",
        later(TIMER.replace("loop.now + delay", "int(loop.now + delay)")),
    ),
    Wrong("call_later", "timer-at-another-time", later(TIMER.replace("loop.now +", "loop.now -"))),
    Wrong(
        "call_later", "number-not-taken", later(TIMER.replace("next(loop.numbers)", "loop.numbers"))
    ),
    Wrong(
        "call_later", "loop-started-inside", later(put="loop.timers.append(timer)\n    loop.run()")
    ),
    Wrong(
        "call_later",
        "callback-in-two-places",
        later(put="loop.timers.append(timer)\n    loop.ready.append(timer[2])"),
    ),
]

FUNCTIONS = """
    def on_answer(answer):
        if not future.done():
            future.set_result(answer)

    def on_error(error):
        if not future.done():
            future.set_exception(error)
"""
MAKE = "future = asyncio.get_running_loop().create_future()"


def bridge(
    functions: str = FUNCTIONS,
    call: str = "api(on_answer, on_error)",
    end: str = "return await future",
    make: str = MAKE,
) -> str:
    """The cell of `bridge_callback` with some of its parts replaced."""
    return f"""
async def bridge_callback(api):
    {make}
{functions}
    {call}
    {end}
"""


EVENT = """
    def on_answer(answer):
        calls.append((answer, None))
        event.set()

    def on_error(error):
        calls.append((None, error))
        event.set()
"""
CAUGHT = "try:\n        return await future\n    except Exception as error:\n        "

BRIDGE_CALLBACK = [
    # Nobody has a turn between the two calls.
    Wrong(
        "bridge_callback",
        "first-of-two-counts",
        bridge(
            EVENT,
            make="calls, event = [], asyncio.Event()",
            end="await event.wait()\n    answer, error = calls[-1]\n"
            "    if error:\n        raise error\n    return answer",
        ),
    ),
    Wrong(
        "bridge_callback",
        "first-of-two-counts",
        bridge(
            EVENT,
            make="calls, event = [], asyncio.Event()",
            end="await event.wait()\n    for answer, error in calls:\n        if not error:\n"
            "            return answer\n    raise error",
        ),
    ),
    Right(
        "bridge_callback",
        bridge(
            EVENT,
            make="calls, event = [], asyncio.Event()",
            end="await event.wait()\n    answer, error = calls[0]\n"
            "    if error:\n        raise error\n    return answer",
        ),
    ),
    Wrong(
        "bridge_callback", "station-gave-up", bridge(end="return await asyncio.wait_for(future, 1)")
    ),
    Wrong("bridge_callback", "bridge-returns-nothing", bridge(end="await future")),
    Wrong("bridge_callback", "station-error-swallowed", bridge(end=CAUGHT + "return None")),
    Wrong(
        "bridge_callback",
        "another-error-raised",
        bridge(end=CAUGHT + 'raise RuntimeError("x") from error'),
    ),
    Wrong(
        "bridge_callback",
        "station-asked-late",
        bridge(call="await asyncio.sleep(1)\n    api(on_answer, on_error)"),
    ),
    Wrong("bridge_callback", "returned-before-the-call", bridge(end="return 7")),
    Wrong(
        "bridge_callback",
        "bell-from-the-lesson",
        bridge(
            "",
            make="bell = asyncio.get_running_loop().create_future()",
            call="when_the_bell_rings(bell.set_result)",
            end="return await bell",
        ),
    ),
    Wrong("bridge_callback", "bridge-other-loop", bridge(make="future = loop.create_future()")),
    Wrong(
        "bridge_callback",
        "bridge-other-loop",
        "other = asyncio.new_event_loop()\n" + bridge(make="future = other.create_future()"),
    ),
    # Everybody waits, and each time for another reason.
    Wrong("bridge_callback", "two-functions-swapped", bridge(call="api(on_error, on_answer)")),
    Wrong(
        "bridge_callback",
        "station-callback-is-async",
        bridge(FUNCTIONS.replace("    def", "    async def")),
    ),
    Wrong("bridge_callback", "done-the-wrong-way-round", bridge(FUNCTIONS.replace("not ", ""))),
    Wrong("bridge_callback", "done-without-brackets", bridge(FUNCTIONS.replace("done()", "done"))),
    Wrong(
        "bridge_callback",
        "raised-in-the-station",
        bridge(FUNCTIONS.replace("future.set_exception(error)", "raise error")),
    ),
    Wrong(
        "bridge_callback",
        "nobody-fills-the-place",
        bridge(FUNCTIONS.replace("future.set_exception(error)", "pass")),
    ),
    Wrong(
        "bridge_callback",
        "station-callback-fails",
        bridge(FUNCTIONS.replace("future.set_result(answer)", "future.set_result(answer[1000])")),
    ),
    Wrong(
        "bridge_callback",
        "bridge-waits-before-api",
        bridge(call="await future\n    api(on_answer, on_error)"),
    ),
    Wrong(
        "bridge_callback",
        "bridge-box-empty",
        bridge(
            "",
            make="box = []",
            call="api(box.append, box.append)\n    await asyncio.sleep(1)",
            end="return box[0]",
        ),
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
JUMP = "self.now = min(waiting)[0]"


def loop(old: str, new: str) -> str:
    """The cell of `MiniLoop` with a part replaced."""
    assert old in LOOP
    return LOOP.replace(old, new)


MINI_LOOP = [
    Wrong("MiniLoop", "ties-mixed", loop("next(numbers), place,", "place, place,")),
    Wrong("MiniLoop", "ties-mixed", loop("next(numbers), place,", "-next(numbers), place,")),
    Wrong(
        "MiniLoop",
        "clock-set-back",
        loop("        return", "        self.now = 0.0\n        return"),
    ),
    Wrong("MiniLoop", "wrong-result", loop("return values", "return values[::-1]")),
    Wrong("MiniLoop", "note-is-no-time", loop("(self.now + seconds", "(seconds")),
    Wrong("MiniLoop", "clock-in-steps", loop(JUMP, "self.now += 1")),
    Wrong("MiniLoop", "loop-values-lost", loop("values[place] = end.value", "pass")),
    Wrong("MiniLoop", "sent-a-value", loop("send(None)", "send(self.now)")),
    Wrong("MiniLoop", "nobody-left", loop("while ready or waiting:", "while True:")),
    Wrong("MiniLoop", "coroutine-called", loop("coro.send(None)", "coro()")),
    Wrong(
        "MiniLoop",
        "journeys-never-begun",
        """
class MiniLoop:
    def __init__(self):
        self.now = 0.0

    def run(self, *coros):
        return [None for coro in coros]
""",
    ),
    Wrong(
        "MiniLoop",
        "loop-really-sleeps",
        "import time\n"
        + loop(
            JUMP,
            "until = time.monotonic() + min(waiting)[0] - self.now\n"
            "                while time.monotonic() < until:\n                    pass\n"
            f"                {JUMP}",
        ),
    ),
]

ANSWERS = [*PRINT_ORDER, *CALL_LATER, *BRIDGE_CALLBACK, *MINI_LOOP]
