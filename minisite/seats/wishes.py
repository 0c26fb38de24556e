"""What a visitor may ask for over a socket, and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import DatabaseError

from minisite.booking import desk
from minisite.booking.errors import Refused
from minisite.booking.models import Hold
from minisite.search.templatetags.night import waiting
from minisite.seats.visitors import Visitor, signed_in_now

MOST_CHARACTERS = 300
SIGN_IN = "Sign in first. Without an account, use the form."


class Unclear(Exception):
    """A message that cannot be understood. The text is a sentence for whoever sent it."""


@dataclass(frozen=True)
class Wish:
    """To "hold" or "release" a berth. To hold without a number takes the first that is free."""

    do: str
    number: int | None


@dataclass(frozen=True)
class Answer:
    """What became of a wish: a sentence, how many berths the basket holds now, and its key."""

    is_done: bool
    says: str
    size: int | None = None
    basket: str = ""


def read(text: str | None) -> Wish:
    """Understand a message.

    Args:
        text: What the socket received; None if it was no text.

    Raises:
        Unclear: It is no wish.

    Example:
        >>> read('{"do": "hold", "number": 3}')
        Wish(do='hold', number=3)
    """
    if text is None:
        raise Unclear("Send text, not bytes.")
    if len(text) > MOST_CHARACTERS:
        raise Unclear(f"A message has {MOST_CHARACTERS} characters at most.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Unclear("A message must be JSON.") from None
    if not isinstance(data, dict) or data.get("do") not in ("hold", "release"):
        raise Unclear('A message must say "do": "hold" or "release".')
    number = data.get("number")
    if number is None and data["do"] == "hold":
        return Wish("hold", None)
    if type(number) is not int or not 1 <= number <= 999:  # True is an int too
        raise Unclear("A berth's number is a whole number from 1.")
    return Wish(data["do"], number)


def fulfil(wish: Wish, departure: int, session_key: str | None) -> Answer:
    """Do what a visitor wishes, if they may. Synchronous: its transaction belongs to one thread.

    Args:
        wish: What they asked for.
        departure: The train's primary key.
        session_key: From the socket's cookie. Who it belongs to is looked up anew each time.
    """
    try:
        visitor = signed_in_now(session_key)
        if visitor is None:
            return Answer(False, SIGN_IN)
        says = (
            _hold(wish, departure, visitor)
            if wish.do == "hold"
            else _release(wish, departure, visitor)
        )
        size = Hold.objects.filter(basket=visitor.basket).live().count()
    except Refused as refusal:
        return Answer(False, str(refusal))
    except DatabaseError:
        return Answer(False, "Our database does not answer. Please try again.")
    return Answer(True, says, size, visitor.basket)


def _hold(wish: Wish, departure: int, visitor: Visitor) -> str:
    held = desk.hold(departure, wish.number, visitor.basket)
    return f"Berth {held.berth.number} is yours for {waiting(held.left)}."


def _release(wish: Wish, departure: int, visitor: Visitor) -> str:
    mine = Hold.objects.filter(
        basket=visitor.basket, berth__departure=departure, berth__number=wish.number
    ).first()
    if mine is None:
        raise Refused(f"You do not hold berth {wish.number}.")
    desk.release(mine.key, visitor.basket)
    return f"Berth {wish.number} is given back."
