"""Which train a carrier runs between two stations on a night. Worked out, never stored."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from minisite.carriers.table import Carrier
from minisite.network.gazetteer import BY_SLUG, kilometres

MIDDLE_LENGTH_KM = 900  # a route of this length costs what the table says
LONG_RUN_MINUTES = 600  # a longer run leaves earlier in the evening
WEEKEND_FACTOR = 1.15  # Friday and Saturday nights


class BadQuestion(ValueError):
    """The question names no route or no night."""


def train(carrier: Carrier, question: Mapping[str, str]) -> dict[str, Any]:
    """One train of this carrier, ready for JSON.

    Args:
        carrier: Who runs it.
        question: `origin` and `destination` (slugs of two stations) and `date` (YYYY-MM-DD, the
            evening it leaves).

    Raises:
        BadQuestion: A part is missing or unknown.
    """
    try:
        origin, destination = BY_SLUG[question["origin"]], BY_SLUG[question["destination"]]
        night = date.fromisoformat(question["date"])
    except (KeyError, ValueError) as problem:
        raise BadQuestion("Give origin and destination, two stations, and a date.") from problem
    length = kilometres(origin, destination)
    seed = crc32(f"{carrier.name} {origin.slug} {destination.slug} {night}".encode())
    minutes = _minutes(carrier, length)
    first = time(21) if minutes < LONG_RUN_MINUTES else time(18)
    departs = datetime.combine(night, first) + timedelta(minutes=5 * (seed % 36))
    arrives = departs + timedelta(minutes=5 * round(minutes / 5))
    return {
        "carrier": carrier.name,
        "train": f"{carrier.name[:2].upper()} {100 + seed // 36 % 900}",
        "departs": departs.isoformat(timespec="minutes"),
        "arrives": arrives.isoformat(timespec="minutes"),
        "price": _price(carrier, length, night),
        "berths": 1 + seed // 7 % 24,
    }


def _minutes(carrier: Carrier, length: float) -> float:
    """Five hours at least, else at 150 km/h with stops. A dearer carrier is a little faster."""
    return max(300, 240 + length * 0.3) * (1.1 - carrier.price / 1000)


def _price(carrier: Carrier, length: float, night: date) -> int:
    weekend = WEEKEND_FACTOR if night.weekday() in (4, 5) else 1.0
    return round(carrier.price * (0.5 + 0.5 * length / MIDDLE_LENGTH_KM) * weekend)
