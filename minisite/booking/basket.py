"""The basket: the session keeps its key, the database what is in it.

Two tabs of one browser may add something at the same moment. Each would write its own list into
the session, and one would be lost. So the session keeps only a key that never changes.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from minisite.booking.models import Hold

KEY = "basket"


def peek(session: SessionBase) -> str:
    """The key of this visitor's basket, or "" if there is none yet. It makes none."""
    return str(session.get(KEY, ""))


async def apeek(session: SessionBase) -> str:
    """`peek` for asynchronous code."""
    return str(await session.aget(KEY, ""))


def key_of(session: SessionBase) -> str:
    """The key of this visitor's basket, which is made if there is none."""
    if KEY not in session:
        session[KEY] = get_random_string(32)
    return peek(session)


async def akey_of(session: SessionBase) -> str:
    """`key_of` for asynchronous code."""
    if not await session.ahas_key(KEY):
        await session.aset(KEY, get_random_string(32))
    return await apeek(session)


def holds(key: str) -> QuerySet[Hold]:
    """What is in a basket, each with its berth, train and stations, in one query."""
    return Hold.objects.filter(basket=key).select_related(
        "berth__departure__origin", "berth__departure__destination"
    )
