"""The way of a WebSocket: where it comes from, whose it is, and who answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import ThreadSensitiveContext
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path, re_path

from minisite.seats.consumers import SeatConsumer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

ADDRESSES = [path("ws/trains/<int:departure>/", SeatConsumer.as_asgi())]


def sockets() -> ASGIApp:
    """The ASGI app for scopes of type "websocket"."""
    addresses = [*ADDRESSES, re_path("", refuse)]
    return AllowedHostsOriginValidator(
        same_origin(own_thread(AuthMiddlewareStack(URLRouter(addresses))))
    )


def own_thread(app: ASGIApp) -> ASGIApp:
    """Give each socket a thread of its own for synchronous code, as Django does for requests.

    Without it, all sockets of a process share one thread: all database work, and every synchronous
    consumer. One slow query and everybody's map stands still.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        async with ThreadSensitiveContext():
            await app(scope, receive, send)

    return application


def same_origin(app: ASGIApp) -> ASGIApp:
    """Let in only pages that come from the very address, port included, that they call.

    A browser sends cookies with a socket whatever page opens it, and asks nobody. So a foreign
    page could hold berths for whoever looks at it. Channels compares names; two sites on one
    machine have the same name and different ports, and share their cookies.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
        if origin.netloc != headers.get(b"host", b"").decode("latin-1"):
            await refuse(scope, receive, send)
        else:
            await app(scope, receive, send)

    return application


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Close a socket before it is open: to the browser that is "403 Forbidden"."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
