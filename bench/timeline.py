"""What recording costs: the time of a program with a recorder over its time without.

Run it: `python bench/timeline.py`. Both kinds of run alternate in one process, and the best of
each is taken, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext

from nightline.timeline.recorder import Recorder

TASKS = 100
STEPS = 100  # of each task: 10 000 in all
WORK = 2e-6  # seconds of work in a step, when nobody records
ROUNDS = 15  # of measuring

BUDGET = {"empty": 3.5, "work": 1.5} if sys.version_info >= (3, 12) else {"empty": 11, "work": 7}


async def empty() -> None:
    for _ in range(STEPS):
        await asyncio.sleep(0)


def rounds_of_work() -> int:
    """Return how many rounds of an empty loop take WORK seconds on this machine."""
    rounds = range(100_000)
    start = time.perf_counter()
    for _ in rounds:
        pass
    return max(round(WORK * len(rounds) / (time.perf_counter() - start)), 1)


async def work() -> None:
    rounds = range(ROUNDS_OF_WORK)
    for _ in range(STEPS):
        for _ in rounds:
            pass
        await asyncio.sleep(0)


ROUNDS_OF_WORK = rounds_of_work()


async def crowd(steps: Callable[[], Awaitable[None]]) -> None:
    await asyncio.gather(*(steps() for _ in range(TASKS)))


def seconds(steps: Callable[[], Awaitable[None]], recorded: bool) -> float:
    with Recorder(lambda code: code.co_filename == __file__) if recorded else nullcontext():
        start = time.perf_counter()
        asyncio.run(crowd(steps))
        return time.perf_counter() - start


def ratios() -> dict[str, float]:
    """Return for "empty" and "work" how many times longer 10 000 recorded steps take."""
    found = {}
    for steps in (empty, work):
        plain, recorded = [], []
        for _ in range(ROUNDS):
            plain.append(seconds(steps, recorded=False))
            recorded.append(seconds(steps, recorded=True))
        found[steps.__name__] = min(recorded) / min(plain)
    return found


if __name__ == "__main__":
    for name, ratio in ratios().items():
        print(f"{name:>6}: {ratio:.2f}x of at most {BUDGET[name]}x")
