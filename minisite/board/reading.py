"""What is on a board, read from the database. Synchronous: each function is one visit to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as formatted

from minisite.board.models import Report, State
from minisite.network.calendar import today
from minisite.network.models import Station
from minisite.trains.models import Departure

PLATFORMS = 12
MOST_MISSED = 100  # who missed more reports than this gets the whole board


@dataclass(frozen=True)
class Line:
    """One train on a board. Times are "HH:MM" on the station's clock, the delay is in minutes."""

    departure: int
    departs: str
    expected: str
    destination: str
    carrier: str
    train: str
    platform: str
    state: str
    says: str
    delay: int
    url: str

    @property
    def is_late(self) -> bool:
        return self.expected != self.departs


@dataclass(frozen=True)
class News:
    """One report: its number, where it belongs, and the line as it is from now on."""

    number: int
    origin: str
    night: date
    line: Line


@dataclass(frozen=True)
class Board:
    """All trains that leave a station on a night. `number` is the last report in it, or 0."""

    origin: str
    slug: str
    night: date | None
    number: int
    lines: list[Line]

    def as_json(self) -> dict[str, object]:
        """The board for a program. The page and its stream use the same form."""
        return {**asdict(self), "night_says": formatted(self.night, "l, j F") if self.night else ""}


def last_number() -> int:
    """The number of the newest report of all; 0 if there is none."""
    return Report.objects.aggregate(last=Max("pk"))["last"] or 0


def board(origin: str) -> Board | None:
    """The board of a station for the next night on which a train leaves it.

    Args:
        origin: The station's slug.

    Returns:
        The board; without lines if no train is on sale there. None if there is no such station.
    """
    station = Station.objects.filter(pk=origin).first()
    if station is None:
        return None
    number = last_number()  # first: what comes in between is then sent once more, and not missed
    coming = Departure.objects.filter(origin=origin, night__gte=today())
    night = coming.order_by("night").values_list("night", flat=True).first()
    lines: list[Line] = []
    if night is not None:
        trains = list(
            coming.filter(night=night)
            .select_related("destination")
            .annotate(
                newest=Max("reports"),
                placed=Max("reports", filter=~Q(reports__platform="")),
            )
        )
        # Grouping by train loses its default order.
        trains.sort(key=lambda each: (each.departs, each.carrier))
        wanted = {pk for each in trains for pk in (each.newest, each.placed) if pk}
        reports = Report.objects.in_bulk(wanted)
        lines = [_line(each, reports.get(each.newest), reports.get(each.placed)) for each in trains]
    return Board(station.name, station.slug, night, number, lines)


def missed(origin: str, after: int) -> list[News] | None:
    """The reports that a board has not shown yet.

    Args:
        origin: The station's slug.
        after: The last number that it has shown.

    Returns:
        The news, oldest first. None if it needs the whole board: it missed too much, or it has
        seen a number that this database never gave out.
    """
    if after > last_number():
        return None
    found = news(after, MOST_MISSED + 1, origin=origin)
    return found if len(found) <= MOST_MISSED else None


def news(after: int, most: int, **where: object) -> list[News]:
    """The reports after a number, oldest first, at most so many, of all stations or one."""
    reports = Report.objects.filter(pk__gt=after).select_related("departure__destination")
    if where:
        reports = reports.filter(departure__origin=where["origin"])
    found = list(reports.order_by("pk")[:most])
    platforms = _platforms(found)
    return [
        News(
            each.pk,
            each.departure.origin_id,
            each.departure.night,
            _line(each.departure, each, platforms.get(each.departure_id)),
        )
        for each in found
    ]


def stations_with_boards() -> QuerySet[Station]:
    """Stations where a train on sale leaves."""
    coming = Departure.objects.filter(night__gte=today())
    return Station.objects.filter(pk__in=coming.values("origin"))


def _platforms(reports: list[Report]) -> dict[int, Report]:
    """The newest report with a platform of each of these trains."""
    wanted = {each.departure_id for each in reports}
    newest = (
        Report.objects.filter(departure__in=wanted)
        .exclude(platform="")
        .order_by()
        .values("departure")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    return {each.departure_id: each for each in Report.objects.filter(pk__in=newest)}


def _line(train: Departure, report: Report | None, platform: Report | None) -> Line:
    delay = report.delay if report else 0
    state = State(report.state) if report else State.ON_TIME
    return Line(
        departure=train.pk,
        departs=_clock(train.departs),
        expected=_clock(train.departs + timedelta(minutes=delay)),
        destination=train.destination.name,
        carrier=train.carrier,
        train=train.train,
        platform=platform.platform if platform else _usual_platform(train),
        state=state.value,
        says=f"{delay} min late" if state is State.DELAYED else str(state.label),
        delay=delay,
        url=train.get_absolute_url(),
    )


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _usual_platform(train: Departure) -> str:
    """A hash is its dice: the same train always leaves from the same platform."""
    return str(1 + crc32(f"{train.carrier} {train.origin_id}".encode()) % PLATFORMS)
