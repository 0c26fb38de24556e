"""Fill the database with the railway. Run it as often as you like: it changes nothing twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from minisite.network.gazetteer import PLACES
from minisite.network.models import Station


class Command(BaseCommand):
    help = "Fill the database with the railway. It can run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            for place in PLACES:
                Station.objects.update_or_create(
                    slug=place.slug, defaults={"name": place.name, "country": place.country}
                )
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(PLACES)} stations.")
