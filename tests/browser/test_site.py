"""The site, as travellers use it: to search, and to book while somebody else does the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minisite.accounts.people import PASSWORD
from minisite.carriers.table import CARRIERS
from tests.browser.shop import open_site, problems

# Three berths, as the carriers offer them on every machine.
SMALL_TRAIN = "/trains/fjord/vienna/hamburg/2026-05-05/"
SEARCH = "/?origin=vienna&destination=hamburg&date=2026-05-05"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_site(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Somebody else, with a browser of their own. It runs no scripts, so its pages stay as they
    were while others are faster."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_traveller_finds_a_berth(page: Page, address: str) -> None:
    wrong: list[str] = []
    page.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fall asleep here, wake up there")
    page.get_by_role("link", name="Paris").click()
    expect(page.locator(".offer").first).to_be_visible()
    assert 0 < page.locator(".offer").count() <= len(CARRIERS)
    page.get_by_role("button", name="Find a berth").click()
    expect(page.locator(".offer .price").first).to_contain_text("€")
    page.locator(".offer").first.click()
    expect(page.locator("#free")).to_contain_text(re.compile("berths? (is|are) free"))
    page.go_back()
    page.get_by_role("link", name="Timetable").click()
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("group", name="Compartment 1")).to_be_visible()
    assert wrong == []


def test_two_travellers_want_the_last_berth(page: Page, other: Page, address: str) -> None:
    # Somebody else books all berths but one.
    other.goto(address + SMALL_TRAIN)
    sign_in(other, "grace")
    for _ in range(2):
        other.goto(address + SMALL_TRAIN)
        other.get_by_role("button", name="Hold any free berth").click()
    other.get_by_role("button", name="Book for €216").click()
    expect(other.get_by_role("status")).to_have_text("2 berths are booked.")

    # A newcomer finds the train, with the keyboard alone.
    page.goto(address + SEARCH)
    offer = page.locator(".offer", has_text="Fjord")
    expect(offer).to_contain_text("1 berth left")
    offer.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 3 berths is free")).to_be_visible()
    other.goto(address + SMALL_TRAIN)
    other.locator("input[name=number]:enabled").check()

    # Both see the berth as free. The newcomer is faster.
    page.locator("input[name=number]:enabled").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is yours for 10 minutes")
    other.get_by_role("button", name="Hold this berth").click()
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else was faster: berth 3 is held for them until")
    expect(other.get_by_text("No berth is free. Some are only held")).to_be_visible()
    assert problems(other) == []

    # The berth waits while the newcomer makes an account.
    page.get_by_role("link", name="sign up").click()
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Your name").fill("Noor Comer")
    page.get_by_label("Password", exact=True).fill("three words asleep")
    page.get_by_label("Password confirmation").fill("three words asleep")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_label("Name on the ticket")).to_have_value("Noor Comer")
    page.get_by_role("button", name="Book for €108").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your ticket")
    expect(page.get_by_text("3 (lower), compartment 1")).to_be_visible()
    other.reload()
    expect(other.get_by_text("No berth is free.")).to_be_visible()
    expect(other.locator(".berth.booked")).to_have_count(3)

    # Plans change, and the other one is glad.
    page.get_by_role("link", name="cancel this ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel this ticket?")
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancelled ticket")
    other.reload()
    other.get_by_role("button", name="Hold any free berth").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your basket")


def test_everybody_can_use_every_page(page: Page, address: str) -> None:
    found: list[str] = []

    def look() -> None:
        found.extend(problems(page))

    for path in ("/", SEARCH, "/timetable/", "/trains/jura/paris/berlin/2026-05-03/"):
        page.goto(address + path)
        look()
    page.get_by_role("button", name="Hold any free berth").click()
    look()
    page.get_by_role("link", name="sign up").click()
    look()
    page.get_by_label("Username").fill("no good name")
    page.get_by_label("Password", exact=True).fill("1")
    page.get_by_label("Password confirmation").fill("2")
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    look()
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")
    look()
    sign_in(page, "ada")
    page.goto(f"{address}/basket/")
    look()
    page.get_by_role("button", name="Book for").click()
    look()
    page.get_by_role("link", name="cancel this ticket").click()
    look()
    page.goto(f"{address}/tickets/")
    look()
    for path in ("trains/jura/paris/berlin/2027-05-03/", "timetable/?origin=Oslo", "nowhere/"):
        page.goto(f"{address}/{path}")
        look()
    page.goto(f"{address}/trains/kestrel/oslo/rome/2026-05-04/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kestrel gives no answer")
    look()
    assert found == []


def test_the_end_of_a_hold_is_seen_on_an_open_page(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    with open_site(tmp_path, NIGHTLINE_HOLD="6") as address:
        page.goto(address + SMALL_TRAIN)
        page.get_by_role("button", name="Hold any free berth").click()
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^[45] s$"))
        assert problems(page) == []
        expect(page.get_by_text("Your hold ended at")).to_be_visible()
        expect(page.get_by_role("timer")).to_be_hidden()
        expect(page.locator("#ends")).to_have_text("Your hold on berth 1 ended.")
        expect(page.locator(".nav .count")).to_have_count(0)
        assert problems(page) == []

        context = browser.new_context(java_script_enabled=False)
        bob = context.new_page()
        bob.goto(address + SMALL_TRAIN)
        bob.get_by_role("button", name="Hold any free berth").click()
        expect(bob.get_by_text("Held until")).to_be_visible()
        expect(bob.get_by_text("Your hold ended at")).to_be_hidden()
        context.close()

        page.reload()
        expect(page.get_by_role("heading", name="You lost a berth")).to_be_visible()
        assert problems(page) == []
        page.get_by_role("link", name="See what is free on Fjord").click()
        expect(page.get_by_role("group", name="Compartment 1")).to_be_visible()


def test_a_narrow_page_keeps_its_buttons_at_hand(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(address + "/trains/jura/vienna/hamburg/2026-05-05/")
    expect(page.get_by_role("button", name="Hold this berth")).to_be_in_viewport()


def test_a_ticket_on_paper_is_the_ticket_alone(page: Page, address: str) -> None:
    page.goto(address)
    sign_in(page, "ada")
    page.goto(address + "/trains/jura/zurich/rome/2026-05-05/")
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_role("button", name="Hold any free berth").click()
    page.get_by_role("link", name="To the basket").click()
    page.get_by_role("button", name="Book for").click()
    expect(page.locator(".reference")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".reference")).to_be_visible()
    expect(page.get_by_role("link", name="My tickets", exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name="cancel this ticket")).to_be_hidden()


def test_the_keyboard_always_shows_where_it_is(page: Page, address: str) -> None:
    page.goto(address + "/trains/jura/zurich/rome/2026-05-04/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    outline = "getComputedStyle(document.activeElement.closest('.berth') ?? document.activeElement)"
    assert page.evaluate(f"{outline}.outlineStyle") == "solid"


def test_the_staff_open_their_pages(page: Page, address: str) -> None:
    page.goto(address)
    sign_in(page, "conductor")
    page.get_by_role("link", name="Staff").click()
    page.get_by_role("link", name="Departures").first.click()
    expect(page.locator(".paginator")).to_contain_text("departures")
