"""`serve`: the minisite on a loopback port, under a real server in a thread of this kernel."""

from __future__ import annotations

import asyncio
import atexit
import socket
import threading
from collections.abc import Callable, MutableMapping
from functools import cache
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from nightline import database

if TYPE_CHECKING:
    import httpx
    import uvicorn

    from minisite.carriers.app import CarriersApp

ANSWER_TIMEOUT = 10.0  # seconds a client of the site waits for one answer
STOP_TIMEOUT = 5.0  # seconds for the server's thread to end
SETTLE_TIMEOUT = 1.0  # seconds for it to close what it has answered

_lock = threading.Lock()
_running: Site | None = None


def serve() -> Site:
    """Open the site for this kernel. While it is open, every call returns the same one.

    It runs under uvicorn, in a thread with an event loop of its own, on a port that is free. Its
    database is the kernel's private one. It closes when the kernel does.

    Returns:
        The open site.

    Raises:
        SiteUnavailable: Django cannot be set up here, or no port on loopback can be opened.

    Example:
        >>> site = serve()
        >>> async with site.client() as client:
        ...     response = await client.get("/api/search/", params=question)
        >>> response.status_code
        200
    """
    global _running
    with _lock:
        if _running is None or not _running.is_open:
            database.setup()
            _running = Site()
        return _running


def settle() -> None:
    """Wait, for a second at most, until the site has closed the requests it has answered.

    An answer is with its reader before the site has closed it. Who counts what a request does waits
    here first. It needs no site: without one it returns at once.
    """
    if _running is not None:
        _running._settle()


class Site:
    """The open site. `serve` makes it.

    Attributes:
        url: Where it answers, for example "http://127.0.0.1:40123".
        carriers: The twelve carriers that it asks, over HTTP on a port of their own. Make one
            fail with `carriers.down("Fjord")` or `carriers.slow("Fjord", 3)`, and look at
            `carriers.log.most_in_flight`.
    """

    url: str
    carriers: CarriersApp

    def __init__(self) -> None:
        from minisite.carriers.server import address_of
        from minisite.loopback import address, listen
        from minisite.search.upstream import reach
        from minisite.stack import site

        self._extra: list[Any] = []
        self._closing: set[object] = set()
        self.carriers = _carriers()
        self.carriers.restore()
        pages = site(self._extra)
        try:
            carriers_url = address_of(self.carriers)
            listener = listen()
        except OSError as problem:
            raise database.SiteUnavailable(
                "Nightline could not open a port on this machine's loopback address. "
                "Something forbids it, a firewall perhaps."
            ) from problem
        self.url = address(listener)

        async def app(
            scope: MutableMapping[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
        ) -> None:
            request = object()

            async def noting(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    self._closing.add(request)
                await send(message)

            try:
                with reach(carriers_url):
                    await pages(scope, receive, noting)
            finally:
                self._closing.discard(request)

        self._server = _server(app)
        self._thread = threading.Thread(
            target=_run, args=(self._server, listener), name="nightline-site", daemon=True
        )
        self._thread.start()
        atexit.register(self.stop)

    def __repr__(self) -> str:
        return f"<Nightline site: {'open' if self.is_open else 'closed'}>"

    @property
    def is_open(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive() and not self._server.should_exit

    def client(self) -> httpx.AsyncClient:
        """An HTTP client whose addresses begin at the site: `client.get("/api/search/")`.

        Use it in `async with`, or close it with `await client.aclose()`. An answer that takes
        longer than ten seconds raises `httpx.ReadTimeout`.
        """
        import httpx

        # No limit on connections: a question must never wait for another one to end.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        return httpx.AsyncClient(
            base_url=self.url,
            timeout=ANSWER_TIMEOUT,
            limits=limits,
            verify=False,  # plain HTTP: without this, every client loads certificates it never uses
            trust_env=False,
        )

    def mount(self, route: str, view: Callable[..., Any]) -> None:
        """Let a view of yours answer at an address of the site, before the site's own views.

        Args:
            route: As for `django.urls.path`, without the first slash: "mine/".
            view: A view, synchronous or asynchronous; for a class, `MyView.as_view()`. Mounting
                the same route again replaces the view, so the cell can run twice.

        Example:
            >>> site.mount("mine/", search)
            >>> response = await client.get("/mine/")
        """
        from django.urls import path

        pattern = path(route, view)
        self._extra[:] = [pattern, *(old for old in self._extra if old.pattern._route != route)]

    def _settle(self) -> None:
        # Not with `time.sleep`: in a trial that would be held against the answer.
        pause = threading.Event()
        until = perf_counter_ns() + SETTLE_TIMEOUT * 1e9
        while self._closing and self._thread.is_alive() and perf_counter_ns() < until:
            pause.wait(0.001)

    def stop(self) -> None:
        """Close the site. The next `serve()` opens a new one."""
        self._server.should_exit = True
        self._thread.join(STOP_TIMEOUT)
        atexit.unregister(self.stop)


@cache
def _carriers() -> CarriersApp:
    """The kernel's carriers. They outlive a site that was closed and opened again."""
    from minisite.carriers.app import CarriersApp

    return CarriersApp()


def _server(app: Callable[..., Any]) -> uvicorn.Server:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_config=None,  # the kernel's own logging stays as it is
        log_level=60,  # above "critical": an error is in its response, not in some cell's output
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    # The socket listens already, so a request that comes before the loop runs is not lost.
    try:
        with asyncio.Runner() as runner:
            runner.run(server.serve(sockets=[listener]))
    except RuntimeError as error:
        # Since 3.12 a kernel that ends has no threads left to give, and closing a loop asks for one.
        if "interpreter shutdown" not in str(error):
            raise
