"""A real browser on a learner's workspace and on the site."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.lab import Lab

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS_TO_START = 60
expect.set_options(timeout=30_000)  # on a busy machine, a page of the site takes a while


@pytest.fixture(scope="module")  # its loop must not run beside the tests that follow
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without one these tests are skipped, in CI they fail."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sentence = "There is no Chromium here. On Debian: apt install chromium"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    with sync_playwright() as playwright:
        # Root has no sandbox, and containers have a small /dev/shm.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all pages of a module: to open one costs as much as four pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(60_000)
    context.new_page()  # a window closes with its last page
    yield context
    context.close()


def keep_picture(page: Page, request: pytest.FixtureRequest) -> None:
    """Keep what a page showed last in `NIGHTLINE_SCREENSHOTS`, if that is a folder."""
    folder = os.environ.get("NIGHTLINE_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{request.node.name}.png")


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page, of somebody whom no site knows."""
    context.clear_cookies()
    page = context.new_page()
    yield page
    keep_picture(page, request)
    page.close()


@pytest.fixture(scope="module")
def course(context: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`make learn` on a fresh copy of the course, and the page that shows it: dear to start."""
    folder = tmp_path_factory.mktemp("learner")
    (folder / "nothing-of-mine").mkdir()
    environment = os.environ | {
        "NIGHTLINE_TEST_WORKSPACE": str(folder / "workspace"),
        "HOME": str(folder / "nothing-of-mine"),
    }
    code = (
        "import os, sys; from pathlib import Path; from nightline import learn;"
        "learn.WORKSPACE = Path(os.environ['NIGHTLINE_TEST_WORKSPACE']);"
        "sys.exit(learn.learn(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "--no-browser", "--LabApp.expose_app_in_browser=True"]
    with running(command, environment) as (address, lines):
        page = context.new_page()
        yield Lab(page, lines, address, folder / "workspace")
        page.close()


@pytest.fixture
def lab(course: Lab, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The learner's copy as it was given, nothing open, and no kernel."""
    course.begin_afresh()
    yield course
    keep_picture(course.page, request)


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Run a server until the block ends. Gives the address it printed, and its lines so far."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    said = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if "http://" in line:
                said.set()
        said.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert said.wait(SECONDS_TO_START), lines
        found = re.search(r"http://\S+", "".join(lines))
        assert found, "".join(lines)
        yield found[0], lines
    finally:
        process.send_signal(signal.SIGTERM if os.name != "nt" else signal.CTRL_C_EVENT)
        process.wait(timeout=30)
        reader.join()
