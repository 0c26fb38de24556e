"""Sign up with a name and a password, under Django's own rules."""

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User


class SignUpForm(UserCreationForm):
    """A new traveller."""

    first_name = forms.CharField(
        label="Your name, as it shall stand on tickets",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    email = forms.EmailField(
        label="Your mail address, if you want to hear of delays",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "first_name", "email")
