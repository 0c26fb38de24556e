"""Let a night go on: report something about a train now and then, so that the boards live.

For one's own machine, in a second window beside `make site`. Nothing is random: the same board
always has the same night.
"""

import time
from itertools import cycle
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from minisite.board.models import State
from minisite.board.reading import board
from minisite.board.reporting import report

DELAYS = (5, 0, 25, 0, 0, 10, 45, 0)  # minutes, train after train


class Command(BaseCommand):
    help = "Report how the trains of a station stand, one report after another, then stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("station", help="its slug, for example vienna")
        parser.add_argument("--every", type=float, default=3.0, help="seconds between two reports")
        parser.add_argument("--most", type=int, default=200, help="how many reports to make")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Invented reports are for one's own machine: it needs NIGHTLINE_DEBUG=1."
            )
        found = board(options["station"])
        if found is None or not found.lines:
            raise CommandError("No train on sale leaves from there.")
        story: list[tuple[int, State, int]] = []
        for line, delay in zip(found.lines, cycle(DELAYS), strict=False):
            if delay:
                story.append((line.departure, State.DELAYED, delay))
            story.append((line.departure, State.BOARDING, delay))
            story.append((line.departure, State.LEFT, delay))
        for number, (departure, state, delay) in enumerate(story[: options["most"]]):
            if number:
                time.sleep(options["every"])
            report(departure, state, delay=delay)
            self.stdout.write(f"{departure}: {state.label}")
