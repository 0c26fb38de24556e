"""`countdown`: a stream that was collected in a thread, repaired."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from nightline.checks.streams import SET
from nightline.checks.streams.readers import Heard, wall
from nightline.checks.streams.texts import (
    IS_A_STREAM,
    STOPS,
    WAYS,
    heard_of,
    if_stream,
)
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    Diagnosis(
        "line-at-another-moment",
        "a line that comes at another moment",
        "The lines are right, but they are not sent when they should be. The wait stands at another "
        "place, or has another length.",
        "At which second should this line be on the display? What does your generator do before its `yield`?",
        "19",
        WAYS,
    ),
    Diagnosis(
        "display-shows-other-lines",
        "other lines than asked",
        "The display shows something else. It may be the text, its order, the last line, or the end "
        "of a line.",
        "Compare what was sent with the docstring, letter by letter.",
        "19",
        "A response in pieces",
    ),
)


@dataclass
class Hall:
    """What the displays of a hall showed, and what slept in threads."""

    readers: list[Heard]
    slept: list[float]


LEFT = (3, 2)
LATER = 0.5  # the second display is hung up so much later


async def _two_displays(answer: Any, stage: Stage) -> Hall:
    async with wall(stage, answer) as hall:

        async def one(left: int, comes: float) -> Heard:
            await asyncio.sleep(comes)
            return await hall.read(f"seconds={left}", leaves=60)

        readers = await asyncio.gather(one(LEFT[0], 0), one(LEFT[1], LATER))
    return Hall(list(readers), hall.slept)


async def _leaves(answer: Any, stage: Stage) -> Hall:
    async with wall(stage, answer) as hall:
        readers = [await hall.read("seconds=100", leaves=2.5)]
    return Hall(readers, hall.slept)


def _lines(left: int) -> list[str]:
    return [f"{number} s\n" for number in range(left, 0, -1)] + ["the doors close\n"]


def _on_the_loop(evidence: Evidence) -> Finding:
    slept: list[float] = evidence.result.slept
    if slept:
        did = f"A thread slept {count(len(slept), 'time')}, for {seconds(slept[0])} each."
        return missed(did, "Nobody keeps a thread while it waits.", "thread-for-each-reader")
    return met("No thread slept.")


def _text(evidence: Evidence) -> Finding:
    for heard, left in zip(heard_of(evidence), LEFT, strict=True):
        wanted = "".join(_lines(left))
        if heard.text != wanted:
            did = f"For `?seconds={left}` you sent {shown(heard.text)}."
            return missed(did, f"{shown(wanted)}.", "display-shows-other-lines")
    return met("Each display showed its lines.")


def _moments(evidence: Evidence) -> Finding | None:
    for heard, left in zip(heard_of(evidence), LEFT, strict=True):
        whole = ""
        for due, line in enumerate(_lines(left)):
            whole += line
            took = _sent(heard, len(whole)) - heard.began
            if abs(took - due) > ROUNDING:
                did = f"{shown(line)} was sent after {seconds(took)}."
                expected = f"After {seconds(due)}."
                return missed(did, expected, "line-at-another-moment", in_time=True)
    return met("Each line was sent at its second.")


def _sent(heard: Heard, length: int) -> float:
    """When so much of the text had been sent."""
    sent = 0
    for at, chunk in heard.chunks:
        sent += len(chunk)
        if sent >= length:
            return at
    return float("inf")


COUNTDOWN = Task(
    name="countdown",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=(
        Trial("two displays", _two_displays, prepare=prepare),
        Trial("a display that is taken down", _leaves, prepare=prepare),
    ),
    requirements=(
        IS_A_STREAM,
        Requirement("Waits without a thread", if_stream(_on_the_loop), "two displays"),
        Requirement("Sends the lines that were asked", if_stream(_text), "two displays"),
        Requirement("Sends each line at its moment", if_stream(_moments), "two displays"),
        STOPS,
    ),
    hints=(
        "The site stands behind an ASGI server. Which of the two generators of the lesson streams there?",
        "Two lines change. One says what kind of function `lines` is, the other how it waits.",
        "`async def lines():`, and in it `await asyncio.sleep(1)`.",
    ),
    why=(
        "Django can await an asynchronous generator, so each line goes out when it is made. A synchronous one it "
        "must read to its end first. The pause is awaited too, for the sake of all other visitors."
    ),
    reflect="Before you go on, say what the given view would do behind a WSGI server.",
)
