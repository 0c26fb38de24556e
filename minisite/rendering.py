"""Pages from asynchronous views."""

from collections.abc import Mapping

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


async def render_async(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """`render` for an asynchronous view.

    Every page says who is signed in and what is in the basket. The template looks that up in the
    database, which is forbidden in the loop's thread. So the whole page is made in another.
    """
    return await sync_to_async(render)(request, template, context, status=status)
