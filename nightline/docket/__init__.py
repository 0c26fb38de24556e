"""What five posts and some others say about async Django, each claim with its ruling and its proof.

The course grew from five posts, numbered 0 to 4. A claim stands here in the course's own words, by
post and number: `S2-13` is claim 13 of post 2, and `M-1` is a claim that is published elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

# How a kind of ruling is said.
RULINGS = {
    "true": "true",
    "conditional": "true, under a condition",
    "misleading": "misleading",
    "wrong": "wrong",
    "outdated": "outdated",
    "opinion": "an opinion",
}


@dataclass(frozen=True)
class Proof:
    """Where the course shows something: a lesson's file name without its end, and a section there."""

    lesson: str
    section: str

    def link(self, notebooks: str) -> str:
        """A link for a page from which the lessons lie in the folder `notebooks`, such as "../x/"."""
        words = f"{self.lesson[:2]} · {self.section}" if self.section else self.lesson[:2]
        # As JupyterLab names a heading: without marks, and with - for each space.
        anchor = self.section.replace("`", "").replace(" ", "-")
        safe = anchor.replace("(", "%28").replace(")", "%29")
        return f"[{words}]({notebooks}{self.lesson}.ipynb{'#' if safe else ''}{safe})"


@dataclass(frozen=True)
class Claim:
    """A claim: its number, what was found, the claim and the ruling in one line each, the proof."""

    id: str
    kind: str
    claim: str
    ruling: str
    proof: Proof

    @property
    def post(self) -> str:
        """Where it stands: "0" to "4", or "" for a claim of somebody else."""
        return self.id[1] if self.id.startswith("S") else ""


@dataclass(frozen=True)
class Arrival:
    """A part of async Django, the version that brought it, and a dotted name that exists since then."""

    feature: str
    since: str
    probe: str

    def is_in(self, version: tuple[int, ...]) -> bool:
        """Whether a Django of this version has it; `django.VERSION` will do."""
        return version[:2] >= tuple(int(part) for part in self.since.split("."))


@cache
def claims() -> tuple[Claim, ...]:
    """All claims, in the order of the posts."""
    return tuple(
        Claim(row["id"], row["kind"], row["claim"], row["ruling"], _proof(row))
        for row in _read("claims")
    )


@cache
def arrivals() -> tuple[Arrival, ...]:
    """What arrived when, the oldest first."""
    return tuple(Arrival(**row) for row in _read("versions"))


@cache
def systems() -> tuple[tuple[str, Proof], ...]:
    """Each system that the posts name, and the lesson in which it runs."""
    return tuple((row["system"], _proof(row)) for row in _read("systems"))


def claim_rows(chosen: Iterable[Claim], notebooks: str = "") -> Iterator[str]:
    """A table of claims in Markdown, line by line."""
    yield "| no. | claim, in our words | ruling | why | proof |"
    yield "|---|---|---|---|---|"
    for each in chosen:
        ruling = RULINGS[each.kind]
        link = each.proof.link(notebooks)
        yield f"| {each.id} | {each.claim} | {ruling} | {each.ruling} | {link} |"


def system_rows(notebooks: str = "") -> Iterator[str]:
    """A table of the systems in Markdown, line by line."""
    yield "| system or question | where it runs |"
    yield "|---|---|"
    for name, proof in systems():
        yield f"| {name} | {proof.link(notebooks)} |"


def arrival_rows() -> Iterator[str]:
    """A table of what arrived when, in Markdown, line by line."""
    yield "| Django | what arrived |"
    yield "|---|---|"
    versions = dict.fromkeys(each.since for each in arrivals())
    for version in versions:
        features = ", ".join(each.feature for each in arrivals() if each.since == version)
        yield f"| {version} | {features} |"


def docket(post: str) -> str:
    """All claims of a post, folded, for a notebook; "" gives those of other authors.

    Example:
        >>> display(Markdown(docket("0")))
    """
    chosen = [each for each in claims() if each.post == post]
    title = f"Post {post}" if post else "Published elsewhere"
    rows = "\n".join(claim_rows(chosen))
    head = f"<details><summary>{title}: {len(chosen)} claims</summary>"
    return f"{head}\n\n{rows}\n\n</details>"


def _proof(row: dict[str, Any]) -> Proof:
    return Proof(row["lesson"], row["section"])


def _read(name: str) -> list[dict[str, Any]]:
    text = (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows
