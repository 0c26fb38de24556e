"""From an account to a ticket and back, with forms, as a browser sends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test.utils import override_settings

from minisite.booking import desk
from minisite.booking.models import Booking, Hold
from tests.site.shop import Browser, train, traveller

pytestmark = pytest.mark.usefixtures("sold")
PASSWORD = "quiet-wagon-7"


@pytest.fixture(autouse=True)
def _quick_passwords() -> object:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=quick):
        yield


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def sign_up(client: Browser, **more: str) -> object:
    form = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, **more}
    return client.post("/sign-up/", form, follow=True)


def held(client: Browser) -> list[str]:
    return [each["key"] for each in client.get("/api/basket/").json()["holds"]]


def test_a_berth_waits_while_its_traveller_signs_up() -> None:
    night, client = train(2), Browser()
    page = client.post(f"/hold/{night.pk}/", {"number": 2}, follow=True)
    assert "Berth 2 is yours for 10 minutes." in text(page)
    assert "sign up" in text(page)
    assert client.post("/basket/").headers["location"] == "/sign-in/?next=/basket/"
    page = sign_up(client, next="/basket/", first_name="Ada L.")
    assert "Welcome, Ada L." in text(page)
    assert 'value="Ada L."' in text(page)
    page = client.post("/basket/", {"passenger": "Ada L.", "hold": held(client)}, follow=True)
    ticket = Booking.objects.get()
    assert ticket.reference in text(page)
    assert "Your berth is booked." in text(page)
    assert not Hold.objects.exists()
    assert ticket.reference in text(client.get("/tickets/"))
    for world in ("tickets", "tickets-sync"):
        (line,) = client.get(f"/api/{world}/").json()["tickets"]
        assert (line["reference"], line["berth"]) == (ticket.reference, 2)


def test_somebody_else_sees_what_happened() -> None:
    night, ada, grace = train(1), Browser(), Browser()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    page = grace.post(f"/hold/{night.pk}/", {"number": 1}, follow=True)
    assert page.redirect_chain == [(night.get_absolute_url(), 302)]
    assert "Somebody else was faster: berth 1 is held for them until" in text(page)
    assert 'role="alert"' in text(page)
    sign_up(ada)
    ada.post("/basket/", {"passenger": "Ada", "hold": held(ada)})
    page = grace.post(f"/hold/{night.pk}/", {"any": "1"}, follow=True)
    assert "Every berth on this train is booked." in text(page)
    assert "No berth is free" in text(page)


def test_a_hold_that_ended_is_explained() -> None:
    night, ada, grace = train(1), Browser(), Browser()
    sign_up(ada)
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    keys = held(ada)
    for hold in Hold.objects.all():
        hold.expires -= timedelta(minutes=20)
        hold.save()
    assert "Your hold ended at" in text(ada.get("/basket/"))
    grace.post(f"/hold/{night.pk}/", {"number": 1})
    page = ada.post("/basket/", {"passenger": "Ada", "hold": keys}, follow=True)
    assert "Nothing was booked. A hold of yours had ended" in text(page)
    assert "You lost a berth" in text(page)
    assert not Booking.objects.exists()


def test_forms_say_what_is_wrong() -> None:
    night, client = train(1), Browser()
    page = client.post(f"/hold/{night.pk}/", {}, follow=True)
    assert "Choose a berth first." in text(page)
    page = client.post("/sign-up/", {"username": "ada", "password1": "123", "password2": "123"})
    assert "This password is too short" in text(page)
    assert 'aria-invalid="true"' in text(page)
    sign_up(client)
    client.post(f"/hold/{night.pk}/", {"number": 1})
    page = client.post("/basket/", {"passenger": "", "hold": held(client)})
    assert page.status_code == 400
    assert "Write the name of the person who travels." in text(page)
    client.post("/basket/", {"passenger": "A", "hold": ["no key"]})
    assert not Booking.objects.exists()


def test_giving_back_and_signing_out_free_the_berth() -> None:
    night, client = train(2), Browser()
    client.post(f"/hold/{night.pk}/", {"number": 1})
    client.post(f"/basket/{held(client)[0]}/release/")
    assert not Hold.objects.exists()
    sign_up(client)
    client.post(f"/hold/{night.pk}/", {"number": 1})
    client.post("/sign-out/")
    assert not Hold.objects.exists()
    assert client.get("/api/me/").json() == {"name": None}


def test_only_the_traveller_sees_and_cancels_a_ticket() -> None:
    night, ada, grace = train(1), Browser(), Browser()
    people = [traveller("ada"), traveller("grace")]
    ada.force_login(people[0])
    grace.force_login(people[1])
    ticket = desk.book(night.pk, 1, people[0])
    address = f"/tickets/{ticket.reference}/"
    assert f'href="{address}cancel/"' in text(ada.get(address))
    assert grace.get(address).status_code == 404
    assert grace.post(f"{address}cancel/").status_code == 404
    assert Browser().get(address).headers["location"] == f"/sign-in/?next={address}"
    assert "Cancel this ticket?" in text(ada.get(f"{address}cancel/"))
    assert Booking.objects.live().exists()
    page = ada.post(f"{address}cancel/", follow=True)
    assert "Its berth is free again." in text(page)
    assert "Cancelled ticket" in text(page)
    assert not Booking.objects.live().exists()


@pytest.mark.parametrize("world", ["sign-in", "sign-in-sync"])
def test_signing_in_by_program(world: str) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    client = Browser()
    wrong = client.post(f"/api/{world}/", {"username": "ada", "password": "x"})
    assert wrong.status_code == 403
    right = client.post(f"/api/{world}/", {"username": "ada", "password": PASSWORD})
    assert right.json() == {"name": "ada"}
    for address in ("/api/me/", "/api/me-sync/"):
        assert client.get(address).json() == {"name": "ada"}


def test_a_form_without_its_token_is_refused() -> None:
    night, client = train(1), Browser(enforce_csrf_checks=True)
    page = client.post(f"/hold/{night.pk}/", {"number": 1})
    assert page.status_code == 403
    assert "Please send it again" in text(page)
    assert not Hold.objects.exists()


def test_sign_in_leads_nowhere_else() -> None:
    User.objects.create_user("ada", password=PASSWORD)
    form = {"username": "ada", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Browser().post("/sign-in/", form).headers["location"] == "/tickets/"


def test_the_staff_have_pages_of_their_own() -> None:
    night, client = train(2), Browser()
    ticket = desk.book(night.pk, 1, traveller())
    assert client.get("/staff/").status_code == 302
    client.force_login(User.objects.create_superuser("conductor"))
    for page in ("trains/departure", "network/station", "booking/booking", "booking/hold"):
        assert client.get(f"/staff/{page}/").status_code == 200
    assert client.get(f"/staff/trains/departure/{night.pk}/change/").status_code == 200
    client.post("/staff/booking/booking/", {"action": "cancel", "_selected_action": [ticket.pk]})
    assert not Booking.objects.live().exists()
