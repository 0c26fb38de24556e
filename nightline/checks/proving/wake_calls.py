"""`wake_calls`: two bugs to repair, one keeps the thread and one does no work."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.proving import SET
from nightline.checks.proving.texts import DEBUG, SEE, about
from nightline.judging.diagnoses import register
from nightline.judging.evidence import Evidence
from nightline.judging.findings import (
    ROUNDING,
    Finding,
    Requirement,
    compare,
    count,
    met,
    missed,
    seconds,
    shown,
)
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    about(DEBUG)(
        "bell-not-rung",
        "travellers who slept on",
        "Your function says that they were woken, but no bell was ringing for them. A call that is "
        "removed, closed or not waited for does no work.",
        "Which function rings the bell? Does `wake` wait for it?",
        5,
    ),
    about(DEBUG)(
        "bell-rung-past-the-function",
        "a bell rung past the function",
        "The list `rung` belongs to the stand-in of this notebook. The real bell is somewhere else, "
        "and only `ring` reaches it.",
        "Call `ring` again, as in the given code. Which word does that line lack?",
    ),
    about(SEE)(
        "woken-in-list-order",
        "the order of the list in place of the order of the bells",
        "The travellers were woken at the right times, but you returned them in another order. "
        "`gather` keeps the order of its arguments.",
        "In which list does the given code write who was woken, and when?",
    ),
    about(SEE)(
        "bell-at-another-time",
        "a bell at the wrong time",
        "Each number counts from now, the moment of the call. Travellers must not wait for each "
        "other.",
        "Draw your function with `timeline`. Where does each row begin, and where should it?",
        1,
    ),
    about(SEE)(
        "thread-for-a-sleep",
        "a thread for each sleep",
        "A thread that only sleeps is a thread too many, and the pool has few of them. The next "
        "traveller waits until one is free.",
        "Which sleep needs no thread at all?",
        39,
    ),
    about(DEBUG)(
        "bell-rung-again",
        "a bell that rings twice",
        "A traveller was woken more than once. One call of `ring` for each of them is enough.",
        "Count the calls of `ring` on the way of one traveller.",
    ),
)

RINGS = 0.05
# The last to be called is woken first; nobody rings while another bell does.
NIGHTS: dict[str, list[tuple[str, float]]] = {
    "five travellers": [("Ada", 0.9), ("Ben", 0.3), ("Cleo", 0.6), ("Dora", 0.45), ("Emil", 0.1)],
    "three travellers": [("Fay", 0.2), ("Gil", 0.5), ("Hana", 0.0)],
}


@dataclass
class _Night:
    """What came back, and when each bell began and stopped to ring."""

    returned: Any = None
    began: list[tuple[str, float]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    past_the_function: list[Any] = field(default_factory=list)


def _wakes(calls: list[tuple[str, float]]) -> Callable[[Any, Stage], Coroutine[Any, Any, _Night]]:
    async def run(answer: Any, stage: Stage) -> _Night:
        night = _Night()
        done: list[str] = []

        async def ring(name: str) -> None:
            night.began.append((name, stage.loop.time()))
            await asyncio.sleep(RINGS)
            done.append(name)

        stage.lend(ring=ring, rung=night.past_the_function)
        night.returned = await stage.call(list(calls))
        night.done = list(done)  # what rings later was not waited for
        return night

    return run


def _calls(evidence: Evidence) -> list[tuple[str, float]]:
    return NIGHTS[evidence.trial]


def _rings(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    calls = _calls(evidence)
    expected = f"{count(len(calls), 'bell')} were rung when you return, each once."
    if _uses_threads(evidence.source):
        did = "You put the sleep of each traveller into a thread."
        return missed(did, "The loop wakes them, without a thread.", "thread-for-a-sleep")
    if night.past_the_function:
        did = "You wrote into the list `rung` yourself."
        return missed(did, expected, "bell-rung-past-the-function")
    if len(night.began) > len(calls):
        return missed(f"{len(night.began)} bells were rung.", expected, "bell-rung-again")
    if len(night.done) < len(calls):
        did = f"{len(night.done)} of {count(len(calls), 'bell')} were rung when you returned."
        return missed(did, expected, "bell-not-rung")
    return met(f"{count(len(calls), 'bell')} were rung.")


def _uses_threads(source: str) -> bool:
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:
        return False
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    return any(call.endswith(("to_thread", "run_in_executor")) for call in calls)


def _in_time(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    wanted = dict(_calls(evidence))
    for name, at in night.began:
        if abs(at - wanted[name]) > ROUNDING:
            did = f"{name}'s bell rang at {seconds(at)}."
            expected = f"At {seconds(wanted[name])}."
            return missed(did, expected, "bell-at-another-time", in_time=True)
    return met("Each bell rang at its time.")


def _returns(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    wanted = [name for name, _ in sorted(_calls(evidence), key=lambda call: call[1])]
    if night.returned == [name for name, _ in _calls(evidence)]:
        did = f"You returned {shown(night.returned)}, the order of the list."
        return missed(did, f"{shown(wanted)}.", "woken-in-list-order")
    return compare(replace(evidence, result=night.returned), wanted)


WAKE_CALLS = Task(
    name="wake_calls",
    set=SET,
    level="warm-up",
    minutes=5,
    trials=tuple(Trial(name, _wakes(calls)) for name, calls in NIGHTS.items()),
    requirements=(
        Requirement("Every bell is rung once, and you wait for it", _rings),
        Requirement("Every bell rings at its time", _in_time),
        Requirement("Returns the names in the order of the bells", _returns),
    ),
    hints=(
        "Run the trial and look at the picture. Which row keeps the thread, and what does Nightline "
        "say below?",
        "One line waits and lets nobody else run. Another one makes a plan that nobody runs. Both "
        "stand in `wake`.",
        "There is a sleep that can be awaited. And `ring` is `async def`: what must stand before its "
        "call?",
    ),
    why=(
        "`await asyncio.sleep` gives the thread to the other travellers, so all of them wait "
        "together. `await ring(name)` runs the plan, so the bell is rung before the name is noted."
    ),
    reflect="Before you go on, say which of the two bugs debug mode names, and with which message.",
)
