"""More answers to set 19: the trains, and the loudspeaker."""

from tests.answers import Right, Wrong

TRAIN = """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    {let_go}

    async def events():
        line = await open_line(departure.train)
        {body}

    return StreamingHttpResponse(events(), content_type="text/event-stream")
"""
LET_GO = "await sync_to_async(close_old_connections)()"
BODY = """try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        finally:
            await line.hang_up()"""


def train(let_go: str = LET_GO, body: str = BODY) -> str:
    """An answer to `follow_train`, of which one part is another one."""
    return TRAIN.format(let_go=let_go, body=body)


FOLLOW_TRAIN = [
    Wrong("follow_train", "stream-holds-connection", train("pass")),
    Wrong("follow_train", "let-go-in-another-thread", train("close_old_connections()")),
    Wrong(
        "follow_train",
        "let-go-in-another-thread",
        train("await asyncio.to_thread(close_old_connections)"),
    ),
    Wrong(
        "follow_train",
        "let-go-in-another-thread",
        train("await sync_to_async(close_old_connections, thread_sensitive=False)()"),
    ),
    Wrong(
        "follow_train",
        "let-go-too-early",
        train(f"{LET_GO}\n    departure = await Departure.objects.aget(pk=departure.pk)"),
    ),
    Wrong("follow_train", "never-awaited", train("sync_to_async(close_old_connections)()")),
    # Django lets go at the end as well.
    Wrong("follow_train", "let-go-too-late", train("pass", f"{BODY}\n            {LET_GO}")),
    Wrong(
        "follow_train",
        "let-go-too-late",
        train("pass", f"{BODY}\n            close_old_connections()"),
    ),
    # A plan is never `None`.
    Wrong(
        "follow_train",
        "never-awaited",
        train(body=BODY.replace("await line.position", "line.position")),
    ),
    Wrong(
        "follow_train",
        "line-to-another-train",
        train().replace("open_line(departure.train)", "open_line(departure.pk)"),
    ),
    Wrong(
        "follow_train",
        "line-to-another-train",
        train().replace("open_line(departure.train)", "open_line(departure)"),
    ),
    # The reader may leave at the first `yield` too.
    Wrong(
        "follow_train",
        "try-begins-too-late",
        train(
            body="""yield event("train", departure.train)
        try:
            while (place := await line.position()) is not None:
                yield event("position", place)
        finally:
            await line.hang_up()"""
        ),
    ),
    Wrong(
        "follow_train",
        "clock-around-the-yield",
        train(
            body="""try:
            async with asyncio.timeout(60):
                yield event("train", departure.train)
                while (place := await line.position()) is not None:
                    yield event("position", place)
        finally:
            await line.hang_up()"""
        ),
    ),
    # Only the way to the end leads past `hang_up`.
    Wrong(
        "follow_train",
        "train-line-left-open",
        train(
            body="""yield event("train", departure.train)
        while (place := await line.position()) is not None:
            yield event("position", place)
        await line.hang_up()"""
        ),
    ),
    # A cancellation is no `Exception`.
    Wrong(
        "follow_train",
        "train-line-left-open",
        train(
            body="""try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
            await line.hang_up()
        except Exception:
            await line.hang_up()
            raise"""
        ),
    ),
    Wrong(
        "follow_train",
        "train-line-left-open",
        train(
            body="""try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        except asyncio.CancelledError:
            await line.hang_up()
            raise"""
        ),
    ),
    # Without `await` nobody hangs up.
    Wrong(
        "follow_train", "never-awaited", train(body=BODY.replace("await line.hang", "line.hang"))
    ),
    Wrong(
        "follow_train",
        "stream-goes-on",
        train(
            body="""yield event("train", departure.train)
        while True:
            try:
                place = await line.position()
            except asyncio.CancelledError:
                continue
            if place is None:
                break
            yield event("position", place)
        await line.hang_up()"""
        ),
    ),
    Wrong(
        "follow_train",
        "train-hides-error",
        train(
            body="""try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        except Exception:
            return
        finally:
            await line.hang_up()"""
        ),
    ),
    Wrong(
        "follow_train",
        "train-hides-error",
        train(body=f"{BODY}\n            return"),
    ),
    Wrong(
        "follow_train",
        "arrival-not-seen",
        train(
            body="""try:
            yield event("train", departure.train)
            while True:
                yield event("position", await line.position())
        finally:
            await line.hang_up()"""
        ),
    ),
    Wrong(
        "follow_train",
        "arrival-not-seen",
        train(
            body="""try:
            yield event("train", departure.train)
            while True:
                place = await line.position()
                if place:
                    yield event("position", place)
        finally:
            await line.hang_up()"""
        ),
    ),
    Wrong(
        "follow_train",
        "events-of-another-train",
        train(body=BODY.replace('"train", departure.train', '"train", departure.pk')),
    ),
    # The clean-up stands in the view.
    Wrong(
        "follow_train",
        "clean-up-in-the-view",
        """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    await sync_to_async(close_old_connections)()
    line = await open_line(departure.train)

    async def events():
        yield event("train", departure.train)
        while (place := await line.position()) is not None:
            yield event("position", place)

    try:
        return StreamingHttpResponse(events(), content_type="text/event-stream")
    finally:
        await line.hang_up()
""",
    ),
    Wrong(
        "follow_train",
        "opened-before-the-stream",
        """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    await sync_to_async(close_old_connections)()
    line = await open_line(departure.train)

    async def events():
        try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        finally:
            await line.hang_up()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    Wrong(
        "follow_train",
        "line-opened-again",
        """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    await sync_to_async(close_old_connections)()
    first = await open_line(departure.train)
    await first.hang_up()

    async def events():
        line = await open_line(departure.train)
        try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        finally:
            await line.hang_up()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # All positions are collected by the view.
    Wrong(
        "follow_train",
        "stream-collected-first",
        """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    line = await open_line(departure.train)
    events = [event("train", departure.train)]
    while (place := await line.position()) is not None:
        events.append(event("position", place))
    await line.hang_up()
    return StreamingHttpResponse(events, content_type="text/event-stream")
""",
    ),
    Wrong(
        "follow_train",
        "synchronous-only",
        train().replace("await Departure.objects.aget", "Departure.objects.get"),
    ),
    Right(
        "follow_train",
        train("await sync_to_async(connections.close_all)()").replace(
            "\nasync def", "\nfrom django.db import connections\n\nasync def", 1
        ),
    ),
    # The site's own helper: one hop for the query and for letting go.
    Right(
        "follow_train",
        """
from minisite.connections import query


async def events(train):
    line = await open_line(train)
    try:
        yield event("train", train)
        while True:
            place = await line.position()
            if place is None:
                return
            yield event("position", place)
    finally:
        await line.hang_up()


async def follow_train(request):
    departure = await query(Departure.objects.get, pk=int(request.GET["departure"]))
    return StreamingHttpResponse(events(departure.train), content_type="text/event-stream")
""",
    ),
    # A plain view, in the thread that has the connection.
    Right(
        "follow_train",
        """
from contextlib import asynccontextmanager


@asynccontextmanager
async def opened(train):
    line = await open_line(train)
    try:
        yield line
    finally:
        await line.hang_up()


def follow_train(request):
    train = Departure.objects.values_list("train", flat=True).get(pk=request.GET["departure"])
    close_old_connections()

    async def events():
        async with opened(train) as line:
            yield event("train", train)
            while place := await line.position():
                yield event("position", place)

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # The generator lets go, before its first event.
    Right("follow_train", train("pass", f"{LET_GO}\n        {BODY}")),
    # The query is a part of the stream, and over before its first event.
    Right(
        "follow_train",
        """
@sync_to_async
def number_of(pk):
    try:
        return Departure.objects.get(pk=pk).train
    finally:
        close_old_connections()


async def follow_train(request):
    async def events():
        train = await number_of(request.GET["departure"])
        line = None
        try:
            line = await open_line(train)
            yield event("train", train)
            place = await line.position()
            while place is not None:
                yield event("position", place)
                place = await line.position()
        finally:
            if line is not None:
                await line.hang_up()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
    # `connection.close` belongs to the thread of the query, and Django refuses it here.
    Wrong(
        "follow_train",
        "let-go-in-another-thread",
        train("from django.db import connection\n    connection.close()"),
    ),
    Wrong(
        "follow_train",
        "position-late",
        train(
            body="""places = []
        try:
            yield event("train", departure.train)
            while (place := await line.position()) is not None:
                places.append(place)
        finally:
            await line.hang_up()
        for place in places:
            yield event("position", place)"""
        ),
    ),
    Wrong(
        "follow_train",
        "line-is-no-generator",
        train(
            body="""async for place in line:
            yield event("position", place)"""
        ),
    ),
    # `line` has no value yet if its reader leaves at that moment.
    Wrong(
        "follow_train",
        "line-not-there-yet",
        """
async def follow_train(request):
    departure = await Departure.objects.aget(pk=request.GET["departure"])
    await sync_to_async(close_old_connections)()

    async def events():
        yield event("train", departure.train)
        try:
            line = await open_line(departure.train)
            while (place := await line.position()) is not None:
                yield event("position", place)
        finally:
            await line.hang_up()

    return StreamingHttpResponse(events(), content_type="text/event-stream")
""",
    ),
]

HEAD = """
class Loudspeaker:
    MOST = 3

    def __init__(self, listen):
        self.listen = listen
        self.inboxes = set()
        self.pump = None
"""
STREAM = """
    async def stream(self):
        inbox = asyncio.Queue()
        self.inboxes.add(inbox)
        if self.pump is None:
            self.pump = asyncio.create_task(self.hand_out())
        try:
            while (text := await inbox.get()) is not None:
                yield text
        finally:
            self.inboxes.discard(inbox)
            if not self.inboxes and self.pump is not None:
                self.pump.cancel()
                self.pump = None
"""
HAND_OUT = """
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    if inbox.qsize() < self.MOST:
                        inbox.put_nowait(text)
                    else:
                        self.inboxes.discard(inbox)
                        inbox.put_nowait(None)
"""


def speaker(head: str = HEAD, stream: str = STREAM, hand_out: str = HAND_OUT) -> str:
    """An answer to `Loudspeaker`, of which one part is another one."""
    return head + stream + hand_out


LOUDSPEAKER = [
    Wrong(
        "Loudspeaker",
        "microphone-for-each",
        """
class Loudspeaker:
    MOST = 3

    def __init__(self, listen):
        self.listen = listen

    async def stream(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                yield text
""",
    ),
    Wrong(
        "Loudspeaker",
        "microphone-left-open",
        speaker(stream=STREAM.replace("if not self.inboxes and self.pump is not None", "if False")),
    ),
    Wrong(
        "Loudspeaker",
        "microphone-left-open",
        speaker(
            stream=STREAM.replace("        try:\n", "        if True:\n").replace(
                "        finally:", "        if True:"
            )
        ),
    ),
    Wrong(
        "Loudspeaker",
        "microphone-not-opened-again",
        speaker(stream=STREAM.replace("                self.pump = None\n", "")),
    ),
    Wrong(
        "Loudspeaker",
        "microphone-ends-too-early",
        speaker(stream=STREAM.replace("if not self.inboxes and self.pump", "if self.pump")),
    ),
    # A full queue makes the pump wait.
    Wrong(
        "Loudspeaker",
        "slow-reader-holds-others",
        speaker(
            stream=STREAM.replace("asyncio.Queue()", "asyncio.Queue(self.MOST)"),
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    await inbox.put(text)
""",
        ),
    ),
    Wrong(
        "Loudspeaker",
        "slow-reader-ends-all",
        speaker(
            stream=STREAM.replace("asyncio.Queue()", "asyncio.Queue(self.MOST)"),
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    inbox.put_nowait(text)
""",
        ),
    ),
    Wrong(
        "Loudspeaker",
        "memory-for-slow-reader",
        speaker(
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    inbox.put_nowait(text)
"""
        ),
    ),
    # The text is thrown away, and the reader stays.
    Wrong(
        "Loudspeaker",
        "texts-lost",
        speaker(
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    if inbox.qsize() < self.MOST:
                        inbox.put_nowait(text)
"""
        ),
    ),
    Wrong(
        "Loudspeaker",
        "texts-lost",
        speaker(
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    if inbox.qsize() == self.MOST:
                        inbox.get_nowait()
                    inbox.put_nowait(text)
"""
        ),
    ),
    Wrong(
        "Loudspeaker",
        "slow-reader-kept",
        speaker(hand_out=HAND_OUT.replace("                        inbox.put_nowait(None)\n", "")),
    ),
    Wrong(
        "Loudspeaker",
        "dropped-too-early",
        speaker(hand_out=HAND_OUT.replace("< self.MOST", "< self.MOST - 1")),
    ),
    Wrong(
        "Loudspeaker",
        "memory-for-slow-reader",
        speaker(hand_out=HAND_OUT.replace("< self.MOST", "< 10")),
    ),
    Wrong(
        "Loudspeaker",
        "changed-in-its-loop",
        speaker(hand_out=HAND_OUT.replace("list(self.inboxes)", "self.inboxes")),
    ),
    # A list does not complain: the loop leaves out whoever stood behind.
    Wrong(
        "Loudspeaker",
        "reader-hears-nothing",
        speaker(
            head=HEAD.replace("set()", "[]"),
            stream=STREAM.replace(".add(inbox)", ".append(inbox)").replace(
                "self.inboxes.discard(inbox)",
                "inbox in self.inboxes and self.inboxes.remove(inbox)",
            ),
            hand_out=HAND_OUT.replace("list(self.inboxes)", "self.inboxes").replace(
                "self.inboxes.discard", "self.inboxes.remove"
            ),
        ),
    ),
    # One slow reader, and nobody hands out any more.
    Wrong(
        "Loudspeaker",
        "handing-out-ended",
        speaker(hand_out=f"{HAND_OUT}                        return\n"),
    ),
    Wrong(
        "Loudspeaker",
        "most-is-a-number",
        speaker(hand_out=HAND_OUT.replace("self.MOST", "3")),
    ),
    Wrong(
        "Loudspeaker",
        "most-is-a-number",
        speaker(
            stream=STREAM.replace("asyncio.Queue()", "asyncio.Queue(3)").replace(
                "while (text := await inbox.get()) is not None:",
                "while inbox in self.inboxes or not inbox.empty():\n"
                "                text = await inbox.get()",
            ),
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                for inbox in list(self.inboxes):
                    try:
                        inbox.put_nowait(text)
                    except asyncio.QueueFull:
                        self.inboxes.discard(inbox)
""",
        ),
    ),
    Wrong(
        "Loudspeaker",
        "speakers-share",
        speaker(
            head="""
class Loudspeaker:
    MOST = 3
    inboxes = set()

    def __init__(self, listen):
        self.listen = listen
        self.pump = None
"""
        ),
    ),
    Wrong(
        "Loudspeaker",
        "started-without-a-loop",
        speaker(
            head=HEAD.replace(
                "self.pump = None", "asyncio.get_running_loop().create_task(self.hand_out())"
            )
        ).replace(
            "def __init__(self, listen):",
            "def __init__(self, listen):\n        raise RuntimeError('no running event loop')",
        ),
    ),
    Wrong(
        "Loudspeaker",
        "microphone-too-early",
        speaker(
            head=HEAD.replace(
                "self.pump = None", "self.pump = asyncio.create_task(self.hand_out())"
            )
        ),
    ),
    # One queue for all: each text goes to one reader.
    Wrong(
        "Loudspeaker",
        "reader-hears-nothing",
        speaker(
            head=HEAD.replace(
                "self.pump = None", "self.pump = None\n        self.inbox = asyncio.Queue()"
            ),
            stream=STREAM.replace("inbox = asyncio.Queue()", "inbox = object()").replace(
                "await inbox.get", "await self.inbox.get"
            ),
            hand_out="""
    async def hand_out(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                self.inbox.put_nowait(text)
""",
        ),
    ),
    # What was heard is kept, and told to everybody who comes.
    Wrong(
        "Loudspeaker",
        "texts-from-before",
        """
class Loudspeaker:
    MOST = 3

    def __init__(self, listen):
        self.listen = listen
        self.texts = []
        self.bell = asyncio.Condition()
        self.readers = 0
        self.pump = None

    async def stream(self):
        self.readers += 1
        if self.pump is None:
            self.pump = asyncio.create_task(self.hear())
        number = 0
        try:
            while True:
                async with self.bell:
                    await self.bell.wait_for(lambda: len(self.texts) > number)
                number += 1
                yield self.texts[number - 1]
        finally:
            self.readers -= 1
            if not self.readers:
                self.pump.cancel()
                self.pump = None

    async def hear(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                async with self.bell:
                    self.texts.append(text)
                    self.bell.notify_all()
""",
    ),
    # A plain `for`: the task fails at once, and nobody sees its error.
    Wrong(
        "Loudspeaker",
        "microphone-never-opened",
        speaker(
            hand_out="""
    async def hand_out(self):
        for text in self.listen():
            for inbox in list(self.inboxes):
                inbox.put_nowait(text)
"""
        ),
    ),
    # The coroutine is sent.
    Wrong("Loudspeaker", "never-awaited", speaker(stream=STREAM.replace("await inbox", "inbox"))),
    Wrong(
        "Loudspeaker",
        "coroutine-in-a-stream",
        speaker(stream=STREAM.replace("                yield text", "                return text")),
    ),
    # A queue with an end, and its error is the sign.
    Right(
        "Loudspeaker",
        """
class Loudspeaker:
    MOST = 3

    def __init__(self, listen):
        self.listen = listen
        self.readers = {}
        self.task = None

    async def stream(self):
        me, queue = object(), asyncio.Queue(self.MOST)
        dropped = asyncio.Event()
        self.readers[me] = queue, dropped
        if not self.task:
            self.task = asyncio.create_task(self._work())
        try:
            while not dropped.is_set():
                get = asyncio.ensure_future(queue.get())
                end = asyncio.ensure_future(dropped.wait())
                try:
                    await asyncio.wait({get, end}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    end.cancel()
                    if not get.done():
                        get.cancel()
                if get.done() and not get.cancelled():
                    yield get.result()
        finally:
            self.readers.pop(me, None)
            if not self.readers and self.task:
                self.task.cancel()
                await asyncio.gather(self.task, return_exceptions=True)
                self.task = None

    async def _work(self):
        async for text in self.listen():
            for me, (queue, dropped) in list(self.readers.items()):
                try:
                    queue.put_nowait(text)
                except asyncio.QueueFull:
                    del self.readers[me]
                    dropped.set()
""",
    ),
    # Each reader has a list and a bell.
    Right(
        "Loudspeaker",
        """
from collections import deque


class Reader:
    def __init__(self):
        self.texts, self.bell, self.dropped = deque(), asyncio.Event(), False


class Loudspeaker:
    MOST = 3

    def __init__(self, listen):
        self.listen, self.readers, self.pump = listen, [], None

    def tell(self, text):
        for reader in self.readers[:]:
            if len(reader.texts) >= self.MOST:
                reader.dropped = True
                reader.texts.clear()
                self.readers.remove(reader)
            else:
                reader.texts.append(text)
            reader.bell.set()

    async def hear(self):
        async with aclosing(self.listen()) as texts:
            async for text in texts:
                self.tell(text)

    async def stream(self):
        me = Reader()
        self.readers.append(me)
        if len(self.readers) == 1:
            self.pump = asyncio.create_task(self.hear())
        try:
            while not me.dropped:
                while me.texts:
                    yield me.texts.popleft()
                if me.dropped:
                    return
                await me.bell.wait()
                me.bell.clear()
        finally:
            if me in self.readers:
                self.readers.remove(me)
                if not self.readers:
                    self.pump.cancel()
""",
    ),
]

MORE: list[Wrong | Right] = [*FOLLOW_TRAIN, *LOUDSPEAKER]
