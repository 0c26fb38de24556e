"""What tests of booking share: travellers, trains and visits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import httpx
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from minisite.network.models import Station
from minisite.stack import site
from minisite.trains.models import Berth, Departure

HOME = "oslo"  # no seeded train leaves here, so whatever does is a test's own
TOKEN = "a" * 32  # a form's token against forgery; the cookie says the same


class Browser(Client):
    """Django's test client, at an address that the site answers to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, headers={"host": "localhost"})


def traveller(name: str = "ada") -> User:
    """Somebody with an account, and no password that could be used."""
    return User.objects.create(username=name, password="!")


def train(berths: int, carrier: str = "Jura") -> Departure:
    """A train on which nobody has a berth yet."""
    found = Departure.objects.filter(carrier=carrier).earliest("departs", "pk")
    found.pk, found.train = None, "XX 1"
    found.origin_id, found.destination_id = HOME, _unused(carrier)
    found.save(force_insert=True)
    Berth.objects.bulk_create(
        [Berth(departure=found, number=number) for number in range(1, berths + 1)]
    )
    return found


def _unused(carrier: str) -> str:
    used = Departure.objects.filter(carrier=carrier, origin=HOME).values("destination")
    free = Station.objects.exclude(slug__in=used).exclude(slug=HOME)
    return str(free.values_list("slug", flat=True)[0])


def cookies(user: User | None = None) -> dict[str, str]:
    """The cookies of a browser, in which this user is signed in."""
    return cookies_of_all([user])[0] if user else {"csrftoken": TOKEN}


def cookies_of_all(users: list[User]) -> list[dict[str, str]]:
    """The cookies of many browsers, each with a user who is signed in, made in one query."""
    sessions = [
        Session(
            session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz"),
            session_data=SessionStore().encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=timezone.now() + timedelta(days=1),
        )
        for user in users
    ]
    Session.objects.bulk_create(sessions)
    return [{"csrftoken": TOKEN, "sessionid": session.session_key} for session in sessions]


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
