"""Answers to set 02."""

from tests.answers import Right, Wrong

OPEN_TONIGHT = """
async def open_tonight(carriers):
    names = []
    for carrier in carriers:
        if await is_open(carrier):
            names.append(carrier)
    return names
"""
BERTHS_LEFT = """
async def berths_left(carriers):
    total = 0
    for carrier in carriers:
        total += await free_berths(carrier)
    return total
"""
ANNOUNCE = """
async def announce(berths):
    await show_on_board(f"{berths} berths left tonight")
"""
EVENING = """
async def evening_report(carriers):
    names = await open_tonight(carriers)
    berths = await berths_left(names)
    await announce(berths)
    return names, berths
"""


def evening(open_tonight=OPEN_TONIGHT, berths_left=BERTHS_LEFT, announce=ANNOUNCE):
    """The cell of `evening_report` with some of its functions replaced."""
    return open_tonight + berths_left + announce + EVENING


EVENING_REPORT = [
    # The condition stays as it was given.
    Wrong(
        "evening_report",
        "coroutine-as-condition",
        evening(open_tonight=OPEN_TONIGHT.replace("if await", "if")),
    ),
    # The same in a comprehension, turned round.
    Wrong(
        "evening_report",
        "coroutine-as-condition",
        evening(
            open_tonight="""
async def open_tonight(carriers):
    closed = [carrier for carrier in carriers if not is_open(carrier)]
    return [carrier for carrier in carriers if carrier not in closed]
"""
        ),
    ),
    # The call moved out of the condition, still without await.
    Wrong(
        "evening_report",
        "never-awaited",
        evening(
            open_tonight="""
async def open_tonight(carriers):
    names = []
    for carrier in carriers:
        answer = is_open(carrier)
        if answer:
            names.append(carrier)
    return names
"""
        ),
    ),
    Wrong(
        "evening_report",
        "coroutine-as-value",
        evening(berths_left=BERTHS_LEFT.replace("+= await", "+=")),
    ),
    # The right word at the wrong place.
    Wrong(
        "evening_report",
        "awaited-a-value",
        evening(
            berths_left="""
async def berths_left(carriers):
    total = 0
    for carrier in carriers:
        total += await free_berths(carrier)
    return await total
"""
        ),
    ),
    Wrong(
        "evening_report",
        "never-awaited",
        evening(announce=ANNOUNCE.replace("await ", "")),
    ),
    # The warning is silenced, the work is gone.
    Wrong(
        "evening_report",
        "board-stayed-empty",
        evening(
            announce="""
async def announce(berths):
    line = show_on_board(f"{berths} berths left tonight")
    line.close()
"""
        ),
    ),
    Wrong(
        "evening_report",
        "run-inside-loop",
        evening(
            announce="""
async def announce(berths):
    asyncio.run(show_on_board(f"{berths} berths left tonight"))
"""
        ),
    ),
    Right(
        "evening_report",
        evening(
            open_tonight="""
async def open_tonight(carriers):
    return [carrier for carrier in carriers if await is_open(carrier)]
""",
            berths_left="""
async def berths_left(carriers):
    return sum([await free_berths(carrier) for carrier in carriers])
""",
        ),
    ),
    Right(
        "evening_report",
        evening(
            open_tonight="""
async def open_tonight(carriers):
    answers = await asyncio.gather(*map(is_open, carriers))
    return [carrier for carrier, answer in zip(carriers, answers) if answer]
""",
            berths_left="""
async def berths_left(carriers):
    return sum(await asyncio.gather(*map(free_berths, carriers)))
""",
            announce="""
def announce(berths):
    return show_on_board(f"{berths} berths left tonight")
""",
        ),
    ),
    # One mistake is repaired at a time: the report tells of the next.
    Wrong(
        "evening_report",
        "coroutine-as-condition",
        evening(
            open_tonight=OPEN_TONIGHT.replace("if await is_open(carrier)", "if is_open(carrier)"),
            berths_left=BERTHS_LEFT.replace("+= await", "+="),
            announce=ANNOUNCE.replace("await ", ""),
        ),
    ),
    Wrong(
        "evening_report",
        "coroutine-as-value",
        evening(
            berths_left=BERTHS_LEFT.replace("+= await", "+="),
            announce=ANNOUNCE.replace("await ", ""),
        ),
    ),
    Wrong(
        "evening_report",
        "coroutine-as-condition",
        evening(
            open_tonight=OPEN_TONIGHT.replace("if await is_open(carrier)", "if is_open(carrier)"),
            announce=ANNOUNCE.replace("await ", ""),
        ),
    ),
    # The given condition, made more precise.
    Wrong(
        "evening_report",
        "coroutine-compared",
        evening(
            open_tonight=OPEN_TONIGHT.replace(
                "if await is_open(carrier)", "if is_open(carrier) is True"
            )
        ),
    ),
    Wrong(
        "evening_report",
        "coroutine-compared",
        evening(
            open_tonight=OPEN_TONIGHT.replace(
                "if await is_open(carrier)", "if is_open(carrier) == True"
            )
        ),
    ),
    # Awaited, but not called.
    Wrong(
        "evening_report",
        "function-not-called",
        evening(
            announce="""
async def announce(berths):
    await show_on_board
"""
        ),
    ),
    Wrong(
        "evening_report",
        "board-bypassed",
        evening(announce=ANNOUNCE.replace("await show_on_board", "board.append")),
    ),
    Wrong(
        "evening_report",
        "board-text",
        evening(announce=ANNOUNCE.replace(" left tonight", "")),
    ),
    Wrong(
        "evening_report",
        "board-stayed-empty",
        evening(announce=ANNOUNCE.replace("await show_on_board", "print")),
    ),
    Right(
        "evening_report",
        evening(
            announce="""
async def announce(berths):
    line = show_on_board(f"{berths} berths left tonight")
    await line
"""
        ),
    ),
]

