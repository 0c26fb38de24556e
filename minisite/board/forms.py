"""What the staff may say about a train."""

from collections.abc import Iterable
from typing import Any

from django import forms

from minisite.board.models import MOST_MINUTES, State
from minisite.board.reading import Line


class ReportForm(forms.Form):
    """How one train of this board stands."""

    departure = forms.TypedChoiceField(label="Train", coerce=int)
    state = forms.ChoiceField(label="It is", choices=State.choices)
    delay = forms.IntegerField(
        label="Minutes late", min_value=0, max_value=MOST_MINUTES, required=False, initial=0
    )
    platform = forms.CharField(label="Platform, if it changes", max_length=4, required=False)

    def __init__(self, data: Any = None, *, lines: Iterable[Line]) -> None:
        super().__init__(data, label_suffix="")
        departure = self.fields["departure"]
        assert isinstance(departure, forms.TypedChoiceField)
        departure.choices = [
            (line.departure, f"{line.departs} {line.destination}, {line.carrier} {line.train}")
            for line in lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("state") == State.DELAYED and not cleaned.get("delay"):
            self.add_error("delay", "Say how many minutes late it is.")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What `reporting.report` takes."""
        return {**self.cleaned_data, "delay": self.cleaned_data["delay"] or 0}
