"""How the pages write lengths of time."""

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def hours(length: timedelta) -> str:
    """A length as "9 h 55"."""
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02}"


@register.filter
def plain(number: float) -> str:
    """A number without needless zeros: 0.1, 0.25, 2."""
    return f"{number:g}"
