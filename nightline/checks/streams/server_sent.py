"""Reading server-sent events as a browser does, with the moment of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """One event as a page receives it."""

    at: float
    name: str
    data: str
    number: str


@dataclass
class Script:
    """What a stream said.

    Attributes:
        events: events that a browser would hand to the page.
        comments: when a comment came.
        remarks: the lines of those comments.
        strays: lines that are no field at all.
        unended: the fields of an event that no empty line has ended.
        empty: how many blocks have fields but no data, which browsers skip.
        merged: how many blocks hold more than one event.
    """

    events: list[Event] = field(default_factory=list)
    comments: list[float] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    unended: list[str] = field(default_factory=list)
    empty: int = 0
    merged: int = 0


FIELDS = ("id", "event", "data", "retry")
ENDS = re.compile(r"\r\n|\r|\n")


def script_of(chunks: Iterable[tuple[float, str]]) -> Script:
    """Read what was sent, chunk by chunk."""
    script, rest = Script(), ""
    block: list[tuple[str, str]] = []
    for at, text in chunks:
        *lines, rest = ENDS.split(rest + text)
        for line in lines:
            if line:
                _take(line, at, block, script)
            else:
                _dispatch(at, block, script)
                block = []
    script.unended = [f"{name}: {value}" for name, value in block]
    if rest:
        script.unended.append(rest)
    return script


def _take(line: str, at: float, block: list[tuple[str, str]], script: Script) -> None:
    name, _, value = line.partition(":")
    if not name:
        script.comments.append(at)
        script.remarks.append(line)
    elif name in FIELDS:
        block.append((name, value.removeprefix(" ")))
    else:
        script.strays.append(line)


def _dispatch(at: float, block: list[tuple[str, str]], script: Script) -> None:
    found = dict(block)
    data = [value for name, value in block if name == "data"]
    names = [name for name, _ in block]
    script.merged += names.count("id") > 1 or names.count("event") > 1
    if data:
        number = found.get("id", "")
        script.events.append(Event(at, found.get("event", ""), "\n".join(data), number))
    elif found.keys() & {"id", "event"}:
        script.empty += 1
