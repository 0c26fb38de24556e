"""What tests of booking share: travellers, trains and visits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpx
from django.contrib.auth.models import User
from django.test import Client

from minisite.stack import site
from minisite.trains.models import Berth, Departure

TOKEN = "a" * 32  # a form's token against forgery; the cookie says the same


def traveller(name: str = "ada") -> User:
    """Somebody with an account, and no password that could be used."""
    return User.objects.create(username=name, password="!")


def train(berths: int, carrier: str = "Jura") -> Departure:
    """A train on which nobody has a berth yet."""
    found = Departure.objects.filter(carrier=carrier).earliest("departs", "pk")
    found.pk, found.train = None, "XX 1"
    found.origin_id, found.destination_id = "oslo", f"{_unused(carrier)}"
    found.save(force_insert=True)
    Berth.objects.bulk_create(
        [Berth(departure=found, number=number) for number in range(1, berths + 1)]
    )
    return found


def _unused(carrier: str) -> str:
    from minisite.network.models import Station

    used = Departure.objects.filter(carrier=carrier, origin="oslo").values("destination")
    return Station.objects.exclude(slug__in=used).exclude(slug="oslo").values_list("slug")[0][0]


def cookies(user: User | None = None) -> dict[str, str]:
    """The cookies of a browser, in which this user is signed in."""
    jar = {"csrftoken": TOKEN}
    if user is not None:
        client = Client()
        client.force_login(user)
        jar["sessionid"] = client.cookies["sessionid"].value
    return jar


def together(posts: Iterable[tuple[str, dict[str, Any], dict[str, str]]]) -> list[httpx.Response]:
    """Send forms (address, data, cookies) at the same moment, through all of Django."""

    async def main() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=site())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await asyncio.gather(
                *(
                    client.request(
                        "POST",
                        address,
                        data=data,
                        headers={
                            "X-CSRFToken": TOKEN,
                            "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items()),
                        },
                    )
                    for address, data, jar in posts
                )
            )

    return asyncio.run(main())
