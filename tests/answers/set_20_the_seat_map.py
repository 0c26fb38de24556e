"""Answers to set 20. Most differ in a few lines from a right one, and only these lines are written."""

from tests.answers import Right, Wrong
from tests.answers.more_20_the_seat_map import MORE, but

SIGN = """
class PlatformSign(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("platform.signs", self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        news = {"type": "platform.changed", "platform": text_data}
        await self.channel_layer.group_send("platform.signs", news)

    async def platform_changed(self, news):
        await self.send(f"Platform {news['platform']}")

    async def disconnect(self, code):
        await self.channel_layer.group_discard("platform.signs", self.channel_name)
"""
ACCEPT = "        await self.accept()\n"
DISCARD = 'await self.channel_layer.group_discard("platform.signs", self.channel_name)'
TO_GROUP = 'await self.channel_layer.group_send("platform.signs", news)'

PLATFORM_SIGN = [
    Wrong("PlatformSign", "never-accepted", but(SIGN, (ACCEPT, ""))),
    Wrong("PlatformSign", "type-without-handler", but(SIGN, ("platform_changed", "on_change"))),
    Wrong("PlatformSign", "ghost-in-the-group", but(SIGN, (DISCARD, "pass"))),
    Wrong("PlatformSign", "ghost-in-the-group", but(SIGN, (DISCARD, "await self.close()"))),
    Wrong("PlatformSign", "never-awaited", but(SIGN, ("await self.accept()", "self.accept()"))),
    Wrong("PlatformSign", "never-awaited", but(SIGN, (DISCARD, DISCARD[6:]))),
    Wrong(
        "PlatformSign",
        "group-and-channel-swapped",
        but(
            SIGN,
            (
                DISCARD,
                'await self.channel_layer.group_discard(self.channel_name, "platform.signs")',
            ),
        ),
    ),
    # The sign over whose socket it came, and no other.
    Wrong(
        "PlatformSign",
        "only-its-own-sign",
        but(SIGN, (TO_GROUP, 'await self.send(f"Platform {text_data}")')),
    ),
    # Both ways at once.
    Wrong(
        "PlatformSign",
        "socket-told-twice",
        but(SIGN, (TO_GROUP, 'await self.send(f"Platform {text_data}")\n        ' + TO_GROUP)),
    ),
    Wrong(
        "PlatformSign",
        "sign-not-told",
        but(SIGN, ('group_add("platform.signs"', 'group_add("platform_signs"')),
    ),
    Wrong(
        "PlatformSign",
        "other-text-on-the-sign",
        but(SIGN, ("f\"Platform {news['platform']}\"", "news['platform']")),
    ),
    Wrong(
        "PlatformSign",
        "sent-no-text",
        but(SIGN, ("f\"Platform {news['platform']}\"", "news")),
    ),
    Wrong(
        "PlatformSign",
        "sent-before-accept",
        but(SIGN, (ACCEPT, '        await self.send("Platform")\n' + ACCEPT)),
    ),
    Wrong("PlatformSign", "accepted-twice", but(SIGN, (ACCEPT, ACCEPT + ACCEPT))),
    Wrong(
        "PlatformSign",
        "message-without-type",
        but(
            SIGN, ('{"type": "platform.changed", "platform": text_data}', '{"platform": text_data}')
        ),
    ),
    Wrong(
        "PlatformSign",
        "group-gets-no-dict",
        but(SIGN, ("        news = {", "        _ = {"), ('signs", news)', 'signs", text_data)')),
    ),
    Wrong(
        "PlatformSign",
        "group-name-refused",
        but(SIGN, ("platform.signs", "platform signs")),
    ),
    Wrong(
        "PlatformSign",
        "handler-without-message",
        but(SIGN, ("platform_changed(self, news)", "platform_changed(self)")),
    ),
    Wrong(
        "PlatformSign",
        "closed-in-place-of-accepted",
        but(SIGN, (ACCEPT, "        await self.close()\n")),
    ),
    Wrong("PlatformSign", "no-consumer", but(SIGN, ("(AsyncWebsocketConsumer)", ""))),
    Wrong(
        "PlatformSign",
        "async-in-a-plain-consumer",
        "from channels.generic.websocket import WebsocketConsumer\n"
        + but(SIGN, ("AsyncWebsocketConsumer", "WebsocketConsumer")),
    ),
    Wrong(
        "PlatformSign",
        "not-a-coroutine",
        but(SIGN, ("async def disconnect", "def disconnect"), (DISCARD, "pass")),
    ),
    # A list of its own, in place of the group.
    Wrong(
        "PlatformSign",
        "signs-in-no-group",
        "signs = []\n"
        + but(
            SIGN,
            (
                'await self.channel_layer.group_add("platform.signs", self.channel_name)',
                "signs.append(self)",
            ),
            (TO_GROUP, "for sign in signs:\n            await sign.platform_changed(news)"),
            (DISCARD, "pass"),
        ),
    ),
    Wrong(
        "PlatformSign",
        "signs-in-no-group",
        "signs = []\n"
        + but(
            SIGN,
            (
                'await self.channel_layer.group_add("platform.signs", self.channel_name)',
                "signs.append(self)",
            ),
            (TO_GROUP, "for sign in signs:\n            await sign.platform_changed(news)"),
            (DISCARD, "signs.remove(self)"),
        ),
    ),
    Wrong(
        "PlatformSign",
        "other-text-on-the-sign",
        but(SIGN, ("f\"Platform {news['platform']}\"", '"Platform 7"')),
    ),
    Wrong(
        "PlatformSign",
        "off-the-list-too-early",
        but(SIGN, (TO_GROUP, TO_GROUP + "\n        " + DISCARD)),
    ),
    Wrong(
        "PlatformSign",
        "off-another-list",
        but(SIGN, (DISCARD, DISCARD.replace("platform.signs", "platform_signs"))),
    ),
    Wrong(
        "PlatformSign",
        "value-not-in-the-message",
        but(SIGN, ("{news['platform']}", "{news['number']}")),
    ),
    Wrong(
        "PlatformSign",
        "group-without-a-channel",
        but(
            SIGN, ('group_add("platform.signs", self.channel_name)', 'group_add("platform.signs")')
        ),
    ),
    # Channels' own list of groups joins and leaves for us.
    Right(
        "PlatformSign",
        """
class PlatformSign(AsyncWebsocketConsumer):
    groups = ["platform.signs"]

    async def receive(self, text_data=None, bytes_data=None):
        news = {"type": "platform.changed", "platform": text_data}
        await self.channel_layer.group_send("platform.signs", news)

    async def platform_changed(self, news):
        await self.send(text_data="Platform " + news["platform"])
""",
    ),
    # The type was changed, not the method. It accepts first.
    Right(
        "PlatformSign",
        """
class PlatformSign(AsyncWebsocketConsumer):
    async def connect(self):
        await super().connect()
        await self.channel_layer.group_add("platform.signs", self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        news = {"type": "on_change", "platform": text_data}
        await self.channel_layer.group_send("platform.signs", news)

    async def on_change(self, news):
        await self.send(f"Platform {news['platform']}")

    async def disconnect(self, code):
        await self.channel_layer.group_discard("platform.signs", self.channel_name)
""",
    ),
    # The plain kind of consumer, with the bridge back for the layer.
    Right(
        "PlatformSign",
        """
from asgiref.sync import async_to_sync
from channels.generic.websocket import WebsocketConsumer

class PlatformSign(WebsocketConsumer):
    def connect(self):
        async_to_sync(self.channel_layer.group_add)("platform.signs", self.channel_name)
        self.accept()

    def receive(self, text_data=None, bytes_data=None):
        news = {"type": "platform.changed", "platform": text_data}
        async_to_sync(self.channel_layer.group_send)("platform.signs", news)

    def platform_changed(self, news):
        self.send(f"Platform {news['platform']}")

    def disconnect(self, code):
        async_to_sync(self.channel_layer.group_discard)("platform.signs", self.channel_name)
""",
    ),
]

