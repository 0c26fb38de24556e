"""The whole site in this process, on the trial's clock, for visitors with cookies of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import threading
import time
import types
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from nightline.judging import raised
from nightline.judging import view_errors as view_errors  # what it registers is used by its name
from nightline.judging.stage import Stage

BASE = "http://localhost"
# How a cookie jar calls a host without a dot. A cookie without a domain would be another one than
# the site's of the same name.
DOMAIN = "localhost.local"
# Any text of this length is a token that Django's protection against forged forms accepts.
CSRF_TOKEN = "n" * 32
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")

# Django gives short jobs to threads, before and after each view. They cost no virtual time, also on
# a machine so busy that each takes a while (real seconds).
GRACE = 0.1
# How long the loop gets for one turn, in real seconds, before it is looked at: it may wait for a thread.
STUCK = 0.3
# Where Django finds a middleware that is no module of its own.
MIDDLEWARE_MODULE = "nightline_middleware"


@dataclass(frozen=True)
class Reply:
    """What one visitor got. `body` is what the JSON says, else the text; `seconds` are virtual."""

    status: int
    body: Any
    headers: Mapping[str, str]
    seconds: float


class Visitor:
    """Somebody with a browser of their own: their cookies are kept from visit to visit."""

    def __init__(self, client: Any, stage: Stage) -> None:
        self._client, self._stage = client, stage

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies this visitor has now."""
        return dict(self._client.cookies)

    async def get(self, address: str, **headers: str) -> Reply:
        """Open a page. Headers are given with `_` for `-`: `Last_Event_ID="7"`."""
        return await self.send("GET", address, headers=headers)

    async def post(
        self, address: str, data: Mapping[str, Any] | None = None, *, csrf: bool = True
    ) -> Reply:
        """Send a form; `csrf=False` leaves out the token that Django's own forms carry."""
        return await self.send("POST", address, data, csrf=csrf)

    async def send(
        self,
        method: str,
        address: str,
        data: Mapping[str, Any] | None = None,
        *,
        csrf: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send any request and wait for its reply, redirects not followed."""
        from asgiref.sync import ThreadSensitiveContext

        given = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if csrf and method not in SAFE:
            if "csrftoken" not in self._client.cookies:
                self._client.cookies.set("csrftoken", CSRF_TOKEN, domain=DOMAIN)
            given["X-CSRFToken"] = self._client.cookies["csrftoken"]
        loop = self._stage.loop
        start = loop.time()
        # Django would make this context itself. Its exit waits for a thread of its own.
        context: Any = ThreadSensitiveContext()
        await context.__aenter__()
        try:
            response = await self._client.request(method, address, data=data, headers=given)
        finally:
            with loop.held():
                await context.__aexit__(None, None, None)
        took = round(loop.time() - start, 6)
        return Reply(response.status_code, _body(response.text), response.headers, took)


class Station:
    """The site of a trial. `station` makes it.

    Attributes:
        errors: what views raised, in order. Where it is not emptied, leaving the block raises the
            first, so that the report explains it.
        stuck: the seconds of each sleep of a thread during which the loop stood still.
    """

    def __init__(self, stage: Stage, app: Any) -> None:
        self.errors: list[BaseException] = []
        self.stuck: list[float] = []
        self._stage, self._app = stage, app
        self._clients: list[Any] = []

    async def visitor(self, name: str = "") -> Visitor:
        """A new visitor: a guest, or, with a name, signed in as the user of that name.

        Args:
            name: the user's name; a user who is not there is made.
        """
        import httpx

        transport = httpx.ASGITransport(app=self._app)
        client = httpx.AsyncClient(transport=transport, base_url=BASE)
        self._clients.append(client)
        if name:
            for key, value in await in_thread(self._stage, lambda: _signed_in(name)):
                client.cookies.set(key, value, domain=DOMAIN)
        return Visitor(client, self._stage)

    async def close(self) -> None:
        """Close what the visitors opened."""
        for client in self._clients:
            await client.aclose()


def prepare() -> None:
    """Set Django up and import what a visit needs. A trial names it: `Trial(…, prepare=prepare)`.

    Raises:
        SiteUnavailable: Django cannot be set up here.
    """
    from nightline import database

    database.setup()
    import django.test  # noqa: F401
    import httpx  # noqa: F401

    import minisite.stack  # noqa: F401

    raised.listen()


@contextlib.asynccontextmanager
async def station(
    stage: Stage, *patterns: Any, middleware: Sequence[str | Callable[..., Any]] | None = None
) -> AsyncIterator[Station]:
    """Open the site for a trial.

    Args:
        stage: the trial's stage.
        patterns: addresses that come before the site's own, made by `django.urls.path`.
        middleware: the `MIDDLEWARE` of this site, names or the functions and classes themselves;
            without it, the site's own.

    Raises:
        Exception: on leaving the block, the first of `errors`.

    Example:
        >>> async with station(stage, path("mine/", answer)) as site:
        ...     ada = await site.visitor("ada")
        ...     reply = await ada.get("/mine/")
    """
    from minisite.stack import site

    with _middleware(middleware):
        opened = Station(stage, site(list(patterns)))
    stage.loop.grace = GRACE
    try:
        with raised.noted(opened.errors), sleeps_of_threads(stage.loop, opened.stuck):
            yield opened
    finally:
        await opened.close()
    for error in opened.errors:
        raised.close_returned(error, stage.files)
    if opened.errors:
        raise opened.errors[0]


@contextlib.contextmanager
def _middleware(chosen: Sequence[str | Callable[..., Any]] | None) -> Iterator[None]:
    """Let a handler that is built inside have this list. Django reads it once, when it is built."""
    if chosen is None:
        yield
        return
    from django.test import override_settings

    module = types.ModuleType(MIDDLEWARE_MODULE)
    names = []
    for number, each in enumerate(chosen):
        if not isinstance(each, str):
            setattr(module, f"_{number}", each)
            each = f"{MIDDLEWARE_MODULE}._{number}"
        names.append(each)
    sys.modules[MIDDLEWARE_MODULE] = module
    try:
        with override_settings(MIDDLEWARE=names):
            yield
    finally:
        del sys.modules[MIDDLEWARE_MODULE]


async def in_thread(stage: Stage, work: Callable[[], Any]) -> Any:
    """Run synchronous Django code of a trial; virtual time waits for it."""
    from django.db import connections

    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    # A thread of its own: those of `to_thread` may hold connections that an answer left open.
    with stage.loop.held(), ThreadPoolExecutor(1) as pool:
        return await asyncio.wrap_future(pool.submit(run))


def _signed_in(name: str) -> list[tuple[str, str]]:
    """Cookies of a browser in which the user of this name has signed in."""
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username=name)
    browser = Client()
    browser.force_login(user)
    return [(key, morsel.value) for key, morsel in browser.cookies.items()]


@contextlib.contextmanager
def sleeps_of_threads(loop: asyncio.AbstractEventLoop, stuck: list[float]) -> Iterator[None]:
    """Let `time.sleep` in threads that a view starts take virtual time.

    Args:
        loop: the trial's loop.
        stuck: gets the seconds of each sleep during which the loop stood still.
    """
    others, on_trial = {thread.ident for thread in threading.enumerate()}, time.sleep
    mine = threading.get_ident()

    def waits_for_a_thread() -> bool:
        frame = sys._current_frames().get(mine)
        return frame is not None and frame.f_code.co_filename == threading.__file__

    def sleep(seconds: Any, /) -> None:
        if threading.get_ident() in others or loop.is_closed():
            return on_trial(seconds)
        turned = threading.Event()
        loop.call_soon_threadsafe(turned.set)
        while not turned.wait(STUCK):
            if waits_for_a_thread():
                stuck.append(seconds)
                return None
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(seconds), loop).result()

    time.sleep = sleep
    try:
        yield
    finally:
        time.sleep = on_trial


def _body(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
