"""What the learner has done, kept as one JSON object a line in their workspace.

The file only ever grows, so several kernels can write to it at the same time and nothing is lost
when one of them stops. Outside a workspace (in the repository, in CI) nothing is written: the
events live as long as the kernel does.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nightline.workspace import MARKER

FILE_NAME = "progress.jsonl"

_in_memory: list[Event] = []
_already_said: set[str] = set()


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: "try", "hint", "solution" or "predict".
        at: the moment, ISO 8601 in UTC.
        data: what belongs to this kind, for example the task and whether it passed.
    """

    kind: str
    at: str
    data: dict[str, Any]


def home() -> Path | None:
    """Return the learner's workspace: the nearest folder upwards with the marker file, or None."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / MARKER).exists():
            return folder
    return None


def append(kind: str, **data: Any) -> None:
    """Add one event to the record.

    Args:
        kind: "try", "hint", "solution" or "predict".
        data: plain values (texts, numbers, True, False, None) that describe the event.

    Raises:
        TypeError: a value that JSON cannot hold.
    """
    event = Event(kind, datetime.now(UTC).isoformat(timespec="milliseconds"), data)
    line = json.dumps(asdict(event), ensure_ascii=False)
    workspace = home()
    if workspace is None:
        _in_memory.append(event)
        return
    try:
        _add_lines(workspace / FILE_NAME, [line])
    except OSError as error:
        _in_memory.append(event)
        _say_once(
            f"Nightline cannot write to {FILE_NAME} ({error.strerror}). "
            "Your progress is kept until this kernel stops."
        )


def events() -> list[Event]:
    """Return all events, oldest first. Damaged lines are set aside with one printed sentence."""
    workspace = home()
    if workspace is None:
        return list(_in_memory)
    file = workspace / FILE_NAME
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return list(_in_memory)
    except OSError as error:
        _say_once(f"Nightline cannot read {FILE_NAME} ({error.strerror}). It starts empty.")
        return list(_in_memory)
    good, damaged = _parse(content)
    if damaged:
        good = _set_aside(file, good)
    return good + _in_memory


def _parse(content: bytes) -> tuple[list[Event], int]:
    """Return the readable events and the number of lines that cannot be read."""
    good: list[Event] = []
    damaged = 0
    for line in content.split(b"\n"):
        if not line.strip():
            continue
        try:
            entry = json.loads(line.decode())
            event = Event(entry["kind"], entry["at"], entry["data"])
        except (ValueError, KeyError, TypeError):
            damaged += 1
            continue
        if (type(event.kind), type(event.at), type(event.data)) == (str, str, dict):
            good.append(event)
        else:
            damaged += 1
    return good, damaged


def _set_aside(file: Path, good: list[Event]) -> list[Event]:
    """Move a damaged record beside itself and keep its good lines in a new one."""
    number = 1
    while (aside := file.with_name(f"progress.damaged-{number}.jsonl")).exists():
        number += 1
    try:
        file.rename(aside)
        # Read again: another kernel may have written between our reading and the move.
        good, _ = _parse(aside.read_bytes())
        _add_lines(file, [json.dumps(asdict(event), ensure_ascii=False) for event in good])
    except OSError:
        _say_once(f"Some lines of {FILE_NAME} cannot be read. All the others are used.")
        return good
    print(
        f"Some lines of {FILE_NAME} could not be read. The old file is now {aside.name}; "
        "every readable line was kept."
    )
    return good


def _add_lines(file: Path, lines: list[str]) -> None:
    """Append whole lines in a single write, so that kernels do not mix their lines."""
    text = "".join(line + "\n" for line in lines)
    if not _ends_in_newline(file):
        text = "\n" + text  # a write that was cut short must not swallow this one
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    descriptor = os.open(file, flags, 0o644)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _ends_in_newline(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) == 0:
                return True
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"
    except FileNotFoundError:
        return True


def _say_once(sentence: str) -> None:
    if sentence not in _already_said:
        _already_said.add(sentence)
        print(sentence)
