"""The site alone, and what a page must be so that everybody can use it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import running
from tests.site.processes import environment


@contextlib.contextmanager
def open_site(folder: Path, *, port: int = 0, **more: str) -> Iterator[str]:
    """What `make site` runs, on the database in this folder; a seeded one if there is none.

    Gives its address, without the last slash. `more` goes to its environment.
    """
    command = [sys.executable, "-m", "minisite", "--port", str(port)]
    with running(command, environment(folder, **more)) as (address, _):
        yield address.rstrip("/")


def open_new_site(folder: Path) -> contextlib.AbstractContextManager[str]:
    """The same as somebody gets who runs `make site` for the first time: it makes its database."""
    return open_site(
        folder,
        NIGHTLINE_SQLITE=str(folder / "new.sqlite3"),
        DJANGO_SETTINGS_MODULE="minisite.settings",
    )


# What is wrong with the page that is shown, as sentences.
_PROBLEMS = r"""() => {
    const found = [];
    const many = selector => document.querySelectorAll(selector);
    for (const landmark of ['header', 'main', 'footer', 'h1', 'title'])
        if (many(landmark).length !== 1) found.push(`${many(landmark).length} × ${landmark}`);
    if (!document.documentElement.lang) found.push('no language');
    for (const field of many('input:not([type=hidden]), select'))
        if (!field.labels.length) found.push(`no label: ${field.name}`);
    for (const image of many('img:not([alt])')) found.push(`no alternative: ${image.src}`);
    for (const link of many('a, button'))
        if (!link.textContent.trim()) found.push(`no text: ${link.outerHTML}`);
    const ids = [...many('[id]')].map(each => each.id);
    for (const id of new Set(ids))
        if (ids.filter(each => each === id).length > 1) found.push(`twice: #${id}`);
    for (const each of many('[aria-describedby]'))
        for (const id of each.getAttribute('aria-describedby').split(' '))
            if (!document.getElementById(id)) found.push(`described by nothing: ${id}`);
    if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the window');

    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = colour => {
        const [r, g, b] = rgba(colour).map(x => x / 255)
            .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
        const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
        return (bright + 0.05) / (dark + 0.05);
    };
    // Behind the head is a gradient, so its brightest end counts.
    const behind = element => {
        for (let each = element; each; each = each.parentElement) {
            const style = getComputedStyle(each);
            if (each.classList.contains('sky')) return style.getPropertyValue('--sky-low');
            if (rgba(style.backgroundColor)[3] === 255) return style.backgroundColor;
        }
        return 'white';
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
        if (!text || !element.checkVisibility() || element.closest('.spoken, .skip, option')) continue;
        const ratio = contrast(getComputedStyle(element).color, behind(element));
        if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)}: ${text}`);
    }
    for (const field of many('.line input')) {
        const ratio = contrast(getComputedStyle(field).borderColor, behind(field.parentElement));
        if (ratio < 3) found.push(`border ${ratio.toFixed(2)}: ${field.name}`);
    }
    return found;
}"""


def problems(page: Page) -> list[str]:
    """What is wrong with a page in light, in dark, and 400 pixels wide."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 400)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1000})
        found += [f"{scheme} {width} {page.url}: {each}" for each in page.evaluate(_PROBLEMS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 1000})
    return found
