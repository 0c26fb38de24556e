"""What a traveller may send to the desk."""

from django import forms


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
    """The basket, as the traveller saw it, and whose name is on the tickets."""

    passenger = forms.CharField(
        label="Name on the tickets",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write the name of the person who travels."},
    )


class BookForm(forms.Form):
    """One berth, bought directly. For programs: the pages sell by the basket."""

    departure = forms.IntegerField(min_value=1)
    number = forms.IntegerField(min_value=1, max_value=999, required=False)
    passenger = forms.CharField(max_length=80, required=False)
