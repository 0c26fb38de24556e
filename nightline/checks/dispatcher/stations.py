"""The stations with which `bridge_callback` is tried, and why a call of theirs wakes nobody."""

from __future__ import annotations

import ast
import asyncio
import inspect
from dataclasses import dataclass, field
from typing import Any

from nightline.judging.findings import seconds, shown
from nightline.judging.places import source_of
from nightline.judging.reading import calls_of, nodes_of

ODD = 0.2537  # no multiple of what a loop would sleep
TOO_LATE = "no use any more"


class ComputerDown(ConnectionError):
    """The error of a station; learners read its name."""


Script = tuple[tuple[float | None, str, Any], ...]
LATER: tuple[Script, ...] = (((ODD, "answer", "platform 7"),),)
SEVERAL: tuple[Script, ...] = tuple(
    ((delay, "answer", value),) for delay, value in ((0.31, 4), (0.11, 0), (0.23, None))
)
AT_ONCE: tuple[Script, ...] = (((None, "answer", "closed"),),)
FAILS: tuple[Script, ...] = (((0.17, "error", ComputerDown("no power")),),)
TWICE: tuple[Script, ...] = (((0.13, "answer", 3), (0.41, "answer", 5)),)
BOTH: tuple[Script, ...] = (((0.13, "answer", 3), (0.41, "error", ComputerDown("too late"))),)
# The first answer counts as false, and nobody has a turn between the two.
ONE_MOMENT: tuple[Script, ...] = (((0.19, "answer", 0), (0.19, "answer", 9)),)
ERROR_FIRST: tuple[Script, ...] = (
    ((0.21, "error", ComputerDown("no power")), (0.21, "answer", TOO_LATE)),
)
LONG: tuple[Script, ...] = (((1.125, "answer", "platform 2"),),)
STATIONS: dict[str, tuple[Script, ...]] = {
    "a call later": LATER,
    "three stations at once": SEVERAL,
    "a call before the api returns": AT_ONCE,
    "an error": FAILS,
    "two calls": TWICE,
    "an error after the answer": BOTH,
    "two calls in one moment": ONE_MOMENT,
    "an answer after the error": ERROR_FIRST,
    "a slow station": LONG,
}
ALL_ANSWERS = [call[2] for scripts in STATIONS.values() for script in scripts for call in script]


@dataclass
class Station:
    """An old computer that calls back: `script` is its calls, as delay, kind and value.

    Kinds are "answer" and "error"; a delay of None is before `api` returns. Calls with the same
    delay follow each other without a turn for anybody else.
    """

    script: Script
    asked: int = 0
    asked_at: float = 0.0
    refused: list[str] = field(default_factory=list)
    made_plans: bool = False

    def api(self, on_answer: Any, on_error: Any) -> None:
        self.asked += 1
        if not (callable(on_answer) and callable(on_error)):
            raise TypeError("the api wants two functions")
        loop = asyncio.get_running_loop()
        self.asked_at = loop.time()
        functions = {"answer": on_answer, "error": on_error}
        for delay in dict.fromkeys(delay for delay, _, _ in self.script):
            if delay is None:
                self._call(delay, functions)
            else:
                loop.call_later(delay, self._call, delay, functions)

    def _call(self, moment: float | None, functions: dict[str, Any]) -> None:
        for delay, kind, value in self.script:
            if delay != moment:
                continue
            if isinstance(value, Exception):
                value = type(value)(*value.args)  # a new one: it keeps where it was raised
            try:
                got = functions[kind](value)
            except Exception as error:
                self.refused.append(f"{type(error).__name__}: {error}".removesuffix(": "))
            else:
                if inspect.iscoroutine(got):
                    self.made_plans = True
                    got.close()


Station.api.__qualname__ = "api"  # so it is called in Python's messages


@dataclass
class Bridged:
    """What came over each bridge, whether it was raised, when, and what the stations saw."""

    stations: list[Station]
    got: list[Any]
    raised: list[bool]
    when: list[float]


def why_nobody_came(station: Station, answer: object) -> tuple[str, str] | None:
    """What happened when the station called and the answer still waits, and the mistake."""
    if not station.asked:
        return "Your function waits, and never called `api`.", "bridge-waits-before-api"
    delay, kind, value = station.script[0]
    what = shown(value) if kind == "answer" else "an error"
    did = f"The station called with {what} at {seconds(delay or 0.0)}. "
    still = " Your function still waits."
    if station.made_plans:
        return f"{did}It got a coroutine back.{still}", "station-callback-is-async"
    if station.refused:
        first = station.refused[0]
        did += f"The function that you handed over raised `{first}`.{still}"
        if "exception object" in first:
            return did, "two-functions-swapped"
        raised = kind == "error" and first.startswith("ComputerDown")
        return did, "raised-in-the-station" if raised else "station-callback-fails"
    source = source_of(answer)
    if _reads_done(source):
        return did + still.lstrip(), "done-without-brackets"
    if _fills_the_full(source):
        return did + still.lstrip(), "done-the-wrong-way-round"
    return did + still.lstrip(), "nobody-fills-the-place"


def _reads_done(source: str) -> bool:
    called = [call.func for call in calls_of(source)]
    return any(
        isinstance(node, ast.Attribute) and node.attr == "done" and node not in called
        for node in nodes_of(source)
    )


def _fills_the_full(source: str) -> bool:
    """Whether a place is filled in the body of `if place.done():`."""
    for node in nodes_of(source):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith(".done()"):
            asked_not = isinstance(node.test, ast.UnaryOp)
            if not asked_not and ".set_" in "".join(map(ast.unparse, node.body)):
                return True
    return False
