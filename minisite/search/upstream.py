"""How the site reaches the carriers: one shared HTTP client for each event loop.

Three ways, from the nearest to the farthest:

1. `with reach(place):` around the code decides for that code: an address, or a carriers app.
2. `CARRIERS_URL` in the settings: real HTTP to that address.
3. Otherwise the carriers live in this process. Asynchronous code calls them in process;
   synchronous code cannot, so they get a loopback port and it speaks HTTP with them.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import WeakKeyDictionary

import httpx
from django.conf import settings

from minisite.carriers.app import CarriersApp
from minisite.carriers.app import app as own_carriers
from minisite.carriers.server import address_of

Place = str | CarriersApp

_place: ContextVar[Place | None] = ContextVar("place", default=None)
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Place, httpx.AsyncClient]] = (
    WeakKeyDictionary()
)
_lock = threading.Lock()  # several loops run in several threads


@contextmanager
def reach(place: Place) -> Iterator[None]:
    """Inside, the site asks the carriers at this place.

    Args:
        place: An address such as "http://127.0.0.1:8001", or a `CarriersApp` of one's own.

    Example:
        >>> carriers = CarriersApp()
        >>> with reach(carriers):
        ...     response = await my_view(request)
        >>> carriers.log.most_in_flight
        12
    """
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


def client() -> httpx.AsyncClient:
    """The client for the carriers that belongs to the running event loop. Nobody closes it.

    Making a client costs more than a request, and its connections belong to one loop. So there
    is one for each loop, and every view shares it.

    Raises:
        RuntimeError: No event loop is running.

    Example:
        >>> answer = await client().get("/quotes/Jura")
    """
    loop, place = asyncio.get_running_loop(), _where()
    with _lock:
        for closed in [known for known in _clients if known.is_closed()]:
            del _clients[closed]
        here = _clients.setdefault(loop, {})
        if place not in here:
            here[place] = _new_client(place)
        return here[place]


def blocking_client() -> httpx.Client:
    """A client for synchronous code. Close it: `with blocking_client() as client:`."""
    place = _where()
    address = place if isinstance(place, str) else address_of(place)
    return httpx.Client(
        base_url=address,
        timeout=settings.CARRIER_TIMEOUT,
        verify=_is_encrypted(address),
        trust_env=False,
    )


async def close() -> None:
    """Close the clients of the running loop. A server calls this when it stops."""
    with _lock:
        here = _clients.pop(asyncio.get_running_loop(), {})
    for each in here.values():
        await each.aclose()


def _where() -> Place:
    return _place.get() or settings.CARRIERS_URL or own_carriers


def _new_client(place: Place) -> httpx.AsyncClient:
    # No proxy stands between the site and its carriers, so the environment is not asked for one.
    if isinstance(place, str):
        # As many connections as there are questions: waiting for a free one would look like a
        # slow carrier.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=24)
        return httpx.AsyncClient(
            base_url=place,
            timeout=settings.CARRIER_TIMEOUT,
            limits=limits,
            verify=_is_encrypted(place),
            trust_env=False,
        )
    transport = httpx.ASGITransport(app=place)
    return httpx.AsyncClient(base_url="http://carriers", transport=transport, trust_env=False)


def _is_encrypted(address: str) -> bool:
    """Whether certificates must be checked. Loading them costs tens of milliseconds a client."""
    return address.startswith("https:")
