"""Answers to the third and fourth task of set 20."""

from tests.answers import Right, Wrong


def but(source: str, *changes: tuple[str, str]) -> str:
    """A source with some of its lines written differently."""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return source


MAP = """
class SeatMap(AsyncWebsocketConsumer):
    async def connect(self):
        self.train = self.scope["url_route"]["kwargs"]["train"]
        self.group = f"berths.{self.train}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        try:
            wish = json.loads(text_data)
            do, berth = wish["do"], wish["berth"]
        except (ValueError, TypeError, KeyError) as error:
            return await self.send(json.dumps({"error": f"Not done: {error}"}))
        try:
            state = await database_sync_to_async(change)(self.train, do, berth)
        except Refused as error:
            await self.send(json.dumps({"error": f"Refused: {error}"}))
        else:
            news = {"type": "berth.changed", "berth": berth, "state": state}
            await self.channel_layer.group_send(self.group, news)

    async def berth_changed(self, news):
        await self.send(json.dumps({"berth": news["berth"], "state": news["state"]}))

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)
"""
CATCHES = "(ValueError, TypeError, KeyError)"
REFUSED = "except Refused"
HOP = "await database_sync_to_async(change)"
ERROR = 'return await self.send(json.dumps({"error": f"Not done: {error}"}))'
TO_ONE = 'await self.send(json.dumps({"error": f"Refused: {error}"}))'
TO_GROUP = "await self.channel_layer.group_send(self.group, news)"
NEWS = 'json.dumps({"berth": news["berth"], "state": news["state"]})'
LEAVE = "await self.channel_layer.group_discard(self.group, self.channel_name)"

