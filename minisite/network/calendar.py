"""The railway's own idea of today."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today, or the day the settings fix so that what the course shows stays true."""
    return settings.RAILWAY_TODAY or timezone.localdate()


def last_night() -> date:
    """The last night for which berths are sold."""
    return today() + timedelta(days=settings.SALE_DAYS)


def nights_beside(night: date) -> list[date]:
    """The night before and the night after, if berths are sold for them."""
    beside = (night + timedelta(days=days) for days in (-1, 1))
    return [each for each in beside if today() <= each <= last_night()]


def tomorrow() -> date:
    """The first night that a traveller is offered without asking."""
    return today() + timedelta(days=1)
