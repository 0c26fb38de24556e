"""Who is at the other end of a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import salted_hmac

from minisite.booking import basket
from minisite.seats.models import ADDRESS


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, with the key of their basket."""

    user: User
    basket: str


def owner_of(scope: Mapping[str, Any]) -> str:
    """Whose socket it is: a user's, a session's, or that of an address.

    Args:
        scope: The socket's scope behind Channels' `AuthMiddlewareStack`, with the user looked up.
    """
    if scope["user"].is_authenticated:
        return f"user:{scope['user'].pk}"
    if key := scope["session"].session_key:
        return f"session:{mark(key)}"
    client = scope.get("client") or ("unknown",)
    return f"{ADDRESS}{client[0]}"


def signed_in_now(session_key: str | None) -> Visitor | None:
    """Who is signed in with this session, read anew.

    A socket lives long. Who signed out in another window, or was shut out by the staff, must not
    book through a socket that was opened before.

    Args:
        session_key: The key in the visitor's cookie.
    """
    session = SessionStore(session_key)
    user = get_user(SimpleNamespace(session=session))
    if not isinstance(user, User):
        return None
    had_one = bool(basket.peek(session))
    key = basket.key_of(session)
    if not had_one:
        session.save()
    return Visitor(user, key)


def mark(secret: str) -> str:
    """A name for a secret key that may be written down and compared, but not used."""
    return (
        salted_hmac("minisite.seats", secret, algorithm="sha256").hexdigest()[:16] if secret else ""
    )