SEAT_MAP = [
    Wrong("SeatMap", "heard-on-another-train", but(MAP, ('f"berths.{self.train}"', '"berths"'))),
    Wrong(
        "SeatMap",
        "group-name-refused",
        but(MAP, ('f"berths.{self.train}"', 'f"train {self.train}"')),
    ),
    Wrong("SeatMap", "group-name-refused", but(MAP, ('f"berths.{self.train}"', "self.train"))),
    Wrong("SeatMap", "query-in-a-consumer", but(MAP, (HOP, "change"))),
    Wrong(
        "SeatMap",
        "refusal-of-django-caught",
        but(MAP, (HOP, "change"), (REFUSED, "except Exception")),
    ),
    Wrong(
        "SeatMap",
        "query-in-a-consumer",
        but(
            MAP,
            (
                HOP + "(self.train, do, berth)",
                "await database_sync_to_async(change(self.train, do, berth))()",
            ),
        ),
    ),
    Wrong(
        "SeatMap",
        "berth-in-a-strange-thread",
        but(MAP, (HOP + "(", "await asyncio.to_thread(change, ")),
    ),
    Wrong(
        "SeatMap",
        "berth-in-a-strange-thread",
        but(MAP, (HOP, "await sync_to_async(change, thread_sensitive=False)")),
    ),
    Wrong("SeatMap", "nonsense-ends-the-socket", but(MAP, (CATCHES, "LookupError"))),
    Wrong("SeatMap", "nonsense-ends-the-socket", but(MAP, (CATCHES, "ValueError"))),
    Wrong(
        "SeatMap",
        "nonsense-ends-the-socket",
        but(MAP, (CATCHES, "(ValueError, KeyError)")),
    ),
    Wrong(
        "SeatMap",
        "nonsense-ends-the-socket",
        but(MAP, (CATCHES, "(ValueError, TypeError)")),
    ),
    Wrong(
        "SeatMap",
        "refused-ends-the-socket",
        but(MAP, (REFUSED, "except LookupError")),
    ),
    Wrong("SeatMap", "our-error-hidden", but(MAP, (REFUSED, "except Exception"))),
    # One `try` around the message and the work: a ValueError of our own looks like nonsense.
    Wrong("SeatMap", "our-error-hidden", but(MAP, (REFUSED, "except (ValueError, Refused)"))),
    Wrong("SeatMap", "our-error-hidden", but(MAP, (REFUSED, "except (TypeError, Refused)"))),
    Wrong("SeatMap", "our-error-hidden", but(MAP, (REFUSED, "except (KeyError, Refused)"))),
    Wrong(
        "SeatMap",
        "our-error-in-a-loose-task",
        but(
            MAP,
            (
                "    async def receive(self, text_data=None, bytes_data=None):\n",
                "    async def receive(self, text_data=None, bytes_data=None):\n        self.task = asyncio.create_task(self.work(text_data))\n\n    async def work(self, text_data):\n",
            ),
        ),
    ),
    Wrong("SeatMap", "berth-before-do", but(MAP, ("train, do, berth)", "train, berth, do)"))),
    Wrong(
        "SeatMap",
        "arguments-for-the-bridge",
        but(
            MAP,
            (HOP + "(self.train, do, berth)", HOP[:-1] + ", self.train, do, berth)()"),
            (REFUSED, "except (TypeError, Refused)"),
        ),
    ),
    Wrong(
        "SeatMap",
        "train-of-the-last-one",
        but(MAP, ("self.group = ", "SeatMap.group = ")),
    ),
    # A list of its own in place of the group, and nobody taken off it.
    Wrong(
        "SeatMap",
        "told-when-closed",
        "rooms = {}\n"
        + but(
            MAP,
            (
                "await self.channel_layer.group_add(self.group, self.channel_name)",
                "rooms.setdefault(self.train, []).append(self)",
            ),
            (
                TO_GROUP,
                "for one in rooms[self.train]:\n                await one.berth_changed(news)",
            ),
            (LEAVE, "pass"),
        ),
    ),
    Wrong(
        "SeatMap",
        "nonsense-unanswered",
        but(MAP, (CATCHES + " as error", CATCHES), (ERROR, "return")),
    ),
    Wrong(
        "SeatMap",
        "nonsense-unanswered",
        but(MAP, (REFUSED + " as error", REFUSED), (TO_ONE, "return")),
    ),
    Wrong(
        "SeatMap",
        "nonsense-closes-the-socket",
        but(
            MAP,
            (
                ERROR,
                ERROR.removeprefix("return ")
                + "\n            await self.close()\n            return",
            ),
        ),
    ),
    Wrong("SeatMap", "socket-error-without-text", but(MAP, ('f"Not done: {error}"', '""'))),
    Wrong(
        "SeatMap",
        "socket-error-without-text",
        but(MAP, ('{"error": f"Not done: {error}"}', "str(error)")),
    ),
    Wrong(
        "SeatMap",
        "error-told-to-everybody",
        but(
            MAP,
            (
                TO_ONE,
                'await self.channel_layer.group_send(self.group, {"type": "went.wrong", "error": str(error)})',
            ),
            (
                "    async def disconnect",
                '    async def went_wrong(self, news):\n        await self.send(json.dumps({"error": news["error"]}))\n\n    async def disconnect',
            ),
        ),
    ),
    # The news first, then the work.
    Wrong(
        "SeatMap",
        "news-before-change",
        but(
            MAP,
            (
                "            state = " + HOP,
                '            state = "held" if do == "hold" else "free"\n            news = {"type": "berth.changed", "berth": berth, "state": state}\n            '
                + TO_GROUP
                + "\n            "
                + HOP,
            ),
            (
                '        else:\n            news = {"type": "berth.changed", "berth": berth, "state": state}\n            '
                + TO_GROUP
                + "\n\n",
                "\n",
            ),
        ),
    ),
    Wrong(
        "SeatMap", "only-the-sender-sees", but(MAP, (TO_GROUP, "await self.berth_changed(news)"))
    ),
    Wrong("SeatMap", "nobody-sees-it", but(MAP, (TO_GROUP, "pass"))),
    Wrong(
        "SeatMap",
        "change-not-called",
        but(MAP, (HOP + "(self.train, do, berth)", '"held" if do == "hold" else "free"')),
    ),
    Wrong(
        "SeatMap",
        "socket-told-twice",
        but(MAP, (TO_GROUP, TO_GROUP + "\n            await self.berth_changed(news)")),
    ),
    Wrong("SeatMap", "whole-message-sent", but(MAP, (NEWS, "json.dumps(news)"))),
    Wrong("SeatMap", "news-is-no-json", but(MAP, (NEWS, NEWS.replace("json.dumps", "str")))),
    Wrong("SeatMap", "sent-no-text", but(MAP, (NEWS, NEWS.removeprefix("json.dumps")))),
    Wrong(
        "SeatMap",
        "other-words-for-a-berth",
        but(
            MAP,
            (
                '{"berth": news["berth"], "state": news["state"]}',
                '{str(news["berth"]): news["state"]}',
            ),
        ),
    ),
    Wrong("SeatMap", "type-without-handler", but(MAP, ("def berth_changed", "def berths_changed"))),
    Wrong("SeatMap", "ghost-in-the-group", but(MAP, (LEAVE, "pass"))),
    Wrong("SeatMap", "never-accepted", but(MAP, ("        await self.accept()\n", ""))),
    Wrong("SeatMap", "never-awaited", but(MAP, (TO_GROUP, TO_GROUP[6:]))),
    Wrong(
        "SeatMap",
        "train-as-text",
        but(
            MAP,
            (
                'self.scope["url_route"]["kwargs"]["train"]',
                'str(self.scope["url_route"]["kwargs"]["train"])',
            ),
        ),
    ),
    # Everything is checked before; the layer joins by itself; another bridge.
    Right(
        "SeatMap",
        """
class SeatMap(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        self.train = self.scope["url_route"]["kwargs"]["train"]
        await self.channel_layer.group_add(f"train-{self.train}", self.channel_name)

    async def fail(self, text):
        await self.send(json.dumps({"error": text}))

    async def receive(self, text_data=None, bytes_data=None):
        if text_data is None:
            return await self.fail("Send text.")
        try:
            wish = json.loads(text_data)
        except json.JSONDecodeError:
            return await self.fail("Send JSON.")
        if not isinstance(wish, dict) or not {"do", "berth"} <= wish.keys():
            return await self.fail("Send do and berth.")
        try:
            state = await sync_to_async(change)(self.train, wish["do"], wish["berth"])
        except Refused as refusal:
            return await self.fail(str(refusal))
        message = {"berth": wish["berth"], "state": state}
        await self.channel_layer.group_send(
            f"train-{self.train}", {"type": "tell", "text": json.dumps(message)}
        )

    async def tell(self, event):
        await self.send(event["text"])

    async def disconnect(self, code):
        await self.channel_layer.group_discard(f"train-{self.train}", self.channel_name)
""",
    ),
    # A task for each wish.
    Right(
        "SeatMap",
        but(
            MAP,
            (
                "    async def receive(self, text_data=None, bytes_data=None):\n",
                "    async def receive(self, text_data=None, bytes_data=None):\n        await self.work(text_data)\n\n    async def work(self, text_data):\n",
            ),
            ('"type": "berth.changed"', '"type": "berth_changed"'),
        ),
    ),
    # The plain kind of consumer: `change` is called in its thread.
    Right(
        "SeatMap",
        """
from asgiref.sync import async_to_sync
from channels.generic.websocket import WebsocketConsumer

class SeatMap(WebsocketConsumer):
    def connect(self):
        self.train = self.scope["url_route"]["kwargs"]["train"]
        async_to_sync(self.channel_layer.group_add)(f"t{self.train}", self.channel_name)
        self.accept()

    def receive(self, text_data=None, bytes_data=None):
        try:
            wish = json.loads(text_data)
            berth = wish["berth"]
            do = wish["do"]
        except (ValueError, TypeError, KeyError) as error:
            self.send(json.dumps({"error": str(error) or "bad"}))
            return
        try:
            state = change(self.train, do, berth)
        except Refused as error:
            self.send(json.dumps({"error": str(error)}))
            return
        news = {"type": "news", "data": {"berth": berth, "state": state}}
        async_to_sync(self.channel_layer.group_send)(f"t{self.train}", news)

    def news(self, event):
        self.send(json.dumps(event["data"]))

    def disconnect(self, code):
        async_to_sync(self.channel_layer.group_discard)(f"t{self.train}", self.channel_name)
""",
    ),
]

