"""Reading what an answer makes, to its end or in part, and seeing what is left then."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from nightline.judging.evidence import Evidence, Place
from nightline.judging.findings import Finding, Judge, met, missed
from nightline.judging.places import place_of_task
from nightline.judging.stage import Stage

# Generators that ignore their end: letting one go would print an error of ours into the notebook.
_never_collected: list[Any] = []
# Virtual seconds. No right answer needs so long.
LONG = 20.0
NOT_READ = ("not-a-river", "not-a-departure")


@dataclass
class Watched:
    """How an awaited answer ended.

    `stuck` is where it stood when nothing had happened for long.
    """

    returned: Any = None
    seconds: float = 0.0
    stuck: Place | None = None


async def watch(
    call: Callable[[], Awaitable[Any]],
    stage: Stage,
    inside: Callable[[], Any] = lambda: None,
    most: float = LONG,
) -> Watched:
    """Await an answer, for a long time at most.

    Args:
        call: calls the answer.
        stage: the trial's stage.
        inside: gives the async generator that is read, if one is: where it stands is told.
        most: virtual seconds after which it counts as stuck.

    Raises:
        Whatever the answer raises. When a task of it failed and the answer waited for it in vain,
        that error.
    """
    loop, mine, seen = stage.loop, asyncio.current_task(), Watched()
    start = loop.time()

    def look() -> None:
        if mine is not None:
            made = SimpleNamespace(get_coro=inside)
            places = [place_of_task(one, stage.files) for one in (made, mine)]  # type: ignore[arg-type]
            seen.stuck = places[0] or places[1] or Place("your answer")
            mine.cancel()

    timer = loop.call_later(most, look)
    try:
        seen.returned = await call()
    except asyncio.CancelledError:
        if seen.stuck is None:
            raise
    finally:
        timer.cancel()
    seen.seconds = round(loop.time() - start, 6)
    if seen.stuck:
        failed = [
            error
            for task in list(loop.tasks)
            if task.done() and not task.cancelled() and (error := task.exception())
        ]
        await end_all(asyncio.all_tasks(loop) - {mine})
        if failed:
            raise failed[0]
    return seen


async def end_all(tasks: set[Any]) -> None:
    """Cancel tasks and let them end, for a moment at most."""
    for task in tasks:
        task.cancel()
    for task in (await asyncio.wait(tasks, timeout=1))[1] if tasks else ():
        with contextlib.suppress(RuntimeError):  # it swallows each cancellation
            task.get_coro().close()
        task.cancel()


@dataclass
class Reading:
    """What a reader saw of an async generator.

    Args:
        got: what came, each with its moment in virtual seconds.
        ended: when it ended by itself.
        stuck: where it stood when nothing came any more.
        key: the named mistake that kept it from being read or closed, if there is one.
        did: what the answer did then.
        left: where its tasks stood that had not ended when it was closed.
        cancelled: whether those were cancelled at least.
        open: whose feeds were open then.
    """

    got: list[tuple[float, Any]] = field(default_factory=list)
    ended: float | None = None
    stuck: Place | None = None
    key: str = ""
    did: str = ""
    left: list[Place] = field(default_factory=list)
    cancelled: bool = False
    open: list[str] = field(default_factory=list)


async def read(
    call: Callable[[], Any], stage: Stage, most: int | None = None, pace: float = 0.0
) -> Reading:
    """Read an async generator, `most` items of it or all, and close it.

    Args:
        call: calls the answer.
        stage: the trial's stage.
        most: after so many items the reader leaves.
        pace: seconds that the reader needs for each item.
    """
    seen, before = Reading(), asyncio.all_tasks(stage.loop)
    made: Any = None

    async def go() -> None:
        nonlocal made
        made = call()
        if inspect.iscoroutine(made):
            await made  # what it raises comes first
        if not (hasattr(made, "__aiter__") and hasattr(type(made), "__aiter__")):
            seen.key, seen.did = "not-a-river", f"Calling your function gave {_kind(made)}."
            return
        async for item in made:
            seen.got.append((round(stage.loop.time(), 6), item))
            if inspect.iscoroutine(item):
                seen.got.pop()
                seen.key, seen.did = "not-a-departure", "You handed on a coroutine."
                break
            if pace:
                await asyncio.sleep(pace)
            if len(seen.got) == most:
                break
        else:
            seen.ended = round(stage.loop.time(), 6)
        await _close(made, seen)

    seen.stuck = (await watch(go, stage, lambda: made)).stuck
    if not seen.stuck and not seen.key:
        left = asyncio.all_tasks(stage.loop) - before
        seen.left = [place_of_task(t, stage.files) or Place("a task") for t in left]
        seen.cancelled = bool(left) and all(task.cancelling() for task in left)
    return seen


async def _close(made: Any, seen: Reading) -> None:
    if not hasattr(made, "aclose"):
        if seen.ended is None:
            seen.key, seen.did = "not-a-river", "What you gave has no `aclose()`."
        return
    try:
        await made.aclose()
    except RuntimeError as error:
        if "ignored GeneratorExit" not in str(error):
            raise
        seen.key, seen.did = "end-ignored", f"Closing it raised `RuntimeError: {error}`."
        _never_collected.append(made)
    except BaseExceptionGroup as group:
        if group.subgroup(GeneratorExit) is None:
            raise
        seen.key = "yield-in-a-group"
        seen.did = f"Closing it raised `{type(group).__name__}`, with `GeneratorExit` in it."


def _kind(made: object) -> str:
    if inspect.iscoroutine(made):
        return "a coroutine: it has no `yield` of its own"
    if inspect.isgenerator(made):
        return "a plain generator"
    name = type(made).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}" if made is not None else "`None`"


def is_river(evidence: Evidence) -> Finding:
    """Whether the answer could be read with `async for` and closed."""
    seen: Reading = evidence.result.reading
    if seen.key in NOT_READ:
        return missed(seen.did, "An async generator, to be read with `async for`.", seen.key)
    return met("It can be read with `async for`.")


def if_river(judge: Judge) -> Judge:
    """A judge of answers that could be read."""

    def judged(evidence: Evidence) -> Finding | None:
        return None if evidence.result.reading.key in NOT_READ else judge(evidence)

    return judged
