"""Evidence: all that was observed while an answer ran. Plain data, no judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nightline.timeline.recorder import Row


@dataclass(frozen=True)
class Place:
    """Where something stood: the coroutine or function, the line in its cell, and its text."""

    name: str
    line: int | None = None
    source: str = ""

    def __str__(self) -> str:
        if self.line is None:
            return f"`{self.name}`"
        return f"line {self.line}, `{self.source}`" if self.source else f"line {self.line}"


@dataclass(frozen=True)
class Blocked:
    """A call that held the thread: `time.sleep`, or a loop that polls the clock."""

    place: Place
    task: str
    seconds: float
    call: str
    others_waiting: int


@dataclass(frozen=True)
class Step:
    """One uninterrupted turn of a task.

    `start` is virtual; `seconds` is real, to tell and never to judge. `place`, where the turn
    ended, is known for the turns that were the longest when they happened.
    """

    task: str
    start: float
    seconds: float
    place: Place | None


@dataclass(frozen=True)
class Call:
    """One request that a fake upstream saw, in virtual seconds. `end` is None while open."""

    who: str
    start: float
    end: float | None
    outcome: str

    def open_at(self, moment: float) -> bool:
        """Whether the request was open at this virtual moment; its end is not part of it."""
        return self.start <= moment and (self.end is None or moment < self.end)


def most_in_flight(calls: Sequence[Call]) -> int:
    """The most requests that were open at one moment.

    Counted in order of events, so that requests of no duration count too.
    """
    events = [(call.start, 1) for call in calls]
    events += [(call.end, -1) for call in calls if call.end is not None]
    most = now = 0
    for _, change in sorted(events):
        now += change
        most = max(most, now)
    return most


@dataclass
class Evidence:
    """What one trial showed.

    Times are virtual seconds unless they say real. `source` is the text of the answer's cell.
    `error` is what the answer raised; `error_place` is where in the learner's code. `asked` is the
    name by which the answer asks the fake upstream of so many `carriers`, and `given` what it was
    called with. `blocked_key` and `deadlock_story` tell such a mistake in the words of the task:
    see `Stage.explain`. `set` is the exercise set. `hung` means the thread could not be unwound.
    """

    trial: str
    source: str = ""
    result: Any = None
    error: BaseException | None = None
    error_place: Place | None = None
    seconds: float = 0.0
    real_seconds: float = 0.0
    rows: list[Row] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    never_awaited: list[Place] = field(default_factory=list)
    leftover: list[Place] = field(default_factory=list)
    deadlock: list[Place] = field(default_factory=list)
    unretrieved: list[str] = field(default_factory=list)
    loop_messages: list[str] = field(default_factory=list)
    swallowed: list[Place] = field(default_factory=list)
    endless: Place | None = None
    hung: bool = False
    most_tasks: int = 0
    set: str = ""
    asked: str = ""
    carriers: int = 0
    given: str = ""
    blocked_key: str = ""
    may_block: bool = False
    deadlock_story: Callable[[], tuple[str, str] | None] | None = None

    @property
    def called(self) -> str:
        """A sentence that says with what the answer was called, to stand after another one."""
        return f" It was called with {self.given}." if self.given else ""

    @property
    def most_in_flight(self) -> int:
        """The most upstream requests open at one moment."""
        return most_in_flight(self.calls)

    @property
    def longest_step(self) -> Step | None:
        """The longest uninterrupted turn in real seconds, to tell and never to judge."""
        return max(self.steps, key=lambda step: step.seconds, default=None)
