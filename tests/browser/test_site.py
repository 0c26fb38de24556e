"""The search page, as a traveller opens it."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from minisite.carriers.table import CARRIERS
from tests.browser.conftest import running


def test_a_traveller_finds_a_berth(page: Page, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    command = [sys.executable, "-m", "minisite", "--port", str(port)]
    wrong: list[str] = []
    page.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    with running(command, environment) as (address, _):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Fall asleep here, wake up there")
        page.get_by_role("link", name="Paris").click()
        expect(page.locator(".offer").first).to_be_visible()
        assert 0 < page.locator(".offer").count() <= len(CARRIERS)
        page.get_by_role("button", name="Find a berth").click()
        expect(page.locator(".offer .price").first).to_contain_text("€")
    assert wrong == []