DRIVE = [
    Wrong(
        "drive",
        "driver-is-async",
        """
async def drive(coro):
    return [], await coro
""",
    ),
    Wrong(
        "drive",
        "value-lost",
        """
def drive(coro):
    stops = []
    while True:
        try:
            stops.append(coro.send(None))
        except StopIteration:
            return stops
""",
    ),
    Wrong(
        "drive",
        "value-lost",
        """
def drive(coro):
    stops, value = [], None
    try:
        while True:
            value = stops.append(coro.send(None))
    except StopIteration:
        return stops, value
""",
    ),
    Wrong(
        "drive",
        "note-taken-for-end",
        """
def drive(coro):
    stops, value = [], None
    try:
        while note := coro.send(None):
            stops.append(note)
    except StopIteration as end:
        value = end.value
    return stops, value
""",
    ),
    Wrong(
        "drive",
        "first-stop-lost",
        """
def drive(coro):
    stops = []
    try:
        coro.send(None)
        while True:
            stops.append(coro.send(None))
    except StopIteration as end:
        return stops, end.value
""",
    ),
    Wrong(
        "drive",
        "end-counted-as-stop",
        """
def drive(coro):
    stops = []
    while True:
        try:
            stops.append(coro.send(None))
        except StopIteration as end:
            stops.append(end.value)
            return stops, end.value
""",
    ),
    Wrong(
        "drive",
        "error-swallowed",
        """
def drive(coro):
    stops, value = [], None
    while True:
        try:
            stops.append(coro.send(None))
        except Exception as end:
            value = getattr(end, "value", None)
            break
    return stops, value
""",
    ),
    # One send too few or too many: the number of stops is guessed.
    Wrong(
        "drive",
        "end-not-caught",
        """
def drive(coro):
    stops = []
    while True:
        stops.append(coro.send(None))
    return stops
""",
    ),
    Wrong(
        "drive",
        "awaited-twice",
        """
def drive(coro):
    stops, value = [], None
    while True:
        try:
            stops.append(coro.send(None))
        except StopIteration as end:
            value = end.value
    return stops, value
""",
    ),
    Wrong(
        "drive",
        "coroutine-not-iterable",
        """
def drive(coro):
    stops = []
    for note in coro:
        stops.append(note)
    return stops, None
""",
    ),
    Wrong(
        "drive",
        "coroutine-not-iterable",
        """
def drive(coro):
    stops = []
    try:
        while True:
            stops.append(next(coro))
    except StopIteration as end:
        return stops, end.value
""",
    ),
    Wrong(
        "drive",
        "asyncio-drives",
        """
def drive(coro):
    return [], asyncio.run(coro)
""",
    ),
    Wrong(
        "drive",
        "never-driven",
        """
def drive(coro):
    return [], coro.cr_frame and "on time"
""",
    ),
    Right(
        "drive",
        """
def drive(coro):
    result = []

    def through():
        result.append((yield from coro.__await__()))

    return list(through()), result[0]
""",
    ),
    Right(
        "drive",
        """
def drive(coro):
    stops = []
    try:
        while True:
            stops += [coro.send(None)]
    except StopIteration as end:
        return stops, end.value
""",
    ),
    Right(
        "drive",
        """
def drive(coro):
    try:
        first = coro.send(None)
    except StopIteration as end:
        return [], end.value
    rest, value = drive(coro)
    return [first, *rest], value
""",
    ),
    # The exception itself in place of its value.
    Wrong(
        "drive",
        "exception-for-value",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return notes, end
""",
    ),
    Wrong(
        "drive",
        "swapped-pair",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return end.value, notes
""",
    ),
    # An error without a value, caught like the end, then asked for its value.
    Wrong(
        "drive",
        "error-swallowed",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except Exception as end:
            return notes, end.value
""",
    ),
    # One list for all calls.
    Wrong(
        "drive",
        "list-shared",
        """
def drive(coro, notes=[]):
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "list-shared",
        """
NOTES = []


def drive(coro):
    while True:
        try:
            NOTES.append(coro.send(None))
        except StopIteration as end:
            return NOTES, end.value
""",
    ),
    # A fixed number of sends: two, as for `night_line`, then three.
    Wrong(
        "drive",
        "left-at-a-stop",
        """
def drive(coro):
    notes = [coro.send(None), coro.send(None)]
    try:
        coro.send(None)
    except StopIteration as end:
        return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "left-at-a-stop",
        """
def drive(coro):
    notes = []
    for _ in range(2):
        notes.append(coro.send(None))
    return notes, "a quiet night"
""",
    ),
    # A return in the loop.
    Wrong(
        "drive",
        "left-at-a-stop",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
            return notes, None
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "asyncio-drives",
        """
def drive(coro):
    notes = []
    value = asyncio.get_event_loop().run_until_complete(coro)
    return notes, value
""",
    ),
    Wrong(
        "drive",
        "send-without-note",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send())
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "coroutine-not-iterable",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.next())
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "coroutine-not-iterable",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.__next__())
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "plan-called",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro().send(None))
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "end-used-late",
        """
def drive(coro):
    notes = []
    try:
        while True:
            notes.append(coro.send(None))
    except StopIteration as end:
        pass
    return notes, end.value
""",
    ),
    # The note goes back into the coroutine.
    Wrong(
        "drive",
        "note-sent-back",
        """
def drive(coro):
    notes, note = [], None
    while True:
        try:
            note = coro.send(note)
            notes.append(note)
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "note-sent-back",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send("go on"))
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "value-replaced",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return notes, end.value or "done"
""",
    ),
    Wrong(
        "drive",
        "value-replaced",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return notes, str(end)
""",
    ),
    Wrong(
        "drive",
        "args-for-value",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            return notes, end.args[0]
""",
    ),
    Wrong(
        "drive",
        "note-left-out",
        """
def drive(coro):
    notes = []
    while True:
        try:
            note = coro.send(None)
            if note:
                notes.append(note)
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Wrong(
        "drive",
        "driver-yields",
        """
def drive(coro):
    while True:
        try:
            yield coro.send(None)
        except StopIteration as end:
            return end.value
""",
    ),
    # The end is looked for in the notes.
    Wrong(
        "drive",
        "end-not-caught",
        """
def drive(coro):
    notes = []
    note = coro.send(None)
    while note is not None:
        notes.append(note)
        note = coro.send(None)
    return notes, note
""",
    ),
    Wrong(
        "drive",
        "error-swallowed",
        """
def drive(coro):
    notes, value = [], None
    try:
        while True:
            notes.append(coro.send(None))
    except StopIteration as end:
        value = end.value
    finally:
        return notes, value
""",
    ),
    Wrong(
        "drive",
        "end-counted-as-stop",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            notes.append(end.value)
            return notes
""",
    ),
    Wrong(
        "drive",
        "nothing-returned",
        """
def drive(coro):
    notes = []
    while True:
        try:
            notes.append(coro.send(None))
        except StopIteration as end:
            print(notes, end.value)
            break
""",
    ),
    Right(
        "drive",
        """
def drive(coro):
    notes, steps = [], coro.__await__()
    while True:
        try:
            notes.append(next(steps))
        except StopIteration as end:
            return notes, end.value
""",
    ),
    Right(
        "drive",
        """
def drive(coro):
    notes, note = [], None
    while True:
        try:
            note = coro.send(None)
        except StopIteration as end:
            value = end.value
            break
        notes.append(note)
    return notes, value
""",
    ),
]

STOP = [
    Wrong(
        "Stop",
        "no-await-method",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __iter__(self):
        for _ in range(self.times):
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "await-is-async",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    async def __await__(self):
        for _ in range(self.times):
            await asyncio.sleep(0)
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "await-is-no-iterator",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        return [None] * self.times
""",
    ),
    Wrong(
        "Stop",
        "await-without-value",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
""",
    ),
    Wrong(
        "Stop",
        "stops-miscounted",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "bad-yield",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for number in range(self.times):
            yield number
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "stop-used-up",
        """
class Stop:
    def __init__(self, times):
        self.times = times
        self.stops = iter([None] * times)

    def __await__(self):
        yield from self.stops
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "stop-used-up",
        """
class Stop:
    def __init__(self, times):
        self.times = times
        self.stops = self.make_stops()

    def make_stops(self):
        for _ in range(self.times):
            yield
        return self.times

    def __await__(self):
        return self.stops
""",
    ),
    Wrong(
        "Stop",
        "stop-used-up",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        made = 0
        while self.times > 0:
            self.times -= 1
            made += 1
            yield
        return made
""",
    ),
    Right(
        "Stop",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    async def _wait(self):
        for _ in range(self.times):
            await asyncio.sleep(0)
        return self.times

    def __await__(self):
        return self._wait().__await__()
""",
    ),
    Right(
        "Stop",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        yield from [None] * self.times
        return self.times
""",
    ),
    Right(
        "Stop",
        """
class _Stops:
    def __init__(self, times):
        self.left = self.times = times

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration(self.times)
        self.left -= 1


class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        return _Stops(self.times)
""",
    ),
    Wrong(
        "Stop",
        "await-is-async",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    async def __await__(self):
        for _ in range(self.times):
            yield
""",
    ),
    Wrong(
        "Stop",
        "await-is-no-iterator",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        return self.times
""",
    ),
    # `await` is a SyntaxError here, so the word was left out.
    Wrong(
        "Stop",
        "sleep-in-await-method",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            asyncio.sleep(0)
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "sleep-in-await-method",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            asyncio.sleep(0)
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "sleep-in-await-method",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield asyncio.sleep(0)
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "sleep-in-await-method",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield from asyncio.sleep(0)
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "await-gives-coroutine",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        return asyncio.sleep(0)
""",
    ),
    Wrong(
        "Stop",
        "await-gives-coroutine",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    async def run(self):
        for _ in range(self.times):
            await asyncio.sleep(0)
        return self.times

    def __await__(self):
        return self.run()
""",
    ),
    Wrong(
        "Stop",
        "await-gives-coroutine",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    @types.coroutine
    def __await__(self):
        for _ in range(self.times):
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "stop-is-a-wait",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield from asyncio.sleep(0.1).__await__()
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "counted-down",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        while self.times > 0:
            yield
            self.times -= 1
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "stop-used-up",
        """
class Stop:
    def __init__(self, times):
        self.left = self.times = times

    def __await__(self):
        while self.left > 0:
            self.left -= 1
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "stops-never-end",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        while self.times:
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "init-is-async",
        """
class Stop:
    async def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "self-missing",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__():
        for _ in range(self.times):
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "self-missing",
        """
class Stop:
    def __init__(times):
        times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "await-outside-class",
        """
class Stop:
    def __init__(self, times):
        self.times = times


def __await__(self):
    for _ in range(self.times):
        yield
    return self.times
""",
    ),
    Wrong(
        "Stop",
        "stop-is-function",
        """
async def Stop(times):
    for _ in range(times):
        await asyncio.sleep(0)
    return times
""",
    ),
    Wrong(
        "Stop",
        "bad-yield",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield from stop("border")
        return self.times
""",
    ),
    Wrong(
        "Stop",
        "raised-the-end",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        raise StopIteration(self.times)
""",
    ),
    Wrong(
        "Stop",
        "await-wrong-value",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        return True
""",
    ),
    Wrong(
        "Stop",
        "stops-miscounted",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times + 1):
            yield
        return self.times
""",
    ),
    Right(
        "Stop",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield from asyncio.sleep(0).__await__()
        return self.times
""",
    ),
    Right(
        "Stop",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield from stop(None)
        return self.times
""",
    ),
    Right(
        "Stop",
        """
class Stop:
    def __init__(self, times):
        self.times = times

    def __await__(self):
        if self.times:
            yield
            yield from Stop(self.times - 1).__await__()
        return self.times
""",
    ),
]

ANSWERS = [*EVENING_REPORT, *DRIVE, *STOP]
