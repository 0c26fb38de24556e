"""The whole of Nightline as one ASGI app: middleware, addresses, views, style sheet.

`minisite.asgi` makes the usual one. A lesson or a check makes another that has a view of its
own in front of the site's.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any, TypeAlias

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.urls import URLPattern, URLResolver

from minisite.search import upstream

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Pattern: TypeAlias = URLPattern | URLResolver


class _Handler(ASGIHandler):
    """Django's own handler, which looks at extra addresses before the site's."""

    def __init__(self, extra: list[Pattern]) -> None:
        super().__init__()
        self.extra = extra

    def create_request(self, scope: Scope, body_file: Any) -> tuple[ASGIRequest | None, Any]:
        request, error = super().create_request(scope, body_file)
        if request is not None and self.extra:
            from minisite.urls import urlpatterns

            # Django caches a resolver for each set of addresses, so it must be hashable.
            request.urlconf = (*self.extra, *urlpatterns)
        return request, error


def site(extra: list[Pattern] | None = None) -> ASGIApp:
    """The site as an ASGI app.

    Args:
        extra: Addresses that come before the site's own, as made by `django.urls.path`. The list
            may grow while the site runs.

    Returns:
        An ASGI app for HTTP and WebSockets. It also understands the server's lifespan, to close what it opened.

    Example:
        >>> app = site([path("mine/", my_view)])
        >>> transport = httpx.ASGITransport(app=app)
        >>> async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        ...     response = await client.get("/mine/")
    """
    pages = ASGIStaticFilesHandler(_Handler([] if extra is None else extra))

    @cache
    def doors() -> ASGIApp:
        # Channels costs a tenth of a second. A kernel that opens no socket does not pay it.
        from minisite.seats import routing

        return routing.sockets()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await doors()(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return application


async def _lifespan(receive: Receive, send: Send) -> None:
    """Django has no answer for the server's start and stop; the shared client needs the stop."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await upstream.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
