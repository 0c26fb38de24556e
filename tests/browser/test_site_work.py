"""Background work as people see it: a ticket's PDF that is made while they look, and mails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from minisite.accounts.people import PASSWORD
from tests.browser.shop import open_new_site, open_site, problems

TRAIN = "/trains/garonne/vienna/hamburg/2026-05-02/"


@pytest.fixture(scope="module", params=["celery", "django"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The site with its worker."""
    folder = tmp_path_factory.mktemp("work")
    with open_site(folder, NIGHTLINE_WORK=request.param) as address:
        yield address
    (mail,) = (folder / "site.mail").iterdir()
    assert "To: ada@nightline.example" in mail.read_text()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_ticket_is_made_while_its_traveller_looks(page: Page, address: str) -> None:
    page.goto(address + TRAIN)
    sign_in(page, "ada")
    page.goto(address + TRAIN)
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_role("button", name="Hold any free berth").click()
    page.get_by_role("link", name="To the basket").click()
    page.get_by_role("button", name="Book for").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your ticket")
    link = page.get_by_role("link", name="Ticket as a PDF")
    expect(link).to_be_visible(timeout=30_000)
    assert problems(page) == []
    file = page.request.get(address + (link.get_attribute("href") or ""))
    assert file.body().startswith(b"%PDF-")

    # The train is late, and its travellers hear of it.
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "conductor")
    page.goto(f"{address}/board/vienna/report/")
    page.get_by_label("It is").select_option("delayed")
    page.get_by_label("Minutes late").fill("35")
    page.get_by_label("Train").select_option(index=0)
    page.get_by_role("button", name="Report").click()
    expect(page.locator(".job .says")).to_have_text("ready", timeout=30_000)
    assert problems(page) == []


def test_without_a_worker_a_button_makes_it(page: Page, tmp_path: Path) -> None:
    with open_new_site(tmp_path) as address:
        page.goto(address + TRAIN)
        sign_in(page, "grace")
        page.goto(address + TRAIN)
        expect(page.locator("#live")).to_have_text("Live")
        page.get_by_role("button", name="Hold any free berth").click()
        page.get_by_role("link", name="To the basket").click()
        page.get_by_role("button", name="Book for").click()
        assert problems(page) == []
        page.get_by_role("button", name="Make a PDF").click()
        expect(page.get_by_role("link", name="Ticket as a PDF")).to_be_visible()
