"""JupyterLab in a browser, as a learner uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from nightline.workspace import prepare

# The status light says idle before there is a kernel, so the kernel itself is asked.
_READY = """async (path) => {
    const widget = window.jupyterapp.shell.currentWidget;
    await widget.context.ready;
    await widget.sessionContext.ready;
    await widget.sessionContext.session.kernel.info;
}"""
# Nothing is given back: playwright would take the notebook's widget apart.
_OPEN = """async (path) => {
    await window.jupyterapp.commands.execute('docmanager:open', {path});
}"""
_CLOSE_ALL = """async () => {
    const shell = window.jupyterapp.shell;
    for (const widget of [...shell.widgets('main')]) {
        await widget.sessionContext?.shutdown();
        widget.dispose();
    }
}"""
# How often the page is asked, in milliseconds. Else it is asked, and drawn, at every frame.
_EVERY = 100
_SHOWN = "path => window.jupyterapp?.shell.currentWidget?.context?.path === path"
_RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
# As one text: playwright takes objects apart piece by piece, which costs a second a notebook.
_CELLS = (
    "() => JSON.stringify("
    "[...window.jupyterapp.shell.currentWidget.content.model.cells].map(c => c.toJSON()))"
)
_ACTIVATE = """async (index) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    await notebook.scrollToItem(index, 'center');
    notebook.widgets[index].node.scrollIntoView({block: 'center'});
}"""
# Run All says it is done before the last cells are.
_ALL_DONE = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].every(
    cell => cell.type !== 'code' || (cell.executionState === 'idle' && cell.executionCount)
)"""


class Lab:
    """JupyterLab on a learner's workspace.

    Arguments: the page; the lines that `make learn` prints; the address among them; the
    workspace's folder.
    """

    def __init__(self, page: Page, lines: list[str], address: str, workspace: Path) -> None:
        self.lines = lines
        self.page = page
        self.address = address
        self.workspace = workspace
        self._started = False
        self._opened: list[str] = []

    def begin_afresh(self) -> None:
        """Close what is open, end its kernels, and give the learner untouched notebooks again."""
        if self._opened:
            self.page.evaluate(_CLOSE_ALL)
        for path in [*self._opened, "progress.jsonl"]:
            (self.workspace / path).unlink(missing_ok=True)
        self._opened.clear()
        prepare(self.workspace)

    def start(self, path: str) -> None:
        """Follow the printed address, for this notebook, and wait for its kernel."""
        start = "notebooks/00_start_here.ipynb"
        assert start in self.address, "the printed address leads to the first notebook"
        self.page.goto(self.address.replace(start, path))
        self._wait_for(path)
        self._started = True

    def open(self, path: str) -> None:
        """Open a notebook by its path in the workspace, and wait for its kernel."""
        if not self._started:
            self.start(path)
        else:
            self.page.evaluate(_OPEN, path)
            self._wait_for(path)

    def _wait_for(self, path: str) -> None:
        self._opened.append(path)
        self.page.wait_for_function(_SHOWN, arg=path, polling=_EVERY)
        self.page.evaluate(_READY)

    def run_all(self) -> None:
        """Run All, and wait for the last cell."""
        self.page.evaluate(_RUN_ALL)
        self.page.wait_for_function(_ALL_DONE, polling=_EVERY)

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells with their outputs, as they would be saved."""
        cells: list[dict[str, Any]] = json.loads(self.page.evaluate(_CELLS))
        return cells

    def cell(self, ident: str) -> dict[str, Any]:
        """A cell by its id."""
        return self.cells()[self.index(ident)]

    def index(self, ident: str) -> int:
        """Where the cell of this id stands."""
        return [cell["id"] for cell in self.cells()].index(ident)

    def replace(self, ident: str, text: str) -> None:
        """Click into a cell, delete what is there, and type."""
        index = self.index(ident)
        self.page.evaluate(_ACTIVATE, index)
        self.page.locator(
            f".jp-Notebook-cell[data-windowed-list-index='{index}'] .cm-content"
        ).click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        assert "".join(self.cell(ident)["source"]) == text

    def run(self, ident: str) -> str:
        """Shift-Enter in a cell. Returns its outputs as plain text."""
        index = self.index(ident)
        self.page.evaluate(_ACTIVATE, index)
        count = self.cell(ident)["execution_count"]
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([index, count]) => { const cell = window.jupyterapp.shell.currentWidget.content"
            ".model.cells.get(index).toJSON(); return cell.execution_count !== count"
            " && cell.execution_count !== null; }",
            arg=[index, count],
            polling=_EVERY,
        )
        return text_of(self.cell(ident))


def text_of(cell: dict[str, Any]) -> str:
    """A cell's outputs as plain text, its errors included."""
    said = []
    for output in cell["outputs"]:
        content = output.get(
            "text", output.get("data", {}).get("text/plain", output.get("evalue", ""))
        )
        said.append(content if isinstance(content, str) else "".join(content))
    return "\n".join(said)


def read(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells
