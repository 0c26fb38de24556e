"""Fill the database with the railway. Run it as often as you like: it changes nothing twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from minisite.accounts.people import PASSWORD, PEOPLE
from minisite.carriers.table import CARRIERS
from minisite.carriers.trains import train
from minisite.network.calendar import today
from minisite.network.gazetteer import PLACES
from minisite.network.models import Station
from minisite.search.asking import Offer, Question, offer_from
from minisite.trains.opening import write_many

NIGHTS = 5  # from tomorrow
ROUTES = (
    ("paris", "berlin"),
    ("zurich", "rome"),
    ("vienna", "hamburg"),
    ("lisbon", "warsaw"),
)


class Command(BaseCommand):
    help = "Fill the database with the railway. It can run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--people", action="store_true", help="also people to sign in as, for one's own machine"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] and not settings.AT_HOME:
            raise CommandError("Their passwords are public: --people needs NIGHTLINE_DEBUG=1.")
        with transaction.atomic():
            stations = [Station(place.slug, place.name, place.country) for place in PLACES]
            Station.objects.bulk_create(
                stations,
                update_conflicts=True,
                unique_fields=["slug"],
                update_fields=["name", "country"],
            )
            new = write_many(_timetable({station.slug: station for station in stations}))
            if options["people"]:
                _people()
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(PLACES)} stations, {new} new trains.")


def _timetable(stations: dict[str, Station]) -> Iterator[tuple[Question, Offer]]:
    """The routes that people ask for most. Others come on sale when somebody looks.

    This is what the carriers would answer, in print: reading it costs no requests.
    """
    for route in ROUTES:
        for days in range(1, NIGHTS + 1):
            question = Question(
                stations[route[0]], stations[route[1]], today() + timedelta(days=days)
            )
            for carrier in CARRIERS:
                yield question, offer_from(train(carrier, question.params()))


def _people() -> None:
    known = set(User.objects.values_list("username", flat=True))
    for name, is_staff in PEOPLE:
        if name not in known:
            User.objects.create_user(
                name,
                f"{name}@nightline.example",
                PASSWORD,
                is_staff=is_staff,
                is_superuser=is_staff,
            )
