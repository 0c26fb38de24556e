"""What a visitor held, so that a berth that they lost can be named.

Whoever takes a berth whose hold ended removes that hold, and with it all that the database knew
of the loser. So the session keeps a note of each hold. Two tabs may write notes at the same
moment, and one note be lost: then a sentence is missing later, but never a berth.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef
from django.utils import timezone

from minisite.booking import basket
from minisite.booking.models import Booking, BookingQuerySet, Hold
from minisite.booking.stock import Place, place
from minisite.trains.models import Berth, Departure

KEY = "held"
TOLD_FOR = timedelta(hours=1)  # so long after its end the basket speaks of a lost hold


@dataclass(frozen=True)
class Lost:
    """A berth that a basket held until `ended`, and how it looks now."""

    departure: Departure
    place: Place
    ended: datetime


def remember(session: SessionBase, holds: Iterable[Hold]) -> None:
    """Note what is held. Losses on the same trains are old news then."""
    holds, now = list(holds), timezone.now()
    trains = {hold.berth.departure_id for hold in holds}
    kept = {
        berth: note
        for berth, note in session.get(KEY, {}).items()
        if note["train"] not in trains or datetime.fromisoformat(note["until"]) > now
    }
    _write(session, kept | {str(hold.berth_id): _note(hold) for hold in holds})


def forget(session: SessionBase, key: object) -> None:
    """The visitor gave this hold back."""
    notes = session.get(KEY, {})
    _write(session, {berth: note for berth, note in notes.items() if note["hold"] != str(key)})


def lost(session: SessionBase, holds: Iterable[Hold], traveller: object) -> list[Lost]:
    """Berths whose hold ended and that are in the basket no more, though nobody gave them back.

    Args:
        session: Where the notes are. They are brought up to date.
        holds: What is in the basket now.
        traveller: Who is signed in. What they bought is not lost.
    """
    now, here = timezone.now(), {str(hold.berth_id): _note(hold) for hold in holds}
    gone = {berth: note for berth, note in session.get(KEY, {}).items() if berth not in here}
    ends = {berth: datetime.fromisoformat(note["until"]) for berth, note in gone.items()}
    # A hold that is gone before its end was given back, perhaps in another window.
    ends = {berth: end for berth, end in ends.items() if now - TOLD_FOR < end <= now}
    for berth in _tickets(ends, traveller).values_list("berth", flat=True):
        ends.pop(str(berth), None)
    _write(session, here | {berth: gone[berth] for berth in ends})
    if not ends:
        return []
    mine = basket.peek(session)
    berths = (
        Berth.objects.filter(pk__in=ends)
        .select_related("hold", "departure__origin", "departure__destination")
        .annotate(is_booked=Exists(Booking.objects.live().filter(berth=OuterRef("pk"))))
    )
    return [Lost(each.departure, place(each, mine), ends[str(each.pk)]) for each in berths]


def was_bought(session: SessionBase, keys: Collection[object], traveller: object) -> bool:
    """Whether all these holds are tickets of the traveller already: somebody clicked twice."""
    wanted = {str(key) for key in keys}
    berths = [berth for berth, note in session.get(KEY, {}).items() if note["hold"] in wanted]
    return bool(berths) and _tickets(berths, traveller).live().count() == len(wanted)


def _tickets(berths: Collection[str], traveller: object) -> BookingQuerySet:
    """A traveller's tickets for these berths. A stranger has none, and costs no query."""
    if not berths or not getattr(traveller, "is_authenticated", False):
        return Booking.objects.none()
    return Booking.objects.filter(traveller=traveller, berth__in=berths)


def _note(hold: Hold) -> dict[str, object]:
    return {
        "hold": str(hold.key),
        "train": hold.berth.departure_id,
        "until": hold.expires.isoformat(),
    }


def _write(session: SessionBase, notes: dict[str, dict[str, object]]) -> None:
    if notes != session.get(KEY, {}):  # a page that is only read writes nothing
        session[KEY] = notes
