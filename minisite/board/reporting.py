"""How something comes onto the board: the only place that adds a report."""

from django.db import transaction

from minisite.board import feed
from minisite.board.models import MOST_MINUTES, Report, State
from minisite.board.signals import reported
from minisite.network.models import Station


def report(departure: int, state: State | str, *, delay: int = 0, platform: str = "") -> Report:
    """Say how a train stands. All boards that hang anywhere show it.

    Synchronous, because a transaction belongs to one thread: asynchronous code calls it in one
    piece, `await sync_to_async(report)(…)`.

    Args:
        departure: The train's primary key.
        state: One of `State`.
        delay: Minutes. A delayed train needs at least one.
        platform: Where it leaves; empty for no change.

    Raises:
        ValueError: The state is unknown, or the delay does not fit it.
        django.db.IntegrityError: There is no such train.

    Example:
        >>> report(train.pk, State.DELAYED, delay=20)
    """
    state = State(state)
    if not 0 <= delay <= MOST_MINUTES:
        raise ValueError(f"A delay has 0 to {MOST_MINUTES} minutes, not {delay}.")
    if state is State.DELAYED and not delay:
        raise ValueError("A delayed train needs a delay in minutes.")
    with transaction.atomic():
        _wait_in_line()
        made = Report.objects.create(
            departure_id=departure, state=state, delay=delay, platform=platform
        )
        reported.send(Report, report=made)
        # A reader that is told earlier would look, and not see it yet.
        transaction.on_commit(feed.ring)
    return made


def _wait_in_line() -> None:
    """Let one report commit before the next gets its number.

    A board remembers the highest number it has shown. On PostgreSQL number 7 may become visible
    after number 8; then nobody would ever ask for it. So everybody who reports locks the same
    row first. SQLite lets one writer in anyway.
    """
    list(Station.objects.select_for_update(no_key=True).order_by("pk").values("pk")[:1])
