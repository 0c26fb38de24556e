"""`Loudspeaker`: one producer for many streams, of which some are slow."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from nightline.checks.streams import SET
from nightline.checks.streams import speaker_mistakes as speaker_mistakes
from nightline.checks.streams.halls import (
    FOUR_IN_A_ROW,
    JUST,
    MOST,
    OTHER,
    PACE_OF_JUST,
    PACE_OF_SLOW,
    SEVEN_IN_A_ROW,
    SHARED,
    SLOW,
    WIDE,
    Hall,
    come_and_go,
    just_quick_enough,
    seven_in_a_row,
    trial,
    with_a_slow_one,
)
from nightline.checks.streams.microphones import Microphone
from nightline.checks.streams.readers import Heard
from nightline.checks.streams.texts import STOPS
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
from nightline.judging.station import prepare
from nightline.judging.task import Task
from nightline.judging.trial import Trial


def _got(heard: Heard) -> list[tuple[float, str]]:
    return [(at, line) for at, text in heard.chunks for line in text.splitlines(keepends=True)]


def _shares(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    before, after = hall.idle
    if before:
        did = "No reader was there, and the microphone was open."
        return missed(did, "It is opened for the first reader.", "microphone-too-early")
    most = max(each.most for each in hall.microphones)
    if most > 1:
        did = f"{count(most, 'microphone')} were open at once."
        return missed(did, "One, however many readers are there.", "microphone-for-each")
    if after:
        did = "All readers had left, and the microphone was still open a second later."
        return missed(did, "It is closed when nobody listens.", "microphone-left-open")
    return met("One microphone was open while there were readers, and none without.")


def _own(evidence: Evidence) -> Finding:
    first, second, apart, late = evidence.result.readers
    strange = [line for heard in (first, second, late) for _, line in _got(heard) if line[0] == "o"]
    if strange or any(line[0] == "t" for _, line in _got(apart)):
        did = "There were two loudspeakers. A reader of one of them got a text of the other."
        return missed(did, "Only its own texts.", "speakers-share")
    return met("Two loudspeakers had nothing to do with each other.")


def _hears(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    microphone, other = hall.microphones
    first, second, apart, late = hall.readers
    if not microphone.opened:
        did = "Readers came, and the microphone was never opened."
        return missed(did, "It is opened for the first reader.", "microphone-never-opened")
    if not microphone.due(late) and not _got(late):
        did = f"A reader came at {seconds(late.began)}, when all others had gone. It heard nothing."
        return missed(did, "The microphone is opened again.", "microphone-not-opened-again")
    if microphone.heard and first.left and not microphone.due(second)[-1:] > [(first.left, "")]:
        did = f"One reader left at {seconds(first.left)}. The other one heard nothing after that."
        return missed(did, "It hears on.", "microphone-ends-too-early")
    for heard, source in (
        (first, microphone),
        (second, microphone),
        (apart, other),
        (late, microphone),
    ):
        if finding := _all_in_time(heard, source):
            return finding
    return met("Each reader got what was heard while it was there.")


def _all_in_time(heard: Heard, source: Microphone, slow: str = "text-late") -> Finding | None:
    """What is wrong with what a quick reader got; None when nothing is."""
    got, due = _got(heard), source.due(heard)
    before = {text for at, text in source.heard if at < heard.began}
    old = [line for _, line in got if line in before]
    if old:
        did = f"A reader who came at {seconds(heard.began)} got {shown(old[0])}, which was heard before."
        return missed(did, "Only what is heard from then on.", "texts-from-before")
    if [line for _, line in got] != [line for _, line in due]:
        did = (
            f"A reader got {count(len(got), 'text')}, and {len(due)} were heard while it was there."
        )
        return missed(did, "Each of them once, in order.", "reader-hears-nothing")
    for (at, line), (said, _) in zip(got, due, strict=True):
        if abs(at - said) > ROUNDING:
            did = f"{shown(line)} was heard at {seconds(said)}, and a free reader got it at {seconds(at)}."
            return missed(did, "At once.", slow, in_time=True)
    return None


def _others(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    quick, microphone = hall.readers[0], hall.microphones[0]
    # It hears something each second, unless whoever listens to it is busy.
    moments = [quick.began, *(at for at, _ in microphone.due(quick)), quick.left or 0.0]
    silence, since = max((b - a, a) for a, b in itertools.pairwise(moments))
    if silence > 2:
        expected = "The others hear on."
        if microphone.heard[-1:] and microphone.heard[-1][0] > moments[-2]:
            did = f"From {seconds(since)} on nothing was heard for {seconds(silence)}: "
            did += "your code waited for the slow reader."
            return missed(did, expected, "slow-reader-holds-others", in_time=True)
        did = f"Nobody heard anything after {seconds(since)}, when one reader could not keep up."
        did += f" A task of yours had ended with `{hall.failed}`." if hall.failed else ""
        key = "slow-reader-ends-all" if "QueueFull" in hall.failed else "handing-out-ended"
        key = "changed-in-its-loop" if "changed size during iteration" in hall.failed else key
        return missed(did, expected, key, in_time=True)
    return _all_in_time(quick, microphone, "slow-reader-holds-others") or met(
        "The quick reader got each text at once."
    )


def _dropped(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    slow = hall.readers[1]
    got = [line for _, line in _got(slow)]
    said = [line for _, line in hall.microphones[0].heard]
    expected = f"It gets no more than {MOST + 1} texts: one that it takes, {MOST} that wait. Then its stream ends."
    if got != said[: len(got)]:
        missing = next(b for a, b in zip(got, said, strict=False) if a != b)
        did = f"A slow reader got {shown(got[-1])}, but never {shown(missing)}."
        return missed(did, expected, "texts-lost")
    if len(got) > MOST + 1:
        did = f"For a reader who needs {PACE_OF_SLOW} s for each text, {count(len(got), 'text')} or more were kept."
        return missed(did, expected, "memory-for-slow-reader")
    if slow.ended is None:
        did = (
            f"A slow reader got {count(len(got), 'text')} and then nothing. Its stream did not end."
        )
        return missed(did, expected, "slow-reader-kept")
    return met(f"A slow reader got {count(len(got), 'text')}, and its stream ended.")


def _kept(evidence: Evidence) -> Finding:
    hall: Hall = evidence.result
    most = WIDE if evidence.trial == OTHER else MOST
    slow, said = hall.readers[1], [line for _, line in hall.microphones[0].heard]
    got = [line for _, line in _got(slow)]
    if slow.ended is not None or len(got) < 2 * (most + 1):
        did = f"A text takes {PACE_OF_JUST} s, and {most + 1} came in a row. The reader got {count(len(got), 'text')}"
        did += ", and its stream ended." if slow.ended is not None else "."
        if most == WIDE:
            did = f"`MOST` was {WIDE} this time. {did}"
        key = "most-is-a-number" if most == WIDE else "dropped-too-early"
        key = key if got == said[: len(got)] else "texts-lost"
        return missed(did, f"{most} may wait, so it gets all.", key)
    return met(f"With {most} texts that waited, the reader was kept.")


def _judged(text: str, judge: Callable[[Evidence], Finding], name: str) -> Requirement:
    """A requirement that cannot tell when a task has failed: its error tells the story."""

    def judged(evidence: Evidence) -> Finding | None:
        failed = [error for error in evidence.unretrieved if "QueueFull" not in error]
        return None if failed else judge(evidence)

    return Requirement(text, judged, name)


LOUDSPEAKER = Task(
    name="Loudspeaker",
    set=SET,
    level="stretch",
    minutes=20,
    trials=(
        Trial(SHARED, trial(come_and_go), prepare=prepare),
        Trial(SLOW, trial(with_a_slow_one), prepare=prepare),
        Trial(JUST, trial(just_quick_enough, FOUR_IN_A_ROW), prepare=prepare),
        Trial(OTHER, trial(seven_in_a_row, SEVEN_IN_A_ROW, WIDE), prepare=prepare),
    ),
    requirements=(
        _judged("Is an object of its own", _own, SHARED),
        _judged("Shares one microphone, while it is needed", _shares, SHARED),
        _judged("Each reader hears all from its coming on", _hears, SHARED),
        _judged("A slow reader makes nobody wait", _others, SLOW),
        _judged("A reader who is too slow is dropped", _dropped, SLOW),
        _judged("Others are not dropped", _kept, JUST),
        _judged("`MOST` says how many texts may wait", _kept, OTHER),
        STOPS,
    ),
    hints=(
        "Two kinds of code run here: one that listens, and one for each reader. How do texts get from the first to the "
        "second?",
        "Each reader needs a queue of its own, and the object knows all of them. One task listens and puts each text "
        "into every queue. Who starts that task, and who cancels it?",
        "`stream` adds its queue, starts the task if there is none, and yields what it gets. Its `finally` takes the "
        "queue out, and cancels the task when no queue is left.",
        "The task never waits for a reader: it looks at `inbox.qsize()`. If `MOST` texts wait already, it takes the queue "
        "out of the set and puts `None` into it. `stream` ends when it gets `None`.",
    ),
    why=(
        "One task belongs to the object, not to a reader, and lives while there is at least one. It hands out without "
        "waiting, so nobody slow can hold it up. A reader who falls behind is told so by the end of its stream, and can "
        "come back."
    ),
    reflect="Before you go on, say what a display would need so that it misses nothing when it comes back.",
)
