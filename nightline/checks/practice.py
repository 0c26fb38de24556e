"""The practice task of lesson 00: it shows how a check works and gives no points."""

from __future__ import annotations

from typing import Any

from nightline.judging.findings import result_is
from nightline.judging.stage import Stage
from nightline.judging.task import Task
from nightline.judging.trial import Trial


async def _once(answer: Any, stage: Stage) -> Any:
    return await answer()


SAY_READY = Task(
    name="say_ready",
    set="00_start_here",
    level="practice",
    minutes=1,
    trials=(Trial("once", _once),),
    requirements=(result_is(lambda _: "ready", "Returns the word “ready”"),),
    hints=("What does the docstring say the function returns?", 'Write `return "ready"`.'),
    why="A check runs your function and compares what it did with what the task asks.",
    reflect="Every exercise of this course works like this one.",
)
