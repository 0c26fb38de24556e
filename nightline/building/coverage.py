"""Tables in `docs/` that are made from the notebooks and the judges: what is taught where.

A page keeps its own words; a table stands between `<!-- name arguments -->` and `<!-- /name -->`.
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nightline import docket
from nightline.building.bank import MISCONCEPTIONS, TOPICS
from nightline.building.notebooks import read
from nightline.judging.catalogue import tasks
from nightline.judging.diagnoses import all_diagnoses

ROOM = 1.3  # a room takes this many times the minutes of one who works alone
CAPSTONE = 45  # minutes a room gets for a capstone: pairs plan it on paper before they write
_BLOCK = re.compile(r"(<!-- (\w+)([\w ]*) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A cell of a lesson: the lesson's file name, the section it stands in, its id."""

    lesson: str
    section: str
    cell: str

    def __str__(self) -> str:
        anchor = self.section.replace(" ", "-")
        return f"[{self.lesson[:2]} · {self.section}](../notebooks/{self.lesson}#{anchor}) `{self.cell}`"


def update_docs(root: Path) -> list[str]:
    """Write the tables into the pages of `docs/`. Returns the names of changed files."""
    changed = []
    for path in sorted((root / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = with_tables(text, root)
        if fresh != text:
            path.write_text(fresh, encoding="utf-8")
            changed.append(path.relative_to(root).as_posix())
    return changed


def with_tables(text: str, root: Path) -> str:
    """The page with each of its tables made anew. Raises KeyError for an unknown table."""

    def table(block: re.Match[str]) -> str:
        rows = "\n".join(_TABLES[block[2]](root, block[3].split()))
        return f"{block[1]}\n{rows}\n\n{block[4]}"

    return _BLOCK.sub(table, text)


def shown(root: Path, key: str) -> dict[int, list[Place]]:
    """Which cells show or teach a number of the bank: `key` is "misconceptions" or "topics"."""
    found: dict[int, list[Place]] = defaultdict(list)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        section = ""
        for cell in read(path).cells:
            if cell.cell_type == "markdown":
                headings = re.findall(r"^##+ +(.+?) *$", cell.source, re.MULTILINE)
                section = headings[-1] if headings else section
            for number in cell.metadata.get("nightline", {}).get(key, ()):
                found[number].append(Place(path.name, section, cell.id))
    return dict(found)


def diagnosed(root: Path) -> dict[int, list[tuple[str, str]]]:
    """Which tasks have a wrong answer whose diagnosis names a misconception: (task, key) pairs."""
    order = list(tasks())  # the sets register their diagnoses
    numbers = {entry.key: entry.misconceptions for entry in all_diagnoses()}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for task, key in sorted(wrong_answers(root), key=lambda pair: order.index(pair[0])):
        for number in numbers[key]:
            if (task, key) not in found[number]:
                found[number].append((task, key))
    return dict(found)


def wrong_answers(root: Path) -> Iterator[tuple[str, str]]:
    """Task and diagnosis of each wrong answer that the tests judge."""
    for path in sorted((root / "tests" / "answers").glob("set_*.py")):
        bank = importlib.import_module(f"tests.answers.{path.stem}")
        for answer in bank.ANSWERS:
            if hasattr(answer, "diagnosis"):
                yield answer.task, answer.diagnosis


def _misconceptions(root: Path, _: list[str]) -> Iterable[str]:
    cells, judged = shown(root, "misconceptions"), diagnosed(root)
    yield "| no. | what people think | shown in | diagnosed in a task |"
    yield "|---|---|---|---|"
    for number, text in MISCONCEPTIONS.items():
        pairs = ", ".join(f"`{task}`: {key}" for task, key in judged.get(number, ()))
        yield f"| {number} | {text} | {_places(cells.get(number, ()))} | {pairs} |"


def _topics(root: Path, _: list[str]) -> Iterable[str]:
    cells = shown(root, "topics")
    yield "| no. | topic | taught in |"
    yield "|---|---|---|"
    for number, text in TOPICS.items():
        yield f"| {number} | {text} | {_places(cells.get(number, ()))} |"


def _places(places: Iterable[Place]) -> str:
    return "<br>".join(str(place) for place in places)


def _minutes(root: Path, stops: list[str]) -> Iterable[str]:
    """A path through lessons (their numbers) and capstones (their tasks), with its minutes."""
    yield "| lesson | minutes | tasks | in a room | room clock |"
    yield "|---|---|---|---|---|"
    alone = clock = 0
    for stop in stops:
        title, own, room = _lesson(root, int(stop)) if stop.isdecimal() else _capstone(stop)
        alone, clock = alone + sum(own), clock + room
        yield f"| {title} | {own[0]} | {own[1]} | {room} | {clock // 60}:{clock % 60:02} |"
    yield f"| **together** | | **{alone}** | **{clock}** | |"


def _lesson(root: Path, number: int) -> tuple[str, tuple[int, int], int]:
    """A row of a path: linked title, minutes for lesson and tasks, minutes in a room."""
    path = next((root / "notebooks").glob(f"{number:02}_*.ipynb"))
    notebook = read(path)
    title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
    minutes = notebook.metadata.nightline.minutes
    own = minutes["lesson"], minutes["tasks"]
    return f"[{title}](../notebooks/{path.name})", own, round(ROOM * sum(own))


def _capstone(name: str) -> tuple[str, tuple[int, int], int]:
    """A row as that of a lesson, for the one task that is worth a place of its own."""
    task = tasks()[name]
    link = f"../exercises/{task.set}/{task.set}.ipynb"
    return f"[Capstone: `{name}`]({link})", (0, task.minutes), CAPSTONE


def _claims(root: Path, _: list[str]) -> Iterable[str]:
    return docket.claim_rows(docket.claims(), "../notebooks/")


def _systems(root: Path, _: list[str]) -> Iterable[str]:
    return docket.system_rows("../notebooks/")


def _versions(root: Path, _: list[str]) -> Iterable[str]:
    return docket.arrival_rows()


_TABLES = {
    "misconceptions": _misconceptions,
    "topics": _topics,
    "minutes": _minutes,
    "claims": _claims,
    "systems": _systems,
    "versions": _versions,
}
