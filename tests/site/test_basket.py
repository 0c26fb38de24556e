"""What the basket says: of time, of what is lost, and of what a visitor did by mistake."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from minisite.booking import desk
from minisite.booking.models import Booking, Hold
from minisite.search.templatetags.night import later, waiting
from tests.site.shop import Browser, train, traveller

pytestmark = pytest.mark.usefixtures("sold")


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def held(client: Browser) -> list[str]:
    return [each["key"] for each in client.get("/api/basket/").json()["holds"]]


def let_end(client: Browser, minutes: int = 15) -> None:
    """As if so much time had passed for everything that is held."""
    ago = timedelta(minutes=minutes)
    for hold in Hold.objects.all():
        Hold.objects.filter(pk=hold.pk).update(expires=hold.expires - ago)
    session = client.session
    for note in session["held"].values():
        note["until"] = (datetime.fromisoformat(note["until"]) - ago).isoformat()
    session.save()


def signed_in(name: str = "ada") -> tuple[Browser, User]:
    client, user = Browser(), traveller(name)
    client.force_login(user)
    return client, user


def test_a_lost_berth_is_named_with_what_happened() -> None:
    night, (ada, _), bob = train(3), signed_in(), Browser()
    ada.post(f"/hold/{night.pk}/", {"number": 2})
    let_end(ada)
    bob.post(f"/hold/{night.pk}/", {"number": 2})
    page = text(ada.get("/basket/"))
    assert "You lost a berth" in page
    assert "Berth 2 from Oslo to" in page
    assert "and then somebody else took the berth. They hold it until" in page
    assert f'href="{night.get_absolute_url()}"' in page
    # It is still said when the page is loaded again, and as it looks by then.
    bob.post(f"/basket/{held(bob)[0]}/release/")
    assert "The berth is free at this moment." in text(ada.get("/basket/"))
    desk.book(night.pk, 2, traveller("bob"))
    assert "and then somebody else booked the berth." in text(ada.get("/basket/"))
    # Whoever holds another berth of the train knows.
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    assert "You lost" not in text(ada.get("/basket/"))


def test_a_hold_that_ended_gives_way_to_a_sale_without_a_hold() -> None:
    night, (ada, _) = train(2), signed_in()
    for number in (1, 2):
        ada.post(f"/hold/{night.pk}/", {"number": number})
    let_end(ada)
    desk.book(night.pk, 1, traveller("bob"))
    page = text(ada.get("/basket/"))
    assert "somebody else booked the berth" in page
    assert len(held(ada)) == 1
    page = ada.post("/basket/", {"passenger": "Ada", "hold": held(ada)}, follow=True)
    assert "Your berth is booked." in text(page)


def test_what_was_given_back_or_booked_is_not_lost() -> None:
    night, (ada, user) = train(3), signed_in()
    for number in (1, 2):
        ada.post(f"/hold/{night.pk}/", {"number": number})
    ada.post(f"/basket/{held(ada)[0]}/release/")
    ada.post("/basket/", {"passenger": "Ada", "hold": held(ada)})
    desk.cancel(Booking.objects.get().reference, user)
    let_end(ada)
    assert "Your basket is empty." in text(ada.get("/basket/"))
    # In another window, before its end: the session knows nothing of it.
    ada.post(f"/hold/{night.pk}/", {"number": 3})
    desk.release(Hold.objects.get().key, ada.session["basket"])
    assert "Your basket is empty." in text(ada.get("/basket/"))


def test_the_news_of_a_loss_grow_old() -> None:
    night, ada = train(1), Browser()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    let_end(ada, 80)
    Hold.objects.all().delete()
    assert "Your basket is empty." in text(ada.get("/basket/"))
    assert ada.session["held"] == {}


def test_the_basket_never_promises_what_has_ended() -> None:
    night, ada = train(2), Browser()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    page = text(ada.get("/basket/"))
    assert '<span class="left" role="timer">10 minutes</span> more.' in page
    assert "countdown.js" in page
    assert '<p class="few" hidden>Your hold ended' in page
    let_end(ada)
    page = text(ada.get("/basket/"))
    assert '<p class="few">Your hold ended' in page
    for promise in ("Nobody else can", "wait meanwhile", "Held until", "countdown.js"):
        assert promise not in page
    assert "After that, somebody else may take it." in page


def test_somebody_who_clicks_twice_is_told_that_it_is_booked() -> None:
    night, (ada, _) = train(2), signed_in()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    form = {"passenger": "Ada", "hold": held(ada)}
    for _ in range(2):
        page = ada.post("/basket/", form, follow=True)
    assert "This is booked already." in text(page)
    assert Booking.objects.count() == 1


def test_a_name_for_each_berth() -> None:
    night, (ada, _) = train(2), signed_in()
    for number in (1, 2):
        ada.post(f"/hold/{night.pk}/", {"number": number})
    page = text(ada.get("/basket/"))
    assert "Name for berth 2, Oslo to" in page
    one, two = sorted(Hold.objects.all(), key=lambda hold: hold.berth.number)
    form = {"hold": held(ada), f"passenger-{one.key.hex}": "Ada", f"passenger-{two.key.hex}": ""}
    page = ada.post("/basket/", form)
    assert page.status_code == 400
    assert "Write the name of the person who travels." in text(page)
    page = ada.post("/basket/", {**form, f"passenger-{two.key.hex}": "Byron"}, follow=True)
    assert dict(Booking.objects.values_list("berth__number", "passenger")) == {1: "Ada", 2: "Byron"}
    assert "Byron" in text(page)
    # A form of two berths, one of which is gone by now, is not asked for names.
    for number in (1, 2):
        Booking.objects.update(cancelled=timezone.now())
        ada.post(f"/hold/{night.pk}/", {"number": number})
    names = {f"passenger-{hold.key.hex}": "Ada" for hold in Hold.objects.all()}
    form = {"hold": held(ada), **names}
    Hold.objects.filter(berth__number=1).delete()
    assert "Nothing was booked. A hold" in text(ada.post("/basket/", form, follow=True))
    # A program may still send one name for all.
    for number in (1, 2):
        Booking.objects.update(cancelled=timezone.now())
        ada.post(f"/hold/{night.pk}/", {"number": number})
    ada.post("/basket/", {"hold": held(ada), "passenger": "Both"})
    assert set(Booking.objects.live().values_list("passenger", flat=True)) == {"Both"}


def test_a_form_that_meets_no_basket_says_so() -> None:
    night, (ada, _) = train(1), signed_in()
    page = ada.post("/basket/", {"passenger": "Ada", "hold": ["x"]}, follow=True)
    assert "This browser has lost its basket" in text(page)
    strict = Browser(enforce_csrf_checks=True)
    page = strict.post(f"/hold/{night.pk}/", {"number": 1})
    assert page.status_code == 403
    for way_on in ('aria-label="Site"', f'href="/hold/{night.pk}/"', 'href="/basket/"'):
        assert way_on in text(page)
    assert "Your basket is empty in this browser." in text(page)


def test_addresses_for_forms_lead_somewhere_when_somebody_types_them() -> None:
    night, (ada, user) = train(1), signed_in()
    assert ada.get(f"/hold/{night.pk}/").headers["location"] == night.get_absolute_url()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    assert ada.get(f"/basket/{held(ada)[0]}/release/").headers["location"] == "/basket/"
    assert ada.get("/sign-out/").headers["location"] == "/"
    assert len(held(ada)) == 1
    assert ada.get("/api/me/").json() == {"name": user.username}


def test_signing_out_says_what_becomes_of_the_basket() -> None:
    night, (ada, user) = train(2), signed_in()
    assert "You are signed out." in text(ada.post("/sign-out/", follow=True))
    ada.force_login(user)
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    page = text(ada.post("/sign-out/", follow=True))
    assert "You are signed out. The berth in your basket is free for others again." in page
    assert not Hold.objects.exists()


def test_the_staff_pages_lead_back() -> None:
    ada, _ = signed_in()
    page = text(ada.get("/staff/", follow=True))
    assert "not authorized" in page
    assert '<a href="/">Back to Nightline</a>' in page


def test_nobody_finds_an_empty_page_or_one_for_developers(settings_debug_off: None) -> None:
    ada, _ = signed_in()
    for path in (
        "/nowhere/",
        "/tickets/NOSUCH/",
        "/hold/999999/",
        "/trains/nobody/a/b/2026-05-05/",
    ):
        page = ada.get(path)
        assert page.status_code == 404
        assert "This track ends here" in text(page)
        assert 'href="/basket/"' in text(page)


def test_a_train_says_how_long_a_hold_lasts() -> None:
    night, ada = train(3), Browser()
    ada.post(f"/hold/{night.pk}/", {"number": 1})
    page = text(ada.get(night.get_absolute_url()))
    assert "A hold keeps it for you for 10 minutes." in page
    assert "<strong>2</strong> of 3 berths are free" in page
    assert "1 berth is" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.2, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (599.4, "10 minutes"),
    ],
)
def test_words_for_a_wait(seconds: float, words: str) -> None:
    assert waiting(timedelta(seconds=seconds)) == words


def test_the_day_of_an_arrival() -> None:
    evening = datetime(2026, 5, 1, 22, 0)
    assert later(evening.replace(hour=23), evening) == ""
    assert later(evening + timedelta(hours=9), evening) == "+1 day"
    assert later(evening + timedelta(hours=30), evening) == "+2 days"
