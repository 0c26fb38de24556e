"""`wake_calls`: two bugs to repair, one keeps the thread and one does no work."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from nightline.checks.proving import SET
from nightline.checks.proving.texts import DEBUG, SEE, about
from nightline.judging.diagnoses import Diagnosis, register
from nightline.judging.errors import know_error
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
from nightline.judging.reading import calls_of
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial

register(
    about(DEBUG)(
        "bell-not-rung",
        "travellers who slept on",
        "Your function says that they were woken, but no bell was ringing for them. A call that is "
        "removed or closed does no work.",
        "Which function rings the bell? Does `wake` call it and wait for it?",
        5,
    ),
    about(SEE)(
        "returned-before-the-bells",
        "a return before the travellers were woken",
        "Some travellers still had to wait for their time, and your function did not wait for them.",
        "Which line waits for all the calls of `wake`? The given code had one.",
        18,
    ),
    Diagnosis(
        "bell-not-waited-for",
        "a bell that nobody waits for",
        "The bell was started as a task, and your function returned before it was rung to the end.",
        "Who waits for that task? What stands before `ring` when `wake` itself waits?",
        "03",
        "Who holds a task",
        (18,),
    ),
    about(SEE)(
        "wake-waits-a-guess",
        "a wait of a guessed length",
        "All bells had been rung, and your function still waited. A fixed time is too long for one "
        "list and too short for another.",
        "What can you await that ends when the last call of `wake` ends?",
    ),
    about(SEE)(
        "bell-too-early",
        "a bell before its time",
        "Each number counts from now, the moment of the call. This bell did not wait so long.",
        "Which line of `wake` waits, and for how long? Does it stand before the bell?",
    ),
    about(SEE)(
        "plain-wake",
        "a plain def where async def is needed",
        "A plain `def` cannot wait: it is finished when it returns. `gather` needs coroutines.",
        "Compare the line `def wake` with the given code. Which word is missing?",
    ),
    about(SEE)(
        "thread-for-a-bell",
        "a bell in another thread",
        "`ring` is a coroutine of this loop. It waits without keeping the thread, so it needs no "
        "other one.",
        "Which word before `ring(name)` runs it here and waits for it?",
        39,
    ),
    about(SEE)(
        "name-woken-once",
        "a traveller who asked twice",
        "A name may stand in the list twice, with two times. A dict keeps one entry for each name.",
        "Go through the pairs themselves. What did you need the dict for?",
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
        "Each number counts from now, the moment of the call. This bell rang later, as if one "
        "traveller waited for another.",
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

know_error(
    "coroutine or an awaitable is required",
    "plain-wake",
    sets=SET,
    cell="    def wake(",
    explains_unrun=True,
)

RINGS = 0.05
# The last to be called is woken first; nobody rings while another bell does.
NIGHTS: dict[str, list[tuple[str, float]]] = {
    "five travellers": [("Ada", 0.9), ("Ben", 0.3), ("Cleo", 0.6), ("Dora", 0.45), ("Emil", 0.1)],
    "four calls, two for Fay": [("Fay", 0.2), ("Gil", 0.5), ("Fay", 1.3), ("Hana", 0.0)],
}


@dataclass
class _Night:
    """What came back, and when each bell began and stopped to ring."""

    returned: Any = None
    began: list[tuple[str, float]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    past_the_function: list[Any] = field(default_factory=list)
    at: float = 0.0  # when it returned


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
        night.done, night.at = list(done), stage.loop.time()  # a later bell was not waited for
        night.began = list(night.began)
        return night

    return run


def _calls(evidence: Evidence) -> list[tuple[str, float]]:
    return NIGHTS[evidence.trial]


def _rings(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    calls = _calls(evidence)
    expected = f"{count(len(calls), 'bell')} were rung when you return, each once."
    if threads := _threads(evidence.source):
        bell = any("ring" in call for call in threads)
        did = f"You put the {'bell' if bell else 'sleep'} of each traveller into a thread."
        key = "thread-for-a-bell" if bell else "thread-for-a-sleep"
        return missed(did, "The loop wakes them, without a thread.", key)
    if night.past_the_function:
        did = "You wrote into the list `rung` yourself."
        return missed(did, expected, "bell-rung-past-the-function")
    if len(night.began) > len(calls):
        return missed(f"{len(night.began)} bells were rung.", expected, "bell-rung-again")
    if len(night.done) < len(calls):
        did = f"{len(night.done)} of {count(len(calls), 'bell')} were rung when you returned, "
        did += f"at {seconds(night.at)}."
        return missed(did, expected, _why_silent(night, calls), in_time=True)
    return met(f"{count(len(calls), 'bell')} were rung.")


def _why_silent(night: _Night, calls: list[tuple[str, float]]) -> str:
    if len(night.began) == len(calls):
        return "bell-not-waited-for"
    names = {name for name, _ in calls}
    if len(names) < len(calls) and {name for name, _ in night.began} == names:
        return "name-woken-once"
    last = max(after for _, after in calls)
    return "returned-before-the-bells" if night.at < last - ROUNDING else "bell-not-rung"


def _threads(source: str) -> list[str]:
    """The calls that put something into a thread, with their arguments."""
    ends = ("to_thread", "run_in_executor")
    return [ast.unparse(call) for call in calls_of(source) if ast.unparse(call.func).endswith(ends)]


def _in_time(evidence: Evidence) -> Finding:
    night: _Night = evidence.result
    wanted = sorted((after, name) for name, after in _calls(evidence))
    for name in {name: None for _, name in wanted}:
        times = [after for after, who in wanted if who == name]
        rang = sorted(at for who, at in night.began if who == name)
        for at, due in zip(rang, times, strict=False):
            if abs(at - due) > ROUNDING:
                did = f"{name}'s bell rang at {seconds(at)}."
                key = "bell-too-early" if at < due else "bell-at-another-time"
                return missed(did, f"At {seconds(due)}.", key, in_time=True)
    last = wanted[-1][0] + RINGS
    if night.at > last + ROUNDING:
        did = f"The last bell was rung at {seconds(last)}, and you returned at {seconds(night.at)}."
        return missed(did, f"At {seconds(last)}.", "wake-waits-a-guess", in_time=True)
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
