"""What a traveller may ask."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from minisite.network.calendar import last_night, today, tomorrow
from minisite.network.fields import StationField
from minisite.network.models import Station
from minisite.search.asking import Question


class SearchForm(forms.Form):
    """From where, to where, on which night. It needs no database: the stations are handed in.

    So it behaves the same in a synchronous and in an asynchronous view.
    """

    origin = StationField(label="From")
    destination = StationField(label="To")
    date = forms.DateField(
        label="Night of",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a night.",
            "invalid": "Write the date as year-month-day, such as 2026-05-02.",
        },
    )
    deadline = forms.FloatField(required=False, min_value=0.01, max_value=10)

    def __init__(self, data: Any = None, *, stations: Iterable[Station], origin: str = "") -> None:
        super().__init__(data, initial={"date": tomorrow(), "origin": origin}, label_suffix="")
        self.stations = {station.slug: station for station in stations}
        choices = [(station.slug, station.name) for station in self.stations.values()]
        for name in ("origin", "destination"):
            field = self.fields[name]
            assert isinstance(field, StationField)
            field.choices = [("", "Choose a station"), *choices]
            field.error_messages["required"] = "Choose a station."
            field.error_messages["invalid_choice"] = "No night train stops at “%(value)s”."
        night = self.fields["date"].widget.attrs
        night["min"], night["max"] = today().isoformat(), last_night().isoformat()

    def clean_date(self) -> datetime.date:
        night: datetime.date = self.cleaned_data["date"]
        if night < today():
            raise forms.ValidationError("That night has passed.", code="past")
        if night > last_night():
            days = settings.SALE_DAYS
            raise forms.ValidationError(f"Berths are sold {days} days ahead, not earlier.", "early")
        return night

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        origin = cleaned.get("origin")
        if origin and origin == cleaned.get("destination"):
            self.add_error("destination", "You are there already. Choose another station.")
        return cleaned

    def question(self) -> Question:
        """The question, once the form is valid."""
        cleaned = self.cleaned_data
        return Question(
            self.stations[cleaned["origin"]],
            self.stations[cleaned["destination"]],
            cleaned["date"],
        )

    def deadline_seconds(self) -> float:
        """How long the traveller waits for all carriers together, in seconds."""
        return self.cleaned_data["deadline"] or settings.SEARCH_DEADLINE
