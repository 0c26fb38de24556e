"""A station, as somebody may write it in an address."""

from typing import Any

from django import forms

from minisite.network.gazetteer import PLACES

_KNOWN = {word.casefold(): place for place in PLACES for word in (place.slug, place.name)}
NAMES = {place.slug: place.name for place in PLACES}


class StationField(forms.ChoiceField):
    """A choice of stations that also knows them by name, in any case: "Berlin" is "berlin"."""

    def to_python(self, value: Any) -> str:
        return slug_of(super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        return slug_of(value) if isinstance(value, str) else value


def slug_of(text: str) -> str:
    """The slug of the station that is written here by slug or name; else the text itself."""
    place = _KNOWN.get(text.strip().casefold())
    return place.slug if place else text