HERE = """
class Presence(AsyncWebsocketConsumer):
    async def connect(self):
        self.name = self.scope["user"].get_username()
        self.train = self.scope["url_route"]["kwargs"]["train"]
        self.group = f"presence.{self.train}"
        self.is_in = self.scope["user"].is_authenticated
        if not self.is_in:
            await self.close()
            return
        await self.accept()
        await self.channel_layer.group_add(self.group, self.channel_name)
        windows.setdefault(self.train, Counter())[self.name] += 1
        await self.tell()

    async def tell(self):
        here = sorted(name for name, number in windows[self.train].items() if number)
        await self.channel_layer.group_send(self.group, {"type": "who.is.here", "here": here})

    async def who_is_here(self, news):
        await self.send(json.dumps({"here": news["here"]}))

    async def disconnect(self, code):
        if self.is_in:
            await self.channel_layer.group_discard(self.group, self.channel_name)
            windows[self.train][self.name] -= 1
            await self.tell()
"""
REFUSE = """        if not self.is_in:
            await self.close()
            return
"""
IN = """        if self.is_in:
            await self.channel_layer.group_discard(self.group, self.channel_name)
            windows[self.train][self.name] -= 1
            await self.tell()
"""
OUT = IN.replace("        if self.is_in:\n", "").replace("            ", "        ")
COUNT = "windows.setdefault(self.train, Counter())[self.name] += 1"
TELL = "        await self.tell()\n"
JOIN = "        await self.channel_layer.group_add(self.group, self.channel_name)\n"
LISTED = "sorted(name for name, number in windows[self.train].items() if number)"

