"""What a traveller may ask of the timetable."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as formatted

from minisite.network.calendar import last_night, today
from minisite.network.fields import NAMES, StationField, slug_of
from minisite.network.models import Station


class TimetableForm(forms.Form):
    """From where, and on which night. It needs no database: the choices are handed in."""

    origin = StationField(label="From")
    night = forms.ChoiceField(label="Night of")

    def __init__(
        self, data: Any = None, *, stations: Iterable[Station], nights: Iterable[date]
    ) -> None:
        names = {station.slug: station.name for station in stations}
        days = list(nights)
        origin = (data or {}).get("origin") or next(iter(names), "")
        night = (data or {}).get("night") or (days[0].isoformat() if days else "")
        super().__init__({"origin": origin, "night": night}, label_suffix="")
        # Whoever asks for a station or a night without trains shall read so, and is not wrong.
        self.origin_name = NAMES.get(slug_of(origin), "")
        if self.origin_name:
            names[slug_of(origin)] = self.origin_name
        asked = _night(night)
        if asked and asked not in days and today() <= asked <= last_night():
            days.append(asked)
        _choices(self.fields["origin"], names, "There is no station “%(value)s”.")
        nights_by_day = {day.isoformat(): formatted(day, "l, j F") for day in days}
        _choices(self.fields["night"], nights_by_day, "No berths are sold for “%(value)s”.")

    def clean_night(self) -> date:
        return date.fromisoformat(self.cleaned_data["night"])


def _night(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _choices(field: forms.Field, choices: dict[str, str], otherwise: str) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices.items())
    field.error_messages |= {"invalid_choice": otherwise, "required": "Choose one."}
