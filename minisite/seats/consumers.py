"""One socket on a train's seat map."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError

from minisite.booking import basket
from minisite.connections import query
from minisite.seats import presence, telling, wishes
from minisite.seats.picture import Picture, as_seen, picture
from minisite.seats.visitors import mark, owner_of

log = logging.getLogger("django.nightline.seats")

AGAIN = 4000  # close: its time is over; open another one
NO_TRAIN = 4004  # close: there is no such train
TOO_MANY = 4008  # close: too many sockets, or too many messages
MESSAGES = 20  # that a socket may send …
IN_SECONDS = 10.0  # … in this time


class SeatConsumer(AsyncWebsocketConsumer):
    """Shows a train's berths and how many people look at them, and takes wishes.

    To the browser go `seats` (all berths), `people` (how many look), `done` and `error` (a
    sentence each). From it come `{"do": "hold", "number": 3}`, without a number for any berth, and
    `{"do": "release", "number": 3}`. What it cannot understand is answered and does no harm.

    Messages of one socket are worked on one after another. A wish is one short transaction, so it
    may be awaited here; something long would need a task of its own.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.departure = 0
        self.owner = ""
        self.basket = ""  # the mark of the visitor's basket
        self.shown = -1  # the version of the picture that the browser has
        self.has_entered = False
        self.beating: asyncio.Task[None] | None = None
        self.received: deque[float] = deque(maxlen=MESSAGES)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Whatever ends the socket, an error or the server's stop included, it is counted out."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._leave()

    async def connect(self) -> None:
        self.departure = self.scope["url_route"]["kwargs"]["departure"]
        self.has_entered = telling.enter()
        if not self.has_entered:
            await self.close()  # not accepted: to the browser this is a refused request
            return
        await self.accept()
        self.owner = owner_of(self.scope)
        self.basket = mark(await query(basket.peek, self.scope["session"]))
        if await query(picture, self.departure) is None:
            await self.close(NO_TRAIN)
        elif not await query(presence.arrive, self.channel_name, self.departure, self.owner):
            await self._say("error", "You have this train open in too many windows.")
            await self.close(TOO_MANY)
        else:
            # First into the group, then look: what changes in between comes as a message.
            await self.channel_layer.group_add(telling.group(self.departure), self.channel_name)
            await self._look()
            await self._tell_people()
            self.beating = asyncio.create_task(self._beat(), name="seat map")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._is_too_quick():
            await self._say("error", "That was too much at once.")
            await self.close(TOO_MANY)
            return
        try:
            wish = wishes.read(text_data)
        except wishes.Unclear as problem:
            await self._say("error", str(problem))
            return
        key = self.scope["session"].session_key
        answer = await query(wishes.fulfil, wish, self.departure, key)
        if answer.basket and mark(answer.basket) != self.basket:
            self.basket = mark(answer.basket)
            self.shown = -1  # the same berths look different from now on
        await self._look()
        await self._say("done" if answer.is_done else "error", answer.says, basket=answer.size)

    async def disconnect(self, code: int) -> None:
        await self._leave()

    # What comes from the group. The method's name is the message's type, with "_" for ".".

    async def berths_changed(self, message: dict[str, Any]) -> None:
        await self._show(message["picture"])

    async def people_changed(self, message: dict[str, Any]) -> None:
        await self.send(json.dumps({"type": "people", "count": message["count"]}))

    async def _beat(self) -> None:
        """Now and then: say that we are here, and look for what no message told us.

        That is a change in another process without Redis, or a message for which a queue had no
        room. It is also the only way to learn that the other end is gone without a word.
        """
        clock = asyncio.get_running_loop().time
        end = clock() + settings.SOCKET_SECONDS
        while clock() < end:
            await asyncio.sleep(settings.SEAT_BEAT)
            try:
                await query(presence.stay, self.channel_name, self.departure, self.owner)
                await self._look()
                await self.people_changed({"count": await query(presence.people, self.departure)})
            except DatabaseError as error:
                log.warning("A seat map could not look: %s", error)
        await self.close(AGAIN)

    async def _look(self) -> None:
        await self._show(await query(picture, self.departure))

    async def _show(self, whole: Picture | None) -> None:
        """Send a picture, unless this one or a newer one was sent: they may overtake each other."""
        if whole is not None and whole["version"] > self.shown:
            self.shown = whole["version"]
            await self.send(json.dumps(as_seen(whole, self.basket)))

    async def _say(self, kind: str, text: str, **more: object) -> None:
        await self.send(json.dumps({"type": kind, "says": text, **more}))

    async def _tell_people(self) -> None:
        count = await query(presence.people, self.departure)
        message = {"type": "people.changed", "count": count}
        await self.channel_layer.group_send(telling.group(self.departure), message)

    def _is_too_quick(self) -> bool:
        now = asyncio.get_running_loop().time()
        is_full = len(self.received) == MESSAGES and now - self.received[0] < IN_SECONDS
        self.received.append(now)
        return is_full

    async def _leave(self) -> None:
        """Count it out. A second call does nothing."""
        if not self.has_entered:
            return
        self.has_entered = False
        telling.leave()
        if self.beating is not None:
            self.beating.cancel()
            await asyncio.wait([self.beating])
        try:
            await self.channel_layer.group_discard(telling.group(self.departure), self.channel_name)
            await query(presence.leave, self.channel_name)
            await self._tell_people()
        except Exception as error:  # the database or Redis is away: the row ages, the group too
            log.warning("A seat map could not say goodbye: %s", error)