PRESENCE = [
    Wrong("Presence", "guest-let-in", but(HERE, (REFUSE, ""))),
    Wrong(
        "Presence",
        "guest-let-in",
        but(
            HERE,
            (REFUSE, ""),
            ("        await self.accept()\n", "        await self.accept()\n" + REFUSE),
        ),
    ),
    Wrong("Presence", "guest-kept-waiting", but(HERE, ("            await self.close()\n", ""))),
    Wrong("Presence", "guest-counted", but(HERE, (IN, OUT))),
    Wrong(
        "Presence",
        "guest-ends-in-an-error",
        but(
            HERE,
            (
                "            await self.close()\n            return\n",
                "            raise PermissionError\n",
            ),
        ),
    ),
    Wrong("Presence", "set-of-names", but(HERE, ("sorted(name", "set(name"))),
    # The attributes are made behind the `return`.
    Wrong(
        "Presence",
        "guest-says-goodbye",
        but(
            HERE,
            ('        self.group = f"presence.{self.train}"\n', ""),
            (REFUSE, REFUSE + '        self.group = f"presence.{self.train}"\n'),
            (IN, OUT),
        ),
    ),
    Wrong(
        "Presence",
        "guest-counted",
        but(
            HERE,
            ("            return\n", ""),
            (
                "        await self.accept()\n",
                "        if self.is_in:\n            await self.accept()\n",
            ),
        ),
    ),
    Wrong(
        "Presence",
        "user-turned-away",
        but(
            HERE,
            (
                "if not self.is_in:\n            await self.close",
                "if self.is_in:\n            await self.close",
            ),
        ),
    ),
    # A set of names knows nothing of windows.
    Wrong(
        "Presence",
        "window-for-a-person",
        but(
            HERE,
            (COUNT, "windows.setdefault(self.train, set()).add(self.name)"),
            (LISTED, "sorted(windows[self.train])"),
            ("windows[self.train][self.name] -= 1", "windows[self.train].discard(self.name)"),
        ),
    ),
    Wrong(
        "Presence",
        "window-named-twice",
        but(
            HERE,
            (COUNT, "windows.setdefault(self.train, []).append(self.name)"),
            (LISTED, "sorted(windows[self.train])"),
            ("windows[self.train][self.name] -= 1", "windows[self.train].remove(self.name)"),
        ),
    ),
    Wrong(
        "Presence", "names-not-in-order", but(HERE, (LISTED, LISTED.replace("sorted(", "list(")))
    ),
    Wrong(
        "Presence",
        "still-named",
        but(
            HERE,
            (
                "            windows[self.train][self.name] -= 1\n            await self.tell()\n",
                "            await self.tell()\n            windows[self.train][self.name] -= 1\n",
            ),
        ),
    ),
    Wrong(
        "Presence",
        "still-named",
        but(HERE, ("            windows[self.train][self.name] -= 1\n", "")),
    ),
    Wrong("Presence", "still-named", but(HERE, (" if number)", ")"))),
    Wrong(
        "Presence",
        "leaving-not-told",
        but(HERE, ("-= 1\n            await self.tell()\n", "-= 1\n")),
    ),
    Wrong(
        "Presence", "newcomer-not-told", but(HERE, (JOIN, ""), (TELL + "\n", TELL + JOIN + "\n"))
    ),
    Wrong(
        "Presence",
        "others-not-told",
        but(
            HERE,
            (
                'await self.channel_layer.group_send(self.group, {"type": "who.is.here", "here": here})',
                'await self.send(json.dumps({"here": here}))',
            ),
        ),
    ),
    Wrong(
        "Presence", "presence-not-told", but(HERE, ("+= 1\n        await self.tell()\n", "+= 1\n"))
    ),
    Wrong(
        "Presence",
        "colleague-of-another-train",
        but(HERE, ('f"presence.{self.train}"', '"presence"')),
    ),
    Wrong(
        "Presence",
        "colleague-of-another-train",
        but(
            HERE,
            ("windows.setdefault(self.train,", "windows.setdefault(0,"),
            ("windows[self.train]", "windows[0]"),
        ),
    ),
    Wrong(
        "Presence",
        "ghost-in-the-group",
        but(
            HERE,
            (
                "            await self.channel_layer.group_discard(self.group, self.channel_name)\n",
                "",
            ),
        ),
    ),
    Wrong("Presence", "property-called", but(HERE, (".is_authenticated", ".is_authenticated()"))),
    Wrong("Presence", "other-presence-list", but(HERE, ('{"here": news["here"]}', 'news["here"]'))),
    Wrong("Presence", "other-presence-list", but(HERE, ('{"here": news["here"]}', "news"))),
    Wrong(
        "Presence",
        "sent-no-text",
        but(HERE, ('json.dumps({"here": news["here"]})', 'news["here"]')),
    ),
    Wrong(
        "Presence",
        "news-is-no-json",
        but(HERE, ('json.dumps({"here": news["here"]})', 'str(news["here"])')),
    ),
    Wrong("Presence", "never-accepted", but(HERE, ("        await self.accept()\n", ""))),
    Wrong(
        "Presence",
        "user-in-place-of-name",
        but(HERE, ('self.scope["user"].get_username()', 'self.scope["user"]')),
    ),
    Wrong(
        "Presence",
        "train-not-there-yet",
        but(HERE, (COUNT, "windows[self.train][self.name] += 1")),
    ),
    # Channels by name: a name is gone with its last channel.
    Right(
        "Presence",
        """
class Presence(AsyncWebsocketConsumer):
    async def connect(self):
        user = self.scope["user"]
        if not user.is_authenticated:
            raise DenyConnection
        train = self.scope["url_route"]["kwargs"]["train"]
        self.group = f"train-{train}"
        self.mine = windows.setdefault(train, {})
        self.mine[self.channel_name] = user.username
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.channel_layer.group_send(self.group, {"type": "look"})

    async def look(self, event):
        await self.send(json.dumps({"here": sorted(set(self.mine.values()))}))

    async def disconnect(self, code):
        if not hasattr(self, "mine"):
            return
        del self.mine[self.channel_name]
        await self.channel_layer.group_discard(self.group, self.channel_name)
        await self.channel_layer.group_send(self.group, {"type": "look"})


from channels.exceptions import DenyConnection
""",
    ),
    # Only a change of the list is told to the others; a newcomer is told at once.
    Right(
        "Presence",
        """
present = {}

class Presence(AsyncWebsocketConsumer):
    name = ""

    async def connect(self):
        if self.scope["user"].is_anonymous:
            await self.close(code=4001)
            return
        self.train = self.scope["url_route"]["kwargs"]["train"]
        self.name = str(self.scope["user"])
        names = present.setdefault(self.train, [])
        is_new = self.name not in names
        names.append(self.name)
        await self.accept()
        if is_new:
            await self.tell()
        await self.channel_layer.group_add(f"here_{self.train}", self.channel_name)
        await self.here({"names": self.names()})

    def names(self):
        return sorted(set(present[self.train]))

    async def tell(self):
        message = {"type": "here", "names": self.names()}
        await self.channel_layer.group_send(f"here_{self.train}", message)

    async def here(self, message):
        await self.send(text_data=json.dumps({"here": message["names"]}))

    async def disconnect(self, code):
        if self.name:
            present[self.train].remove(self.name)
            await self.channel_layer.group_discard(f"here_{self.train}", self.channel_name)
            if self.name not in present[self.train]:
                await self.tell()
""",
    ),
]

MORE = [*SEAT_MAP, *PRESENCE]
