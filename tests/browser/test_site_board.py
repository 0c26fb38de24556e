"""The departure board in two windows, each on a server process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minisite.accounts.people import PASSWORD
from tests.browser.shop import open_site, problems


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("board")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with open_site(folder) as address:
        yield address


@pytest.fixture
def staff(browser: Browser, address: str) -> Iterator[Page]:
    """Somebody of the staff, with a browser of their own, on the first server."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sign-in/?next=/board/vienna/")
    page.get_by_label("Username").fill("conductor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()


def report(staff: Page, address: str, state: str, minutes: str = "0") -> None:
    staff.goto(f"{address}/board/vienna/report/")
    staff.get_by_label("It is").select_option(state)
    staff.get_by_label("Minutes late").fill(minutes)
    staff.get_by_role("button", name="Report").click()
    expect(staff.get_by_role("status")).to_contain_text("The boards show it now")


def test_two_boards_on_two_servers_show_a_report(
    page: Page, staff: Page, address: str, folder: Path
) -> None:
    expect(staff.locator("#live")).to_have_text("Live")
    with open_site(folder) as second:
        page.goto(f"{second}/board/vienna/")
        expect(page.locator("#live")).to_have_text("Live")
        expect(page.locator("#lines tr")).to_have_count(12)
        first = page.locator("#lines tr").first
        expect(first.locator(".says")).to_have_text("on time")
        link = first.locator(".train a")
        link.focus()

        report(staff, address, "delayed", "25")
        expect(first.locator(".says")).to_have_text("25 min late")
        expect(first.locator(".expected")).to_be_visible()
        expect(page.locator("#news")).to_contain_text("25 min late.")
        expect(first.locator(".train a")).to_be_focused()
        assert problems(page) == []

    # The second server is gone. When another one opens at its address, nothing was missed.
    expect(page.locator("#live")).to_contain_text("interrupted")
    report(staff, address, "boarding", "25")
    with open_site(folder, port=int(second.rpartition(":")[2])):
        expect(first.locator(".says")).to_have_text("boarding")
        expect(page.locator("#live")).to_have_text("Live")


def test_everybody_can_use_the_board(page: Page, staff: Page, address: str) -> None:
    for state, minutes in (("delayed", "40"), ("cancelled", "0"), ("left", "0"), ("boarding", "0")):
        staff.goto(f"{address}/board/vienna/report/")
        staff.get_by_label("Train").select_option(index=len(state) % 7)
        staff.get_by_label("It is").select_option(state)
        staff.get_by_label("Minutes late").fill(minutes)
        staff.get_by_role("button", name="Report").click()
    found = problems(staff)
    for path in ("/board/", "/board/vienna/", "/board/vienna/?wall=1", "/board/madrid/"):
        page.goto(address + path)
        if "?" in path:
            assert page.locator("footer").is_hidden()
        found += problems(page)
    assert found == []


def test_without_javascript_the_board_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/board/vienna/")
    expect(page.locator("#lines tr")).to_have_count(12)
    assert page.locator("noscript").count() or "loads itself again" in page.content()
    context.close()
