"""What a traveller may send to the desk."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from minisite.booking.models import Hold

EVERYBODY = "passenger"


class ChoiceOfBerthForm(forms.Form):
    """A berth by its number, or the first that is free."""

    number = forms.IntegerField(min_value=1, max_value=999, required=False)
    any = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if cleaned.get("any"):
            cleaned["number"] = None
        elif cleaned.get("number") is None:
            self.add_error("number", "Choose a berth first.")
        return cleaned


class OrderForm(forms.Form):
    """The basket, as the traveller saw it, and whose names are on the tickets."""

    def __init__(self, data: Any = None, *, holds: Iterable[Hold], name: str = "") -> None:
        """One name for one berth, and a name for each of several.

        Args:
            data: What was sent. `passenger` alone is the name on all tickets.
            holds: What is in the basket.
            name: Whose it is likely to be.
        """
        super().__init__(data)
        self.holds = {_field(hold): hold for hold in holds}
        everybody = data is not None and bool(data.get(EVERYBODY))
        if len(self.holds) < 2 or (everybody and not self.holds.keys() & data.keys()):
            self.fields[EVERYBODY] = _name("Name on the ticket", name)
            return
        for number, (field, hold) in enumerate(self.holds.items()):
            train = hold.berth.departure
            label = f"Name for berth {hold.berth.number}, {train.origin} to {train.destination}"
            self.fields[field] = _name(label, name, autocomplete="off" if number else "name")

    def passenger(self) -> str:
        """The name on all tickets, if there is one for all."""
        return str(self.cleaned_data.get(EVERYBODY, ""))

    def names(self) -> dict[UUID, str]:
        """The name on each ticket, by its hold, if there is one for each."""
        cleaned = self.cleaned_data
        return {hold.key: cleaned[name] for name, hold in self.holds.items() if name in cleaned}


def _field(hold: Hold) -> str:
    return f"{EVERYBODY}-{hold.key.hex}"


def _name(label: str, initial: str, autocomplete: str = "name") -> forms.CharField:
    return forms.CharField(
        label=label,
        initial=initial,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": "Write the name of the person who travels."},
    )


class BookForm(forms.Form):
    """One berth, bought directly. For programs: the pages sell by the basket."""

    departure = forms.IntegerField(min_value=1)
    number = forms.IntegerField(min_value=1, max_value=999, required=False)
    passenger = forms.CharField(max_length=80, required=False)
