"""The carriers' own service: a plain ASGI app that answers JSON. No framework, no Django.

    GET /                 the names of all carriers
    GET /quotes/Jura      a price; with ?origin=paris&destination=berlin&date=2026-05-02 a train

Each carrier takes its own time, answers only so many requests at once, and some fail now and
then. Nothing is random: the same question always gets the same answer.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from zlib import crc32

from minisite.carriers.log import CallLog
from minisite.carriers.table import BY_NAME, CARRIERS, Carrier
from minisite.carriers.trains import BadQuestion, train

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

RETRY_AFTER = 1  # seconds a caller is asked to wait after "429 Too Many Requests"


@dataclass
class Answer:
    """What goes back over HTTP."""

    status: int
    body: dict[str, Any]
    retry_after: int | None = None


class CarriersApp:
    """Twelve carriers behind one address, with a log of what they saw.

    Example:
        >>> app = CarriersApp()
        >>> transport = httpx.ASGITransport(app=app)
        >>> async with httpx.AsyncClient(transport=transport, base_url="http://carriers") as client:
        ...     answer = await client.get("/quotes/Jura")
        >>> answer.json()
        {'carrier': 'Jura', 'price': 49}
        >>> app.log.most_in_flight
        1
    """

    def __init__(self) -> None:
        self.log = CallLog()
        self._down: dict[str, str] = {}
        self._delays: dict[str, float] = {}

    def __repr__(self) -> str:
        return f"<CarriersApp: {len(CARRIERS)} carriers>"

    def down(self, name: str, why: str = "closed for maintenance") -> None:
        """Make a carrier answer every request with "503 Service Unavailable", until `restore`."""
        self._down[_known(name)] = why

    def slow(self, name: str, seconds: float) -> None:
        """Give a carrier another delay, until `restore`."""
        self._delays[_known(name)] = seconds

    def restore(self) -> None:
        """Every carrier is as the table says again. The log stays as it is."""
        self._down.clear()
        self._delays.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"The carriers answer HTTP only, not {scope['type']!r}.")
        if scope["method"] not in ("GET", "HEAD"):
            answer = Answer(405, {"error": "Ask with GET."})
        else:
            answer = await self._answer(scope["path"], scope["query_string"].decode("latin-1"))
        await _send(send, answer)

    async def _answer(self, path: str, query: str) -> Answer:
        if path == "/":
            return Answer(200, {"carriers": [carrier.name for carrier in CARRIERS]})
        section, _, name = path.lstrip("/").partition("/")
        if section != "quotes" or name not in BY_NAME:
            return Answer(404, {"error": f"There is no {path} here."})
        return await self._quote(BY_NAME[name], dict(parse_qsl(query)))

    async def _quote(self, carrier: Carrier, question: dict[str, str]) -> Answer:
        clock = asyncio.get_running_loop().time
        if self.log.open_at(carrier.name) >= carrier.capacity:
            self.log.refuse(carrier.name, clock(), 429)
            error = f"{carrier.name} answers {carrier.capacity} requests at once, not more."
            return Answer(429, {"error": error}, retry_after=RETRY_AFTER)
        call = self.log.arrive(carrier.name, clock())
        status: int | None = None
        try:
            # Nothing here looks at the caller while it works. So a caller who leaves is noticed
            # in process (its cancellation arrives here) but not over HTTP, as with most services.
            await asyncio.sleep(self._delays.get(carrier.name, carrier.delay))
            answer = self._worked_out(carrier, question)
            status = answer.status
        finally:
            self.log.leave(call, clock(), status)
        return answer

    def _worked_out(self, carrier: Carrier, question: dict[str, str]) -> Answer:
        if carrier.name in self._down:
            return Answer(503, {"error": f"{carrier.name} is {self._down[carrier.name]}."})
        if not question:
            return Answer(200, {"carrier": carrier.name, "price": carrier.price})
        try:
            offer = train(carrier, question)
        except BadQuestion as problem:
            return Answer(400, {"error": str(problem)})
        if _fails_on(carrier, question):
            return Answer(503, {"error": f"{carrier.name} could not look up this night."})
        return Answer(200, offer)


def _known(name: str) -> str:
    if name not in BY_NAME:
        raise KeyError(f"There is no carrier called {name!r}.")
    return name


def _fails_on(carrier: Carrier, question: dict[str, str]) -> bool:
    """Whether this search is among the share that a flaky carrier fails. A hash is its dice."""
    route = (question["origin"], question["destination"], question["date"])
    return crc32(f"{carrier.name} {route}".encode()) % 1000 < carrier.flaky * 1000


async def _send(send: Send, answer: Answer) -> None:
    body = json.dumps(answer.body).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if answer.retry_after is not None:
        headers.append((b"retry-after", str(answer.retry_after).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


app = CarriersApp()
