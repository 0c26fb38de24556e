"""How the pages write lengths of time."""

import math
from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def hours(length: timedelta) -> str:
    """A length as "9 h 55"."""
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02}"


@register.filter
def waiting(length: timedelta) -> str:
    """How long somebody may wait, as "10 minutes", "1 minute" or "45 seconds"."""
    seconds = math.ceil(length.total_seconds())
    number, unit = (seconds, "second") if seconds < 60 else (round(seconds / 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"


@register.filter
def later(arrives: datetime, departs: datetime) -> str:
    """What a clock does not show of an arrival: "+1 day", or nothing on the same day."""
    days = (_day(arrives) - _day(departs)).days
    return "" if days == 0 else f"+{days} day{'' if days == 1 else 's'}"


def _day(moment: datetime) -> date:
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()


@register.filter
def plain(number: float) -> str:
    """A number without needless zeros: 0.1, 0.25, 2."""
    return f"{number:g}"
