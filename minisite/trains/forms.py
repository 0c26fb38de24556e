"""What a traveller may ask of the timetable."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as formatted

from minisite.network.models import Station


class TimetableForm(forms.Form):
    """From where, and on which night. It needs no database: the choices are handed in."""

    origin = forms.ChoiceField(label="From")
    night = forms.ChoiceField(label="Night of")

    def __init__(
        self, data: Any = None, *, stations: Iterable[Station], nights: Iterable[date]
    ) -> None:
        stations, nights = list(stations), list(nights)
        if not data and stations and nights:
            data = {"origin": stations[0].slug, "night": nights[0].isoformat()}
        super().__init__(data, label_suffix="")
        origin, night = self.fields["origin"], self.fields["night"]
        assert isinstance(origin, forms.ChoiceField)
        assert isinstance(night, forms.ChoiceField)
        origin.choices = [(station.slug, station.name) for station in stations]
        night.choices = [(day.isoformat(), formatted(day, "l, j F")) for day in nights]
        origin.error_messages["invalid_choice"] = "No train that we sell leaves from “%(value)s”."
        night.error_messages["invalid_choice"] = "No train that we sell leaves on “%(value)s”."

    def clean_night(self) -> date:
        return date.fromisoformat(self.cleaned_data["night"])
