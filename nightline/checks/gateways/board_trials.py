"""The runs of `board_app`: what the screens ask for, and what the railway says."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nightline.checks.gateways.exchange import Visitor, http_scope, together
from nightline.judging.places import globals_of
from nightline.judging.stage import Stage
from nightline.judging.upstream import Offer

TRAINS = {"Vienna": (0.5, "Jura to Zürich, 21:40"), "Zurich": (0.3, "Lumen to Köln, 22:05")}
CLOSED = "Atlantis"
OFFERS = {name: Offer(*train) for name, train in TRAINS.items()}
UNKNOWN = {**OFFERS, CLOSED: Offer(0.2, LookupError("no such station"))}
BROKEN = {"Vienna": Offer(0.2, ConnectionError("the line to the railway is down"))}
# A name that begins with a letter of the word "next".
HALT = "nantes"
FIRST, THEN = "Corvo to Lyon, 22:10", "Aurora to Lille, 23:50"
TWO, NO_STATION, NO_PAGE, OTHER = "two screens", "an unknown station", "no such page", "other types"
LATER, DOWN = "the same screen, later", "the railway does not answer"
NO_STATIONS = (f"/next/{CLOSED}", "/next/Vienna/extra")
NO_PAGES = ("/", "/last/Vienna", "/board/next/Vienna", "/next-Vienna")
TYPES = ("lifespan", "websocket")


@dataclass(frozen=True)
class Call:
    """One call of the application: for what, what it sent and when, how it ended.

    `took` is when the visitor had the last message, and `late` how often the application asked
    for a message after the last.
    """

    path: str
    sent: tuple[tuple[float, Any], ...]
    returned: Any
    error: BaseException | None
    took: float
    late: int

    @property
    def messages(self) -> list[Any]:
        return [message for _, message in self.sent]


async def _call(answer: Any, scope: dict[str, Any], *expected: type[BaseException]) -> Call:
    visitor, loop = Visitor(), asyncio.get_running_loop()
    start, returned, error = loop.time(), None, None
    try:
        returned = await answer(scope, visitor.receive, visitor.send)
    except expected as raised:
        traceback.clear_frames(raised.__traceback__)
        error = raised
    took = round((visitor.sent[-1][0] if visitor.sent else loop.time()) - start, 6)
    sent, path = tuple(visitor.sent), scope.get("path", scope["type"])
    return Call(path, sent, returned, error, took, visitor.late)


@contextlib.contextmanager
def _trains(answer: Any, stage: Stage, offers: Mapping[str, Offer]) -> Iterator[None]:
    """Lend `next_train`, also to an object of a class, whose names the stage does not know."""
    asks = stage.carriers(offers, "next_train").ask
    names = {} if inspect.isroutine(answer) else globals_of(type(answer))
    kept = {"next_train": names["next_train"]} if "next_train" in names else {}
    names |= {"next_train": asks} if names else {}
    try:
        yield
    finally:
        names.update(kept)


async def two_screens(answer: Any, stage: Stage) -> list[Call]:
    """Two screens at the same moment."""
    visits = [_call(answer, http_scope(f"/next/{name}")) for name in TRAINS]
    with _trains(answer, stage, OFFERS):
        return await together(*visits)


async def later(answer: Any, stage: Stage) -> list[Call]:
    """One screen, twice, with another train the second time."""
    calls = []
    for train in (FIRST, THEN):
        with _trains(answer, stage, {HALT: Offer(0.1, train)}):
            calls.append(await _call(answer, http_scope(f"/next/{HALT}")))
        await asyncio.sleep(600)
    return calls


async def no_station(answer: Any, stage: Stage) -> list[Call]:
    """Stations that `next_train` does not know."""
    with _trains(answer, stage, UNKNOWN):
        return [await _call(answer, http_scope(path), Exception) for path in NO_STATIONS]


async def no_page(answer: Any, stage: Stage) -> list[Call]:
    """Addresses that are none of the application's."""
    with _trains(answer, stage, OFFERS):
        return [await _call(answer, http_scope(path), Exception) for path in NO_PAGES]


async def railway_down(answer: Any, stage: Stage) -> list[Call]:
    """`next_train` fails, and the screen asked for a station that is there."""
    with _trains(answer, stage, BROKEN):
        return [await _call(answer, http_scope("/next/Vienna"), Exception)]


async def other_types(answer: Any, stage: Stage) -> list[Call]:
    """A lifespan, which has no path at all, and a websocket, with the path of a page."""
    scopes: list[dict[str, Any]] = [
        {"type": "lifespan", "asgi": {"version": "3.0"}},
        http_scope("/next/Vienna") | {"type": "websocket", "scheme": "ws", "subprotocols": []},
    ]
    with _trains(answer, stage, OFFERS):
        return [await _call(answer, scope, Exception) for scope in scopes]
