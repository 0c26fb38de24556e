"""A train's berths, once for everybody: what each visitor sees is worked out from it."""

from __future__ import annotations

from typing import Any, TypedDict

from django.utils import timezone

from minisite.booking.stock import berths_with_owners, place
from minisite.seats.visitors import mark
from minisite.trains.models import Departure


class Berth(TypedDict):
    """One berth. `left` are seconds until its hold expires; `owner` marks whose hold it is."""

    number: int
    state: str
    left: float | None
    owner: str


class Picture(TypedDict):
    """All berths of a train. A picture with a higher version is newer."""

    version: int
    berths: list[Berth]


def picture(departure: int) -> Picture | None:
    """How a train looks now. None if there is no such train."""
    # The version first: a change in between then makes a picture that is newer than it says, and
    # not one that is older.
    version = Departure.objects.filter(pk=departure).values_list("changes", flat=True).first()
    if version is None:
        return None
    now = timezone.now()
    berths: list[Berth] = []
    for each in berths_with_owners(departure):
        seen = place(each, "", now)
        held = seen.state == "held"
        berths.append(
            {
                "number": seen.number,
                "state": seen.state,
                "left": (seen.until - now).total_seconds() if seen.until else None,
                "owner": mark(each.hold.basket) if held else "",
            }
        )
    return {"version": version, "berths": berths}


def as_seen(whole: Picture, mine: str) -> dict[str, Any]:
    """What one visitor may know of a picture: which holds are theirs, not whose the others are.

    Args:
        whole: The picture for everybody.
        mine: The mark of the visitor's basket; "" if there is none.
    """
    berths = [
        {
            "number": each["number"],
            "state": "mine" if mine and each["owner"] == mine else each["state"],
            "left": each["left"],
        }
        for each in whole["berths"]
    ]
    return {"type": "seats", "version": whole["version"], "berths": berths}
