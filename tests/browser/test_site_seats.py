"""The seat map: what one traveller does in one window is seen in another, on another server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minisite.accounts.people import PASSWORD
from tests.browser.shop import open_site, problems
from tests.site import redis_server

# The socket's next message waits until `sendNow()`.
LATER = """() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function(text) { window.sendNow = () => send.call(this, text); };
}"""
TRAIN = "/trains/jura/zurich/rome/2026-05-04/"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Two server processes on one database, which hear of each other through Redis."""
    folder = tmp_path_factory.mktemp("seats")
    with (
        redis_server.running() as url,
        open_site(folder, REDIS_URL=url) as first,
        open_site(folder, REDIS_URL=url) as second,
    ):
        yield first, second


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in/?next={TRAIN}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#live")).to_have_text("Live")


def berth(number: int) -> str:
    return f".berth[data-number='{number}']"


def test_a_hold_is_seen_in_the_other_window_and_given_back(
    page: Page, other: Page, two: tuple[str, str]
) -> None:
    sign_in(page, two[0], "ada")
    other.goto(two[1] + TRAIN)
    expect(page.locator("#people")).to_have_text("2 people look at this train now")
    total = page.locator(".berth").count()

    # With the keyboard alone.
    page.locator(f"{berth(2)} input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Berth 2 is yours for 10 minutes.")
    expect(page.locator(berth(2))).to_contain_text("in your basket until")
    expect(page.locator(".count")).to_have_text("1 berth")
    expect(page.locator("#mine")).to_contain_text("1 berth is in your basket")
    expect(other.locator(berth(2))).to_contain_text("held until")
    expect(other.locator(f"{berth(2)} input")).to_be_disabled()
    expect(other.locator("#free")).to_contain_text(f"{total - 1} of {total} berths are free")
    assert problems(page) == []
    assert problems(other) == []

    page.get_by_role("button", name="Give back berth 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Berth 2 is given back.")
    expect(other.locator(f"{berth(2)} input")).to_be_enabled()
    expect(page.locator(".count")).to_have_count(0)

    # Somebody without an account uses the form, and the socket tells everybody.
    other.locator(f"{berth(3)} input").check()
    other.get_by_role("button", name="Hold this berth").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Your basket")
    expect(page.locator(berth(3))).to_contain_text("held until")
    expect(page.locator("#people")).to_have_text("Nobody else looks at this train now")


def test_who_was_slower_is_told_and_stays_on_the_page(
    page: Page, other: Page, two: tuple[str, str]
) -> None:
    sign_in(page, two[0], "ada")
    sign_in(other, two[1], "grace")
    # The map would not let anybody choose it. Here the choice was made a moment too early.
    page.locator(f"{berth(5)} input").check()
    page.evaluate(LATER)
    page.get_by_role("button", name="Hold this berth").click()
    other.locator(f"{berth(5)} input").check()
    other.get_by_role("button", name="Hold this berth").click()
    expect(other.get_by_role("status")).to_contain_text("Berth 5 is yours")
    page.evaluate("() => sendNow()")
    expect(page.get_by_role("alert")).to_contain_text("Somebody else was faster: berth 5")
    expect(page.locator(berth(5))).to_contain_text("held until")
    assert problems(page) == []


def test_a_lost_line_comes_back(page: Page, tmp_path: Path) -> None:
    with open_site(tmp_path) as address:
        page.goto(address + TRAIN)
        expect(page.locator("#live")).to_have_text("Live")
    expect(page.locator("#live")).to_contain_text("interrupted")
    with open_site(tmp_path, port=int(address.rpartition(":")[2])):
        expect(page.locator("#live")).to_have_text("Live")


def test_a_hold_that_ends_is_seen_though_nobody_says_so(
    page: Page, other: Page, tmp_path: Path
) -> None:
    with open_site(tmp_path, NIGHTLINE_HOLD="3") as address:
        page.goto(address + TRAIN)
        expect(page.locator("#live")).to_have_text("Live")
        other.goto(address + TRAIN)
        other.get_by_role("button", name="Hold any free berth").click()
        expect(page.locator(berth(1))).to_contain_text("held until")
        expect(page.locator(berth(1))).to_contain_text("free")
        expect(page.locator(f"{berth(1)} input")).to_be_enabled()