PRICE = """
class PriceSocket(AsyncWebsocketConsumer):
    async def connect(self):
        self.tasks = set()
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        task = asyncio.create_task(self.ask(text_data))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def ask(self, name):
        try:
            answer = {"carrier": name, "price": await quote(name)}
        except ConnectionError as error:
            answer = {"carrier": name, "error": str(error)}
        await self.send(json.dumps(answer))

    async def disconnect(self, code):
        for task in self.tasks:
            task.cancel()
"""
CANCEL = "        for task in self.tasks:\n            task.cancel()\n"
TASK = """        task = asyncio.create_task(self.ask(text_data))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
"""
SENDS = "await self.send(json.dumps(answer))"

PRICE_SOCKET = [
    Wrong(
        "PriceSocket", "socket-held-up", but(PRICE, (TASK, "        await self.ask(text_data)\n"))
    ),
    # A task, and awaited at once.
    Wrong("PriceSocket", "socket-held-up", but(PRICE, (TASK, TASK + "        await task\n"))),
    # An error that leaves `receive`.
    Wrong(
        "PriceSocket",
        "socket-held-up",
        but(
            PRICE,
            (TASK, "        await self.ask(text_data)\n"),
            ("except ConnectionError", "except LookupError"),
        ),
    ),
    Wrong("PriceSocket", "asks-for-nobody", but(PRICE, (CANCEL, "        pass\n"))),
    Wrong("PriceSocket", "asks-for-nobody", but(PRICE, (CANCEL, "        self.tasks.clear()\n"))),
    # One name for all tasks.
    Wrong(
        "PriceSocket",
        "only-one-stopped",
        but(
            PRICE,
            (TASK, "        self.task = asyncio.create_task(self.ask(text_data))\n"),
            (CANCEL, "        self.task.cancel()\n"),
        ),
    ),
    Wrong(
        "PriceSocket",
        "cancel-out-of-goodbye",
        but(PRICE, (CANCEL, CANCEL + "            await task\n")),
    ),
    Wrong(
        "PriceSocket",
        "cancels-everybody",
        but(PRICE, ("for task in self.tasks", "for task in asyncio.all_tasks()")),
    ),
    # A set in the class is everybody's.
    Wrong(
        "PriceSocket",
        "stops-the-others-work",
        but(
            PRICE,
            (
                "    async def connect(self):\n        self.tasks = set()\n",
                "    tasks = set()\n\n    async def connect(self):\n",
            ),
        ),
    ),
    Wrong(
        "PriceSocket",
        "carrier-error-not-answered",
        but(PRICE, ("except ConnectionError", "except LookupError")),
    ),
    Wrong(
        "PriceSocket",
        "carrier-error-not-answered",
        but(
            PRICE,
            ('            answer = {"carrier": name, "error": str(error)}', "            return"),
        ),
    ),
    Wrong(
        "PriceSocket",
        "goodbye-waits",
        but(PRICE, (CANCEL, "        await asyncio.gather(*self.tasks, return_exceptions=True)\n")),
    ),
    # The same carrier asked twice: the second task takes the place of the first.
    Wrong(
        "PriceSocket",
        "only-one-stopped",
        but(
            PRICE,
            ("self.tasks = set()", "self.tasks = {}"),
            (TASK, "        self.tasks[text_data] = asyncio.create_task(self.ask(text_data))\n"),
            ("in self.tasks:", "in self.tasks.values():"),
        ),
    ),
    Wrong("PriceSocket", "only-one-stopped", but(PRICE, (CANCEL, CANCEL + "            return\n"))),
    Wrong(
        "PriceSocket",
        "our-bug-sent-as-an-answer",
        but(PRICE, ("except ConnectionError", "except Exception")),
    ),
    Wrong(
        "PriceSocket",
        "answer-of-another-message",
        but(
            PRICE,
            (TASK, "        self.name = text_data\n" + TASK),
            (
                '{"carrier": name, "price": await quote(name)}',
                '{"price": await quote(name), "carrier": self.name}',
            ),
        ),
    ),
    Wrong(
        "PriceSocket",
        "one-question-at-a-time",
        but(
            PRICE,
            ("self.tasks = set()", "self.tasks = set()\n        self.one = asyncio.Semaphore(1)"),
            (
                '            answer = {"carrier": name, "price"',
                '            async with self.one:\n                answer = {"carrier": name, "price"',
            ),
        ),
    ),
    Wrong(
        "PriceSocket",
        "asked-again-when-cancelled",
        but(
            PRICE,
            (
                "        except ConnectionError",
                '        except asyncio.CancelledError:\n            answer = {"carrier": name, "price": await quote(name)}\n        except ConnectionError',
            ),
        ),
    ),
    Wrong("PriceSocket", "cancel-not-called", but(PRICE, ("task.cancel()", "task.cancel"))),
    Wrong(
        "PriceSocket", "carrier-of-another-name", but(PRICE, ("quote(name)", "quote(name.lower())"))
    ),
    Wrong(
        "PriceSocket",
        "message-is-a-plain-name",
        but(PRICE, (TASK, TASK.replace("text_data", "json.loads(text_data)"))),
    ),
    Wrong(
        "PriceSocket",
        "printer-in-the-price-socket",
        but(PRICE, (TASK, TASK.replace("self.ask(", "self.print_ticket("))),
    ),
    Wrong("PriceSocket", "price-is-no-json", but(PRICE, ("json.dumps(answer)", "str(answer)"))),
    Wrong("PriceSocket", "sent-no-text", but(PRICE, ("json.dumps(answer)", "answer"))),
    Wrong(
        "PriceSocket",
        "other-price-answer",
        but(PRICE, ('"error": str(error)', '"error": repr(error)')),
    ),
    Wrong(
        "PriceSocket",
        "other-price-answer",
        but(PRICE, ('{"carrier": name, "price": await quote(name)}', "{name: await quote(name)}")),
    ),
    Wrong(
        "PriceSocket",
        "sent-after-goodbye",
        but(PRICE, ("except ConnectionError", "except BaseException")),
    ),
    Wrong("PriceSocket", "never-accepted", but(PRICE, (ACCEPT, ""))),
    Wrong("PriceSocket", "never-awaited", but(PRICE, (SENDS, SENDS[6:]))),
    Wrong("PriceSocket", "never-awaited", but(PRICE, (TASK, "        self.ask(text_data)\n"))),
    # Answers are collected, and sent when all are there.
    Wrong(
        "PriceSocket",
        "answers-kept-back",
        but(
            PRICE,
            (
                SENDS,
                "self.answers.append(answer)\n        if len(self.tasks) == 1:\n            for answer in self.answers:\n                await self.send(json.dumps(answer))\n            self.answers.clear()",
            ),
            ("self.tasks = set()", "self.tasks, self.answers = set(), []"),
        ),
    ),
    # A list, and a wait for the end of what was cancelled.
    Right(
        "PriceSocket",
        but(
            PRICE,
            ("self.tasks = set()", "self.tasks = []"),
            (TASK, "        self.tasks.append(asyncio.create_task(self.ask(text_data)))\n"),
            (
                CANCEL,
                CANCEL + "        await asyncio.gather(*self.tasks, return_exceptions=True)\n",
            ),
        ),
    ),
    # A callback sends nothing: the price comes from a task of `quote`, the answer from another one.
    Right(
        "PriceSocket",
        """
class PriceSocket(AsyncWebsocketConsumer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.open = {}
        self.number = 0

    async def receive(self, text_data=None, bytes_data=None):
        self.number += 1
        self.open[self.number] = asyncio.ensure_future(self.answer(self.number, text_data))

    async def answer(self, number, carrier):
        try:
            price = await quote(carrier)
        except ConnectionError as problem:
            await self.send(text_data=json.dumps({"error": f"{problem}", "carrier": carrier}))
        else:
            await self.send(text_data=json.dumps({"price": price, "carrier": carrier}))
        finally:
            self.open.pop(number, None)

    async def disconnect(self, code):
        for task in list(self.open.values()):
            task.cancel()
""",
    ),
    # A task group that lives as long as the consumer.
    Right(
        "PriceSocket",
        """
class PriceSocket(AsyncWebsocketConsumer):
    async def __call__(self, scope, receive, send):
        self.tasks = []
        async with asyncio.TaskGroup() as self.group:
            await super().__call__(scope, receive, send)

    async def receive(self, text_data=None, bytes_data=None):
        self.tasks.append(self.group.create_task(self.ask(text_data)))

    async def ask(self, name):
        try:
            answer = dict(carrier=name, price=await quote(name))
        except ConnectionError as error:
            answer = dict(carrier=name, error=str(error))
        await self.send(json.dumps(answer))

    async def disconnect(self, code):
        for task in self.tasks:
            task.cancel()
""",
    ),
]

ANSWERS = [*PLATFORM_SIGN, *PRICE_SOCKET, *MORE]
