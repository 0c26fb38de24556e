"""The trials of `Loudspeaker`: readers who come, go, and are slow."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nightline.checks.streams.microphones import Microphone
from nightline.checks.streams.readers import Heard, wall
from nightline.judging.stage import Stage

MOST = 3
WIDE = 6  # another `MOST`, for one trial: who wrote 3 is found out
SHARED, SLOW, JUST, OTHER = (
    "readers who come and go",
    "a slow reader",
    "a reader who is just quick enough",
    "another `MOST`",
)
# Seconds that a text takes on the line of the slow reader, and of the one who is just quick enough.
PACE_OF_SLOW, PACE_OF_JUST = 10, 2
# The seconds before each text: four in a row, and a silence in which they can be read.
FOUR_IN_A_ROW = (8.0, 0.25, 0.25, 0.25)
SEVEN_IN_A_ROW = (20.0, *[0.25] * WIDE)


@dataclass
class Hall:
    """What the readers of a trial got, the microphones, and how many of those were open when.

    Attributes:
        idle: how many were open before the first reader, and when all had left.
        failed: the error of a task that ended with one.
    """

    readers: list[Heard]
    microphones: list[Microphone]
    idle: tuple[int, int]
    failed: str = ""


@contextlib.contextmanager
def _room_for(answer: Any, most: int) -> Iterator[None]:
    """Let so many texts wait, if that is another number than the class says."""
    if most == MOST:
        yield
        return
    before = vars(answer).get("MOST", MOST)
    answer.MOST = most
    try:
        yield
    finally:
        answer.MOST = before


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


Play = Callable[[Callable[..., Any], Any], Any]


def trial(
    play: Play, pauses: Sequence[float] = (1.0,), most: int = MOST
) -> Callable[[Any, Stage], Any]:
    async def run(answer: Any, stage: Stage) -> Hall:
        microphones = [Microphone(stage, "text", pauses), Microphone(stage, "other")]
        with _room_for(answer, most):
            return await tried(answer, stage, microphones)

    async def tried(answer: Any, stage: Stage, microphones: list[Microphone]) -> Hall:
        speakers = [answer(each.listen) for each in microphones]
        failed: list[str] = []

        from django.http import StreamingHttpResponse

        async def announcements(request: Any) -> Any:
            speaker = speakers[int(request.GET.get("speaker", 0))]
            return StreamingHttpResponse(speaker.stream(), content_type="text/plain")

        await asyncio.sleep(0.5)
        before = sum(each.open for each in microphones)
        async with wall(stage, announcements) as hall:

            async def read(
                comes: float, stays: float, speaker: int = 0, pace: float = 0.0
            ) -> Heard:
                await asyncio.sleep(comes)
                return await hall.read(f"speaker={speaker}", leaves=stays, pace=pace)

            def listening() -> int:
                errors = (getattr(task, "_exception", None) for task in stage.loop.tasks)
                failed.extend(_told(error) for error in errors if error)
                return sum(each.open for each in microphones)

            readers, idle = await play(read, listening)
            await asyncio.sleep(1)
        for heard in readers:
            if heard.failed:
                raise heard.failed
        return Hall(readers, microphones, (before, max(idle, listening())), *failed[:1])

    return run


async def come_and_go(read: Callable[..., Any], listening: Callable[[], int]) -> Any:
    first = asyncio.gather(read(0, 4.25), read(2.2, 5.1), read(0.4, 3, speaker=1))
    readers = list(await first)
    await asyncio.sleep(1)
    idle = listening()
    await asyncio.sleep(2)
    return [*readers, await read(0, 2.6)], idle


async def with_a_slow_one(read: Callable[..., Any], listening: Callable[[], int]) -> Any:
    async def look() -> int:
        await asyncio.sleep(12)
        return listening()

    quick, slow, _ = await asyncio.gather(read(0.1, 12.2), read(0, 100, pace=PACE_OF_SLOW), look())
    return [quick, slow], 0


async def just_quick_enough(read: Callable[..., Any], listening: Callable[[], int]) -> Any:
    return list(await asyncio.gather(read(0, 20), read(0.1, 24.3, pace=PACE_OF_JUST))), 0


async def seven_in_a_row(read: Callable[..., Any], listening: Callable[[], int]) -> Any:
    return list(await asyncio.gather(read(0, 57), read(0.1, 57, pace=PACE_OF_JUST))), 0
